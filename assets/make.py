"""Make the pictures that README shows, from live runs: ``python -m assets.make``.

The SVG is what ``rec.save`` writes; the PNGs are the player's page in a browser,
by light and by dark.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from autoviz.recording import Recording
from autoviz.watch.script import run
from tests.browser import find

__all__ = ["main"]

HERE = Path(__file__).parent
PROGRAMS = Path(__file__).parents[1] / "autoviz" / "programs"


def main() -> None:
    """Write every picture beside this file, over the one before."""
    tutorial = recorded(HERE / "tutorial.py")
    perceptron = recorded(PROGRAMS / "perceptron.py")
    print(tutorial.save(HERE / "tutorial.svg", step=11))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox"]
        )
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": 860, "height": 570},
                color_scheme=scheme,
                device_scale_factor=1.5,
            )
            shoot(page, tutorial, 11, HERE / f"player-{scheme}.png")
            page = browser.new_page(
                viewport={"width": 1160, "height": 830}, color_scheme=scheme
            )
            shoot(page, perceptron, 20, HERE / f"matrix-{scheme}.png")
        browser.close()


def recorded(script: Path) -> Recording:
    """Run a script and return its one recording."""
    (made,) = run(script).made
    made.recording.title = script.stem.capitalize()
    return made.recording


def shoot(page: Page, recording: Recording, step: int, path: Path) -> None:
    """Open the recording's page at a step and take a picture of the player."""
    with TemporaryDirectory() as folder:
        page.goto(recording.save(Path(folder) / "page.html").as_uri())
    page.get_by_role("slider").fill(str(step))
    page.get_by_role("slider").blur()
    page.screenshot(path=path)
    print(path)


if __name__ == "__main__":
    main()
