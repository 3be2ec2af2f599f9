"""What a card says at one step.

The numbers of its tensor, the gradient that arrives at it or has arrived, what its
node saved, and what its ``.grad`` holds: everything on it that changes.

Next: ``card``, which is large enough for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from autoviz.picture.deposits import deposited
from autoviz.picture.memory import kept_as, stamped, versioned
from autoviz.picture.notation import numbers
from autoviz.records import (
    Arriving,
    Backward,
    GraphNode,
    Hook,
    Saved,
    Seed,
    Snapshot,
    Trace,
    Value,
)
from autoviz.records.arrived import hooked
from autoviz.records.saved import state_of

__all__ = ["Face", "face"]


@dataclass(frozen=True, slots=True)
class Face:
    """What one card says after one step; texts are empty where there is nothing.

    The gradient's row: ``label`` in front of it, ``past`` the parts that had
    arrived before (``"64 + "``), ``now`` the newest or only one, ``more`` what is
    still to come (``" + …"``), ``total`` the sum once it is complete (``"= 256"``).
    ``fresh``: the newest part came at this very step. ``gradient`` is the same for
    a matrix. ``tabs`` are the saved tensors, ``stale`` says that one of them is;
    ``grad`` is what ``.grad`` holds, ``deposits`` what was added up for it, and
    ``version`` that of its numbers, above 0. ``hints`` are the value, the gradient and
    ``.grad`` with every digit, where there is no room for all.
    """

    value: Value | None
    label: str
    past: str
    now: str
    more: str
    total: str
    fresh: bool
    gradient: Value | None
    tabs: tuple[str, ...]
    grad: Value | None
    stale: bool = False
    version: str = ""
    deposits: str = ""
    hints: tuple[str, str, str] = ("", "", "")


def face(trace: Trace, snapshot: Snapshot, node: GraphNode) -> Face:
    """What the card of ``node`` says after a step."""
    value, held = snapshot.values.get(node.id), snapshot.grads.get(node.id)
    row = _row(trace, snapshot, node)
    return Face(
        value=value,
        label=row.label,
        past=row.past,
        now=row.now,
        more=row.more,
        total=row.total,
        fresh=_is_fresh(trace, snapshot, node),
        gradient=row.gradient,
        tabs=_tabs(trace, snapshot, node),
        grad=held,
        stale=_is_stale(trace, snapshot, node),
        version=_version(trace, snapshot, node),
        deposits=deposited(trace, snapshot, node.id),
        hints=(numbers.hint(value), row.hint, numbers.hint(held)),
    )


class _Row(NamedTuple):
    """The gradient's row."""

    label: str = ""
    past: str = ""
    now: str = ""
    more: str = ""
    total: str = ""
    gradient: Value | None = None
    hint: str = ""


def _row(trace: Trace, snapshot: Snapshot, node: GraphNode) -> _Row:
    """What a hook made of it, what arrives, or what has arrived."""
    changed = hooked(trace.graph, snapshot, node.id)
    if changed is not None:
        now = changed[1]
        texts = *_changed(*changed), "", ""
        return _Row("gradient", *texts, gradient=now, hint=numbers.hint(now))
    arriving = snapshot.arriving.get(node.id)
    if arriving is not None:
        parts, total = arriving.parts, arriving.total
        newest = total if total is not None else parts[-1]
        label, hint = _arriving(arriving), _hint(newest, parts)
        return _Row(label, *_parts(arriving), gradient=newest, hint=hint)
    done = snapshot.gradients.get(node.id)
    if done is not None:
        text, hint = numbers.row(done), numbers.hint(done)
        return _Row("gradient", now=text, gradient=done, hint=hint)
    came = [each for each in node.results if each in snapshot.gradients]
    return (
        _Row("arrived", now=f"{len(came)} of {len(node.results)}") if came else _Row()
    )


def _arriving(arriving: Arriving) -> str:
    if arriving.expected <= 1:
        return "gradient"
    if arriving.parts[0].item() is not None:
        return "arriving"
    return f"arriving {len(arriving.parts)} of {arriving.expected}"


def _parts(arriving: Arriving) -> tuple[str, str, str, str]:
    """``64 + `` and ``192``; ``= 256``, or an ellipsis for what is still to come."""
    parts, total = arriving.parts, arriving.total
    if arriving.expected <= 1:
        return "", numbers.row(parts[0]), "", ""
    if parts[0].item() is None:
        return "", "", "", ""
    *before, newest = [numbers.item(each) for each in parts[-3:]]
    dots = "… + " if len(parts) > 3 else ""
    past = dots + "".join(f"{each} + " for each in before)
    if not arriving.complete:
        return past, newest, " + …", ""
    return past, newest, "", "" if total is None else f"= {numbers.item(total)}"


def _hint(gradient: Value, parts: Sequence[Value]) -> str:
    """``0.33333334``; while a sum arrives its parts, which are shortened even more."""
    summands = [each.item() for each in parts]
    known = [each for each in summands if each is not None]
    if len(summands) < 2 or len(known) < len(summands):
        return numbers.hint(gradient)
    texts = [numbers.exact(each) for each in known]
    shortened = [numbers.short(each) for each in known]
    return "" if texts == shortened else " + ".join(texts)


def _changed(before: Value, after: Value | None) -> tuple[str, str]:
    """``256 → `` and ``100.0``, which a hook put in its place."""
    if before.item() is None:
        return "", ""
    return f"{numbers.item(before)} → ", numbers.row(after) or "None"


def _is_fresh(trace: Trace, snapshot: Snapshot, node: GraphNode) -> bool:
    match snapshot.step:
        case Backward(sender, sent=sent):
            inputs = trace.graph.nodes[sender].inputs
            pairs = zip(inputs, sent, strict=False)
            return any(to.node == node.id and part is not None for to, part in pairs)
        case Hook(sender, "sent", before, after):
            inputs = trace.graph.nodes[sender].inputs
            changes = zip(inputs, before, after, strict=False)
            return any(to.node == node.id and a != b for to, b, a in changes)
        case Hook(where="arrived"):
            return hooked(trace.graph, snapshot, node.id) is not None
        case Seed(root):
            return root == node.id
        case _:
            return False


def _tabs(trace: Trace, snapshot: Snapshot, node: GraphNode) -> tuple[str, ...]:
    if node.id in snapshot.future:
        return ("",) * len(node.saved)
    return tuple(_tab(trace, snapshot, node, each) for each in node.saved)


def _tab(trace: Trace, snapshot: Snapshot, node: GraphNode, saved: Saved) -> str:
    what = f"saved {kept_as(trace.graph, node, saved)}"
    state = state_of(trace.graph, snapshot, node, saved)
    if state == "freed":
        return f"{what}: freed"
    if state == "stale":
        return f"{what}, version {saved.version}: stale"
    stamp = stamped(trace.graph, saved)
    value = None if saved.constant is not None else _value(snapshot, node, saved)
    if value is None:
        return what + stamp
    number = value.item()
    known = numbers.shape(value.shape) if number is None else f"= {numbers.row(value)}"
    return f"{what} {known}{stamp}"


def _value(snapshot: Snapshot, node: GraphNode, saved: Saved) -> Value | None:
    return snapshot.values.get(node.id if saved.node is None else saved.node)


def _is_stale(trace: Trace, snapshot: Snapshot, node: GraphNode) -> bool:
    if node.id in snapshot.future:
        return False
    states = (state_of(trace.graph, snapshot, node, each) for each in node.saved)
    return "stale" in states


def _version(trace: Trace, snapshot: Snapshot, node: GraphNode) -> str:
    if node.id in snapshot.future:
        return ""
    return versioned(trace, snapshot, node.id)
