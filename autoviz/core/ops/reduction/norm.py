"""The size of a vector: ``norm``; and how far two are apart: ``dist``.

By default the root of the sum of squares, or with another ``p`` in place of 2. At 0 a
norm has a kink, and the derivative is taken to be 0.

Next: ``prod``.
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
from autoviz.core.ops.checks import check_tensors, scalar_type
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL
from autoviz.core.ops.linalg.nuclear_norm import nuclear_norm
from autoviz.core.ops.pointwise.abs_sign import ABS, SGN
from autoviz.core.ops.pointwise.comparison import ISNAN
from autoviz.core.ops.reduction.dims import Dims, axis_of, named_dtype, restored
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.shapes import broadcast_shape, wrap_dims
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "dist", "norm", "vector_norm"]


def _norm(
    self: Array, ord: Number, dim: Any, keepdim: bool, dtype: Dtype | None = None
) -> Any:
    if dtype is not None:
        self = self.astype(dtype.numpy)
    options = {"axis": axis_of(self, dim), "keepdims": keepdim}
    return in_rows(_size(self, ord, options))


def _size(self: Array, ord: Number, options: Any) -> Any:
    sizes = np.abs(self)
    if ord == math.inf:
        return sizes.max(**options)
    if ord == -math.inf:
        return sizes.min(**options)
    if ord == 0:
        return (self != 0).sum(**options).astype(self.dtype)
    if ord == 1:
        return sizes.sum(**options)
    if ord == 2:
        return np.sqrt((self * self).sum(**options))
    power = self.dtype.type(ord)
    return (sizes**power).sum(**options) ** (1 / power)


def _norm_vjp(
    g: Any, self: Any, result: Any, ord: Number, dim: Any, keepdim: bool
) -> Any:
    if ord == 0:
        return None
    dims = dim if dim and self.ndim else tuple(range(self.ndim))
    if dim:
        g, result = (restored(each, self.shape, dims, keepdim) for each in (g, result))
    if ord == 1:
        return apply(SGN, self) * g
    if ord == 2:
        return g * apply(MASKED_FILL, self / result, result == 0, value=0)
    sizes, sign = apply(ABS, self), apply(SGN, self)
    if math.isinf(ord):
        won = (sizes == result) | apply(ISNAN, sizes)
        winners = apply(SUM_DIM, won, dim=dims, keepdim=True)
        return sign * ((g / winners) * won)
    if ord < 1:
        scaled = sign * apply(MASKED_FILL, sizes ** (ord - 1), self == 0, value=0)
        return scaled * g * result ** (1 - ord)
    scaled = sign * sizes ** (ord - 1) if ord < 2 else self * sizes ** (ord - 2)
    weight = g / result ** (ord - 1)
    return scaled * apply(MASKED_FILL, weight, result == 0, value=0)


def _dist(self: Array, other: Array, p: Number) -> Any:
    if self.dtype.kind != "f":
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. Got "
            f"{scalar_type(self)} instead."
        )
    return _norm(self - other, p, None, False)


def _dist_vjp(g: Any, self: Any, other: Any, result: Any, p: Number) -> Any:
    return _norm_vjp(g, self - other, result, p, None, False)


def _dist_vjp_other(g: Any, self: Any, other: Any, result: Any, p: Number) -> Any:
    sent = _dist_vjp(g, self, other, result, p)
    return None if sent is None else -sent


VECTOR_NORM = Op(
    "norm",
    "LinalgVectorNormBackward0",
    ("self",),
    _norm,
    (
        Grad(
            "self / result if ord == 2 else sign(self)"
            " if ord == 1 else sign(self) * (abs(self) / result)**(ord - 1)",
            _norm_vjp,
        ),
    ),
    symbol="{0}.norm({ord})",
    dtype="same",
)

DIST = Op(
    "dist",
    "DistBackward0",
    ("self", "other"),
    _dist,
    (
        Grad(
            "(self - other) / result if p == 2 else sign(self - other) if p == 1"
            " else sign(self - other) * (abs(self - other) / result)**(p - 1)",
            _dist_vjp,
        ),
        Grad(
            "(other - self) / result if p == 2 else sign(other - self) if p == 1"
            " else sign(other - self) * (abs(self - other) / result)**(p - 1)",
            _dist_vjp_other,
        ),
    ),
    symbol="dist({0}, {1})",
)


def norm(
    self: Tensor,
    p: Number | str | None = "fro",
    dim: Dims | None = None,
    keepdim: bool = False,
    dtype: Dtype | None = None,
) -> Tensor:
    """The size of a vector, as which a matrix counts too.

    With ``p`` 2 (or "fro") it is its length, with 1 the sum of the sizes of its
    elements, with infinity the largest of them. "nuc" adds up the singular values of a
    matrix.

    >>> import autoviz as av
    >>> x = av.tensor([3.0, -4.0])
    >>> x.norm(), x.norm(1), x.norm(float("inf"))
    (tensor(5.), tensor(7.), tensor(4.))

    Raises:
        RuntimeError: the tensor is not floating point.
    """
    if p == "nuc":
        dims = range(self.ndim) if dim is None else dim
        dims = (dims,) if isinstance(dims, int) else dims
        return nuclear_norm(self, dims, keepdim, dtype)
    if isinstance(p, str) and p != "fro":
        raise RuntimeError(f"linalg.matrix_norm: Order {p} not supported.")
    ord = 2.0 if p is None else 2 if isinstance(p, str) else p
    return vector_norm(self, ord, dim, keepdim, dtype=dtype)


def vector_norm(
    self: Tensor,
    ord: Number = 2,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """The size of all numbers as one vector, or along ``dim``.

    >>> import autoviz as av
    >>> av.linalg.vector_norm(av.tensor([3.0, -4.0]))
    tensor(5.)

    Raises:
        RuntimeError: these are no floats, or of nothing the largest is wanted.
    """
    if not self.dtype.is_floating_point:
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. "
            f"Got {self.dtype.scalar_type}"
        )
    dims = None if dim is None else wrap_dims(dim, self.ndim)
    if ord < 0 or ord == math.inf:
        _check_some(self, ord, dims)
    options = named_dtype(dtype)
    return apply(VECTOR_NORM, self, ord=ord, dim=dims, keepdim=keepdim, **options)


def _check_some(self: Tensor, ord: Number, dims: Sequence[int] | None) -> None:
    start = f"linalg.vector_norm cannot compute the {ord:g} norm on "
    if not self.numel() and not dims:
        raise RuntimeError(
            f"{start}an empty tensor because the operation does not have an identity"
        )
    for each in (dims or ()) if self.ndim else ():
        if not self.shape[each]:
            raise RuntimeError(
                f"{start}the dimension {each}because this dimension is empty and the "
                "operation does not have an identity"
            )


def dist(self: Tensor, other: Tensor, p: Number = 2) -> Tensor:
    """The norm of the difference.

    >>> import autoviz as av
    >>> av.dist(av.tensor([1.0, 5.0]), av.tensor([4.0, 1.0]))
    tensor(5.)

    Raises:
        RuntimeError: shapes do not broadcast.
    """
    check_tensors("dist", input=self, other=other)
    broadcast_shape(self.shape, other.shape)
    if p < 0 or p == math.inf:
        _check_some(other if self.numel() else self, p, None)
    return apply(DIST, self, other, p=p)


PUBLIC = public(dist, norm)

FACES = (
    Face(norm, ("norm",)),
    Face(dist, ("dist",)),
)
