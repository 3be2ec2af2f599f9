"""Answers to choose, what is told of wrong ones, and being the engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

import autoviz as av
from tests.player.conftest import Players
from tests.player.test_accessibility import faults


@pytest.fixture(scope="module")
def rec() -> av.Recording:
    """``x*x + x`` at 3: steps 3 (seed), 4 (y), 5 (x*x), 6 (x.grad)."""
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x * x + x
        y.backward()
    return rec


def open_at(players: Players, lesson: av.Lesson, step: int) -> Page:
    """Bring a player to the question of a step."""
    page = players(lesson._document, index=step - 1)
    page.get_by_role("button", name="forward (→)").click()
    page.locator(".av-ask").wait_for()
    return page


@pytest.fixture
def page_of_a_sum(players: Players, rec: av.Recording) -> Page:
    asked = [av.Question("x.grad", "number"), av.Question(4, "grad")]
    return open_at(players, av.lesson(rec, questions=asked), 5)


def told(page: Page) -> str:
    return page.locator(".av-told").inner_text()


def say(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def count(page: Page) -> str | None:
    return page.locator(".av-count").text_content()


def test_a_wrong_number_is_told_by_its_name(page_of_a_sum: Page) -> None:
    say(page_of_a_sum, "6")
    words = told(page_of_a_sum)
    assert "What will x.grad be? you said 6 ✗ — it is 7" in words
    sum_of_paths = "x reaches y by three paths: 1 + 3 + 3 = 7"
    assert f"missed a path: 6 is what x * x sends; {sum_of_paths}" in words


def test_a_number_nobody_thought_of_is_wrong_too(page_of_a_sum: Page) -> None:
    say(page_of_a_sum, "41")
    assert "Not that. See how it comes about." in told(page_of_a_sum)


def test_what_was_missed_is_shown_and_one_comes_back(page_of_a_sum: Page) -> None:
    page = page_of_a_sum
    say(page, "6")
    page.get_by_role("button", name="show me").click()
    assert "step 4 of 6" == count(page)
    assert "missed a path" in told(page)
    page.get_by_role("button", name="back to step 5").click()
    assert "step 5 of 6" == count(page)
    assert page.get_by_role("button", name="show me").is_visible()


def test_a_right_answer_is_only_confirmed(page_of_a_sum: Page) -> None:
    say(page_of_a_sum, "7")
    assert "What will x.grad be? you said 7 ✓" in told(page_of_a_sum)
    assert 0 == page_of_a_sum.get_by_role("button", name="show me").count()


def test_choosing_with_the_keyboard(players: Players, rec: av.Recording) -> None:
    lesson = av.lesson(rec, questions=[av.Question(4, "grad")])
    page = open_at(players, lesson, 4)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "step 4 of 6" == count(page)
    assert "you said 1 ✗ — it is None" in told(page)
    assert "every tensor keeps its gradient" in told(page)


def test_nothing_chosen_is_asked_again(players: Players, rec: av.Recording) -> None:
    page = open_at(players, av.lesson(rec, questions=[av.Question(4, "grad")]), 4)
    page.get_by_role("button", name="answer").click()
    assert "choose one, please" == page.locator(".av-hint").text_content()
    assert "step 3 of 6" == count(page)


def test_a_card_can_be_clicked_for_a_node(players: Players, rec: av.Recording) -> None:
    page = open_at(players, av.lesson(rec, questions=[av.Question(5, "next")]), 5)
    page.locator("[data-id=c1]").click()
    assert page.get_by_role("radio", name="x * x", exact=True).is_checked()
    assert "step 4 of 6" == count(page)
    page.get_by_role("button", name="answer").click()
    assert "you said x * x ✓" in told(page)


def test_the_engine_says_why_not_and_asks_on(
    players: Players, rec: av.Recording
) -> None:
    page = open_at(players, av.lesson(rec, engine=True), 4)
    page.locator("[data-id=c0]").click()
    hint = "not ready: x has got nothing yet: it waits for y and x * x"
    assert hint == page.locator(".av-hint").text_content()
    assert "step 3 of 6" == count(page)
    page.locator("[data-id=c2]").click()
    assert "step 4 of 6" == count(page)
    assert "you said AccumulateGrad of x ✗ — it is y" in told(page)


def test_a_note_is_shown_at_its_step(players: Players, rec: av.Recording) -> None:
    page = players(av.lesson(rec, notes={1: "<b>look</b>"})._document)
    assert page.locator(".av-note").is_hidden()
    page.get_by_role("button", name="forward (→)").click()
    assert "<b>look</b>" == page.locator(".av-note").text_content()


def test_answers_are_copied_as_json(page_of_a_sum: Page) -> None:
    page = page_of_a_sum
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    say(page, "6")
    page.get_by_role("button", name="copy my answers (1)").click()
    page.get_by_role("button", name="copied").wait_for()
    (answer,) = json.loads(page.evaluate("navigator.clipboard.readText()"))
    expected = {
        "step": 5,
        "kind": "number",
        "prompt": "What will x.grad be?",
        "given": 6,
        "right": False,
        "misconception": "missed a path",
        "revealed": False,
        "skipped": False,
    }
    assert expected == answer


def test_where_copying_is_refused_the_text_is_there(page_of_a_sum: Page) -> None:
    page = page_of_a_sum
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="reveal").click()
    page.get_by_role("button", name="copy my answers (1)").click()
    text = page.get_by_role("textbox", name="my answers")
    text.wait_for()
    (answer,) = json.loads(text.input_value())
    assert (None, True) == (answer["given"], answer["revealed"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_questions_and_answers(
    page: Page, tmp_path: Path, rec: av.Recording, scheme: Literal["light", "dark"]
) -> None:
    lesson = av.lesson(rec, engine=True, notes={4: "a note"})
    page.emulate_media(color_scheme=scheme)
    page.goto(lesson.save(tmp_path / "lesson.html").as_uri())
    page.get_by_role("slider").fill("4")
    page.locator("[data-id=c0]").click()
    assert "not ready" in (page.locator(".av-hint").text_content() or "")
    assert [] == faults(page)
    page.locator("[data-id=c2]").click()
    assert "a note" == page.locator(".av-note").text_content()
    assert [] == faults(page)
