"""Memory in words: which version it is at, who looks at it, what went stale.

A version is told where it is above 0: in a program that writes nothing in place
there is nothing to tell.

Next: ``caption``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.label import names
from autoviz.picture.panel import Row
from autoviz.picture.phrases import called, some
from autoviz.picture.words import Spans, shorten
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph, GraphNode, Saved
from autoviz.records.saved import (
    sharing,
    stamp_of,
    state_of,
    turned_stale,
    version_of,
)
from autoviz.records.saved import written_to as target_of
from autoviz.records.steps import Forward, Trace, Update

__all__ = ["kept_as", "looks", "memory_rows", "saved_cell", "versioned", "written_to"]

_LISTED = 4


def kept_as(graph: Graph, node: GraphNode, saved: Saved) -> str:
    """What a saved tensor is called: ``x``, ``2``, ``result``."""
    if saved.constant is not None:
        return shorten(saved.name if saved.constant == "…" else saved.constant, 12)
    if saved.node is None or saved.node == node.id:
        return "result"
    return names(graph)[saved.node]


def versioned(trace: Trace, snapshot: Snapshot, node: int) -> str:
    """``version 1``, of the numbers of a node; nothing at version 0."""
    version = stamp_of(trace, snapshot, node)
    return f"version {version}" if version else ""


def saved_cell(graph: Graph, snapshot: Snapshot, node: GraphNode, saved: Saved) -> str:
    """A saved tensor in a table: ``x``, ``x: freed``, ``x, version 0: stale``."""
    called_it = kept_as(graph, node, saved)
    match state_of(graph, snapshot, node, saved):
        case "freed":
            return f"{called_it}: freed"
        case "stale":
            return f"{called_it}, version {saved.version}: stale"
    return f"{called_it}, version {saved.version}" if saved.version else called_it


def looks(graph: Graph, node: GraphNode) -> Spans:
    """``; looks at the memory of b``, of a view."""
    if node.view_of is None:
        return ()
    return ("", "; looks at the memory of "), *called(graph, node.view_of)


def written_to(graph: Graph, snapshot: Snapshot, step: Forward | Update) -> Spans:
    """``; writes into y in place, now at version 1; stale now: …``."""
    spans: Spans = ()
    target = target_of(graph, snapshot)
    if target is not None:
        spans = ("", "; writes into "), *called(graph, target), ("", " in place")
        if _went_up(graph, snapshot, step):
            spans = (*spans, ("", f", now at version {step.version}"))
    stale = _stale(graph, snapshot)
    return (*spans, ("", "; stale now: "), *stale) if stale else spans


def memory_rows(
    graph: Graph, snapshot: Snapshot, step: Forward | Update
) -> Iterator[Row]:
    """What a step did to memory, for the "why" panel."""
    node = graph.nodes[step.node]
    if isinstance(step, Forward) and node.view_of is not None:
        whose = called(graph, node.view_of)
        told = ": no number was copied, and a write to one shows in the other"
        yield Row("memory", (("", "that of "), *whose, ("", told)))
    if _went_up(graph, snapshot, step):
        before = version_of(graph, snapshot.before, step.node)
        told = f"{before} → {step.version}: the memory was written to"
        yield Row("version", (("value", told),))
        made = [each for each in sharing(graph, step.node) if each != step.node]
        others = [each for each in made if each not in snapshot.future]
        if others and isinstance(step, Forward):
            seen = some([called(graph, each) for each in others])
            yield Row("seen by", (*seen, ("", ", in the same memory")))
    stale = _stale(graph, snapshot)
    if stale:
        told = ": backward will refuse to use it"
        yield Row("stale now", (*stale, ("", told)))


def _went_up(graph: Graph, snapshot: Snapshot, step: Forward | Update) -> bool:
    if not step.version:
        return False
    return version_of(graph, snapshot.before, step.node) < step.version


def _stale(graph: Graph, snapshot: Snapshot) -> Spans:
    """``the y that exp(y) saved at version 0``."""
    told = [_one(graph, *each) for each in turned_stale(graph, snapshot)]
    return some(list(dict.fromkeys(told)))


def _one(graph: Graph, node: int, saved: Saved) -> Spans:
    what = kept_as(graph, graph.nodes[node], saved)
    lead: Spans = (("", "the "), ("code", what), ("", " that "))
    if what == "result":
        lead = (("", "the result that "),)
    return *lead, *called(graph, node), ("", f" saved at version {saved.version}")
