"""Where a run is worth stopping at."""

from __future__ import annotations

import autoviz as av
from autoviz.player.stops import stops
from autoviz.records import Failure
from tests.picture.traces import tutorial, twice


def test_before_the_seed_before_backward_and_before_a_sum_of_paths() -> None:
    assert stops(tutorial()) == [5, 6, 11]


def test_before_a_failure() -> None:
    trace = twice()
    assert isinstance(trace.steps[-1], Failure)
    assert stops(trace)[-1] == len(trace.steps) - 1


def test_before_and_after_an_update() -> None:
    with av.record() as rec:
        w = av.tensor(1.0, requires_grad=True)
        (w * 3).backward()
        with av.no_grad():
            w -= 0.1 * w.grad
        (w * 2).backward()
    kinds = [type(step).__name__ for step in rec.trace.steps]
    found = stops(rec.trace)
    assert kinds.index("Mode") in found
    assert len(kinds) - 1 - kinds[::-1].index("Seed") in found
    assert 0 not in found
    assert len(kinds) not in found


def test_one_operation_has_none() -> None:
    with av.record() as rec:
        av.tensor(1.0, requires_grad=True) * 2
    assert stops(rec.trace) == []
