"""Which node runs next."""

from __future__ import annotations

import pytest

from autoviz.picture.words import plain
from autoviz.player.questions.asked import CannotAskError
from autoviz.records import Backward
from tests.picture import stories
from tests.picture.traces import tutorial
from tests.player.questions.runs import asked, leaf, misconceptions, ran, says


def test_the_newest_that_is_ready_runs() -> None:
    question = asked(tutorial(), 10, "next")
    assert "2*x" == question.answer
    assert "2*x is the newest of those that are ready" == plain(question.note)


def test_an_older_one_has_to_wait() -> None:
    question = asked(tutorial(), 10, "next")
    assert "older node first" == misconceptions(question)["x**2"]
    told = "x**2 is ready as well, but 2*x was made later: the newest goes first"
    assert told == says(question, "x**2")


def test_what_has_not_arrived_is_told() -> None:
    question = asked(tutorial(), 11, "next")
    assert "not ready" == misconceptions(question)["AccumulateGrad of x"]
    told = "x has got 1 of 2 gradients: it waits for x**2"
    assert told == says(question, "AccumulateGrad of x")


def test_a_leaf_that_is_complete_goes_first() -> None:
    def program() -> None:
        w, x, b = leaf(2.0), leaf(3.0), leaf(1.0)
        (w * x + b).backward()

    question = asked(ran(program), 5, "next")
    assert "AccumulateGrad of b" == question.answer
    assert "leaf not taken first" == misconceptions(question)["w * x"]
    assert "b is a leaf, and all it waits for has come (1)" in plain(question.note)


def test_leaves_that_are_complete_together_are_equally_right() -> None:
    def program() -> None:
        w, x = leaf(2.0), leaf(3.0)
        (w * x).backward()

    question = asked(ran(program), 4, "next")
    assert [True, True] == [each.right for each in question.choices]


def test_each_choice_knows_its_node() -> None:
    nodes = [each.node for each in asked(tutorial(), 10, "next").choices]
    assert [0, 1, 2] == nodes


@pytest.mark.parametrize(
    ("k", "why"), [(3, "no node runs backward"), (12, "the only node left")]
)
def test_where_there_is_no_choice_it_cannot_be_asked(k: int, why: str) -> None:
    with pytest.raises(CannotAskError, match=why):
        asked(tutorial(), k, "next")


def test_a_hook_gives_it_away() -> None:
    trace = stories.hooked_tensor()
    with pytest.raises(CannotAskError, match="its hook"):
        asked(trace, 6, "next")


def test_a_call_with_several_results_is_one_node() -> None:
    def program() -> None:
        x = leaf([1.0, 2.0])
        a, b = x.unbind()
        (a * b).backward()

    trace = ran(program)
    choices = [
        choice.text
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Backward)
        for choice in asked(trace, k, "next").choices
    ]
    assert {"a * b", "AccumulateGrad of x", "x.unbind(0)"} == {*choices}


def test_of_much_that_is_missing_some_is_shown_again() -> None:
    def program() -> None:
        x = leaf(1.0)
        y = x
        for _ in range(20):
            y = y * x
        y.backward()

    trace = ran(program)
    ran_back = [k for k, e in enumerate(trace.steps, 1) if isinstance(e, Backward)]
    question = asked(trace, ran_back[1], "next")
    (slip,) = (each.slip for each in question.choices if each.node == 0)
    assert slip is not None
    assert "not ready" == slip.misconception
    assert 6 == len(slip.replay)
