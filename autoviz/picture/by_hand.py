"""What a learner did to gradients by hand: a hook, and a ``.grad`` that was set.

Caption and "why" panel of a ``Hook`` and of a ``GradSet``. None is not 0, and each
is said where it is the case.

Next: ``failure``.
"""

from __future__ import annotations

from collections.abc import Iterator

from autoviz.picture.label import grad_name, names
from autoviz.picture.notation.grids import grid
from autoviz.picture.notation.numbers import item, said
from autoviz.picture.panel import Item, Row, Why
from autoviz.picture.phrases import called, grad_fn, output, some
from autoviz.picture.words import Span, Spans, plain, shorten
from autoviz.records.arrived import hooks_before
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph
from autoviz.records.steps import GradSet, Hook
from autoviz.records.trail import is_zero
from autoviz.records.value import Value

__all__ = [
    "grad_set_caption",
    "grad_set_why",
    "hook_caption",
    "hook_rows",
    "hook_why",
    "hooks",
]

_ROWS = 8

_Change = tuple[Spans, Value | None, Value | None]
"""Of what or for whom, before, after."""


def hook_caption(graph: Graph, step: Hook) -> Spans:
    """``h (MulBackward0): the hook clip changed what arrived: 6 → 1``."""
    node = graph.nodes[step.node]
    spans: list[Span] = [("name", names(graph)[node.id])]
    if node.grad_fn:
        spans.append(("muted", f" ({grad_fn(node)})"))
    spans += [("", ": "), *_hook(step), ("", " ")]
    changes = list(_changes(graph, step))
    if not changes:
        return *spans, ("", "looked at it and changed nothing")
    spans.append(("", f"changed what {_where(step)}"))
    told = dict.fromkeys(_changed(each) for each in changes)
    spans += [("", ": "), *some(list(told))]
    return tuple(spans)


def hook_why(graph: Graph, step: Hook) -> Why:
    """Before and after, and what goes on from there."""
    rows: list[Row] = []
    for what, before, after in list(_changes(graph, step))[:_ROWS]:
        label = plain(what) or _where(step)
        change = (*_number(before), ("", " → "), *_number(after))
        rows.append(Row(label, change))
    goes = "the node now runs with that, as if it had arrived"
    if step.where == "sent":
        goes = "that is what goes on from here"
    rows.append(Row("so", (("", goes),)))
    return Why((("", "what did "), *_hook(step), ("", " change?")), tuple(rows))


def hook_rows(graph: Graph, snapshot: Snapshot, node: int) -> Iterator[Row]:
    """``the hook halve: 4 → 2``, for each that changed what this step ran with."""
    for step, before, after in hooks_before(graph, snapshot.before, node):
        change = (*_number(before), ("", " → "), *_number(after))
        yield Row(plain(_hook(step)), change)


def hooks(step: Hook) -> str:
    """That there is a hook, on its card: ``hook clip on the gradient``."""
    on = "the gradient" if step.where == "arrived" else "what is sent"
    named = step.name and step.name != "<lambda>"
    return f"{f'hook {shorten(step.name, 16)}' if named else 'a hook'} on {on}"


def _hook(step: Hook) -> Spans:
    if not step.name or step.name == "<lambda>":
        return (("", "a hook"),)
    return ("", "the hook "), ("code", shorten(step.name, 24))


def _where(step: Hook) -> str:
    return "arrived" if step.where == "arrived" else "is sent"


def _changes(graph: Graph, step: Hook) -> Iterator[_Change]:
    """What is different now, by output or by input."""
    node = graph.nodes[step.node]
    for at, pair in enumerate(zip(step.before, step.after, strict=False)):
        if pair[0] == pair[1]:
            continue
        what: Spans = ()
        if step.where == "sent" and at < len(node.inputs):
            to = node.inputs[at].node
            what = (("", "to "), *called(graph, to)) if to is not None else ()
        elif node.results:
            what = (("", "for "), ("code", output(graph, node, at)))
        yield what, *pair


def _changed(change: _Change) -> Spans:
    """``to x 6 → 1``; of matrices the shape."""
    what, before, after = change
    lead = (*what, ("", " ")) if what else ()
    texts = [_text(each) for each in (before, after)]
    if texts[0] == texts[1]:
        return *lead, ("", "other numbers, shape "), ("grad", texts[1])
    return *lead, ("", f"{texts[0]} → "), ("grad", texts[1])


def _text(value: Value | None) -> str:
    return "None" if value is None else item(value)


def _number(value: Value | None) -> tuple[Item, ...]:
    if value is None:
        return (("code", "None"),)
    if value.item() is None:
        return (grid(value, ()),)
    return (("grad", item(value)),)


# a .grad that was set


def grad_set_caption(graph: Graph, step: GradSet) -> Spans:
    """``zero_grad() sets x.grad to None: the 6 in it is gone; None is not 0``."""
    slot = grad_name(names(graph)[step.node])
    if step.by == "retain_grad()":
        kept = item(step.value) if step.value is not None else "None"
        lead: Spans = (("code", step.by), ("", " keeps what arrived: "), ("name", slot))
        told = f"; {_was(step.before)}. The node itself does not run"
        return *lead, ("", " = "), ("grad", kept), ("", told)
    if step.value is not None and not is_zero(step.value):
        lead = (("name", slot), ("", " is set by hand: "))
        return *lead, ("grad", said(step.value)), ("", f"; {_was(step.before)}")
    setting = _setting(step, slot)
    if step.before == step.value:
        was = "None" if step.value is None else "0"
        return *setting, ("", f": it was {was} already")
    if step.value is None:
        gone = f": {_held(step.before)} is gone; it is empty now, and None is not 0"
        return *setting, ("", gone)
    told = f": {_held(step.before)} becomes 0; it is not empty, and 0 is not None"
    if step.before is None:
        told = ": it was None; it holds 0 now, and 0 is not None"
    return *setting, ("", told)


def grad_set_why(graph: Graph, step: GradSet) -> Why:
    """What it held, what it holds, and what the next ``backward()`` will do."""
    slot = grad_name(names(graph)[step.node])
    if step.by == "retain_grad()":
        told = "a node's hooks, and retain_grad(), come before the node itself"
        kept = Row(f"{slot} now", _number(step.value))
        return Why(
            (("", "why is there something in "), ("name", slot), ("", "?")),
            (Row("before the node", (("", told),)), kept),
        )
    rows = [Row(f"{slot} before", _number(step.before))]
    rows.append(Row(f"{slot} now", _number(step.value)))
    adds = f"adds to what is in {slot}"
    if step.value is None:
        adds = "will put in what arrives, as the first time"
        told = "there is no gradient, which is not the same as a gradient of 0"
        rows.append(Row("None", (("", told),)))
    elif is_zero(step.value):
        adds = "adds to 0, so that only what arrives will count"
    rows.append(Row("next", (("code", "backward()"), ("", f" {adds}"))))
    return Why((("", "what is in "), ("name", slot), ("", " now?")), tuple(rows))


def _setting(step: GradSet, slot: str) -> Spans:
    """Who sets it to None, or to 0."""
    name: Span = ("name", slot)
    to = "None" if step.value is None else "0"
    if step.by == "zero_()":
        return name, ("code", ".zero_()")
    if step.by in ("=", "= None"):
        return name, ("", " is set to "), ("grad", to)
    return ("code", shorten(step.by, 24)), ("", " sets "), name, ("", f" to {to}")


def _held(before: Value | None) -> str:
    """``the 6 in it``; of None nothing was in it."""
    if before is None:
        return "None"
    number = before.item()
    return "what was in it" if number is None else f"the {item(before)} in it"


def _was(before: Value | None) -> str:
    if before is None:
        return "it was None"
    number = before.item()
    return f"it held {item(before)}" if number is not None else "it was not empty"
