"""Stops, grains, speed, and the keys for all of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.player.conftest import Players
from tests.player.sample import tutorial
from tests.player.test_stepping import count, press


def steps(page: Page, *keys: str) -> list[str]:
    page.locator("#player0").focus()
    found = []
    for key in keys:
        press(page, key)
        found.append((count(page) or "").removeprefix("step "))
    return found


def test_page_keys_go_from_stop_to_stop(players: Players) -> None:
    page = players(tutorial())
    keys = ("PageDown",) * 4 + ("PageUp",) * 5
    expected = [f"{k} of 12" for k in (5, 6, 11, 12, 11, 6, 5, 0, 0)]
    assert expected == steps(page, *keys)


def test_at_the_end_a_page_key_is_left_to_the_slides(players: Players) -> None:
    page = players(tutorial(), index=11)
    page.evaluate("heard = []; addEventListener('keydown', (e) => heard.push(e.key))")
    steps(page, "PageDown", "PageDown")
    assert ["PageDown"] == page.evaluate("heard")


def test_buttons_go_from_stop_to_stop(players: Players) -> None:
    page = players(tutorial())
    page.get_by_role("button", name="next stop (PageDown)").click()
    assert "step 5 of 12" == count(page)
    page.get_by_role("button", name="previous stop (PageUp)").click()
    assert "step 0 of 12" == count(page)


def test_stops_are_ticks_on_the_slider(players: Players) -> None:
    page = players(tutorial(), index=6)
    lefts = (
        page.locator(".av-ticks")
        .first.locator("i")
        .evaluate_all("(all) => all.map((each) => each.style.left)")
    )
    assert ["41.6667%", "50%", "91.6667%"] == lefts
    slider = page.get_by_role("slider")
    assert "step 6 of 12, backward, a stop" == slider.get_attribute("aria-valuetext")


def test_questions_are_marked_while_they_are_asked(players: Players) -> None:
    page = players(tutorial())
    marks = page.locator(".av-ticks i", has_text="?")
    assert 0 == marks.count()
    predict = page.get_by_role("button", name="predict")
    predict.click()
    assert ["?"] * 4 == marks.all_text_contents()
    predict.click()
    assert marks.first.is_hidden()


def test_by_phase(players: Players) -> None:
    page = players(tutorial())
    keys = ("-", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft")
    expected = [f"{k} of 12" for k in (0, 5, 12, 12, 5, 0)]
    assert expected == steps(page, *keys)


def test_by_micro_steps_k_still_counts_nodes(players: Players) -> None:
    page = players(tutorial(), index=10)
    forward = steps(page, "+", *["ArrowRight"] * 4)
    assert ["10 of 12", "11 of 12, 1/3", "11 of 12, 2/3", "11 of 12, 3/3"] == forward[
        :4
    ]
    assert "12 of 12" == forward[4]
    back = steps(page, *["ArrowLeft"] * 4)
    assert ["11 of 12, 3/3", "11 of 12, 2/3", "11 of 12, 1/3", "10 of 12"] == back


def test_a_micro_step_has_its_sentence_and_points_at_something(
    players: Players,
) -> None:
    page = players(tutorial(), index=11)
    steps(page, "+", "ArrowRight", "ArrowRight")
    assert "32 × 6 = 192" == page.locator(".av-caption[aria-live]").text_content()
    marked = page.locator("[data-mark=small]")
    assert ["e0"] == marked.evaluate_all("(all) => all.map((e) => e.dataset.id)")
    steps(page, "-")
    assert "x**2 (PowBackward0)" in str(
        page.locator(".av-caption[aria-live]").text_content()
    )
    assert 0 == marked.count()


def test_the_grain_can_be_chosen(players: Players) -> None:
    page = players(tutorial())
    grain = page.get_by_role("combobox", name="how far a step goes")
    assert "node" == grain.input_value()
    grain.select_option("phases")
    page.get_by_role("button", name="forward (→)").click()
    assert "step 5 of 12" == count(page)


def test_arrows_in_a_choice_do_not_step(players: Players) -> None:
    page = players(tutorial())
    page.get_by_role("combobox", name="how far a step goes").focus()
    press(page, "ArrowLeft", "ArrowRight")
    assert "step 0 of 12" == count(page)


def test_play_goes_at_the_chosen_grain(players: Players) -> None:
    page = players(tutorial(), index=10, interval=5)
    page.evaluate("seen = []; player0.set({ grain: 'micro' })")
    page.evaluate(
        """() => {
            const count = document.querySelector('.av-count');
            const watch = new MutationObserver(() => seen.push(count.textContent));
            watch.observe(count, { childList: true });
        }"""
    )
    page.get_by_role("button", name="play").click()
    expect(page.locator(".av-count")).to_have_text("step 12 of 12")
    parts = [f"step 11 of 12, {m}/3" for m in (1, 2, 3)]
    assert parts == [
        each for each in page.evaluate("[...new Set(seen)]") if "/3" in each
    ]


@pytest.mark.parametrize(
    ("key", "panel"), [("t", "text"), ("L", "legend"), ("?", "keys")]
)
def test_keys_open_and_close_panels(players: Players, key: str, panel: str) -> None:
    page = players(tutorial())
    place = {"text": ".av-twin", "legend": ".av-legend >> nth=0"}.get(
        panel, ".av-legend >> nth=1"
    )
    steps(page, key)
    assert page.locator(place).is_visible()
    steps(page, key)
    assert page.locator(place).is_hidden()


def test_every_key_that_is_told_does_something(players: Players) -> None:
    page = players(tutorial(), index=6)
    steps(page, "?")
    told = page.locator("kbd").all_text_contents()
    assert ["→ ←", "PageDown PageUp", "Home End", "space", "+ −"] == told[:5]
    page.evaluate("heard = []; addEventListener('keydown', (e) => heard.push(e.key))")
    keys = ("PageDown", "PageUp", "Home", "End", "+", "-", "g", "Escape", "0", "s", "t")
    for key in keys:
        page.locator("#player0").focus()
        press(page, key)
    assert [] == page.evaluate("heard")


def test_large_type_and_theme(players: Players) -> None:
    page = players(tutorial())
    size = "parseFloat(getComputedStyle(document.querySelector('.av-player')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="more").click()
    page.get_by_role("button", name="large type").click()
    assert page.evaluate(size) > 1.25 * before
    page.get_by_role("combobox", name="theme").select_option("dark")
    assert "dark" == page.locator("#player0").get_attribute("data-theme")
    page.get_by_role("combobox", name="theme").select_option("")
    assert page.locator("#player0").get_attribute("data-theme") is None


def test_full_screen(players: Players) -> None:
    page = players(tutorial())
    page.get_by_role("button", name="more").click()
    page.get_by_role("button", name="full screen").click()
    page.wait_for_function("document.fullscreenElement?.id === 'player0'")


def test_play_waits_while_a_card_is_looked_at(players: Players) -> None:
    page = players(tutorial(), interval=20)
    card = page.locator("[data-id=c0]")
    card.evaluate("(card) => card.classList.add('card')")
    card.hover()
    page.locator("#player0").focus()
    press(page, "Space")
    page.wait_for_timeout(200)
    assert "step 0 of 12" == count(page)
    page.mouse.move(0, 0)
    expect(page.locator(".av-count")).to_have_text("step 12 of 12")
