"""Elements by mask: ``masked_select`` and ``masked_scatter``.

``masked_select`` makes a row of the elements where a mask is True; ``masked_scatter``
writes such a row back. Each is the other's derivative.

Next: ``nonzero``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor, scalar_type
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.where_masked_fill import NOT_MASKED
from autoviz.core.ops.shape.cat_stack import cat_row
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "masked_scatter", "masked_select"]


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
            f"{scalar_type(self)} and {scalar_type(source)}"
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
        NOT_MASKED,
        Grad("gather(g)", _taken_from_mask),
    ),
    symbol="{0}.masked_scatter({2}, {1})",
    dtype="same",
)


def masked_select(self: Tensor, mask: Tensor) -> Tensor:
    """A row of the elements where ``mask`` is True.

    >>> import autoviz as av
    >>> x = av.tensor([[1, 2], [3, 4]])
    >>> x.masked_select(x > 2)
    tensor([3, 4])

    Raises:
        RuntimeError: the mask is not made of bools, or does not fit.
    """
    must_be_tensor("masked_select", "mask", 1, mask)
    return apply(MASKED_SELECT, self, mask)


def masked_scatter(self: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """A copy with elements of ``source``, one after the other, where ``mask`` holds.

    >>> import autoviz as av
    >>> x = av.tensor([1, 2, 3])
    >>> x.masked_scatter(x > 1, av.tensor([7, 8]))
    tensor([1, 7, 8])
    """
    sizes = tuple(source.shape)
    return apply(MASKED_SCATTER, self, source, mask, source_sizes=sizes)


def masked_scatter_(self: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """Write elements of ``source``, one after the other, where ``mask`` holds."""
    sizes = tuple(source.shape)
    return apply_in_place(MASKED_SCATTER, self, source, mask, source_sizes=sizes)


PUBLIC = public(masked_scatter, masked_select)

FACES = (
    Face(masked_select, ("masked_select",)),
    Face(masked_scatter, ("masked_scatter",), in_place=masked_scatter_),
)
