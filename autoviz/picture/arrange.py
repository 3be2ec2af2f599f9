"""Where everything goes: cards, arrows, and the numbers on them.

Left to right if that is not too wide, else top to bottom. Graphviz says where the cards
go, ``routes`` leads the arrows from one to the other, and ``places`` finds room for the
numbers. Where a number has none, the cards on either side of its arrow are moved apart,
and arrows and numbers are done again.

Top to bottom a leaf has its ``.grad`` on its head, where no arrow comes in: Graphviz
gets both as one box. So more leaves fit side by side, and a gradient goes on upwards.

Next: ``layout``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from autoviz.picture.card import Card
from autoviz.picture.cells import Size
from autoviz.picture.dot import Box, Cluster, Direction, Link
from autoviz.picture.layout import Layout, Point, lay_out, widened
from autoviz.picture.opened import Opened, boxes, later
from autoviz.picture.places import GAP, Place, places, plugged
from autoviz.picture.routes import ranks, routes
from autoviz.picture.scopes import PASS
from autoviz.records import Edge
from autoviz.records.passes import reach

__all__ = ["WIDEST", "Arrangement", "arrange"]

WIDEST = 860.0
"""Pixels, as wide as a notebook's cell. A wider picture runs top to bottom."""

ROW = 2 * WIDEST
"""Pixels, for cards that stand in rows."""

MANY = 40
"""Cards. Above this nobody need try whether they fit side by side: time is short."""

MARGIN, SEED, PAIR = 10.0, 28.0, 12.0
"""Around the picture; the least length of a seed's arrow; more room for two edges."""

WIDER, ROUNDS, HASTY = 24.0, 8, 2
"""How far cards are moved apart for the sake of a number, and how often; of many."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Boxes; the way of each arrow, by id; the place of each number, by arrow."""

    layout: Layout
    routes: dict[str, tuple[Point, ...]]
    labels: dict[str, Place]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is to be arranged; ``rooms`` and ``seeds`` are the sizes of labels."""

    cards: Sequence[Card]
    edges: Mapping[str, Edge]
    rooms: Mapping[str, Size]
    seeds: Mapping[int, Size]
    scopes: Sequence[Opened]


def arrange(
    cards: Sequence[Card],
    edges: Mapping[str, Edge],
    rooms: Mapping[str, Size],
    seeds: Mapping[int, Size],
    scopes: Sequence[Opened] = (),
) -> Arrangement:
    """Where cards and edges go.

    ``rooms`` is the size of each edge's label, by id; ``seeds`` that of the gradient
    that ``backward()`` started with at a card. Its arrow is called ``r5`` at card 5.
    The cards of each of the ``scopes`` are kept together.
    """
    parts = _Parts(cards, edges, rooms, seeds, scopes)
    stubs = [each + 8 for each in _stubs(parts).values()]
    room = WIDEST - 2 * MARGIN - max(stubs, default=0.0)
    links = _links(parts)
    if len(cards) <= MANY and _longest(cards, links) <= room:
        wide = _arranged(parts, links, "LR")
        if wide.layout.width <= room:
            return wide
    return _arranged(parts, links, "TB")


def _arranged(
    parts: _Parts, links: Sequence[Link], direction: Direction
) -> Arrangement:
    """Moved apart until every number has room, or some rounds have not helped."""
    layout = _layout(parts, links, direction)
    found = _numbered(parts, layout)
    for _ in range(ROUNDS if len(parts.cards) <= MANY else HASTY):
        crowded = [id for id, each in found.labels.items() if each.covers]
        if not crowded:
            break
        layout = _apart(parts, layout, crowded)
        found = _numbered(parts, layout)
    return found


def _numbered(parts: _Parts, layout: Layout) -> Arrangement:
    """With the ways of the arrows, and places for the numbers that come back there."""
    ways = routes(layout, parts.cards, parts.edges, _stubs(parts))
    sizes = {id: parts.rooms[id] for id, each in parts.edges.items() if each.needs_grad}
    sizes |= {f"r{card}": size for card, size in parts.seeds.items()}
    frames = boxes(layout, parts.cards, parts.scopes).values()
    numbers = places(layout, parts.cards, ways, sizes, frames)
    return Arrangement(layout, ways, numbers)


def _stubs(parts: _Parts) -> dict[int, float]:
    """How long the arrow of each seed is."""
    return {card: max(SEED, size[0]) for card, size in parts.seeds.items()}


def _apart(parts: _Parts, layout: Layout, crowded: Sequence[str]) -> Layout:
    """More room after the cards from which these arrows start."""
    edges = parts.edges
    tails = [f"c{edges[id].tail}" if id in edges else f"c{id[1:]}" for id in crowded]
    starts = {layout.ranks[tail] for tail in tails}
    gaps = [
        (rank.high, after.low)
        for rank, after in pairwise(ranks(layout, parts.cards))
        if rank.middle in starts
    ]
    return widened(layout, gaps, WIDER)


# what Graphviz is asked


def _links(parts: _Parts) -> list[Link]:
    """Two edges between the same cards get more room: their labels share it."""
    pairs = Counter((each.tail, each.head) for each in parts.edges.values())
    straight = _straight(parts)
    found = []
    for id, each in parts.edges.items():
        ends = f"c{each.tail}", f"c{each.head}"
        width, height = parts.rooms[id]
        if pairs[each.tail, each.head] > 1:
            width += PAIR
        found.append(Link(id, *ends, (width, height), straight=id in straight))
    return found


def _straight(parts: _Parts) -> set[str]:
    """The edges on a gradient's longest way: a line, and the rest comes from the side.

    At its end, where the leaves are, all edges are equal.
    """
    edges = {id: each for id, each in parts.edges.items() if each.needs_grad}
    depth = dict.fromkeys(range(len(parts.cards)), 0)
    for each in edges.values():
        depth[each.head] = max(depth[each.head], depth[each.tail] + 1)
    return {
        id for id, each in edges.items() if depth[each.tail] == depth[each.head] - 1 > 1
    }


def _longest(cards: Sequence[Card], links: Sequence[Link]) -> float:
    """How wide the longest way is, its cards and labels: no picture is narrower."""
    widths = {f"c{each.id}": each.size[0] for each in cards}
    reach = dict(widths)
    for link in links:
        label = link.label[0] if link.label else 0.0
        so_far = reach[link.tail] + label + widths[link.head]
        reach[link.head] = max(reach[link.head], so_far)
    return max(reach.values(), default=0.0)


def _layout(parts: _Parts, links: Sequence[Link], direction: Direction) -> Layout:
    """Left to right a card is the middle of its box, at which Graphviz aims."""
    cards = parts.cards
    if direction == "LR":
        boxes = [Box(f"c{each.id}", *each.box) for each in cards]
        return _asked(parts, *_beside(boxes, cards, links), direction)
    entered = {link.head for link in links}
    boxes = [_tall(each, f"c{each.id}" not in entered) for each in cards]
    others = [each for each in cards if f"c{each.id}" in entered]
    layout = _asked(parts, *_beside(boxes, others, links), direction)
    heights = {each.id: each.height for each in boxes}
    return _settled(layout, cards, heights)


def _asked(
    parts: _Parts, boxes: Sequence[Box], links: Sequence[Link], direction: Direction
) -> Layout:
    """With the cards of each scope together, one scope after the other."""
    order = [
        Link(f"o{number}", f"c{tail}", f"c{head}", unseen=True)
        for number, (tail, head) in enumerate(
            later(parts.scopes, parts.cards, parts.edges.values())
        )
    ]
    order += _in_rows(parts)
    inmost = {at: scope.id for scope in parts.scopes for at in scope.cards}
    own = defaultdict(list)
    for box in boxes:
        own[inmost.get(int(box.id[1:]))].append(box.id)
    clusters = [
        Cluster(each.id, each.outer, tuple(own[each.id])) for each in parts.scopes
    ]
    return lay_out(boxes, [*links, *order], direction, clusters)


def _in_rows(parts: _Parts) -> Iterator[Link]:
    """Passes that do not depend on each other stand in rows, as words do.

    Each is beside the one before it, or below the first one of the row before. Where
    arrows lead to them there is one row: they would cross it.
    """
    cards = [each for each in parts.cards if each.counts and each.subtitle == PASS]
    users: defaultdict[int, set[int]] = defaultdict(set)
    for edge in parts.edges.values():
        users[edge.tail].add(edge.head)
    passes = {each.id for each in cards}
    if any(passes & reach(each, users) != {each} for each in passes):
        return
    length = ROW if passes.isdisjoint(chain(*users.values())) else math.inf
    first, room = cards[:1], length
    for before, card in pairwise(cards):
        room -= before.size[0]
        fits = card.size[0] <= room
        tail = before if fits else first[0]
        ends = f"c{tail.id}", f"c{card.id}"
        yield Link(f"b{card.id}", *ends, beside=fits, straight=not fits, unseen=True)
        if not fits:
            first, room = [card], length


def _beside(
    boxes: Sequence[Box], cards: Sequence[Card], links: Sequence[Link]
) -> tuple[list[Box], list[Link]]:
    """With a box beside each of these cards that has a ``.grad``."""
    slots = {f"c{each.id}": each for each in cards if each.slot}
    every, ties = [], []
    for box in boxes:
        every.append(box)
        card = slots.get(box.id)
        if card and card.slot:
            slot = Box(f"s{card.id}", *card.slot)
            every.append(slot)
            ties.append(Link(f"a{card.id}", box.id, slot.id, beside=True))
    return every, [*ties, *links]


def _tall(card: Card, crowned: bool) -> Box:
    """A card with its constants, what hangs below it, and on its head the ``.grad``."""
    width, height = card.size
    width, height = width + 2 * plugged(card), height + card.below
    if crowned and card.slot:
        width, height = max(width, card.slot[0]), height + GAP + card.slot[1]
    return Box(f"c{card.id}", width, height)


def _settled(
    layout: Layout, cards: Sequence[Card], heights: Mapping[str, float]
) -> Layout:
    """Top to bottom: where in its box each card is, and where its ``.grad``."""
    boxes, found = dict(layout.boxes), dict(layout.ranks)
    for card in cards:
        me, slot = f"c{card.id}", f"s{card.id}"
        x, y = boxes[me]
        boxes[me] = x, y + heights[me] / 2 - card.below - card.size[1] / 2
        if card.slot and slot in boxes:
            boxes[slot] = boxes[slot][0], boxes[me][1]
        elif card.slot:
            boxes[slot] = x, y - heights[me] / 2 + card.slot[1] / 2
            found[slot] = found[me]
    return replace(layout, boxes=boxes, ranks=found)
