"""How large a matrix is when it is drawn: numbers in cells, or a heatmap.

Up to 8×8 every number is written out. A larger matrix, or what is kept of one, is
a heatmap of small squares, with the number that full colour stands for below it.

Next: ``card``.
"""

from __future__ import annotations

from autoviz.picture.notation import numbers
from autoviz.picture.type import MONO_EM
from autoviz.records import Value

__all__ = ["CELL", "HEIGHT", "Size", "grid_size", "has_numbers", "limit", "square"]

Size = tuple[float, float]

CELL = 9.0
"""The type size of a number in a cell."""

HEIGHT = 14.0
LIMIT = 11.0
MOST = 8
HEAT = 96.0
NARROWEST = 48.0


def has_numbers(value: Value) -> bool:
    """Whether every cell is written out."""
    rows = numbers.matrix(value)
    small = len(rows) <= MOST and all(len(row) <= MOST for row in rows)
    return value.numbers is not None and small


def grid_size(value: Value) -> Size:
    """Width and height in pixels."""
    rows = numbers.matrix(value)
    if not rows or not rows[0]:
        return NARROWEST, HEIGHT
    if has_numbers(value):
        widest = max(len(text) for row in numbers.cells(value) for text in row)
        cell = round(widest * MONO_EM * CELL + 6)
        return float(cell * len(rows[0])), HEIGHT * len(rows)
    width, height = square(value)
    return max(width * len(rows[0]), NARROWEST), height * len(rows) + LIMIT


def square(value: Value) -> Size:
    """One cell of a heatmap; of a single row, high enough to be seen."""
    rows = numbers.matrix(value)
    side = max(2.0, min(8.0, HEAT // max(len(rows), len(rows[0]))))
    return side, max(side, 10.0) if len(rows) == 1 else side


def limit(value: Value) -> str:
    """What full colour stands for: ``±2.31``."""
    finite = [
        abs(each) for row in numbers.matrix(value) for each in row if each == each
    ]
    return f"±{numbers.short(max(finite, default=0.0))}"
