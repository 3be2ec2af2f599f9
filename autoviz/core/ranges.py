"""Tensors that count: ``arange``, ``linspace``, ``logspace``, ``tril_indices``.

As those in ``filled`` they are leaves, and take ``dtype``, ``device`` and
``requires_grad``.

Next: ``random_numbers``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.creation import made
from autoviz.core.dtypes import (
    Array,
    Dtype,
    as_dtype,
    bool_,
    get_default_dtype,
    int32,
    int64,
)
from autoviz.core.faces import public
from autoviz.core.filled import number, whole
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "PUBLIC",
    "arange",
    "linspace",
    "logspace",
    "tril_indices",
    "triu_indices",
]


def arange(
    start: Number | Tensor | None = None,
    end: Number | Tensor | None = None,
    step: Number | Tensor = 1,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """``arange(end)``, ``arange(start, end)``, ``arange(start, end, step)``.

    Raises:
        RuntimeError: the step is 0, or leads away from the end.
    """
    if end is None:
        start, end = 0, number("arange", "end", 1, start)
    first = 0 if start is None else number("arange", "start", 1, start)
    last = number("arange", "end", 2, end)
    by = number("arange", "step", 3, step)
    if not (math.isfinite(first) and math.isfinite(last)):
        raise RuntimeError(f"unsupported range: {first} -> {last}")
    if by == 0:
        raise RuntimeError("step must be nonzero")
    if (last - first) * by < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    floating = any(isinstance(each, float) for each in (first, last, by))
    wanted = as_dtype(dtype or (get_default_dtype() if floating else int64), "arange")
    if wanted is bool_:
        raise NotImplementedError("\"arange_cpu\" not implemented for 'Bool'")
    count = math.ceil((last - first) / by)
    array = (first + np.arange(count) * by).astype(wanted.numpy)
    return made("arange", array, requires_grad, device)


def linspace(
    start: Number | Tensor,
    end: Number | Tensor,
    steps: int,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """``steps`` numbers at equal distances, both ends included."""
    first, last = (
        number("linspace", "start", 1, start),
        number("linspace", "end", 2, end),
    )
    wanted = as_dtype(dtype or get_default_dtype(), "linspace")
    array = _between("linspace", first, last, steps, wanted).astype(wanted.numpy)
    return made("linspace", array, requires_grad, device)


def logspace(
    start: Number | Tensor,
    end: Number | Tensor,
    steps: int,
    base: float = 10.0,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """``steps`` numbers from ``base**start`` to ``base**end``, at equal ratios.

    >>> import autoviz as av
    >>> av.logspace(0, 2, 3)
    tensor([  1.,  10., 100.])
    """
    first = number("logspace", "start", 1, start)
    last = number("logspace", "end", 2, end)
    wanted = as_dtype(dtype or get_default_dtype(), "logspace")
    exponents = _between("logspace", first, last, steps, wanted)
    with np.errstate(all="ignore"):
        array = np.power(float(base), exponents.astype(np.float64))
        array = array.astype(wanted.numpy)
    return made("logspace", array, requires_grad, device)


def _between(
    function: str, first: Number, last: Number, steps: int, wanted: Dtype
) -> Array:
    """Equal distances, counted from the nearer end, so that both ends are exact."""
    count = whole(function, "steps", 3, steps)
    if count < 0:
        raise RuntimeError("number of steps must be non-negative")
    places = np.arange(count, dtype=wanted.numpy)
    apart = (last - first) / max(count - 1, 1)
    if wanted.is_floating_point:
        apart = wanted.numpy.type(apart)
    upwards, downwards = first + apart * places, last - apart * places[::-1]
    return np.where(places < (count + 1) // 2, upwards, downwards)


def tril_indices(
    row: int, col: int, offset: int = 0, *, dtype: Dtype = int64, device: Any = None
) -> Tensor:
    """The places on and below a diagonal: a row of row numbers, one of columns.

    >>> import autoviz as av
    >>> av.tril_indices(2, 2)
    tensor([[0, 1, 1],
            [0, 0, 1]])
    """
    return _places("tril_indices", np.tri(*_sides(row, col), offset), dtype, device)


def triu_indices(
    row: int, col: int, offset: int = 0, *, dtype: Dtype = int64, device: Any = None
) -> Tensor:
    """The places on and above a diagonal: a row of row numbers, one of columns.

    >>> import autoviz as av
    >>> av.triu_indices(2, 2)
    tensor([[0, 0, 1],
            [0, 1, 1]])
    """
    below = np.tri(*_sides(row, col), offset - 1)
    return _places("triu_indices", 1 - below, dtype, device)


def _sides(row: int, col: int) -> tuple[int, int]:
    for name, length in (("row", row), ("col", col)):
        if length < 0:
            raise RuntimeError(f"{name} must be non-negative, got{length}")
    return row, col


def _places(function: str, chosen: Array, dtype: Dtype, device: Any) -> Tensor:
    wanted = as_dtype(dtype, function)
    if wanted not in (int32, int64):
        kind = wanted.scalar_type
        raise NotImplementedError(f"\"{function}\" not implemented for '{kind}'")
    places = np.stack(np.nonzero(chosen)).astype(wanted.numpy)
    return made(function, places, False, device)


PUBLIC = public(arange, linspace, logspace, tril_indices, triu_indices)
