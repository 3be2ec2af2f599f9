"""The link to a step, in the address of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from autoviz.player.page import page_html
from tests.player.conftest import Players
from tests.player.sample import tutorial
from tests.player.test_stepping import press


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(page_html(tutorial(), "<svg/>", "It", index=3), encoding="utf-8")
    return path.as_uri()


def state(page: Page) -> tuple[str | None, str, list[str]]:
    shown = page.locator(".av-side > :visible").evaluate_all(
        "(all) => all.map((each) => each.className.split('av-').pop())"
    )
    grain = page.get_by_role("combobox", name="how far a step goes").input_value()
    return page.locator(".av-count").text_content(), grain, shown


def test_an_address_opens_its_step_as_it_was_arranged(page: Page, address: str) -> None:
    page.goto(f"{address}#k=11&m=1&grain=micro&panels=why.ledger&theme=dark&size=large")
    assert ("step 11 of 12, 2/3", "micro", ["why", "ledger"]) == state(page)
    assert "dark" == page.locator("#player").get_attribute("data-theme")
    assert 1 == page.locator(".av-large").count()


def test_without_a_fragment_the_page_opens_where_it_was_made_to(
    page: Page, address: str
) -> None:
    page.goto(address)
    assert ("step 3 of 12", "node", ["code", "why"]) == state(page)


def test_the_address_follows_and_leads_back(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#player").focus()
    press(page, "ArrowRight", "-", "t")
    page.wait_for_timeout(400)
    assert "#k=4&grain=phase&panels=code.why.text" == page.evaluate("location.hash")
    before = state(page)
    page.reload()
    assert before == state(page)
    assert 2 == page.evaluate("history.length")


def test_a_changed_fragment_is_followed(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("location.hash = '#k=7'")
    page.get_by_text("step 7 of 12", exact=True).wait_for()


@pytest.mark.parametrize(
    "fragment",
    [
        "k=99999999999",
        "k=-1",
        "k=x",
        "grain=toString",
        "theme=pink",
        "nonsense",
        "%E0%A4",
    ],
)
def test_a_bad_fragment_is_ignored(page: Page, address: str, fragment: str) -> None:
    page.goto(f"{address}#{fragment}")
    assert ("step 3 of 12", "node", ["code", "why"]) == state(page)
    assert page.locator("#player").get_attribute("data-theme") is None


def test_the_start_has_an_address_where_the_page_opens_later(
    page: Page, address: str
) -> None:
    page.goto(address)
    page.get_by_role("button", name="first step").click()
    page.wait_for_timeout(400)
    assert "#k=0" == page.evaluate("location.hash")


def test_a_step_beyond_the_end_is_the_last(page: Page, address: str) -> None:
    page.goto(f"{address}#k=99")
    assert "step 12 of 12" == page.locator(".av-count").text_content()


def test_all_panels_hidden_is_an_arrangement(page: Page, address: str) -> None:
    page.goto(f"{address}#panels=none")
    assert [] == state(page)[2]


def test_a_refused_address_is_one_sentence_and_stepping_goes_on(
    page: Page, address: str
) -> None:
    page.add_init_script(
        "history.replaceState = () => { throw new DOMException('no'); }"
    )
    page.goto(address)
    page.locator("#player").focus()
    press(page, "ArrowRight")
    page.get_by_text("there is no link to this step").wait_for()
    press(page, "ArrowRight")
    assert "step 5 of 12" == page.locator(".av-count").text_content()


def test_a_player_in_a_notebook_leaves_the_address_alone(players: Players) -> None:
    page = players(tutorial())
    page.locator("#player0").focus()
    press(page, "ArrowRight")
    page.wait_for_timeout(300)
    assert "" == page.evaluate("location.hash")
    page.get_by_role("button", name="more").click()
    assert 0 == page.get_by_role("button", name="copy link").count()


def test_the_link_can_be_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}#k=7")
    page.get_by_role("button", name="more").click()
    page.get_by_role("button", name="copy link").click()
    page.wait_for_timeout(50)
    assert f"{address}#k=7" == page.evaluate("navigator.clipboard.readText()")
