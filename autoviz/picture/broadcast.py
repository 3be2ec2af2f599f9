"""Broadcasting: expanded on the way forward, summed on the way back.

A smaller tensor is used as if it were as large as the other. Each element that was
used several times gets the sum of what comes back from all its uses. PyTorch has no
node for either, so both are written on the arrow.

Next: ``view``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from autoviz.picture.notation.numbers import shape
from autoviz.picture.notation.rules import family
from autoviz.picture.phrases import called, some
from autoviz.picture.words import Spans
from autoviz.records.graph import Edge, Graph, GraphNode, Input

__all__ = ["expanded", "spread", "summed"]


def expanded(graph: Graph, edges: Sequence[Edge]) -> str:
    """``expanded to (2, 3)``, on the way forward; nothing where it is not."""
    sizes = _sizes(graph, edges)
    return f"expanded to {shape(sizes[1])}" if sizes else ""


def summed(graph: Graph, edges: Sequence[Edge]) -> str:
    """``summed from (2, 3)``, on the way back."""
    sizes = _sizes(graph, edges)
    return f"summed from {shape(sizes[1])}" if sizes else ""


def spread(graph: Graph, node: GraphNode) -> Spans:
    """``; b (3,) expanded to (2, 3)``, of the inputs of an operation."""
    smaller = [
        (*called(graph, each.node), ("", f" {shape(graph.nodes[each.node].shape)}"))
        for each in node.inputs
        if each.node is not None and _is_expanded(graph, each, node)
    ]
    if not smaller:
        return ()
    listed = some(list(dict.fromkeys(smaller)))
    return ("", "; "), *listed, ("", f" expanded to {shape(node.shape)}")


def _sizes(
    graph: Graph, edges: Sequence[Edge]
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Before and after, on an arrow that is one edge."""
    if len(edges) != 1:
        return None
    head = graph.nodes[edges[0].head]
    given = head.inputs[edges[0].input]
    if given.node is None or not _is_expanded(graph, given, head):
        return None
    return graph.nodes[given.node].shape, head.shape


def _is_expanded(graph: Graph, given: Input, node: GraphNode) -> bool:
    """Whether each of its elements is used for one or more elements of the result."""
    if given.node is None or not given.rule or graph.nodes[given.node].results:
        return False
    small, large = graph.nodes[given.node].shape, node.shape
    if prod(small) >= prod(large) or len(small) > len(large):
        return False
    fits = all(a in (1, b) for a, b in zip(small[::-1], large[::-1], strict=False))
    return fits and _scales(given.rule)


def _scales(rule: str) -> bool:
    try:
        return family(rule) == "scale"
    except ValueError:
        return False
