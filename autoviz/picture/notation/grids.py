"""A matrix to be shown beside others: texts, colours and a caption.

Up to eight by eight every cell has its number. Of a larger matrix only the
colours are shown, with the extremes in the caption.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from autoviz.picture.notation.numbers import cells, matrix, shape, short, tones
from autoviz.picture.words import Spans
from autoviz.records.value import Value

__all__ = ["Grid", "grid", "reshaped", "transposed"]

_SIDE = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` is empty where the matrix is too large for numbers."""

    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[int | None, ...], ...]
    caption: Spans


def grid(value: Value, caption: Spans) -> Grid:
    """``value`` under ``caption``, to which its shape is added."""
    rows = cells(value)
    caption = (*caption, ("muted", f" {shape(value.shape)}"))
    if not rows or len(rows) > _SIDE or len(rows[0]) > _SIDE:
        rows = ()
        caption = (*caption, ("muted", _range(value)))
    return Grid(rows, tones(value), caption)


def transposed(value: Value) -> Value:
    """The last two dimensions of a matrix exchanged; a vector as it is."""
    if len(value.shape) != 2:
        return value
    rows = tuple(zip(*matrix(value), strict=True))
    dimensions = (value.shape[1], value.shape[0])
    if value.numbers is not None:
        return replace(value, shape=dimensions, numbers=sum(rows, ()))
    if value.summary is None:
        return replace(value, shape=dimensions)
    return replace(
        value, shape=dimensions, summary=replace(value.summary, thumbnail=rows)
    )


def reshaped(value: Value, dimensions: tuple[int, ...]) -> Value:
    """The same numbers under another shape: a vector as a column."""
    if value.summary is not None and dimensions[-1:] == (1,):
        thumbnail = tuple((each,) for row in matrix(value) for each in row)
        value = replace(value, summary=replace(value.summary, thumbnail=thumbnail))
    return replace(value, shape=dimensions)


def _range(value: Value) -> str:
    numbers = [each for row in matrix(value) for each in row]
    if value.summary is not None:
        low, high = value.summary.minimum, value.summary.maximum
    elif numbers:
        low, high = min(numbers), max(numbers)
    else:
        return ", empty"
    return f", from {short(low)} to {short(high)}"
