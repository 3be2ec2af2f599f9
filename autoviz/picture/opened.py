"""The box around a scope that is drawn open.

Graphviz keeps the cards of a scope together, so that a box around them has nothing
else in it. In the player a box can be closed by hand: nothing moves then. Its inside
is covered, but for the card that leaves the scope, which stays where it is and goes
on showing its value and its gradient.

Next: ``arrange``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autoviz.picture.card import Card
from autoviz.picture.closed import counted
from autoviz.picture.label import scope_name
from autoviz.picture.layout import Layout
from autoviz.picture.places import taken
from autoviz.picture.routes import Rectangle, obstacles
from autoviz.picture.scopes import Part, within
from autoviz.records import Edge, Graph

__all__ = ["HANDLE", "PAD", "Opened", "boxes", "later", "opened"]

FEWEST = 2
"""Cards: around a single one a box says nothing."""

LONGEST = 26
"""Characters of its name."""

PAD, HANDLE = 9.0, 18.0
"""Pixels from a card to the box around it, and the height of the name on its edge."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A scope that is drawn open; ``cards`` are all that are in it, by position.

    ``outer`` is the scope around it, ``counts`` says what is in it. ``leaving`` is the
    card that stays when it is closed.
    """

    id: int
    outer: int | None
    name: str
    counts: tuple[str, ...]
    cards: frozenset[int]
    leaving: int

    @property
    def hidden(self) -> list[int]:
        """The cards that are not seen when it is closed, in order."""
        return sorted(self.cards - {self.leaving})


def opened(
    graph: Graph, parts: Sequence[Part], ends: Iterable[tuple[int, int]]
) -> tuple[Opened, ...]:
    """The scopes that get a box; ``ends`` are the tail and the head of each arrow."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        for scope in within(graph, part):
            held[scope.id].append(at)
    users: defaultdict[int, set[int]] = defaultdict(set)
    for tail, head in ends:
        users[tail].add(head)
    found = []
    for scope in graph.scopes:
        cards = frozenset(held[scope.id])
        if len(cards) < FEWEST:
            continue
        made = [at for at in sorted(cards) if graph.nodes[parts[at].node].op]
        leaving = [at for at in made if users[at] - cards] or made or sorted(cards)
        found.append(
            Opened(
                scope.id,
                scope.outer,
                scope_name(graph, scope, LONGEST),
                _counts(graph, [parts[at] for at in cards]),
                cards,
                leaving[-1],
            )
        )
    return tuple(found)


def _counts(graph: Graph, parts: Sequence[Part]) -> tuple[str, ...]:
    shown = {part.node: graph.nodes[part.node] for part in parts if not part.scope}
    results = {each for node in shown.values() for each in node.results}
    operations = sum(n.op is not None and n.id not in results for n in shown.values())
    parameters = sum(n.kind == "leaf" for n in shown.values())
    return counted(
        operations + sum(part.operations for part in parts),
        parameters + sum(part.parameters for part in parts),
    )


def later(
    scopes: Sequence[Opened], cards: Sequence[Card], edges: Iterable[Edge]
) -> list[tuple[int, int]]:
    """Pairs of cards of which the second shall stand after the first.

    What a scope has of its own, its parameters, could stand anywhere before they are
    used: beside an operation from which something comes into the scope, say. Then the
    box would have to begin beside that. So they come after it.

    A scope is one stretch of time: no arrow is turned round by that.
    """
    users: defaultdict[int, set[int]] = defaultdict(set)
    for edge in edges:
        users[edge.tail].add(edge.head)
    entered = {head for heads in users.values() for head in heads}
    own = {
        scope.id: [
            at for at in scope.cards if at not in entered and users[at] <= scope.cards
        ]
        for scope in scopes
    }
    found: dict[tuple[int, int], None] = {}
    for tail, heads in users.items():
        if cards[tail].kind not in ("op", "untracked"):
            continue
        others = [each for each in scopes if tail not in each.cards]
        for head in heads:
            scope = next((each for each in others if head in each.cards), None)
            for at in own[scope.id] if scope else ():
                found[tail, at] = None
    return sorted(found)


def boxes(
    layout: Layout, cards: Sequence[Card], scopes: Sequence[Opened]
) -> dict[int, Rectangle]:
    """Where each box is, by the number of its scope.

    There is none where another card stands in it: Graphviz was in a hurry.
    """
    solid = obstacles(layout, cards)
    inner: defaultdict[int | None, list[Rectangle]] = defaultdict(list)
    found = {}
    for scope in reversed(scopes):  # the inner ones first
        rooms = [each for at in scope.cards for each in taken(layout, cards[at])]
        box = left, top, right, bottom = _around([*rooms, *inner[scope.id]])
        inner[scope.outer].append((left, top - HANDLE / 2, right, bottom))
        if not any(
            _overlap(box, each)
            for name, each in solid.items()
            if int(name[1:]) not in scope.cards
        ):
            found[scope.id] = box
    return found


def _around(parts: Sequence[Rectangle]) -> Rectangle:
    left, top, right, bottom = zip(*parts, strict=True)
    above = PAD / 2 + HANDLE / 2
    return min(left) - PAD, min(top) - above, max(right) + PAD, max(bottom) + PAD


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
