"""Running products, running extremes, running sums of exponentials.

What holds for ``cumsum`` holds for all of them: an element has a part in everything
from its own place on, so backward the gradients are added up from the end. ``cummax``
and ``cummin`` only pass elements on, and say which: each gets back what it was passed
on for. ``logcumsumexp`` takes the largest out first, so that nothing overflows.

Next: ``diff_trapezoid``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.gather_scatter import SCATTER_ADD
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.linalg.tril_triu import TRIU
from autoviz.core.ops.pointwise.abs_sign import ABS
from autoviz.core.ops.pointwise.exp_log import EXP, LOG
from autoviz.core.ops.pointwise.scalar import alone
from autoviz.core.ops.reduction.cumsum import summed_from_the_end
from autoviz.core.ops.reduction.dims import named_dtype
from autoviz.core.ops.reduction.prod import as_wanted, count_zeros
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.ops.shape.flip_roll import FLIP
from autoviz.core.ops.shape.squeeze_unsqueeze import UNSQUEEZE
from autoviz.core.ops.shape.transpose_permute import TRANSPOSE
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "cummax", "cummin", "cumprod", "logcumsumexp"]


def _cumprod(self: Array, dim: int, dtype: Dtype | None = None) -> Any:
    wanted = as_wanted(self, dtype)
    if not self.ndim:
        return wanted.copy()
    return in_rows(wanted.cumprod(axis=dim, dtype=wanted.dtype))


def _cumprod_vjp(g: Any, self: Any, result: Any, dim: int) -> Any:
    if not self.ndim or 0 in self.shape:
        return g
    if not count_zeros(self):
        return summed_from_the_end(result * g, dim) / self
    last = self.ndim - 1
    g, turned = (apply(TRANSPOSE, each, dim0=dim, dim1=last) for each in (g, self))
    sent = apply(
        SUM_DIM,
        apply(UNSQUEEZE, g, dim=last) * _products_without(turned),
        dim=(self.ndim,),
        keepdim=False,
    )
    return apply(TRANSPOSE, sent, dim0=dim, dim1=last)


def _products_without(self: Any) -> Any:
    """For each element of the last dimension, the running products without it.

    As a table: a row for each, with a 1 in its own place, and 0 before it. Where some
    elements are 0 nothing can be divided by them.
    """
    length, last = self.shape[-1], self.ndim
    rows = apply(UNSQUEEZE, self, dim=last - 1)
    table = choose(np.eye(length, dtype=np.bool_), 1, rows)
    return apply(TRIU, apply(CUMPROD, table, dim=last), diagonal=0)


def _running(extreme: np.ufunc) -> Callable[..., Any]:
    """Of equals the last counts; what is not a number stays."""

    def forward(self: Array, dim: int) -> tuple[Any, Any]:
        if not self.ndim:
            return self.copy(), np.zeros((), np.int64)
        values = extreme.accumulate(self, axis=dim)
        steps = [1] * self.ndim
        steps[dim] = -1
        places = np.arange(self.shape[dim]).reshape(steps)
        is_new = (self == values) | np.isnan(self)
        indices = np.maximum.accumulate(np.where(is_new, places, 0), axis=dim)
        return in_rows(values), in_rows(indices)

    return forward


def _to_the_extremes(g: list[Any], self_sizes: Any, indices: Any, dim: int) -> Any:
    return apply(SCATTER_ADD, zeros_of(self_sizes, g[0]), g[0], indices, dim=dim)


def _logcumsumexp(self: Array, dim: int) -> Any:
    only_floats("logcumsumexp_out_cpu", self)
    if not self.ndim:
        return self.copy()
    return in_rows(np.logaddexp.accumulate(self, axis=dim))


def _logcumsumexp_vjp(g: Any, self: Any, result: Any, dim: int) -> Any:
    """Positive and negative gradients apart: they go through a logarithm, too."""
    if not g.ndim:
        return g
    size = apply(LOG, apply(ABS, g))
    nothing = alone(float(np.finfo(np.float32).min), g)

    def sent(kept: Any) -> Any:
        turned = apply(FLIP, choose(kept, size, nothing) - result, dims=(dim,))
        summed = apply(LOGCUMSUMEXP, turned, dim=dim)
        return apply(EXP, apply(FLIP, summed, dims=(dim,)) + self)

    return sent(g > 0) - sent(g < 0)


CUMPROD: Op = Op(
    "cumprod",
    "CumprodBackward0",
    ("self",),
    _cumprod,
    (Grad("flip(cumsum(flip(g * result))) / self", _cumprod_vjp),),
    symbol="{0}.cumprod({dim})",
    dtype="same",
)


def _running_row(name: str, grad_fn: str, extreme: np.ufunc) -> Op:
    return Op(
        name,
        grad_fn,
        ("self",),
        _running(extreme),
        (Grad("scatter(g)", _to_the_extremes),),
        symbol=f"{{0}}.{name}({{dim}})",
        dtype="same",
        results=("values", "indices"),
    )


CUMMAX = _running_row("cummax", "CummaxBackward0", np.maximum)
CUMMIN = _running_row("cummin", "CumminBackward0", np.minimum)

LOGCUMSUMEXP: Op = Op(
    "logcumsumexp",
    "LogcumsumexpBackward0",
    ("self",),
    _logcumsumexp,
    (
        Grad(
            "flip(cumsum(flip(g * exp(-result)))) * exp(self)",
            _logcumsumexp_vjp,
        ),
    ),
    symbol="{0}.logcumsumexp({dim})",
    dtype="same",
)


def cumprod(self: Tensor, dim: int, *, dtype: Dtype | None = None) -> Tensor:
    """The running product along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([1, 2, 3]).cumprod(0)
    tensor([1, 2, 6])
    """
    return apply(CUMPROD, self, dim=wrap_dim(dim, self.ndim), **named_dtype(dtype))


def cumprod_(self: Tensor, dim: int, *, dtype: Dtype | None = None) -> Tensor:
    """The same, written into ``self``."""
    wrapped = wrap_dim(dim, self.ndim)
    return apply_in_place(CUMPROD, self, dim=wrapped, **named_dtype(dtype))


def cummax(self: Tensor, dim: int) -> Any:
    """The largest so far along ``dim``, and where it was.

    >>> import autoviz as av
    >>> av.tensor([1, 3, 2]).cummax(0)
    torch.return_types.cummax(
    values=tensor([1, 3, 3]),
    indices=tensor([0, 1, 1]))
    """
    parts: Any = apply(CUMMAX, self, dim=_dim("cummax", self, dim))
    return return_types.cummax(parts)


def cummin(self: Tensor, dim: int) -> Any:
    """The smallest so far along ``dim``, and where it was."""
    parts: Any = apply(CUMMIN, self, dim=_dim("cummin", self, dim))
    return return_types.cummin(parts)


def _dim(name: str, self: Tensor, dim: int) -> int:
    """Of nothing, any dimension will do."""
    if not self.ndim and dim not in (0, -1):
        raise IndexError(
            f"{name}(): Expected reduction dim -1 or 0 for scalar but got {dim}"
        )
    return wrap_dim(dim, self.ndim) if self.numel() else 0


def logcumsumexp(self: Tensor, dim: int) -> Tensor:
    """The logarithm of the running sum of exponentials along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([1000.0, 1000.0]).logcumsumexp(0)
    tensor([1000.0000, 1000.6932])
    """
    return apply(LOGCUMSUMEXP, self, dim=wrap_dim(dim, self.ndim))


PUBLIC = public(cummax, cummin, cumprod, logcumsumexp)

FACES = (
    Face(cumprod, ("cumprod",), in_place=cumprod_),
    Face(cummax, ("cummax",)),
    Face(cummin, ("cummin",)),
    Face(logcumsumexp, ("logcumsumexp",)),
)
