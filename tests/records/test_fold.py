"""The state after step k: of real runs, stopped there, and of small cases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

import autoviz as av
from autoviz.core.modes import state
from autoviz.records import (
    Accumulate,
    Backward,
    Edge,
    Failure,
    Forward,
    Seed,
    Skipped,
    Snapshot,
    Trace,
    Update,
    Value,
    fold,
)
from tests.records.bodies import FIVE, recorded, run

STEPS = ("forward", "seed", "backward", "accumulate")


class StopError(BaseException):
    """The core is stopped here."""


class Stopping:
    """An observer in front of another, that stops the run after so many steps."""

    def __init__(self, observer: Any, remaining: int) -> None:
        self.observer, self.remaining = observer, remaining

    def __getattr__(self, verb: str) -> Callable[..., None]:
        def tell(*told: Any) -> None:
            getattr(self.observer, verb)(*told)
            self.remaining -= verb in STEPS
            if self.remaining == 0:
                raise StopError

        return tell


def stopped(name: str, steps: int) -> dict[str, Any]:
    """A program's variables after so many steps of the core."""
    kept: dict[str, Any] = {}

    class Library:
        """``autoviz``, whose tensors stay within reach when the run is stopped."""

        def __getattr__(self, name: str) -> Any:
            return getattr(av, name)

        def tensor(self, *values: Any, **options: Any) -> av.Tensor:
            made = av.tensor(*values, **options)
            kept[f"leaf {len(kept)}"] = made
            return made

    with av.record():
        watching, state.observer = state.observer, Stopping(state.observer, steps)
        with suppress(StopError):
            run(name, Library())
        state.observer = watching
    return kept


@pytest.mark.parametrize("name", FIVE)
def test_grad_slots_are_those_of_the_core_stopped_at_each_step(name: str) -> None:
    trace = recorded(name)
    given = [node for node in trace.graph.nodes if node.kind in ("leaf", "input")]
    for k in range(1, len(trace.steps) + 1):
        if isinstance(trace.steps[k - 1], Failure):
            continue
        snapshot = fold(trace, k)
        tensors = list(stopped(name, k).values())
        for node, tensor in zip(given, tensors, strict=False):
            assert tensor.tolist() == listed(snapshot.values[node.id])
            held = snapshot.grads.get(node.id)
            expected = None if tensor.grad is None else tensor.grad.tolist()
            assert expected == (None if held is None else listed(held))


def listed(value: Value) -> Any:
    assert value.numbers is not None
    return av.tensor(list(value.numbers)).reshape(value.shape).tolist()


@pytest.mark.parametrize("name", FIVE)
def test_values_appear_with_their_step_and_stay(name: str) -> None:
    trace = recorded(name)
    expected = {
        node.id: node.value for node in trace.graph.nodes if node.value is not None
    }
    assert expected == fold(trace, 0).values
    for k, step in enumerate(trace.steps, start=1):
        if isinstance(step, Forward):
            expected = {**expected, step.node: step.value}
        assert expected == fold(trace, k).values


@pytest.mark.parametrize("name", FIVE)
def test_at_the_start_there_are_no_gradients(name: str) -> None:
    start = fold(recorded(name), 0)
    assert (0, None) == (start.k, start.step)
    assert ({}, {}, {}, {}) == (
        start.arriving,
        start.gradients,
        start.sent,
        start.grads,
    )
    assert frozenset() == start.freed


# small cases


def number(value: Value | None) -> Any:
    return None if value is None else value.item()


def at(trace: Trace, kind: type, which: int = 0) -> Snapshot:
    """The snapshot after the step of a kind that comes at that place."""
    found = [k for k, step in enumerate(trace.steps, 1) if isinstance(step, kind)]
    return fold(trace, found[which])


def test_none_is_not_zero() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        unused = av.tensor(2.0, requires_grad=True)
        (x * 0).backward()
    end = fold(rec.trace, len(rec.trace.steps))
    assert {0: 0.0} == {node: number(value) for node, value in end.grads.items()}
    assert None is unused.grad


def test_two_edges_between_the_same_two_nodes_are_two() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        (x * x).backward()
    assert (Edge(0, 1, 0, True), Edge(0, 1, 1, True)) == rec.trace.graph.edges
    snapshot = at(rec.trace, Backward)
    assert {(1, 0): 3.0, (1, 1): 3.0} == {
        key: number(value) for key, value in snapshot.sent.items()
    }
    arriving = snapshot.arriving[0]
    assert [3.0, 3.0] == [number(part) for part in arriving.parts]
    assert (2, True, 6.0) == (
        arriving.expected,
        arriving.complete,
        number(arriving.total),
    )


def test_a_sum_under_way_has_no_total() -> None:
    trace = recorded("tutorial")
    seen = [
        (each.expected, [number(part) for part in each.parts], number(each.total))
        for k in range(len(trace.steps) + 1)
        for node, each in fold(trace, k).arriving.items()
        if trace.graph.nodes[node].names == ("x",)
    ]
    assert [(2, [64.0], None), (2, [64.0, 192.0], 256.0)] == seen


def test_a_second_backward_begins_anew_but_grad_stays() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x * x
        y.backward(retain_graph=True)
        y.backward()
    first, second = at(rec.trace, Accumulate), at(rec.trace, Seed, 1)
    assert {0: 6.0, 1: 1.0} == {k: number(v) for k, v in first.gradients.items()}
    assert ({}, {}) == (second.gradients, second.sent)
    assert [1] == list(second.arriving)
    assert 6.0 == number(second.grads[0])
    assert 12.0 == number(at(rec.trace, Accumulate, 1).grads[0])


def test_only_nodes_that_saved_something_are_freed() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x * x + x
        y.backward(retain_graph=True)
        y.backward()
    assert frozenset() == at(rec.trace, Accumulate).freed
    assert frozenset({1}) == at(rec.trace, Accumulate, 1).freed


def test_a_grad_brought_along_is_there_from_the_start() -> None:
    x = av.tensor(3.0, requires_grad=True)
    (x * 5).backward()
    with av.record() as rec:
        (x * 2).backward()
    slots = [number(fold(rec.trace, k).grads.get(0)) for k in range(len(rec))]
    assert [5.0, 5.0, 5.0, 5.0, 7.0] == slots


def test_a_retained_gradient_is_in_a_slot() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x * x
        y.retain_grad()
        (y * 2).backward()
    end = fold(rec.trace, len(rec.trace.steps))
    assert {0: 12.0, 1: 2.0} == {k: number(v) for k, v in end.grads.items()}


def test_writing_in_place_changes_the_tensor_written_to() -> None:
    with av.record() as rec:
        w = av.tensor(2.0, requires_grad=True)
        with av.no_grad():
            w.mul_(5)
    values = [number(fold(rec.trace, k).values[0]) for k in (1, 2)]
    assert [2.0, 10.0] == values
    assert 10.0 == w.item()


def test_an_update_changes_the_value_and_shows_what_the_gradient_was() -> None:
    with av.record() as rec:
        w = av.tensor(3.0, requires_grad=True)
        (w * w).backward()
    start, end, clipped = (Value((), "float32", (each,)) for each in (3.0, 2.9, 1.0))
    for held, expected in ((None, 6.0), (clipped, 1.0)):
        update = Update(0, start, end, "SGD", (("lr", "0.1"),), held)
        trace = Trace(rec.trace.graph, (*rec.trace.steps, update))
        after = fold(trace, len(trace.steps))
        assert (2.9, expected) == (number(after.values[0]), number(after.grads[0]))


def test_a_failure_changes_nothing() -> None:
    trace = recorded("backward_twice")
    before, after = (fold(trace, len(trace.steps) - back) for back in (1, 0))
    assert isinstance(after.step, Failure)
    for each in ("values", "arriving", "gradients", "sent", "grads", "freed"):
        assert getattr(before, each) == getattr(after, each)


# what was not recorded


def trained(rounds: int) -> Trace:
    with av.record(every=rounds) as rec:
        w = av.tensor(3.0, requires_grad=True)
        for _ in av.loop(range(rounds)):
            (w * w).backward()
            with av.no_grad():
                w -= 0.1 * w.grad
    return rec.trace


def test_after_what_was_not_recorded_the_state_is_what_was_told() -> None:
    trace = trained(4)
    step = trace.steps[-1]
    assert isinstance(step, Skipped)
    before, after = (fold(trace, len(trace.steps) - back) for back in (1, 0))
    assert dict(step.values)[0] == after.values[0] != before.values[0]
    assert dict(step.grads)[0] == after.grads[0] != before.grads[0]
    assert dict(step.versions)[0] == after.versions[0] != before.versions[0]
    assert before.freed == after.freed


def test_rounds_that_were_not_recorded_wipe_the_last_backward() -> None:
    trace = trained(4)
    before, after = (fold(trace, len(trace.steps) - back) for back in (1, 0))
    assert before.gradients
    assert not after.gradients
    assert not after.sent
    assert not after.arriving
    part = replace(trace.steps[-1], rounds=0)
    other = replace(trace, steps=(*trace.steps[:-1], part))
    assert before.gradients == fold(other, len(other.steps)).gradients


def test_a_grad_may_have_been_emptied_and_a_node_freed() -> None:
    trace = trained(4)
    last = Skipped(1, (), ((0, None),), (), (2,))
    other = replace(trace, steps=(*trace.steps[:-1], last))
    after = fold(other, len(other.steps))
    assert 0 not in after.grads
    assert 2 in after.freed
