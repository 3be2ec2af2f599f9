"""Which tensor of one recording is which of another.

Two are the same thing if they are called the same; and if steps that go together made
them, and each recording has a name for it that the other has not.

Next: ``differences``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoviz.picture.label import names
from autoviz.picture.view import View
from autoviz.player.compare.linked import Moment
from autoviz.records import Forward

__all__ = ["Thing", "Things"]

Thing = tuple[int | None, ...]
"""For each recording its node, or None where it has no such tensor."""

Arrow = tuple[int, int, int]
"""From the thing of one card into that of another, as input so and so."""

_Made = tuple[int, int]


class Things:
    """All things of some recordings, by number."""

    def __init__(self, views: Sequence[View], moments: Sequence[Moment]) -> None:
        self._views = views
        self._called = [names(view.trace.graph) for view in views]
        self.all = self._matched(moments)
        self.number = [self._numbers(i) for i in range(len(views))]
        """For each recording the thing that a node is."""

    def name(self, thing: Thing) -> str:
        """What it is called where it is first met."""
        return next(
            self._called[i][node] for i, node in enumerate(thing) if node is not None
        )

    def arrows(self, i: int) -> list[Arrow]:
        """Where the arrows of a picture lead, in their order."""
        cards, number = self._views[i].cards, self.number[i]
        return [
            (number[cards[each.tail].node], number[cards[each.head].node], each.input)
            for each in (arrow.edge for arrow in self._views[i].edges)
        ]

    def _matched(self, moments: Sequence[Moment]) -> list[Thing]:
        keys: list[list[object]] = [list(each) for each in self._called]
        for first, *others in filter(None, map(list, map(self._made, moments))):
            for i, node in others:
                if self._is_renamed(first, (i, node)):
                    keys[i][node] = keys[first[0]][first[1]]
        found: dict[object, list[int | None]] = {}
        for i, each in enumerate(keys):
            for node, key in enumerate(each):
                found.setdefault(key, [None] * len(keys))[i] = node
        return [tuple(each) for each in found.values()]

    def _made(self, moment: Moment) -> Iterator[_Made]:
        """Recording and node of each tensor that is made then."""
        for i, k in enumerate(moment):
            step = self._views[i].trace.steps[k - 1] if k else None
            if isinstance(step, Forward):
                yield i, step.node

    def _is_renamed(self, one: _Made, other: _Made) -> bool:
        """Whether neither recording has the name of the other's tensor."""
        (i, node), (j, its) = one, other
        return (
            self._called[i][node] not in self._called[j]
            and self._called[j][its] not in self._called[i]
        )

    def _numbers(self, i: int) -> dict[int, int]:
        return {
            node: number
            for number, thing in enumerate(self.all)
            if (node := thing[i]) is not None
        }
