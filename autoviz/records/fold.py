"""The state after step k, folded from the steps before it.

This is the one place that says what "after step k" means: which values are
known, what has arrived where, what each ``.grad`` holds, what is still saved.
It is recomputed each time: folding costs less than remembering.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autoviz.records.graph import GraphNode
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Step,
    Trace,
    Update,
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
    - ``seeds``: what ``backward()`` put at the tensors it was called on
    - ``arriving``: gradients waiting at a node that has not run
    - ``gradients``: what arrived, in total, at a node that has run
    - ``sent``: (node, input number) -> the gradient on that edge
    - ``grads``: the ``.grad`` of leaves and retaining tensors; a missing key is
      None, which is not 0
    - ``freed``: nodes whose saved tensors are gone
    - ``step``: step k itself; None for k = 0

    Everything about gradients but ``grads`` and ``freed`` belongs to the
    backward that is running, or ran last: the first seed of a new one wipes it. Of
    a node with several results each has its own gradient, and the node has none.
    """

    k: int
    step: Step | None
    values: Mapping[int, Value]
    future: frozenset[int]
    seeds: Mapping[int, Sequence[Value]]
    arriving: Mapping[int, Arriving]
    gradients: Mapping[int, Value]
    sent: Mapping[tuple[int, int], Value]
    grads: Mapping[int, Value]
    freed: frozenset[int]


@dataclass(slots=True)
class _State:
    values: dict[int, Value] = field(default_factory=dict)
    seeds: dict[int, list[Value]] = field(default_factory=dict)
    parts: dict[int, list[Value]] = field(default_factory=dict)
    missed: Counter[int] = field(default_factory=Counter)
    gradients: dict[int, Value] = field(default_factory=dict)
    sent: dict[tuple[int, int], Value] = field(default_factory=dict)
    grads: dict[int, Value] = field(default_factory=dict)
    freed: set[int] = field(default_factory=set)

    def begin(self) -> None:
        """A new ``backward()``."""
        for each in (self.seeds, self.parts, self.missed, self.gradients, self.sent):
            each.clear()


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
    expected = _expected(trace, k) if state.parts else Counter()
    expected.subtract(state.missed)
    return Snapshot(
        k=k,
        step=trace.steps[k - 1] if k else None,
        values=state.values,
        future=frozenset(
            step.node for step in trace.steps[k:] if isinstance(step, Forward)
        ),
        seeds=state.seeds,
        arriving={
            node: _arriving(node, parts, expected, trace, k)
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
        case Seed(node, value, continues=continues):
            if not continues:
                state.begin()
            state.seeds.setdefault(node, []).append(value)
            state.parts.setdefault(node, []).append(value)
        case Backward(node):
            _take(step, state, trace.graph.nodes[node])
            _send(step, state, trace.graph.nodes[node])
        case Accumulate(node, _, arrived, after):
            state.parts.pop(node, None)
            state.gradients[node] = arrived
            state.grads[node] = after
        case Update(node, after=value, grad=held):
            state.values[node] = value
            if held is not None:
                state.grads[node] = held
        case Failure():
            pass


def _take(step: Backward, state: _State, node: GraphNode) -> None:
    """What waited at a node, or at each of its results, is used up."""
    for each, arrived in zip(node.outputs, step.arrived, strict=False):
        if each is None:
            continue
        state.parts.pop(each, None)
        if arrived is not None:
            state.gradients[each] = arrived
            if node.results:
                state.sent[each, 0] = arrived
    for each, held in zip(node.outputs, step.retained, strict=False):
        if each is not None and held is not None:
            state.grads[each] = held


def _send(step: Backward, state: _State, node: GraphNode) -> None:
    for position, (edge, part) in enumerate(zip(node.inputs, step.sent, strict=False)):
        if edge.node is None:
            continue
        if part is not None:
            state.sent[node.id, position] = part
            state.parts.setdefault(edge.node, []).append(part)
        elif edge.needs_grad:
            state.missed[edge.node] += 1
    if step.freed and node.saved:
        state.freed.add(node.id)


def _expected(trace: Trace, k: int) -> Counter[int]:
    """How many gradients each node gets in the backward that step ``k`` is part of."""
    expected = Counter(_roots(trace, k))
    seen, waiting = set(expected), list(expected)
    while waiting:
        for each in trace.graph.nodes[waiting.pop()].inputs:
            if each.node is None or not each.needs_grad:
                continue
            expected[each.node] += 1
            if each.node not in seen:
                seen.add(each.node)
                waiting.append(each.node)
    return expected


def _roots(trace: Trace, k: int) -> list[int]:
    """Where it starts: also at what it has not come to say yet."""
    roots: list[int] = []
    for number, step in enumerate(trace.steps, 1):
        if isinstance(step, Seed):
            if not step.continues:
                if number > k:
                    break
                roots.clear()
            roots.append(step.node)
    return roots


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
    runs, output = trace.graph.output(node)
    for step in trace.steps[k:]:
        match step:
            case Backward(each, arrived) if each == runs:
                return arrived[output]
            case Accumulate(each, _, arrived) if each == node:
                return arrived
            case Seed(continues=False):
                return None
            case _:
                continue
    return None
