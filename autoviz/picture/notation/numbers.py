"""Numbers, as short as they can be and still be true.

Three lengths: ``short`` for sentences (32, 0.1235), ``card`` for cards (32.0),
``exact`` for the table of the text twin. A matrix becomes rows of ``cells`` of
one width, and ``tones``: the colour step of each cell, from −5 to 5 with zero in
the middle. The minus of a number is the keyboard's, so that it can be copied.
"""

from __future__ import annotations

import math
from itertools import chain

from autoviz.records.value import Number, Value

__all__ = [
    "card",
    "cells",
    "exact",
    "item",
    "matrix",
    "nested",
    "row",
    "said",
    "shape",
    "short",
    "tones",
]

_CELL = 5
_CARD = 9
_STEPS = 5


def short(x: Number) -> str:
    """For sentences: four significant digits, whole numbers as they are.

    >>> short(32.0), short(0.123456), short(-0.275), short(1.2e-5), short(65536.0)
    ('32', '0.1235', '-0.275', '1.2e-05', '65536')
    """
    return _decimal(x, 4)


def exact(x: Number) -> str:
    """For tables: six significant digits.

    >>> exact(1 / 3), exact(256.0)
    ('0.333333', '256')
    """
    return _decimal(x, 6)


def card(x: Number) -> str:
    """For cards: a float keeps its point, and nine characters are enough.

    >>> card(9.0), card(3), card(-0.275), card(-1.23456e-05)
    ('9.0', '3', '-0.275', '-1.23e-05')
    """
    for digits in (4, 3, 2, 1):
        text = _decimal(x, digits)
        if isinstance(x, float) and text.lstrip("-").isdigit():
            text += ".0"
        if len(text) <= _CARD:
            break
    return text


def shape(dimensions: tuple[int, ...]) -> str:
    """As Python writes it.

    >>> shape((3,)), shape((2, 3))
    ('(3,)', '(2, 3)')
    """
    return str(tuple(dimensions))


def item(value: Value) -> str:
    """A value in a sentence: its number, or its shape; of a number not seen "?".

    >>> item(Value((), "float32", (6.0,))), item(Value((2,), "float32", (1.0, 2.0)))
    ('6', '(2,)')
    """
    number = value.item()
    if number is None:
        return shape(value.shape) if value.shape else "?"
    return short(number)


def nested(value: Value) -> str:
    """A value in a table: its numbers in brackets, or its shape and extremes.

    >>> nested(Value((2, 1), "float32", (0.5, 2.0)))
    '[[0.5], [2]]'
    """
    if value.numbers is None:
        text = shape(value.shape)
        if value.summary is not None:
            low, high = value.summary.minimum, value.summary.maximum
            text += f", from {exact(low)} to {exact(high)}"
        return text
    return _brackets([exact(each) for each in value.numbers], value.shape)


def row(value: Value | None) -> str:
    """A value in a card's row: its number; nothing for a matrix, or for nothing.

    >>> row(Value((), "float32", (6.0,))), row(None)
    ('6.0', '')
    """
    number = None if value is None else value.item()
    return "" if number is None else card(number)


def said(value: Value) -> str:
    """A value by itself: its number, or "shape" and its shape."""
    number = value.item()
    return f"shape {shape(value.shape)}" if number is None else short(number)


def matrix(value: Value) -> tuple[tuple[Number, ...], ...]:
    """The value as rows: a vector is one row, leading dimensions are stacked.

    Of a value too large to be kept, the thumbnail.
    """
    if value.numbers is None:
        return value.summary.thumbnail if value.summary is not None else ()
    width = value.shape[-1] if value.shape else 1
    if not width:
        return ()
    numbers = value.numbers
    return tuple(numbers[at : at + width] for at in range(0, len(numbers), width))


def cells(value: Value) -> tuple[tuple[str, ...], ...]:
    """Each number in at most five characters, one precision per column.

    >>> cells(Value((2, 2), "float32", (2.0, 120.5, -0.5, 0.04)))
    (('2.00', '120.5'), ('-0.50', '0.04'))
    """
    if value.numbers is None:
        return ()
    columns = [_column(each) for each in zip(*matrix(value), strict=True)]
    return tuple(zip(*columns, strict=True))


def tones(value: Value) -> tuple[tuple[int | None, ...], ...]:
    """The colour step of each cell, −5 to 5; None for nan.

    The limit is the largest magnitude, on both sides, so that white is zero.

    >>> tones(Value((4,), "float32", (-2.0, 0.0, 1.0, float("nan"))))
    ((-5, 0, 2, None),)
    """
    rows = matrix(value)
    finite = filter(math.isfinite, chain.from_iterable(rows))
    limit = max(map(abs, finite), default=0)
    if value.summary is not None:
        limit = max(limit, abs(value.summary.minimum), abs(value.summary.maximum))
    return tuple(tuple(_tone(each, limit) for each in row) for row in rows)


def _decimal(x: Number, digits: int) -> str:
    if isinstance(x, bool) or not math.isfinite(x):
        return str(x)
    if x == int(x) and abs(x) < 1e6:
        return str(int(x))
    if isinstance(x, int) and len(str(x)) <= _CARD:
        return str(x)
    if 1000 <= abs(x) < 1e6:
        return f"{x:.{max(digits - 3, 0)}f}".removesuffix(".0")
    return f"{x:.{digits}g}"


def _brackets(texts: list[str], dimensions: tuple[int, ...]) -> str:
    if not dimensions:
        return texts[0] if texts else "[]"
    if len(dimensions) == 1:
        return "[" + ", ".join(texts) + "]"
    size = len(texts) // dimensions[0] if dimensions[0] else 0
    parts = [texts[row * size : (row + 1) * size] for row in range(dimensions[0])]
    return "[" + ", ".join(_brackets(each, dimensions[1:]) for each in parts) + "]"


def _column(numbers: tuple[Number, ...]) -> list[str]:
    if not any(isinstance(each, float) for each in numbers):
        return [_cell(each, 0) for each in numbers]
    for decimals in (2, 1, 0):
        finite = [each for each in numbers if math.isfinite(each) and abs(each) < 99999]
        if all(len(f"{each:.{decimals}f}") <= _CELL for each in finite):
            break
    return [_cell(each, decimals) for each in numbers]


def _cell(x: Number, decimals: int) -> str:
    if isinstance(x, bool) or not math.isfinite(x):
        return str(x)
    if x == 0:
        return f"{0:.{decimals}f}"
    for places in (decimals, *range(decimals + 1, 4)):
        text = f"{x:.{places}f}"
        if len(text) <= _CELL and float(text) != 0:
            return text
    return _exponent(x)


def _exponent(x: Number) -> str:
    """``1e-05``, ``-1e-5``; a word where not even that fits."""
    text = f"{x:.0e}".replace("e+0", "e").replace("e+", "e")
    if len(text) > _CELL:
        text = text.replace("e-0", "e-")
    if len(text) <= _CELL:
        return text
    return ("-" if x < 0 else "") + ("tiny" if abs(x) < 1 else "huge")


def _tone(x: Number, limit: float) -> int | None:
    if math.isfinite(x):
        return round(_STEPS * (x / limit)) if limit else 0
    if math.isnan(x):
        return None
    return _STEPS if x > 0 else -_STEPS
