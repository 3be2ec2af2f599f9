"""Picking cards, walking along edges, and from the code to the picture and back."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.player.conftest import Players
from tests.player.sample import HOSTILE, tutorial
from tests.player.test_stepping import count, press


def marks(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in page.locator("[data-mark]").all():
        name, id = each.get_attribute("data-mark"), each.get_attribute("data-id")
        found.setdefault(str(name), []).append(str(id))
    return found


def click(page: Page, card: int) -> None:
    page.locator(f"[data-id=c{card}]").click()


def test_inputs_and_consumers_of_a_card_are_marked_apart(players: Players) -> None:
    page = players(tutorial())
    click(page, 3)
    assert {"picked": ["c3"], "input": ["c1", "c2"], "user": ["c4"]} == marks(page)
    about = page.locator(".av-about").text_content()
    assert "x**2 + 2*x is computed from x**2, 2*x; it is used by y" == about
    click(page, 3)
    assert {} == marks(page)
    assert page.locator(".av-about").is_hidden()
    click(page, 0)
    assert "x is used by x**2, 2*x" == page.locator(".av-about").text_content()


def test_a_mark_stays_over_a_repaint_and_goes_with_the_step(players: Players) -> None:
    page = players(tutorial(), index=2)
    click(page, 3)
    page.evaluate("player0.set({ large: true })")
    assert ["c3"] == marks(page)["picked"]
    page.get_by_role("button", name="forward (→)").click()
    assert {} == marks(page)


def test_a_card_shows_the_line_that_made_it(players: Players) -> None:
    page = players(tutorial(), index=11)
    click(page, 5)
    assert "y**2" == page.locator("mark").text_content()
    assert "4loss.backward()" == page.locator(".av-running").text_content()


def test_a_line_leads_to_its_first_step(players: Players) -> None:
    page = players(tutorial())
    steps = []
    for line in ("2", "3", "4"):
        page.locator(".av-no", has_text=line).click()
        steps.append(count(page))
    assert [f"step {k} of 12" for k in (1, 5, 6)] == steps
    assert 0 == page.locator("button.av-no", has_text="5").count()


def test_arrows_follow_the_edges(players: Players) -> None:
    page = players(tutorial(), index=3)
    page.locator("#player0").focus()
    press(page, "g")
    walked = []
    keys = ("ArrowLeft", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowRight")
    for key in keys:
        press(page, key)
        walked.append(page.evaluate("document.activeElement.dataset.id"))
    assert ["c1", "c2", "c1", "c0", "c0", "c1"] == walked
    assert "step 3 of 12" == count(page)
    press(page, "Enter")
    assert ["c1"] == marks(page)["picked"]
    press(page, "Escape")
    assert "player0" == page.evaluate("document.activeElement.id")


def test_one_card_can_be_reached_with_tab(players: Players) -> None:
    page = players(tutorial(), index=4)
    assert ["c4"] == page.locator(".av-stage [tabindex='0']").evaluate_all(
        "(all) => all.map((each) => each.dataset.id)"
    )


def test_s_goes_to_the_line_and_opens_the_code(players: Players) -> None:
    page = players(tutorial(), index=5)
    page.evaluate("player0.set({ panels: [] })")
    page.locator("#player0").focus()
    press(page, "s")
    assert page.locator(".av-code").is_visible()
    press(page, "ArrowUp", "Enter")
    assert "step 1 of 12" == count(page)


def test_a_hostile_name_is_said_as_text(players: Players) -> None:
    document = tutorial()
    document["cards"][1]["name"] = HOSTILE
    page = players(document)
    click(page, 1)
    assert HOSTILE in str(page.locator(".av-about").text_content())
    assert 0 == page.locator("#player0 :is(script, img)").count()


def test_a_document_without_cards_steps_all_the_same(players: Players) -> None:
    document = tutorial()
    for key in ("cards", "stops", "legend", "findings"):
        del document[key]
    page = players(document)
    click(page, 1)
    page.locator("#player0").focus()
    press(page, "ArrowRight", "g")
    assert "step 1 of 12" == count(page)
