"""The log cut into its backwards, and the ways through the graph."""

from __future__ import annotations

from contextlib import suppress

import pytest

import autoviz as av
from autoviz.records import Accumulate, Backward, Failure, Seed
from autoviz.records.passes import deposits_of, passes_of, reach, ways_of
from tests.picture.traces import square_plus, tutorial
from tests.records.bodies import FIVE, recorded


def test_a_run_without_backward_has_no_pass() -> None:
    with av.record() as rec:
        av.tensor(2.0, requires_grad=True) * 2
    assert () == passes_of(rec.trace)


def test_a_pass_tells_what_came_to_each_node() -> None:
    (run,) = passes_of(tutorial())
    assert (6, (5,), None) == (run.seed, run.roots, run.failure)
    assert {5: 7, 4: 8, 3: 9, 2: 10, 1: 11, 0: 12} == run.ran
    assert [(10, 2, 64.0), (11, 1, 192.0)] == [
        (part.step, part.node, part.value.item()) for part in run.parts[0]
    ]
    assert [(6, None, 1.0)] == [
        (part.step, part.node, part.value.item()) for part in run.parts[5]
    ]


@pytest.mark.parametrize("name", FIVE)
def test_every_step_of_a_backward_is_in_the_pass_of_its_seed(name: str) -> None:
    trace = recorded(name)
    passes = passes_of(trace)
    seeds = [k for k, step in enumerate(trace.steps, 1) if isinstance(step, Seed)]
    assert seeds == [run.seed for run in passes]
    ran = [
        k
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Backward | Accumulate)
    ]
    assert ran == sorted(k for run in passes for k in run.ran.values())


def test_a_backward_that_stopped_knows_where() -> None:
    trace = recorded("backward_twice")
    assert [None, len(trace.steps)] == [run.failure for run in passes_of(trace)]


def test_an_error_after_a_complete_backward_is_not_its_own() -> None:
    with suppress(RuntimeError), av.record() as rec:
        x = av.tensor([1.0, 2.0], requires_grad=True)
        x.sum().backward()
        x + av.zeros(3)
    assert Failure is type(rec.trace.steps[-1])
    assert [None] == [run.failure for run in passes_of(rec.trace)]


def test_a_deposit_has_its_parts() -> None:
    trace = square_plus(before=5.0)
    (deposit,) = deposits_of(trace, 0, passes_of(trace))
    assert [1.0, 3.0, 3.0] == [part.value.item() for part in deposit.parts]
    assert [5.0, 7.0, 12.0] == [
        each and each.item()
        for each in (deposit.before, deposit.arrived, deposit.after)
    ]


def test_equal_nans_are_one_deposit_after_the_other() -> None:
    with av.record() as rec:
        x = av.tensor(float("nan"), requires_grad=True)
        for _ in range(3):
            (x * x).backward()
    assert 3 == len(deposits_of(rec.trace, 0, passes_of(rec.trace)))


def test_ways_lead_along_gradients_and_along_everything() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        d = x.detach()
        (x * d).backward()
    ways = ways_of(rec.trace)
    assert [{2, 0}, {2, 1, 0}] == [reach(2, ways.senders), reach(2, ways.sources)]
    assert [{0, 2}, {0, 1, 2}] == [reach(0, ways.takers), reach(0, ways.uses)]
    assert {1} == ways.ends(0, 2)


def test_what_was_written_in_place_is_a_source() -> None:
    with av.record() as rec:
        buffer, x = av.zeros(2), av.tensor([1.0, 2.0])
        before = buffer * 2
        buffer.add_(x)
        after = buffer * 2
        before + after
    called = {node.names[0]: node.id for node in rec.trace.graph.nodes if node.names}
    ways = ways_of(rec.trace)
    reached = [called["x"] in reach(called[each], ways.sources) for each in called]
    expected = {"buffer": False, "x": True, "before": False, "after": True}
    assert expected == dict(zip(called, reached, strict=True))
