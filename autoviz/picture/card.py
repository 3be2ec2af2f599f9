"""What a card says: at one step (``Face``), and how large it must be (``Card``).

A card stands for a tensor and its ``grad_fn``, or for a scope that is drawn closed.
It is laid out once, large enough for the widest thing any step will put on it; after
that only its texts and classes change.

Next: ``closed`` (a scope's card), ``dot`` and ``layout`` (where cards go), then
``frame`` (one step).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoviz.picture.cells import Size, grid_size
from autoviz.picture.label import grad_name, names, title
from autoviz.picture.notation import numbers
from autoviz.picture.type import mono, sans
from autoviz.records import (
    Arriving,
    Backward,
    Failure,
    Forward,
    GraphNode,
    Saved,
    Seed,
    Snapshot,
    Trace,
    Value,
)

__all__ = [
    "BAR",
    "LINE",
    "PAD",
    "SHEETS",
    "TAB_LINE",
    "Card",
    "Face",
    "card",
    "face",
    "is_scalar",
    "tabs_height",
]

TITLE, SUBTITLE, LABEL, NUMBER, TAB = 12.0, 9.5, 10.0, 12.0, 9.5
"""Type sizes in pixels."""

BAR, PAD, LINE, TAB_LINE = 6.0, 9.0, 15.0, 13.0
LEFT = BAR + PAD
GAP = 12.0
NARROWEST = 104.0
WIDE = 150.0
TAKERS = ("leaf", "op")
SHEETS = 6.0
"""How far the sheets behind a closed scope's card look out from under it."""


@dataclass(frozen=True, slots=True)
class Face:
    """What one card says after one step; texts are empty where there is nothing.

    The gradient's row: ``label`` in front of it, ``past`` the parts that had
    arrived before (``"64 + "``), ``now`` the newest or only one, ``more`` what is
    still to come (``" + …"``), ``total`` the sum once it is complete (``"= 256"``).
    ``fresh``: the newest part came at this very step. ``gradient`` is the same for
    a matrix. ``tabs`` are the saved tensors, ``grad`` is what ``.grad`` holds.
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


@dataclass(frozen=True, slots=True)
class Card:
    """A card's place in the picture: fixed texts, and sizes in pixels.

    ``id`` is its place among the cards, ``node`` the tensor whose numbers it shows.
    Those are the same where no scope is closed. ``nodes`` is all that it stands for,
    of which ``first`` is computed first; ``counts`` is what a closed scope has in it.
    ``values``, ``gradients`` and ``grads`` are the matrices it will ever show,
    each once; ``made`` is said instead of a value where a node makes several tensors.
    ``size`` is the card alone, ``box`` what it takes up with its tabs;
    ``slot`` is the ``.grad`` box beside it, None where there is none. ``fails``: at
    some step it is the one at fault.
    """

    id: int
    node: int
    nodes: frozenset[int]
    first: int
    kind: str
    bold: str
    rest: str
    corner: str
    subtitle: str
    counts: str
    scalar: bool
    made: str
    sums: bool
    tabs: int
    tab_width: float
    fails: bool
    slot_name: str
    values: tuple[Value, ...]
    gradients: tuple[Value, ...]
    grads: tuple[Value, ...]
    size: Size
    slot: Size | None

    @property
    def box(self) -> Size:
        """With room for the tabs below, and as much above: the card is its middle."""
        width, height = self.size
        return width, height + 2 * tabs_height(self.tabs)

    @property
    def closed(self) -> bool:
        """Whether it is a scope."""
        return bool(self.counts)

    @property
    def top(self) -> float:
        """How far down a closed scope's numbers are moved, below its counts."""
        return TAB_LINE if self.closed else 0.0

    @property
    def sheet(self) -> Size:
        """The card alone, without the sheets behind it."""
        width, height = self.size
        return (width - SHEETS, height - SHEETS) if self.closed else self.size

    @property
    def takes_gradient(self) -> bool:
        """Whether a gradient can ever come to it."""
        return self.kind in TAKERS

    @property
    def gradient_left(self) -> float:
        """Where the gradient's column begins, for a matrix."""
        return LEFT + _column("value", self.values) + GAP


def tabs_height(tabs: int) -> float:
    """How far so many tabs hang out below a card."""
    return tabs * TAB_LINE + 5 if tabs else 0.0


def face(trace: Trace, snapshot: Snapshot, node: GraphNode) -> Face:
    """What the card of ``node`` says after a step."""
    arriving = snapshot.arriving.get(node.id)
    done = snapshot.gradients.get(node.id)
    label, past, now, more, total = "", "", "", "", ""
    gradient = None
    if arriving is not None:
        gradient = arriving.total if arriving.total is not None else arriving.parts[-1]
        label = _arriving(arriving)
        past, now, more, total = _parts(arriving)
    elif done is not None:
        gradient, label, now = done, "gradient", numbers.row(done)
    elif came := [each for each in node.results if each in snapshot.gradients]:
        label, now = "arrived", f"{len(came)} of {len(node.results)}"
    return Face(
        value=snapshot.values.get(node.id),
        label=label,
        past=past,
        now=now,
        more=more,
        total=total,
        fresh=_is_fresh(trace, snapshot, node),
        gradient=gradient,
        tabs=_tabs(trace, snapshot, node),
        grad=snapshot.grads.get(node.id),
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


def _is_fresh(trace: Trace, snapshot: Snapshot, node: GraphNode) -> bool:
    match snapshot.step:
        case Backward(sender, sent=sent):
            inputs = trace.graph.nodes[sender].inputs
            pairs = zip(inputs, sent, strict=False)
            return any(to.node == node.id and part is not None for to, part in pairs)
        case Seed(root):
            return root == node.id
        case _:
            return False


def _tabs(trace: Trace, snapshot: Snapshot, node: GraphNode) -> tuple[str, ...]:
    if node.id in snapshot.future:
        return ("",) * len(node.saved)
    freed = node.id in snapshot.freed
    return tuple(_tab(trace, snapshot, node, each, freed) for each in node.saved)


def _tab(
    trace: Trace, snapshot: Snapshot, node: GraphNode, saved: Saved, freed: bool
) -> str:
    if saved.constant is not None:
        what = saved.name if saved.constant == "…" else saved.constant
        return f"saved {what}" + (": freed" if freed else "")
    if saved.name == "result" or saved.node is None:
        what = "result"
    else:
        what = names(trace.graph)[saved.node]
    if freed:
        return f"saved {what}: freed"
    value = snapshot.values.get(node.id if saved.node is None else saved.node)
    if value is None:
        return f"saved {what}"
    number = value.item()
    known = numbers.shape(value.shape) if number is None else f"= {numbers.row(value)}"
    return f"saved {what} {known}"


def card(trace: Trace, node: GraphNode, faces: Sequence[Face]) -> Card:
    """A card large enough for all its faces."""
    called = names(trace.graph)[node.id]
    bold, rest = title(trace.graph, node.id)
    under = subtitle(trace, node)
    corner = numbers.shape(node.shape) if node.shape else ""
    grads = _distinct([each.grad for each in faces])
    has_slot = node.kind == "leaf" or bool(grads)
    slot_name = grad_name(called) if has_slot else ""
    tab_width = max((mono(t, TAB) for each in faces for t in each.tabs), default=0)
    width = max(
        NARROWEST,
        LEFT + mono(bold + rest, TITLE) + _corner_width(corner) + PAD,
        LEFT + sans(under, SUBTITLE) + PAD,
        tab_width + 24,
    )
    body = _scalar_size if is_scalar(node) else _matrix_size
    inner_width, height = body(node, faces)
    size = (round(max(width, inner_width)), round(height))
    return Card(
        id=node.id,
        node=node.id,
        nodes=frozenset((node.id,)),
        first=node.id,
        kind=node.kind,
        bold=bold,
        rest=rest,
        corner=corner,
        subtitle=under,
        counts="",
        scalar=is_scalar(node),
        made=tensors(node),
        sums=is_scalar(node) and any(each.total for each in faces),
        tabs=max((len(each.tabs) for each in faces), default=0),
        tab_width=round(tab_width + 12),
        fails=any(
            isinstance(step, Failure) and step.node == node.id for step in trace.steps
        ),
        slot_name=slot_name,
        values=_distinct([each.value for each in faces]),
        gradients=_distinct([each.gradient for each in faces]),
        grads=grads,
        size=size,
        slot=_slot_size(slot_name, grads, size[0]) if has_slot else None,
    )


def subtitle(trace: Trace, node: GraphNode) -> str:
    """The line under the title: what the tensor's ``grad_fn`` is."""
    match node.kind:
        case "leaf":
            return "leaf · grad_fn None"
        case "input":
            return "input · no gradient"
        case "op":
            return node.grad_fn or ""
        case _:
            return f"not recorded: {_reason(trace, node)}"


def _reason(trace: Trace, node: GraphNode) -> str:
    for step in trace.steps:
        match step:
            case Forward(number, reason=str(reason)) if number == node.id:
                return _REASONS.get(reason, reason)
    return "no grad"


_REASONS = {"no input requires grad": "no grad needed"}


def tensors(node: GraphNode) -> str:
    """``2 tensors``, the value of a node that makes several; of any other nothing."""
    return f"{len(node.results)} tensors" if node.results else ""


def is_scalar(node: GraphNode) -> bool:
    """Whether a tensor has one element, so that its number fits in a row."""
    return all(each == 1 for each in node.shape)


def _scalar_size(node: GraphNode, faces: Sequence[Face]) -> Size:
    rows = 2 if node.kind in TAKERS else 1
    total = LINE - 2 if any(each.total for each in faces) else 0
    made = LEFT + sans("value", LABEL) + 10 + mono(tensors(node), NUMBER) + PAD
    return max(made, *(_row_width(each) for each in faces)), 37 + rows * LINE + total


def _matrix_size(node: GraphNode, faces: Sequence[Face]) -> Size:
    values = _distinct([each.value for each in faces])
    gradients = _distinct([each.gradient for each in faces])
    width = LEFT + _column("value", values) + PAD
    if node.kind in TAKERS:
        labels = {"gradient", *(each.label for each in faces)}
        width += GAP + max(_column(each, gradients) for each in labels)
    tallest = max((grid_size(each)[1] for each in values + gradients), default=0.0)
    return width, 50 + tallest + PAD


def _column(label: str, values: Sequence[Value]) -> float:
    widest = max((grid_size(each)[0] for each in values), default=0.0)
    return max(widest, sans(label, LABEL))


def _corner_width(corner: str) -> float:
    return mono(corner, SUBTITLE) + 10 if corner else 0.0


def _row_width(each: Face) -> float:
    value = numbers.row(each.value)
    parts = each.past + each.now + each.more
    rows = (("value", value), (each.label, parts), ("", each.total))
    return max(
        LEFT + sans(label, LABEL) + 10 + mono(text, NUMBER) + PAD
        for label, text in rows
    )


def _slot_size(name: str, grads: Sequence[Value], card_width: float) -> Size:
    """As wide as its card for a number, if that is not very wide; else as it needs."""
    named = 2 * PAD + mono(name, TITLE) + 12
    matrices = [each for each in grads if each.item() is None]
    if matrices:
        widest = max(grid_size(each)[0] for each in matrices)
        tallest = max(grid_size(each)[1] for each in matrices)
        return named + max(widest, mono("None", NUMBER)), tallest + 12
    texts = ["None", *(numbers.row(each) for each in grads)]
    widest = max(mono(each, NUMBER) for each in texts)
    return max(named + widest, min(card_width, WIDE)), 26.0


def _distinct(values: Sequence[Value | None]) -> tuple[Value, ...]:
    """Each once, in the order in which they appear."""
    objects = {id(each): each for each in values if each is not None}
    return tuple(dict.fromkeys(objects.values()))
