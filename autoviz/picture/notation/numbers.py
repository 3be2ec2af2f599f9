"""Numbers, as short as they can be and still be true.

Three lengths: ``short`` for sentences (32, 0.1235), ``card`` for cards (32.0),
``exact``, with every digit, for what one hovers over and for the table of the text
twin. A matrix becomes rows of ``cells`` of one width, and ``tones``: the colour step
of each cell, from −5 to 5 with zero in the middle. The minus of a number is the
keyboard's, so that it can be copied.

Next: ``slices``, for three dimensions and more.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Callable
from itertools import chain

import numpy as np

from autoviz.records.trail import largest
from autoviz.records.value import Number, Value
from autoviz.records.wording import shorten

__all__ = [
    "BEYOND",
    "card",
    "cells",
    "exact",
    "extremes",
    "fitted",
    "has_cells",
    "hint",
    "item",
    "limit",
    "matrix",
    "nested",
    "odd",
    "row",
    "said",
    "shape",
    "short",
    "tones",
]

BEYOND = 6
"""The tone, with a sign, of what is too large for any colour: inf, or clipped."""

_CELL = 5
_CARD = 9
_SIDE = 8
_STEPS = 5
_FEW, _FAR = 0.1, 10
_FLOAT32 = 3.4e38


def short(x: Number) -> str:
    """For sentences: four significant digits, whole numbers as they are.

    >>> short(32.0), short(0.123456), short(-0.275), short(1.2e-5), short(65536.0)
    ('32', '0.1235', '-0.275', '1.2e-05', '65536')
    """
    return _decimal(x, 4)


def exact(x: Number) -> str:
    """Every digit: as few as tell a number from its neighbours, as PyTorch keeps it.

    >>> exact(1 / 3), exact(0.10000000149011612), exact(256.0)
    ('0.3333333333333333', '0.1', '256')
    """
    if isinstance(x, int) or not abs(x) < _FLOAT32:
        return str(x)
    single = np.float32(x)
    return str(single if float(single) == x else x).removesuffix(".0")


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


def fitted(constant: str, room: int) -> str:
    """A constant as it was written; if that is too long, with fewer digits.

    >>> fitted("3.0", 5), fitted("0.0009765625", 12), fitted("0.0009765625", 6)
    ('3.0', '0.0009765625', '0.001')
    """
    if len(constant) <= room:
        return constant
    try:
        number = float(constant)
    except ValueError:
        return shorten(constant, room)
    texts = [_decimal(number, digits) for digits in (4, 2, 1)]
    return next((each for each in texts if len(each) <= room), texts[-1])


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


def nested(value: Value, write: Callable[[Number], str] = exact) -> str:
    """A value in a table: its numbers in brackets, or its shape and extremes.

    ``write`` is how one number is written.

    >>> nested(Value((2, 1), "float32", (0.5, 2.0)))
    '[[0.5], [2]]'
    """
    if value.numbers is None:
        parts = [shape(value.shape), extremes(value, exact), *odd(value)]
        return ", ".join(filter(None, parts))
    return _brackets([write(each) for each in value.numbers], value.shape)


def row(value: Value | None) -> str:
    """A value in a card's row: its number; nothing for a matrix, or for nothing.

    >>> row(Value((), "float32", (6.0,))), row(None)
    ('6.0', '')
    """
    number = None if value is None else value.item()
    return "" if number is None else card(number)


def extremes(value: Value, say: Callable[[Number], str] = short) -> str:
    """``from -0.5 to 2`` or ``all 1``, of what is finite; "" where nothing is."""
    low: Number
    high: Number
    if value.summary is not None:
        kept = value.summary
        if kept.nans + kept.infinities == math.prod(value.shape):
            return ""
        low, high = kept.minimum, kept.maximum
    else:
        finite = [each for each in value.numbers or () if math.isfinite(each)]
        if not finite:
            return ""
        low, high = min(finite), max(finite)
    if low == high and not odd(value):
        return f"all {say(low)}"
    return f"from {say(low)} to {say(high)}"


def odd(value: Value) -> tuple[str, ...]:
    """``2 nan`` and ``1 inf``, as far as there are any.

    >>> odd(Value((3,), "float32", (math.nan, 1.0, -math.inf)))
    ('1 nan', '1 inf')
    """
    if value.summary is not None:
        counts = value.summary.nans, value.summary.infinities
    else:
        kept = value.numbers or ()
        counts = sum(map(math.isnan, kept)), sum(map(math.isinf, kept))
    pairs = zip(counts, ("nan", "inf"), strict=True)
    return tuple(f"{count} {name}" for count, name in pairs if count)


def hint(value: Value | None, said: Callable[[Number], str] = card) -> str:
    """Every digit of a number that is ``said`` with less; else nothing.

    >>> hint(Value((), "float64", (1 / 3,))), hint(Value((), "float64", (0.25,)))
    ('0.3333333333333333', '')
    """
    number = None if value is None else value.item()
    if number is None or said(number).removesuffix(".0") == exact(number):
        return ""
    return exact(number)


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


def has_cells(value: Value) -> bool:
    """Whether it is small enough for every number to be written out, in a cell."""
    rows = matrix(value)
    small = len(rows) <= _SIDE and all(len(row) <= _SIDE for row in rows)
    return value.numbers is not None and small


def limit(value: Value) -> float:
    """What full colour stands for: the largest magnitude, so that white is zero.

    A few numbers that are far larger than all others would make these white. Where
    they are not written out, full colour stands for the largest of the others.

    >>> limit(Value((3,), "float32", (-2.0, 1.0, float("inf"))))
    2.0
    """
    top = largest(value)
    numbers = chain.from_iterable(matrix(value))
    sizes = sorted(abs(each) for each in numbers if each and math.isfinite(each))
    if has_cells(value) or not sizes:
        return top
    bound = _FAR * float(sizes[-1 - int(_FEW * len(sizes))])
    return top if top <= bound else float(sizes[bisect(sizes, bound) - 1])


def tones(
    value: Value, full: float | None = None
) -> tuple[tuple[int | None, ...], ...]:
    """The colour step of each cell, −5 to 5 for ``full``; None for nan.

    >>> tones(Value((4,), "float32", (-2.0, 0.0, 1.0, float("nan"))))
    ((-5, 0, 2, None),)
    """
    top = limit(value) if full is None else full
    return tuple(tuple(_tone(each, top) for each in row) for row in matrix(value))


def _decimal(x: Number, digits: int) -> str:
    if isinstance(x, bool) or not math.isfinite(x):
        return str(x)
    if x == int(x) and abs(x) < 1e6:
        return f"{x:.0f}"
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
        return f"{x:.{decimals}f}"
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


def _tone(x: Number, full: float) -> int | None:
    if -full <= x <= full:
        return round(_STEPS * (x / full)) if full else 0
    if math.isnan(x):
        return None
    return BEYOND if x > 0 else -BEYOND
