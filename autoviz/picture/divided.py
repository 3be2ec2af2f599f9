"""A run too large for a picture, divided at its ``backward()`` calls.

A training loop is the same few operations, over and over. Where a picture would still
have many cards with modules closed, all that was computed for the second ``backward()``
becomes a scope, ``"pass 2"``: up to that pass, and the changes that were made after it.
What several passes use stays outside: a parameter, the data.

The recording stays as it is; only its picture is divided.

Next: ``card``, then ``view``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from autoviz.picture.scopes import FEW, MOST, PASS, needed
from autoviz.records import Forward, Graph, GraphNode, Scope, Trace
from autoviz.records.passes import passes_of

__all__ = ["divided"]

_FEWEST = 2
_OUTSIDE = -1


def divided(trace: Trace) -> Trace:
    """The run with a scope for each ``backward()``, if that takes fewer cards."""
    graph = trace.graph
    if len(graph.nodes) <= MOST or needed(graph) <= FEW:
        return trace
    seeds = [each.seed for each in passes_of(trace)]
    parts = _parts(trace, seeds)
    if len(seeds) < _FEWEST or not _in_order(graph, parts):
        return trace
    found = _with_passes(graph, parts, len(seeds))
    return replace(trace, graph=found) if needed(found) < needed(graph) else trace


def _parts(trace: Trace, seeds: Sequence[int]) -> list[int]:
    """For each node the pass that it was computed for, from 0, or that it is outside.

    A part begins with the first operation that autograd records after a pass. What
    comes after all passes has the next number.
    """
    graph = trace.graph
    outermost = _outermost(graph)
    found = [_OUTSIDE] * len(graph.nodes)
    of_scope: dict[int, int] = {}
    idle: dict[int, int] = {}  # likewise, of scopes that record nothing
    written = set()
    begun = 0
    for k, step in enumerate(trace.steps, 1):
        if not isinstance(step, Forward):
            continue
        node = graph.nodes[step.node]
        if node.kind == "op":
            begun = bisect_left(seeds, k)
        found[node.id] = begun
        if node.scope is not None:
            known = of_scope if node.kind == "op" else idle
            known.setdefault(outermost[node.scope], begun)
        if step.writes is not None:
            written.add(node.id)
    latest = 0
    for node in graph.nodes:
        if node.scope is not None:
            scope = outermost[node.scope]
            found[node.id] = of_scope.get(scope, idle.get(scope, _OUTSIDE))
        elif node.kind == "op" and found[node.id] == _OUTSIDE:
            found[node.id] = latest  # made by a pass, with create_graph
        latest = max(latest, found[node.id])
    _follow_users(graph, found, written)
    return found


def _outermost(graph: Graph) -> list[int]:
    found: list[int] = []
    for scope in graph.scopes:
        found.append(scope.id if scope.outer is None else found[scope.outer])
    return found


def _follow_users(graph: Graph, parts: list[int], written: set[int]) -> None:
    """What carries no gradient belongs to the one part that uses it; if there is one.

    A batch is cut out of the data before the first operation that is recorded.
    """
    users: defaultdict[int, set[int]] = defaultdict(set)
    for node in reversed(graph.nodes):
        used_by = users[node.id]
        movable = _is_free(node) and node.id not in written
        if movable and len(used_by) == 1:
            parts[node.id] = next(iter(used_by))
        elif movable and used_by:
            parts[node.id] = _OUTSIDE
        for each in node.inputs:
            if each.node is not None:
                users[each.node].add(parts[node.id])


def _is_free(node: GraphNode) -> bool:
    return node.kind != "op" and node.scope is None


def _in_order(graph: Graph, parts: Sequence[int]) -> bool:
    """Whether no arrow leads back in time, from a part into an earlier one."""
    return all(parts[each.tail] <= parts[each.head] for each in graph.edges)


def _with_passes(graph: Graph, parts: Sequence[int], passes: int) -> Graph:
    """The graph with the passes as its outermost scopes, before those that it has."""
    outermost = _outermost(graph)
    part_of = {
        outermost[node.scope]: parts[node.id]
        for node in graph.nodes
        if node.scope is not None
    }

    def moved(scope: int | None, part: int) -> int | None:
        if scope is not None:
            return scope + passes
        return part if 0 <= part < passes else None

    scopes = [Scope(k, f"pass {k + 1}", PASS, 1, None) for k in range(passes)]
    for each in graph.scopes:
        outer = moved(each.outer, part_of.get(each.id, _OUTSIDE))
        scopes.append(replace(each, id=each.id + passes, outer=outer))
    nodes = tuple(
        replace(each, scope=moved(each.scope, parts[each.id])) for each in graph.nodes
    )
    return replace(graph, nodes=nodes, scopes=tuple(scopes))
