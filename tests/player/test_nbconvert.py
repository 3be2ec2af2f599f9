"""The page that nbconvert makes of a notebook: it plays, the network cut.

The guard that these tests and those of the notebooks rely on is tested here, too.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.player.lab import environment, write_notebook
from tests.player.notebook_page import (
    STEPS,
    TUTORIAL,
    expect_count,
    guarded_page,
    press,
)

NBCONVERT_ASKS = "https://cdnjs.cloudflare.com/"
"""What nbconvert's own page loads, needed or not: require.js and MathJax."""


def test_a_converted_notebook_has_the_player(browser: Browser, tmp_path: Path) -> None:
    write_notebook(tmp_path / "lesson.ipynb", [TUTORIAL, "rec"])
    convert(tmp_path, "lesson.ipynb")
    faults: list[str] = []
    page = guarded_page(browser, faults, allowed="file:")
    page.goto((tmp_path / "lesson.html").as_uri())
    shown = page.locator(".autoviz")
    shown.locator(".av-player").wait_for()
    shown.focus()
    press(page, "End", "ArrowLeft")
    expect_count(shown, f"step 11 of {STEPS}")
    page.close()
    assert [] == [each for each in faults if not each.startswith(NBCONVERT_ASKS)]


def convert(folder: Path, notebook: str) -> None:
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", notebook]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    assert 0 == done.returncode, done.stderr


def test_a_foreign_request_is_noticed(browser: Browser) -> None:
    """The guard of the tests above, put to the test."""
    faults: list[str] = []
    page = guarded_page(browser, faults, allowed="file:")
    page.set_content("<img src='https://example.org/a.png'>")
    page.evaluate("fetch('http://127.0.0.2/b').catch(() => null)")
    with page.expect_websocket():
        page.evaluate("void new WebSocket('wss://example.org/c')")
    page.close()
    assert {
        "https://example.org/a.png",
        "http://127.0.0.2/b",
        "wss://example.org/c",
    } == set(faults)
