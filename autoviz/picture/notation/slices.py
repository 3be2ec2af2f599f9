"""A tensor of three dimensions and more, as matrices with an index each.

A batch is a pile of matrices. The first few are shown, ``[0]``, ``[1]`` and so on, and
it is said how many more there are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import islice, product

from autoviz.picture.notation.numbers import matrix
from autoviz.records.value import Value, in_thumbnail

__all__ = ["Slice", "slices", "stacked"]

_FEW = 4
_ROWS = 8


@dataclass(frozen=True, slots=True)
class Slice:
    """One of the matrices; ``index`` is empty where it is the only one."""

    index: str
    value: Value


def slices(value: Value) -> tuple[tuple[Slice, ...], int]:
    """The first few matrices of ``value``, and how many it has besides.

    >>> cube = Value((2, 1, 2), "int64", (1, 2, 3, 4))
    >>> [(each.index, each.value.numbers) for each in slices(cube)[0]]
    [('[0]', (1, 2)), ('[1]', (3, 4))]
    """
    there, each = _pile(value)
    if not there:
        return (Slice("", value),), 0
    shown = min(there, _FEW, max(1, _ROWS // each) if value.numbers else _FEW)
    return tuple(
        Slice(index, _part(value, at * each, each))
        for at, index in enumerate(_indices(value, shown))
    ), math.prod(value.shape[:-2]) - shown


def stacked(value: Value) -> str:
    """``[0] to [3], one below the other``: what its ``matrix`` shows of a pile."""
    there, _ = _pile(value)
    if there < 2:
        return ""
    first, *_, last = _indices(value, there)
    return f"{first} to {last}, one below the other"


def _pile(value: Value) -> tuple[int, int]:
    """Of how many matrices there are how many rows each; (0, 0) if it is no pile."""
    rows, leading = matrix(value), value.shape[:-2]
    there, each = in_thumbnail(value.shape)
    if value.numbers is not None and leading:
        there, each = math.prod(leading), value.shape[-2]
    if not leading or not rows or len(rows) != there * each:
        return 0, 0
    return there, each


def _indices(value: Value, count: int) -> list[str]:
    """``[0, 0]``, ``[0, 1]`` and so on."""
    places = islice(product(*map(range, value.shape[:-2])), count)
    return [f"[{', '.join(map(str, each))}]" for each in places]


def _part(value: Value, start: int, rows: int) -> Value:
    """Some rows of its matrix, as a value; of a large one with the whole's extremes."""
    shape = value.shape[-2:]
    if value.numbers is not None:
        width = shape[-1]
        chosen = value.numbers[start * width : (start + rows) * width]
        return replace(value, shape=shape, numbers=chosen)
    assert value.summary is not None
    kept = value.summary.thumbnail[start : start + rows]
    return replace(value, shape=shape, summary=replace(value.summary, thumbnail=kept))
