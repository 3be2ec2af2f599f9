"""Picking with a mask, or by number: ``masked_select`` and ``take``.

``masked_select`` makes a row of the elements where a mask is True; ``take`` counts
elements as if the tensor were one long row. ``masked_scatter`` and ``put`` write what
those read, and are their derivatives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place, wrong_type
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import MASKED_FILL
from autoviz.core.ops.joining import cat_row
from autoviz.core.ops.shape import zeros_of
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "masked_scatter", "masked_select", "put", "take"]


def _masked_select(self: Array, mask: Array) -> Any:
    if mask.dtype != np.bool_:
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    shape = broadcast_shape(mask.shape, self.shape)
    return np.broadcast_to(self, shape)[np.broadcast_to(mask, shape)].reshape(-1)


def _put_in_mask(g: Any, self: Any, mask: Any) -> Any:
    shape = broadcast_shape(self.shape, mask.shape)
    sizes = tuple(g.shape)
    return apply(MASKED_SCATTER, zeros_of(shape, g), g, mask, source_sizes=sizes)


def _masked_scatter(
    self: Array, source: Array, mask: Array, source_sizes: Sequence[int]
) -> Any:
    if self.dtype != source.dtype:
        raise RuntimeError(
            "masked_scatter: expected self and source to have same dtypes but got"
            f"{dtype_of(self).scalar_type} and {dtype_of(source).scalar_type}"
        )
    shape = broadcast_shape(mask.shape, self.shape)
    if mask.dtype != np.bool_:
        raise RuntimeError(
            "masked_scatter_ only supports boolean masks, but got mask "
            f"with dtype {dtype_of(mask).name}"
        )
    places = np.broadcast_to(mask, shape)
    count = int(np.count_nonzero(places))
    if source.size < count:
        raise RuntimeError("Number of elements of source < number of ones in mask")
    whole = np.broadcast_to(self, shape).copy()
    whole[places] = source.reshape(-1)[:count]
    return whole


def _taken_from_mask(g: Any, mask: Any, source_sizes: Sequence[int]) -> Any:
    """What was used of the source gets its gradient, the rest zeros."""
    used = apply(MASKED_SELECT, g, mask)
    rest = int(np.prod(source_sizes)) - used.shape[0]
    if rest:
        row = cat_row((used.shape[0], rest))
        used = apply(row, used, zeros_of((rest,), g), dim=0)
    return used.reshape(tuple(source_sizes))


def _take(self: Array, index: Array) -> Any:
    _check_numbers("take", self, index)
    if self.size == 0 and index.size:
        raise IndexError("take(): tried to take from an empty tensor")
    return self.reshape(-1)[index]


def _check_numbers(function: str, self: Array, index: Array) -> None:
    if index.dtype != np.int64:
        raise RuntimeError(
            f"{function}(): Expected a long tensor for index, but got "
            f"{dtype_of(index).scalar_type}"
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
            f"dtype = {dtype_of(self).scalar_type} and source.dtype = "
            f"{dtype_of(source).scalar_type}"
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
    return whole


MASKED_SELECT: Op = Op(
    "masked_select",
    "MaskedSelectBackward0",
    ("self", "mask"),
    _masked_select,
    (Grad("scatter(g)", _put_in_mask),),
    symbol="{0}.masked_select({1})",
    dtype="same",
)

MASKED_SCATTER: Op = Op(
    "masked_scatter",
    "MaskedScatterBackward0",
    ("self", "source", "mask"),
    _masked_scatter,
    (
        Grad(
            "0 if mask else 1",
            lambda g, mask: apply(MASKED_FILL, g, mask, value=0),
        ),
        Grad("gather(g)", _taken_from_mask),
    ),
    symbol="{0}.masked_scatter({2}, {1})",
    dtype="same",
)

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


def masked_select(self: Tensor, mask: Tensor) -> Tensor:
    """A row of the elements where ``mask`` is True.

    Raises:
        RuntimeError: the mask is not made of bools, or does not fit.
    """
    if not isinstance(mask, Tensor):
        raise wrong_type("masked_select", "mask", 1, mask)
    return apply(MASKED_SELECT, self, mask)


def masked_scatter(self: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """A copy with elements of ``source``, one after the other, where ``mask`` holds."""
    sizes = tuple(source.shape)
    return apply(MASKED_SCATTER, self, source, mask, source_sizes=sizes)


def masked_scatter_(self: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """Write elements of ``source``, one after the other, where ``mask`` holds."""
    sizes = tuple(source.shape)
    return apply_in_place(MASKED_SCATTER, self, source, mask, source_sizes=sizes)


def take(self: Tensor, index: Tensor) -> Tensor:
    """The elements of these numbers, counted as in one long row.

    Raises:
        RuntimeError: the numbers are not int64.
        IndexError: there are not so many elements.
    """
    if not isinstance(index, Tensor):
        raise wrong_type("take", "index", 1, index)
    return apply(TAKE, self, index)


def put(
    self: Tensor, index: Tensor, source: Tensor, accumulate: bool = False
) -> Tensor:
    """A copy with ``source`` at these numbers, or added there."""
    return apply(PUT, self, source, index, accumulate=accumulate)


def put_(
    self: Tensor, index: Tensor, source: Tensor, accumulate: bool = False
) -> Tensor:
    """Write ``source`` at these numbers, or add it there."""
    return apply_in_place(PUT, self, source, index, accumulate=accumulate)


PUBLIC = public(masked_scatter, masked_select, put, take)

FACES = (
    Face(masked_select, ("masked_select",)),
    Face(masked_scatter, ("masked_scatter",), in_place=masked_scatter_),
    Face(take, ("take",)),
    Face(put, ("put",), in_place=put_),
)
