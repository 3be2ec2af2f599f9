"""The "why" panel of each step: the same as the caption, taken apart.

A backward step has most to show, and a file of its own: ``why_backward``.

Next: ``text``, the text twin.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.by_hand import grad_set_why, hook_rows, hook_why
from autoviz.picture.failure import failure_why
from autoviz.picture.label import definition, grad_name, names
from autoviz.picture.memory import memory_rows
from autoviz.picture.notation.flow import formulas
from autoviz.picture.notation.grids import Grid, grid
from autoviz.picture.notation.mathml import ratio_math
from autoviz.picture.notation.numbers import item, said
from autoviz.picture.outside import cut_why, mode_why
from autoviz.picture.panel import Item, Row, Why
from autoviz.picture.phrases import (
    UNTRACKED,
    because,
    computation,
    grad_fn,
    piece,
    reason,
    saves,
    total,
)
from autoviz.picture.skipped import skipped_why
from autoviz.picture.update import update_why
from autoviz.picture.why_backward import why_backward
from autoviz.picture.words import Spans, plain, visible
from autoviz.records.arrived import summands
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph, GraphNode
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
    Trace,
    Update,
)

__all__ = ["Grid", "Item", "Row", "Why", "why"]

_ROWS = 8


def why(trace: Trace, snapshot: Snapshot) -> Why:
    """Why the numbers of step k are what they are."""
    match snapshot.step:
        case None:
            return _start(trace, snapshot)
        case Forward() as step:
            return _forward(trace, snapshot, step)
        case Cut() as step:
            return cut_why(trace.graph, snapshot, step)
        case Mode() as step:
            return mode_why(snapshot, step)
        case Seed() as step:
            return _seed(trace.graph, step)
        case Backward() as step:
            return why_backward(trace, snapshot, step)
        case Hook() as step:
            return hook_why(trace.graph, step)
        case Accumulate() as step:
            return _accumulate(trace, snapshot, step)
        case GradSet() as step:
            return grad_set_why(trace.graph, step)
        case Update() as step:
            panel = update_why(trace.graph, step)
            memory = memory_rows(trace.graph, snapshot, step)
            return Why(panel.title, (*panel.rows, *memory))
        case Skipped() as step:
            return skipped_why(trace.graph, snapshot, step)
        case Failure() as step:
            return failure_why(trace.graph, step)


def _start(trace: Trace, snapshot: Snapshot) -> Why:
    graph = trace.graph
    rows: list[Row] = []
    for node in graph.nodes:
        if node.kind not in ("leaf", "input") or node.value is None:
            continue
        tail = "; needs no gradient"
        if node.kind == "leaf":
            held = snapshot.grads.get(node.id)
            holds = "None" if held is None else said(held)
            tail = f"; requires grad, {grad_name(names(graph)[node.id])} is {holds}"
        row: Spans = (("value", said(node.value)), ("", tail))
        rows.append(Row(names(graph)[node.id], row))
    if len(rows) > _ROWS:
        more = Row("", (("muted", f"and {len(rows) - _ROWS} more"),))
        rows = [*rows[:_ROWS], more]
    rows += [Row("note", (("", visible(each)),)) for each in trace.notes]
    return Why((("", "what there is at the start"),), tuple(rows))


def _forward(trace: Trace, snapshot: Snapshot, step: Forward) -> Why:
    node = trace.graph.nodes[step.node]
    name, rest = definition(trace.graph, node.id)
    items: tuple[Item, ...] = computation(trace, snapshot, step)
    if step.value.item() is None and not node.results:
        items = (*items, grid(step.value, (("code", name),)))
    value = [Row("value", items)]
    if piece(node):
        value.append(Row("inside", (("", piece(node)),)))
    memory = tuple(memory_rows(trace.graph, snapshot, step))
    if not step.tracked:
        told = UNTRACKED.get(step.reason or "", reason(step))
        none: Spans = (("code", "None"), ("", ": no gradient will pass through here"))
        rows = (*value, Row("not recorded", (("", told),)), Row("grad_fn", none))
        rows = (*rows, *memory)
        return Why((("", "why is "), ("name", name), ("", " not recorded?")), rows)
    reasons = because(trace.graph, node)
    recorded: Spans = (("code", grad_fn(node)), ("", ", because "), *reasons)
    saved = Row("saved", _saved(trace, node))
    title: Spans = (("", "how "), ("name", name), ("code", rest), ("", " is made"))
    return Why(title, (*value, Row("grad_fn", recorded), saved, *memory))


def _saved(trace: Trace, node: GraphNode) -> Spans:
    kept = saves(trace.graph, node)
    if piece(node):
        return (("", "what backward needs, inside"),)
    if not kept:
        return (("", "nothing: backward needs no number from here"),)
    needed = " and ".join(dict.fromkeys(formulas(trace, node)))
    if not needed or set(needed.split(" and ")) <= set(plain(kept).split(" and ")):
        return *kept, ("", ", for backward")
    return *kept, ("", ", to work out "), ("code", needed), ("", " in backward")


def _seed(graph: Graph, step: Seed) -> Why:
    name = names(graph)[step.node]
    if step.outside:
        return _from_outside(name, step)
    told = "backward() was called on several tensors: what they send is added up"
    more = (Row("as well", (("", told),)),) if step.continues else ()
    if step.value.item() == 1:
        told = f"nudge {name} by a little, and {name} changes by just as much"
        start: tuple[Item, ...] = (ratio_math(name, name), ("", " = "), ("grad", "1"))
        rows = (Row("start", start), Row("because", (("", told),)), *more)
        return Why((("", "why 1?"),), rows)
    items: tuple[Item, ...] = (("grad", item(step.value)),)
    if step.value.item() is None:
        items = (grid(step.value, (("grad", "G"),)),)
    told = f"backward() was given this gradient of {name}; all the rest is scaled by it"
    rows = (Row("start", items), Row("because", (("", told),)), *more)
    return Why((("", "where does it start?"),), rows)


def _from_outside(name: str, step: Seed) -> Why:
    items: tuple[Item, ...] = (("grad", item(step.value)),)
    if step.value.item() is None:
        items = (grid(step.value, (("grad", "G"),)),)
    told = f"{name} was used in a part of the program that is outside of only="
    rows = (Row("arrives", items), Row("because", (("", told),)))
    return Why((("", "where does this gradient come from?"),), rows)


def _accumulate(trace: Trace, snapshot: Snapshot, step: Accumulate) -> Why:
    slot = grad_name(names(trace.graph)[step.node])
    arrived, before = step.arrived, step.before
    number = arrived.item() is not None
    came: Spans = (("grad", said(arrived)),)
    if number:
        came = total(summands(trace.graph, snapshot, step.node), arrived)
    held = "None" if before is None else said(before)
    now: tuple[Item, ...] = (grid(step.after, (("grad", slot),)),)
    if number:
        now = total((arrived,) if before is None else (before, arrived), step.after)
    rows = [
        *_paths(trace, snapshot, step.node),
        *hook_rows(trace.graph, snapshot, step.node),
        Row("arrived", came),
        Row(f"{slot} before", (("code", held),)),
        Row(f"{slot} now", now),
    ]
    if before is not None:
        told = "backward() adds to what is in .grad, it never replaces it"
        rows.append(Row("because", (("", told),)))
    question: Spans = (("", "why this "), ("name", slot), ("", "?"))
    if number:
        now_it_is = f" {item(step.after)}"
        question = (("", "why is "), ("name", slot), ("grad", now_it_is), ("", "?"))
    return Why(question, tuple(rows))


def _paths(trace: Trace, snapshot: Snapshot, leaf: int) -> Iterator[Row]:
    """Where the parts of the sum came from, in the order they came."""
    for value in snapshot.seeds.get(leaf, ()):
        yield Row("from backward()", (("", said(value)),))
    edges = [
        (head, value)
        for (head, at), value in snapshot.sent.items()
        if trace.graph.nodes[head].inputs[at].node == leaf
    ]
    for head, value in edges[:_ROWS]:
        yield Row(f"from {names(trace.graph)[head]}", (("", said(value)),))
    if len(edges) > _ROWS:
        yield Row("", (("muted", f"and {len(edges) - _ROWS} more"),))
