"""Where questions are asked by themselves, and about what."""

from __future__ import annotations

from typing import get_args

import pytest

from autoviz.player.questions.asked import CannotAskError, Kind, is_close
from autoviz.player.questions.automatic import ask, automatic, engine
from autoviz.records import History, Seed, Trace
from tests.picture import stories
from tests.picture.programs import EVERY, recorded
from tests.picture.traces import matrix, tutorial, twice


def kinds(trace: Trace) -> dict[int, str]:
    found = automatic(trace, tuple(History(trace)))
    return {k: each.kind for k, each in found.items()}


def test_the_tutorial_asks_for_none_a_choice_and_the_sum() -> None:
    assert {7: "number", 8: "grad", 10: "next", 11: "number"} == kinds(tutorial())


def test_a_matrix_product_asks_for_the_shape() -> None:
    assert {6: "grad", 7: "number", 8: "shape"} == kinds(matrix())


def test_a_failing_call_is_asked_about_before_it_is_made() -> None:
    trace = twice()
    (at,) = [k for k, kind in kinds(trace).items() if kind == "fine"]
    assert isinstance(trace.steps[at - 1], Seed)


def test_an_update_and_an_emptied_grad_are_asked_about() -> None:
    assert {2: "number"} == kinds(stories.updated())
    assert "grad" == kinds(stories.grads_set())[7]


@pytest.mark.parametrize("name", EVERY)
def test_there_are_few_and_each_has_a_wrong_answer(name: str) -> None:
    trace = recorded(name).trace
    found = automatic(trace, tuple(History(trace)))
    assert len(found) <= 6
    for k, question in found.items():
        assert k == question.before
        wrong = [each for each in question.choices if not each.right]
        assert question.slips or wrong
        assert question.slips or any(each.right for each in question.choices)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_to_be_looked_at_are_steps(name: str) -> None:
    trace = recorded(name).trace
    for question in automatic(trace, tuple(History(trace))).values():
        chosen = [each.slip for each in question.choices if each.slip]
        for slip in (*question.slips, *chosen):
            assert all(0 < k <= len(trace.steps) for k in slip.replay)


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("name", EVERY)
def test_every_question_at_every_step_is_sound_or_refused(
    name: str, kind: Kind
) -> None:
    trace = recorded(name).trace
    for snapshot in History(trace):
        try:
            question = ask(trace, snapshot, kind)
        except CannotAskError:
            continue
        texts = [each.text for each in question.choices]
        assert len({*texts}) == len(texts)
        assert 0 < question.before <= snapshot.k
        if isinstance(question.answer, float):
            wrong = [float(each.answer) for each in question.slips]
            assert not any(is_close(each, question.answer) for each in wrong)
        else:
            right = [each.text for each in question.choices if each.right]
            assert question.answer in right
            assert len(texts) > 1


def test_the_engine_is_asked_wherever_there_is_a_choice() -> None:
    trace = tutorial()
    found = engine(trace, tuple(History(trace)))
    assert [7, 8, 9, 10, 11] == list(found)
    assert {"next"} == {each.kind for each in found.values()}
