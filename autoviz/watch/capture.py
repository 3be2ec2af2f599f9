"""An array, as a ``Value``: copied if small, summed up if large.

Next: ``writer``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autoviz.records import Summary, Value

__all__ = ["settled", "value_of", "value_to_settle"]

THUMBNAIL = 32
"""At most so many rows and columns of a large tensor are kept, for a heatmap."""


def value_of(array: npt.NDArray[Any], keep: int) -> Value:
    """The numbers as they are now; all of them up to ``keep`` elements.

    >>> value_of(np.array([1.0, 2.0]), keep=64).numbers
    (1.0, 2.0)
    """
    dtype = array.dtype.name
    if array.size <= keep:
        return Value(array.shape, dtype, tuple(array.ravel().tolist()))
    return Value(array.shape, dtype, None, _summary(array))


def value_to_settle(array: npt.NDArray[Any], keep: int) -> Value:
    """As ``value_of``; a large array is copied now, and summed up when ``settled``.

    A copy takes a hundredth of the time: the program that is recorded goes on.
    """
    if array.size <= keep:
        return value_of(array, keep)
    later = cast("Summary", _Copy(array.copy()))
    return Value(array.shape, array.dtype.name, None, later)


def settled(value: Value) -> Value:
    """The value with its summary, if that was put off."""
    if isinstance(value.summary, _Copy):
        return replace(value, summary=_summary(value.summary.array))
    return value


class _Copy:
    """Stands where a summary will be."""

    def __init__(self, array: npt.NDArray[Any]) -> None:
        self.array = array


def _summary(array: npt.NDArray[Any]) -> Summary:
    finite = array[np.isfinite(array)].astype(np.float64)
    if not finite.size:
        finite = np.zeros(1)
    with np.errstate(over="ignore"):
        mean, squares = finite.mean(), (finite * finite).sum()
    return Summary(
        minimum=float(finite.min()),
        maximum=float(finite.max()),
        mean=float(mean),
        norm=float(np.sqrt(squares)),
        zeros=int((array == 0).sum()),
        nans=int(np.isnan(array).sum()),
        infinities=int(np.isinf(array).sum()),
        thumbnail=_thumbnail(array),
    )


def _thumbnail(array: npt.NDArray[Any]) -> tuple[tuple[float, ...], ...]:
    """Rows and columns left out evenly; what is kept is not averaged."""
    matrix = np.atleast_1d(array).reshape(-1, array.shape[-1] if array.ndim else 1)
    rows, columns = (
        np.linspace(0, length - 1, min(length, THUMBNAIL)).round().astype(int)
        for length in matrix.shape
    )
    kept = matrix[np.ix_(rows, columns)].astype(np.float64)
    return tuple(tuple(row) for row in kept.tolist())
