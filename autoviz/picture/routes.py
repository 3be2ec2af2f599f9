"""The way of each edge, from card to card.

Ends are spread along a card's side, in the order in which the edges come, so that
two arrows never share a tip. Where nothing stands between two cards the way is a
straight line, as one would draw it by hand. Where something does, the way runs
level past each rank of cards, at the height that Graphviz found for it, and in a
soft S from one rank to the next: between the ranks there are no cards.

Next: ``places``, for the labels.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat

from autoviz.picture.card import Card
from autoviz.picture.curve import between, chords
from autoviz.picture.layout import Layout, Point
from autoviz.records import Edge

__all__ = [
    "Rank",
    "Rectangle",
    "accumulate_way",
    "corner",
    "crosses",
    "foot",
    "obstacles",
    "ranks",
    "routes",
]

CORNER = 12.0
TOGETHER, APART_ENDS = 20.0, 36.0
"""Pixels between two ends on a side, from one card and from two."""

AIR = 4.0
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def corner(layout: Layout, box: str, size: tuple[float, float]) -> Point:
    """The upper left corner of a box."""
    x, y = layout.boxes[box]
    return round(x - size[0] / 2, 1), round(y - size[1] / 2, 1)


def routes(
    layout: Layout,
    cards: Sequence[Card],
    edges: Mapping[str, Edge],
    seeds: Mapping[int, float],
) -> dict[str, tuple[Point, ...]]:
    """A Bézier curve of 3n + 1 points for each edge, by id.

    ``seeds`` are the cards on which ``backward()`` was called: ``r5`` is the way of
    the gradient that comes to card 5 from nowhere, so many pixels long.
    """
    starts, ends = _ends(layout, cards, edges, seeds)
    boxes = obstacles(layout, cards)
    passed = ranks(layout, cards)
    found = {}
    for id, edge in edges.items():
        start, end = starts[id], ends[id]
        own = {f"c{edge.tail}", f"c{edge.head}"}
        others = [each for name, each in boxes.items() if name not in own]
        if not any(crosses(start, end, each) for each in others):
            found[id] = tuple(between(start, end))
        else:
            found[id] = _detour(layout, id, start, end, passed)
    for card, length in seeds.items():
        x, y = starts[f"r{card}"]
        off = (x + length, y) if layout.direction == "LR" else (x, y + length)
        found[f"r{card}"] = tuple(between((x, y), off))
    return found


def accumulate_way(layout: Layout, card: Card) -> tuple[Point, ...]:
    """From a card to its ``.grad`` slot: down or up, on their right, or across."""
    assert card.slot is not None
    (x, y), (width, height) = layout.boxes[f"c{card.id}"], card.size
    (slot_x, slot_y), (slot_width, slot_height) = (
        layout.boxes[f"s{card.id}"],
        card.slot,
    )
    if y == slot_y:
        return tuple(between((x + width / 2, y), (slot_x - slot_width / 2, y)))
    at = min(x + width / 2, slot_x + slot_width / 2) - 18
    towards = 0.5 if slot_y > y else -0.5
    end = slot_y - slot_height * towards
    return tuple(between((at, y + height * towards), (at, end)))


def foot(layout: Layout, card: Card, x: float) -> Point:
    """The lower end of a card, or of the tabs below it, at ``x``."""
    left, top = corner(layout, f"c{card.id}", card.size)
    bottom = top + card.size[1]
    at_tabs = card.below and left + 6 <= x <= left + 14 + card.tab_width
    return x, bottom + card.below if at_tabs else bottom


def obstacles(layout: Layout, cards: Sequence[Card]) -> dict[str, Rectangle]:
    """What a line should not run through, by box, with some air around it."""
    found = {}
    for card in cards:
        me, slot = f"c{card.id}", f"s{card.id}"
        found[me] = _airy(corner(layout, me, card.size), card.size, card.below)
        if card.slot is not None:
            found[slot] = _airy(corner(layout, slot, card.slot), card.slot)
    return found


def _airy(at: Point, size: tuple[float, float], below: float = 0.0) -> Rectangle:
    (x, y), (width, height) = at, size
    return x - AIR, y - AIR, x + width + AIR, y + height + below + AIR


def crosses(start: Point, end: Point, box: Rectangle) -> bool:
    """Whether a straight line runs through a rectangle."""
    (x0, y0), (x1, y1) = start, end
    if max(y0, y1) < box[1] or min(y0, y1) > box[3]:
        return False
    if max(x0, x1) < box[0] or min(x0, x1) > box[2]:
        return False
    near, far = 0.0, 1.0
    for origin, delta, low, high in (
        (x0, x1 - x0, box[0], box[2]),
        (y0, y1 - y0, box[1], box[3]),
    ):
        if not delta:
            if not low < origin < high:
                return False
            continue
        first, second = sorted(((low - origin) / delta, (high - origin) / delta))
        near, far = max(near, first), min(far, second)
    return near < far


# where on its cards an edge begins and ends


def _ends(
    layout: Layout,
    cards: Sequence[Card],
    edges: Mapping[str, Edge],
    seeds: Iterable[int],
) -> tuple[dict[str, Point], dict[str, Point]]:
    """Start and end of each edge, on the sides of its cards; a seed only starts."""
    across = 1 if layout.direction == "LR" else 0
    leaving, entering = defaultdict(list), defaultdict(list)
    for id, edge in edges.items():
        points = layout.curves[id].points
        middle = points[len(points) // 2][across]
        leaving[edge.tail].append((middle, id, edge.head))
        entering[edge.head].append((middle, id, edge.tail))
    for card in seeds:
        leaving[card].append((math.inf, f"r{card}", -1))
    starts = _spread(layout, cards, leaving, out=True)
    ends = _spread(layout, cards, entering, out=False)
    return dict(starts), dict(ends)


def _spread(
    layout: Layout,
    cards: Sequence[Card],
    sides: Mapping[int, list[tuple[float, str, int]]],
    *,
    out: bool,
) -> Iterator[tuple[str, Point]]:
    wide = layout.direction == "LR"
    for number, found in sides.items():
        card = cards[number]
        left, top = corner(layout, f"c{number}", card.size)
        width, height = card.size
        for id, along in _along(sorted(found), height if wide else width):
            if wide:
                yield id, (left + width if out else left, top + along)
            elif out:
                yield id, foot(layout, card, left + along)
            else:
                yield id, (left + along, top)


def _along(
    ends: Sequence[tuple[float, str, int]], side: float
) -> Iterator[tuple[str, float]]:
    """How far along a side of a card each end is, around its middle."""
    at, places = 0.0, [0.0]
    for (_, _, card), (_, _, other) in pairwise(ends):
        at += TOGETHER if card == other else APART_ENDS
        places.append(at)
    fit = min(1.0, (side - 2 * CORNER) / at) if at else 1.0
    for (_, id, _), place in zip(ends, places, strict=True):
        yield id, side / 2 + (place - at / 2) * fit


# around what stands in between


@dataclass(slots=True)
class Rank:
    """Where a rank of boxes begins and ends, its middle, and what it has taken."""

    low: float
    middle: float
    high: float
    taken: list[tuple[float, float]]


def ranks(layout: Layout, cards: Sequence[Card]) -> list[Rank]:
    """The ranks of boxes, in the order in which edges come to them."""
    way, across = (0, 1) if layout.direction == "LR" else (1, 0)
    found: dict[float, Rank] = {}
    for name, box in obstacles(layout, cards).items():
        middle = layout.ranks[name]
        rank = found.setdefault(middle, Rank(middle, middle, middle, []))
        rank.low, rank.high = min(rank.low, box[way]), max(rank.high, box[way + 2])
        rank.taken.append((box[across], box[across + 2]))
    return sorted(found.values(), key=lambda each: each.middle)


def _detour(
    layout: Layout, id: str, start: Point, end: Point, ranks: Sequence[Rank]
) -> tuple[Point, ...]:
    """Level past each rank, softly from one to the next."""
    turned = layout.direction == "TB"
    track = [_turned(each, turned) for each in layout.curves[id].points]
    (here, height), (there, last) = _turned(start, turned), _turned(end, turned)
    passed = [each for each in ranks if here < each.middle < there]
    found = [_height(track, each.middle) for each in passed]
    common = _common(passed, found, (last, height))
    stations = [(here, height)]
    for rank in ranks:
        if here < rank.middle < there:
            height = _level(rank, _height(track, rank.middle), (*common, last, height))
        elif rank.low < there <= rank.middle:
            height = last
        elif not rank.middle < here < rank.high:
            continue
        stations += [(max(rank.low, here), height), (min(rank.high, there), height)]
    points = [stations[0]]
    for (a, before), (b, after) in pairwise([*stations, (there, last)]):
        if a != b:
            half = (a + b) / 2
            points += [(half, before), (half, after), (b, after)]
    return tuple(_turned(each, turned) for each in points)


def _common(
    ranks: Sequence[Rank], found: Sequence[float], wanted: Sequence[float]
) -> list[float]:
    """One height at which the way can run straight past all ranks, if there is one."""
    return [
        height
        for height in (*wanted, *found)
        if all(map(_fits, ranks, found, repeat(height)))
    ][:1]


def _level(rank: Rank, found: float, wanted: Sequence[float]) -> float:
    """One of the heights wanted if it is near and free, else the one found."""
    return next((each for each in wanted if _fits(rank, found, each)), found)


def _fits(rank: Rank, found: float, height: float) -> bool:
    """Whether a height is near the one found, and nothing stands there."""
    free = not any(low - AIR < height < high + AIR for low, high in rank.taken)
    return free and abs(height - found) < TOGETHER


def _height(track: Sequence[Point], at: float) -> float:
    """How high Graphviz's curve runs at ``at``."""
    for (x0, y0), (x1, y1) in chords(track):
        if x0 <= at <= x1:
            return y0 + (y1 - y0) * ((at - x0) / ((x1 - x0) or 1.0))
    return min(track, key=lambda each: abs(each[0] - at))[1]


def _turned(point: Point, turned: bool) -> Point:
    """The same for a picture that runs downwards: x and y change places."""
    return (point[1], point[0]) if turned else point
