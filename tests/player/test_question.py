"""What a learner is asked."""

from __future__ import annotations

from typing import Any

import pytest

from autoviz.picture.words import plain
from autoviz.player.question import question
from autoviz.records import Trace, fold
from tests.picture.traces import affine, large, matrix, single, tutorial, twice


def ask(trace: Trace, k: int) -> dict[str, Any] | None:
    return question(trace, fold(trace, k))


def prompt(trace: Trace, k: int) -> str:
    found = ask(trace, k)
    assert found is not None
    return plain(found["prompt"])


def test_only_a_node_that_runs_backward_has_a_question() -> None:
    asked = [k for k in range(13) if ask(tutorial(), k)]
    assert asked == [7, 8, 9, 10, 11]
    assert ask(twice(), 14) is None


def test_a_number_is_asked_for_and_its_answer_is_what_was_sent() -> None:
    assert prompt(tutorial(), 11) == "x**2 received 32. What will it send to x?"
    found = ask(tutorial(), 11)
    assert found is not None
    assert (found["answer"], found["shown"], found["note"]) == (192.0, "192", None)


def test_of_several_inputs_the_first_is_asked_for() -> None:
    assert prompt(affine(), 8) == "w*x received 14. What will it send to w?"


def test_of_a_matrix_the_largest_entry_is_asked_for() -> None:
    found = ask(matrix(), 10)
    assert found is not None
    words = plain(found["prompt"])
    assert words.startswith("x @ W received a gradient of shape (3, 3). ")
    assert words.endswith("send to W, at index [1, 2] of (2, 3)?")
    sent = fold(matrix(), 10).sent[3, 1]
    assert sent.numbers is not None
    assert found["answer"] == sent.numbers[5] == min(sent.numbers)


def test_an_input_that_takes_no_gradient_is_passed_over() -> None:
    assert "send to W" in prompt(matrix(), 10)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_finite_number_is_not_asked_for(number: float) -> None:
    assert ask(single("1", 1.0, 1.0, 1.0, number), 3) is None


def test_numbers_that_were_not_kept_are_not_asked_for() -> None:
    big = large((40, 30), -1.0, 1.0)
    assert ask(single("1", big, big, big, big), 3) is None
