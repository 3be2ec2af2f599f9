"""Where the number on an edge stands.

Beside the middle of its edge, on the gradient's side, if there is room. If not, a
little towards either end, or on the other side: the first place where it covers no
card, no other label and no other edge.

Next: ``svg``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from autoviz.picture.card import SUBTITLE, Card
from autoviz.picture.cells import Size
from autoviz.picture.curve import between
from autoviz.picture.layout import Layout, Point
from autoviz.picture.routes import Rectangle, accumulate_way, crosses, obstacles
from autoviz.picture.type import sans

__all__ = ["ACCUMULATE", "APART", "accumulate_label", "around", "places", "text_box"]

APART = 4.0
"""Pixels from the middle of an edge to either of its two arrows."""

ACCUMULATE = "AccumulateGrad"

Ways = Mapping[str, Sequence[Point]]


def places(
    layout: Layout, cards: Sequence[Card], ways: Ways, sizes: Mapping[str, Size]
) -> dict[str, Point]:
    """The centre of each label, by edge id; ``sizes`` of those that have one."""
    taken = list(obstacles(layout, cards).values())
    leaves = [card for card in cards if card.slot is not None]
    taken += [text_box(layout, card) for card in leaves]
    deposits = [accumulate_way(layout, card) for card in leaves]
    found: dict[str, Point] = {}
    for id, size in sizes.items():
        others = [way for other, way in ways.items() if other != id] + deposits
        places = list(_candidates(layout, id, ways[id], size))
        free = (
            place for place in places if not _covers(around(place, size), taken, others)
        )
        found[id] = next(free, places[0])
        taken.append(around(found[id], size))
    return found


def accumulate_label(layout: Layout, card: Card) -> tuple[float, float, str]:
    """The word AccumulateGrad: x, baseline and anchor."""
    start, *_, end = accumulate_way(layout, card)
    if layout.direction == "LR":
        return start[0] - 8, (start[1] + end[1]) / 2 + 3.5, "end"
    assert card.slot is not None
    return end[0], end[1] - card.slot[1] / 2 - 5, "start"


def text_box(layout: Layout, card: Card) -> Rectangle:
    """The room that the word AccumulateGrad takes."""
    x, y, anchor = accumulate_label(layout, card)
    width = sans(ACCUMULATE, SUBTITLE)
    left = x - width if anchor == "end" else x
    return left, y - 9, left + width, y + 3


def _candidates(
    layout: Layout, id: str, way: Sequence[Point], size: Size
) -> Iterator[Point]:
    side = 1 if layout.direction == "LR" else -1
    label = layout.curves[id].label
    if label is not None and list(way) != between(way[0], way[-1]):
        yield label
    for across in (side, -side):
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75):
            yield _beside(way, share, across, size)
            yield _level(way, share, across, size, layout)


def _beside(way: Sequence[Point], share: float, side: int, size: Size) -> Point:
    """Next to a point of the way, as near as the label's size allows."""
    (x, y), (dx, dy) = _on(way, share)
    across, down = -dy * side, dx * side
    off = APART + 1 + abs(across) * size[0] / 2 + abs(down) * size[1] / 2
    return x + across * off, y + down * off


def _level(
    way: Sequence[Point], share: float, side: int, size: Size, layout: Layout
) -> Point:
    """In the middle between the ranks, moved along them: for slanting edges."""
    (x, y), (dx, dy) = _on(way, share)
    width, height = size
    if layout.direction == "LR":
        off = APART + 1 + height / 2 + width / 2 * abs(dy / (dx or 1))
        return x, y + off * side * (1 if dx > 0 else -1)
    off = APART + 1 + width / 2 + height / 2 * abs(dx / (dy or 1))
    return x - off * side * (1 if dy > 0 else -1), y


def _on(way: Sequence[Point], share: float) -> tuple[Point, Point]:
    """A point of a Bézier curve, and the direction there."""
    pieces = (len(way) - 1) // 3
    piece = min(int(share * pieces), pieces - 1)
    t = share * pieces - piece
    a, b, c, d = way[3 * piece : 3 * piece + 4]
    ab, bc, cd = _mix(a, b, t), _mix(b, c, t), _mix(c, d, t)
    before, after = _mix(ab, bc, t), _mix(bc, cd, t)
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = math.hypot(dx, dy) or 1.0
    return _mix(before, after, t), (dx / length, dy / length)


def _mix(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def around(centre: Point, size: Size) -> Rectangle:
    """The rectangle of ``size`` around a point."""
    (x, y), (width, height) = centre, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _covers(
    label: Rectangle, taken: Sequence[Rectangle], ways: Sequence[Sequence[Point]]
) -> bool:
    return any(_overlap(label, each) for each in taken) or any(
        crosses(way[at], way[at + 3], label)
        for way in ways
        for at in range(0, len(way) - 1, 3)
    )


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
