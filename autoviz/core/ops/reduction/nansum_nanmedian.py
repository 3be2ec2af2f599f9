"""Without what is not a number: ``nansum``, ``nanmean``, ``nanmedian``.

Each nan is passed over, as if it were not there, and gets no gradient: measurements of
which some are missing. ``nanmean`` divides by how many numbers there were.

Next: ``unique_bincount``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.inplace import unobserved
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.methods.clone_detach import detach
from autoviz.core.ops.pointwise.arithmetic import div
from autoviz.core.ops.pointwise.comparison import ISNAN, isnan
from autoviz.core.ops.pointwise.logical_bitwise import LOGICAL_NOT, logical_not
from autoviz.core.ops.reduction.dims import Dims, axis_of, dims_of, named_dtype
from autoviz.core.ops.reduction.max_min import (
    all_row,
    check_length,
    dim_row,
    with_index,
)
from autoviz.core.ops.reduction.sum_mean import SUM, SUM_DIM, sum, sum_of
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "nanmean", "nanmedian", "nansum"]


def _nansum(self: Array, dim: Any, keepdim: bool, dtype: Dtype | None = None) -> Any:
    return sum_of(
        np.where(np.isnan(self), self.dtype.type(0), self),
        axis_of(self, dim),
        keepdim,
        dtype,
    )


def _nansum_vjp(g: Any, self: Any, self_sizes: Any, dim: Any, keepdim: bool) -> Any:
    if dim is None:
        sent = SUM.grads[0].vjp(g, self_sizes)
    else:
        sent = SUM_DIM.grads[0].vjp(g, self_sizes, dim, keepdim)
    return sent * apply(LOGICAL_NOT, apply(ISNAN, self))


def _middle_number(self: Array) -> Any:
    """The lower one, if there are two in the middle."""
    not_of_bools("median_cpu", self)
    if not self.size:
        return self.dtype.type(np.nan if self.dtype.kind == "f" else 0)
    return np.sort(self, axis=None)[_place(self.ravel(), 0)]


def _place(self: Array, dim: int) -> Any:
    """What is not a number comes last in order, so it is not in the way."""
    count = np.count_nonzero(~np.isnan(self), axis=dim)
    return np.maximum(count - 1, 0) // 2


def _index_of_middle_number(self: Array, dim: int) -> Array:
    not_of_bools("median_out", self)
    order = np.argsort(self, axis=dim, kind="stable")
    place = np.expand_dims(_place(self, dim), dim)
    return in_rows(np.take_along_axis(order, place, dim).squeeze(dim))


NANSUM = Op(
    "nansum",
    "NansumBackward0",
    ("self",),
    _nansum,
    (Grad("0 if isnan(self) else 1", _nansum_vjp),),
    symbol="{0}.nansum({dim})",
    dtype="same",
)

NANMEDIAN = all_row("nanmedian", "NanmedianBackward0", _middle_number)
NANMEDIAN_DIM = dim_row("nanmedian", "NanmedianBackward1", _index_of_middle_number)


def nansum(
    self: Tensor,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The sum without what is not a number, of all or over ``dim``.

    >>> import autoviz as av
    >>> av.tensor([1.0, float("nan"), 3.0]).nansum()
    tensor(4.)
    """
    dims = None if dim is None else dims_of(dim, self.ndim)
    return apply(NANSUM, self, dim=dims, keepdim=keepdim, **named_dtype(dtype))


def nanmean(
    self: Tensor,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The mean of those that are numbers, of all or over ``dim``.

    >>> import autoviz as av
    >>> av.tensor([1.0, float("nan"), 3.0]).nanmean()
    tensor(2.)

    Raises:
        RuntimeError: the tensor is not floating point.
    """
    if not self.dtype.is_floating_point:
        raise RuntimeError(
            "nanmean(): expected input to have floating point or complex dtype but got "
            f"{self.dtype.scalar_type}"
        )
    with unobserved():
        count = sum(logical_not(isnan(detach(self))), dim, keepdim)
    return div(nansum(self, dim, keepdim, dtype=dtype), count)


def nanmedian(self: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The number in the middle; along ``dim`` with its index.

    >>> import autoviz as av
    >>> av.tensor([1.0, float("nan"), 3.0]).nanmedian()
    tensor(1.)

    Raises:
        IndexError: there is no such dimension, or nothing along it.
    """
    if dim is None:
        return apply(NANMEDIAN, self)
    check_length("median()", self, wrap_dim(dim, self.ndim))
    return return_types.nanmedian(with_index(NANMEDIAN_DIM, self, dim, keepdim))


PUBLIC = public(nanmean, nanmedian, nansum)

FACES = (
    Face(nansum, ("nansum",)),
    Face(nanmean, ("nanmean",)),
    Face(nanmedian, ("nanmedian",)),
)
