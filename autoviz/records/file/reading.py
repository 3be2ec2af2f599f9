"""Tables, read as a trace.

Strings first, then what refers to them, and so on: each table is read when all is there
that its numbers stand for. Whatever is wrong ends it with one ``FileError``, which
names the place.

Next: ``checks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from math import prod
from typing import Any, NamedTuple

from autoviz.records.file.checks import check, is_thumbnail
from autoviz.records.file.columns import Place, Reader, dealt, fail, numbers, shown
from autoviz.records.file.json_text import parsed
from autoviz.records.file.tables import (
    CODE,
    FORMAT,
    NODES,
    OPERATIONS,
    PARTS,
    ROWS,
    SCOPES,
    SOURCES,
    START,
    STEPS,
    SUMMARIES,
    TYPES,
    VALUES,
    VERSION,
    Columns,
    Ref,
    Text,
)
from autoviz.records.graph import Graph, GraphNode, Input, Kind, Saved, Scope, Source
from autoviz.records.steps import Step, Trace
from autoviz.records.value import Number, Summary, Value

__all__ = ["read"]

_HEAD = ("format", "version", "title")
_TABLES = (
    *("strings", "sources", "types", "summaries", "values", "scopes", "operations"),
    *("nodes", "start", "steps", "code", "notes"),
)
_NOTHING = tuple(each.default for each in list(START.values())[1:])
_DIMENSIONS, _ELEMENTS = 1000, 2**63


def read(data: bytes) -> tuple[Trace, str]:
    """The trace in a file, packed or not, and its title.

    Raises:
        FileError: it is no such file, or something in it is wrong.
    """
    document = parsed(data)
    title = _title(document)
    trace = _Reading(document).trace()
    check(trace)
    return trace, title


def _title(document: Any) -> str:
    """The title; everything else at the top is looked at, too."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        fail("format", f"is not {shown(FORMAT)}: this is no recording")
    version, title = document.get("version"), document.get("title", "recording")
    if type(version) is not int or version < 1:
        fail("version", f"{shown(version)} is none")
    if version > VERSION:
        fail(
            "version",
            f"{version} is newer than this autoviz, which reads {VERSION}: update it",
        )
    if not isinstance(title, str):
        fail("title", "is no string")
    for name in sorted(document.keys() - {*_HEAD, *_TABLES}):
        fail(shown(name), "there is no such table")
    return title


class _Reading:
    """One file being read."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._reader = Reader()

    def trace(self) -> Trace:
        """All of it."""
        rows = self._reader.rows
        rows["strings"] = self._strings()
        rows["sources"] = [Source(*row) for row in self._rows("sources", SOURCES)]
        rows["types"] = self._types()
        rows["summaries"] = self._summaries()
        rows["values"] = list(self._values())
        scopes = enumerate(list(self._rows("scopes", SCOPES)))
        outline = tuple(Scope(id, *row) for id, row in scopes)
        rows["operations"] = self._operations()
        graph = Graph(tuple(self._nodes()), outline)
        notes = self._reader.items(Text(), self._list("notes"), _place("notes"))
        return Trace(graph, self._steps(), self._code(), tuple(notes))

    def _list(self, name: str) -> list[Any]:
        entries = self._document.get(name, [])
        if not isinstance(entries, list):
            fail(name, "is no list")
        return entries

    def _table(self, name: str, columns: Columns) -> dict[str, list[Any]]:
        return self._reader.top(name, columns, self._document.pop(name, {}))

    def _rows(self, name: str, columns: Columns) -> Iterator[tuple[Any, ...]]:
        return zip(*self._table(name, columns).values(), strict=True)

    def _strings(self) -> list[str]:
        strings = self._list("strings")
        for at, each in enumerate(strings):
            if not isinstance(each, str):
                fail(f"strings[{at}]", f"{shown(each)} is no string")
        return strings

    def _types(self) -> list[_Type]:
        types = []
        for at, (dtype, shape) in enumerate(self._rows("types", TYPES)):
            if len(shape) > _DIMENSIONS:
                fail(f"types[{at}].shape", f"more than {_DIMENSIONS} dimensions")
            if prod(shape) >= _ELEMENTS:
                fail(f"types[{at}].shape", "more elements than a tensor can have")
            types.append(_Type(dtype, shape, prod(shape)))
        return types

    def _summaries(self) -> list[Summary]:
        table = self._table("summaries", SUMMARIES)
        lengths, forms = table.pop("rows"), table.pop("form")
        for at, each in enumerate(lengths):
            if not is_thumbnail(each):
                fail(f"summaries[{at}].rows", "no matrix of at most 32 × 32")
        sizes = list(map(sum, lengths))
        flat = self._numbers("summaries", table.pop("numbers"), sizes, forms)
        table["thumbnail"] = [
            tuple(dealt(found or (), each))
            for found, each in zip(flat, lengths, strict=True)
        ]
        return [Summary(*row) for row in zip(*table.values(), strict=True)]

    def _values(self) -> Iterator[Value]:
        table = self._table("values", VALUES)
        types, forms = table["type"], table["form"]
        sizes = [
            type.size if form else 0 for type, form in zip(types, forms, strict=True)
        ]
        flat = self._numbers("values", table["numbers"], sizes, forms)
        rows = zip(types, flat, table["summary"], strict=True)
        return (Value(type.shape, type.dtype, *row) for type, *row in rows)

    def _numbers(
        self,
        table: str,
        entries: Sequence[Any],
        sizes: Sequence[int],
        forms: Sequence[str | None],
    ) -> Iterator[tuple[Number, ...] | None]:
        """Of each row its numbers; None where it has no form."""
        place = _place(table).column("numbers")
        _check_length(entries, sizes, place)
        inner = place.inside(sizes)
        starts = accumulate(sizes, initial=0)
        for start, size, form in zip(starts, sizes, forms, strict=False):
            each = entries[start : start + size]
            yield None if form is None else numbers(each, form, inner, start)

    def _operations(self) -> list[_Operation]:
        table = self._table("operations", OPERATIONS)
        for name, parts in (("takes", "inputs"), ("keeps", "saved")):
            table[name] = [
                sum(constant is None for _, constant, *_ in each)
                for each in table[parts]
            ]
        return [_Operation(*row) for row in zip(*table.values(), strict=True)]

    def _nodes(self) -> Iterator[GraphNode]:
        table = self._table("nodes", NODES)
        operations = table.pop("operation")
        parts = sum(len(each.inputs) + len(each.saved) for each in operations)
        if parts > PARTS:
            fail("nodes.operation", f"{parts} inputs and saved tensors are too many")
        inputs = self._links(table, "inputs", [each.takes for each in operations])
        saved = self._links(table, "saved", [each.keeps for each in operations])
        starts = self._starts()
        rows = zip(operations, *table.values(), strict=True)
        for id, (operation, *row) in enumerate(rows):
            links = operation.taken(inputs), operation.kept(saved)
            yield _node(id, operation, *links, row, starts.get(id, _NOTHING))

    def _links(
        self, table: dict[str, list[Any]], column: str, counts: Sequence[int]
    ) -> Iterator[int | None]:
        """The nodes that inputs, or saved tensors, are: so many of each node."""
        entries, place = table.pop(column), _place("nodes").column(column)
        _check_length(entries, counts, place)
        inner = place.inside(counts)
        return iter(self._reader.items(Ref("nodes"), entries, inner, optional=True))

    def _starts(self) -> dict[int, tuple[Any, ...]]:
        starts: dict[int, tuple[Any, ...]] = {}
        for at, (node, *held) in enumerate(self._rows("start", START)):
            if node in starts:
                fail(f"start[{at}].node", f"node {node} is there twice")
            starts[node] = tuple(held)
        return starts

    def _steps(self) -> tuple[Step, ...]:
        """Each kind has a table, and ``order`` says whose turn it is."""
        data = self._document.get("steps", {})
        if not isinstance(data, dict):
            fail("steps", "is no object")
        order = data.get("order", "")
        letters = {each.letter: name for name, each in STEPS.items()}
        if not isinstance(order, str) or set(order) - letters.keys():
            fail("steps.order", f"is no text of the letters {''.join(letters)}")
        if len(order) > ROWS:
            fail("steps.order", f"{len(order)} steps, and no file has more than {ROWS}")
        for name in sorted(data.keys() - STEPS.keys() - {"order"}):
            fail("steps", f"there is no kind {shown(name)}")
        waiting = {
            letter: self._kind(name, data.get(name, {}), order)
            for letter, name in letters.items()
        }
        return tuple(next(waiting[letter]) for letter in order)

    def _kind(self, name: str, data: Any, order: str) -> Iterator[Step]:
        kind = STEPS[name]

        def row(which: int) -> str:
            its = (k for k, each in enumerate(order) if each == kind.letter)
            return f"steps[{next(islice(its, which, None))}]"

        place = Place(f"steps.{name}", row)
        rows = order.count(kind.letter)
        table = self._reader.table(kind.columns, data, rows, place)
        return (kind.type(*each) for each in zip(*table.values(), strict=True))

    def _code(self) -> dict[str, dict[int, str]]:
        code: dict[str, dict[int, str]] = {}
        for at, (name, lines) in enumerate(self._rows("code", CODE)):
            if name in code:
                fail(f"code[{at}].file", f"{shown(name)} is there twice")
            code[name] = dict(lines)
            if len(code[name]) < len(lines):
                fail(f"code[{at}].lines", "a line is there twice")
        return code


class _Type(NamedTuple):
    """A row of types, and how many elements a tensor of this shape has."""

    dtype: str
    shape: tuple[int, ...]
    size: int


@dataclass(frozen=True, slots=True)
class _Operation:
    """A row of operations, and how many of its inputs and saved tensors are nodes."""

    kind: Kind
    op: str | None
    grad_fn: str | None
    symbol: str
    arguments: tuple[tuple[str, str], ...]
    inputs: Sequence[tuple[str, str | None, bool, str | None]]
    saved: Sequence[tuple[str, str | None, int]]
    takes: int
    keeps: int

    def taken(self, nodes: Iterator[int | None]) -> tuple[Input, ...]:
        """Its inputs, where those that are no constants are the next of ``nodes``."""
        return tuple(
            Input(
                name, next(nodes) if constant is None else None, constant, needs, rule
            )
            for name, constant, needs, rule in self.inputs
        )

    def kept(self, nodes: Iterator[int | None]) -> tuple[Saved, ...]:
        """What it saves, likewise."""
        return tuple(
            Saved(name, next(nodes) if constant is None else None, constant, version)
            for name, constant, version in self.saved
        )


def _node(
    id: int,
    operation: _Operation,
    inputs: tuple[Input, ...],
    saved: tuple[Saved, ...],
    row: Sequence[Any],
    start: Sequence[Any],
) -> GraphNode:
    type, names, source, scope, results, view_of, memory = row
    value, grad, freed, version = start
    return GraphNode(
        id=id,
        kind=operation.kind,
        op=operation.op,
        grad_fn=operation.grad_fn,
        shape=type.shape,
        dtype=type.dtype,
        inputs=inputs,
        arguments=operation.arguments,
        saved=saved,
        names=names,
        symbol=operation.symbol,
        source=source,
        value=value,
        grad=grad,
        freed=freed,
        scope=scope,
        results=results,
        view_of=view_of,
        memory=memory,
        version=version,
    )


def _place(table: str) -> Place:
    return Place(table, lambda row: f"{table}[{row}]")


def _check_length(entries: Sequence[Any], counts: Iterable[int], place: Place) -> None:
    if len(entries) != sum(counts):
        fail(place.name, f"{len(entries)} entries instead of {sum(counts)}")
