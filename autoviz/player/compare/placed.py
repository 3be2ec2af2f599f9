"""Equal graphs in equal places, so that the eye finds what differs.

Two graphs are equal here if they have the same operations with the same arrows. A card
is as large then as the largest of them, and Graphviz is asked once for all.

Next: ``differences``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from autoviz.picture.arrange import arrange
from autoviz.picture.card import Card
from autoviz.picture.cells import Size
from autoviz.picture.view import View

__all__ = ["placed"]


def placed(views: Sequence[View]) -> tuple[View, ...]:
    """The same views; those of equal graphs share one layout."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for number, view in enumerate(views):
        alike[_shape(view)].append(number)
    found = dict(enumerate(views))
    for numbers in alike.values():
        if len(numbers) > 1:
            shared = _shared([views[each] for each in numbers])
            found |= zip(numbers, shared, strict=True)
    return tuple(found[each] for each in range(len(views)))


def _shape(view: View) -> Hashable:
    nodes = view.trace.graph.nodes
    return (
        tuple((nodes[each.node].op, each.bold, each.closed) for each in view.cards),
        tuple((each.edge.tail, each.edge.head) for each in view.edges),
    )


def _shared(views: Sequence[View]) -> list[View]:
    cards = [
        _largest(each) for each in zip(*(view.cards for view in views), strict=True)
    ]
    edges = {each.id: each.edge for view in views for each in view.edges}
    edges |= {
        each.id: each.edge
        for view in views
        for each in view.edges
        if each.edge.needs_grad
    }
    sizes: dict[str, Size] = {}
    for view in views:
        for id, size in view.label_sizes.items():
            sizes[id] = _larger(sizes.get(id, size), size)
    seeds = {root: sizes[f"r{root}"] for view in views for root in view.roots}
    rooms = {id: sizes[id] for id in edges}
    found = arrange(cards, edges, rooms, seeds, views[0].scopes)
    return [
        replace(
            view,
            cards=tuple(map(_grown, view.cards, cards)),
            layout=found.layout,
            routes=found.routes,
            labels=found.labels,
            label_sizes=sizes,
            modes=any(each.modes for each in views),
        )
        for view in views
    ]


def _largest(cards: Sequence[Card]) -> Card:
    """A card with room for each of these, only for the sake of its size."""
    slots = [each.slot for each in cards if each.slot]
    return replace(
        cards[0],
        size=_larger(*(each.size for each in cards)),
        slot=_larger(*slots) if slots else None,
        tabs=max(each.tabs for each in cards),
        tab_width=max(each.tab_width for each in cards),
        marks=max((each.marks for each in cards), key=len),
        deposits=any(each.deposits for each in cards),
    )


def _grown(card: Card, largest: Card) -> Card:
    return replace(
        card,
        size=largest.size,
        slot=card.slot and largest.slot,
        tab_width=largest.tab_width,
        deposits=largest.deposits,
    )


def _larger(*sizes: Size) -> Size:
    widths, heights = zip(*sizes, strict=True)
    return max(widths), max(heights)
