"""Many numbers into one: ``sum`` and ``mean``.

Forward, ``sum`` brings a whole row together; backward, the one gradient that
arrives is handed out to every element of the row: ``expand(g)``. ``mean`` does the
same and divides by the count.

Next: ``max_min``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.pointwise.scalar import over
from autoviz.core.ops.reduction.dims import (
    Dims,
    counting_type,
    dims_of,
    length_of,
    named_dtype,
    restored,
)
from autoviz.core.ops.shape.expand import EXPAND
from autoviz.core.ops.shape.view_reshape import VIEW
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "mean", "mean_of", "sum", "sum_of"]


def sum_of(
    self: Array, dim: Any = None, keepdim: bool = False, dtype: Dtype | None = None
) -> Any:
    """The sum of an array; integers and bools are summed as int64."""
    if dtype is not None:
        self = self.astype(dtype.numpy)
    total = in_rows(self.sum(axis=dim, dtype=counting_type(self), keepdims=keepdim))
    return total if dtype is None else np.asarray(total).astype(dtype.numpy)


def mean_of(
    self: Array, dim: Any = None, keepdim: bool = False, dtype: Dtype | None = None
) -> Any:
    """The mean of an array; of nothing, it is not a number."""
    total = sum_of(self, dim, keepdim, dtype)
    count = length_of(self.shape, dim)
    return total / total.dtype.type(count) if count else total * np.nan


def _hand_out(g: Any, self_sizes: Sequence[int], dim: Any, keepdim: bool) -> Any:
    """Stretch ``g`` back over the dimensions that were summed away."""
    return apply(EXPAND, restored(g, self_sizes, dim, keepdim), size=tuple(self_sizes))


SUM = Op(
    "sum",
    "SumBackward0",
    ("self",),
    sum_of,
    (Grad("expand(g)", lambda g, self_sizes: apply(EXPAND, g, size=self_sizes)),),
    symbol="{0}.sum()",
    dtype="same",
)

SUM_DIM = Op(
    "sum",
    "SumBackward1",
    ("self",),
    sum_of,
    (
        Grad(
            "expand(g)",
            lambda g, self_sizes, dim, keepdim: _hand_out(g, self_sizes, dim, keepdim),
        ),
    ),
    symbol="{0}.sum({dim})",
    dtype="same",
)

MEAN = Op(
    "mean",
    "MeanBackward0",
    ("self",),
    mean_of,
    (
        Grad(
            "expand(g) / n",
            lambda g, self_sizes: over(
                apply(EXPAND, g, size=self_sizes), math.prod(self_sizes)
            ),
        ),
    ),
    symbol="{0}.mean()",
    dtype="same",
)

MEAN_DIM = Op(
    "mean",
    "MeanBackward1",
    ("self",),
    mean_of,
    (
        Grad(
            "expand(g) / n",
            lambda g, self_sizes, dim, keepdim: over(
                _hand_out(g, self_sizes, dim, keepdim), length_of(self_sizes, dim)
            ),
        ),
    ),
    symbol="{0}.mean({dim})",
    dtype="same",
)


def sum(
    self: Tensor,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The sum of all elements, or over ``dim`` (one dimension or several).

    >>> import autoviz as av
    >>> x = av.tensor([[1, 2], [3, 4]])
    >>> x.sum(), x.sum(0), x.sum(1)
    (tensor(10), tensor([4, 6]), tensor([3, 7]))

    Raises:
        IndexError: there is no such dimension.
    """
    wanted = named_dtype(dtype)
    if dim is None and not keepdim:
        return apply(SUM, self, **wanted)
    dims = dims_of(dim, self.ndim)
    return apply(SUM_DIM, self, dim=dims, keepdim=keepdim, **wanted)


def mean(
    self: Tensor,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The mean of all elements, or over ``dim``.

    >>> import autoviz as av
    >>> av.tensor([[1.0, 3.0], [5.0, 7.0]]).mean(1)
    tensor([2., 6.])

    Raises:
        RuntimeError: the tensor is not floating point.
    """
    kind = dtype or self.dtype
    if not kind.is_floating_point:
        given = "Input" if dtype is None else "Optional"
        raise RuntimeError(
            f"mean(): could not infer output dtype. {given} dtype must be either a "
            f"floating point or complex dtype. Got: {kind.scalar_type}"
        )
    wanted = named_dtype(dtype)
    if dim is None and not keepdim:
        return apply(MEAN, self, **wanted)
    dims = dims_of(dim, self.ndim)
    return apply(MEAN_DIM, self, dim=dims, keepdim=keepdim, **wanted)


def sum_to_size(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """What undoes broadcasting from ``size``: the copies added up.

    >>> import autoviz as av
    >>> av.ones(3, 2).sum_to_size(1, 2)
    tensor([[3., 3.]])

    Raises:
        RuntimeError: ``size`` does not broadcast to this shape.
    """
    wanted = tuple(size) if isinstance(size, Sequence) else (size, *more)
    lead = self.ndim - len(wanted)
    fits = lead >= 0 and all(
        length in (1, had)
        for length, had in zip(wanted, self.shape[lead:], strict=True)
    )
    if not fits:
        raise RuntimeError(
            f"size {{{list(wanted)}}} is not expandable to size {{{list(self.shape)}}}."
        )
    if lead and not wanted:
        return apply(SUM, self)
    stretched = [
        lead + at
        for at, length in enumerate(wanted)
        if length == 1 and self.shape[lead + at] != 1
    ]
    dims = (*range(lead), *stretched)
    summed = apply(SUM_DIM, self, dim=dims, keepdim=True) if dims else self
    return apply(VIEW, summed, size=wanted) if lead else summed


PUBLIC = public(mean, sum)

FACES = (
    Face(sum, ("sum",)),
    Face(sum_to_size, ("sum_to_size",)),
    Face(mean, ("mean",)),
)
