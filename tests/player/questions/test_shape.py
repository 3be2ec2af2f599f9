"""Shapes of gradients."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.player.questions.asked import CannotAskError
from tests.picture import stories
from tests.picture.traces import matrix, tutorial
from tests.player.questions.runs import asked, leaf, misconceptions, prompt, ran


def test_the_gradient_of_a_product() -> None:
    question = asked(matrix(), 10, "shape")
    assert "x @ W sends a gradient to W. What is its shape?" == prompt(question)
    assert "(2, 3)" == question.answer
    found = misconceptions(question)
    assert ("transposed", "shape of what arrived") == (found["(3, 2)"], found["(3, 3)"])


def test_broadcasting_is_undone() -> None:
    def program() -> None:
        x, b = av.ones(5, 3), leaf([1.0, 2.0, 3.0])
        (x + b).sum().backward()

    question = asked(ran(program), 5, "shape")
    assert "(3,)" == question.answer
    assert "shape of what arrived" == misconceptions(question)["(5, 3)"]


def test_what_is_computed() -> None:
    question = asked(matrix(), 1, "shape")
    assert "(3, 3)" == question.answer
    assert "shape of another tensor" == misconceptions(question)["(2, 3)"]


def test_a_grad_has_the_shape_of_its_leaf() -> None:
    def program() -> None:
        (leaf([1.0, 2.0]) * 2).sum().backward()

    trace = ran(program)
    question = asked(trace, len(trace.steps), "shape")
    assert "(2,)" == question.answer
    assert "shape of the loss" == misconceptions(question)["()"]


@pytest.mark.parametrize(
    ("k", "why"), [(6, "makes no tensor"), (12, r"the only answer there is \(\)")]
)
def test_where_there_is_no_other_shape_it_cannot_be_asked(k: int, why: str) -> None:
    with pytest.raises(CannotAskError, match=why):
        asked(tutorial(), k, "shape")


def test_nothing_is_made_by_a_mode() -> None:
    with pytest.raises(CannotAskError, match="makes no tensor"):
        asked(stories.modes(), 1, "shape")
