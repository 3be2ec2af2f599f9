"""The player in a real JupyterLab: as an output, as a widget, saved and converted.

Nothing on these pages may ask any host but the server of the test itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_output
from playwright.sync_api import Browser, Locator, Page, Route, expect

import autoviz
from autoviz.picture.theme import DARK, LIGHT
from autoviz.recording import Recording
from tests.player.lab import Lab, environment, jupyterlab, write_notebook

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

PERCEPTRON = Path(autoviz.__file__).parent / "programs" / "perceptron.py"

NBCONVERT_ASKS = "https://cdnjs.cloudflare.com/"
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
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.close()
    assert [] == faults


def guarded_page(browser: Browser, faults: list[str], allowed: str) -> Page:
    """A page that may ask what is allowed; the rest is refused, and a fault."""

    def refuse(route: Route) -> None:
        faults.append(route.request.url)
        route.abort()

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(60_000)
    page.route(re.compile(f"^(?!data:|blob:|{allowed})"), refuse)
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


def traceback(page: Page, number: int) -> str:
    """The error below a cell; JupyterLab writes its text after the element."""
    found = output(page, number).locator(
        "[data-mime-type='application/vnd.jupyter.stderr']"
    )
    expect(found).to_contain_text(FREED)
    return found.inner_text()


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
    expect_count(shown, f"step 2 of {STEPS}")
    shown.get_by_role("button", name="forward (→)").click()
    expect_count(shown, f"step 3 of {STEPS}")
    before = cells(page)
    button, slider = shown.get_by_role("button", name="more"), "[type=range]"
    for place in (shown, button, shown.locator(slider)):
        place.focus()
        press(page, "b", "a", "v", "x", "d", "d", "z", "j", "k", "m", "y", "0", "0")
        press(page, "Shift+M", "Shift+Enter", "Control+Enter", "Alt+Enter", "Enter")
        press(page, "ArrowDown", "ArrowUp")
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
    expect_count(shown, f"step 11 of {STEPS}")
    expect(shown.locator(".av-caption[aria-live]")).to_contain_text("192")


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
    for each, k in zip(shown, (2, 12, 0), strict=True):
        expect_count(each, f"step {k} of {STEPS}")
    focused = [each.locator(".card.focus").count() for each in shown]
    assert [1, 1, 0] == focused
    ids = page.evaluate(
        "[...document.querySelectorAll('.autoviz [id]')].map(e => e.id)"
    )
    assert len(ids) == len(set(ids))


def test_the_player_follows_the_theme(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "theme.ipynb", [f"{TUTORIAL}rec"])
    page = opened("theme.ipynb")
    run_all(page)
    surface = "(root) => getComputedStyle(root).getPropertyValue('--av-surface')"
    seen = [player(page).evaluate(surface)]
    page.evaluate(
        "jupyterapp.commands.execute("
        "'apputils:change-theme', { theme: 'JupyterLab Dark' })"
    )
    page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    seen.append(player(page).evaluate(surface))
    assert [LIGHT.surface, DARK.surface] == seen


@pytest.mark.parametrize("width", [1000, 1280, 1700])
def test_a_tall_picture_keeps_its_controls_in_sight(
    lab: Lab, opened: Open, width: int
) -> None:
    write_notebook(lab.root / "tall.ipynb", [PERCEPTRON.read_text("utf-8"), "rec"])
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
    const panel = root.closest(".jp-WindowedPanel-outer");
    if (bottom - top > panel.clientHeight) return "the controls are out of the window";
    for (let each = control; !each.matches(".jp-Cell"); each = each.parentElement)
        if (each.scrollWidth > each.clientWidth + 1) return "something is too wide";
    return "all in sight";
}"""


# the widget


def test_widget_and_python_follow_each_other(lab: Lab, opened: Open) -> None:
    answers = "[(each['step'], each['given'], each['right']) for each in w.answers]"
    asking = f"print(w.index, w.predict, {answers})"
    setting = "w.index = 6; w.predict = True"
    program = [TUTORIAL, "w = rec.widget(index=1); w", asking, setting, asking]
    write_notebook(lab.root / "widget.ipynb", program)
    page = opened("widget.ipynb")
    run_cell(page, 0)
    run_cell(page, 1)
    shown = player(page, 1)
    shown.focus()
    press(page, "ArrowRight", "ArrowRight")
    expect_count(shown, f"step 3 of {STEPS}")
    assert "3 False []" == run_until(page, 2, "3 False []")
    run_cell(page, 3)
    shown.get_by_text(f"step 6 of {STEPS}").wait_for()
    predict = shown.get_by_role("button", name="predict")
    expect(predict).to_have_attribute("aria-pressed", "true")
    shown.focus()
    before = cells(page)
    press(page, "ArrowRight")
    page.keyboard.type("32")
    press(page, "Enter")
    assert before == cells(page)
    expected = "7 True [(7, 32, True)]"
    assert expected == run_until(page, 4, expected)


# the magic


def test_the_magic_shows_the_player_and_binds_the_name(lab: Lab, opened: Open) -> None:
    recorded = "%%record lesson\nx = av.tensor(3.0, requires_grad=True)\nz = x*x\nz"
    start = "import autoviz as av\n%load_ext autoviz"
    write_notebook(lab.root / "magic.ipynb", [start, recorded, "print(len(lesson), z)"])
    page = opened("magic.ipynb")
    run_all(page)
    expect_count(player(page, 1), "step 0 of 1")
    code = output(page, 1).locator(".av-text").all_text_contents()
    assert ["x = av.tensor(3.0, requires_grad=True)", "z = x*x", "z"] == code[-3:]
    value = "tensor(9., grad_fn=<MulBackward0>)"
    expect(output(page, 1)).to_contain_text(value)
    expect(output(page, 2)).to_have_text(f"2 {value}")


def test_a_raising_cell_shows_its_recording_and_its_error(
    lab: Lab, opened: Open
) -> None:
    start = "import autoviz as av\n%load_ext autoviz"
    program = [start, f"%%record broken\n{TWICE}", "print(len(broken))", TWICE]
    write_notebook(lab.root / "raises.ipynb", program)
    page = opened("raises.ipynb")
    run_cell(page, 0)
    run_cell(page, 1)
    recorded = traceback(page, 1)  # what was sent before is aborted
    run_cell(page, 2)
    expect(output(page, 2)).to_have_text(re.compile(r"^\s*7\s*$"))
    run_cell(page, 3)
    plain = traceback(page, 3)
    shown = player(page, 1)
    shown.focus()
    press(page, "End")
    expect(shown.locator(".av-caption[aria-live]")).to_contain_text(FREED)
    cell = re.compile(r"Cell In\[\d+\]")
    assert cell.split(plain)[-1] == cell.split(recorded)[-1]
    assert "line 4" in cell.split(plain)[-1]
    assert "magic.py" not in recorded


# converted


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
