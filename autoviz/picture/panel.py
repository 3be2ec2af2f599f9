"""The "why" panel as data: a question, and rows that answer it.

A row has a label and what stands beside it: spans, formulas, and for small matrices
the matrices themselves, so that a product can be checked cell by cell.

Next: ``why``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autoviz.picture.notation.grids import Grid
from autoviz.picture.notation.mathml import Math
from autoviz.picture.words import Span, Spans

__all__ = ["Item", "Row", "Why", "in_words"]

Item = Span | Math | Grid


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


def in_words(items: Iterable[Item]) -> Spans:
    """The same without pictures: formulas as text, matrices left out."""
    return tuple(
        ("code", each.text) if isinstance(each, Math) else each
        for each in items
        if not isinstance(each, Grid)
    )
