"""A notebook in the browser, and what one does there.

JupyterLab and Notebook 7 are put together from the same parts: what is said here
holds in both. How they are started: ``lab.py``.
"""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Error, Expect, Locator, Page, Route

__all__ = [
    "STEPS",
    "TUTORIAL",
    "cells",
    "expect",
    "expect_count",
    "guarded_page",
    "open_notebook",
    "output",
    "player",
    "press",
    "run_all",
    "run_cell",
    "run_until",
    "save",
    "shut_down",
]

TUTORIAL = """\
import autoviz as av
with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x**2 + 2*x + 1
    loss = y**2
    loss.backward()
"""
STEPS = 12

_PATIENCE = 60_000
expect = Expect()
expect.set_options(timeout=_PATIENCE)

_KNOWN = (
    "Cannot read properties of undefined (reading 'schema')",
    "Command 'filebrowser:open-path' not registered.",
)
"""What Notebook 7.6 says as it starts, whatever the notebook.

The first is its issue 7862; the second comes when its server serves JupyterLab, too.
"""

_NOTEBOOK = "jupyterapp.shell.currentWidget"
_SESSION = f"{_NOTEBOOK}.sessionContext"


def guarded_page(browser: Browser, faults: list[str], allowed: str) -> Page:
    """A page that may ask what is allowed; the rest is refused, and a fault."""

    def refuse(route: Route) -> None:
        faults.append(route.request.url)
        route.abort()

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(_PATIENCE)
    page.route(re.compile(f"^(?!data:|blob:|{allowed})"), refuse)
    page.on("websocket", lambda socket: faults.extend(_foreign(socket.url, allowed)))
    page.on("pageerror", lambda error: faults.extend(_unknown(error)))
    return page


def _unknown(error: Error) -> list[str]:
    known = error.message in _KNOWN and "/static/notebook/" in (error.stack or "")
    return [] if known else [str(error)]


def _foreign(url: str, allowed: str) -> list[str]:
    return [] if re.match(allowed.replace("https?", "wss?"), url) else [url]


def open_notebook(page: Page, address: str) -> None:
    """Open a notebook and wait for its cells and its kernel."""
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
    page.evaluate(f"Promise.all([{_NOTEBOOK}.revealed, {_SESSION}.ready])")


def shut_down(page: Page) -> None:
    """End the notebook's kernel; the page stays."""
    page.evaluate(f"{_SESSION}.shutdown()")


def save(page: Page) -> None:
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")


def run_all(page: Page) -> None:
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")


def run_cell(page: Page, number: int) -> str:
    """Run one cell; what it printed."""
    page.evaluate(
        """(number) => {
            jupyterapp.shell.currentWidget.content.activeCellIndex = number;
            return jupyterapp.commands.execute('notebook:run-cell');
        }""",
        number,
    )
    return output(page, number).inner_text().strip()


def run_until(page: Page, number: int, expected: str) -> str:
    """Run a cell again while what the browser said has not come to the kernel."""
    said = ""
    for _ in range(20):
        said = run_cell(page, number)
        if said == expected:
            break
    return said


def output(page: Page, number: int) -> Locator:
    return page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-OutputArea")


def player(page: Page, number: int = 0) -> Locator:
    """The player below a cell, once it is there."""
    found = output(page, number).locator(".autoviz")
    found.locator(".av-player").wait_for()
    return found


def expect_count(player: Locator, expected: str) -> None:
    expect(player.locator(".av-count")).to_have_text(expected)


def cells(page: Page) -> tuple[list[str], int]:
    """Every cell's text, and which one is active."""
    texts, active = page.evaluate(
        """() => {
            const { model, activeCellIndex } = jupyterapp.shell.currentWidget.content;
            const cells = [...model.cells];
            return [cells.map((cell) => cell.sharedModel.source), activeCellIndex];
        }"""
    )
    return texts, active


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
