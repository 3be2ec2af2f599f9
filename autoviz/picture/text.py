"""The text twin: everything the picture says, without the picture.

For who cannot see it, for the terminal, and for copying: the caption as a plain
sentence, the state after the step as a table, and a whole recording as lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.caption import caption
from autoviz.picture.failure import tries
from autoviz.picture.label import names
from autoviz.picture.memory import saved_cell, versioned
from autoviz.picture.notation.numbers import exact, nested
from autoviz.picture.phrases import grad_fn, operand, output
from autoviz.picture.words import plain, visible
from autoviz.records.arrived import hooked
from autoviz.records.fold import Arriving, History, Snapshot
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.saved import written_to
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Step,
    Trace,
    Update,
)

__all__ = ["changed", "phase", "readable", "sentence", "table"]

_ABSENT = "–"
_HEADER = ("tensor", "grad_fn", "value", "gradient", ".grad", "saved")


def sentence(trace: Trace, snapshot: Snapshot) -> str:
    """``Step 11 of 12. x**2 (PowBackward0): 32 arrived, …``."""
    said = plain(caption(trace, snapshot))
    return f"Step {snapshot.k} of {len(trace.steps)}. {said}"


def table(
    trace: Trace, snapshot: Snapshot
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What is true after the step: a header, and one row per tensor.

    "None" is an empty ``.grad``; a dash means that there is nothing to show. A
    version is told where it is above 0, and of what was saved whether it is stale.
    """
    called = names(trace.graph)
    nodes = trace.graph.nodes
    return _HEADER, tuple(
        (called[each.id], *_cells(trace, each, snapshot)) for each in nodes
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
    touched |= after.freed - before.freed
    graph = trace.graph
    touched |= set(_elsewhere(graph, before, after))
    touched |= {graph.output(id)[0] for id in touched}
    return {id: _cells(trace, graph.nodes[id], after) for id in sorted(touched)}


def _elsewhere(graph: Graph, before: Snapshot, after: Snapshot) -> Iterator[int]:
    """Who shares memory that was written to, or saved it; and who waits at a hook."""
    old, new = before.versions, after.versions
    written = {each for each in new if old.get(each) != new[each]}
    for node in graph.nodes if written else ():
        kept = {graph.nodes[s.node].storage for s in node.saved if s.node is not None}
        if {node.storage, *kept} & written:
            yield node.id
    for step in (before.step, after.step):
        if isinstance(step, Hook):
            yield from (
                each for each in graph.nodes[step.node].outputs if each is not None
            )


def readable(trace: Trace) -> str:
    """One line per step: its number, its phase, its sentence.

    Below an error what to try, and at the end what this recording leaves out.
    """
    lines: list[str] = []
    width = len(str(len(trace.steps)))
    for snapshot in History(trace):
        step = snapshot.step
        said = plain(caption(trace, snapshot))
        writes = written_to(trace.graph, snapshot) is not None
        word = "write" if writes else phase(step)
        lines.append(f"{snapshot.k:>{width}}  {word:<10}  {said}")
        if isinstance(step, Failure):
            lines += [f"{'':{width}}  {'try':<10}  {each}" for each in tries(step)]
    lines += [f"{'':{width}}  {'note':<10}  {visible(each)}" for each in trace.notes]
    return "\n".join(lines)


def phase(step: Step | None) -> str:
    """The part of the run a step belongs to, in one word."""
    match step:
        case None:
            return "start"
        case Forward(writes=None):
            return "forward"
        case Forward():
            return "write"
        case Cut():
            return "cut"
        case Mode():
            return "mode"
        case Seed():
            return "seed"
        case Backward():
            return "backward"
        case Hook():
            return "hook"
        case Accumulate():
            return "accumulate"
        case GradSet():
            return ".grad set"
        case Update():
            return "update"
        case Failure():
            return "error"


def _cells(trace: Trace, node: GraphNode, snapshot: Snapshot) -> tuple[str, ...]:
    """All of a tensor's row but its name."""
    graph = trace.graph
    value = snapshot.values.get(node.id)
    if value is None:
        return (_ABSENT,) * (len(_HEADER) - 1)
    kept = [saved_cell(graph, snapshot, node, each) for each in node.saved]
    saved = ", ".join(dict.fromkeys(kept)) or _ABSENT
    if node.results:
        made = f"{len(node.results)} tensors"
        return grad_fn(node), made, _several(graph, node, snapshot), _ABSENT, saved
    held = snapshot.grads.get(node.id)
    empty = "None" if node.kind == "leaf" else _ABSENT
    version = versioned(trace, snapshot, node.id)
    return (
        grad_fn(node),
        nested(value) + (f", {version}" if version else ""),
        _gradient(graph, node.id, snapshot),
        nested(held) if held is not None else empty,
        saved,
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


def _gradient(graph: Graph, node: int, snapshot: Snapshot) -> str:
    changed = hooked(graph, snapshot, node)
    if changed is not None:
        before, now = (_ABSENT if e is None else nested(e) for e in changed)
        return f"{before} arrived, a hook made it {now}"
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
