"""A matrix to be shown beside others: texts, colours and a caption.

Up to eight by eight every cell has its number. A larger matrix is a heatmap, with the
extremes in the caption.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from autoviz.picture.heatmap import heatmap
from autoviz.picture.notation.numbers import (
    cells,
    extremes,
    has_cells,
    matrix,
    odd,
    shape,
    tones,
)
from autoviz.picture.notation.slices import stacked
from autoviz.picture.words import Spans
from autoviz.records.value import Value

__all__ = ["Grid", "grid", "reshaped", "transposed"]


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` are empty where it is too large for numbers; then it has a ``picture``.

    That is the address of an image, with two pixels for each of the ``tones``.
    """

    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[int | None, ...], ...]
    caption: Spans
    picture: str = ""


def grid(value: Value, caption: Spans) -> Grid:
    """``value`` under ``caption``, to which its shape is added."""
    dimensions = ", ".join(filter(None, (shape(value.shape), stacked(value))))
    caption = (*caption, ("muted", f" {dimensions}"))
    colours = tones(value)
    if colours and has_cells(value):
        return Grid(cells(value), colours, caption)
    if not colours:
        told = "not seen" if value.numbers is None else "empty"
        return Grid((), (), (*caption, ("muted", f", {told}")))
    told = "".join(f", {each}" for each in (extremes(value), *odd(value)) if each)
    return Grid((), colours, (*caption, ("muted", told)), heatmap(colours))


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
