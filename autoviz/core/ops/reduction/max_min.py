"""The largest, the smallest, the middle: ``max``, ``amax``, ``argmax``, ``median``.

Only the elements that won get the gradient. When several are equal, PyTorch has two
conventions. ``x.max()``, ``x.amax()`` and ``x.median()`` do not say which one it was,
and share the gradient out evenly. ``x.max(dim)`` and ``x.median(dim)`` return the
winner's index beside its value, and that one gets all.

Next: ``var_std``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.common import question, zeros_of
from autoviz.core.ops.index.gather_scatter import SCATTER
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL_TENSOR, zeros_like
from autoviz.core.ops.pointwise.comparison import ISNAN
from autoviz.core.ops.pointwise.maximum_minimum import maximum, minimum
from autoviz.core.ops.reduction.dims import Dims
from autoviz.core.ops.reduction.sum_mean import SUM, SUM_DIM
from autoviz.core.ops.shape.squeeze_unsqueeze import UNSQUEEZE
from autoviz.core.ops.shape.view_reshape import VIEW
from autoviz.core.shapes import wrap_dim, wrap_dims
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "all_row",
    "amax",
    "amin",
    "argmax",
    "argmin",
    "check_length",
    "dim_row",
    "evenly_along",
    "max",
    "median",
    "min",
    "to_the_winner",
    "with_index",
]


def _evenly(g: Any, self: Any, result: Any) -> Any:
    """To every element that equals the result, as much as to the others."""
    won = apply(ISNAN, self) if result != result else self == result
    return apply(MASKED_FILL_TENSOR, zeros_like(self), g / apply(SUM, won), won)


def evenly_along(
    g: Any, self: Any, result: Any, self_sizes: Any, dim: Any, keepdim: bool
) -> Any:
    """Likewise along dimensions."""
    dim = dim if dim and self_sizes else tuple(range(len(self_sizes)))
    kept = tuple(1 if at in dim else each for at, each in enumerate(self_sizes))
    if not keepdim and self_sizes:
        g, result = (apply(VIEW, each, size=kept) for each in (g, result))
    won = self == result
    return g / apply(SUM_DIM, won, dim=dim, keepdim=True) * won


def to_the_winner(
    g: list[Any], self_sizes: Sequence[int], indices: Any, dim: int, keepdim: bool
) -> Any:
    """What each winner got, to the place its index tells."""
    values = g[0]
    if not keepdim and self_sizes:
        values = apply(UNSQUEEZE, values, dim=dim)
        indices = apply(UNSQUEEZE, indices, dim=dim)
    return apply(SCATTER, zeros_of(self_sizes, values), values, indices, dim=dim)


def _whole(function: Callable[..., Any]) -> Callable[[Array], Any]:
    return lambda self: function(self)


def _along(
    winner: Callable[[Array, int], Array],
) -> Callable[..., Any]:
    """Values and indices along a dimension."""

    def forward(self: Array, dim: int, keepdim: bool) -> tuple[Any, Any]:
        if not self.ndim:
            winner(self.reshape(1), 0)  # may refuse the type
            return self.copy(), np.zeros((), np.int64)
        indices = np.expand_dims(winner(self, dim), dim).astype(np.int64)
        values = np.take_along_axis(self, indices, dim)
        if not keepdim:
            values, indices = values.squeeze(dim), indices.squeeze(dim)
        return values, indices

    return forward


def _middle(self: Array) -> Any:
    """The lower one, if there are two in the middle."""
    if not self.size:
        return self.dtype.type(np.nan if self.dtype.kind == "f" else _LEAST)
    not_of_bools("median_cpu", self)
    return np.sort(self, axis=None)[_place(self.ravel(), 0)]


_LEAST = np.iinfo(np.int64).min


def _place(self: Array, dim: int) -> Any:
    """What is not a number comes last in order, and first here."""
    missing = np.isnan(self).any(axis=dim)
    return np.where(missing, self.shape[dim] - 1, (self.shape[dim] - 1) // 2)


def _index_of_middle(self: Array, dim: int) -> Array:
    not_of_bools("median_out", self)
    order = np.argsort(self, axis=dim, kind="stable")
    middle = (self.shape[dim] - 1) // 2
    indices: Array = np.where(
        np.isnan(self).any(axis=dim),
        np.isnan(self).argmax(axis=dim),
        order.take(middle, axis=dim),
    )
    return indices


_SHARED = "1 / count(self == result) if self == result else 0"
"""Equals share."""


def all_row(name: str, grad_fn: str, forward: Callable[[Array], Any]) -> Op:
    """A row for one of all elements."""
    grad = Grad(_SHARED, _evenly)
    symbol = f"{{0}}.{name}()"
    return Op(name, grad_fn, ("self",), forward, (grad,), symbol=symbol, dtype="same")


def dim_row(name: str, grad_fn: str, winner: Callable[[Array, int], Array]) -> Op:
    """A row for one along a dimension, with its index, which ``winner`` finds."""
    return Op(
        name,
        grad_fn,
        ("self",),
        _along(winner),
        (Grad("scatter(g)", to_the_winner),),
        symbol=f"{{0}}.{name}({{dim}})",
        dtype="same",
        results=("values", "indices"),
    )


def _dims_row(name: str, grad_fn: str, function: np.ufunc) -> Op:
    """Along several, without indices."""
    return Op(
        name,
        grad_fn,
        ("self",),
        lambda self, dim, keepdim: in_rows(
            function.reduce(
                self, axis=dim if dim and self.ndim else None, keepdims=keepdim
            )
        ),
        (Grad(_SHARED, evenly_along),),
        symbol=f"{{0}}.{name}({{dim}})",
        dtype="same",
    )


def _index_row(name: str, function: Callable[..., Any]) -> Op:
    """Where it is."""

    def forward(self: Array, dim: int | None, keepdim: bool) -> Any:
        return function(self, axis=dim, keepdims=keepdim)

    return question(name, forward, f"{{0}}.{name}({{dim}})")


MAX = all_row("max", "MaxBackward1", _whole(np.max))
MIN = all_row("min", "MinBackward1", _whole(np.min))
MEDIAN = all_row("median", "MedianBackward0", _middle)
MAX_DIM = dim_row("max", "MaxBackward0", np.argmax)
MIN_DIM = dim_row("min", "MinBackward0", np.argmin)
MEDIAN_DIM = dim_row("median", "MedianBackward1", _index_of_middle)
AMAX = _dims_row("amax", "AmaxBackward0", np.maximum)
AMIN = _dims_row("amin", "AminBackward0", np.minimum)
ARGMAX = _index_row("argmax", np.argmax)
ARGMIN = _index_row("argmin", np.argmin)


def max(
    self: Tensor,
    dim: int | Tensor | None = None,
    keepdim: bool = False,
    *,
    other: Tensor | None = None,
) -> Any:
    """The largest element; along ``dim`` with its index; or of two tensors.

    >>> import autoviz as av
    >>> av.tensor([1.0, 3.0]).max(0)
    torch.return_types.max(
    values=tensor(3.),
    indices=tensor(1))

    Raises:
        IndexError: there is no such dimension, or nothing along it.
        RuntimeError: there is nothing at all.
    """
    if other is not None:
        return maximum(self, other)
    if isinstance(dim, Tensor):
        return maximum(self, dim)
    if dim is None:
        _check_some("max", self)
        return apply(MAX, self)
    return return_types.max(with_index(MAX_DIM, self, dim, keepdim))


def min(
    self: Tensor,
    dim: int | Tensor | None = None,
    keepdim: bool = False,
    *,
    other: Tensor | None = None,
) -> Any:
    """The smallest element; along ``dim`` with its index; or of two tensors.

    Raises:
        IndexError: there is no such dimension, or nothing along it.
        RuntimeError: there is nothing at all.
    """
    if other is not None:
        return minimum(self, other)
    if isinstance(dim, Tensor):
        return minimum(self, dim)
    if dim is None:
        _check_some("min", self)
        return apply(MIN, self)
    return return_types.min(with_index(MIN_DIM, self, dim, keepdim))


def median(self: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The element in the middle, the lower one of two; along ``dim`` with its index.

    >>> import autoviz as av
    >>> av.tensor([5.0, 1.0, 3.0, 2.0]).median()
    tensor(2.)
    """
    if dim is None:
        return apply(MEDIAN, self)
    return return_types.median(with_index(MEDIAN_DIM, self, dim, keepdim))


def with_index(row: Op, self: Tensor, dim: int, keepdim: bool) -> Any:
    """The winners along ``dim``, and where they are; there must be some to choose.

    Raises:
        IndexError: there is none.
    """
    wrapped = wrap_dim(dim, self.ndim)
    check_length(f"{row.name}()", self, wrapped)
    return apply(row, self, dim=wrapped, keepdim=keepdim)


def amax(self: Tensor, dim: Dims = (), keepdim: bool = False) -> Tensor:
    """The largest elements along ``dim``, one dimension or several; of all by default.

    >>> import autoviz as av
    >>> av.tensor([[1, 5], [7, 3]]).amax(0)
    tensor([7, 5])

    Raises:
        RuntimeError, IndexError: there is nothing to choose from.
    """
    return _extreme(AMAX, self, dim, keepdim)


def amin(self: Tensor, dim: Dims = (), keepdim: bool = False) -> Tensor:
    """The smallest elements along ``dim``, one dimension or several; of all by default.

    Raises:
        RuntimeError, IndexError: there is nothing to choose from.
    """
    return _extreme(AMIN, self, dim, keepdim)


def _extreme(row: Op, self: Tensor, dim: Dims, keepdim: bool) -> Tensor:
    named = tuple(dim) if isinstance(dim, Sequence) else (dim,)
    if not self.numel():
        if not named:
            _check_some(row.name, self)
        for each in named:
            check_length(f"{row.name}()", self, each)
    return apply(row, self, dim=wrap_dims(named, self.ndim), keepdim=keepdim)


def argmax(self: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the largest element is; without ``dim`` counted through all rows.

    >>> import autoviz as av
    >>> av.tensor([[1, 5], [7, 3]]).argmax(), av.tensor([[1, 5], [7, 3]]).argmax(1)
    (tensor(2), tensor([1, 0]))
    """
    return _where_it_is(ARGMAX, self, dim, keepdim)


def argmin(self: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the smallest element is; without ``dim`` counted through all rows."""
    return _where_it_is(ARGMIN, self, dim, keepdim)


def _where_it_is(row: Op, self: Tensor, dim: int | None, keepdim: bool) -> Tensor:
    if self.dtype.kind == 0:
        raise RuntimeError(f"{row.name}(): does not support bool input")
    if dim is None and not self.numel():
        raise IndexError(
            f"{row.name}(): Expected reduction dim to be specified for "
            "input.numel() == 0."
        )
    if dim is not None:
        dim = wrap_dim(dim, self.ndim)
        check_length(f"{row.name}()", self, dim)
    return apply(row, self, dim=dim if self.ndim else None, keepdim=keepdim)


def _check_some(name: str, self: Tensor) -> None:
    if not self.numel():
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. "
            "Specify the reduction dim with the 'dim' argument."
        )


def check_length(name: str, self: Tensor, dim: int) -> None:
    """Refuse to choose along a dimension where there is nothing.

    Raises:
        IndexError: there is nothing.
    """
    if self.ndim and not self.shape[wrap_dim(dim, self.ndim)]:
        raise IndexError(f"{name}: Expected reduction dim {dim} to have non-zero size.")


PUBLIC = public(amax, amin, argmax, argmin, max, median, min)

FACES = (
    Face(max, ("max",)),
    Face(min, ("min",)),
    Face(amax, ("amax",)),
    Face(amin, ("amin",)),
    Face(argmax, ("argmax",)),
    Face(argmin, ("argmin",)),
    Face(median, ("median",)),
)
