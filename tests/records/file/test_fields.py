"""Every field of every record is in the file; nobody can add one and forget it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

import pytest

from autoviz.errors import FileError, SaveError
from autoviz.records import Trace, graph, steps, value
from autoviz.records.file import read, write
from autoviz.records.file.tables import (
    NODES,
    OPERATIONS,
    REQUIRED,
    SCOPES,
    SOURCES,
    START,
    STEPS,
    SUMMARIES,
    Columns,
)
from tests.records.file.everything import EVERYTHING, REAL, real

DERIVED = (graph.Edge,)
"""Not stored: what a trace works out."""

RECORDS = [
    kind
    for module in (graph, steps, value)
    for kind in vars(module).values()
    if isinstance(kind, type)
    and is_dataclass(kind)
    and kind.__module__ == module.__name__
    if kind not in DERIVED
]


def again(trace: Trace) -> Trace:
    """Written and read."""
    return read(write(trace, "a title").encode())[0]


def inside(thing: Any) -> Iterator[Any]:
    """Every record in a trace."""
    if is_dataclass(thing):
        yield thing
        for each in fields(thing):
            yield from inside(getattr(thing, each.name))
    elif isinstance(thing, tuple):
        for part in thing:
            yield from inside(part)


def other(leaf: Any) -> Any:
    """Another one of the same type."""
    match leaf:
        case bool():
            return not leaf
        case int() | float():
            return leaf + 1
        case str():
            return f"{leaf}′"
    raise TypeError(leaf)


def changed(thing: Any) -> Iterator[tuple[str, Any]]:
    """It with one thing in it changed, and which."""
    if is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            if each.name == "id":  # the number of its row
                continue
            for where, new in changed(getattr(thing, each.name)):
                yield f".{each.name}{where}", replace(thing, **{each.name: new})
    elif isinstance(thing, tuple):
        for at, part in enumerate(thing):
            for where, new in changed(part):
                yield f"[{at}]{where}", (*thing[:at], new, *thing[at + 1 :])
        yield "[:-1]", thing[:-1]
    elif isinstance(thing, Mapping):
        for key, part in thing.items():
            for where, new in changed(part):
                yield f"[{key!r}]{where}", {**thing, key: new}
            rest = {name: each for name, each in thing.items() if name != key}
            yield f"[{key!r}] as a key", rest | {other(key): part}
    elif thing is not None:
        yield "", other(thing)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_the_trace_that_has_everything_has_every_field(kind: type) -> None:
    """Where a record gets a new field, it is to be put into ``EVERYTHING``."""
    found = [each for each in inside(EVERYTHING) if type(each) is kind]
    for each in fields(kind):
        default = None if each.default is MISSING else each.default
        held = [getattr(one, each.name) for one in found]
        assert any(one not in (default, (), {}) for one in held), each.name


def test_everything_is_equal_when_it_was_read_again() -> None:
    assert EVERYTHING == again(EVERYTHING)


@pytest.mark.parametrize("name", REAL)
def test_what_was_recorded_is_equal_when_it_was_read_again(name: str) -> None:
    assert real(name) == again(real(name))


def test_whatever_is_changed_is_changed_in_what_is_read_or_is_refused() -> None:
    outcomes = Counter[str]()
    for where, trace in changed(EVERYTHING):
        try:
            back = again(trace)
        except (FileError, SaveError):
            outcomes["refused"] += 1
            continue
        assert trace == back, where
        outcomes["read"] += 1
    assert outcomes["read"] > 3 * outcomes["refused"] > 0


def columns_of(kind: type, columns: Columns) -> None:
    """Columns have names, order and defaults of fields."""
    assert [each.name for each in fields(kind)] == list(columns)
    for each in fields(kind):
        default = columns[each.name].default
        expected = REQUIRED if each.default is MISSING else each.default
        assert expected == default, each.name


@pytest.mark.parametrize("name", STEPS)
def test_a_table_of_steps_has_the_fields_of_the_step(name: str) -> None:
    columns_of(STEPS[name].type, STEPS[name].columns)


def test_every_kind_of_step_has_a_table_and_a_letter_of_its_own() -> None:
    kinds = [each.type for each in STEPS.values()]
    assert set(steps.Step.__args__) == set(kinds)
    assert len(kinds) == len({each.letter for each in STEPS.values()})


def test_other_tables_have_the_fields_of_what_they_are_about() -> None:
    columns_of(graph.Source, SOURCES)
    assert {each.name for each in fields(graph.Scope)} == {"id", *SCOPES}
    summary = {each.name for each in fields(value.Summary)}
    assert summary - {"thumbnail"} == {*SUMMARIES} - {"rows", "form", "numbers"}
    node = {each.name for each in fields(graph.GraphNode)} - {"id", "shape", "dtype"}
    columns = {*NODES, *START, *OPERATIONS} - {"operation", "type", "node"}
    assert node == columns


def test_the_title_comes_back() -> None:
    for title in ("a title", "", '"\ud800\n'):
        assert title == read(write(EVERYTHING, title).encode())[1]


def test_the_same_trace_makes_the_same_text() -> None:
    text = write(EVERYTHING, "x")
    assert text == write(EVERYTHING, "x") == write(again(EVERYTHING), "x")


def test_each_string_value_and_source_is_written_once() -> None:
    for trace in (EVERYTHING, *map(real, REAL)):
        text = json.loads(write(trace, "x"))
        strings = text.get("strings", [])
        assert sorted(set(strings)) == sorted(strings)
        values = {each for each in inside(trace) if isinstance(each, value.Value)}
        assert len(values) == len(text.get("values", {"type": []})["type"])
        sources = {each for each in inside(trace) if isinstance(each, graph.Source)}
        assert len(sources) == len(text.get("sources", {"file": []})["file"])
