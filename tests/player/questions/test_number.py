"""Questions for a number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autoviz.player.questions.asked import CannotAskError
from autoviz.records import Update, fold
from tests.picture import stories
from tests.picture.traces import (
    affine,
    large,
    matrix,
    single,
    tutorial,
    untracked,
    value,
)
from tests.player.questions.runs import asked, leaf, prompt, ran


def test_what_a_node_sends_is_asked_for() -> None:
    question = asked(tutorial(), 11, "number")
    assert "x**2 received 32. What will it send to x?" == prompt(question)
    assert (192.0, "192", 11) == (question.answer, question.shown, question.before)


def test_of_several_inputs_the_first_is_asked_for() -> None:
    asks = prompt(asked(affine(), 8, "number"))
    assert "w*x received 14. What will it send to w?" == asks


def test_of_a_matrix_the_largest_entry_is_asked_for() -> None:
    question = asked(matrix(), 10, "number")
    words = prompt(question)
    assert words.startswith("x @ W received a gradient of shape (3, 3). ")
    assert words.endswith("send to W, at index [1, 2] of (2, 3)?")
    sent = fold(matrix(), 10).sent[3, 1].numbers
    assert sent is not None
    assert question.answer == sent[5] == max(sent, key=abs)


def test_a_sum_is_asked_for_before_the_picture_shows_it() -> None:
    question = asked(tutorial(), 12, "number")
    assert "What will x.grad be?" == prompt(question)
    assert (256.0, 11, (10, 11)) == (question.answer, question.before, question.replay)


def test_a_second_deposit_is_asked_for_before_it_is_made() -> None:
    def program() -> None:
        x = leaf(3.0)
        for _ in range(2):
            (x * 2).backward()

    trace = ran(program)
    question = asked(trace, len(trace.steps), "number")
    assert "What will x.grad be? It is not empty now." == prompt(question)
    assert (4.0, len(trace.steps)) == (question.answer, question.before)


def test_what_an_operation_computes_is_asked_for() -> None:
    question = asked(tutorial(), 5, "number")
    assert ("What will loss = y**2 be?", 256.0) == (prompt(question), question.answer)


def test_the_seed_is_asked_for() -> None:
    question = asked(tutorial(), 6, "number")
    start = "backward() starts at loss. With which gradient?"
    assert (start, 1.0) == (prompt(question), question.answer)


def test_what_descent_makes_of_a_parameter_is_asked_for() -> None:
    question = asked(stories.updated(), 2, "number")
    words = "w is 3, w.grad is 6, lr is 0.1. What will w be after SGD's step?"
    assert (words, 2.4) == (prompt(question), question.answer)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_finite_number_is_not_asked_for(number: float) -> None:
    with pytest.raises(CannotAskError, match="it has no finite number"):
        asked(single("1", 1.0, 1.0, 1.0, number), 3, "number")


def test_numbers_that_were_not_kept_are_not_asked_for() -> None:
    big = large((40, 30), -1.0, 1.0)
    with pytest.raises(CannotAskError, match="were not kept"):
        asked(single("1", big, big, big, big), 3, "number")


def test_an_update_too_small_to_see_is_not_asked_for() -> None:
    step = stories.updated().steps[1]
    assert isinstance(step, Update)
    small = replace(step, after=step.before, grad=value(0.0))
    trace = replace(stories.updated(), steps=(stories.updated().steps[0], small))
    with pytest.raises(CannotAskError, match="as much as one would see"):
        asked(trace, 2, "number")


def test_a_step_without_a_number_has_no_question() -> None:
    with pytest.raises(CannotAskError, match="works out no number"):
        asked(untracked(), 0, "number")
