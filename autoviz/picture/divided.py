"""A run too large for a picture, divided at its ``backward()`` calls.

A training loop is the same few operations, over and over. Where closing modules is not
enough, all that was computed for the second ``backward()`` becomes a scope, ``"pass
2"``: up to that pass, and the changes that were made after it. What several passes use
stays outside: a parameter, the data.

The recording stays as it is; only its picture is divided.

Next: ``card``, then ``view``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from autoviz.picture.scopes import Part, fits
from autoviz.records import Forward, Graph, GraphNode, Scope, Trace
from autoviz.records.passes import passes_of

__all__ = ["PASS", "divided", "in_a_row"]

PASS = "backward()"
"""The type of such a scope."""

_FEWEST = 2
_OUTSIDE = -1


def divided(trace: Trace) -> Trace:
    """The run with a scope for each ``backward()``, if it can be drawn only so."""
    if fits(trace.graph):
        return trace
    seeds = [each.seed for each in passes_of(trace)]
    parts = _parts(trace, seeds)
    if len(seeds) < _FEWEST or not _in_order(trace.graph, parts):
        return trace
    graph = _with_passes(trace.graph, parts, len(seeds))
    return replace(trace, graph=graph) if fits(graph) else trace


def in_a_row(
    parts: Sequence[Part], ends: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Pairs of closed passes, by position: the second shall stand beside the first.

    Nothing leads from one to the other, or they would stand one after the other;
    ``ends`` are the tail and the head of each arrow.
    """
    closed = [
        at
        for at, part in enumerate(parts)
        if part.scope is not None and part.scope.type == PASS
    ]
    users: defaultdict[int, set[int]] = defaultdict(set)
    for tail, head in ends:
        users[tail].add(head)
    apart = not any(_reached(at, users) & set(closed) for at in closed)
    return list(pairwise(closed)) if apart else []


def _reached(card: int, users: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    ahead = [card]
    while ahead:
        more = users.get(ahead.pop(), set()) - found
        found |= more
        ahead += more
    return found


def _parts(trace: Trace, seeds: Sequence[int]) -> list[int]:
    """For each node the pass that it was computed for, from 0, or that it is outside.

    A part begins with the first operation that autograd records after a pass.
    """
    graph = trace.graph
    outermost = _outermost(graph)
    found = [_OUTSIDE] * len(graph.nodes)
    of_scope: dict[int, int] = {}
    written = set()
    begun = 0
    for k, step in enumerate(trace.steps, 1):
        if not isinstance(step, Forward):
            continue
        node = graph.nodes[step.node]
        if node.kind == "op":
            begun = bisect_left(seeds, k)
        if begun < len(seeds):
            found[node.id] = begun
        if node.scope is not None:
            of_scope.setdefault(outermost[node.scope], begun)
        if step.writes is not None:
            written.add(node.id)
    for node in graph.nodes:
        if node.scope is not None:
            found[node.id] = of_scope.get(outermost[node.scope], _OUTSIDE)
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

    def outer(scope: Scope) -> int | None:
        if scope.outer is not None:
            return scope.outer + passes
        part = part_of.get(scope.id, _OUTSIDE)
        return None if part == _OUTSIDE else part

    def inside(node: GraphNode) -> int | None:
        if node.scope is not None:
            return node.scope + passes
        part = parts[node.id]
        return None if part == _OUTSIDE else part

    scopes = [Scope(k, f"pass {k + 1}", PASS, 1, None) for k in range(passes)]
    scopes += [
        replace(each, id=each.id + passes, outer=outer(each)) for each in graph.scopes
    ]
    nodes = tuple(replace(each, scope=inside(each)) for each in graph.nodes)
    return replace(graph, nodes=nodes, scopes=tuple(scopes))
