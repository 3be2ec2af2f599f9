"""The state after step k, folded from the steps before it.

This is the one place that says what "after step k" means: which values are
known, what has arrived where, what each ``.grad`` holds, what is still saved.
It is recomputed each time: folding costs less than remembering.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from autoviz.records.steps import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Step,
    Trace,
)
from autoviz.records.value import Value

__all__ = ["Arriving", "Snapshot", "fold"]


@dataclass(frozen=True, slots=True)
class Arriving:
    """The gradient of one node while it comes in over several paths.

    ``parts`` in order of arrival; ``expected`` is how many will come in this
    backward. ``total`` is their sum, known once all are there.
    """

    parts: tuple[Value, ...]
    expected: int
    total: Value | None

    @property
    def complete(self) -> bool:
        return len(self.parts) >= self.expected


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is true after step ``k``. Keys are node ids.

    - ``values``: the numbers of tensors, as far as they were seen
    - ``future``: tensors that are yet to be computed
    - ``arriving``: gradients waiting at a node that has not run
    - ``gradients``: what arrived, in total, at a node that has run
    - ``sent``: (node, input number) -> the gradient on that edge
    - ``grads``: the ``.grad`` of leaves and retaining tensors; a missing key is
      None, which is not 0
    - ``freed``: nodes whose saved tensors are gone
    - ``step``: step k itself; None for k = 0

    Everything about gradients but ``grads`` and ``freed`` belongs to the
    backward that is running, or ran last: a new seed wipes it.
    """

    k: int
    step: Step | None
    values: Mapping[int, Value]
    future: frozenset[int]
    arriving: Mapping[int, Arriving]
    gradients: Mapping[int, Value]
    sent: Mapping[tuple[int, int], Value]
    grads: Mapping[int, Value]
    freed: frozenset[int]


@dataclass(slots=True)
class _State:
    values: dict[int, Value] = field(default_factory=dict)
    parts: dict[int, list[Value]] = field(default_factory=dict)
    expected: Mapping[int, int] = field(default_factory=dict)
    gradients: dict[int, Value] = field(default_factory=dict)
    sent: dict[tuple[int, int], Value] = field(default_factory=dict)
    grads: dict[int, Value] = field(default_factory=dict)
    freed: set[int] = field(default_factory=set)


def fold(trace: Trace, k: int) -> Snapshot:
    """The snapshot after step ``k`` (0 ≤ k ≤ number of steps)."""
    state = _State()
    for node in trace.graph.nodes:
        if node.value is not None:
            state.values[node.id] = node.value
        if node.grad is not None:
            state.grads[node.id] = node.grad
        if node.freed:
            state.freed.add(node.id)
    for step in trace.steps[:k]:
        _apply(step, state, trace)
    return Snapshot(
        k=k,
        step=trace.steps[k - 1] if k else None,
        values=state.values,
        future=frozenset(
            step.node for step in trace.steps[k:] if isinstance(step, Forward)
        ),
        arriving={
            node: _arriving(node, parts, state.expected, trace, k)
            for node, parts in state.parts.items()
        },
        gradients=state.gradients,
        sent=state.sent,
        grads=state.grads,
        freed=frozenset(state.freed),
    )


def _apply(step: Step, state: _State, trace: Trace) -> None:
    match step:
        case Forward(node, value, writes=writes):
            state.values[node] = value
            if writes is not None:
                state.values[writes] = value
        case Seed(node, value):
            state.gradients.clear()
            state.sent.clear()
            state.parts.clear()
            state.parts[node] = [value]
            state.expected = _expected(trace, node)
        case Backward(node, arrived, sent, freed, retained):
            state.parts.pop(node, None)
            if arrived[0] is not None:
                state.gradients[node] = arrived[0]
            for position, part in enumerate(sent):
                target = trace.graph.nodes[node].inputs[position].node
                if part is not None and target is not None:
                    state.sent[node, position] = part
                    state.parts.setdefault(target, []).append(part)
            if retained is not None:
                state.grads[node] = retained
            if freed and trace.graph.nodes[node].saved:
                state.freed.add(node)
        case Accumulate(node, _, arrived, after):
            state.parts.pop(node, None)
            state.gradients[node] = arrived
            state.grads[node] = after
        case Failure():
            pass


def _expected(trace: Trace, root: int) -> Mapping[int, int]:
    """How many gradients each node will get in a backward from ``root``."""
    expected = Counter({root: 1})
    seen, waiting = {root}, [root]
    while waiting:
        for each in trace.graph.nodes[waiting.pop()].inputs:
            if each.node is None or not each.needs_grad:
                continue
            expected[each.node] += 1
            if each.node not in seen:
                seen.add(each.node)
                waiting.append(each.node)
    return expected


def _arriving(
    node: int, parts: list[Value], expected: Mapping[int, int], trace: Trace, k: int
) -> Arriving:
    """The sum is not computed here: the step that will consume it recorded it."""
    wanted = expected.get(node, len(parts))
    total = None
    if len(parts) >= wanted:
        total = parts[0] if len(parts) == 1 else _consumed(node, trace, k)
    return Arriving(tuple(parts), wanted, total)


def _consumed(node: int, trace: Trace, k: int) -> Value | None:
    for step in trace.steps[k:]:
        match step:
            case Backward(each, arrived) if each == node:
                return arrived[0]
            case Accumulate(each, _, arrived) if each == node:
                return arrived
            case Seed():
                return None
            case _:
                continue
    return None
