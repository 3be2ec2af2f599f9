"""What a share of the numbers is below: ``quantile``, ``nanquantile``.

The numbers are sorted, and a share of 0.5 asks for the one in the middle; if that falls
between two, for what is between them. So the gradient goes to these two, the more to
the nearer. It is put together from ``sort``, ``gather`` and ``lerp``, as in PyTorch.

Next: ``aminmax_mode``.
"""

from __future__ import annotations

from contextlib import nullcontext

import numpy as np

from autoviz.core.dtypes import float32, float64, int64
from autoviz.core.faces import Face, public
from autoviz.core.inplace import unobserved
from autoviz.core.ops.index.gather_scatter import gather
from autoviz.core.ops.index.where_masked_fill import masked_fill
from autoviz.core.ops.methods.to_dtype import to
from autoviz.core.ops.pointwise.comparison import isnan
from autoviz.core.ops.pointwise.lerp_addcmul import lerp_
from autoviz.core.ops.pointwise.logical_bitwise import logical_not
from autoviz.core.ops.pointwise.rounding import ceil, floor, round
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.ops.reduction.all_any import any
from autoviz.core.ops.reduction.sort_topk import sort
from autoviz.core.ops.reduction.sum_mean import sum
from autoviz.core.ops.shape.expand import broadcast_tensors
from autoviz.core.ops.shape.squeeze_unsqueeze import squeeze_, unsqueeze, unsqueeze_
from autoviz.core.ops.shape.transpose_permute import transpose, transpose_
from autoviz.core.ops.shape.view_reshape import flatten, view
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = ["FACES", "PUBLIC", "nanquantile", "quantile"]


def quantile(
    self: Tensor,
    q: Tensor | Number,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """The number that a share ``q`` of the others is below, of all or along ``dim``.

    Several shares give several numbers, along a new first dimension.

    >>> import autoviz as av
    >>> av.quantile(av.tensor([1.0, 2.0, 3.0, 4.0]), 0.5)
    tensor(2.5000)

    Raises:
        RuntimeError: ``q`` is no share; the types differ; there are no numbers.
    """
    return _quantile(self, q, dim, keepdim, interpolation, passes_over_nan=False)


def nanquantile(
    self: Tensor,
    q: Tensor | Number,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """The same without what is not a number."""
    return _quantile(self, q, dim, keepdim, interpolation, passes_over_nan=True)


def _quantile(
    self: Tensor,
    q: Tensor | Number,
    dim: int | None,
    keepdim: bool,
    interpolation: str,
    *,
    passes_over_nan: bool,
) -> Tensor:
    q = _checked(self, q, interpolation)
    ordered = view(_sorted(self, dim), _sizes(self, dim, keepdim))
    aside = nullcontext if q.requires_grad else unobserved
    with aside():
        rank = _rank(ordered, q, passes_over_nan)
        if interpolation in _ROUNDED:
            rank = _ROUNDED[interpolation](rank)
        below = to(rank, int64)
    found = gather(ordered, -1, below)
    if interpolation not in _ROUNDED:
        with aside():
            between = rank - below
            if interpolation == "midpoint":
                between = wrap(np.full_like(rank.array, 0.5))
            above = to(ceil(rank), int64)
        lerp_(found, gather(ordered, -1, above), between)
    if q.ndim:
        transpose_(unsqueeze_(found, 0), 0, -1)
    return squeeze_(found, -1)


_ROUNDED = {"lower": floor, "higher": ceil, "nearest": round}
_WAYS = ("linear", "midpoint", *_ROUNDED)


def _sorted(self: Tensor, dim: int | None) -> Tensor:
    """In order along the last dimension."""
    if dim is None:
        self = flatten(self)
    elif wrap_dim(dim, self.ndim) != self.ndim - 1:
        self = transpose(unsqueeze(self, -1), wrap_dim(dim, self.ndim), -1)
    values: Tensor = sort(self)[0]
    return values


def _sizes(self: Tensor, dim: int | None, keepdim: bool) -> tuple[int, ...]:
    """What is left after the reduction, and then those that are in order."""
    if dim is None or not self.ndim:
        return (*[1] * (self.ndim if keepdim else 0), self.numel())
    at = wrap_dim(dim, self.ndim)
    kept = (1,) if keepdim else ()
    return (*self.shape[:at], *kept, *self.shape[at + 1 :], self.shape[at])


def _rank(ordered: Tensor, q: Tensor, passes_over_nan: bool) -> Tensor:
    """How many places from the first; what is not a number is at the end."""
    missing = isnan(ordered)
    if passes_over_nan:
        rank = q * (sum(logical_not(missing), -1, keepdim=True) - 1)
        return masked_fill(rank, rank < 0, 0)
    last = ordered.shape[-1] - 1
    rank, is_spoilt = broadcast_tensors(times(q, last), any(missing, -1, keepdim=True))
    return masked_fill(rank, is_spoilt, last)


def _checked(self: Tensor, q: Tensor | Number, interpolation: str) -> Tensor:
    """``q`` as a tensor, if all is in order."""
    if not isinstance(q, Tensor):
        if not 0 <= q <= 1:
            raise RuntimeError(
                f"quantile() q must be in the range [0, 1] but got {q:g}"
            )
        q = wrap(np.asarray(q, self.array.dtype))
    if interpolation not in _WAYS:
        raise RuntimeError(
            "quantile() interpolation must be one of linear, lower, higher, midpoint "
            f"or nearest, but got {interpolation}"
        )
    if not self.numel():
        raise RuntimeError("quantile() input tensor must be non-empty")
    if q.ndim > 1:
        raise RuntimeError("quantile() q must be a scalar or 1D tensor")
    if self.dtype not in (float32, float64):
        raise RuntimeError(
            "quantile() input tensor must be either float or double dtype"
        )
    if q.dtype is not self.dtype:
        raise RuntimeError("quantile() q tensor must be same dtype as the input tensor")
    if not np.all((q.array >= 0) & (q.array <= 1)):
        raise RuntimeError("quantile() q values must be in the range [0, 1]")
    return q


PUBLIC = public(nanquantile, quantile)

FACES = (
    Face(quantile, ("quantile",)),
    Face(nanquantile, ("nanquantile",)),
)
