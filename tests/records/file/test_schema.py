"""The schema in the package, and the page that describes the format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autoviz.recording import Recording
from autoviz.records import Backward, Forward
from autoviz.records.file import read, write
from autoviz.records.file.tables import (
    REQUIRED,
    STEPS,
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
from tests.records.file import schema
from tests.records.file.everything import EVERYTHING, REAL, real

CHECKOUT = Path(__file__).parents[3]
PAGE = (CHECKOUT / "docs" / "file.md").read_text("utf-8")
ALL_TABLES: dict[str, Columns] = {
    **schema.TABLES,
    **{f"{name}, `{each.letter}`": each.columns for name, each in STEPS.items()},
}


def valid(text: str) -> bool:
    kept = json.loads(schema.SCHEMA.read_text("utf-8"))
    return bool(jsonschema.Draft202012Validator(kept).is_valid(json.loads(text)))


# the schema


def test_the_schema_in_the_package_is_made_from_the_tables() -> None:
    """After a change of the tables: ``python -m tests.records.file.schema``."""
    assert schema.text() == schema.SCHEMA.read_text("utf-8")


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("name", REAL)
def test_what_is_written_is_valid(name: str) -> None:
    assert valid(write(real(name), "x"))


def test_everything_is_valid() -> None:
    assert valid(write(EVERYTHING, "x"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version": 1', '"version": 2'),
        ('"order": "', '"order": "q'),
        ('"node": [', '"nodes": ['),
        ('"node": [', '"node": [true,'),
        ('"node": [', '"node": [-1,'),
        ('"count": ', '"counts": '),
        ('"strings": [', '"strings": [0,'),
    ],
)
def test_what_is_wrong_in_itself_is_not_valid(old: str, new: str) -> None:
    text = write(EVERYTHING, "x")
    assert old in text
    assert not valid(text.replace(old, new, 1))


# the page


def shown() -> str:
    (found,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


def test_the_file_on_the_page_is_a_recording() -> None:
    assert valid(shown())
    trace, title = read(shown().encode())
    assert "a square" == title
    first, _, backward, _ = trace.steps
    assert isinstance(first, Forward)
    assert isinstance(backward, Backward)
    assert (9.0, 6.0) == (first.value.item(), backward.sent[0].item())  # type: ignore[union-attr]
    told = str(Recording(trace))
    assert "\n1  forward     y = x**2" in told
    assert "× 6" in told
    assert Recording(trace).page()


def test_the_file_on_the_page_is_as_autoviz_would_write_it() -> None:
    trace, title = read(shown().encode())
    assert json.loads(shown()).keys() == json.loads(write(trace, title)).keys()
    assert trace == read(write(trace, title).encode())[0]


def sections() -> Iterator[tuple[str, list[list[str]]]]:
    """Each table of the page by its heading: the cells of its rows."""
    for section in re.split(r"^###? ", PAGE, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in body.splitlines()
            if line.startswith("| `")
        ]
        if rows:
            yield heading, rows


def told(name: str, column: Column) -> list[str]:
    """The row of the page for a column."""
    return [f"`{name}`", _holds(column), _default(column)]


def _holds(column: Column) -> str:
    text = _what(column.holds)
    is_many = isinstance(column.holds, Many)
    return f"{text} ?" if column.may_be_null and not is_many else text


def _what(holds: Holds) -> str:
    match holds:
        case Whole(0):
            return "number"
        case Whole(least):
            return f"number from {least}"
        case Real():
            return "float"
        case Flag():
            return "true or false"
        case Text(()):
            return "string"
        case Text(choices):
            return f"string: {', '.join(choices)}"
        case Ref(table):
            return {"summaries": "summary"}.get(table, table[:-1])
        case Flat(inner):
            return f"flat: {_what(inner)}"
        case Many(columns):
            return f"many: {', '.join(_inner(*each) for each in columns.items())}"


def _inner(name: str, column: Column) -> str:
    default = _default(column)
    return f"`{name}` {_holds(column)}" + (f" ({default})" if default else "")


def _default(column: Column) -> str:
    value: Any = column.default
    if value is REQUIRED:
        return ""
    if isinstance(column.holds, Many | Flat):
        return "none"
    return '`""`' if value == "" else json.dumps(value)


def test_the_page_describes_every_table() -> None:
    assert list(ALL_TABLES) == [heading for heading, _ in sections()]


@pytest.mark.parametrize("name", ALL_TABLES)
def test_the_page_describes_every_column(name: str) -> None:
    rows = dict(sections())[name]
    assert [told(*each) for each in ALL_TABLES[name].items()] == rows


def test_the_page_names_the_limits() -> None:
    assert "at most 256 MB of text" in PAGE
    assert "1,000,000 rows in a table" in PAGE
