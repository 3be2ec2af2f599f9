"""The why panel: where a number that was clicked came from, and all its paths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import autoviz as av
from autoviz.recording import Recording
from tests.player.conftest import Players
from tests.player.test_stepping import count, press


@pytest.fixture(scope="module")
def rec() -> Recording:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2 * x + 1
        loss = y**2
        loss.backward()
    return rec


def click(page: Page, id: str) -> None:
    page.locator(f"[data-id={id}]").dispatch_event("click")


def chosen(page: Page) -> str:
    return page.locator(".av-from [aria-pressed=true]").inner_text()


def title(page: Page) -> str:
    return page.locator(".av-why .av-heading").inner_text()


def paths(page: Page) -> list[str]:
    return page.locator(".av-why details .av-items").all_inner_texts()


def test_a_gradient_leads_to_the_step_it_came_in(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    click(page, "c1n")
    assert "gradient" == chosen(page)
    assert "why 32 and 32?" == title(page) or "why 32?" == title(page)
    page.get_by_role("button", name="step 9").click()
    assert "step 9 of 12" == count(page)
    assert page.locator(".av-from").inner_text() == ""
    assert page.evaluate("document.activeElement.classList.contains('autoviz')")


def test_a_number_on_an_arrow_is_told_by_the_node_that_sent_it(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    sent = page.locator("text.main", has_text="192")
    sent.dispatch_event("click")
    assert "why 192?" == title(page)
    assert "came in\nstep 11" == page.locator(".av-from").inner_text()


def test_a_value_is_told_by_the_step_that_made_it(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    click(page, "c3v")
    assert "how x**2 + 2 * x is made" == title(page)
    expect(page.get_by_role("button", name="step 3")).to_be_visible()


def test_all_paths_of_a_gradient_are_listed_with_their_sum(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    click(page, "s0v")
    assert ".grad" == chosen(page)
    assert "all 2 paths from x to loss" == page.locator("summary").inner_text()
    first, second, total = paths(page)
    assert "x → x**2 → x**2 + 2 * x → y → loss  6 × 1 × 1 × 32" == first
    assert "x → 2 * x → x**2 + 2 * x → y → loss  2 × 1 × 1 × 32" == second
    assert "their sum, the gradient of x" == total


def test_paths_are_not_told_before_all_of_them_have_arrived(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=10)
    click(page, "c0n")
    assert page.locator(".av-why details").is_hidden()
    page.evaluate("player0.go(11)")
    click(page, "c0n")
    assert 3 == len(paths(page))


def test_where_a_sum_is_complete_its_paths_are_offered(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    details = page.locator(".av-why details")
    assert details.is_visible()
    assert details.get_attribute("open") is None
    page.locator("summary").click()
    assert 3 == len(paths(page))


def test_a_second_click_asks_for_another_number_of_the_card(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    click(page, "c1v")
    assert "value" == chosen(page)
    click(page, "c1n")
    assert "gradient" == chosen(page)


def test_the_keyboard_reaches_each_number_of_a_card(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    page.locator(".autoviz").focus()
    press(page, "g", "Enter")
    choices = page.locator(".av-from button")
    assert ["value", "gradient", ".grad"] == choices.all_inner_texts()
    choices.nth(1).focus()
    page.keyboard.press("Enter")
    assert "gradient" == chosen(page)
    assert "gradient" == page.evaluate("document.activeElement.textContent")


def test_a_card_offers_only_numbers_it_says(players: Players, rec: Recording) -> None:
    page = players(rec._document, index=5)
    for id, expected in (("c0", ["value"]), ("c5", ["value"])):
        click(page, id)
        assert expected == page.locator(".av-from button").all_inner_texts()
    page.evaluate("player0.go(2)")
    click(page, "c5")
    assert [] == page.locator(".av-from button").all_inner_texts()


def test_the_text_twin_lists_the_paths_below_the_step(
    players: Players, rec: Recording
) -> None:
    page = players(rec._document, index=12)
    page.evaluate("player0.set({ panels: ['text'] })")
    items = page.locator(".av-twin li", has_text="is complete").locator("li")
    first, *_, last = items.all_inner_texts()
    assert first.startswith("192 x → x**2")
    assert "= 256 their sum, the gradient of x" == last
