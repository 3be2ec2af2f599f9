"""The way gradients came, walked backwards: from where they arrived to the seed.

Somewhere on that way a gradient became zero, or nan, or small. Each step of it is a
``Hop``: what came in, what went on. Of what has no history there is no such way, and
``unrecorded`` tells where it ends.

Next: ``diagnose``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from autoviz.records.graph import Graph
from autoviz.records.naming import is_same_code
from autoviz.records.passes import Pass
from autoviz.records.steps import Forward, Trace
from autoviz.records.value import Value

__all__ = [
    "Hop",
    "bridge_between",
    "has_nan",
    "is_finite",
    "is_poisoned",
    "is_zero",
    "largest",
    "origins",
    "unrecorded",
    "way_to",
]


@dataclass(frozen=True, slots=True)
class Hop:
    """What one backward step made of a gradient: ``before`` became ``after``.

    ``to`` is the node it was sent to. Where that is the step's own node, ``after``
    is the sum of what arrived there. A seed has no ``before``; of a node with several
    results it is the largest.
    """

    step: int
    to: int
    before: Value | None
    after: Value

    @property
    def factor(self) -> float:
        """How much larger or smaller its largest magnitude became."""
        before = largest(self.before)
        return largest(self.after) / before if before else 1.0


def origins(
    node: int,
    run: Pass,
    is_bad: Callable[[Value | None], bool],
    enough: Callable[[Iterable[bool]], bool],
) -> tuple[Hop, ...]:
    """Back from ``node`` as long as gradients are bad; where they became so.

    ``enough``: whether ``any`` or ``all`` parts must be bad for their sum to be.
    """
    found: list[Hop] = []
    seen, waiting = {node}, [node]
    while waiting:
        target = waiting.pop()
        parts = run.parts.get(target, ())
        if not parts or not enough(is_bad(each.value) for each in parts):
            total = run.arrived[target]
            found.append(Hop(run.ran[target], target, None, total))
            continue
        for part in parts:
            if not is_bad(part.value):
                continue
            came = () if part.node is None else run.came(part.node)
            if part.node is None or not came or not enough(map(is_bad, came)):
                before = max(came, key=largest, default=None)
                found.append(Hop(part.step, target, before, part.value))
            elif part.node not in seen:
                seen.add(part.node)
                waiting.append(part.node)
    return tuple(sorted(found, key=lambda hop: hop.step))


def way_to(node: int, run: Pass) -> tuple[Hop, ...]:
    """From the seed to ``node`` along the largest part of each sum."""
    hops: list[Hop] = []
    sender: int | None = node
    while sender is not None:
        target, parts = sender, run.parts.get(sender, ())
        if not parts:
            break
        part = max(parts, key=lambda each: largest(each.value))
        if len(parts) > 1 and target in run.arrived:
            hops.append(Hop(run.ran[target], target, part.value, run.arrived[target]))
        sender = part.node
        came = () if sender is None else run.came(sender)
        if came and run.ran.get(target) != part.step:  # else a node and its result
            before = max(came, key=largest)
            hops.append(Hop(part.step, target, before, part.value))
    return tuple(reversed(hops))


def unrecorded(trace: Trace, node: int) -> tuple[int, ...]:
    """Back from a node without a history to the steps where autograd stopped."""
    forward = {
        step.node: (k, step.reason)
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Forward) and not step.tracked
    }
    found, seen, waiting = set(), {node}, [node]
    while waiting:
        each = waiting.pop()
        k, why = forward.get(each, (0, None))
        if k and why != "no input requires grad":
            found.add(k)
        elif k:
            edges = trace.graph.nodes[each].inputs
            inputs = {edge.node for edge in edges if edge.node is not None}
            waiting.extend(inputs - seen)
            seen |= inputs
    return tuple(sorted(found))


def bridge_between(
    graph: Graph, old: Collection[int], new: Collection[int]
) -> int | None:
    """The tensor over which a new round's graph leads on into an old one's.

    It is the newest named result of the old round that was computed in the new one
    again, as ``h`` in ``h = (w * h).tanh()``.
    """
    nodes = graph.nodes
    again = [e for e in new if nodes[e].kind == "op" and nodes[e].names]
    for each in sorted(old, reverse=True):
        if nodes[each].kind == "op" and nodes[each].names:
            used = any(each in (i.node for i in nodes[n].inputs) for n in new)
            if used and any(is_same_code(graph, each, e) for e in again):
                return each
    return None


def is_finite(value: Value | None) -> bool:
    """Whether no element is nan or infinite."""
    if value is None:
        return True
    if value.summary is not None:
        return not (value.summary.nans or value.summary.infinities)
    return all(abs(each) < float("inf") for each in value.numbers or ())


def largest(value: Value | None) -> float:
    """The largest magnitude among the finite elements."""
    if value is None:
        return 0.0
    if value.summary is not None:
        return max(abs(value.summary.minimum), abs(value.summary.maximum))
    sizes = (abs(float(each)) for each in value.numbers or ())
    return max((each for each in sizes if each < float("inf")), default=0.0)


def is_poisoned(value: Value | None) -> bool:
    """Whether an element is nan or infinite."""
    return not is_finite(value)


def has_nan(value: Value | None) -> bool:
    """Whether an element is nan."""
    if value is None:
        return False
    if value.summary is not None:
        return value.summary.nans > 0
    return any(each != each for each in value.numbers or ())


def is_zero(value: Value | None) -> bool:
    """Whether there are elements and all of them are 0."""
    if value is None or not (value.numbers or value.summary):
        return False
    return is_finite(value) and largest(value) == 0
