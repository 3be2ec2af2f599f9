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

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from autoviz.picture.card import Card, Face
from autoviz.picture.notation import numbers
from autoviz.picture.view import EdgeView, View, started
from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Snapshot,
    Step,
    Update,
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
        if card.takes_gradient:
            runs, _ = view.trace.graph.output(card.node)
            _paint_gradient(painted, card, face, snapshot, runs)
        _paint_tabs(painted, card, face, snapshot)
        if card.slot is not None:
            _paint_slot(painted, card, face, snapshot)
    for root, nodes in view.roots.items():
        _paint_seed(painted, root, nodes, snapshot)
    for edge in view.edges:
        heads = {view.trace.graph.output(each.head)[0] for each in edge.edges}
        _paint_edge(painted, edge, k, snapshot, heads)
    return painted


def _paint_card(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    me, step = f"c{card.id}", snapshot.step
    classes = ["card", card.kind]
    if card.closed:
        classes.append("closed")
    if card.first in snapshot.future:
        classes.append("future")
    if focus(step) in card.nodes:
        classes.append("fail" if isinstance(step, Failure) else "focus")
        if isinstance(step, Forward | Update):
            classes.append("forward")
    painted.classes[me] = " ".join(classes)
    forward = " forward" if "forward" in classes else ""
    painted.classes[f"{me}h"] = f"halo{forward}" if "focus" in classes else "halo off"
    if card.fails:
        painted.classes[f"{me}x"] = "stop" if "fail" in classes else "stop off"
    if card.scalar:
        unseen = face.value is None and card.node not in snapshot.future
        told = card.made if card.made and face.value else numbers.row(face.value)
        painted.texts[f"{me}v"] = "–" if unseen else told
    else:
        _show(painted, f"{me}V", card.values, face.value)


def _paint_gradient(
    painted: Frame, card: Card, face: Face, snapshot: Snapshot, runs: int
) -> None:
    me, step = f"c{card.id}", snapshot.step
    waiting = card.node in snapshot.arriving
    running = focus(step) == runs and isinstance(step, Backward | Accumulate)
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
    state = "off" if not shown else "freed" if card.node in snapshot.freed else "held"
    painted.classes[f"t{card.id}"] = f"tab {state}"
    for line in range(card.tabs):
        text = face.tabs[line] if line < len(face.tabs) else ""
        painted.texts[f"t{card.id}x{line}"] = text


def _paint_slot(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    step = snapshot.step
    active = isinstance(step, Accumulate) and step.node == card.node
    painted.classes[f"s{card.id}"] = "slot focus" if active else "slot"
    painted.classes[f"s{card.id}h"] = "halo" if active else "halo off"
    painted.classes[f"a{card.id}"] = "acc now" if active else "acc"
    text = "None" if face.grad is None else numbers.row(face.grad)
    painted.texts[f"s{card.id}v"] = text
    painted.classes[f"s{card.id}v"] = "number empty" if face.grad is None else "number"
    if not card.scalar:
        _show(painted, f"s{card.id}G", card.grads, face.grad)


def _paint_seed(
    painted: Frame, root: int, nodes: Sequence[int], snapshot: Snapshot
) -> None:
    here = isinstance(snapshot.step, Seed) and snapshot.step.node in nodes
    told = started(snapshot, nodes)
    state = "now" if here else "past" if told else "off"
    painted.classes[f"r{root}"] = f"grad {state}"
    painted.texts[f"r{root}m"] = told
    painted.classes[f"r{root}m"] = f"main {state}"


def _paint_edge(
    painted: Frame, each: EdgeView, k: int, snapshot: Snapshot, heads: Collection[int]
) -> None:
    step = snapshot.step
    running = any(edge.head == focus(step) for edge in each.edges)
    forward = "fwd"
    if all(edge.head in snapshot.future for edge in each.edges):
        forward = "fwd future"
    elif running and isinstance(step, Forward):
        forward = "fwd now"
    painted.classes[f"{each.id}f"] = forward
    if not each.edge.needs_grad:
        return
    label = each.labels[k]
    now = focus(step) in heads and isinstance(step, Backward) and bool(label.main)
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
