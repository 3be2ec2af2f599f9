"""The columns of a table, checked and looked up.

Everything in a file is wrong until it was looked at: whether a column is there, how
long it is, what its entries are, and whether there is the row that a number stands
for. Checks run over whole columns; only where one fails is the entry looked for that
is to blame, to name its place.

Next: ``reading``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from typing import Any, NoReturn

from autoviz.errors import FileError
from autoviz.records.file.numbers import NotANumberError, numbers_of
from autoviz.records.file.tables import (
    REQUIRED,
    ROWS,
    Column,
    Columns,
    Flag,
    Flat,
    Holds,
    Many,
    Real,
    Ref,
    Text,
    Whole,
)
from autoviz.records.value import Number

__all__ = ["Place", "Reader", "dealt", "fail", "numbers", "shown"]

Items = list[Any]
"""What a column holds for each row."""

_MISSING: Any = object()
_MOST = 2**63
_ONE = {
    "nodes": "node",
    "operations": "operation",
    "scopes": "scope",
    "sources": "source",
    "strings": "string",
    "summaries": "summary",
    "types": "type",
    "values": "value",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file, and what its rows are called."""

    name: str
    row: Callable[[int], str]

    def column(self, name: str) -> Place:
        """A column of this table."""
        return Place(f"{self.name}.{name}", lambda row: f"{self.row(row)}.{name}")

    def inside(self, counts: Sequence[int]) -> Place:
        """A table in this column, with so many rows for each of the outer ones."""
        return Place(self.name, lambda row: self._inner(row, counts))

    def _inner(self, row: int, counts: Sequence[int]) -> str:
        spans = enumerate(pairwise(accumulate(counts, initial=0)))
        outer, first = next((at, start) for at, (start, end) in spans if row < end)
        return f"{self.row(outer)}[{row - first}]"


def fail(place: str, what: str) -> NoReturn:
    """Say where something is wrong, and what."""
    raise FileError(f"{place}: {what}")


def shown(entry: Any) -> str:
    """An entry as it stands in the file, or its beginning."""
    text = json.dumps(entry)
    return text if len(text) <= 40 else f"{text[:40]}…"


def dealt(items: Iterable[Any], counts: Iterable[int]) -> list[tuple[Any, ...]]:
    """Items dealt out, so many to each.

    >>> dealt("abc", [2, 0, 1])
    [('a', 'b'), (), ('c',)]
    """
    left = iter(items)
    return [tuple(islice(left, count)) for count in counts]


def numbers(
    entries: Sequence[Any], form: str, place: Place, first: int = 0
) -> tuple[Number, ...]:
    """The numbers that are written there; ``first`` is the row of the first."""
    try:
        return numbers_of(entries, form)
    except NotANumberError as fault:
        where = place.row(first + fault.at)
        fail(where, f"{shown(entries[fault.at])} {fault.why}")


class Reader:
    """Tables that have been read, and those to which they refer."""

    def __init__(self) -> None:
        self.rows: dict[str, Sequence[Any]] = {}

    def top(self, name: str, columns: Columns, data: Any) -> dict[str, Items]:
        """A table of the file, with as many rows as its first column has entries."""
        if not isinstance(data, dict):
            fail(name, "is no object")
        first = data.get(next(iter(columns)), [] if not data else None)
        if not isinstance(first, list):
            fail(f"{name}.{next(iter(columns))}", "is no list")
        self.rows.setdefault(name, range(len(first)))
        place = Place(name, lambda row: f"{name}[{row}]")
        return self.table(columns, data, len(first), place)

    def table(
        self, columns: Columns, data: Any, rows: int, place: Place
    ) -> dict[str, Items]:
        """All columns of a table with so many rows."""
        if not isinstance(data, dict):
            fail(place.name, "is no object")
        if rows > ROWS:
            fail(place.name, f"{rows} rows, and no table has more than {ROWS}")
        for name in sorted(data.keys() - columns.keys()):
            fail(place.name, f"there is no column {shown(name)}")
        return {
            name: self._column(
                column, data.get(name, _MISSING), rows, place.column(name)
            )
            for name, column in columns.items()
        }

    def _column(self, column: Column, entries: Any, rows: int, place: Place) -> Items:
        if entries is _MISSING:
            if rows and column.default is REQUIRED:
                fail(place.name, "is missing")
            return [] if isinstance(column.holds, Flat) else [column.default] * rows
        if isinstance(column.holds, Many):
            return self._many(column.holds, entries, rows, place, column.default)
        if isinstance(column.holds, Flat):
            if not isinstance(entries, list):
                fail(place.name, "is no list")
            return entries
        entries = entries if isinstance(entries, list) else [entries] * rows
        if len(entries) != rows:
            fail(place.name, f"{len(entries)} entries instead of {rows}")
        return self.items(column.holds, entries, place, optional=column.may_be_null)

    def _many(
        self, holds: Many, data: Any, rows: int, place: Place, default: Any
    ) -> Items:
        """Of each row a tuple; where that is empty, the default."""
        if not isinstance(data, dict):
            fail(place.name, "is no object")
        inner = dict(data)
        count, counted = inner.pop("count", _MISSING), place.column("count")
        counts = self._column(Column(Whole()), count, rows, counted)
        _check_size(counts, holds.size, place)
        total, inside = sum(counts), place.inside(counts)
        each = list(self.table(holds.columns, inner, total, inside).values())
        found = dealt(each[0] if len(each) == 1 else zip(*each, strict=True), counts)
        return found if default is not None else [row or None for row in found]

    def items(
        self, holds: Holds, entries: Items, place: Place, *, optional: bool = False
    ) -> Items:
        """What the entries of a column stand for."""
        match holds:
            case Whole(least):
                return _whole(entries, least, optional, place)
            case Flag():
                return _flags(entries, place)
            case Real():
                return list(numbers(entries, "float64", place))
            case Text(choices):
                texts = self._looked_up("strings", entries, optional, place)
                return _chosen(texts, choices, place) if choices else texts
            case Ref(table):
                return self._looked_up(table, entries, optional, place)
            case _:
                raise TypeError(holds)

    def _looked_up(
        self, table: str, entries: Items, optional: bool, place: Place
    ) -> Items:
        rows = self.rows[table]
        at = _stray(entries, 0, len(rows), optional)
        if at is not None:
            _check_whole(entries[at], place.row(at))
            fail(place.row(at), f"no {_ONE[table]} {shown(entries[at])}")
        if None in entries:
            return [None if each is None else rows[each] for each in entries]
        return [*map(rows.__getitem__, entries)]


def _whole(entries: Items, least: int, optional: bool, place: Place) -> Items:
    at = _stray(entries, least, _MOST, optional)
    if at is not None:
        _check_whole(entries[at], place.row(at))
        fail(place.row(at), f"{shown(entries[at])} is out of range")
    return entries


def _check_whole(entry: Any, where: str) -> None:
    if type(entry) is not int:
        fail(where, f"{shown(entry)} is no whole number")


def _stray(entries: Items, least: int, most: int, optional: bool) -> int | None:
    """The first that is no whole number, or too small, or not below ``most``."""
    known = [each for each in entries if each is not None] if optional else entries
    if not known:
        return None
    if set(map(type, known)) == {int} and least <= min(known) and max(known) < most:
        return None
    wrong = (
        at
        for at, each in enumerate(entries)
        if not (each is None and optional)
        and not (type(each) is int and least <= each < most)
    )
    return next(wrong)


def _flags(entries: Items, place: Place) -> Items:
    for at, each in enumerate(entries):
        if type(each) is not bool:
            fail(place.row(at), f"{shown(each)} is neither true nor false")
    return entries


def _chosen(texts: Items, choices: Sequence[str], place: Place) -> Items:
    for at, each in enumerate(texts):
        if each is not None and each not in choices:
            fail(place.row(at), f"{shown(each)} is none of {', '.join(choices)}")
    return texts


def _check_size(counts: Sequence[int], size: int | None, place: Place) -> None:
    if size is None:
        return
    for at, each in enumerate(counts):
        if each not in (0, size):
            fail(place.row(at), f"{each} entries instead of {size}")
