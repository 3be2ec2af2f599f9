"""What a file consists of: tables, and what their columns hold.

A table is an object of columns; entry i of each column belongs to row i. Most columns
hold numbers of rows in other tables. A column that has a default may be missing, and
one entry in place of a list stands for all rows, except in a table's first column.

``writing`` and ``reading`` both follow what stands here. The columns of a table are
in the order of the fields of the dataclass it is about.

Next: ``numbers``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from autoviz.records.file.numbers import FORMS
from autoviz.records.graph import Kind
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Skipped,
    Step,
    Update,
)

__all__ = [
    "CODE",
    "FORMAT",
    "NODES",
    "OPERATIONS",
    "PARTS",
    "REQUIRED",
    "ROWS",
    "SCOPES",
    "SOURCES",
    "START",
    "STEPS",
    "SUMMARIES",
    "TYPES",
    "VALUES",
    "VERSION",
    "Column",
    "Columns",
    "Flag",
    "Flat",
    "Holds",
    "Many",
    "Real",
    "Ref",
    "StepTable",
    "Text",
    "Whole",
]

FORMAT = "autoviz recording"
VERSION = 1

ROWS = 1_000_000
"""No table has more."""

PARTS = 4 * ROWS
"""Nor have all nodes together more inputs and saved tensors."""

REQUIRED: Any = object()
"""The default of a column that must be there."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Whole numbers."""

    least: int = 0


@dataclass(frozen=True, slots=True)
class Real:
    """Floats; ``"nan"``, ``"inf"`` and ``"-inf"`` are written as text."""


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Text:
    """Numbers of strings; of certain ones only, if there are ``choices``."""

    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """Numbers of rows in another table."""

    table: str


@dataclass(frozen=True, slots=True)
class Many:
    """Any number of things for each row: a table inside a table.

    Its column ``count`` says how many each row has, and the others hold them, row
    after row. ``size``: none, or exactly so many.
    """

    columns: Columns
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Flat:
    """Any number of entries for each row, one row's after the other's.

    How many each row has is known from something else.
    """

    holds: Real | Ref


Holds = Whole | Real | Flag | Text | Ref | Many | Flat


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, and in each row if it is missing.

    With ``optional``, or None as default, an entry may be null.
    """

    holds: Holds
    default: Any = REQUIRED
    optional: bool = False

    @property
    def may_be_null(self) -> bool:
        return self.optional or self.default is None


Columns = Mapping[str, Column]


def _many(name: str, column: Column, default: Any = ()) -> Column:
    """Many single things."""
    return Column(Many({name: column}), default)


_TEXT = Column(Text())
_TEXT_OR_NOT = Column(Text(), None)
_NODE = Column(Ref("nodes"))
_NODE_OR_NOT = Column(Ref("nodes"), None)
_VALUE = Column(Ref("values"))
_VALUE_OR_NOT = Column(Ref("values"), None)
_VALUE_OR_NONE = Column(Ref("values"), optional=True)
_GRADIENTS = Column(Many({"value": _VALUE_OR_NONE}))
_SOURCE = Column(Ref("sources"), None)
_VERSION = Column(Whole(), 0)
_HELD = Column(Many({"node": _NODE, "value": _VALUE}), ())
_PAIRS = Column(Many({"name": _TEXT, "text": _TEXT}), ())

SOURCES: Columns = {
    "file": _TEXT,
    "line": Column(Whole(1)),
    "end_line": Column(Whole(1)),
    "column": Column(Whole(), optional=True),
    "end_column": Column(Whole(), optional=True),
    "expression": _TEXT,
}
"""``Source``."""

TYPES: Columns = {
    "dtype": _TEXT,
    "shape": _many("size", Column(Whole())),
}
"""What a tensor is: its dtype, its shape."""

SUMMARIES: Columns = {
    "minimum": Column(Real()),
    "maximum": Column(Real()),
    "mean": Column(Real()),
    "norm": Column(Real()),
    "zeros": Column(Whole()),
    "nans": Column(Whole()),
    "infinities": Column(Whole()),
    "rows": _many("length", Column(Whole())),
    "form": Column(Text(FORMS)),
    "numbers": Column(Flat(Real())),
}
"""``Summary``. Its thumbnail is ``numbers``, in ``rows`` of so many."""

VALUES: Columns = {
    "type": Column(Ref("types")),
    "form": Column(Text(FORMS), None),
    "numbers": Column(Flat(Real()), ()),
    "summary": Column(Ref("summaries"), None),
}
"""``Value``. Those with a form have as many ``numbers`` as their shape says."""

SCOPES: Columns = {
    "name": _TEXT,
    "type": _TEXT,
    "call": Column(Whole(1)),
    "outer": Column(Ref("scopes"), None),
}
"""``Scope``."""

OPERATIONS: Columns = {
    "kind": Column(Text(get_args(Kind))),
    "op": _TEXT_OR_NOT,
    "grad_fn": _TEXT_OR_NOT,
    "symbol": Column(Text(), ""),
    "arguments": _PAIRS,
    "inputs": Column(
        Many(
            {
                "name": _TEXT,
                "constant": _TEXT_OR_NOT,
                "needs_grad": Column(Flag()),
                "rule": _TEXT_OR_NOT,
            }
        ),
        (),
    ),
    "saved": Column(
        Many({"name": _TEXT, "constant": _TEXT_OR_NOT, "version": _VERSION}), ()
    ),
}
"""What is the same in nodes of one kind; which nodes they came from is not."""

NODES: Columns = {
    "operation": Column(Ref("operations")),
    "type": Column(Ref("types")),
    "inputs": Column(Flat(Ref("nodes")), (), optional=True),
    "saved": Column(Flat(Ref("nodes")), (), optional=True),
    "names": _many("name", _TEXT),
    "source": _SOURCE,
    "scope": Column(Ref("scopes"), None),
    "results": _many("node", Column(Ref("nodes"), optional=True)),
    "view_of": _NODE_OR_NOT,
    "memory": _NODE_OR_NOT,
}
"""``GraphNode``. Of what its operation takes and saves, here are the nodes.

One for each that is not a constant.
"""

START: Columns = {
    "node": _NODE,
    "value": _VALUE_OR_NOT,
    "grad": _VALUE_OR_NOT,
    "freed": Column(Flag(), False),
    "version": _VERSION,
}
"""What a ``GraphNode`` holds before the first step; most hold nothing yet."""

CODE: Columns = {
    "file": _TEXT,
    "lines": Column(Many({"line": Column(Whole(1)), "text": _TEXT}), ()),
}
"""``Trace.source``: the lines that are shown."""


class StepTable(NamedTuple):
    """The steps of one kind; ``letter`` stands for them in the order of all."""

    letter: str
    type: type[Step]
    columns: Columns


STEPS: Mapping[str, StepTable] = {
    "forward": StepTable(
        "f",
        Forward,
        {
            "node": _NODE,
            "value": _VALUE,
            "tracked": Column(Flag()),
            "reason": _TEXT_OR_NOT,
            "source": _SOURCE,
            "writes": _NODE_OR_NOT,
            "version": _VERSION,
            "shared": _HELD,
        },
    ),
    "cut": StepTable("c", Cut, {"node": _NODE, "by": _TEXT, "source": _SOURCE}),
    "mode": StepTable(
        "m", Mode, {"name": _TEXT, "entered": Column(Flag()), "source": _SOURCE}
    ),
    "seed": StepTable(
        "s",
        Seed,
        {
            "node": _NODE,
            "value": _VALUE,
            "source": _SOURCE,
            "continues": Column(Flag(), False),
            "outside": Column(Flag(), False),
        },
    ),
    "backward": StepTable(
        "b",
        Backward,
        {
            "node": _NODE,
            "arrived": _GRADIENTS,
            "sent": _GRADIENTS,
            "freed": Column(Flag(), True),
            "retained": Column(_GRADIENTS.holds, ()),
            "source": _SOURCE,
        },
    ),
    "hook": StepTable(
        "h",
        Hook,
        {
            "node": _NODE,
            "where": Column(Text(("arrived", "sent"))),
            "before": _GRADIENTS,
            "after": _GRADIENTS,
            "name": Column(Text(), ""),
            "source": _SOURCE,
        },
    ),
    "accumulate": StepTable(
        "a",
        Accumulate,
        {
            "node": _NODE,
            "before": _VALUE_OR_NONE,
            "arrived": _VALUE,
            "after": _VALUE,
            "source": _SOURCE,
        },
    ),
    "grad_set": StepTable(
        "g",
        GradSet,
        {
            "node": _NODE,
            "before": _VALUE_OR_NONE,
            "value": _VALUE_OR_NONE,
            "by": _TEXT,
            "source": _SOURCE,
        },
    ),
    "update": StepTable(
        "u",
        Update,
        {
            "node": _NODE,
            "before": _VALUE_OR_NONE,
            "after": _VALUE,
            "by": _TEXT,
            "arguments": _PAIRS,
            "grad": _VALUE_OR_NOT,
            "source": _SOURCE,
            "version": _VERSION,
            "shared": _HELD,
        },
    ),
    "skipped": StepTable(
        "k",
        Skipped,
        {
            "rounds": Column(Whole()),
            "values": _HELD,
            "grads": Column(Many({"node": _NODE, "value": _VALUE_OR_NONE}), ()),
            "versions": Column(Many({"node": _NODE, "version": Column(Whole())}), ()),
            "freed": _many("node", _NODE),
            "source": _SOURCE,
        },
    ),
    "failure": StepTable(
        "x",
        Failure,
        {
            "type": _TEXT,
            "message": _TEXT,
            "node": _NODE_OR_NOT,
            "why": _TEXT_OR_NOT,
            "source": _SOURCE,
            "tries": _many("text", _TEXT),
            "places": _many("node", _NODE),
            "saved": _TEXT_OR_NOT,
            "versions": Column(Many({"version": Column(Whole())}, size=2), None),
        },
    ),
}
"""The kinds of steps, each a table of its own."""
