"""The text twin: everything the picture says, without the picture.

For who cannot see it, for the terminal, and for copying: the caption as a plain
sentence, the state after the step as a table, and a whole recording as lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from autoviz.picture.caption import caption
from autoviz.picture.failure import tries
from autoviz.picture.label import names
from autoviz.picture.memory import saved_cell, versioned
from autoviz.picture.notation.numbers import exact, nested, shape, short
from autoviz.picture.panel import Why, in_words
from autoviz.picture.paths import paths
from autoviz.picture.phrases import grad_fn, operand, output
from autoviz.picture.terminal import WIDTH, columns, wrapped
from autoviz.picture.touched import touched
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
    Skipped,
    Step,
    Trace,
    Update,
)
from autoviz.records.value import Value

__all__ = ["changed", "described", "phase", "readable", "sentence", "table"]

_ABSENT = "–"
_BRIEF = 24
_ROWS = 60
_DESCRIBED = 24
"""How long a cell may get in a terminal, how many tensors are listed there, and how
many are in a description."""
_HEADER = ("tensor", "grad_fn", "value", "gradient", ".grad", "saved")


def sentence(trace: Trace, snapshot: Snapshot) -> str:
    """``Step 11 of 12. x**2 (PowBackward0): 32 arrived, …``."""
    said = plain(caption(trace, snapshot))
    return f"Step {snapshot.k} of {len(trace.steps)}. {said}"


def described(trace: Trace, snapshot: Snapshot) -> str:
    """The sentence, and each tensor with its numbers: a picture in words.

    ``Step 11 of 12. … After it: x: value 3, gradient arriving: 64 + 192, .grad None;``
    """
    header, rows = table(trace, snapshot, _brief)
    tensors = [_listed(header, row) for row in rows[:_DESCRIBED]]
    if len(rows) > _DESCRIBED:
        tensors.append(f"and {len(rows) - _DESCRIBED} more tensors")
    return f"{sentence(trace, snapshot)}. After it: {'; '.join(tensors)}"


def _listed(header: Sequence[str], row: Sequence[str]) -> str:
    cells = zip(header[2:], row[2:], strict=True)
    told = [f"{head} {cell}" for head, cell in cells if cell != _ABSENT]
    return f"{row[0]}: {', '.join(told) or 'not made yet'}"


def table(
    trace: Trace, snapshot: Snapshot, say: Callable[[Value], str] = nested
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What is true after the step: a header, and one row per tensor.

    "None" is an empty ``.grad``; a dash means that there is nothing to show. A
    version is told where it is above 0, and of what was saved whether it is stale.
    ``say`` writes a tensor.
    """
    called = names(trace.graph)
    nodes = trace.graph.nodes
    return _HEADER, tuple(
        (called[each.id], *_cells(trace, each, snapshot, say)) for each in nodes
    )


def changed(
    trace: Trace,
    before: Snapshot,
    after: Snapshot,
    say: Callable[[Value], str] = nested,
) -> dict[int, tuple[str, ...]]:
    """The cells of the rows in which the table may differ, without their names."""
    graph, near = trace.graph, touched(trace.graph, after)
    ids = set(_differing(graph, before, after) if near is None else near)
    ids |= {graph.output(id)[0] for id in ids}
    return {id: _cells(trace, graph.nodes[id], after, say) for id in sorted(ids)}


def _differing(graph: Graph, before: Snapshot, after: Snapshot) -> set[int]:
    """The nodes whose numbers are others, where a step may have changed any."""
    found: set[int] = set()
    for old, new in (
        (before.values, after.values),
        (before.arriving, after.arriving),
        (before.gradients, after.gradients),
        (before.grads, after.grads),
    ):
        found |= old.keys() - new.keys()
        found |= {id for id, each in new.items() if old.get(id) is not each}
    found |= after.freed - before.freed
    return found | set(_elsewhere(graph, before, after))


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
    """For a terminal: each step's number, phase and sentence, then how it ended.

    Below an error what to try, below the sum of several paths each of them, and after
    the steps what this recording leaves out.
    """
    lines: list[str] = []
    margin = len(str(len(trace.steps)))
    snapshots = tuple(History(trace))
    reached = {each.ran: each for each in paths(trace, snapshots) if each.is_sum}
    for snapshot in snapshots:
        step = snapshot.step
        said = plain(caption(trace, snapshot))
        writes = written_to(trace.graph, snapshot) is not None
        word = "write" if writes else phase(step)
        lines += _told(f"{snapshot.k:>{margin}}", word, said)
        for each in tries(step) if isinstance(step, Failure) else ():
            lines += _told(" " * margin, "try", each)
        if isinstance(step, Accumulate) and snapshot.k in reached:
            lines += _paths(reached[snapshot.k].panel, " " * margin)
    for each in trace.notes:
        lines += _told(" " * margin, "note", visible(each))
    return "\n".join((*lines, *_end(trace, snapshot)))


def _paths(panel: Why, margin: str) -> Iterator[str]:
    """What a gradient is the sum of, below each other."""
    yield from _told(margin, "paths", plain(panel.title))
    for each in panel.rows:
        yield from _told(margin, "", f"{each.label}  {plain(in_words(each.items))}")


def _told(number: str, word: str, said: str) -> list[str]:
    """A line of the text; where it is long, more below it."""
    lead = f"{number}  {word:<10}  "
    first, *more = wrapped(said, WIDTH - len(lead))
    return [lead + first, *(" " * len(lead) + each for each in more)]


def _brief(value: Value) -> str:
    """All numbers of a value, if those are few; its shape and extremes."""
    text = nested(value, short)
    if len(text) <= _BRIEF or not value.numbers:
        return text
    low, high = min(value.numbers), max(value.numbers)
    return f"{shape(value.shape)} {low:.2g} to {high:.2g}"


def _end(trace: Trace, snapshot: Snapshot) -> list[str]:
    """The table after the last step: values and gradients, the rest has been told."""
    header, rows = table(trace, snapshot, _brief)
    if not trace.steps:
        return []
    lines = columns([(each[0], *each[2:5]) for each in (header, *rows[:_ROWS])])
    if len(rows) > _ROWS:
        lines.append(f"and {len(rows) - _ROWS} more")
    return ["", f"after step {snapshot.k}:", *lines]


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
        case Skipped():
            return "skipped"
        case Failure():
            return "error"


def _cells(
    trace: Trace, node: GraphNode, snapshot: Snapshot, say: Callable[[Value], str]
) -> tuple[str, ...]:
    """All of a tensor's row but its name."""
    graph = trace.graph
    value = snapshot.values.get(node.id)
    if value is None:
        return (_ABSENT,) * (len(_HEADER) - 1)
    kept = [saved_cell(graph, snapshot, node, each) for each in node.saved]
    saved = ", ".join(dict.fromkeys(kept)) or _ABSENT
    if node.results:
        made = f"{len(node.results)} tensors"
        return grad_fn(node), made, _several(graph, node, snapshot, say), _ABSENT, saved
    held = snapshot.grads.get(node.id)
    empty = "None" if node.kind == "leaf" else _ABSENT
    version = versioned(trace, snapshot, node.id)
    return (
        grad_fn(node),
        say(value) + (f", {version}" if version else ""),
        _gradient(graph, node.id, snapshot, say),
        say(held) if held is not None else empty,
        saved,
    )


def _several(
    graph: Graph, node: GraphNode, snapshot: Snapshot, say: Callable[[Value], str]
) -> str:
    """``a: 6, b: none, c: 1``: a gradient for each result."""
    came = {
        at: snapshot.gradients[each]
        for at, each in enumerate(node.results)
        if each is not None and each in snapshot.gradients
    }
    if not came:
        return _ABSENT
    return ", ".join(
        f"{output(graph, node, at)}: {say(came[at]) if at in came else 'none'}"
        for at in range(len(node.results))
    )


def _gradient(
    graph: Graph, node: int, snapshot: Snapshot, say: Callable[[Value], str]
) -> str:
    changed = hooked(graph, snapshot, node)
    if changed is not None:
        before, now = (_ABSENT if e is None else say(e) for e in changed)
        return f"{before} arrived, a hook made it {now}"
    arriving = snapshot.arriving.get(node)
    if arriving is not None:
        return f"arriving: {_parts(arriving, say)}"
    arrived = snapshot.gradients.get(node)
    return _ABSENT if arrived is None else say(arrived)


def _parts(arriving: Arriving, say: Callable[[Value], str]) -> str:
    numbers = [each.item() for each in arriving.parts]
    texts = [
        say(each) if number is None else exact(number)
        for each, number in zip(arriving.parts, numbers, strict=True)
    ]
    text = " + ".join([texts[0], *map(operand, texts[1:])])
    missing = arriving.expected - len(arriving.parts)
    return f"{text}, {missing} more to come" if missing > 0 else text
