"""How far numbers are spread: variance, standard deviation, and the size of a vector.

All measure distances. ``var`` is the mean of the squared distances from the mean (by
default divided by n - 1, since the mean was guessed from the same numbers); ``std`` is
its root. ``norm`` measures from 0: the root of the sum of squares, or with another
``p`` in place of 2. At 0 a norm has a kink; the derivative is taken to be 0 there.

Next: ``cumulative``.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import MASKED_FILL, choose
from autoviz.core.ops.elementwise import ABS, SGN
from autoviz.core.ops.logic import ISNAN
from autoviz.core.ops.reduction import (
    MEAN,
    MEAN_DIM,
    SUM_DIM,
    Dims,
    named_dtype,
    restored,
)
from autoviz.core.ops.scaled import times
from autoviz.core.shapes import wrap_dims
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "norm", "std", "var", "vector_norm"]


def _count(sizes: Sequence[int], dim: Sequence[int] | None) -> int:
    dims = dim or range(len(sizes))
    return math.prod(sizes[each] for each in dims) if sizes else 1


def _axis(self: Array, dim: Sequence[int] | None) -> Any:
    return tuple(dim) if dim and self.ndim else None


def _var(
    self: Array,
    dim: Sequence[int] | None,
    correction: Number | None,
    keepdim: bool,
) -> Any:
    axis, kind = _axis(self, dim), self.dtype.type
    count = _count(self.shape, dim)
    total = self.sum(axis=axis, keepdims=True)
    centred = self - (total / kind(count) if count else total * np.nan)
    free = count - (1 if correction is None else correction)
    squares = (centred * centred).sum(axis=axis, keepdims=keepdim)
    return squares / kind(free if free > 0 else 0)


def _std(
    self: Array,
    dim: Sequence[int] | None,
    correction: Number | None,
    keepdim: bool,
) -> Any:
    return np.sqrt(_var(self, dim, correction, keepdim))


def _var_vjp(
    g: Any, self: Any, dim: Any, correction: Number | None, keepdim: bool
) -> Any:
    by = 1 if correction is None else correction
    if dim is None or not self.ndim:
        free, middle = _count(self.shape, None) - by, apply(MEAN, self)
        if free <= 0:
            return g * choose(self == middle, math.nan, math.inf)
        return times(g, 2 / free) * (self - middle)
    dims = dim or tuple(range(self.ndim))
    if self.ndim > 1:
        g = restored(g, self.shape, dims, keepdim)
    # Where dim is (), PyTorch counts one here, though all elements were reduced.
    free = math.prod(self.shape[each] for each in dim) - by
    middle = apply(MEAN_DIM, self, dim=dims, keepdim=True)
    return times(g, 2 / free if free else math.inf) * (self - middle)


def _std_vjp(
    g: Any,
    self: Any,
    result: Any,
    dim: Any,
    correction: Number | None,
    keepdim: bool,
) -> Any:
    of_var = apply(MASKED_FILL, g / times(result, 2), result == 0, value=0)
    return _var_vjp(of_var, self, dim, correction, keepdim)


def _norm(
    self: Array, ord: Number, dim: Any, keepdim: bool, dtype: Dtype | None = None
) -> Any:
    if dtype is not None:
        self = self.astype(dtype.numpy)
    options: Any = {"axis": _axis(self, dim), "keepdims": keepdim}
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


VAR = Op(
    "var",
    "VarBackward0",
    ("self",),
    _var,
    (Grad("expand(g) * 2 * (self - mean(self)) / (n - 1)", _var_vjp),),
    symbol="{0}.var()",
    dtype="same",
)

STD = Op(
    "std",
    "StdBackward0",
    ("self",),
    _std,
    (Grad("expand(g) * (self - mean(self)) / (n - 1) / result", _std_vjp),),
    symbol="{0}.std()",
    dtype="same",
)

VECTOR_NORM = Op(
    "norm",
    "LinalgVectorNormBackward0",
    ("self",),
    _norm,
    (
        Grad(
            "expand(g) * sign(self) * (abs(self) / result)**(ord - 1)",
            _norm_vjp,
        ),
    ),
    symbol="{0}.norm({ord})",
    dtype="same",
)


def var(
    self: Tensor,
    dim: Dims | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Number | None = None,
) -> Tensor:
    """The variance of all elements, or over ``dim``.

    The squares are divided by ``n - correction``; ``unbiased=False`` is a correction
    of 0. By default it is 1.

    Raises:
        RuntimeError: the tensor is not floating point.
    """
    return _spread(VAR, self, dim, unbiased, keepdim, correction)


def std(
    self: Tensor,
    dim: Dims | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Number | None = None,
) -> Tensor:
    """The standard deviation, the root of ``var``."""
    return _spread(STD, self, dim, unbiased, keepdim, correction)


def _spread(
    row: Op,
    self: Tensor,
    dim: Dims | bool | None,
    unbiased: bool | None,
    keepdim: bool,
    correction: Number | None,
) -> Tensor:
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if not self.dtype.is_floating_point:
        raise RuntimeError("std and var only support floating point and complex dtypes")
    if unbiased is not None:
        correction = int(unbiased)
    elif dim is not None and correction is None:
        correction = 1
    dims = None if dim is None else wrap_dims(dim, self.ndim)
    count = _count(self.shape, dims) if self.numel() else 0
    if count <= (1 if correction is None else correction):
        warnings.warn(NOT_ENOUGH.format(row.name), UserWarning, stacklevel=3)
    return apply(row, self, dim=dims, correction=correction, keepdim=keepdim)


NOT_ENOUGH = (
    "{}(): degrees of freedom is <= 0. Correction should be strictly less than the "
    "reduction factor (input numel divided by output numel)."
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
    elements, with infinity the largest of them.

    Raises:
        RuntimeError: the tensor is not floating point.
        NotImplementedError: ``p="nuc"``, which needs singular values.
    """
    if p == "nuc":
        raise NotImplementedError(
            'norm(p="nuc") is not in autoviz\'s numpy core; record real PyTorch'
        )
    if isinstance(p, str) and p != "fro":
        raise RuntimeError(f"linalg.matrix_norm: Order {p} not supported.")
    ord = 2 if p is None or isinstance(p, str) else p
    return vector_norm(self, ord, dim, keepdim, dtype=dtype)


def vector_norm(
    self: Tensor,
    ord: Number = 2,
    dim: Dims | None = None,
    keepdim: bool = False,
    *,
    dtype: Dtype | None = None,
) -> Tensor:
    """``linalg.vector_norm``."""
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


PUBLIC = public(norm, std, var)

FACES = (
    Face(var, ("var",)),
    Face(std, ("std",)),
    Face(norm, ("norm",)),
)
