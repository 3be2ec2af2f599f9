"""What must hold from one row to another, so that a trace can be folded and drawn.

That there is a row for each number is not enough: a graph must not run in circles, and
of what ran backward there must be as many gradients as it has outputs.

Next: ``columns``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.errors import FileError
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.steps import Backward, Hook, Trace
from autoviz.records.value import Value

__all__ = ["check", "is_thumbnail"]

_THUMBNAIL = 32


def check(trace: Trace) -> None:
    """Look at everything that refers to something else.

    Raises:
        FileError: something does not fit; it is said where.
    """
    for scope in trace.graph.scopes:
        _check_older(scope.outer, scope.id, f"scopes[{scope.id}].outer", "scope")
    for node in trace.graph.nodes:
        _check_node(trace.graph, node)
    for at, step in enumerate(trace.steps):
        if isinstance(step, Backward):
            _check_backward(trace.graph.nodes[step.node], step, f"steps[{at}]")
        elif isinstance(step, Hook):
            _check_hook(trace.graph.nodes[step.node], step, f"steps[{at}]")


def is_thumbnail(rows: Sequence[int]) -> bool:
    """Whether rows of such lengths are one."""
    return len(set(rows)) == 1 and len(rows) <= _THUMBNAIL and 0 < rows[0] <= _THUMBNAIL


def _check_node(graph: Graph, node: GraphNode) -> None:
    place = f"nodes[{node.id}]"
    taken = [each.node for each in node.inputs if each.constant is None]
    for at, each in enumerate(taken):
        _check_older(each, node.id, f"{place}.inputs[{at}]", "node")
    _check_older(node.view_of, node.id, f"{place}.view_of", "node")
    _check_older(node.memory, node.id, f"{place}.memory", "node")
    made = [each for each in node.results if each is not None]
    for each in made:
        if [one.node for one in graph.nodes[each].inputs] != [node.id]:
            raise FileError(
                f"{place}.results: node {each} is not made from node {node.id} alone"
            )
    if len(set(made)) < len(made):
        raise FileError(f"{place}.results: a node is there twice")


def _check_older(row: int | None, own: int, place: str, what: str) -> None:
    if row is not None and row >= own:
        raise FileError(f"{place}: {what} {row} is not older than {what} {own}")


def _check_backward(node: GraphNode, step: Backward, place: str) -> None:
    _check_count(step.arrived, len(node.outputs), f"{place}.arrived")
    if step.retained:
        _check_count(step.retained, len(node.outputs), f"{place}.retained")
    if len(step.sent) > len(node.inputs):
        _check_count(step.sent, len(node.inputs), f"{place}.sent")


def _check_hook(node: GraphNode, step: Hook, place: str) -> None:
    slots = node.outputs if step.where == "arrived" else node.inputs
    if len(step.before) > len(slots):
        _check_count(step.before, len(slots), f"{place}.before")
    _check_count(step.after, len(step.before), f"{place}.after")


def _check_count(
    gradients: tuple[Value | None, ...], expected: int, place: str
) -> None:
    if len(gradients) != expected:
        raise FileError(f"{place}: {len(gradients)} gradients instead of {expected}")
