"""How far numbers are spread: variance and standard deviation.

``var`` is the mean of the squared distances from the mean (by default divided by
n - 1, since the mean was guessed from the same numbers); ``std`` is its root.
``var_mean`` and ``std_mean`` return the mean besides, of one operation with two
results: whichever of them a gradient arrives at, it is sent on, and two are added.

Next: ``norm``.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL, choose
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.ops.reduction.dims import Dims, axis_of, length_of, restored
from autoviz.core.ops.reduction.sum_mean import MEAN, MEAN_DIM, mean_of
from autoviz.core.shapes import wrap_dims
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "std", "std_mean", "var", "var_mean"]


def _var(
    self: Array,
    dim: Sequence[int] | None,
    correction: Number | None,
    keepdim: bool,
) -> Any:
    axis, kind = axis_of(self, dim), self.dtype.type
    count = length_of(self.shape, dim)
    centred = self - mean_of(self, axis, keepdim=True)
    free = count - (1 if correction is None else correction)
    squares = in_rows((centred * centred).sum(axis=axis, keepdims=keepdim))
    return squares / kind(free if free > 0 else 0)


def _std(
    self: Array,
    dim: Sequence[int] | None,
    correction: Number | None,
    keepdim: bool,
) -> Any:
    return np.sqrt(_var(self, dim, correction, keepdim))


def _var_mean(
    self: Array, dim: Sequence[int] | None, correction: Number | None, keepdim: bool
) -> Any:
    mean = mean_of(self, axis_of(self, dim), keepdim)
    return _var(self, dim, correction, keepdim), mean


def _std_mean(
    self: Array, dim: Sequence[int] | None, correction: Number | None, keepdim: bool
) -> Any:
    var, mean = _var_mean(self, dim, correction, keepdim)
    return np.sqrt(var), mean


def _var_vjp(
    g: Any, self: Any, dim: Any, correction: Number | None, keepdim: bool
) -> Any:
    by = 1 if correction is None else correction
    if dim is None or not self.ndim:
        free, middle = length_of(self.shape, None) - by, apply(MEAN, self)
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


def _with_mean(sent: Any, g: Any, sizes: Sequence[int], dim: Any, keepdim: bool) -> Any:
    """What is sent for the spread, and for the mean; one of them may be None."""
    if g is None:
        return sent
    if dim:
        of_mean = MEAN_DIM.grads[0].vjp(g, sizes, dim, keepdim)
    else:
        of_mean = MEAN.grads[0].vjp(g, sizes)
    return of_mean if sent is None else sent + of_mean


def _var_mean_vjp(
    g: list[Any], self: Any, dim: Any, correction: Number | None, keepdim: bool
) -> Any:
    of_var = None if g[0] is None else _var_vjp(g[0], self, dim, correction, keepdim)
    return _with_mean(of_var, g[1], self.shape, dim, keepdim)


def _std_mean_vjp(
    g: list[Any],
    self: Any,
    result0: Any,
    dim: Any,
    correction: Number | None,
    keepdim: bool,
) -> Any:
    of_std = None
    if g[0] is not None:
        of_std = _std_vjp(g[0], self, result0, dim, correction, keepdim)
    return _with_mean(of_std, g[1], self.shape, dim, keepdim)


VAR = Op(
    "var",
    "VarBackward0",
    ("self",),
    _var,
    (Grad("2 * (self - mean(self)) / (n - correction)", _var_vjp),),
    symbol="{0}.var()",
    dtype="same",
)

STD = Op(
    "std",
    "StdBackward0",
    ("self",),
    _std,
    (Grad("(self - mean(self)) / ((n - correction) * result)", _std_vjp),),
    symbol="{0}.std()",
    dtype="same",
)

VAR_MEAN = Op(
    "var_mean",
    "VarMeanBackward0",
    ("self",),
    _var_mean,
    (Grad("2 * (self - mean(self)) / (n - correction)", _var_mean_vjp),),
    symbol="var_mean({0})",
    dtype="same",
    results=("result0", "result1"),
)

STD_MEAN = Op(
    "std_mean",
    "StdMeanBackward0",
    ("self",),
    _std_mean,
    (Grad("(self - mean(self)) / ((n - correction) * result0)", _std_mean_vjp),),
    symbol="std_mean({0})",
    dtype="same",
    results=("result0", "result1"),
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

    >>> import autoviz as av
    >>> av.tensor([1.0, 3.0, 5.0]).var(), av.tensor([1.0, 3.0, 5.0]).var(unbiased=False)
    (tensor(4.), tensor(2.6667))

    Raises:
        RuntimeError: the tensor is not floating point.
    """
    made: Tensor = _spread(VAR, self, dim, unbiased, keepdim, correction)
    return made


def std(
    self: Tensor,
    dim: Dims | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Number | None = None,
) -> Tensor:
    """The standard deviation, the root of ``var``."""
    made: Tensor = _spread(STD, self, dim, unbiased, keepdim, correction)
    return made


def var_mean(
    self: Tensor,
    dim: Dims | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Number | None = None,
) -> tuple[Tensor, Tensor]:
    """The variance and the mean.

    >>> import autoviz as av
    >>> av.var_mean(av.tensor([1.0, 3.0, 5.0]))
    (tensor(4.), tensor(3.))
    """
    var, mean = _spread(VAR_MEAN, self, dim, unbiased, keepdim, correction)
    return var, mean


def std_mean(
    self: Tensor,
    dim: Dims | bool | None = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: Number | None = None,
) -> tuple[Tensor, Tensor]:
    """The standard deviation and the mean."""
    std, mean = _spread(STD_MEAN, self, dim, unbiased, keepdim, correction)
    return std, mean


def _spread(
    row: Op,
    self: Tensor,
    dim: Dims | bool | None,
    unbiased: bool | None,
    keepdim: bool,
    correction: Number | None,
) -> Any:
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if not self.dtype.is_floating_point:
        name = row.name if row.makes_several else "std and var"
        raise RuntimeError(f"{name} only support floating point and complex dtypes")
    if unbiased is not None:
        correction = int(unbiased)
    elif dim is not None and correction is None:
        correction = 1
    dims = None if dim is None else wrap_dims(dim, self.ndim)
    count = length_of(self.shape, dims) if self.numel() else 0
    if count <= (1 if correction is None else correction):
        warnings.warn(NOT_ENOUGH.format(row.name), UserWarning, stacklevel=3)
    return apply(row, self, dim=dims, correction=correction, keepdim=keepdim)


NOT_ENOUGH = (
    "{}(): degrees of freedom is <= 0. Correction should be strictly less than the "
    "reduction factor (input numel divided by output numel)."
)


PUBLIC = public(std, std_mean, var, var_mean)

FACES = (
    Face(var, ("var",)),
    Face(std, ("std",)),
)
