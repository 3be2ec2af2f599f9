"""In order: ``sort``, ``topk``, ``argsort``, ``kthvalue``.

Sorting only moves numbers, and the indices say where each came from. Backward every
gradient goes back to that place; what ``topk`` left out gets zero.

Next: ``quantile``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, bool_
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows, laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import question, zeros_of
from autoviz.core.ops.index.gather_scatter import SCATTER
from autoviz.core.ops.reduction.max_min import to_the_winner
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "argsort", "kthvalue", "msort", "sort", "topk"]


def _order(self: Array, dim: int, descending: bool) -> Array:
    """Equals stay in their order; what is not a number counts as the largest."""
    if not descending:
        return np.argsort(self, axis=dim, kind="stable")
    backwards = np.argsort(np.flip(self, dim), axis=dim, kind="stable")
    return np.flip(self.shape[dim] - 1 - backwards, dim)


def _sort(self: Array, dim: int, descending: bool) -> Any:
    if self.ndim == 0:
        return self.copy(), np.zeros((), np.int64)
    order = _order(self, dim, descending)
    values = np.take_along_axis(self, order, dim)
    return laid_out(values, self), laid_out(in_rows(order), self)


def _topk(self: Array, k: int, dim: int, largest: bool) -> Any:
    if self.ndim == 0:
        return self.copy(), np.zeros((), np.int64)
    order = np.take(_order(self, dim, largest), range(k), axis=dim)
    return np.take_along_axis(self, order, dim), order


def _kth(self: Array, k: int, dim: int, keepdim: bool) -> Any:
    if self.ndim == 0:
        return self.copy(), np.zeros((), np.int64)
    order = np.take(_order(self, dim, False), [k - 1], axis=dim)
    values = np.take_along_axis(self, order, dim)
    if keepdim:
        return values, order
    return values.squeeze(dim), order.squeeze(dim)


def _back(g: list[Any], self_sizes: Any, dim: int, indices: Any) -> Any:
    """What each place of the result got, to where its number came from."""
    return apply(SCATTER, zeros_of(self_sizes, g[0]), g[0], indices, dim=dim)


def _sort_row(grad_fn: str) -> Op:
    """PyTorch has a node of its own for ``stable=``."""
    return Op(
        "sort",
        grad_fn,
        ("self",),
        _sort,
        (Grad("scatter(g)", _back),),
        symbol="{0}.sort({dim})",
        dtype="same",
        results=("values", "indices"),
    )


SORT = _sort_row("SortBackward0")
SORT_STABLE = _sort_row("SortBackward1")

TOPK = Op(
    "topk",
    "TopkBackward0",
    ("self",),
    _topk,
    (Grad("scatter(g)", _back),),
    symbol="{0}.topk({k}, {dim})",
    dtype="same",
    results=("values", "indices"),
)

KTHVALUE = Op(
    "kthvalue",
    "KthvalueBackward0",
    ("self",),
    _kth,
    (Grad("scatter(g)", to_the_winner),),
    symbol="{0}.kthvalue({k}, {dim})",
    dtype="same",
    results=("values", "indices"),
)

ARGSORT = question(
    "argsort",
    lambda self, dim, descending: _sort(self, dim, descending)[1],
    "{0}.argsort({dim})",
)


def sort(
    self: Tensor,
    dim: int = -1,
    descending: bool = False,
    *,
    stable: bool | None = None,
) -> Any:
    """The elements along ``dim`` in order, and where each of them was.

    >>> import autoviz as av
    >>> av.tensor([3, 1, 2]).sort()
    torch.return_types.sort(
    values=tensor([1, 2, 3]),
    indices=tensor([1, 2, 0]))

    Raises:
        IndexError: there is no such dimension.
    """
    row = SORT if stable is None else SORT_STABLE
    parts: Any = apply(row, self, dim=wrap_dim(dim, self.ndim), descending=descending)
    return return_types.sort(parts)


def argsort(
    self: Tensor, dim: int = -1, descending: bool = False, *, stable: bool = False
) -> Tensor:
    """Where the elements along ``dim`` are to be found, in order.

    >>> import autoviz as av
    >>> av.tensor([3, 1, 2]).argsort()
    tensor([1, 2, 0])
    """
    at = wrap_dim(dim, self.ndim)
    return apply(ARGSORT, self, dim=at, descending=descending)


def msort(self: Tensor) -> Tensor:
    """The rows of the first dimension in order, each column by itself."""
    values: Tensor = sort(self, 0)[0]
    return values


def topk(
    self: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True
) -> Any:
    """The ``k`` largest elements along ``dim`` (or smallest), and where they are.

    >>> import autoviz as av
    >>> av.tensor([3, 1, 2]).topk(2).values
    tensor([3, 2])

    Raises:
        RuntimeError: there are not so many.
    """
    at = wrap_dim(dim, self.ndim)
    if not 0 <= k <= (self.shape[at] if self.ndim else 1):
        raise RuntimeError("selected index k out of range")
    if self.dtype is bool_:
        raise RuntimeError("topk does not support bool dtypes on CPU")
    parts: Any = apply(TOPK, self, k=k, dim=at, largest=largest)
    return return_types.topk(parts)


def kthvalue(self: Tensor, k: int, dim: int = -1, keepdim: bool = False) -> Any:
    """The ``k``-th smallest element along ``dim``, and where it is.

    >>> import autoviz as av
    >>> av.tensor([3, 1, 2]).kthvalue(2).values
    tensor(2)

    Raises:
        RuntimeError: there are not so many.
    """
    at = wrap_dim(dim, self.ndim)
    if self.ndim and not self.shape[at]:
        raise IndexError(
            f"kthvalue(): Expected reduction dim {at} to have non-zero size."
        )
    if not 1 <= k <= (self.shape[at] if self.ndim else 1):
        raise RuntimeError(
            f"kthvalue(): selected number k out of range for dimension {at}"
        )
    if self.dtype is bool_:
        raise NotImplementedError("\"kthvalue_cpu\" not implemented for 'Bool'")
    parts: Any = apply(KTHVALUE, self, k=k, dim=at, keepdim=keepdim)
    return return_types.kthvalue(parts)


PUBLIC = public(argsort, kthvalue, msort, sort, topk)

FACES = (
    Face(sort, ("sort",)),
    Face(argsort, ("argsort",)),
    Face(msort, ("msort",)),
    Face(topk, ("topk",)),
    Face(kthvalue, ("kthvalue",)),
)
