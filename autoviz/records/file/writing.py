"""A trace, written as tables.

What comes up for the first time gets the next number in its table. Nothing depends on
anything but the trace, so the same trace makes the same text.

Next: ``limits``, and ``reading``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain
from math import prod
from operator import attrgetter
from typing import Any

from autoviz.errors import FileError, SaveError
from autoviz.records.file.checks import check, is_thumbnail
from autoviz.records.file.json_text import json_text
from autoviz.records.file.numbers import entries_of, form_of
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
    Flat,
    Holds,
    Many,
    Real,
    Ref,
    Text,
    Whole,
)
from autoviz.records.graph import GraphNode, Input, Saved
from autoviz.records.steps import Step, Trace
from autoviz.records.value import Summary, Value

__all__ = ["write"]

Row = Sequence[Any]
Table = dict[str, Any]

_AS_THEY_ARE = ("nodes", "scopes")
"""Tables whose rows have their numbers already."""

_source = attrgetter(*SOURCES)
_scope = attrgetter(*SCOPES)
_measures = attrgetter(*list(SUMMARIES)[:7])
_NOTHING = tuple(each.default for each in list(START.values())[1:])
_rest_of_node = attrgetter(*list(NODES)[4:])


def write(trace: Trace, title: str) -> str:
    """The text of the file.

    Raises:
        SaveError: it could not be read again: it is too large, or not plain data.
    """
    head = {"format": FORMAT, "version": VERSION, "title": title}
    try:
        check(trace)
        return json_text({**head, **_Writer().tables(trace)})
    except (FileError, LookupError, TypeError, ValueError) as error:
        raise SaveError(f"this recording could not be read again: {error}") from error


class _Writer:
    """One file being written, and what has a number in it so far."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[Hashable, int]] = {}

    def tables(self, trace: Trace) -> Table:
        """All tables that have rows; those that others refer to come last."""
        nodes = trace.graph.nodes
        _check_few(sum(len(each.inputs) + len(each.saved) for each in nodes), PARTS)
        found: Table = {
            "notes": self._column(Text(), trace.notes),
            "code": self._table(CODE, _code(trace)),
            "steps": self._steps(trace.steps),
            "start": self._table(START, _starts(nodes)),
            "nodes": self._table(NODES, map(_node, nodes)),
            "scopes": self._table(SCOPES, map(_scope, trace.graph.scopes)),
        }
        for name, columns, row in (
            ("operations", OPERATIONS, _itself),
            ("values", VALUES, _value),
            ("summaries", SUMMARIES, _summary),
            ("types", TYPES, _itself),
            ("sources", SOURCES, _source),
        ):
            found[name] = self._table(columns, map(row, self._rows(name)))
        found["strings"] = list(self._rows("strings"))
        return {name: found[name] for name in reversed(found) if found[name]}

    def _steps(self, steps: Sequence[Step]) -> Table:
        """A table for each kind; ``order`` has a letter for each step."""
        if not steps:
            return {}
        _check_few(len(steps), ROWS)
        letters = {each.type: each.letter for each in STEPS.values()}
        tables: Table = {"order": "".join(letters[type(step)] for step in steps)}
        for name, (_, kind, columns) in STEPS.items():
            its = (step for step in steps if type(step) is kind)
            table = self._table(columns, map(attrgetter(*columns), its))
            if table:
                tables[name] = table
        return tables

    # tables

    def _rows(self, table: str) -> dict[Any, int]:
        return self._numbers.setdefault(table, {})

    def _number(self, table: str, row: Hashable) -> int:
        rows = self._rows(table)
        return rows.setdefault(row, len(rows))

    def _table(self, columns: Columns, rows: Iterable[Row]) -> Table:
        """The columns of some rows; those that hold their default are left out."""
        table: Table = {}
        for name, items in zip(columns, zip(*rows, strict=True), strict=False):
            column = columns[name]
            if not table:
                _check_few(len(items), ROWS)
                table[name] = self._column(column.holds, items)
            elif any(each != column.default for each in items):
                table[name] = _once(self._column(column.holds, items), column.holds)
        return table

    def _column(self, holds: Holds, items: Sequence[Any]) -> Any:
        match holds:
            case Text():
                return self._refs("strings", items)
            case Ref(table) if table not in _AS_THEY_ARE:
                return self._refs(table, items)
            case Real():
                return entries_of(items, "float64")
            case Many(columns):
                return self._many(columns, items)
            case Flat():
                return list(chain.from_iterable(items))
            case _:
                return list(items)

    def _refs(self, table: str, items: Iterable[Hashable]) -> list[int | None]:
        return [None if each is None else self._number(table, each) for each in items]

    def _many(self, columns: Columns, items: Sequence[Any]) -> Table:
        counts = [0 if each is None else len(each) for each in items]
        each = list(chain.from_iterable(filter(None, items)))
        rows = each if len(columns) > 1 else ((one,) for one in each)
        return {"count": _once(counts, Whole()), **self._table(columns, rows)}


def _check_few(number: int, most: int) -> None:
    if number > most:
        raise SaveError(
            f"this recording is too large for a file: {number:,} of one kind of thing "
            f"are more than {most:,}"
        )


def _once(entries: Any, holds: Holds) -> Any:
    """One entry for all, where all are the same."""
    if isinstance(holds, Many | Flat | Real) or len(entries) < 2:
        return entries
    return entries[0] if entries.count(entries[0]) == len(entries) else entries


def _code(trace: Trace) -> Iterable[Row]:
    return ((name, tuple(lines.items())) for name, lines in trace.source.items())


def _node(node: GraphNode) -> Row:
    inputs, saved = node.inputs, node.saved
    operation = (
        node.kind,
        node.op,
        node.grad_fn,
        node.symbol,
        node.arguments,
        tuple((i.name, i.constant, i.needs_grad, i.rule) for i in inputs),
        tuple((s.name, s.constant, s.version) for s in saved),
    )
    type = (node.dtype, node.shape)
    return operation, type, _nodes(inputs), _nodes(saved), *_rest_of_node(node)


def _nodes(parts: Sequence[Input | Saved]) -> tuple[int | None, ...]:
    """The nodes of those that are not constants."""
    if any(not (each.node is None or each.constant is None) for each in parts):
        raise ValueError("what comes from a node is a constant, too")
    return tuple(each.node for each in parts if each.constant is None)


def _starts(nodes: Iterable[GraphNode]) -> Iterator[Row]:
    for node in nodes:
        held = (node.value, node.grad, node.freed, node.version)
        if held != _NOTHING:
            yield node.id, *held


def _value(value: Value) -> Row:
    type, numbers = (value.dtype, value.shape), value.numbers
    if numbers is None:
        return type, None, (), value.summary
    if len(numbers) != prod(value.shape):
        raise ValueError(f"{len(numbers)} numbers for the shape {value.shape}")
    form = form_of(numbers)
    return type, form, tuple(entries_of(numbers, form)), value.summary


def _summary(summary: Summary) -> Row:
    rows = summary.thumbnail
    if not is_thumbnail([*map(len, rows)]):
        raise ValueError("a thumbnail is no matrix of at most 32 × 32")
    numbers = tuple(chain.from_iterable(rows))
    form = form_of(numbers)
    return (
        *_measures(summary),
        tuple(map(len, rows)),
        form,
        tuple(entries_of(numbers, form)),
    )


def _itself(row: Row) -> Row:
    return row
