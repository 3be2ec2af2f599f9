"""An array, as a ``Value``: copied if small, summed up if large, at once or later.

Next: ``writer``.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from autoviz.records import Summary, Value
from autoviz.records.value import THUMBNAIL, in_thumbnail

__all__ = ["Later", "is_same", "name_of", "settled", "to_settle", "value_of"]


def value_of(array: npt.NDArray[Any], keep: int) -> Value:
    """The numbers as they are now; all of them up to ``keep`` elements.

    >>> value_of(np.array([1.0, 2.0]), keep=64).numbers
    (1.0, 2.0)
    """
    dtype = name_of(array.dtype)
    if array.size <= keep:
        return Value(array.shape, dtype, tuple(array.ravel().tolist()))
    return Value(array.shape, dtype, None, _summary(array))


@cache
def name_of(dtype: np.dtype[Any]) -> str:
    """``"float32"``; numpy takes its time to say so."""
    return dtype.name


class Later:
    """Stands where a value or its summary will be, read when there is time."""

    __slots__ = ()

    def value(self) -> Value:
        """The value as it was."""
        raise NotImplementedError

    def array(self) -> npt.NDArray[Any] | None:
        """The numbers as they were; None if somebody has written there since."""
        raise NotImplementedError


def settled(value: Value) -> Value:
    """The value with its summary, if that was put off."""
    if not isinstance(value.summary, Later):
        return value
    array = value.summary.array()
    return replace(value, summary=None if array is None else _summary(array))


def is_same(before: Value, after: Value) -> bool:
    """Equal, where nan is equal to nan."""
    one, other = before.summary, after.summary
    if isinstance(one, Later) and isinstance(other, Later):
        arrays = one.array(), other.array()
        return all(each is not None for each in arrays) and np.array_equal(
            *arrays, equal_nan=arrays[0].dtype.kind == "f"
        )
    return repr(before) == repr(after)


def to_settle(shape: tuple[int, ...], dtype: str, later: Later) -> Value:
    """A large value whose summary is put off."""
    return Value(shape, dtype, None, later)  # type: ignore[arg-type]


def _summary(array: npt.NDArray[Any]) -> Summary:
    exact = array.astype(np.float64).ravel()
    with np.errstate(over="ignore", invalid="ignore"):
        squares = float(np.square(exact).sum())
    finite = exact
    if not np.isfinite(squares):  # which nearly always is
        finite = exact[np.isfinite(exact)]
        finite = finite if finite.size else np.zeros(1)
        with np.errstate(over="ignore"):
            squares = float(np.square(finite).sum())
    return Summary(
        minimum=float(finite.min()),
        maximum=float(finite.max()),
        mean=float(finite.mean()),
        norm=math.sqrt(squares),
        zeros=array.size - int(np.count_nonzero(array)),
        nans=int(np.isnan(exact).sum()) if finite is not exact else 0,
        infinities=int(np.isinf(exact).sum()) if finite is not exact else 0,
        thumbnail=_thumbnail(array),
    )


def _thumbnail(array: npt.NDArray[Any]) -> tuple[tuple[float, ...], ...]:
    """Rows and columns left out evenly; what is kept is not averaged."""
    height, width = np.atleast_2d(array).shape[-2:]
    few, each = in_thumbnail(array.shape)
    matrices = array.reshape(-1, height, width)[:few]
    rows, columns = _evenly(height, each), _evenly(width, THUMBNAIL)
    kept = matrices[:, rows[:, None], columns].astype(np.float64)
    return tuple(tuple(row) for row in kept.reshape(-1, columns.size).tolist())


@lru_cache(256)
def _evenly(length: int, most: int) -> npt.NDArray[Any]:
    """Which of so many are kept."""
    return np.linspace(0, length - 1, min(length, most)).round().astype(int)
