"""An error, or fine."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.player.questions.asked import CannotAskError
from autoviz.records import Failure, Forward, Seed, Trace
from tests.player.questions.runs import asked, leaf, misconceptions, prompt, ran, says


def twice(*, keep: bool) -> Trace:
    def program() -> None:
        x = leaf(3.0)
        y = x * x
        y.backward(retain_graph=keep)
        y.backward()

    return ran(program)


def seeds(trace: Trace) -> list[int]:
    return [k for k, step in enumerate(trace.steps, 1) if isinstance(step, Seed)]


def test_a_graph_that_was_freed() -> None:
    trace = twice(keep=False)
    at = seeds(trace)[1]
    question = asked(trace, at, "fine")
    assert "an error" == question.answer
    assert prompt(question).endswith("An error, or fine?")
    assert {"fine": "freed graph thought to be fine"} == misconceptions(question)
    assert "let go of it" in says(question, "fine")
    assert (at - 2, len(trace.steps)) == question.choices[0].slip.replay  # type: ignore[union-attr]


def test_the_failing_step_itself_can_be_asked_about() -> None:
    trace = twice(keep=False)
    assert isinstance(trace.steps[-1], Failure)
    assert "an error" == asked(trace, len(trace.steps), "fine").answer


def test_a_graph_that_was_kept() -> None:
    trace = twice(keep=True)
    question = asked(trace, seeds(trace)[1], "fine")
    assert "fine" == question.answer
    told = "nothing that this backward() needs was freed before"
    assert told == says(question, "an error")


def test_a_write_that_backward_will_object_to() -> None:
    def program() -> None:
        e = leaf(1.0).exp()
        e += 1
        e.backward()

    trace = ran(program)
    writes = asked(trace, 2, "fine")
    assert "fine" == writes.answer
    assert "writing is fine; only a backward() through" in says(writes, "an error")
    goes = asked(trace, seeds(trace)[0], "fine")
    assert {"fine": "every write thought to be fine"} == misconceptions(goes)


def test_a_write_that_nobody_minds() -> None:
    def program() -> None:
        y = leaf(1.0) * 2
        y += 1
        y.backward()

    question = asked(ran(program), 2, "fine")
    assert "nobody saved what is written over" in says(question, "an error")


def test_a_vector_is_no_start() -> None:
    def program() -> None:
        (leaf([1.0, 2.0]) * 2).backward()

    trace = ran(program)
    found = misconceptions(asked(trace, len(trace.steps), "fine"))
    assert {"fine": "backward() thought to start anywhere"} == found


def test_without_a_graph_there_is_no_way_back() -> None:
    def program() -> None:
        with av.no_grad():
            y = leaf(1.0) * 2
        y.backward()

    trace = ran(program)
    at = next(k for k, e in enumerate(trace.steps, 1) if isinstance(e, Forward))
    told = says(asked(trace, at, "fine"), "an error")
    assert "it is computed as ever, and not recorded" == told
    found = misconceptions(asked(trace, len(trace.steps), "fine"))
    assert {"fine": "everything thought to be recorded"} == found


def test_before_the_first_step_nothing_runs() -> None:
    with pytest.raises(CannotAskError, match="nothing runs there"):
        asked(twice(keep=True), 0, "fine")
