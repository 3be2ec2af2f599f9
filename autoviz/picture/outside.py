"""Where autograd is left: a number is taken out, or it is told not to record.

Caption and "why" panel of a ``Cut`` and of a ``Mode``.

Next: ``by_hand``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.picture.label import names
from autoviz.picture.notation.numbers import item, shape
from autoviz.picture.panel import Row, Why
from autoviz.picture.phrases import UNTRACKED
from autoviz.picture.words import Span, Spans, shorten
from autoviz.records.fold import Snapshot
from autoviz.records.grains import OFF
from autoviz.records.graph import Graph
from autoviz.records.steps import Cut, Mode

__all__ = ["cut_caption", "cut_why", "inside", "leaves", "mode_caption", "mode_why"]

_MADE = {
    "numpy()": "a numpy array",
    "tolist()": "a list of plain numbers",
    "item()": "a plain number",
    "float()": "a plain number",
    "int()": "a plain number",
    "bool()": "a plain truth value",
}


def leaves(step: Cut) -> str:
    """How a tensor's numbers left, on its card: ``item() leaves autograd``."""
    return f"{shorten(step.by, 24)} leaves autograd"


def cut_caption(graph: Graph, snapshot: Snapshot, step: Cut) -> Spans:
    """``loss leaves autograd: item() gives a plain number, 9; no gradient …``."""
    node = graph.nodes[step.node]
    name: Span = ("name", names(graph)[node.id])
    gives: Spans = (
        ("code", shorten(step.by, 24)),
        ("", " gives "),
        *_made(snapshot, step),
    )
    if node.kind not in ("leaf", "op"):
        return name, ("", ": "), *gives
    told: Span = ("", "; no gradient comes back from there")
    return name, ("", " leaves autograd: "), *gives, told


def cut_why(graph: Graph, snapshot: Snapshot, step: Cut) -> Why:
    """What is outside, and how to stay inside."""
    name, by = names(graph)[step.node], shorten(step.by, 24)
    told = "autograd knows tensors only: what is computed from it now has no grad_fn"
    rows = [
        Row(by, (("", "gives "), *_made(snapshot, step))),
        Row("because", (("", told),)),
    ]
    if graph.nodes[step.node].kind in ("leaf", "op"):
        told = " itself stays in the graph; it is fine to look at a number this way"
        rows.append(Row("still", (("code", name), ("", told))))
    title: Spans = (("", "what does "), ("code", by), ("", " do?"))
    return Why(title, tuple(rows))


def _made(snapshot: Snapshot, step: Cut) -> Spans:
    made = _MADE.get(step.by, "numbers that are no tensor")
    value = snapshot.values.get(step.node)
    if value is None:
        return (("", made),)
    if value.item() is None:
        return (("", f"{made} of shape {shape(value.shape)}"),)
    return ("", f"{made}, "), ("value", item(value))


def mode_caption(snapshot: Snapshot, step: Mode) -> Spans:
    """``no_grad() begins: what runs now is not recorded``."""
    verb = " begins: " if step.entered else " ends: "
    return ("name", _called(step.name)), ("", verb), ("", _means(snapshot, step))


def mode_why(snapshot: Snapshot, step: Mode) -> Why:
    """What it means for what runs now."""
    rows = [Row("now", (("", _means(snapshot, step)),))]
    if step.entered and step.name in UNTRACKED:
        none: Spans = (("", "what is made inside has grad_fn "), ("code", "None"))
        rows.append(Row("so", (*none, ("", ", and needs no memory for backward"))))
    if snapshot.modes:
        within = ", in ".join(_called(each) for each in reversed(snapshot.modes))
        rows.append(Row("inside", (("code", within),)))
    verb = " begins?" if step.entered else " ends?"
    title: Spans = (("", "what does it mean that "), ("code", _called(step.name)))
    return Why((*title, ("", verb)), tuple(rows))


def inside(snapshot: Snapshot) -> str:
    """``inside no_grad(): nothing is recorded``; "" outside of all modes."""
    if not snapshot.modes:
        return ""
    does = "autograd records" if _records(snapshot.modes) else "nothing is recorded"
    return f"inside {_called(snapshot.modes[-1])}: {does}"


def _means(snapshot: Snapshot, step: Mode) -> str:
    if not _records(snapshot.modes):
        if step.entered:
            return "what runs now is not recorded"
        still = _called(snapshot.modes[-1])
        return f"{still} goes on, and what runs now is not recorded"
    again = "" if _records(snapshot.before.modes) else " again"
    return f"what runs now is recorded{again}"


def _records(modes: Sequence[str]) -> bool:
    """Whether autograd records: the innermost mode says, but for inference_mode."""
    return "inference_mode" not in modes and not (modes and modes[-1] in OFF)


def _called(mode: str) -> str:
    mode = shorten(mode, 40)
    return mode if mode.endswith(")") else f"{mode}()"
