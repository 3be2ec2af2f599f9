"""Predicting: the question before the step, the locked answer, the verdict."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.player.conftest import Players
from tests.player.sample import tutorial

CAPTION = ".av-caption[aria-live]"


def ask(players: Players, **options: object) -> Page:
    """Bring a player to the question of step 11, whose truth is 192."""
    options = {"index": 10, "predict": True} | options
    page = players(tutorial(), **options)
    page.locator("#player0").focus()
    page.keyboard.press("ArrowRight")
    return page


def say(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def verdict(page: Page) -> str | None:
    return page.locator(".av-verdict").text_content()


def test_the_question_comes_before_anything_of_the_step(players: Players) -> None:
    page = ask(players)
    assert "step 10 of 12" == page.locator(".av-count").text_content()
    prompt = page.locator(".av-prompt").text_content()
    assert "x**2 will send a gradient to x. Which number?" == prompt
    assert page.locator(CAPTION).is_hidden()
    assert "" == page.locator("[data-id=g1]").text_content()


def test_a_right_answer(players: Players) -> None:
    page = ask(players)
    say(page, "192")
    assert "you said 192 ✓" == verdict(page)
    assert "step 11 of 12" == page.locator(".av-count").text_content()
    assert "32.0" == page.locator("[data-id=g1]").text_content()


def test_a_wrong_answer_stands_beside_the_truth(players: Players) -> None:
    page = ask(players)
    say(page, "64")
    assert "you said 64 ✗ — it is 192" == verdict(page)


@pytest.mark.parametrize(
    ("given", "colour"), [("192", "right"), ("64", "wrong"), ("", "muted")]
)
def test_a_verdict_has_the_colour_of_what_it_says(
    players: Players, given: str, colour: str
) -> None:
    page = ask(players)
    if given:
        say(page, given)
    else:
        page.get_by_role("button", name="reveal").click()
    expected, actual = page.locator(".av-verdict").evaluate(
        """(verdict, colour) => {
            const own = getComputedStyle(verdict).color;
            verdict.style.color = `var(--av-${colour})`;
            return [getComputedStyle(verdict).color, own];
        }""",
        colour,
    )
    assert expected == actual


def test_reveal_shows_the_step_without_an_answer(players: Players) -> None:
    page = ask(players)
    page.get_by_role("button", name="reveal").click()
    assert "revealed: 192" == verdict(page)
    assert "step 11 of 12" == page.locator(".av-count").text_content()


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("192", True),
        ("193.9", True),
        ("194.0", False),
        ("1.92e2", True),
        (" 192,0 ", True),
        ("-192", False),
        ("−192", False),
    ],
)
def test_numbers_are_read_and_compared(
    players: Players, given: str, right: bool
) -> None:
    page = ask(players)
    say(page, given)
    assert right == (page.locator(".av-right").count() == 1)


def test_small_truths_allow_five_thousandths(players: Players) -> None:
    document = tutorial()
    document["steps"][11]["question"]["answer"] = -0.1
    page = players(document, index=10, predict=True)
    page.get_by_role("button", name="forward (→)").click()
    say(page, "-.104")
    assert "you said -0.104 ✓" == verdict(page)


def test_what_is_no_number_is_asked_again(players: Players) -> None:
    page = ask(players)
    say(page, "lots")
    assert "a number please, such as -0.5" == page.locator(".av-hint").text_content()
    assert "step 10 of 12" == page.locator(".av-count").text_content()


def test_typing_an_answer_does_not_step(players: Players) -> None:
    page = ask(players)
    for key in ("1", "ArrowLeft", "Home", "Space", "ArrowRight", "End"):
        page.keyboard.press(key)
    assert "step 10 of 12" == page.locator(".av-count").text_content()
    assert " 1" == page.locator(".av-ask input").input_value()


def test_after_an_answer_the_arrows_go_on(players: Players) -> None:
    page = ask(players)
    say(page, "192")
    page.keyboard.press("ArrowRight")
    assert "step 12 of 12" == page.locator(".av-count").text_content()


def test_an_answer_is_locked(players: Players) -> None:
    page = ask(players)
    say(page, "64")
    for key in ("ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator(".av-ask").is_hidden()
    assert "you said 64 ✗ — it is 192" == verdict(page)


def test_going_back_withdraws_the_question(players: Players) -> None:
    page = ask(players)
    page.get_by_role("button", name="back (←)").click()
    assert page.locator(".av-ask").is_hidden()
    assert "step 9 of 12" == page.locator(".av-count").text_content()


def test_play_waits_at_a_question(players: Players) -> None:
    page = players(tutorial(), index=5, predict=True, interval=5)
    page.get_by_role("button", name="play").click()
    page.locator(".av-ask").wait_for()
    assert "step 6 of 12" == page.locator(".av-count").text_content()
    assert "play" == page.locator(".av-keys .av-play").text_content()


def test_the_slider_asks_too_and_keeps_the_focus(players: Players) -> None:
    page = players(tutorial(), predict=True)
    slider = page.get_by_role("slider")
    slider.focus()
    slider.fill("11")
    assert page.locator(".av-ask").is_visible()
    assert "10" == slider.input_value()
    assert page.evaluate("document.activeElement.type") == "range"


def test_the_next_stop_does_not_pass_over_a_question(players: Players) -> None:
    document = tutorial() | {"stops": [12]}
    page = players(document, index=7, predict=True)
    page.get_by_role("button", name="next stop").click()
    assert page.locator(".av-ask").is_visible()
    assert "step 8 of 12" == page.locator(".av-count").text_content()


def test_without_predict_nothing_is_asked(players: Players) -> None:
    page = ask(players, predict=False)
    assert page.locator(".av-ask").is_hidden()
    assert "step 11 of 12" == page.locator(".av-count").text_content()


def test_the_switch_is_a_toggle_button(players: Players) -> None:
    page = players(tutorial())
    switch = page.get_by_role("button", name="predict")
    switch.click()
    assert "true" == switch.get_attribute("aria-pressed")
    switch.click()
    assert "false" == switch.get_attribute("aria-pressed")


def test_no_switch_without_questions(players: Players) -> None:
    document = tutorial()
    for step in document["steps"]:
        step["question"] = None
    page = players(document)
    assert 0 == page.get_by_role("button", name="predict").count()


def test_the_text_twin_keeps_what_is_to_be_predicted(players: Players) -> None:
    page = ask(players)
    page.get_by_role("button", name="more").click()
    page.get_by_role("button", name="as text").click()
    lines = page.locator(".av-twin li")
    assert "to be predicted" == lines.nth(11).text_content()
    assert "2*x (MulBackward0)" in (lines.nth(10).text_content() or "")


def answers(page: Page) -> list[tuple[object, ...]]:
    found = page.evaluate("[...player0.state.answers.values()]")
    keys = ("step", "given", "right", "revealed", "skipped")
    return [tuple(each[key] for key in keys) for each in found]


@pytest.mark.parametrize("way", ["End", "slider"])
def test_passing_a_question_by_is_recorded_as_skipping(
    players: Players, way: str
) -> None:
    page = players(tutorial(), index=10, predict=True)
    page.locator("#player0").focus()
    if way == "End":
        page.keyboard.press("End")
    else:
        page.get_by_role("slider").fill("12")
    assert "step 12 of 12" == page.locator(".av-count").text_content()
    assert [(11, None, False, False, True)] == answers(page)


def test_leaving_a_question_for_the_end_is_skipping_it(players: Players) -> None:
    page = ask(players)
    page.locator("#player0").focus()
    page.keyboard.press("End")
    assert [(11, None, False, False, True)] == answers(page)
    assert page.locator(".av-ask").is_hidden()


def test_a_skipped_question_tells_nothing_and_is_asked_again(players: Players) -> None:
    page = players(tutorial(), index=10, predict=True)
    page.locator("#player0").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert "step 11 of 12" == page.locator(".av-count").text_content()
    assert page.locator(".av-told").is_hidden()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    assert page.locator(".av-ask").is_visible()
    say(page, "192")
    assert [(11, 192, True, False, False)] == answers(page)


def test_without_predict_nothing_is_skipped(players: Players) -> None:
    page = players(tutorial(), index=5)
    page.locator("#player0").focus()
    page.keyboard.press("End")
    assert [] == answers(page)


def test_every_question_that_is_passed_is_recorded(players: Players) -> None:
    page = players(tutorial(), index=5, predict=True)
    page.locator("#player0").focus()
    page.keyboard.press("End")
    assert [7, 9, 10, 11] == [step for step, *_ in answers(page)]
