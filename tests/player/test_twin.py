"""The panels of words: what the picture shows, said."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.player.conftest import Players
from tests.player.sample import HOSTILE, tutorial


def panel(page: Page, name: str) -> None:
    more = page.get_by_role("button", name="more")
    if more.get_attribute("aria-expanded") == "false":
        more.click()
    page.locator(".av-menu").get_by_role("button", name=name, exact=True).click()


def test_panels_are_shown_and_hidden_by_the_menu(players: Players) -> None:
    page = players(tutorial())
    for name, place in (("as text", ".av-twin"), ("ledger", ".av-ledger")):
        assert page.locator(place).is_hidden()
        panel(page, name)
        assert page.locator(place).is_visible()
    pressed = page.locator(".av-menu [aria-pressed=true]").all_text_contents()
    assert ["code", "why", "ledger", "as text"] == pressed
    panel(page, "code")
    assert page.locator(".av-code").is_hidden()


def test_all_captions_with_the_current_one_marked(players: Players) -> None:
    page = players(tutorial(), index=12)
    panel(page, "as text")
    assert 13 == page.locator(".av-twin li").count()
    current = page.locator(".av-twin li[aria-current=step]")
    assert ["x.grad is 64 + 192 = 256"] == current.all_text_contents()


def test_the_ledger_holds_the_state_of_the_step(players: Players) -> None:
    page = players(tutorial(), index=12)
    panel(page, "ledger")
    row = page.locator(".av-ledger tbody tr").first.locator("th, td")
    assert ["x", "leaf", "3.0", "64 + 192", "256.0"] == row.all_text_contents()
    page.get_by_role("button", name="back (←)").click()
    assert ["x", "leaf", "3.0", "", "None"] == row.all_text_contents()


def test_the_ledger_marks_what_the_step_changed(players: Players) -> None:
    page = players(tutorial(), index=11)
    panel(page, "ledger")
    changed = page.locator(".av-changed")
    assert ["32.0"] == changed.all_text_contents()
    page.get_by_role("button", name="forward (→)").click()
    assert ["64 + 192", "256.0"] == changed.all_text_contents()
    page.get_by_role("button", name="first step").click()
    assert [] == changed.all_text_contents()


def test_a_finding_leads_to_its_step(players: Players) -> None:
    finding = {"step": 7, "sentence": HOSTILE, "tries": ["this", "that"]}
    page = players(tutorial() | {"findings": [finding]})
    shown = page.locator(".av-findings li")
    assert f"step 7 {HOSTILE}. To try: this; or that." == shown.text_content()
    shown.get_by_role("button").click()
    assert "step 7 of 12" == page.locator(".av-count").text_content()


def test_without_findings_there_is_no_panel_of_them(players: Players) -> None:
    page = players(tutorial())
    page.get_by_role("button", name="more").click()
    assert 0 == page.get_by_role("button", name="findings").count()


def test_the_legend_has_what_is_on_screen(players: Players) -> None:
    page = players(tutorial(), index=11)
    panel(page, "legend")
    shown = page.locator(".av-legend .av-sign:visible")
    assert [" value"] == shown.all_text_contents()
    page.get_by_role("button", name="forward (→)").click()
    assert [" value", " gone"] == shown.all_text_contents()
