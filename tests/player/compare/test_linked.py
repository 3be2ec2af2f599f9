"""Steps that do the same go together; where only one has a step, the others wait."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.player.compare.linked import linked
from autoviz.records import Forward, GradSet, Mode
from tests.picture.programs import EVERY, recorded
from tests.player.compare.runs import cube, detached, squares, unrecorded


def test_a_recording_beside_itself_never_waits() -> None:
    trace = cube().trace
    assert tuple((k, k) for k in range(7)) == linked([trace, trace])


def test_a_step_that_only_one_has_lets_the_other_wait() -> None:
    with_emptying, without = squares(emptied=True).trace, squares(emptied=False).trace
    moments = linked([with_emptying, without])
    alone = [one for one, other in moments if other is None]
    kinds = [type(with_emptying.steps[k - 1]) for k in alone if k]
    assert [GradSet, GradSet] == kinds
    assert None not in [one for one, _ in moments]


def test_every_step_of_each_comes_once_and_in_order() -> None:
    traces = [cube().trace, detached().trace, unrecorded().trace]
    moments = linked(traces)
    for i, trace in enumerate(traces):
        own = [moment[i] for moment in moments if moment[i] is not None]
        assert list(range(len(trace.steps) + 1)) == own


def test_entering_and_leaving_a_mode_is_of_one_alone() -> None:
    plain, off = cube().trace, unrecorded().trace
    alone = [its for own, its in linked([plain, off]) if own is None]
    assert [Mode, Mode] == [type(off.steps[k - 1]) for k in alone if k]


def test_the_same_operation_under_another_name_goes_together() -> None:
    with av.record() as one:
        x = av.tensor(3.0, requires_grad=True)
        a = x.exp()
        a.backward()
    with av.record() as other:
        x = av.tensor(3.0, requires_grad=True)
        b = x.exp()
        b.backward()
    moments = linked([one.trace, other.trace])
    assert ((0, 0), (1, 1)) == moments[:2]


def test_different_operations_do_not_go_together() -> None:
    def run(*, sine: bool) -> av.Recording:
        with av.record() as rec:
            x = av.tensor(3.0, requires_grad=True)
            y = x.sin() if sine else x.exp()
            y.backward()
        return rec

    one, other = run(sine=True).trace, run(sine=False).trace
    for moment in linked([one, other])[1:]:
        steps = [
            trace.steps[k - 1]
            for trace, k in zip((one, other), moment, strict=True)
            if k is not None
        ]
        assert len(steps) == 1 or not any(isinstance(each, Forward) for each in steps)


@pytest.mark.parametrize("name", EVERY)
def test_an_end_that_is_cut_off_waits(name: str) -> None:
    trace = recorded(name).trace
    kept = type(trace)(trace.graph, trace.steps[:2], trace.source)
    moments = linked([trace, kept])
    assert [(k, k if k <= 2 else None) for k in range(len(moments))] == list(moments)
