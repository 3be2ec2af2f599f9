"""What a moved slider costs, until the other numbers are laid out.

    python -m benchmarks.live

takes a minute, most of it to start JupyterLab. In a page all positions are computed
ahead; in the notebook the kernel runs the function, and its answer comes back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

import autoviz as av
from benchmarks.measure import Result, median, warm
from tests.browser import FLAGS, find
from tests.player.lab import jupyterlab, write_notebook

PROGRAM = """\
import autoviz as av
def parabola(x):
    y = x**2 + 2*x + 1
    return y**2
def chain(x):
    for _ in range(16):
        x = (x * 1.01 + 0.1).tanh()
    return x
"""
FUNCTIONS = {"README's program": "parabola", "49 cards": "chain"}

# Moves the slider, and waits until what is said of it, the last change, is laid out.
_MOVE = """async () => {
  const slider = document.querySelector(".av-live input");
  const said = document.querySelector(".av-said");
  const times = [];
  for (let round = 0; round < 24; round += 1) {
    slider.value = String((7 * round + 3) % (Number(slider.max) + 1));
    const shown = new Promise((done) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        done();
      });
      observer.observe(said, { childList: true });
    });
    const start = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await shown;
    document.body.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times.slice(4);
}"""


def functions() -> dict[str, Callable[..., Any]]:
    found: dict[str, Any] = {}
    exec(PROGRAM, found)
    return found


def ahead(browser: Browser) -> Iterator[Result]:
    """A page of 61 positions."""
    for what, name in FUNCTIONS.items():
        live = av.live(functions()[name], x=(-3, 3, 0.1))
        with tempfile.TemporaryDirectory() as folder:
            path = live.save(Path(folder) / "live.html")
            size = path.stat().st_size / 1000
            tab = browser.new_page(viewport={"width": 1200, "height": 800})
            tab.goto(path.as_uri())
            tab.wait_for_selector(".av-player")
            times = tab.evaluate(_MOVE)
            tab.close()
        yield Result(f"{what}: computed ahead", median(times), 20, "ms")
        yield Result(f"{what}: the page, 61 positions", size, 0, "kB")


def kernel(browser: Browser) -> Iterator[Result]:
    """Through the kernel of a notebook, and what of that is the kernel's work."""
    for what, name in FUNCTIONS.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            jupyterlab(Path(folder)) as lab,
        ):
            cell = f"av.live({name}, x=(-3, 3, 0.1)).widget()"
            write_notebook(lab.root / "live.ipynb", [PROGRAM, cell])
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            times = _in_lab(tab, lab.address("live.ipynb"))
            tab.close()
        yield Result(f"{what}: through the kernel", median(times), 200, "ms")
        widget = av.live(functions()[name], x=(-3, 3, 0.1)).widget()
        places = iter(range(1, 1000))

        def move(widget: Any = widget, places: Iterator[int] = places) -> None:
            widget.at = {"x": next(places) % 61 / 10 - 3}

        yield Result(f"{what}: in the kernel", warm(move), 0, "ms")


def _in_lab(tab: Page, address: str) -> list[float]:
    tab.set_default_timeout(90_000)
    tab.goto(address)
    tab.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
    tab.evaluate("jupyterapp.shell.currentWidget.sessionContext.ready")
    tab.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    tab.wait_for_selector(".av-live input")
    found: list[float] = tab.evaluate(_MOVE)
    return found


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for figures in (ahead, kernel):
            for each in figures(browser):
                print(each.row(), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
