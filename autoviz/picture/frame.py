"""One step, painted: which element has which class, and says what.

A ``Frame`` is two dictionaries, by element id. The still pictures and the player
use the same ones; the player gets what changes from step to step.

Ids: ``c3`` a card, ``c3v`` its value, ``c3l c3p c3n c3m c3t`` its gradient row
(label, past parts, now, more to come, total), ``c3V0`` ``c3G0`` its matrices,
``c3h`` its halo, ``c3x`` its stop sign; ``t3`` its saved tabs; ``s3`` its ``.grad``
slot; ``a3`` the AccumulateGrad arrow; ``r3`` the seed's arrow; ``e5f`` ``e5g`` the two
arrows of an edge, ``e5m`` ``e5d`` its label.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from autoviz.picture.card import Card, Face
from autoviz.picture.notation import numbers
from autoviz.picture.view import EdgeView, View
from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Snapshot,
    Step,
    Value,
)

__all__ = ["Frame", "focus", "frame"]


@dataclass(slots=True)
class Frame:
    """Classes and texts by element id; every id of the picture is in one of them."""

    classes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def focus(step: Step | None) -> int | None:
    """The one node a step is about."""
    return None if step is None else step.node


def frame(view: View, k: int) -> Frame:
    """The picture after step ``k``."""
    painted = Frame()
    snapshot = view.snapshots[k]
    for card, face in zip(view.cards, view.faces[k], strict=True):
        _paint_card(painted, card, face, snapshot)
        _paint_tabs(painted, card, face, snapshot)
        if card.slot is not None:
            _paint_slot(painted, card, face, snapshot)
    for root in view.roots:
        _paint_seed(painted, root, snapshot)
    for edge in view.edges:
        _paint_edge(painted, edge, k, snapshot)
    return painted


def _paint_card(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    me, step = f"c{card.id}", snapshot.step
    classes = ["card", card.kind]
    if card.id in snapshot.future:
        classes.append("future")
    if focus(step) == card.id:
        classes.append("fail" if isinstance(step, Failure) else "focus")
        if isinstance(step, Forward):
            classes.append("forward")
    painted.classes[me] = " ".join(classes)
    forward = " forward" if "forward" in classes else ""
    painted.classes[f"{me}h"] = f"halo{forward}" if "focus" in classes else "halo off"
    if card.fails:
        painted.classes[f"{me}x"] = "stop" if "fail" in classes else "stop off"
    if card.scalar:
        unseen = face.value is None and card.id not in snapshot.future
        painted.texts[f"{me}v"] = "–" if unseen else numbers.row(face.value)
    else:
        _show(painted, f"{me}V", card.values, face.value)
    if card.takes_gradient:
        _paint_gradient(painted, card, face, snapshot)


def _paint_gradient(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    me, step = f"c{card.id}", snapshot.step
    waiting = card.id in snapshot.arriving
    running = focus(step) == card.id and isinstance(step, Backward | Accumulate)
    tone = "now" if waiting or running else "past"
    painted.classes[f"{me}l"] = f"label {tone}" if face.label else "label past"
    painted.texts[f"{me}l"] = face.label
    if card.scalar:
        painted.texts[f"{me}p"] = face.past
        painted.texts[f"{me}n"] = face.now
        painted.texts[f"{me}m"] = face.more
        coming = " coming" if face.fresh and waiting else ""
        painted.classes[f"{me}n"] = f"number {tone}{coming}"
        painted.classes[f"{me}p"] = painted.classes[f"{me}m"] = f"number {tone}"
        if card.sums:
            painted.texts[f"{me}t"] = face.total
        return
    _show(painted, f"{me}G", card.gradients, face.gradient)


def _paint_tabs(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    if not card.tabs:
        return
    shown = any(face.tabs)
    state = "off" if not shown else "freed" if card.id in snapshot.freed else "held"
    painted.classes[f"t{card.id}"] = f"tab {state}"
    for line in range(card.tabs):
        text = face.tabs[line] if line < len(face.tabs) else ""
        painted.texts[f"t{card.id}x{line}"] = text


def _paint_slot(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    step = snapshot.step
    active = isinstance(step, Accumulate) and step.node == card.id
    painted.classes[f"s{card.id}"] = "slot focus" if active else "slot"
    painted.classes[f"s{card.id}h"] = "halo" if active else "halo off"
    painted.classes[f"a{card.id}"] = "acc now" if active else "acc"
    text = "None" if face.grad is None else numbers.row(face.grad)
    painted.texts[f"s{card.id}v"] = text
    painted.classes[f"s{card.id}v"] = "number empty" if face.grad is None else "number"
    if not card.scalar:
        _show(painted, f"s{card.id}G", card.grads, face.grad)


def _paint_seed(painted: Frame, root: int, snapshot: Snapshot) -> None:
    here = isinstance(snapshot.step, Seed) and snapshot.step.node == root
    waiting, done = snapshot.arriving.get(root), snapshot.gradients.get(root)
    value = waiting.parts[0] if waiting is not None else done
    state = "now" if here else "past" if value is not None else "off"
    painted.classes[f"r{root}"] = f"grad {state}"
    painted.texts[f"r{root}m"] = "" if value is None else numbers.item(value)
    painted.classes[f"r{root}m"] = f"main {state}"


def _paint_edge(painted: Frame, each: EdgeView, k: int, snapshot: Snapshot) -> None:
    step, edge = snapshot.step, each.edge
    running = focus(step) == edge.head
    forward = "fwd"
    if edge.head in snapshot.future:
        forward = "fwd future"
    elif running and isinstance(step, Forward):
        forward = "fwd now"
    painted.classes[f"{each.id}f"] = forward
    if not edge.needs_grad:
        return
    label = each.labels[k]
    now = running and isinstance(step, Backward) and bool(label.main)
    state = "now" if now else "past" if label.main else "off"
    painted.classes[f"{each.id}g"] = f"grad {state}"
    painted.classes[f"{each.id}m"] = f"main {state}"
    painted.texts[f"{each.id}m"] = label.main
    if any(each_label.detail for each_label in each.labels):
        painted.texts[f"{each.id}d"] = label.detail


def _show(
    painted: Frame, prefix: str, matrices: tuple[Value, ...], shown: Value | None
) -> None:
    for number, each in enumerate(matrices):
        painted.classes[f"{prefix}{number}"] = "grid" if each == shown else "grid off"
