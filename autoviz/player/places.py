"""Where things are, for a player that works out nothing.

The cards as the learner meets them: what each is called, the line that made it, the
cards it was computed from. And the small steps of a step, each with
its sentence and what it points at.

Next: ``document``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from autoviz.picture.label import names
from autoviz.picture.micro_text import micro_caption
from autoviz.picture.opened import Opened, boxes
from autoviz.picture.view import View
from autoviz.records import Source
from autoviz.records.grains import about
from autoviz.records.micro import Micro, small_steps

__all__ = ["Places"]

Json = dict[str, Any]


class Places:
    """Looked up again and again, for each step of one view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.card_of = {node: card.id for card in view.cards for node in card.nodes}
        self._arrows: dict[tuple[int | None, int | None], str] = {
            (edge.head, edge.input): each.id
            for each in view.edges
            for edge in each.edges
        }

    def cards(self, place: Callable[[Source | None], Any]) -> list[Json]:
        """All cards; ``place`` says where in the code something stands."""
        nodes, called = self._view.trace.graph.nodes, names(self._view.trace.graph)
        inputs: dict[int, list[int]] = {}
        for each in self._view.edges:
            inputs.setdefault(each.edge.head, []).append(each.edge.tail)
        return [
            {
                "name": card.bold + card.rest if card.closed else called[card.node],
                "made": place(nodes[card.node].source),
                "inputs": sorted(set(inputs.get(card.id, ()))),
            }
            for card in self._view.cards
        ]

    def scopes(self) -> list[Json]:
        """The scopes with a box: what is in them, and what is covered when closed."""
        view = self._view
        placed = boxes(view.layout, view.cards, view.scopes)
        return [
            {
                "id": each.id,
                "name": each.name,
                "counts": ", ".join(each.counts),
                "cards": sorted(each.cards),
                "hidden": each.hidden,
                "covers": list(self._covers(each)),
            }
            for each in view.scopes
            if each.id in placed
        ]

    def _covers(self, scope: Opened) -> Iterator[str]:
        """The ids of what is not to be seen, heard or clicked when it is closed."""
        for card in scope.hidden:
            yield from (f"{part}{card}" for part in "csar")
        for arrow in self._view.edges:
            if {arrow.edge.tail, arrow.edge.head} <= scope.cards:
                yield from (f"{arrow.id}{part}" for part in "fgmd")
        for other in self._view.scopes:
            if other.cards <= scope.cards and other.id > scope.id:
                yield f"o{other.id}"

    def card(self, k: int) -> int | None:
        """The card that a step is about."""
        node = about(self._view.snapshots[k].step)
        return None if node is None else self.card_of.get(node)

    def small(self, k: int) -> list[Json]:
        """The small steps of a step, if it has several: a sentence, and element ids."""
        trace, snapshot = self._view.trace, self._view.snapshots[k]
        found = small_steps(trace, snapshot) if k else ()
        if len(found) < 2:
            return []
        return [
            {
                "caption": micro_caption(trace, snapshot, each),
                "at": list(self._points_at(each)),
            }
            for each in found
        ]

    def _points_at(self, micro: Micro) -> Iterator[str]:
        here, there = (
            None if node is None else self.card_of.get(node)
            for node in (micro.node, micro.target)
        )
        arrow = self._arrows.get((micro.node, micro.at))
        match micro.kind:
            case "open" | "free":
                yield f"t{here}"
            case "keep":
                yield f"s{there}"
            case "put":
                yield f"a{here}"
                yield f"s{here}"
            case "product" if arrow is not None:
                yield f"{arrow}g"
            case "add":
                yield f"c{there}"
            case _:
                yield f"c{here}"
