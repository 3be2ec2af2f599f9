"""A card: what is always on it, and how large it must be.

A card stands for a tensor and its ``grad_fn``, or for a scope that is drawn closed.
It is laid out once, large enough for the widest thing any step will put on it; after
that only its texts and classes change.

Next: ``closed`` (a scope's card), ``dot`` and ``layout`` (where cards go), then
``frame`` (one step).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoviz.picture.by_hand import hooks
from autoviz.picture.cells import Size, figure
from autoviz.picture.face import Face
from autoviz.picture.label import grad_name, names, scope_name, title
from autoviz.picture.notation import numbers
from autoviz.picture.outside import leaves
from autoviz.picture.type import mono, sans
from autoviz.picture.words import shorten
from autoviz.records import (
    Cut,
    Failure,
    Forward,
    Graph,
    GraphNode,
    Hook,
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
    "card",
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
CONSTANT, BASE, SCOPE = 5, 12, 16
"""Characters of a constant, of what a view looks at, and of an open scope."""

SHEETS = 6.0
"""How far the sheets behind a closed scope's card look out from under it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card's place in the picture: fixed texts, and sizes in pixels.

    ``id`` is its place among the cards, ``node`` the tensor whose numbers it shows.
    Those are the same where no scope is closed. ``nodes`` is all that it stands for,
    of which ``first`` is computed first; ``counts`` is what a closed scope has in it.
    ``values``, ``gradients`` and ``grads`` are the matrices it will ever show,
    each once; ``made`` is said instead of a value where a node makes several tensors.
    ``size`` is the card alone, ``box`` what it takes up with its tabs;
    ``slot`` is the ``.grad`` box beside it, None where there is none; ``deposits``:
    at some step several things were added up in it. ``fails``: at some step it is the
    one at fault. ``marks`` hang below the tabs: a hook, a way in which its numbers left
    autograd, each with the first step in which that was so. ``versions``: its memory
    is written to at some step. ``constants`` are the plain numbers that its operation
    took; ``hints``: some number has more digits than there is room for.
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
    marks: tuple[tuple[int, str], ...] = ()
    versions: bool = False
    deposits: bool = False
    constants: tuple[str, ...] = ()
    hints: bool = False

    @property
    def box(self) -> Size:
        """With room for what hangs below, and as much above: the card is its middle."""
        width, height = self.size
        return width, height + 2 * self.below

    @property
    def below(self) -> float:
        """How far its tabs hang out below it, and the marks below these."""
        return tabs_height(self.tabs) + tabs_height(len(self.marks))

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


def card(trace: Trace, node: GraphNode, faces: Sequence[Face]) -> Card:
    """A card large enough for all its faces."""
    faces = list({id(each): each for each in faces}.values())
    bold, rest = title(trace.graph, node.id)
    corner = numbers.shape(node.shape) if node.shape else ""
    under, marks = subtitle(trace, node), _marks(trace, node)
    hanging = [text for each in faces for text in each.tabs]
    hanging += [text for _, text in marks]
    tab_width = max((mono(text, TAB) for text in hanging), default=0)
    head = _head_width(bold + rest, corner, under, faces)
    body = _scalar_size if is_scalar(node) else _matrix_size
    inner, height = body(node, faces)
    width = round(max(NARROWEST, head, inner, tab_width + (40 if marks else 24)))
    grads = _distinct([each.grad for each in faces])
    has_slot = node.kind == "leaf" or bool(grads)
    slot_name = grad_name(names(trace.graph)[node.id]) if has_slot else ""
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
        fails=_fails(trace, node),
        slot_name=slot_name,
        values=_distinct([each.value for each in faces]),
        gradients=_distinct([each.gradient for each in faces]),
        grads=grads,
        size=(width, round(height)),
        slot=_slot_size(slot_name, grads, faces, width) if has_slot else None,
        marks=marks,
        versions=any(each.version for each in faces),
        deposits=any(each.deposits for each in faces),
        constants=_constants(node),
        hints=any(any(each.hints) for each in faces),
    )


def _fails(trace: Trace, node: GraphNode) -> bool:
    return any(
        isinstance(step, Failure) and step.node == node.id for step in trace.steps
    )


def _marks(trace: Trace, node: GraphNode) -> tuple[tuple[int, str], ...]:
    found: dict[str, int] = {}
    for k, step in enumerate(trace.steps, 1):
        match step:
            case Cut(number) if number == node.id:
                found.setdefault(leaves(step), k)
            case Hook(number) if number == node.id:
                found.setdefault(hooks(step), k)
            case _:
                pass
    return tuple((k, text) for text, k in found.items())


def _constants(node: GraphNode) -> tuple[str, ...]:
    """The plain numbers among what an operation took, as far as they are short.

    None stands for what was not given: a bias, the weights of a loss.
    """
    taken = [e.constant for e in node.inputs if e.constant not in (None, "None")]
    taken += [text for name, text in node.arguments if name == "exponent"]
    return tuple(numbers.fitted(each, CONSTANT) for each in taken if each != "…")


def subtitle(trace: Trace, node: GraphNode) -> str:
    """The line under the title: what the tensor's ``grad_fn`` is."""
    match node.kind:
        case "leaf":
            return "leaf · grad_fn None"
        case "input":
            return "input · no gradient"
        case "op":
            did = node.grad_fn or ""
        case _:
            did = f"not recorded: {_reason(trace, node)}"
    whole = did, _whose(trace.graph, node), _within(trace.graph, node)
    return " · ".join(filter(None, whole))


def _whose(graph: Graph, node: GraphNode) -> str:
    """``view of b``, of a tensor that looks at the memory of another."""
    if node.view_of is None:
        return ""
    return f"view of {shorten(names(graph)[node.view_of], BASE)}"


def _within(graph: Graph, node: GraphNode) -> str:
    """``in layer 2``: the innermost of the open scopes, and which round it was."""
    if node.scope is None:
        return ""
    return f"in {scope_name(graph, graph.scopes[node.scope], SCOPE)}"


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
    tallest = max((figure(each).size[1] for each in values + gradients), default=0.0)
    return width, 50 + tallest + PAD


def _column(label: str, values: Sequence[Value]) -> float:
    widest = max((figure(each).size[0] for each in values), default=0.0)
    return max(widest, sans(label, LABEL))


def _head_width(called: str, corner: str, under: str, faces: Sequence[Face]) -> float:
    """Of the title with the shape, and of the line below it with the version."""
    version = max((sans(each.version, SUBTITLE) for each in faces), default=0)
    return max(
        LEFT + mono(called, TITLE) + _corner_width(corner) + PAD,
        LEFT + sans(under, SUBTITLE) + (version and version + GAP) + PAD,
    )


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


def _slot_size(
    name: str, grads: Sequence[Value], faces: Sequence[Face], card_width: float
) -> Size:
    """As wide as its card for a number, if that is not very wide; else as it needs."""
    width, height = _named_slot(name, grads, card_width)
    deposits = max((mono(each.deposits, SUBTITLE) for each in faces), default=0.0)
    if not deposits:
        return width, height
    return max(width, 2 * PAD + deposits), height + TAB_LINE


def _named_slot(name: str, grads: Sequence[Value], card_width: float) -> Size:
    named = 2 * PAD + mono(name, TITLE) + 12
    matrices = [each for each in grads if each.item() is None]
    if matrices:
        widest = max(figure(each).size[0] for each in matrices)
        tallest = max(figure(each).size[1] for each in matrices)
        return named + max(widest, mono("None", NUMBER)), tallest + 12
    texts = ["None", *(numbers.row(each) for each in grads)]
    widest = max(mono(each, NUMBER) for each in texts)
    return max(named + widest, min(card_width, WIDE)), 26.0


def _distinct(values: Sequence[Value | None]) -> tuple[Value, ...]:
    """Each once, in the order in which they appear."""
    objects = {id(each): each for each in values if each is not None}
    return tuple(dict.fromkeys(objects.values()))
