"""What differs between recordings, moment by moment.

Of a thing that several recordings have, whatever the table of the text twin says is
held against what it says in the others. So nothing differs that could not be read.

Next: ``document``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoviz.picture.label import grad_name
from autoviz.picture.notation.numbers import nested, short
from autoviz.picture.text import changed, table
from autoviz.picture.view import View
from autoviz.picture.words import Spans, shorten
from autoviz.player.compare.linked import Moment
from autoviz.player.compare.things import Thing, Things
from autoviz.records import Value

__all__ = ["Difference", "Differences"]

_COLUMNS = ("grad_fn", "value", "gradient", ".grad", "saved")
_ORDER = (".grad", "value", "gradient", "grad_fn", "saved")
"""The columns of the table, and which of them matters most."""

_VALUE = _COLUMNS.index("value")
_ABSENT, _LONGEST = "–", 28

_Row = tuple[str, ...]
_Found = dict[tuple[int, str], "Difference"]
"""By thing and column."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What ``called`` is in each recording, at one moment; None where there is none.

    ``ids`` are the elements of each picture that show it.
    """

    called: Spans
    texts: tuple[str | None, ...]
    ids: tuple[tuple[str, ...], ...]


class Differences:
    """Goes through the moments, and says at each what differs."""

    def __init__(self, views: Sequence[View], moments: Sequence[Moment]) -> None:
        self._views = views
        self._moments = moments
        self.things = Things(views, moments)
        self._cards = [
            {node: card for card in view.cards for node in card.nodes} for view in views
        ]
        self._arrows = [
            dict(zip(self.things.arrows(i), view.edges, strict=True))
            for i, view in enumerate(views)
        ]
        self._common = set.intersection(*map(set, self._arrows))

    def alone(self, i: int) -> list[str]:
        """The cards and arrows of a picture that are not in all."""
        numbers = self.things.number[i]
        cards = [
            f"c{card.id}"
            for card in self._views[i].cards
            if None in self.things.all[numbers[card.node]]
        ]
        arrows = self._arrows[i].items()
        return cards + [f"{e.id}f" for key, e in arrows if key not in self._common]

    def arrows(self, steps: Sequence[int]) -> list[list[str]]:
        """For each picture the arrows on which then is another gradient."""
        found: list[list[str]] = [[] for _ in self._views]
        for key in self._common:
            edges = [each[key] for each in self._arrows]
            at = zip(edges, steps, strict=True)
            if len({each.labels[k].main for each, k in at}) > 1:
                for ids, each in zip(found, edges, strict=True):
                    ids += [f"{each.id}g", f"{each.id}m"]
        return found

    def walk(self) -> Iterator[tuple[list[Difference], list[Difference]]]:
        """At each moment what differs newly, and what still does."""
        rows = [_rows(view) for view in self._views]
        found: _Found = {}
        for at in range(len(self.things.all)):
            found |= self._differing(at, rows)
        yield _sorted(found, found)
        for moment in self._moments[1:]:
            fresh: _Found = {}
            for at in sorted(set(self._update(moment, rows))):
                before = {key: found.pop(key, None) for key in _keys(at)}
                now = self._differing(at, rows)
                fresh |= {key: e for key, e in now.items() if e != before[key]}
                found |= now
            yield _sorted(found, fresh)

    def _update(self, moment: Moment, rows: Sequence[dict[int, _Row]]) -> Iterator[int]:
        """Bring the tables up to date; the things that may have changed."""
        for i, k in enumerate(moment):
            if k is None:
                continue
            view = self._views[i]
            now = changed(view.trace, view.snapshots[k - 1], view.snapshots[k], _say)
            rows[i].update(now)
            yield from (self.things.number[i][node] for node in now)

    def _differing(self, at: int, rows: Sequence[Mapping[int, _Row]]) -> _Found:
        thing = self.things.all[at]
        cells = {i: rows[i][node] for i, node in enumerate(thing) if node is not None}
        made = all(row[_VALUE] != _ABSENT for row in cells.values())
        found: _Found = {}
        for place, column in enumerate(_COLUMNS):
            texts = {i: row[place] for i, row in cells.items()}
            if len(set(texts.values())) > 1 and (made or column == "value"):
                found[at, column] = self._difference(thing, column, texts)
        return found

    def _difference(
        self, thing: Thing, column: str, texts: Mapping[int, str]
    ) -> Difference:
        said = {i: shorten(text, _LONGEST, at="end") for i, text in texts.items()}
        if len(set(said.values())) == 1:
            said = dict.fromkeys(said, "other numbers")
        none = "not made yet" if column == "value" else "none"
        shown = [
            none if said.get(i) == _ABSENT else said.get(i) for i in range(len(thing))
        ]
        return Difference(
            _called(self.things.name(thing), column),
            tuple(shown),
            tuple(tuple(self._ids(i, node, column)) for i, node in enumerate(thing)),
        )

    def _ids(self, i: int, node: int | None, column: str) -> Iterator[str]:
        """Where a picture shows it."""
        card = None if node is None else self._cards[i].get(node)
        if card is None:
            return
        if column == "saved":
            yield f"t{card.id}"
        elif column == ".grad" and card.slot:
            yield from (f"s{card.id}", f"s{card.id}v")
        else:
            yield f"c{card.id}"
            if card.node == node:
                yield from (f"c{card.id}{each}" for each in _TEXTS.get(column, ""))


_TEXTS = {"value": "v", "gradient": "pnm"}
"""The ends of the ids of the texts on a card, by column."""


def _rows(view: View) -> dict[int, _Row]:
    """The table before anything, by node, without the names."""
    _, rows = table(view.trace, view.snapshots[0], _say)
    return {node: row[1:] for node, row in enumerate(rows)}


def _say(value: Value) -> str:
    return nested(value, short)


def _keys(at: int) -> list[tuple[int, str]]:
    return [(at, column) for column in _COLUMNS]


def _called(name: str, column: str) -> Spans:
    match column:
        case "value":
            return (("name", name),)
        case ".grad":
            return (("name", grad_name(name)),)
        case "grad_fn":
            return ("", "grad_fn of "), ("name", name)
        case "gradient":
            return ("", "gradient at "), ("name", name)
        case _:
            return ("", "saved by "), ("name", name)


def _sorted(found: _Found, fresh: _Found) -> tuple[list[Difference], list[Difference]]:
    ordered = sorted(found, key=lambda key: (_ORDER.index(key[1]), key[0]))
    return (
        [found[key] for key in ordered if key in fresh],
        [found[key] for key in ordered if key not in fresh],
    )
