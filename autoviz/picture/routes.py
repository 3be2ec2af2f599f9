"""The way of each edge, from card to card.

Graphviz finds the ways and keeps room beside them. Two things are done to its
curves here. Ends are spread along a card's side, in the order in which the edges
come, so that two arrows never share a tip. And where nothing stands between two
cards the way is a straight line, as one would draw it by hand.

Next: ``places``, for the labels.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from autoviz.picture.card import Card, tabs_height
from autoviz.picture.curve import between
from autoviz.picture.layout import Layout, Point
from autoviz.records import Edge

__all__ = ["Rectangle", "accumulate_way", "corner", "crosses", "obstacles", "routes"]

SPACING = 22.0
CORNER = 15.0
Rectangle = tuple[float, float, float, float]


def corner(layout: Layout, box: str, size: tuple[float, float]) -> Point:
    """The upper left corner of a box."""
    x, y = layout.boxes[box]
    return round(x - size[0] / 2, 1), round(y - size[1] / 2, 1)


def routes(
    layout: Layout, cards: Sequence[Card], edges: Mapping[str, Edge]
) -> dict[str, tuple[Point, ...]]:
    """A Bézier curve of 3n + 1 points for each edge, by id."""
    places = _places(layout, cards, edges)
    boxes = obstacles(layout, cards)
    pairs = Counter((edge.tail, edge.head) for edge in edges.values())
    found = {}
    for id, edge in edges.items():
        start, end = places[id]
        ends = {f"c{edge.tail}", f"c{edge.head}"}
        free = [each for name, each in boxes.items() if name not in ends]
        alone = pairs[edge.tail, edge.head] == 1
        if alone and not any(crosses(start, end, each) for each in free):
            found[id] = tuple(between(start, end))
        else:
            found[id] = _bent(layout.curves[id].points, start, end)
    return found


def accumulate_way(layout: Layout, card: Card) -> tuple[Point, ...]:
    """From a leaf to its ``.grad`` slot: down on its right, or across to it."""
    assert card.slot is not None
    (x, y), (width, height) = layout.boxes[f"c{card.id}"], card.size
    (slot_x, slot_y), (slot_width, slot_height) = (
        layout.boxes[f"s{card.id}"],
        card.slot,
    )
    if layout.direction == "LR":
        at = min(x + width / 2, slot_x + slot_width / 2) - 18
        return tuple(between((at, y + height / 2), (at, slot_y - slot_height / 2)))
    return tuple(between((x + width / 2, slot_y), (slot_x - slot_width / 2, slot_y)))


def _places(
    layout: Layout, cards: Sequence[Card], edges: Mapping[str, Edge]
) -> dict[str, tuple[Point, Point]]:
    """Start and end of each edge, on the sides of its cards."""
    across = 1 if layout.direction == "LR" else 0
    leaving, entering = defaultdict(list), defaultdict(list)
    for id, edge in edges.items():
        points = layout.curves[id].points
        middle = points[len(points) // 2][across]
        leaving[edge.tail].append((middle, id))
        entering[edge.head].append((middle, id))
    starts = dict(_spread(layout, cards, leaving, out=True))
    ends = dict(_spread(layout, cards, entering, out=False))
    return {id: (starts[id], ends[id]) for id in edges}


def _spread(
    layout: Layout,
    cards: Sequence[Card],
    sides: Mapping[int, list[tuple[float, str]]],
    *,
    out: bool,
) -> Iterator[tuple[str, Point]]:
    wide = layout.direction == "LR"
    for number, found in sides.items():
        card = cards[number]
        left, top = corner(layout, f"c{number}", card.size)
        width, height = card.size
        room = (height if wide else width) - 2 * CORNER
        gap = min(SPACING, room / max(len(found) - 1, 1))
        for at, (_, id) in enumerate(sorted(found)):
            along = (at - (len(found) - 1) / 2) * gap
            if wide:
                yield id, (left + width if out else left, top + height / 2 + along)
                continue
            x = left + width / 2 + along
            yield id, (x, _foot(card, left, top, x) if out else top)


def _foot(card: Card, left: float, top: float, x: float) -> float:
    """The lower end of a card, or of the tabs below it, at ``x``."""
    bottom = top + card.size[1]
    at_tabs = card.tabs and left + 6 <= x <= left + 14 + card.tab_width
    return bottom + tabs_height(card.tabs) if at_tabs else bottom


def obstacles(layout: Layout, cards: Sequence[Card]) -> dict[str, Rectangle]:
    """What a line should not run through, by box, with some air around it."""
    found = {}
    for card in cards:
        for box, size in ((f"c{card.id}", card.box), (f"s{card.id}", card.slot)):
            if size is not None:
                x, y = corner(layout, box, size)
                found[box] = (x - 4, y - 4, x + size[0] + 4, y + size[1] + 4)
    return found


def crosses(start: Point, end: Point, box: Rectangle) -> bool:
    """Whether a straight line runs through a rectangle."""
    (x0, y0), (x1, y1) = start, end
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


def _bent(points: Sequence[Point], start: Point, end: Point) -> tuple[Point, ...]:
    """Both ends moved; what is near an end moves with it, the middle hardly."""
    last = len(points) - 1
    dx0, dy0 = start[0] - points[0][0], start[1] - points[0][1]
    dx1, dy1 = end[0] - points[-1][0], end[1] - points[-1][1]
    return tuple(
        (
            x + dx0 * (1 - at / last) ** 2 + dx1 * (at / last) ** 2,
            y + dy0 * (1 - at / last) ** 2 + dy1 * (at / last) ** 2,
        )
        for at, (x, y) in enumerate(points)
    )
