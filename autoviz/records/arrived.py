"""What arrived at a node, and what a learner's hook made of it.

What arrives over several paths is added up; a hook may then put something else in
its place, and that is what the node runs with.

Next: ``micro``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph
from autoviz.records.steps import Hook
from autoviz.records.value import Value

__all__ = ["hooked", "hooks_before", "summands"]


def summands(graph: Graph, snapshot: Snapshot, node: int) -> tuple[Value, ...]:
    """What a node ran with in this step is the sum of; () if a hook changed that."""
    before = snapshot.before
    if hooked(graph, before, node) is not None:
        return ()
    waiting = before.arriving.get(node)
    return waiting.parts if waiting else ()


def hooked(
    graph: Graph, snapshot: Snapshot, node: int
) -> tuple[Value, Value | None] | None:
    """What waits at a node before and after its hooks; None if none changed it."""
    changes = hooks_before(graph, snapshot, node)
    return (changes[0][1], changes[-1][2]) if changes else None


def hooks_before(
    graph: Graph, snapshot: Snapshot, node: int
) -> tuple[tuple[Hook, Value, Value | None], ...]:
    """The hooks that have just changed what waits at a node: from what, to what."""
    found = [
        (step, before, after)
        for step in _hooks(snapshot)
        for each, before, after in _changes(graph, step)
        if each == node
    ]
    return tuple(reversed(found))


def _hooks(snapshot: Snapshot) -> Iterator[Hook]:
    """The hooks that have just run, the last one first."""
    while isinstance(snapshot.step, Hook):
        yield snapshot.step
        snapshot = snapshot.before


def _changes(graph: Graph, step: Hook) -> Iterator[tuple[int, Value, Value | None]]:
    """What a hook changed of what had arrived, by node."""
    if step.where != "arrived":
        return
    outputs = graph.nodes[step.node].outputs
    for each, before, after in zip(outputs, step.before, step.after, strict=False):
        if each is not None and before is not None and before != after:
            yield each, before, after
