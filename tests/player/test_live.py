"""Sliders in the browser: a page of positions, a widget with a made-up kernel."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import autoviz as av
from autoviz.player.static_files import LIVE, script, style
from tests.player.sample import HOSTILE, page_of_players
from tests.player.test_accessibility import faults
from tests.test_what_if import branch, parabola

Moved = Callable[..., Page]

_MOVE = """([place, number]) => {
    const slider = document.querySelectorAll(".av-live input")[number];
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def picky(x: Any) -> Any:
    if x.item() == 1:
        raise ValueError(HOSTILE)
    return x * x


def row(x: Any) -> Any:
    return (av.ones(2) * x).sum()


def open_page(page: Page, folder: Path, live: Any) -> Page:
    page.goto(live.save(folder / "live.html").as_uri())
    page.wait_for_selector(".av-player")
    return page


def move(page: Page, place: int, number: int = 0) -> None:
    page.evaluate(_MOVE, [place, number])


def said(page: Page) -> str:
    return page.locator(".av-said").inner_text().strip()


def text(page: Page, id: str) -> str | None:
    return page.locator(f'[data-id="{id}"]').text_content()


def outlined(page: Page) -> int:
    return page.locator("svg .again").count()


def count(page: Page) -> str | None:
    return page.locator(".av-count").text_content()


# a page


def test_a_moved_slider_changes_numbers_and_nothing_else(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, tmp_path, av.live(parabola, x=[0, 1, 2, 3]))
    drawn = page.locator(".av-stage svg").element_handle()
    size = page.locator('[data-id="c0"] .body').bounding_box()
    assert ("2.0", "2.0") == (text(page, "c0v"), text(page, "s0v"))
    move(page, 3)
    assert ("3.0", "4.0") == (text(page, "c0v"), text(page, "s0v"))
    assert page.evaluate("(svg) => svg.isConnected", drawn)
    assert size == page.locator('[data-id="c0"] .body').bounding_box()
    assert "x**2" in (page.locator(".av-side").text_content() or "")


def test_a_run_again_is_the_same_as_before(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, av.live(parabola, x=[-1.5, 1, 2, 3]))
    read = "document.querySelector('.av-stage svg').textContent"
    before = page.evaluate(read)
    for place in (0, 3, 1, 2):
        move(page, place)
    assert before == page.evaluate(read)


def test_stepping_goes_on_with_the_new_numbers(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, av.live(parabola, x=[0, 1, 2, 3]))
    move(page, 3)
    for _ in range(8):
        page.get_by_role("button", name="back (←)").click()
    assert ("step 0 of 8", "None") == (count(page), text(page, "s0v"))
    page.get_by_role("button", name="last step").click()
    assert "4.0" == text(page, "s0v")


def test_what_differs_from_the_run_before_is_outlined(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, tmp_path, av.live(parabola, x=[0, 1, 2, 3]))
    assert (0, "Move it, and another run is shown.") == (outlined(page), said(page))
    move(page, 3)
    assert "differs from x = 2" == said(page)
    at_the_end = outlined(page)
    page.get_by_role("button", name="first step").click()
    assert 1 == outlined(page) < at_the_end
    style = page.locator("svg .again").evaluate(
        "(each) => getComputedStyle(each).strokeDasharray"
    )
    assert "2px, 2px" == style


def test_another_matrix_is_outlined(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, av.live(row, x=[1, 2, 3, 4, 5]))
    page.get_by_role("button", name="first step").click()
    page.get_by_role("button", name="forward (→)").click()
    move(page, 1)
    names = "each => each.map((box) => box.getBBox().width > 20)"
    assert True in page.locator("svg .again").evaluate_all(names)


def test_another_graph_is_told_and_its_new_cards_outlined(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, tmp_path, av.live(branch, x=[-2, -1, 1, 2]))
    page.get_by_role("button", name="more").click()
    page.get_by_role("button", name="large type").click()
    move(page, 1)
    assert (
        "Another graph than at x = 1: 2 new (y.exp(), y.exp() - 1), 1 gone (y.relu())"
        == " ".join(said(page).split())
    )
    assert 2 == outlined(page)
    assert 1 == page.locator(".av-large").count()
    last = (count(page) or "").split()
    assert last[1] == last[3].rstrip(",")


def test_the_slider_that_is_dragged_outlives_another_picture(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, tmp_path, av.live(branch, x=[-2, -1, 1, 2]))
    page.locator(".av-live input").focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    assert "-2" == page.locator(".av-live output").text_content()
    assert "differs from x = -1" == said(page)


def test_the_keys_of_a_slider_do_not_step(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, av.live(parabola, x=[0, 1, 2, 3]))
    before = count(page)
    page.locator(".av-live input").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert (before, "0") == (
        count(page),
        page.locator(".av-live output").text_content(),
    )
    assert "0" == page.locator(".av-live input").get_attribute("aria-valuetext")


def test_an_error_is_told_and_the_last_picture_stays(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, tmp_path, av.live(picky, x=[0, 1, 2, 3]))
    move(page, 1)
    assert (
        f"At x = 1, picky raised ValueError: {HOSTILE}. "
        "The picture is still that of x = 2."
    ) == said(page)
    assert "2.0" == text(page, "c0v")
    assert page.evaluate("window.hacked === undefined")
    page.get_by_role("button", name="back (←)").click()
    move(page, 0)
    assert "differs from x = 2" == said(page)


def test_a_page_that_fails_at_its_start_shows_another_position(
    page: Page, tmp_path: Path
) -> None:
    open_page(page, tmp_path, av.live(picky, x=[3, 2, 1, 1]))
    assert said(page).endswith("The picture is still that of x = 3.")


def test_two_sliders_make_a_grid(page: Page, tmp_path: Path) -> None:
    live = av.live(lambda x, w: x * w, x=[1, 2, 3], w=[5, 7])
    open_page(page, tmp_path, live)
    move(page, 2)
    move(page, 1, number=1)
    assert "21.0" == text(page, "c2v")
    assert "differs from x = 3, w = 5" == said(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, tmp_path: Path, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    for width in (360, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        open_page(page, tmp_path, av.live(branch, x=[-2, -1, 1, 2]))
        for place in (3, 0):
            move(page, place)
            assert [] == faults(page)


# a widget

_MODEL = """
const model = {
  values: VALUES, heard: {}, asked: [],
  get(name) { return this.values[name]; },
  set(name, value) {
    this.values[name] = value;
    if (name === "at") this.asked.push(value);
  },
  save_changes() {},
  on(name, call) { (this.heard[name] ??= []).push(call); },
  off(name, call) {
    this.heard[name] = this.heard[name].filter((each) => each !== call);
  },
  python(values) {
    Object.assign(this.values, values);
    this.tell("change:news");
  },
  tell(name) { for (const call of this.heard[name] ?? []) call(); },
};
for (const name of ["one", "two"]) {
  const el = document.createElement("div");
  document.body.append(el);
  window[name] = renderLive({ model, el });
}
window.model = model;
"""


@pytest.fixture
def widget() -> Any:
    return av.live(branch, x=[-2, -1, 1, 2, 3]).widget()


@pytest.fixture
def kernel(page: Page, tmp_path: Path, widget: Any) -> Page:
    """Two views of one widget, whose model is made by hand."""
    names = ("document", "sliders", "at", "news", "index")
    values = json.dumps(widget.get_state(names))
    literal = values.replace("<", "\\u003c")
    file = tmp_path / "widget.html"
    text = script(LIVE.modules) + _MODEL.replace("VALUES", literal)
    bare = page_of_players("SCRIPT", style(LIVE.sheets), [])
    file.write_text(bare.replace("SCRIPT", text), encoding="utf-8")
    page.clock.install()
    page.goto(file.as_uri())
    return page


def answer(kernel: Page, widget: Any) -> None:
    """The kernel runs the function for what was asked last."""
    before = widget.document
    widget.at = kernel.evaluate("model.asked.at(-1)")
    values = widget.get_state(["news"])
    if widget.document is not before:
        values["document"] = widget.document
    kernel.evaluate("(values) => model.python(values)", values)


def test_a_slider_asks_the_kernel_and_shows_its_answer(
    kernel: Page, widget: Any
) -> None:
    move(kernel, 4)
    assert [{"x": 3}] == kernel.evaluate("model.asked")
    answer(kernel, widget)
    shown = kernel.locator('[data-id="c0v"]').all_text_contents()
    assert ["3.0", "3.0"] == shown
    outputs = kernel.locator(".av-live output").all_text_contents()
    assert ["3", "3"] == outputs


def test_an_answer_that_is_late_does_not_move_the_slider(
    kernel: Page, widget: Any
) -> None:
    move(kernel, 2)
    late = kernel.evaluate("model.asked.at(-1)")
    move(kernel, 4)
    widget.at = late
    kernel.evaluate("(values) => model.python(values)", widget.get_state(["news"]))
    output = kernel.locator(".av-live output").first
    assert "3" == output.text_content()
    answer(kernel, widget)
    assert "3.0" == kernel.locator('[data-id="c0v"]').first.text_content()


def test_another_document_is_another_picture(kernel: Page, widget: Any) -> None:
    move(kernel, 0)
    answer(kernel, widget)
    told = kernel.locator(".av-said").first.inner_text()
    assert "Another graph than at x = 2" in told


def test_a_kernel_that_is_silent_is_told(kernel: Page, widget: Any) -> None:
    move(kernel, 4)
    kernel.clock.run_for(5100)
    first = kernel.locator(".av-said").first
    assert (
        "The kernel has not answered for five seconds; "
        "the steps go on with the numbers of x = 2."
    ) == first.inner_text()
    kernel.get_by_role("button", name="back (←)").first.click()
    assert "step 8 of 9" != kernel.locator(".av-count").first.text_content()
    answer(kernel, widget)
    assert "differs from x = 2" == first.inner_text().strip()


def test_a_connection_that_closes_is_told(kernel: Page) -> None:
    kernel.evaluate("model.tell('comm_live_update')")
    told = kernel.locator(".av-said").first.inner_text()
    assert "The connection to the kernel is gone" in told
    kernel.get_by_role("button", name="first step").first.click()
    count = kernel.locator(".av-count").first.text_content() or ""
    assert count.startswith("step 0 of")


def test_a_kernel_that_cannot_be_asked_is_told(kernel: Page) -> None:
    kernel.evaluate("model.save_changes = () => { throw new Error(); }; null")
    move(kernel, 4)
    told = kernel.locator(".av-said").first.inner_text()
    assert "The connection to the kernel is gone" in told
    kernel.get_by_role("button", name="first step").first.click()
    count = kernel.locator(".av-count").first.text_content() or ""
    assert count.startswith("step 0 of")


def test_a_last_answer_that_never_came_leaves_the_picture(
    kernel: Page, widget: Any
) -> None:
    """The kernel dies while it runs the function."""
    move(kernel, 4)
    kernel.evaluate("model.tell('comm_live_update')")
    kernel.clock.run_for(6000)
    shown = kernel.locator('[data-id="c0v"]').first.text_content()
    assert "2.0" == shown
    kernel.get_by_role("button", name="back (←)").first.click()
    count = kernel.locator(".av-count").first.text_content() or ""
    assert not count.startswith("step 0 of")


def test_closing_stops_listening(kernel: Page) -> None:
    kernel.evaluate("one(); two();")
    assert 0 == kernel.evaluate("Object.values(model.heard).flat().length")
    assert 0 == kernel.locator(".av-player").count()
