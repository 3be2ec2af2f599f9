"""What each ``backward()`` of a run did, and which ways lead through the graph.

The steps are one long log; ``passes_of`` cuts it at the seeds, so that one can ask
of one ``backward()`` which node ran when, and what came in from where.
``deposits_of`` asks the same of one ``.grad`` over all of them. ``Ways`` are the
edges in the directions one wants to walk.

Next: ``diagnose``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from autoviz.records.steps import Accumulate, Backward, Failure, Forward, Seed, Trace
from autoviz.records.value import Value

__all__ = [
    "Deposit",
    "Part",
    "Pass",
    "Ways",
    "deposits_of",
    "passes_of",
    "reach",
    "ways_of",
]


@dataclass(frozen=True, slots=True)
class Part:
    """A gradient that came in over one edge.

    ``node`` sent it in ``step``; None for the seed.
    """

    step: int
    node: int | None
    value: Value


@dataclass(frozen=True, slots=True)
class Deposit:
    """What one ``backward()`` added to a ``.grad``.

    ``before`` is None where it was empty; ``arrived`` is the sum of ``parts``.
    """

    step: int
    before: Value | None
    arrived: Value | None
    after: Value
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """One ``backward()``: from ``roots``, begun in step ``seed``.

    A node with several results ran for each of them; what it is the "sum" of in
    ``parts`` are their gradients, one for each, and it has none in ``arrived``.

    - ``ran``: node -> the step in which it ran, or its ``.grad`` was added to
    - ``arrived``: node -> its gradient, the sum
    - ``parts``: node -> what it is the sum of, in order of arrival
    - ``failure``: the step in which it stopped with an error
    """

    seed: int
    roots: tuple[int, ...]
    ran: Mapping[int, int]
    arrived: Mapping[int, Value]
    parts: Mapping[int, Sequence[Part]]
    failure: int | None

    def came(self, node: int) -> tuple[Value, ...]:
        """What a node ran with: of several results all that had a gradient."""
        if node in self.arrived:
            return (self.arrived[node],)
        return tuple(each.value for each in self.parts.get(node, ()))


def passes_of(trace: Trace) -> tuple[Pass, ...]:
    """Every ``backward()`` of the run."""
    seeds = [
        k
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Seed) and not step.continues
    ]
    edges = [*seeds, len(trace.steps) + 1]
    return tuple(_pass(trace, *each) for each in pairwise(edges))


def _pass(trace: Trace, seed: int, end: int) -> Pass:
    ran: dict[int, int] = {}
    arrived: dict[int, Value] = {}
    parts: dict[int, list[Part]] = {}
    roots: list[int] = []
    failure = None
    for k in range(seed, end):
        match trace.steps[k - 1]:
            case Seed(root, seeded):
                roots.append(root)
                parts.setdefault(root, []).append(Part(k, None, seeded))
            case Backward(node, totals, sent):
                ran[node] = k
                for each, total in _there(trace.graph.nodes[node].outputs, totals):
                    ran[each], arrived[each] = k, total
                    if each != node:
                        parts.setdefault(node, []).append(Part(k, each, total))
                targets = [each.node for each in trace.graph.nodes[node].inputs]
                for target, part in _there(targets, sent):
                    parts.setdefault(target, []).append(Part(k, node, part))
            case Accumulate(node, _, total):
                ran[node], arrived[node] = k, total
            case Failure() if parts.keys() - ran.keys():
                failure = k
            case _:
                continue
    return Pass(seed, tuple(roots), ran, arrived, parts, failure)


def _there(
    nodes: Iterable[int | None], values: Iterable[Value | None]
) -> Iterator[tuple[int, Value]]:
    """Nodes and their gradients, where there are both."""
    for node, value in zip(nodes, values, strict=False):
        if node is not None and value is not None:
            yield node, value


def deposits_of(trace: Trace, node: int, passes: Iterable[Pass]) -> list[Deposit]:
    """What is in a node's ``.grad`` at the end, deposit by deposit.

    Where a deposit did not find what the one before it had left, somebody emptied
    the ``.grad`` or wrote into it; what was there earlier no longer counts.
    """
    found: list[Deposit] = []
    for each in passes:
        if node not in each.ran:
            continue
        k = each.ran[node]
        before, after = _slot(trace, k, node, found[-1].after if found else None)
        if after is None:
            continue
        if found and found[-1].after != before:
            found.clear()
        parts = tuple(each.parts.get(node, ()))
        found.append(Deposit(k, before, each.arrived.get(node), after, parts))
    return found


def _slot(
    trace: Trace, k: int, node: int, earlier: Value | None
) -> tuple[Value | None, Value | None]:
    """A ``.grad`` before and after a step; of ``retain_grad()`` only after is told."""
    match trace.steps[k - 1]:
        case Accumulate(before=before, after=after):
            return before, after
        case Backward(arrived=arrived, retained=retained) if retained:
            _, output = trace.graph.output(node)
            held = retained[output]
            return None if arrived[output] == held else earlier, held
    return None, None


@dataclass(frozen=True, slots=True)
class Ways:
    """The edges of a graph, in the directions one wants to walk them.

    - ``senders``: node -> the nodes its gradient goes on to
    - ``takers``: node -> the nodes its gradient comes from
    - ``sources``: node -> what it was made from, recorded by autograd or not
    - ``uses``: node -> what was made from it
    - ``hidden``: nodes with an input that is not known
    """

    senders: Mapping[int, Collection[int]]
    takers: Mapping[int, Collection[int]]
    sources: Mapping[int, Collection[int]]
    uses: Mapping[int, Collection[int]]
    hidden: frozenset[int]

    def ends(self, node: int, root: int | None) -> set[int]:
        """Where gradients for ``node`` stop on their way from ``root``.

        The nodes that use ``node``, or what was recorded of it, over an edge that
        takes no gradient. Only those that ``root`` was made from count, if it is
        known what it was made from.
        """
        behind = None if root is None else reach(root, self.sources)
        if behind is not None and behind & self.hidden:
            behind = None
        return {
            head
            for tail in reach(node, self.takers)
            for head in self.uses.get(tail, ())
            if behind is None or head in behind
            if tail not in self.senders.get(head, ())
        }


def ways_of(trace: Trace) -> Ways:
    """The ways through the graph of a trace.

    What is computed from a tensor was also made from what had been written into it.
    """
    senders: dict[int, list[int]] = {}
    takers: dict[int, list[int]] = {}
    sources: dict[int, list[int]] = {}
    uses: dict[int, list[int]] = {}
    for edge in trace.graph.edges:
        _join(sources, uses, edge.head, edge.tail)
        if edge.needs_grad:
            _join(senders, takers, edge.head, edge.tail)
    for step in trace.steps:
        if isinstance(step, Forward):
            for head in [each for old in step.changes for each in uses.get(old, ())]:
                if head > step.node:
                    _join(sources, uses, head, step.node)
    hidden = (
        node.id
        for node in trace.graph.nodes
        for each in node.inputs
        if each.node is None and each.constant in (None, "…")
    )
    return Ways(senders, takers, sources, uses, frozenset(hidden))


def _join(
    down: dict[int, list[int]], up: dict[int, list[int]], head: int, tail: int
) -> None:
    down.setdefault(head, []).append(tail)
    up.setdefault(tail, []).append(head)


def reach(start: int, along: Mapping[int, Collection[int]]) -> set[int]:
    """A node, and all that one comes to from it."""
    seen, waiting = {start}, [start]
    while waiting:
        new = set(along.get(waiting.pop(), ())) - seen
        seen |= new
        waiting.extend(new)
    return seen
