"""Where the number on an edge stands.

Beside the middle of its edge, on the gradient's side, if there is room. If not, a
little towards either end, or on the other side, to which the gradient's arrow moves
then: the first place where it covers no card, no other label and no edge.

Next: ``svg``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from autoviz.picture.card import BAR, SUBTITLE, Card
from autoviz.picture.cells import Size
from autoviz.picture.curve import chords, moved, on
from autoviz.picture.layout import Layout, Point
from autoviz.picture.routes import (
    Rectangle,
    accumulate_way,
    corner,
    crosses,
    obstacles,
)
from autoviz.picture.type import mono, sans

__all__ = [
    "APART",
    "GAP",
    "Place",
    "accumulate_label",
    "around",
    "places",
    "plugged",
    "plugs",
    "taken",
]

APART = 4.0
"""Pixels from the middle of an edge to either of its two arrows."""

AIR = 3.0
"""Pixels between a label and an arrow."""

GAP = 22.0
"""Pixels between a ``.grad`` and its card, or what hangs below that."""

BOX = 5
"""How much worse it is to cover a box than to cover a line."""

SQUARE = 64.0
FARTHEST = 70.0
"""Pixels from a label to the place it belongs to: farther, and it looks lost."""

SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75, 0.15, 0.85)
FINER = tuple(share / 40 for share in range(3, 38))
"""How far along its edge a label is tried, and where nothing else is left."""

Ways = Mapping[str, Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label is: its centre, and whether on the other side of its edge.

    ``covers`` is how much it covers all the same.
    """

    centre: Point
    other_side: bool
    covers: int


def places(
    layout: Layout,
    cards: Sequence[Card],
    ways: Ways,
    sizes: Mapping[str, Size],
    frames: Iterable[Rectangle] = (),
) -> dict[str, Place]:
    """The place of each label, by edge id; ``sizes`` of those that have one.

    Rather than on the outline of one of the ``frames`` it is in it, or outside.
    """
    paper = _Paper()
    leaves = [card for card in cards if card.slot is not None]
    for box in (
        *obstacles(layout, cards).values(),
        *(box for card in cards for box in plugs(layout, card)),
        *(text_box(layout, card) for card in leaves),
        *(_arrow_box(layout, card) for card in leaves),
    ):
        paper.add_box(box)
    for left, top, right, bottom in frames:
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        paper.outlines += zip(corners, [*corners[1:], corners[0]], strict=True)
    for id, way in ways.items():
        double = id in sizes and not id.startswith("r")
        for arrow in _both(layout, way) if double else (way,):
            for start, end in chords(arrow):
                paper.add_line(start, end)
    found: dict[str, Place] = {}
    for id, size in sizes.items():
        found[id] = _best(paper, _candidates(layout, ways[id], size), size)
        paper.add_box(around(found[id].centre, size))
    return found


def _best(paper: _Paper, candidates: Iterable[tuple[Point, bool]], size: Size) -> Place:
    """The first place that covers nothing, or the one that covers least."""
    tried = []
    for centre, other_side in candidates:
        label = around(centre, size)
        place = Place(centre, other_side, paper.covered(label))
        tried.append((place.covers, paper.outlined(label), place))
        if tried[-1][:2] == (0, 0):
            break
    return min(tried, key=lambda each: each[:2])[2]


def taken(layout: Layout, card: Card) -> Iterator[Rectangle]:
    """The room of a card: with its tabs, its constants and its ``.grad``."""
    x, y = corner(layout, f"c{card.id}", card.size)
    yield x, y, x + card.size[0], y + card.size[1] + card.below
    yield from plugs(layout, card)
    if card.slot is not None:
        x, y = corner(layout, f"s{card.id}", card.slot)
        yield x, y, x + card.slot[0], y + card.slot[1]
        yield text_box(layout, card)


def accumulate_label(layout: Layout, card: Card) -> tuple[str, float, float, str]:
    """What fills ``.grad``: the word, x, baseline and anchor."""
    word = "AccumulateGrad" if card.kind == "leaf" else "retain_grad"
    start, *_, end = accumulate_way(layout, card)
    if start[0] == end[0]:
        middle = end[1] + (GAP if start[1] > end[1] else -GAP) / 2
        return word, start[0] - 8, middle + 3.5, "end"
    assert card.slot is not None
    return word, end[0], end[1] - card.slot[1] / 2 - 9, "start"


def plugs(layout: Layout, card: Card) -> Iterator[Rectangle]:
    """The room of the constants on a card's left edge."""
    x, y = corner(layout, f"c{card.id}", card.size)
    right = x + BAR + 1
    for line, text in enumerate(card.constants):
        top = y + 4 + 15 * line
        yield right - _plug_width(text), top, right, top + 13


def plugged(card: Card) -> float:
    """How far they stick out."""
    return max(map(_plug_width, card.constants), default=BAR + 1) - BAR - 1


def _plug_width(text: str) -> float:
    return mono(text, SUBTITLE) + 7


def text_box(layout: Layout, card: Card) -> Rectangle:
    """The room that its word takes."""
    word, x, y, anchor = accumulate_label(layout, card)
    width = sans(word, SUBTITLE)
    left = x - width if anchor == "end" else x
    return left, y - 9, left + width, y + 3


def _arrow_box(layout: Layout, card: Card) -> Rectangle:
    """The room of the arrow beside that word."""
    start, *_, end = accumulate_way(layout, card)
    (left, right), (top, bottom) = (
        sorted((start[0], end[0])),
        sorted((start[1], end[1])),
    )
    return left - 5, top - 5, right + 5, bottom + 5


def _candidates(
    layout: Layout, way: Sequence[Point], size: Size
) -> Iterator[tuple[Point, bool]]:
    """Centres to be tried, and whether each is on the other side of the edge."""
    side = 1 if layout.direction == "LR" else -1
    for shares, other_side in product((SHARES, FINER), (False, True)):
        across = -side if other_side else side
        for share in shares:
            yield _beside(way, share, across, size), other_side
            level = _level(way, share, across, size, layout)
            if math.dist(level, on(way, share)[0]) < FARTHEST:
                yield level, other_side


def _beside(way: Sequence[Point], share: float, side: int, size: Size) -> Point:
    """Next to a point of the way, as near as the label's size allows."""
    (x, y), (dx, dy) = on(way, share)
    across, down = -dy * side, dx * side
    off = APART + AIR + abs(across) * size[0] / 2 + abs(down) * size[1] / 2
    return x + across * off, y + down * off


def _level(
    way: Sequence[Point], share: float, side: int, size: Size, layout: Layout
) -> Point:
    """In the middle between the ranks, moved along them: for slanting edges."""
    (x, y), (dx, dy) = on(way, share)
    width, height = size
    if layout.direction == "LR":
        off = (APART + AIR + width / 2 * abs(dy)) / abs(dx or 1) + height / 2
        return x, y + off * side * (1 if dx > 0 else -1)
    off = (APART + AIR + height / 2 * abs(dx)) / abs(dy or 1) + width / 2
    return x - off * side * (1 if dy > 0 else -1), y


def around(centre: Point, size: Size) -> Rectangle:
    """The rectangle of ``size`` around a point."""
    (x, y), (width, height) = centre, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _both(layout: Layout, way: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The two arrows of an edge that a gradient goes back along."""
    axis = 0 if layout.direction == "LR" else 1
    return moved(way, APART, axis), moved(way, -APART, axis)


class _Paper:
    """What is drawn already, by squares of the paper, so that looking is quick."""

    def __init__(self) -> None:
        self._boxes: defaultdict[tuple[int, int], list[Rectangle]] = defaultdict(list)
        self._lines: defaultdict[tuple[int, int], list[tuple[Point, Point]]]
        self._lines = defaultdict(list)
        self.outlines: list[tuple[Point, Point]] = []

    def add_box(self, box: Rectangle) -> None:
        for square in _squares(box):
            self._boxes[square].append(box)

    def add_line(self, start: Point, end: Point) -> None:
        (x, y), (x1, y1) = start, end
        pieces = math.ceil(max(abs(x1 - x), abs(y1 - y), 1) / SQUARE)
        across, down = (x1 - x) / pieces, (y1 - y) / pieces
        near: set[tuple[int, int]] = set()
        for _ in range(pieces):
            ends = sorted((x, x + across)), sorted((y, y + down))
            (left, right), (top, bottom) = ends
            near.update(_squares((left, top, right, bottom)))
            x, y = x + across, y + down
        for square in near:
            self._lines[square].append((start, end))

    def covered(self, label: Rectangle) -> int:
        """How much a label would cover: a line can still be followed, below it."""
        left, top, right, bottom = label
        air = left - 2, top - 2, right + 2, bottom + 2
        boxes: set[Rectangle] = set()
        lines: set[tuple[Point, Point]] = set()
        for square in _squares(air):
            boxes.update(each for each in self._boxes[square] if _overlap(label, each))
            lines.update(each for each in self._lines[square] if crosses(*each, air))
        return BOX * len(boxes) + len(lines)

    def outlined(self, label: Rectangle) -> int:
        """On how many outlines it would lie: no reason to move cards apart."""
        return sum(crosses(*each, label) for each in self.outlines)


def _squares(box: Rectangle) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(each // SQUARE) for each in box)
    return product(range(left, right + 1), range(top, bottom + 1))


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
