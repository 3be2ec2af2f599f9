"""The player in a real JupyterLab and a real Notebook 7: as an output and a widget.

Nothing on these pages may ask any host but the server of the test itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_output
from playwright.sync_api import Page

import autoviz
from autoviz.picture.theme import DARK, LIGHT
from autoviz.recording import Recording
from tests.player.conftest import Open, in_both
from tests.player.lab import Lab, write_notebook
from tests.player.notebook_page import (
    STEPS,
    TUTORIAL,
    cells,
    expect,
    expect_count,
    output,
    player,
    press,
    run_all,
    run_cell,
    run_until,
    save,
    shut_down,
)

TWICE = """\
w = av.tensor(2.0, requires_grad=True)
loss = w**2
loss.backward()
loss.backward()"""
FREED = "Trying to backward through the graph a second time"

PERCEPTRON = Path(autoviz.__file__).parent / "programs" / "perceptron.py"


# the output


@in_both
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
    notebook = page.locator(".jp-Notebook")
    notebook.focus()
    press(page, "b")  # the same key is the notebook's again
    expect(notebook.locator(".jp-Cell")).to_have_count(3)


@in_both
def test_a_saved_notebook_plays_without_a_kernel(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "saved.ipynb", [TUTORIAL, "rec"])
    page = opened("saved.ipynb")
    run_all(page)
    player(page, 1)
    save(page)
    shut_down(page)
    page = opened("saved.ipynb")
    shown = player(page, 1)
    shut_down(page)
    shown.focus()
    press(page, "End", "ArrowLeft")
    expect_count(shown, f"step 11 of {STEPS}")
    expect(shown.locator(".av-caption[aria-live]")).to_contain_text("192")


@in_both
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


@in_both
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


@in_both
def test_the_player_follows_the_theme(lab: Lab, opened: Open) -> None:
    write_notebook(lab.root / "theme.ipynb", [f"{TUTORIAL}rec"])
    page = opened("theme.ipynb")
    run_all(page)
    surface = """(root) => {
        const brush = document.createElement("canvas").getContext("2d");
        const stage = root.querySelector(".av-stage");
        brush.fillStyle = getComputedStyle(stage).backgroundColor;
        return brush.fillStyle;
    }"""
    seen = []
    for theme, light in (("JupyterLab Light", "true"), ("JupyterLab Dark", "false")):
        page.evaluate(
            "theme => jupyterapp.commands.execute('apputils:change-theme', { theme })",
            theme,
        )
        page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
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


IN_SIGHT = """async (root) => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame().then(frame);  // the player scrolls with the next one
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


@in_both
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


def traceback(page: Page, number: int) -> str:
    """The error below a cell; JupyterLab writes its text after the element."""
    found = output(page, number).locator(
        "[data-mime-type='application/vnd.jupyter.stderr']"
    )
    expect(found).to_contain_text(FREED)
    return found.inner_text()


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
