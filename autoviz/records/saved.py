"""What became of a tensor that a node saved: it is held, stale or freed.

The one idea: what is saved is no copy, it is the tensor itself, and the version that
its memory had then. Who writes to that memory raises its version; from then on what
was saved is *stale*, and backward refuses to use it.

Next: ``micro``, which opens what a node saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph, GraphNode, Saved
from autoviz.records.grains import about

__all__ = ["State", "sharing", "state_of", "turned_stale", "version_of"]

State = Literal["held", "stale", "freed"]

_Savers = Mapping[tuple[int, int], Sequence[tuple[int, Saved]]]

_latest: tuple[Graph, _Savers] | None = None


def version_of(graph: Graph, snapshot: Snapshot, node: int) -> int:
    """The version that the memory of a node's tensor is at."""
    return snapshot.versions.get(graph.nodes[node].storage, 0)


def state_of(
    graph: Graph, snapshot: Snapshot, node: GraphNode, saved: Saved
) -> State:
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
