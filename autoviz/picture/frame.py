"""One step, painted: which element has which class, and says what.

A ``Frame`` is two dictionaries, by element id. The still pictures and the player
use the same ones; the player gets what changes from step to step.

Ids: ``c3`` a card, ``c3v`` its value, ``c3l c3p c3n c3m c3t`` its gradient row
(label, past parts, now, more to come, total), ``c3V0`` ``c3G0`` its matrices,
``c3h`` its halo, ``c3x`` its stop sign, ``c3w`` its version, ``c3e`` its exact numbers;
``k3`` the constants it took; ``t3`` its saved tabs, ``q3`` the marks below them; ``s3``
its ``.grad`` slot, ``s3d`` what was added up in it; ``a3`` the AccumulateGrad arrow;
``r3`` the seed's arrow; ``e5f`` ``e5g`` the two arrows of an edge, ``e5m`` ``e5d`` its
label, ``e5h`` the exact number on it; ``o2`` the box of a scope, ``o2n`` its handle,
``o2s`` a sign on that, ``o2i`` what it says when it is closed; ``mode`` the grad mode.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from autoviz.picture.card import Card
from autoviz.picture.face import Face
from autoviz.picture.notation import numbers
from autoviz.picture.outside import inside
from autoviz.picture.touched import touched
from autoviz.picture.view import EdgeView, View, started
from autoviz.records import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Graph,
    Hook,
    Seed,
    Skipped,
    Snapshot,
    Step,
    Update,
    Value,
)
from autoviz.records.grains import about
from autoviz.records.saved import changed_with_it

__all__ = ["Frame", "frame", "frames"]


@dataclass(slots=True)
class Frame:
    """Classes and texts by element id; of a whole picture all ids are there."""

    classes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def frame(view: View, k: int) -> Frame:
    """The picture after step ``k``."""
    painted = Frame()
    _paint(painted, view, k, view.cards, view.edges)
    for scope in view.scopes:
        me = f"o{scope.id}"
        painted.classes |= {me: "scope", f"{me}i": "inner off", f"{me}n": "handle"}
        painted.texts[f"{me}s"] = ""
    return painted


def frames(view: View) -> Iterator[Frame]:
    """The picture before all steps, then for each what it can have changed."""
    yield frame(view, 0)
    graph = view.trace.graph
    cards = {node: card for card in view.cards for node in card.nodes}
    edges: dict[int, list[EdgeView]] = defaultdict(list)
    for each in view.edges:
        for head in {each.head for each in each.edges}:
            edges[head].append(each)
            if graph.output(head)[0] != head:
                edges[graph.output(head)[0]].append(each)
    for k in range(1, len(view.snapshots)):
        painted = Frame()
        near = _near(graph, view.snapshots[k])
        if near is None:
            _paint(painted, view, k, view.cards, view.edges)
        else:
            changed = {cards[each].id: cards[each] for each in near if each in cards}
            heading = {e.id: e for each in near for e in edges.get(each, ())}
            _paint(painted, view, k, changed.values(), heading.values())
        yield painted


def _near(graph: Graph, snapshot: Snapshot) -> frozenset[int] | None:
    """The nodes that look otherwise than a step before; None: all.

    Where the focus was, and where it is now, are among them.
    """
    near = touched(graph, snapshot)
    if near is None:
        return None
    found = set(near)
    for step in (snapshot.step, snapshot.before.step):
        node = about(step)
        if node is not None:
            found |= {node, graph.output(node)[0]}
        if isinstance(step, Failure):
            found |= set(step.places)
    return frozenset(found)


def _paint(
    painted: Frame,
    view: View,
    k: int,
    cards: Iterable[Card],
    edges: Iterable[EdgeView],
) -> None:
    """These cards and arrows, as they are after step ``k``."""
    snapshot = view.snapshots[k]
    for card in cards:
        face = view.faces[k][card.id]
        _paint_card(painted, card, face, snapshot)
        if card.takes_gradient:
            runs, _ = view.trace.graph.output(card.node)
            _paint_gradient(painted, card, face, snapshot, runs)
        _paint_tabs(painted, card, face, snapshot)
        _paint_marks(painted, card, snapshot)
        if card.slot is not None:
            _paint_slot(painted, card, face, snapshot)
    for root, nodes in view.roots.items():
        _paint_seed(painted, root, nodes, snapshot)
    for edge in edges:
        heads = {view.trace.graph.output(each.head)[0] for each in edge.edges}
        _paint_edge(painted, edge, k, snapshot, heads)
    if view.modes:
        painted.texts["mode"] = inside(snapshot)


def _paint_card(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    me, step = f"c{card.id}", snapshot.step
    classes = ["card", card.kind]
    if card.closed:
        classes.append("closed")
    if card.first in snapshot.future:
        classes.append("future")
    if _is_about(snapshot, card):
        classes.append("fail" if isinstance(step, Failure) else "focus")
        if isinstance(step, Forward | Cut | Update | Skipped):
            classes.append("forward")
    if isinstance(step, Failure) and card.nodes & set(step.places):
        classes.append("place")
    painted.classes[me] = " ".join(classes)
    forward = " forward" if "forward" in classes else ""
    painted.classes[f"{me}h"] = f"halo{forward}" if "focus" in classes else "halo off"
    if card.fails:
        painted.classes[f"{me}x"] = "stop" if "fail" in classes else "stop off"
    if card.versions:
        painted.texts[f"{me}w"] = face.version
    if card.constants:
        painted.classes[f"k{card.id}"] = "constant"
    if card.hints:
        named = zip(("value", "gradient"), face.hints, strict=False)
        exact = [f"{label} {number}" for label, number in named if number]
        painted.texts[f"{me}e"] = ", ".join(exact)
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
    running = about(step) == runs and isinstance(step, Backward | Hook | Accumulate)
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
    shown, freed = any(face.tabs), card.node in snapshot.freed
    state = "freed" if freed else "stale" if face.stale else "held"
    state = state if shown else "off"
    painted.classes[f"t{card.id}"] = f"tab {state}"
    for line in range(card.tabs):
        text = face.tabs[line] if line < len(face.tabs) else ""
        painted.texts[f"t{card.id}x{line}"] = text


def _paint_marks(painted: Frame, card: Card, snapshot: Snapshot) -> None:
    """Hooks, and where a number was taken out of autograd, from the first time on."""
    if not card.marks:
        return
    there = [text if k <= snapshot.k else "" for k, text in card.marks]
    here = isinstance(snapshot.step, Cut | Hook) and snapshot.step.node == card.node
    state = "off" if not any(there) else "mark now" if here else "mark"
    painted.classes[f"q{card.id}"] = f"tab {state}"
    for line, text in enumerate(there):
        painted.texts[f"q{card.id}x{line}"] = text


def _is_about(snapshot: Snapshot, card: Card) -> bool:
    """Whether a step has done something to a card, or to one in it."""
    step = snapshot.step
    if isinstance(step, Skipped):
        return any(node in card.nodes for node, _ in step.values)
    if any(node in card.nodes for node, _ in changed_with_it(snapshot)):
        return True
    return about(step) in card.nodes and not _is_slots(step, card)


def _is_slots(step: Step | None, card: Card) -> bool:
    """Whether a step is about the ``.grad`` slot of a card, and not the card."""
    return isinstance(step, GradSet) and card.slot is not None


def _paint_slot(painted: Frame, card: Card, face: Face, snapshot: Snapshot) -> None:
    step = snapshot.step
    accumulates = isinstance(step, Accumulate) and step.node == card.node
    active = accumulates or (isinstance(step, GradSet) and step.node == card.node)
    if isinstance(step, Skipped):
        active = card.node in dict(step.grads)
    painted.classes[f"s{card.id}"] = "slot focus" if active else "slot"
    painted.classes[f"s{card.id}h"] = "halo" if active else "halo off"
    painted.classes[f"a{card.id}"] = "acc now" if accumulates else "acc"
    text = "None" if face.grad is None else numbers.row(face.grad)
    painted.texts[f"s{card.id}v"] = text
    painted.classes[f"s{card.id}v"] = "number empty" if face.grad is None else "number"
    if card.deposits:
        painted.texts[f"s{card.id}d"] = face.deposits
    if card.hints:
        painted.texts[f"s{card.id}e"] = face.hints[2]
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
    running = any(edge.head == about(step) for edge in each.edges)
    forward = "fwd"
    if all(edge.head in snapshot.future for edge in each.edges):
        forward = "fwd future"
    elif running and isinstance(step, Forward):
        forward = "fwd now"
    painted.classes[f"{each.id}f"] = f"{forward} joined" if each.joined else forward
    if not each.edge.needs_grad:
        return
    label = each.labels[k]
    now = about(step) in heads and _sends(step, each) and bool(label.main)
    state = "now" if now else "past" if label.main else "off"
    painted.classes[f"{each.id}g"] = f"grad {state}"
    painted.classes[f"{each.id}m"] = f"main {state}"
    painted.texts[f"{each.id}m"] = label.main
    if each.detailed:
        painted.texts[f"{each.id}d"] = label.detail
        painted.classes[f"{each.id}d"] = f"detail {state}"
    if each.hinted:
        painted.texts[f"{each.id}h"] = label.hint


def _sends(step: Step | None, each: EdgeView) -> bool:
    """Whether a step sends gradients, or changes one of those on an edge."""
    if not isinstance(step, Hook) or step.where == "arrived":
        return isinstance(step, Backward)
    pairs = list(zip(step.before, step.after, strict=False))
    places = [edge.input for edge in each.edges if edge.head == step.node]
    return any(pairs[at][0] != pairs[at][1] for at in places if at < len(pairs))


def _show(
    painted: Frame, prefix: str, matrices: tuple[Value, ...], shown: Value | None
) -> None:
    for number, each in enumerate(matrices):
        painted.classes[f"{prefix}{number}"] = "grid" if each == shown else "grid off"
