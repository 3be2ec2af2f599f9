"""Closing a scope by hand, and opening it again: nothing moves."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

import autoviz as av
from autoviz.player.page import page_html
from tests.player.conftest import Players
from tests.player.test_accessibility import faults
from tests.player.test_stepping import press


@functools.cache
def document() -> dict[str, Any]:
    """Cards: 0 x, 1 w, 2 x*w, 3 tanh, 4 h*h, 5 h*h+x, 6 loss.

    Scope 0, outer, has 1 to 5; scope 1, inner, 1 to 3.
    """
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        with av.scope("outer"):
            with av.scope("inner"):
                w = av.tensor(0.5, requires_grad=True)
                h = (x * w).tanh()
            y = h * h + x
        loss = y**2
        loss.backward()
    return rec._document


def handle(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=f"{name}:")


def shown(page: Page) -> list[int]:
    """The cards that can be seen."""
    return [
        card
        for card in range(7)
        if page.locator(f"[data-id=c{card}] .body").first.is_visible()
    ]


def places(page: Page) -> list[Any]:
    return page.evaluate(
        "[...document.querySelectorAll('.card')].map((each) => {"
        "const {x, y, width} = each.getBoundingClientRect(); return [x, y, width]; })"
    )


def test_a_click_on_its_name_closes_a_scope_and_opens_it(players: Players) -> None:
    page = players(document())
    before = places(page)
    handle(page, "inner").click()
    assert [0, 3, 4, 5, 6] == shown(page)
    assert "false" == handle(page, "inner").get_attribute("aria-expanded")
    assert before == places(page)
    handle(page, "inner").click()
    assert list(range(7)) == shown(page)
    assert "true" == handle(page, "inner").get_attribute("aria-expanded")


def test_what_is_in_it_is_said(players: Players) -> None:
    page = players(document())
    said = page.locator("[data-id=o1i]")
    assert said.is_hidden()
    handle(page, "inner").click()
    lines = said.locator("text:visible").all_text_contents()
    assert ["2 operations", "1 parameter"] == lines
    name = handle(page, "inner").get_attribute("aria-label")
    assert "inner: 2 operations, 1 parameter" == name


def test_a_click_on_the_closed_box_opens_it(players: Players) -> None:
    page = players(document())
    handle(page, "inner").click()
    page.locator("[data-id=o1] .box").click(position={"x": 60, "y": 20})
    assert list(range(7)) == shown(page)


def test_one_scope_in_another(players: Players) -> None:
    page = players(document())
    handle(page, "inner").click()
    handle(page, "outer").click()
    assert [0, 5, 6] == shown(page)
    assert not handle(page, "inner").is_visible()
    handle(page, "outer").click()
    assert [0, 3, 4, 5, 6] == shown(page)


def test_arrows_inside_are_hidden_and_those_from_outside_end_at_the_box(
    players: Players,
) -> None:
    page = players(document())
    handle(page, "inner").click()
    edges = page.locator("[data-id^=e][data-id$=f]")
    hidden = [
        each.get_attribute("data-id")
        for each in edges.all()
        if each.get_attribute("data-covered") is not None
    ]
    assert ["e1f", "e2f"] == hidden


def test_the_key_closes_what_is_picked_and_opens_it(players: Players) -> None:
    page = players(document())
    page.locator("[data-id=c2] .body").first.click()
    press(page, "e")
    assert [0, 3, 4, 5, 6] == shown(page)
    press(page, "e")
    assert list(range(7)) == shown(page)
    page.locator("[data-id=c4] .body").first.click()
    press(page, "e")
    assert [0, 5, 6] == shown(page)


def test_the_key_keeps_the_place_of_the_keyboard(players: Players) -> None:
    page = players(document(), index=1)
    page.locator("#player0").focus()
    press(page, "g")
    press(page, "e")
    expect(handle(page, "inner")).to_be_focused()
    press(page, "Enter")
    assert list(range(7)) == shown(page)
    press(page, " ")
    assert [0, 3, 4, 5, 6] == shown(page)
    press(page, "Escape")
    expect(page.locator("#player0")).to_be_focused()


def test_the_keyboard_walks_past_what_is_hidden(players: Players) -> None:
    page = players(document())
    handle(page, "inner").click()
    page.locator("[data-id=c3] .body").first.click()
    page.locator("#player0").focus()
    press(page, "g")
    focused = "document.activeElement.dataset.id"
    assert "c3" == page.evaluate(focused)
    press(page, "ArrowLeft")
    assert "c0" == page.evaluate(focused)
    press(page, "ArrowRight")
    assert "c3" == page.evaluate(focused)


def test_into_the_graph_leads_to_the_scope_that_covers_the_step(
    players: Players,
) -> None:
    page = players(document(), index=1)
    handle(page, "inner").click()
    page.locator("#player0").focus()
    press(page, "g")
    expect(handle(page, "inner")).to_be_focused()


def test_a_closed_scope_says_that_the_step_is_inside(players: Players) -> None:
    page = players(document(), index=1)
    handle(page, "inner").click()
    inside = page.get_by_text("this step is inside").locator("visible=true")
    assert 1 == inside.count()
    press(page, "ArrowRight")
    assert 0 == inside.count()
    press(page, "ArrowLeft")
    handle(page, "outer").click()
    assert 1 == inside.count()
    assert page.locator("[data-id=o0][data-inside]").count()


def test_it_is_in_the_link(players: Players) -> None:
    page = players(document(), link=True)
    handle(page, "inner").click()
    page.wait_for_function("location.hash === '#closed=1'")
    page.evaluate("location.hash = '#k=3&closed=0.77.x'")
    page.wait_for_function("location.hash === '#k=3&closed=0'")
    assert [0, 5, 6] == shown(page)
    page.reload()
    assert [0, 5, 6] == shown(page)


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    page: Page,
    tmp_path: Path,
    scheme: Literal["light", "dark"],
    forced: Literal["none", "active"],
) -> None:
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    file = tmp_path / "page.html"
    html = page_html(document(), document()["svg"], "A page", index=1)
    file.write_text(html, "utf-8")
    page.goto(file.as_uri())
    assert [] == faults(page)
    handle(page, "inner").click()
    assert [] == faults(page)


def test_what_is_closed_is_part_of_the_state(players: Players) -> None:
    page = players(document())
    handle(page, "inner").click()
    page.evaluate("player0.set({ closed: new Set([0, 5]) })")
    assert [0, 5, 6] == shown(page)
    assert [0] == page.evaluate("[...player0.state.closed]")


def test_a_box_that_is_missing_closes_nothing(players: Players) -> None:
    svg = document()["svg"].replace('data-id="o1n"', "")
    page = players({**document(), "svg": svg})
    assert 0 == handle(page, "inner").count()
    handle(page, "outer").click()
    assert [0, 5, 6] == shown(page)


def test_a_document_without_scopes_ignores_the_key(players: Players) -> None:
    page = players({**document(), "scopes": []})
    page.locator("#player0").focus()
    press(page, "e")
    assert list(range(7)) == shown(page)
