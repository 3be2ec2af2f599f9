"""What a card says: at one step (``Face``), and how large it must be (``Card``).

A card stands for a tensor and its ``grad_fn``. It is laid out once, large enough
for the widest thing any step will put on it; after that only its texts and
classes change.

Next: ``dot`` and ``layout`` (where cards go), then ``frame`` (one step).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoviz.picture.label import grad_name, names, title
from autoviz.picture.notation import numbers
from autoviz.picture.type import MONO_EM, mono, sans
from autoviz.records import GraphNode, Saved, Snapshot, Trace, Value

__all__ = [
    "BAR",
    "LINE",
    "PAD",
    "TAB_LINE",
    "Card",
    "Face",
    "Size",
    "card",
    "face",
    "grid_size",
    "is_scalar",
]

TITLE, SUBTITLE, LABEL, NUMBER, CELL, TAB = 12.0, 9.5, 10.0, 12.0, 9.0, 9.5
"""Type sizes in pixels."""

BAR, PAD, LINE, TAB_LINE = 6.0, 9.0, 15.0, 13.0
LEFT = BAR + PAD
GAP = 12.0
CELL_HEIGHT = 14.0
GRID_SIDE = 8
HEAT = 96.0
NARROWEST = 104.0

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """What one card says after one step; texts are empty where there is nothing.

    The gradient's row: ``label`` in front of it, ``past`` the parts that had
    arrived before (``"64 + "``), ``now`` the newest or only one, ``total`` the
    sum once it is complete (``"= 256"``). ``gradient`` is the same for a matrix.
    ``tabs`` are the saved tensors, ``slot`` the number or word in ``.grad``.
    """

    value: Value | None
    label: str
    past: str
    now: str
    total: str
    gradient: Value | None
    tabs: tuple[str, ...]
    grad: Value | None


@dataclass(frozen=True, slots=True)
class Card:
    """A card's place in the picture: fixed texts, and sizes in pixels.

    ``values``, ``gradients`` and ``grads`` are the matrices it will ever show,
    each once. ``size`` is the card alone, ``box`` what it takes up with its tabs; ``slot``
    the ``.grad`` box beside it, None where there is none.
    """

    id: int
    kind: str
    bold: str
    rest: str
    corner: str
    subtitle: str
    scalar: bool
    sums: bool
    tabs: int
    tab_width: float
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
        return width, height + (2 * (self.tabs * TAB_LINE + 5) if self.tabs else 0)

    @property
    def gradient_left(self) -> float:
        """Where the gradient's column begins, for a matrix."""
        return LEFT + _column("value", self.values) + GAP


def face(trace: Trace, snapshot: Snapshot, node: GraphNode) -> Face:
    """What the card of ``node`` says after a step."""
    arriving = snapshot.arriving.get(node.id)
    done = snapshot.gradients.get(node.id)
    label, past, now, total = "", "", "", ""
    gradient = None
    if arriving is not None:
        gradient = arriving.total if arriving.total is not None else arriving.parts[-1]
        several = arriving.expected > 1
        label = "arriving" if several else "gradient"
        past, now, total = _parts(arriving.parts, arriving.expected, arriving.total)
    elif done is not None:
        gradient, label, now = done, "gradient", _number(done)
    return Face(
        value=snapshot.values.get(node.id),
        label=label,
        past=past,
        now=now,
        total=total,
        gradient=gradient,
        tabs=_tabs(trace, snapshot, node),
        grad=snapshot.grads.get(node.id),
    )


def _parts(
    parts: Sequence[Value], expected: int, total: Value | None
) -> tuple[str, str, str]:
    """``64 + `` and ``192``, ``= 256``; what is still to come is an ellipsis."""
    if expected <= 1:
        return "", _number(parts[0]), ""
    if parts[0].item() is None:
        return "", f"{len(parts)} of {expected}", ""
    shown = [numbers.item(each) for each in parts[-3:]]
    dots = "… + " if len(parts) > 3 else ""
    if len(parts) < expected:
        return dots + " + ".join(shown) + " + …", "", ""
    past = dots + "".join(f"{each} + " for each in shown[:-1])
    return past, shown[-1], "" if total is None else f"= {numbers.item(total)}"


def _number(value: Value) -> str:
    number = value.item()
    return "" if number is None else numbers.card(number)


def _tabs(trace: Trace, snapshot: Snapshot, node: GraphNode) -> tuple[str, ...]:
    if node.id not in snapshot.values and node.id not in snapshot.freed:
        return ("",) * len(node.saved)
    freed = node.id in snapshot.freed
    return tuple(_tab(trace, snapshot, node, each, freed) for each in node.saved)


def _tab(
    trace: Trace, snapshot: Snapshot, node: GraphNode, saved: Saved, freed: bool
) -> str:
    if saved.constant is not None:
        return f"saved {saved.constant}" + (": freed" if freed else "")
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
    known = numbers.shape(value.shape) if number is None else f"= {_number(value)}"
    return f"saved {what} {known}"


def card(trace: Trace, node: GraphNode, faces: Sequence[Face]) -> Card:
    """A card large enough for all its faces."""
    bold, rest = title(trace.graph, node.id)
    scalar = is_scalar(node)
    values = _distinct(each.value for each in faces)
    gradients = _distinct(each.gradient for each in faces)
    grads = _distinct(each.grad for each in faces)
    corner = numbers.shape(node.shape) if node.shape else ""
    sums = scalar and any(each.total for each in faces)
    has_slot = node.kind == "leaf" or bool(grads)
    slot_name = grad_name(names(trace.graph)[node.id])
    width = max(
        NARROWEST,
        LEFT + mono(bold + rest, TITLE) + _corner_width(corner) + PAD,
        LEFT + sans(subtitle(trace, node), SUBTITLE) + PAD,
    )
    if scalar:
        width = max(width, *(_row_width(each) for each in faces))
        rows = 2 if node.kind in ("leaf", "op") else 1
        height = 37 + rows * LINE + (LINE - 2 if sums else 0)
    else:
        columns = LEFT + _column("value", values)
        if gradients or node.kind in ("leaf", "op"):
            columns += GAP + _column("arriving", gradients)
        width = max(width, columns + PAD)
        height = 50 + max((_grid_height(each) for each in values + gradients), default=0)
        height += PAD
    tabs = max((len(each.tabs) for each in faces), default=0)
    widest_tab = max((mono(t, TAB) for each in faces for t in each.tabs), default=0)
    width = max(width, widest_tab + 24)
    slot = _slot_size(slot_name, grads) if has_slot else None
    if slot is not None:
        slot = (max(slot[0], width if scalar else 0), slot[1])
    return Card(
        id=node.id,
        kind=node.kind,
        bold=bold,
        rest=rest,
        corner=corner,
        subtitle=subtitle(trace, node),
        scalar=scalar,
        sums=sums,
        tabs=tabs,
        tab_width=round(widest_tab + 12),
        slot_name=slot_name if has_slot else "",
        values=values,
        gradients=gradients,
        grads=grads,
        size=(round(width), round(height)),
        slot=slot,
    )


def subtitle(trace: Trace, node: GraphNode) -> str:
    """The line under the title: what the tensor's ``grad_fn`` is."""
    if node.kind == "leaf":
        return "leaf · grad_fn None"
    if node.kind == "input":
        return "input · no gradient"
    if node.kind == "op":
        return node.grad_fn or ""
    return f"not recorded: {_reason(trace, node)}"


def _reason(trace: Trace, node: GraphNode) -> str:
    for step in trace.steps:
        if getattr(step, "node", None) == node.id and getattr(step, "reason", None):
            reason: str = step.reason  # type: ignore[union-attr]
            return "no grad needed" if reason == "no input requires grad" else reason
    return "no grad"


def is_scalar(node: GraphNode) -> bool:
    """Whether a tensor has one element, so that its number fits in a row."""
    return all(each == 1 for each in node.shape)


def grid_size(value: Value) -> Size:
    """The size of a matrix drawn in cells: numbers up to 8×8, else a heatmap."""
    rows = numbers.matrix(value)
    if not rows or not rows[0]:
        return 40.0, CELL_HEIGHT
    if has_numbers(value):
        widest = max(len(text) for row in numbers.cells(value) for text in row)
        cell = round(widest * MONO_EM * CELL + 6)
        return float(cell * len(rows[0])), CELL_HEIGHT * len(rows)
    side = heat_side(value)
    return max(side * len(rows[0]), 48.0), side * len(rows) + 11


def has_numbers(value: Value) -> bool:
    """Whether every cell is written out."""
    rows = numbers.matrix(value)
    small = len(rows) <= GRID_SIDE and all(len(row) <= GRID_SIDE for row in rows)
    return value.numbers is not None and small


def heat_side(value: Value) -> float:
    """The side of one cell of a heatmap."""
    rows = numbers.matrix(value)
    return max(2.0, min(8.0, HEAT // max(len(rows), len(rows[0]))))


def _grid_height(value: Value) -> float:
    return grid_size(value)[1]


def _column(label: str, values: Sequence[Value]) -> float:
    widest = max((grid_size(each)[0] for each in values), default=0.0)
    return max(widest, sans(label, LABEL))


def _corner_width(corner: str) -> float:
    return mono(corner, SUBTITLE) + 10 if corner else 0.0


def _row_width(each: Face) -> float:
    value = _number(each.value) if each.value is not None else ""
    rows = (("value", value), (each.label, each.past + each.now), ("", each.total))
    return max(
        LEFT + sans(label, LABEL) + 10 + mono(text, NUMBER) + PAD
        for label, text in rows
    )


def _slot_size(name: str, grads: Sequence[Value]) -> Size:
    texts = ["None", *(_number(each) for each in grads)]
    width = 2 * PAD + mono(name, TITLE) + 12 + max(mono(each, NUMBER) for each in texts)
    matrices = [each for each in grads if each.item() is None]
    if not matrices:
        return max(width, NARROWEST), 26.0
    grid_width = max(grid_size(each)[0] for each in matrices)
    grid_height = max(grid_size(each)[1] for each in matrices)
    return max(width, 2 * PAD + mono(name, TITLE) + 12 + grid_width), grid_height + 12


def _distinct(values: object) -> tuple[Value, ...]:
    found: dict[Value, None] = {}
    for each in values:  # type: ignore[attr-defined]
        if each is not None:
            found[each] = None
    return tuple(found)
