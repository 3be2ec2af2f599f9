"""A comparison in a browser: stepping together, waiting, marks, keys, axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import autoviz as av
from autoviz.recording import Recording
from tests.player.compare.runs import cube, detached, squares, unrecorded
from tests.player.test_accessibility import faults


def opened(page: Page, folder: Path, *recordings: Recording) -> Page:
    file = av.compare(*recordings).save(folder / "compared.html")
    page.goto(file.as_uri())
    return page


def labels(page: Page) -> list[str]:
    return page.locator(".av-part > .av-heading").all_text_contents()


def test_one_key_steps_all(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, cube(), unrecorded())
    page.locator("#player").focus()
    page.keyboard.press("End")
    assert ["first step 6 of 6", "second step 7 of 7"] == labels(page)
    page.keyboard.press("Home")
    assert ["first step 0 of 6", "second step 0 of 7"] == labels(page)


def test_a_recording_without_the_step_says_nothing_here(
    page: Page, tmp_path: Path
) -> None:
    opened(page, tmp_path, squares(emptied=True), squares(emptied=False))
    page.get_by_role("button", name="forward (→)").click()
    captions = page.locator(".av-part > .av-caption").all_text_contents()
    assert "w.grad is set to None: it was None already" == captions[0]
    assert "nothing here" == captions[1]
    assert ["first step 1 of 10", "second after step 0 of 8"] == labels(page)


def test_what_differs_is_marked_said_and_listed(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, cube(), detached())
    page.get_by_role("button", name="last step (End)").click()
    marked = page.locator(".av-part .slot[data-mark=differs]")
    assert 2 == marked.count()
    said = page.get_by_role("status")
    expect(said).to_contain_text("x.grad: 27 (first), 9 (second)")
    row = page.locator(".av-ledger tbody tr").first
    assert ["x.grad", "27", "9"] == row.locator("th, td").all_text_contents()


def test_there_and_back_is_the_same_picture(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, cube(), detached())
    pictures = "[...document.querySelectorAll('.av-stage')].map((e) => e.innerHTML)"
    page.locator("#player").focus()
    page.keyboard.press("ArrowRight")
    before = page.evaluate(pictures)
    for key in ("End", "Home", "ArrowRight"):
        page.keyboard.press(key)
    assert before == page.evaluate(pictures)


def test_next_stop_is_the_next_difference(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, squares(emptied=True), squares(emptied=False))
    page.locator("#player").focus()
    page.keyboard.press("PageDown")
    expect(page.get_by_role("status")).to_contain_text("w.grad: None (first), 6")


def test_playing_ends_at_the_end(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, cube(), cube())
    page.get_by_role("slider").fill("5")
    page.locator("#player").focus()
    page.keyboard.press("Space")
    expect(page.locator(".av-count")).to_have_text("step 6 of 6")
    expect(page.get_by_role("button", name="play")).to_be_visible()


def test_the_text_twin_has_every_moment(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, cube(), detached())
    page.locator("#player").focus()
    page.keyboard.press("t")
    lines = page.locator(".av-twin li").all_text_contents()
    assert 8 == len(lines)
    assert "Differs now: x.grad: 27 (first), 9 (second)" in lines[-1]


def test_labels_are_text_never_markup(page: Page, tmp_path: Path) -> None:
    label = "<img src=x onerror=hacked=1>"
    made = av.compare(cube(), detached(), labels=[label, "</script>"])
    page.goto(made.save(tmp_path / "x.html").as_uri())
    assert label == page.locator(".av-part > .av-heading b").first.text_content()
    assert not page.evaluate("'hacked' in window")


def test_two_fit_side_by_side_where_there_is_room(page: Page, tmp_path: Path) -> None:
    def tops() -> list[float]:
        return [each.bounding_box()["y"] for each in page.locator(".av-part").all()]

    page.set_viewport_size({"width": 1280, "height": 800})
    opened(page, tmp_path, cube(), unrecorded())
    assert 1 == len(set(tops()))
    page.set_viewport_size({"width": 700, "height": 800})
    assert 2 == len(set(tops()))


@pytest.mark.parametrize(
    ("width", "media"),
    [
        (1200, {"color_scheme": "light"}),
        (1200, {"color_scheme": "dark"}),
        (360, {"color_scheme": "dark"}),
        (360, {"forced_colors": "active"}),
    ],
)
def test_axe_finds_nothing(
    page: Page, tmp_path: Path, width: int, media: dict[str, Any]
) -> None:
    page.emulate_media(**media)
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, tmp_path, cube(), detached(), unrecorded())
    page.get_by_role("button", name="as text").click()
    for step in ("2", "9"):
        page.get_by_role("slider").fill(step)
        assert [] == faults(page)
    assert width >= page.evaluate("document.documentElement.scrollWidth")
