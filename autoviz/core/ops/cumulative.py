"""Products, running sums, and the logarithm of a sum of exponentials.

Each element of a product is multiplied with all the others, so that is its derivative:
``result / self``, unless some elements are 0. A running sum takes an element along
from its place on; so backward, each gets the gradients from there to the end.
``logsumexp`` is a smooth maximum; its derivative is the softmax.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import choose, zeros_like
from autoviz.core.ops.elementwise import EXP
from autoviz.core.ops.reduction import Dims, named_dtype, restored
from autoviz.core.ops.repeating import FLIP
from autoviz.core.ops.shape import UNSAFE_VIEW, UNSQUEEZE
from autoviz.core.ops.transposing import TRANSPOSE
from autoviz.core.shapes import wrap_dim, wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "cumsum", "logsumexp", "prod"]


def _as_wanted(self: Array, dtype: Dtype | None) -> Array:
    """Integers and bools are counted in int64, unless another type is asked for."""
    if dtype is not None:
        return self.astype(dtype.numpy)
    return self.astype(np.int64) if self.dtype.kind in "biu" else self


def _prod(
    self: Array, dim: int | None = None, keepdim: bool = False, dtype: Any = None
) -> Any:
    axis = dim if self.ndim else None
    return _as_wanted(self, dtype).prod(axis=axis, keepdims=keepdim)


def _prod_vjp(g: Any, self: Any, result: Any) -> Any:
    if not self.ndim:
        return g
    zeros = _zeros(self)
    if not zeros:
        return g * (result / self)
    if zeros > 1 and not isinstance(self, Tensor):
        return zeros_like(self)
    flat = apply(UNSAFE_VIEW, self, size=(-1,))
    return g * apply(UNSAFE_VIEW, _product_of_others(flat), size=self.shape)


def _prod_dim_vjp(g: Any, self: Any, result: Any, dim: int, keepdim: bool) -> Any:
    if not self.ndim:
        return g
    g, result = (restored(each, self.shape, (dim,), keepdim) for each in (g, result))
    if not _zeros(self):
        return g * (result / self)
    last = self.ndim - 1
    turned = apply(TRANSPOSE, self, dim0=dim, dim1=last)
    return g * apply(TRANSPOSE, _product_of_others(turned), dim0=dim, dim1=last)


def _zeros(self: Any) -> int:
    """How many elements are 0."""
    array = self.array if isinstance(self, Tensor) else self
    return int(np.count_nonzero(array == 0))


def _product_of_others(self: Any) -> Any:
    """For each element of the last dimension, the product of all but itself.

    As a table: a row for each, with a 1 in its own place. It is large, but needs no
    division, and can be differentiated again.
    """
    length, last = self.shape[-1], self.ndim
    rows = apply(UNSQUEEZE, self, dim=last - 1)
    table = choose(np.eye(length, dtype=np.bool_), 1, rows)
    return apply(PROD_DIM, table, dim=last, keepdim=False)


def _cumsum(self: Array, dim: int, dtype: Dtype | None = None) -> Any:
    wanted = _as_wanted(self, dtype)
    return wanted.cumsum(axis=dim, dtype=wanted.dtype) if self.ndim else wanted.copy()


def _cumsum_from_the_end(g: Any, dim: int) -> Any:
    if not g.ndim or g.shape[dim] <= 1:
        return g
    turned = apply(CUMSUM, apply(FLIP, g, dims=(dim,)), dim=dim)
    return apply(FLIP, turned, dims=(dim,))


def _logsumexp(self: Array, dim: Any, keepdim: bool) -> Any:
    """The largest is taken out first, so that no exponential overflows."""
    if not self.ndim:
        return self.copy()
    largest = self.max(axis=dim, keepdims=True, initial=-np.inf)
    largest = np.where(np.isinf(largest), 0, largest).astype(self.dtype)
    total = np.exp(self - largest).sum(axis=dim, keepdims=True)
    result = np.log(total) + largest
    return result if keepdim else result.squeeze(axis=dim)


def _logsumexp_vjp(
    g: Any, self: Any, result: Any, self_sizes: Any, dim: Any, keepdim: bool
) -> Any:
    g, result = (restored(each, self_sizes, dim, keepdim) for each in (g, result))
    return g * apply(EXP, self - result)


PROD: Op = Op(
    "prod",
    "ProdBackward0",
    ("self",),
    _prod,
    (Grad("expand(g) * result / self", _prod_vjp),),
    symbol="{0}.prod()",
    dtype="same",
)

PROD_DIM: Op = Op(
    "prod",
    "ProdBackward1",
    ("self",),
    _prod,
    (Grad("expand(g) * result / self", _prod_dim_vjp),),
    symbol="{0}.prod({dim})",
    dtype="same",
)

CUMSUM: Op = Op(
    "cumsum",
    "CumsumBackward0",
    ("self",),
    _cumsum,
    (Grad("flip(cumsum(flip(g)))", _cumsum_from_the_end),),
    symbol="{0}.cumsum({dim})",
    dtype="same",
)

LOGSUMEXP = Op(
    "logsumexp",
    "LogsumexpBackward0",
    ("self",),
    _logsumexp,
    (Grad("expand(g) * exp(self - result)", _logsumexp_vjp),),
    symbol="{0}.logsumexp({dim})",
    dtype="float",
)


def prod(
    self: Tensor,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The product of all elements, or along ``dim``; 1 if there are none."""
    wanted = named_dtype(dtype)
    if dim is None:
        return apply(PROD, self, **wanted)
    wrapped = wrap_dim(dim, self.ndim)
    return apply(PROD_DIM, self, dim=wrapped, keepdim=keepdim, **wanted)


def cumsum(self: Tensor, dim: int, *, dtype: Dtype | None = None) -> Tensor:
    """The running sum along ``dim``."""
    return apply(CUMSUM, self, dim=wrap_dim(dim, self.ndim), **named_dtype(dtype))


def cumsum_(self: Tensor, dim: int, *, dtype: Dtype | None = None) -> Tensor:
    """The same, written into ``self``."""
    wrapped = wrap_dim(dim, self.ndim)
    return apply_in_place(CUMSUM, self, dim=wrapped, **named_dtype(dtype))


def logsumexp(self: Tensor, dim: Dims, keepdim: bool = False) -> Tensor:
    """``log(sum(exp(self)))`` over ``dim``, without overflow."""
    dims = wrap_dims(dim, self.ndim) or tuple(range(self.ndim))
    return apply(LOGSUMEXP, self, dim=dims, keepdim=keepdim)


PUBLIC = public(cumsum, logsumexp, prod)

FACES = (
    Face(prod, ("prod",)),
    Face(cumsum, ("cumsum",), in_place=cumsum_),
    Face(logsumexp, ("logsumexp",)),
)
