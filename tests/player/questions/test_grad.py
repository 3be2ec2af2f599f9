"""None, 0 or a number."""

from __future__ import annotations

import pytest

from autoviz.player.questions.asked import CannotAskError
from tests.picture import stories
from tests.picture.traces import tutorial
from tests.player.questions.runs import asked, leaf, misconceptions, prompt, ran, says


def test_what_was_computed_keeps_no_gradient() -> None:
    question = asked(tutorial(), 8, "grad")
    assert "What will y.grad be after this step?" == prompt(question)
    assert ["0", "32", "None"] == [each.text for each in question.choices]
    assert "None" == question.answer
    assert misconceptions(question) == {
        "0": "None taken for 0",
        "32": "every tensor keeps its gradient",
    }


def test_a_leaf_that_nothing_reaches_is_empty() -> None:
    def program() -> None:
        x, b = leaf(3.0), leaf(5.0)
        (b * 2).detach()
        (x * x).backward()

    trace = ran(program)
    question = asked(trace, len(trace.steps), "grad", 1)
    assert "None" == question.answer
    told = "nothing has been put into b.grad: empty is None, not 0"
    assert told == says(question, "0")
    assert "value taken for gradient" == misconceptions(question)["5"]


def test_a_zero_that_came_is_not_none() -> None:
    def program() -> None:
        leaf(-3.0).named("x").relu().backward()

    trace = ran(program)
    question = asked(trace, len(trace.steps), "grad")
    assert "0" == question.answer
    assert "0 taken for None" == misconceptions(question)["None"]
    assert "a gradient has come to x: it is 0" == says(question, "None")


def test_a_sum_over_paths() -> None:
    question = asked(tutorial(), 12, "grad")
    assert ("256", 11) == (question.answer, question.before)
    assert misconceptions(question) == {
        "None": "thought to be empty",
        "0": "thought to be 0",
        "64": "missed a path",
    }


def test_emptied_is_none() -> None:
    question = asked(stories.grads_set(), 7, "grad")
    assert "None" == question.answer
    assert "x.grad is emptied by zero_grad(): None, not 0" == says(question, "0")
    assert "thought to stay" in misconceptions(question).values()


def test_of_a_matrix_it_says_whether_there_are_numbers() -> None:
    def program() -> None:
        (leaf([1.0, 2.0]) * 2).sum().backward()

    trace = ran(program)
    question = asked(trace, len(trace.steps), "grad")
    assert "numbers, shape (2,)" == question.answer
    assert "zeros, shape (2,)" in misconceptions(question)


def test_a_step_about_no_tensor_has_no_grad() -> None:
    with pytest.raises(CannotAskError, match="about no tensor"):
        asked(stories.modes(), 1, "grad")
