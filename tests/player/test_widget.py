"""The widget: its traits, and its module with a model made by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from autoviz.player.static_files import style, widget_module
from autoviz.player.widget import PlayerWidget
from tests.player.sample import page_of_players, tutorial

MODEL = """
const model = {
  values: { document: DOCUMENT, index: 3, predict: false, answers: [] },
  heard: {}, saved: [],
  get(name) { return this.values[name]; },
  set(name, value) { this.values[name] = value; this.saved.push([name, value]); },
  save_changes() {},
  on(name, call) { (this.heard[name] ??= []).push(call); },
  off(name, call) {
    this.heard[name] = this.heard[name].filter((each) => each !== call);
  },
  python(name, value) {
    this.values[name] = value;
    for (const call of this.heard[`change:${name}`]) call();
  },
};
const el = document.createElement("div");
document.body.append(el);
window.model = model;
window.el = el;
window.close_widget = render({ model, el });
"""


@pytest.fixture
def live(page: Page, tmp_path: Path) -> Page:
    """A page with the widget's module, rendered for a model made by hand."""
    module = widget_module().replace("export default", "const module =")
    bare = page_of_players("SCRIPT", style(), [])
    document = page_of_players("", "", [(tutorial(), {})])
    literal = document.partition("mount(root0, ")[2].rpartition(", {});window")[0]
    file = tmp_path / "widget.html"
    text = module + MODEL.replace("DOCUMENT", literal)
    file.write_text(bare.replace("SCRIPT", text), encoding="utf-8")
    page.goto(file.as_uri())
    return page


def count(page: Page) -> str | None:
    return page.locator(".av-count").text_content()


def test_python_sets_the_step(live: Page) -> None:
    assert "step 3 of 12" == count(live)
    live.evaluate("model.python('index', 7)")
    assert "step 7 of 12" == count(live)
    assert [] == live.evaluate("model.saved")


def test_python_hears_of_the_step(live: Page) -> None:
    live.get_by_role("button", name="forward (→)").click()
    assert [["index", 4]] == live.evaluate("model.saved")


def test_python_sets_and_hears_of_predict(live: Page) -> None:
    switch = live.get_by_role("button", name="predict")
    live.evaluate("model.python('predict', true)")
    assert "true" == switch.get_attribute("aria-pressed")
    switch.click()
    assert [["predict", False]] == live.evaluate("model.saved")


def test_python_hears_of_answers(live: Page) -> None:
    live.evaluate("model.python('predict', true); model.python('index', 9)")
    live.get_by_role("button", name="forward (→)").click()
    live.keyboard.type("64")
    live.keyboard.press("Enter")
    live.get_by_role("button", name="forward (→)").click()
    live.get_by_role("button", name="reveal").click()
    answers = live.evaluate("model.get('answers')")
    first, second = answers
    assert {
        "step": 10,
        "kind": "number",
        "prompt": "2*x will send a gradient to x. Which number?",
        "given": 64,
        "right": True,
        "misconception": None,
        "revealed": False,
        "skipped": False,
    } == first
    told = (second["step"], second["given"], second["right"], second["revealed"])
    assert (11, None, False, True) == told


def test_a_new_document_makes_a_new_player(live: Page) -> None:
    live.evaluate("model.python('document', { autoviz: 9 })")
    assert "another version" in (live.locator(".av-refusal").text_content() or "")


def test_closing_stops_listening(live: Page) -> None:
    live.evaluate("close_widget()")
    assert 0 == live.evaluate("Object.values(model.heard).flat().length")
    assert 0 == live.locator(".av-player").count()


GONE = (
    "The connection to the kernel is gone; the steps go on, and Python does not hear "
    "of them."
)


def test_a_connection_that_closes_is_told_and_the_steps_go_on(live: Page) -> None:
    live.evaluate("model.heard.comm_live_update[0]()")
    assert GONE == live.locator(".av-notice").text_content()
    live.get_by_role("button", name="forward (→)").click()
    assert "step 4 of 12" == count(live)


def test_a_trait_that_cannot_be_sent_does_not_stop_the_steps(live: Page) -> None:
    live.evaluate("model.save_changes = () => { throw new Error(); }; null")
    live.locator(".autoviz").focus()
    live.keyboard.press("End")
    assert "step 12 of 12" == count(live)
    assert GONE == live.locator(".av-notice").text_content()


def test_index_is_kept_within_the_recording() -> None:
    widget = PlayerWidget(tutorial(), index=5)
    seen = [widget.index]
    for index in (99, -1, 12):
        widget.index = index
        seen.append(widget.index)
    assert [5, 12, 0, 12] == seen


def test_traits_and_texts_are_synced() -> None:
    widget = PlayerWidget(tutorial())
    names = {"document", "index", "predict", "answers", "_esm", "_css"}
    assert names <= set(widget.keys)
    assert (widget_module(), style()) == (widget._esm, widget._css)


def test_the_other_faces_do_not_load_anywidget() -> None:
    code = (
        "import sys, autoviz.player.output, autoviz.player.page; "
        "print('anywidget' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "False" == done.stdout.strip()
