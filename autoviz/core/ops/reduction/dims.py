"""Dimensions that are reduced: which ones, how many numbers, and how to put them back.

A sum over a dimension leaves it out; with ``keepdim`` it stays, with length 1. So a
gradient that comes back lacks it, and must be given it before it is handed out.

Next: ``sum_mean``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.ops.shape.squeeze_unsqueeze import UNSQUEEZE
from autoviz.core.shapes import wrap_dims

__all__ = [
    "Dims",
    "axis_of",
    "counting_type",
    "dims_of",
    "length_of",
    "named_dtype",
    "restored",
]

Dims = int | Sequence[int]


def dims_of(dim: Dims | None, ndim: int) -> tuple[int, ...]:
    """No dimension means every one, as in PyTorch; 0-d has none to name.

    >>> dims_of(-1, 3), dims_of(None, 3), dims_of((), 3), dims_of(0, 0)
    ((2,), (0, 1, 2), (0, 1, 2), ())
    """
    named = wrap_dims(() if dim is None else dim, ndim)
    return (named or tuple(range(ndim))) if ndim else ()


def axis_of(self: Array, dim: Sequence[int] | None) -> tuple[int, ...] | None:
    """What numpy calls these dimensions; None is all of them."""
    return tuple(dim) if dim and self.ndim else None


def length_of(sizes: Sequence[int], dim: Sequence[int] | None) -> int:
    """How many numbers become one.

    >>> length_of((2, 3, 5), (0, 2)), length_of((2, 3), None), length_of((), None)
    (10, 6, 1)
    """
    dims = dim or range(len(sizes))
    return math.prod(sizes[each] for each in dims) if sizes else 1


def restored(reduced: Any, self_sizes: Sequence[int], dim: Any, keepdim: bool) -> Any:
    """A result with its reduced dimensions back, of length 1."""
    if not keepdim and self_sizes:
        for each in sorted(dim):
            reduced = apply(UNSQUEEZE, reduced, dim=each)
    return reduced


def counting_type(self: Array) -> np.dtype[Any]:
    """The type in which numbers are added up: whole numbers and bools in int64."""
    return np.dtype(np.int64) if self.dtype.kind in "biu" else self.dtype


def named_dtype(dtype: Dtype | None) -> dict[str, Dtype]:
    """An argument only if it was given."""
    return {} if dtype is None else {"dtype": dtype}
