"""The text twin: everything the picture says, without the picture.

For who cannot see it, for the terminal, and for copying: the caption as a plain
sentence, the state after the step as a table, and a whole recording as lines.
"""

from __future__ import annotations

from autoviz.picture.caption import caption
from autoviz.picture.label import names
from autoviz.picture.notation.numbers import exact, nested
from autoviz.picture.phrases import grad_fn, operand, output
from autoviz.picture.words import plain
from autoviz.records.fold import Arriving, History, Snapshot
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Step,
    Trace,
    Update,
)

__all__ = ["changed", "phase", "readable", "sentence", "table"]

_ABSENT = "–"
_HEADER = ("tensor", "grad_fn", "value", "gradient", ".grad")


def sentence(trace: Trace, snapshot: Snapshot) -> str:
    """``Step 11 of 12. x**2 (PowBackward0): 32 arrived, …``."""
    said = plain(caption(trace, snapshot))
    return f"Step {snapshot.k} of {len(trace.steps)}. {said}"


def table(
    trace: Trace, snapshot: Snapshot
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What is true after the step: a header, and one row per tensor.

    "None" is an empty ``.grad``; a dash means that there is nothing to show.
    """
    called = names(trace.graph)
    nodes = trace.graph.nodes
    return _HEADER, tuple(
        (called[each.id], *_cells(trace.graph, each, snapshot)) for each in nodes
    )


def changed(
    trace: Trace, before: Snapshot, after: Snapshot
) -> dict[int, tuple[str, ...]]:
    """The cells of the rows in which the table may differ, without their names."""
    touched: set[int] = set()
    for old, new in (
        (before.values, after.values),
        (before.arriving, after.arriving),
        (before.gradients, after.gradients),
        (before.grads, after.grads),
    ):
        touched |= old.keys() - new.keys()
        touched |= {id for id, each in new.items() if old.get(id) is not each}
    graph = trace.graph
    touched |= {graph.output(id)[0] for id in touched}
    return {id: _cells(graph, graph.nodes[id], after) for id in sorted(touched)}


def readable(trace: Trace) -> str:
    """One line per step: its number, its phase, its sentence."""
    lines: list[str] = []
    width = len(str(len(trace.steps)))
    for snapshot in History(trace):
        said = plain(caption(trace, snapshot))
        lines.append(f"{snapshot.k:>{width}}  {phase(snapshot.step):<10}  {said}")
    return "\n".join(lines)


def phase(step: Step | None) -> str:
    """The part of the run a step belongs to, in one word."""
    match step:
        case None:
            return "start"
        case Forward():
            return "forward"
        case Seed():
            return "seed"
        case Backward():
            return "backward"
        case Accumulate():
            return "accumulate"
        case Update():
            return "update"
        case Failure():
            return "error"


def _cells(
    graph: Graph, node: GraphNode, snapshot: Snapshot
) -> tuple[str, str, str, str]:
    """``grad_fn``, value, gradient and ``.grad`` of one tensor."""
    value = snapshot.values.get(node.id)
    if value is None:
        return _ABSENT, _ABSENT, _ABSENT, _ABSENT
    if node.results:
        made = f"{len(node.results)} tensors"
        return grad_fn(node), made, _several(graph, node, snapshot), _ABSENT
    held = snapshot.grads.get(node.id)
    empty = "None" if node.kind == "leaf" else _ABSENT
    return (
        grad_fn(node),
        nested(value),
        _gradient(node.id, snapshot),
        nested(held) if held is not None else empty,
    )


def _several(graph: Graph, node: GraphNode, snapshot: Snapshot) -> str:
    """``a: 6, b: none, c: 1``: a gradient for each result."""
    came = {
        at: snapshot.gradients[each]
        for at, each in enumerate(node.results)
        if each is not None and each in snapshot.gradients
    }
    if not came:
        return _ABSENT
    return ", ".join(
        f"{output(graph, node, at)}: {nested(came[at]) if at in came else 'none'}"
        for at in range(len(node.results))
    )


def _gradient(node: int, snapshot: Snapshot) -> str:
    arriving = snapshot.arriving.get(node)
    if arriving is not None:
        return f"arriving: {_parts(arriving)}"
    arrived = snapshot.gradients.get(node)
    return _ABSENT if arrived is None else nested(arrived)


def _parts(arriving: Arriving) -> str:
    numbers = [each.item() for each in arriving.parts]
    texts = [
        nested(each) if number is None else exact(number)
        for each, number in zip(arriving.parts, numbers, strict=True)
    ]
    text = " + ".join([texts[0], *map(operand, texts[1:])])
    missing = arriving.expected - len(arriving.parts)
    return f"{text}, {missing} more to come" if missing > 0 else text
