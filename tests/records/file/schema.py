"""The JSON Schema of recordings, made from the tables that the code follows.

``python -m tests.records.file.schema`` writes it; a test holds it against the tables.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import autoviz.records
from autoviz.records.file.tables import (
    CODE,
    FORMAT,
    NODES,
    OPERATIONS,
    ROWS,
    SCOPES,
    SOURCES,
    START,
    STEPS,
    SUMMARIES,
    TYPES,
    VALUES,
    VERSION,
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

SCHEMA = Path(autoviz.records.__file__).parent / "schema.json"

TABLES = {
    "sources": SOURCES,
    "types": TYPES,
    "summaries": SUMMARIES,
    "values": VALUES,
    "scopes": SCOPES,
    "operations": OPERATIONS,
    "nodes": NODES,
    "start": START,
    "code": CODE,
}

Json = dict[str, Any]

_WORDS = {
    "strings": "string",
    "summaries": "summary",
    **{name: name[:-1] for name in ("sources", "types", "values", "scopes")},
    **{name: name[:-1] for name in ("operations", "nodes")},
}
_NOT_FINITE = ["nan", "inf", "-inf"]


def schema() -> Json:
    """All of it."""
    made = _Maker()
    tables = {name: made.table(columns, keyed=True) for name, columns in TABLES.items()}
    properties = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "title": {"type": "string"},
        "strings": {"type": "array", "items": {"type": "string"}},
        **tables,
        "steps": _steps(made),
        "notes": made.column(Column(Text()), keyed=True),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "description": "In words: docs/file.md of autoviz.",
        "type": "object",
        "properties": properties,
        "required": ["format", "version"],
        "additionalProperties": False,
        "$defs": made.definitions,
    }


def _steps(made: _Maker) -> Json:
    letters = "".join(each.letter for each in STEPS.values())
    order = {"type": "string", "pattern": f"^[{letters}]*$", "maxLength": ROWS}
    tables = {name: made.table(each.columns) for name, each in STEPS.items()}
    return {
        "type": "object",
        "properties": {"order": order, **tables},
        "additionalProperties": False,
    }


class _Maker:
    """What tables have in common is defined once."""

    def __init__(self) -> None:
        self.definitions: Json = {}

    def table(self, columns: Columns, *, keyed: bool = False) -> Json:
        """``keyed``: its first column is a list that says how many rows there are."""
        first = next(iter(columns)) if keyed else None
        return {
            "type": "object",
            "properties": {
                name: self.column(column, keyed=name == first)
                for name, column in columns.items()
            },
            "additionalProperties": False,
        }

    def column(self, column: Column, *, keyed: bool = False) -> Json:
        if isinstance(column.holds, Many):
            table = self.table(column.holds.columns)
            table["properties"]["count"] = self.column(Column(Whole()))
            table["required"] = ["count"]
            return table
        if isinstance(column.holds, Flat):
            entry = self._entry(column.holds.holds, column.may_be_null, flat=True)
            return self._define(f"flat_{entry}", self._list(entry))
        entry = self._entry(column.holds, column.may_be_null)
        listed = self._list(entry) | {"maxItems": ROWS}
        if keyed:
            return self._define(f"list_{entry}", listed)
        either = {"anyOf": [listed, self._reference(entry)]}
        return self._define(f"column_{entry}", either)

    def _entry(self, holds: Holds, may_be_null: bool, *, flat: bool = False) -> str:
        """The name of what is defined for one entry."""
        name, what = _entry(holds, flat)
        self._define(name, what)
        if may_be_null:
            either = {"anyOf": [self._reference(name), {"type": "null"}]}
            name = f"{name}_or_null"
            self._define(name, either)
        return name

    def _define(self, name: str, what: Json) -> Json:
        self.definitions[name] = what
        return self._reference(name)

    def _reference(self, name: str) -> Json:
        return {"$ref": f"#/$defs/{name}"}

    def _list(self, entry: str) -> Json:
        return {"type": "array", "items": self._reference(entry)}


def _entry(holds: Holds, flat: bool) -> tuple[str, Json]:
    match holds:
        case Whole(least):
            name = f"whole_from_{least}"
            return name, {"type": "integer", "minimum": least, "maximum": 2**63 - 1}
        case Flag():
            return "flag", {"type": "boolean"}
        case Real() if flat:
            kinds = {"type": ["number", "boolean"]}
            return "number", {"anyOf": [kinds, {"enum": _NOT_FINITE}]}
        case Real():
            return "float", {"anyOf": [{"type": "number"}, {"enum": _NOT_FINITE}]}
        case Text():
            return _row_of("strings")
        case Ref(table):
            return _row_of(table)
    raise TypeError(holds)


def _row_of(table: str) -> tuple[str, Json]:
    about = f"The number of a row of {table}, from 0."
    return _WORDS[table], {"description": about, "type": "integer", "minimum": 0}


def text() -> str:
    """What stands in the file."""
    spread = json.dumps(schema(), indent=1)
    return re.sub(r"\{\s+(\"[^{}\[\]]+?)\s+\}", _in_one_line, spread) + "\n"


def _in_one_line(found: re.Match[str]) -> str:
    return "{" + re.sub(r"\s*\n\s*", " ", found[1]) + "}"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
