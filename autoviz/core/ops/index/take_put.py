"""Elements by number: ``take`` and ``put`` see a tensor as one long row.

``take`` reads at these numbers, ``put`` writes. Each is the other's derivative.

Next: ``where_masked_fill``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor, scalar_type
from autoviz.core.ops.common import zeros_of
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "put", "take"]


def _take(self: Array, index: Array) -> Any:
    _check_numbers("take", self, index)
    if self.size == 0 and index.size:
        raise IndexError("take(): tried to take from an empty tensor")
    return self.reshape(-1)[index]


def _check_numbers(function: str, self: Array, index: Array) -> None:
    if index.dtype != np.int64:
        raise RuntimeError(
            f"{function}(): Expected a long tensor for index, but got "
            f"{scalar_type(index)}"
        )
    wrong = index[(index < -self.size) | (index >= self.size)]
    if wrong.size and self.size:
        raise IndexError(
            f"out of range: tried to access index {wrong.flat[0]} on a tensor of "
            f"{self.size} elements."
        )


def _zeros_put(g: Any, index: Any) -> Any:
    return apply(PUT, g, zeros_of(index.shape, g), index, accumulate=False)


def _put(self: Array, source: Array, index: Array, accumulate: bool) -> Any:
    _check_numbers("put_", self, index)
    if self.dtype != source.dtype:
        raise RuntimeError(
            "put_(): self and source expected to have the same dtype, but got self."
            f"dtype = {scalar_type(self)} and source.dtype = "
            f"{scalar_type(source)}"
        )
    if index.size != source.size:
        raise IndexError(
            "put_(): Expected source and index to have the same number of elements, "
            f"but got source.numel() = {source.size}, index.numel() = {index.size}"
        )
    whole = self.copy(order="C")
    row = whole.reshape(-1)
    if accumulate:
        np.add.at(row, index.reshape(-1), source.reshape(-1))
    else:
        row[index.reshape(-1)] = source.reshape(-1)
    return laid_out(whole, self)


TAKE: Op = Op(
    "take",
    "TakeBackward0",
    ("self", "index"),
    _take,
    (
        Grad(
            "scatter(g)",
            lambda g, self, index: apply(
                PUT, zeros_of(self.shape, g), g, index, accumulate=True
            ),
        ),
    ),
    symbol="{0}.take({1})",
    dtype="same",
)

PUT: Op = Op(
    "put",
    "PutBackward0",
    ("self", "source", "index"),
    _put,
    (
        Grad(
            "fill(g)",
            lambda g, index, accumulate: g if accumulate else _zeros_put(g, index),
        ),
        Grad(
            "gather(g)",
            lambda g, index, source: apply(TAKE, g, index).reshape(source.shape),
        ),
    ),
    symbol="{0}.put({2}, {1})",
    dtype="same",
)


def take(self: Tensor, index: Tensor) -> Tensor:
    """The elements of these numbers, counted as in one long row.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).take(av.tensor([0, 3]))
    tensor([1, 4])

    Raises:
        RuntimeError: the numbers are not int64.
        IndexError: there are not so many elements.
    """
    must_be_tensor("take", "index", 1, index)
    return apply(TAKE, self, index)


def put(
    self: Tensor, index: Tensor, source: Tensor, accumulate: bool = False
) -> Tensor:
    """A copy with ``source`` at these numbers, or added there.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).put(av.tensor([0, 3]), av.tensor([7, 8]))
    tensor([[7, 2],
            [3, 8]])
    """
    return apply(PUT, self, source, index, accumulate=accumulate)


def put_(
    self: Tensor, index: Tensor, source: Tensor, accumulate: bool = False
) -> Tensor:
    """Write ``source`` at these numbers, or add it there."""
    return apply_in_place(PUT, self, source, index, accumulate=accumulate)


PUBLIC = public(put, take)

FACES = (
    Face(take, ("take",)),
    Face(put, ("put",), in_place=put_),
)
