"""Whether all, whether any, how many: ``all``, ``any``, ``count_nonzero``.

Everything but 0 counts as true. The answers are bools and whole numbers, so no
gradient comes back.

Next: ``logsumexp``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.ops.common import question
from autoviz.core.ops.reduction.dims import Dims
from autoviz.core.shapes import wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "all", "any", "count_nonzero"]


def _all(self: Array, dim: Any, keepdim: bool) -> Any:
    return in_rows(self.astype(np.bool_).all(axis=dim, keepdims=keepdim))


def _any(self: Array, dim: Any, keepdim: bool) -> Any:
    return in_rows(self.astype(np.bool_).any(axis=dim, keepdims=keepdim))


def _count(self: Array, dim: Any) -> Any:
    return in_rows(np.count_nonzero(self, axis=dim if self.ndim else None))


ALL = question("all", _all, "{0}.all()")
ANY = question("any", _any, "{0}.any()")
COUNT_NONZERO = question("count_nonzero", _count, "{0}.count_nonzero()")


def all(self: Tensor, dim: Dims | None = None, keepdim: bool = False) -> Tensor:
    """Whether every element is true, or every one along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([[True, False], [True, True]]).all(1)
    tensor([False,  True])
    """
    return apply(ALL, self, dim=_dims(dim, self.ndim), keepdim=keepdim)


def any(self: Tensor, dim: Dims | None = None, keepdim: bool = False) -> Tensor:
    """Whether some element is true, or some one along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([[True, False], [False, False]]).any(1)
    tensor([ True, False])
    """
    return apply(ANY, self, dim=_dims(dim, self.ndim), keepdim=keepdim)


def count_nonzero(self: Tensor, dim: Dims | None = None) -> Tensor:
    """How many elements are not 0.

    >>> import autoviz as av
    >>> av.count_nonzero(av.tensor([0, 3, 0, 5]))
    tensor(2)
    """
    return apply(COUNT_NONZERO, self, dim=_dims(dim, self.ndim))


def _dims(dim: Dims | None, ndim: int) -> tuple[int, ...] | None:
    """Unlike in a sum, ``()`` means no dimension here."""
    if dim is None:
        return None
    return wrap_dims(dim, ndim) if ndim else wrap_dims(dim, ndim)[:0]


PUBLIC = public(all, any, count_nonzero)

FACES = (
    Face(all, ("all",)),
    Face(any, ("any",)),
    Face(count_nonzero, ("count_nonzero",)),
)
