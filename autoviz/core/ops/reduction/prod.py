"""Products: ``prod``.

Each element of a product is multiplied with all the others, so that is its derivative:
``result / self``. Where some elements are 0 nothing can be divided by them, and the
others are multiplied one by one.

Next: ``all_any``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.index.where_masked_fill import choose, zeros_like
from autoviz.core.ops.reduction.dims import counting_type, named_dtype, restored
from autoviz.core.ops.shape.squeeze_unsqueeze import UNSQUEEZE
from autoviz.core.ops.shape.transpose_permute import TRANSPOSE
from autoviz.core.ops.shape.view_reshape import UNSAFE_VIEW
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "prod", "product_of_others"]


def as_wanted(self: Array, dtype: Dtype | None) -> Array:
    """The numbers in the type in which they are to be multiplied, or added up."""
    wanted = counting_type(self) if dtype is None else dtype.numpy
    return self.astype(wanted, copy=False)


def _prod(
    self: Array, dim: int | None = None, keepdim: bool = False, dtype: Any = None
) -> Any:
    axis = dim if self.ndim else None
    return in_rows(as_wanted(self, dtype).prod(axis=axis, keepdims=keepdim))


def _prod_vjp(g: Any, self: Any, result: Any) -> Any:
    if not self.ndim:
        return g
    zeros = count_zeros(self)
    if not zeros:
        return g * (result / self)
    if zeros > 1 and not isinstance(self, Tensor):
        return zeros_like(self)
    flat = apply(UNSAFE_VIEW, self, size=(-1,))
    return g * apply(UNSAFE_VIEW, product_of_others(flat), size=self.shape)


def _prod_dim_vjp(g: Any, self: Any, result: Any, dim: int, keepdim: bool) -> Any:
    if not self.ndim:
        return g
    g, result = (restored(each, self.shape, (dim,), keepdim) for each in (g, result))
    if not count_zeros(self):
        return g * (result / self)
    last = self.ndim - 1
    turned = apply(TRANSPOSE, self, dim0=dim, dim1=last)
    return g * apply(TRANSPOSE, product_of_others(turned), dim0=dim, dim1=last)


def count_zeros(self: Any) -> int:
    """How many elements are 0."""
    array = self.array if isinstance(self, Tensor) else self
    return int(np.count_nonzero(array == 0))


def product_of_others(self: Any) -> Any:
    """For each element of the last dimension, the product of all but itself.

    As a table: a row for each, with a 1 in its own place. It is large, but needs no
    division, and can be differentiated again.
    """
    length, last = self.shape[-1], self.ndim
    rows = apply(UNSQUEEZE, self, dim=last - 1)
    table = choose(np.eye(length, dtype=np.bool_), 1, rows)
    return apply(PROD_DIM, table, dim=last, keepdim=False)


PROD: Op = Op(
    "prod",
    "ProdBackward0",
    ("self",),
    _prod,
    (Grad("result / self", _prod_vjp),),
    symbol="{0}.prod()",
    dtype="same",
)

PROD_DIM: Op = Op(
    "prod",
    "ProdBackward1",
    ("self",),
    _prod,
    (Grad("result / self", _prod_dim_vjp),),
    symbol="{0}.prod({dim})",
    dtype="same",
)


def prod(
    self: Tensor,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The product of all elements, or along ``dim``; 1 if there are none.

    >>> import autoviz as av
    >>> av.tensor([2, 3, 4]).prod()
    tensor(24)
    """
    wanted = named_dtype(dtype)
    if dim is None:
        return apply(PROD, self, **wanted)
    wrapped = wrap_dim(dim, self.ndim)
    return apply(PROD_DIM, self, dim=wrapped, keepdim=keepdim, **wanted)


PUBLIC = public(prod)

FACES = (Face(prod, ("prod",)),)
