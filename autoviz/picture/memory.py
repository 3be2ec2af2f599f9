"""Memory in words: which version it is at, who looks at it, what went stale.

A version is told where it went up: in a program that writes nothing in place there is
nothing to tell. Parameters come at version 1, because they were filled in place.

Next: ``caption``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.label import names
from autoviz.picture.notation.numbers import fitted, nested
from autoviz.picture.panel import Row
from autoviz.picture.phrases import called, some
from autoviz.picture.words import Spans
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph, GraphNode, Saved
from autoviz.records.saved import (
    changed_with_it,
    sharing,
    stamp_of,
    state_of,
    turned_stale,
    version_of,
)
from autoviz.records.saved import written_to as target_of
from autoviz.records.steps import Forward, Trace, Update

__all__ = [
    "kept_as",
    "looks",
    "memory_rows",
    "saved_cell",
    "stamped",
    "versioned",
    "written_to",
]

_LISTED = 4


def kept_as(graph: Graph, node: GraphNode, saved: Saved) -> str:
    """What a saved tensor is called: ``x``, ``2``, ``result``."""
    if saved.constant is not None:
        return fitted(saved.name if saved.constant == "…" else saved.constant, 12)
    if saved.node is None or saved.node == node.id:
        return "result"
    return names(graph)[saved.node]


def versioned(trace: Trace, snapshot: Snapshot, node: int) -> str:
    """``version 1``, of the numbers of a node; nothing if nothing was written."""
    return _stamp(trace.graph, node, stamp_of(trace, snapshot, node))


def stamped(graph: Graph, saved: Saved) -> str:
    """``, version 1``, of a saved tensor; nothing if it had not been written to."""
    told = "" if saved.node is None else _stamp(graph, saved.node, saved.version)
    return told and f", {told}"


def saved_cell(graph: Graph, snapshot: Snapshot, node: GraphNode, saved: Saved) -> str:
    """A saved tensor in a table: ``x``, ``x: freed``, ``x, version 0: stale``."""
    called_it = kept_as(graph, node, saved)
    match state_of(graph, snapshot, node, saved):
        case "freed":
            return f"{called_it}: freed"
        case "stale":
            return f"{called_it}, version {saved.version}: stale"
    return called_it + stamped(graph, saved)


def looks(graph: Graph, node: GraphNode) -> Spans:
    """``; looks at the memory of b``, of a view or of ``b.data``."""
    source = node.inputs[0].node if node.op == "data" else node.view_of
    if source is None:
        return ()
    own = ", with a version counter of its own" if node.op == "data" else ""
    return ("", "; looks at the memory of "), *called(graph, source), ("", own)


def written_to(graph: Graph, snapshot: Snapshot, step: Forward | Update) -> Spans:
    """``; writes into y in place, now at version 1; stale now: …``."""
    spans: Spans = ()
    target = target_of(graph, snapshot)
    if target is not None and graph.nodes[step.node].op == "set_data":
        spans = ("", "; gives "), *called(graph, target), ("", " other memory")
    elif target is not None:
        spans = ("", "; writes into "), *called(graph, target), ("", " in place")
        if _went_up(graph, snapshot, step):
            spans = (*spans, ("", f", now at version {step.version}"))
    spans = (*spans, *_with_it(graph, snapshot))
    stale = _stale(graph, snapshot)
    return (*spans, ("", "; stale now: "), *stale) if stale else spans


def _with_it(graph: Graph, snapshot: Snapshot) -> Spans:
    """``; v, which looks at the same memory, is [6, 6] now``."""
    others = changed_with_it(snapshot)
    listed = some([called(graph, each) for each, _ in others])
    is_forward = isinstance(snapshot.step, Forward)
    if others and is_forward and target_of(graph, snapshot) is None:
        # nothing was written in place: these are a norm's running statistics
        return ("", "; "), *listed, ("", " changed with it")
    if len(others) > 1:
        told = ", which look at the same memory, changed with it"
        return ("", "; "), *listed, ("", told)
    for _, value in others:
        now = f" is {nested(value)} now" if value.numbers else " changed with it"
        return ("", "; "), *listed, ("", f", which looks at the same memory,{now}")
    return ()


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
    for each, value in changed_with_it(snapshot)[:_LISTED]:
        yield Row(f"{names(graph)[each]} now", (("value", nested(value)),))
    stale = _stale(graph, snapshot)
    if stale:
        told = ": backward will refuse to use it"
        yield Row("stale now", (*stale, ("", told)))


def _stamp(graph: Graph, node: int, version: int) -> str:
    first = graph.nodes[graph.nodes[node].storage].version
    return f"version {version}" if version > first else ""


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
