"""Which cards a step can have changed, so that the others need not be looked at.

A step is about one node and its neighbours. A few change more: ``backward()`` wipes
what the one before had left, and a write to memory is seen wherever that is shared.

Next: ``view``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Step,
)

__all__ = ["touched"]


def touched(graph: Graph, snapshot: Snapshot) -> frozenset[int] | None:
    """The nodes whose cards may say something else than a step before; None: all.

    What came at the last step is no longer the newest, and what hooks changed right
    before is past: their nodes are among them.
    """
    found: frozenset[int] = frozenset()
    for step in _recent(snapshot):
        near = _around(graph, step)
        if near is None:
            return None
        found |= near
    return found


def _recent(snapshot: Snapshot) -> Iterator[Step | None]:
    """This step, the one before, and what stands before that in a row of hooks."""
    yield snapshot.step
    while snapshot.k:
        snapshot = snapshot.before
        yield snapshot.step
        if not isinstance(snapshot.step, Hook):
            return


def _around(graph: Graph, step: Step | None) -> frozenset[int] | None:
    match step:
        case None | Mode():
            return frozenset()
        case Forward(node, writes=None, version=0, shared=()):
            return frozenset((node,))
        case Backward(node) | Hook(node):
            given = (each.node for each in graph.nodes[node].inputs)
            near = (node, *graph.nodes[node].outputs, *given)
            return frozenset(each for each in near if each is not None)
        case Accumulate(node) | GradSet(node) | Cut(node):
            return frozenset((node,))
        case Failure():
            return frozenset()
        case _:
            return None
