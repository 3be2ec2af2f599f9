"""The text twin says all that the picture shows."""

from __future__ import annotations

from tests.player.conftest import Players
from tests.player.sample import tutorial


def test_the_twin_is_shown_on_demand(players: Players) -> None:
    page = players(tutorial())
    assert page.locator(".av-twin").is_hidden()
    button = page.get_by_role("button", name="as text")
    button.click()
    assert page.locator(".av-twin").is_visible()
    assert "true" == button.get_attribute("aria-pressed")


def test_all_captions_with_the_current_one_marked(players: Players) -> None:
    page = players(tutorial(), index=12)
    page.get_by_role("button", name="as text").click()
    assert 13 == page.locator(".av-twin li").count()
    current = page.locator(".av-twin li[aria-current=step]")
    assert ["x.grad is 64 + 192 = 256"] == current.all_text_contents()


def test_the_table_holds_the_state_of_the_step(players: Players) -> None:
    page = players(tutorial(), index=12)
    page.get_by_role("button", name="as text").click()
    row = page.locator(".av-twin tbody tr").first.locator("th, td")
    assert ["x", "leaf", "3.0", "64 + 192", "256.0"] == row.all_text_contents()
    page.get_by_role("button", name="back (←)").click()
    assert ["x", "leaf", "3.0", "", "None"] == row.all_text_contents()
