"""What became of a tensor that a node saved: it is held, stale or freed.

The one idea: what is saved is no copy, it is the tensor itself, and the version that
its memory had then. Who writes to that memory raises its version; from then on what
was saved is *stale*, and backward refuses to use it.

Next: ``micro``, which opens what a node saved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from autoviz.records.fold import Snapshot
from autoviz.records.grains import about
from autoviz.records.graph import Graph, GraphNode, Saved
from autoviz.records.steps import Forward, Skipped, Trace, Update
from autoviz.records.value import Value

__all__ = [
    "State",
    "changed_with_it",
    "sharing",
    "stamp_of",
    "state_of",
    "turned_stale",
    "version_of",
    "written_to",
]

State = Literal["held", "stale", "freed"]

_Savers = Mapping[tuple[int, int], Sequence[tuple[int, Saved]]]
_Stamps = Mapping[int, Sequence[tuple[int, int]]]

_latest: tuple[Graph, _Savers] | None = None
_stamped: tuple[Trace, _Stamps] | None = None


def version_of(graph: Graph, snapshot: Snapshot, node: int) -> int:
    """The version that the memory of a node's tensor is at."""
    return snapshot.versions.get(graph.nodes[node].storage, 0)


def stamp_of(trace: Trace, snapshot: Snapshot, node: int) -> int:
    """The version that its memory was at when a node got the numbers it has.

    A tensor that is written to in place goes on as another node; its own numbers stay
    those of before.
    """
    stamps = _stamps(trace).get(node, ())
    place = bisect_right(stamps, snapshot.k, key=lambda each: each[0])
    return stamps[place - 1][1] if place else trace.graph.nodes[node].version


def written_to(graph: Graph, snapshot: Snapshot) -> int | None:
    """The node whose tensor this step wrote to in place; None if it is no such step."""
    step = snapshot.step
    if not isinstance(step, Forward):
        return None
    if step.writes is not None or not step.version:
        return step.writes
    if version_of(graph, snapshot.before, step.node) >= step.version:
        return None
    node = graph.nodes[step.node]
    given = (each.node for each in node.inputs if each.node is not None)
    same = (each for each in given if graph.nodes[each].storage == node.storage)
    return next(same, node.storage)


def state_of(graph: Graph, snapshot: Snapshot, node: GraphNode, saved: Saved) -> State:
    """What has become of a tensor that ``node`` saved."""
    if node.id in snapshot.freed:
        return "freed"
    if saved.node is None or saved.constant is not None:
        return "held"
    now = version_of(graph, snapshot, saved.node)
    return "held" if now == saved.version else "stale"


def turned_stale(graph: Graph, snapshot: Snapshot) -> tuple[tuple[int, Saved], ...]:
    """What this step made stale: the node that saved it, and what it saved."""
    written = about(snapshot.step)
    if written is None or not version_of(graph, snapshot, written):
        return ()
    before = version_of(graph, snapshot.before, written)
    if before == version_of(graph, snapshot, written):
        return ()
    savers = _savers(graph).get((graph.nodes[written].storage, before), ())
    return tuple(
        (node, saved)
        for node, saved in savers
        if node not in snapshot.freed and node not in snapshot.future
    )


def changed_with_it(snapshot: Snapshot) -> tuple[tuple[int, Value], ...]:
    """Who looks at what this step wrote, and holds other numbers than before."""
    step = snapshot.step
    if not isinstance(step, Forward | Update) or not step.shared:
        return ()
    before = snapshot.before.values
    return tuple(each for each in step.shared if before.get(each[0]) != each[1])


def sharing(graph: Graph, node: int) -> tuple[int, ...]:
    """The nodes whose tensors have the same memory as that of ``node``."""
    storage = graph.nodes[node].storage
    return tuple(each.id for each in graph.nodes if each.storage == storage)


def _savers(graph: Graph) -> _Savers:
    """Who saved what, by memory and version. The last answer is kept."""
    global _latest
    if _latest is None or _latest[0] is not graph:
        found: defaultdict[tuple[int, int], list[tuple[int, Saved]]] = defaultdict(list)
        for node in graph.nodes:
            for saved in node.saved:
                if saved.node is not None:
                    storage = graph.nodes[saved.node].storage
                    found[storage, saved.version].append((node.id, saved))
        _latest = graph, found
    return _latest[1]


def _stamps(trace: Trace) -> _Stamps:
    """By node the steps that gave it numbers, and at which version."""
    global _stamped
    if _stamped is None or _stamped[0] is not trace:
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        nodes = trace.graph.nodes
        for k, step in enumerate(trace.steps, 1):
            if isinstance(step, Forward | Update):
                found[step.node].append((k, step.version))
            if isinstance(step, Forward) and step.writes is not None:
                found[step.writes].append((k, step.version))
            if isinstance(step, Forward | Update):
                storage = nodes[step.node].storage
                for node, _ in step.shared:
                    if nodes[node].storage == storage:  # the same counter
                        found[node].append((k, step.version))
            if isinstance(step, Skipped):
                versions = {nodes[node].storage: e for node, e in step.versions}
                for node, _ in step.values:
                    if nodes[node].storage in versions:
                        found[node].append((k, versions[nodes[node].storage]))
        _stamped = trace, found
    return _stamped[1]
