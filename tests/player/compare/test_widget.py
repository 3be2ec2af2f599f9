"""A comparison as a widget: its moment, from Python and by the learner."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

import autoviz as av
from autoviz.player.static_files import COMPARISON, comparison_module, style
from autoviz.player.widget import ComparisonWidget
from tests.player.compare.runs import cube, detached
from tests.player.sample import page_of_players

MODEL = """
const model = {
  values: VALUES, heard: {}, saved: [],
  get(name) { return this.values[name]; },
  set(name, value) { this.values[name] = value; this.saved.push([name, value]); },
  save_changes() {},
  on(name, call) { (this.heard[name] ??= []).push(call); },
  off(name, call) {
    this.heard[name] = this.heard[name].filter((each) => each !== call);
  },
};
const el = document.createElement("div");
document.body.append(el);
window.model = model;
window.closeWidget = module.render({ model, el });
"""


def widget(index: int = 2) -> ComparisonWidget:
    return av.compare(cube(), detached()).widget(index=index)


@pytest.fixture
def live(page: Page, tmp_path: Path) -> Page:
    values = json.dumps(widget().get_state(["document", "index"]))
    module = comparison_module().replace("export default", "const module =")
    text = module + MODEL.replace("VALUES", values.replace("<", "\\u003c"))
    bare = page_of_players("SCRIPT", style(COMPARISON.sheets), [])
    file = tmp_path / "widget.html"
    file.write_text(bare.replace("SCRIPT", text), encoding="utf-8")
    page.goto(file.as_uri())
    return page


def count(page: Page) -> str:
    return (page.locator(".av-count").text_content() or "").split(" of ")[0]


def test_it_begins_where_it_is_told(live: Page) -> None:
    assert "step 2" == count(live)
    assert [] == live.evaluate("model.saved")


def test_python_sets_the_moment(live: Page) -> None:
    live.evaluate("model.values.index = 4; model.heard['change:index'][0]()")
    assert "step 4" == count(live)


def test_python_hears_where_the_learner_is(live: Page) -> None:
    live.get_by_role("button", name="forward (→)").click()
    assert [["index", 3]] == live.evaluate("model.saved")
    live.get_by_role("button", name="back (←)").click()
    for _ in range(2):  # the second one leads nowhere
        live.get_by_role("button", name="first step").dispatch_event("click")
    assert [["index", 3], ["index", 2], ["index", 0]] == live.evaluate("model.saved")


def test_closing_stops_listening(live: Page) -> None:
    live.evaluate("closeWidget()")
    assert [[]] == live.evaluate("Object.values(model.heard)")
    assert 0 == live.locator(".av-player").count()


def test_the_moment_is_kept_within_the_comparison() -> None:
    made = widget(index=99)
    last = len(made.document["steps"]) - 1
    assert last == made.index
    made.index = -3
    assert 0 == made.index
