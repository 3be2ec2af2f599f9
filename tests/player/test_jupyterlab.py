"""The player in a real JupyterLab: as an output, as a widget, saved and converted.

Nothing on these pages may ask any host but the server of the test itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_output
from playwright.sync_api import Browser, Locator, Page

from autoviz.picture.theme import DARK, LIGHT
from autoviz.programs import perceptron
from autoviz.recording import Recording
from tests.player.lab import Lab, jupyterlab, write_notebook

TUTORIAL = """\
import autoviz as av
with av.record() as rec:
    x = av.tensor(3.0, requires_grad=True)
    y = x**2 + 2*x + 1
    loss = y**2
    loss.backward()
"""
TWICE = """\
w = av.tensor(2.0, requires_grad=True)
loss = w**2
loss.backward()
loss.backward()"""
FREED = "Trying to backward through the graph a second time"
STEPS = 12

NBCONVERT_ASKS = ("https://cdnjs.cloudflare.com/",)
"""What nbconvert's own page loads, needed or not: require.js and MathJax."""

Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with jupyterlab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def opened(browser: Browser, lab: Lab) -> Iterator[Open]:
    """Open notebooks by name; a foreign request or an error fails the test."""
    faults: list[str] = []
    page = guarded_page(browser, faults, allowed=rf"https?://{re.escape(lab.host)}/")

    def open_notebook(name: str) -> Page:
        page.goto(lab.address(name))
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
        page.evaluate(
            "Promise.all([NOTEBOOK.revealed, NOTEBOOK.sessionContext.ready])".replace(
                "NOTEBOOK", "jupyterapp.shell.currentWidget"
            )
        )
        return page

    yield open_notebook
    page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
    page.close()
    assert [] == faults


def guarded_page(browser: Browser, faults: list[str], allowed: str) -> Page:
    """A page that may ask what is allowed; the rest is refused, and a fault."""
    foreign = re.compile(f"(?!data:|blob:|{allowed})")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    page.route(foreign, lambda route: (faults.append(route.request.url), route.abort()))
    page.on("websocket", lambda socket: faults.extend(_foreign(socket.url, allowed)))
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


def _foreign(url: str, allowed: str) -> list[str]:
    return [] if re.match(allowed.replace("https?", "wss?"), url) else [url]


# what one does in a notebook


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


def output(page: Page, number: int) -> Locator:
    return page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".jp-OutputArea")


def player(page: Page, number: int = 0) -> Locator:
    """The player below a cell, once it is there."""
    found = output(page, number).locator(".autoviz")
    found.locator(".av-player").wait_for()
    return found


def count(player: Locator) -> str:
    return player.locator(".av-count").inner_text()


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


# the output


def test_the_output_plays_and_keeps_its_keys(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "keys.ipynb", [f"{TUTORIAL}rec", "1 + 1"])
    page = opened("keys.ipynb")
    run_all(page)
    shown = player(page)
    shown.focus()
    press(page, "ArrowRight", "ArrowRight")
    assert f"step 2 of {STEPS}" == count(shown)
    shown.get_by_role("button", name="forward (→)").click()
    assert f"step 3 of {STEPS}" == count(shown)
    before = cells(page)
    press(page, "b", "a", "v", "x", "d", "d", "z", "j", "k", "m", "y", "0", "0")
    press(page, "Shift+M", "ArrowDown", "ArrowUp", "Enter", "Shift+Enter")
    shown.focus()
    press(page, "b", "j", "a", "x", "d", "d", "Enter", "Control+Enter")
    press(page, "ArrowDown", "ArrowUp", "Escape")
    assert before == cells(page)


def test_a_saved_notebook_plays_without_a_kernel(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "saved.ipynb", [TUTORIAL, "rec"])
    page = opened("saved.ipynb")
    run_all(page)
    player(page, 1)
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page = opened("saved.ipynb")
    shown = player(page, 1)
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    shown.focus()
    press(page, "End", "ArrowLeft")
    assert f"step 11 of {STEPS}" == count(shown)
    assert "192" in shown.locator(".av-caption[aria-live]").inner_text()


def test_an_untrusted_notebook_shows_the_still(lab: Lab, opened: Open) -> None:
    space: dict[str, Any] = {}
    exec(TUTORIAL, space)
    recording: Recording = space["rec"]
    shown = new_output(
        "execute_result", recording._repr_mimebundle_(), execution_count=2
    )
    write_notebook(lab.root / "from_afar.ipynb", [TUTORIAL, "rec"], [shown])
    page = opened("from_afar.ipynb")
    image = output(page, 1).locator("img")
    image.wait_for()
    assert image.evaluate("(image) => image.naturalWidth > 400")
    assert "256" in (image.get_attribute("alt") or "")
    assert 0 == page.locator(".av-player").count()


def test_two_players_do_not_disturb_each_other(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "two.ipynb", [TUTORIAL, "rec", "rec.widget()", "rec"])
    page = opened("two.ipynb")
    run_all(page)
    shown = [player(page, number) for number in (1, 2, 3)]
    shown[0].focus()
    press(page, "ArrowRight", "ArrowRight")
    shown[1].focus()
    press(page, "End")
    assert [f"step {k} of {STEPS}" for k in (2, 12, 0)] == [count(each) for each in shown]
    focused = [each.locator(".card.focus").count() for each in shown]
    assert [1, 1, 0] == focused
    ids = page.evaluate("[...document.querySelectorAll('.autoviz [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_the_player_follows_the_theme(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "theme.ipynb", [f"{TUTORIAL}rec"])
    page = opened("theme.ipynb")
    run_all(page)
    surface = "(root) => getComputedStyle(root).getPropertyValue('--av-surface')"
    seen = [player(page).evaluate(surface)]
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(
            "(theme) => jupyterapp.commands.execute('apputils:change-theme', {theme})",
            theme,
        )
        is_light = str(theme.endswith("Light")).lower()
        page.locator(f"body[data-jp-theme-light={is_light}]").wait_for()
        seen.append(player(page).evaluate(surface))
    assert [LIGHT.surface, DARK.surface, LIGHT.surface] == seen


@pytest.mark.parametrize("width", [1000, 1280, 1700])
def test_a_tall_picture_keeps_its_controls_in_sight(
    lab: Lab, opened: Open, width: int
) -> None:
    program = Path(perceptron_file()).read_text(encoding="utf-8")
    write_notebook(lab.root / "tall.ipynb", [program, "rec"])
    page = opened("tall.ipynb")
    page.set_viewport_size({"width": width, "height": 900})
    run_all(page)
    shown = player(page, 1)
    shown.focus()
    seen = set()
    press(page, "Home", *["ArrowRight"] * 8)
    for _ in range(8):
        press(page, "ArrowRight")
        seen.add(shown.evaluate(IN_SIGHT))
    assert {"all in sight"} == seen


IN_SIGHT = """(root) => {
    const box = (each) => each.getBoundingClientRect();
    const stage = root.querySelector(".av-stage");
    const control = root.querySelector(".av-control");
    const inside = (a, b) => a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
    for (const card of stage.querySelectorAll(".card.focus"))
        if (!inside(box(card), box(stage))) return "the focus is out of the stage";
    const top = Math.min(box(stage).top, box(control).top);
    const bottom = Math.max(box(stage).bottom, box(control).bottom);
    if (bottom - top > 720) return `${bottom - top} pixels of stage and controls`;
    for (let each = control; !each.matches(".jp-Cell"); each = each.parentElement)
        if (each.scrollWidth > each.clientWidth + 1) return `${each.className} too wide`;
    return "all in sight";
}"""


def perceptron_file() -> str:
    file = perceptron.__file__
    assert file is not None
    return file
