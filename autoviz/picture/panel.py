"""The "why" panel as data: a question, and rows that answer it.

A row has a label and what stands beside it: spans, and for small matrices the
matrices themselves, so that a product can be checked cell by cell.

Next: ``why``.
"""

from __future__ import annotations

from dataclasses import dataclass

from autoviz.picture.notation.grids import Grid
from autoviz.picture.words import Span, Spans

__all__ = ["Item", "Row", "Why"]

Item = Span | Grid


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the panel; an empty ``label`` continues the row above."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The panel: a question, and the rows that answer it."""

    title: Spans
    rows: tuple[Row, ...]
