"""Whole rows by number: ``index_select``, ``index_add`` and relatives.

``index_select`` copies the rows an index names, ``index_add`` adds rows where an index
says. Each is the other's derivative.

Next: ``take_put``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact, in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor, scalar_type
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.shape.expand import EXPAND
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "INDEX_SELECT",
    "PUBLIC",
    "index_add",
    "index_copy",
    "index_fill",
    "index_select",
]


def _at(dim: int, index: Array) -> tuple[Any, ...]:
    return (slice(None),) * dim + (np.atleast_1d(index),)


def _index_select(self: Array, index: Array, dim: int) -> Any:
    if index.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    if index.dtype not in (np.int64, np.int32):
        raise RuntimeError("index_select(): Expected dtype int32 or int64 for index")
    if self.ndim == 0 and index.size != 1:
        raise RuntimeError(
            "index_select(): Index to scalar can have only 1 value, got "
            f"{index.size} value(s)"
        )
    length = self.shape[dim] if self.ndim else 1
    if index.size and not length and self.ndim > 1:
        raise RuntimeError("index_select(): self indexing axis dim should be positive")
    wrong = index[(index < 0) | (index >= length)]
    if wrong.size and dim != 1 and (self.size or self.ndim == 1):
        raise IndexError("index out of range in self")
    if wrong.size:
        raise RuntimeError(
            f"INDICES element is out of DATA bounds, id={wrong.flat[0]} "
            f"axis_dim={length}"
        )
    return in_rows(self[_at(dim, index)]) if self.ndim else self.copy()


def _index_add(
    self: Array, source: Array, index: Array, dim: int, alpha: Number
) -> Any:
    _check_add(self, source, index, dim)
    whole = self.copy()
    _check_places(whole, index, dim)
    scaled = source if alpha == 1 else source * self.dtype.type(alpha)
    rows, at = np.atleast_1d(whole), _at(dim, index)
    np.add.at(rows, at, np.broadcast_to(scaled, rows[at].shape))
    return whole


def _check_add(self: Array, source: Array, index: Array, dim: int) -> None:
    if index.ndim > 1:
        raise IndexError(
            "index_add_(): Index is supposed to be a vector, but got dim: "
            f"{index.ndim} with type: {scalar_type(index)} and size: "
            f"{list(index.shape)}"
        )
    if index.dtype not in (np.int64, np.int32):
        raise RuntimeError(
            "index_add_(): Expected dtype int32/int64 for index but got: "
            f"{scalar_type(index)}"
        )
    if self.dtype != source.dtype:
        raise RuntimeError(
            f"index_add_(): self ({scalar_type(self)}) and source "
            f"({scalar_type(source)}) must have the same scalar type"
        )
    rows = source.shape[dim] if dim < source.ndim else 1
    if index.size != rows:
        raise RuntimeError(
            f"index_add_(): Number of indices ({index.size}) should be equal to "
            f"source.size(dim): ({rows}), for dim: {dim}"
        )
    others = [each.shape[:dim] + each.shape[dim + 1 :] for each in (self, source)]
    if self.ndim != source.ndim or others[0] != others[1]:
        raise RuntimeError(
            "source tensor shape must match self tensor shape, excluding the specified "
            f"dimension. Got self.shape = {list(self.shape)} source.shape = "
            f"{list(source.shape)}"
        )


def _check_places(
    self: Array,
    index: Array,
    dim: int,
    error: type[Exception] = RuntimeError,
    prefix: str = "",
    lowest: int = 0,
) -> None:
    length = self.shape[dim] if self.ndim else 1
    wrong = index[(index < (-length if lowest else 0)) | (index >= length)]
    if wrong.size:
        raise error(
            f"{prefix}index {wrong.flat[0]} is out of bounds for dimension {dim} with "
            f"size {length}"
        )


def _index_fill(self: Array, index: Array, dim: int, value: Number) -> Any:
    if index.dtype != np.int64:
        raise IndexError("index_fill_(): Expected dtype int64 for index.")
    if index.ndim > 1:
        raise RuntimeError("Index has to be a vector/scalar")
    _check_places(self, index, dim, IndexError, lowest=-1)
    whole = compact(self)
    np.atleast_1d(whole)[_at(dim, index)] = np.asarray(value).astype(self.dtype)
    return whole


def _index_fill_tensor(self: Array, value: Array, index: Array, dim: int) -> Any:
    return _index_fill(self, index, dim, value.item())


def _index_copy(self: Array, source: Array, index: Array, dim: int) -> Any:
    _check_copy(self, source, index, dim)
    whole = self.copy()
    np.atleast_1d(whole)[_at(dim, index)] = source
    return whole


def _check_copy(self: Array, source: Array, index: Array, dim: int) -> None:
    if index.dtype != np.int64:
        raise RuntimeError(
            "index_copy_(): Expected a long tensor for index, but got "
            f"{scalar_type(index)}"
        )
    if self.dtype != source.dtype:
        raise RuntimeError(
            "index_copy_(): self and source expected to have the same dtype, but got "
            f"(self) {scalar_type(self)} and (source) {scalar_type(source)}"
        )
    if self.ndim and source.ndim and self.ndim != source.ndim:
        raise IndexError(
            "index_copy_(): When source and destination are not scalars, their "
            f"dimensionality must match. Source dimensionality ({source.ndim}), "
            f"destination dimensionality ({self.ndim})"
        )
    rows = source.shape[dim] if source.ndim else 1
    if index.size != rows:
        raise IndexError(
            f"index_copy_(): Number of indices ({index.size}) should be equal to "
            f"source.size(dim) ({rows})"
        )
    _check_places(self, index, dim, IndexError, "index_copy_(): ")


def _rows_of(g: Any, source: Any, index: Any, dim: int) -> Any:
    rows = apply(INDEX_SELECT, g, index, dim=dim)
    return apply(EXPAND, rows, size=source.shape)


_OF_WHAT_WAS_THERE = Grad(
    "fill(g)", lambda g, index, dim: apply(INDEX_FILL, g, index, dim=dim, value=0)
)

INDEX_SELECT: Op = Op(
    "index_select",
    "IndexSelectBackward0",
    ("self", "index"),
    _index_select,
    (
        Grad(
            "scatter(g)",
            lambda g, self_sizes, dim, index: apply(
                INDEX_ADD, zeros_of(self_sizes, g), g, index, dim=dim, alpha=1
            ),
        ),
    ),
    symbol="{0}.index_select({dim}, {1})",
    dtype="same",
)

INDEX_ADD: Op = Op(
    "index_add",
    "IndexAddBackward0",
    ("self", "source", "index"),
    _index_add,
    (
        Grad("1", lambda g: g),
        Grad(
            "alpha * gather(g)",
            lambda g, source, index, dim, alpha: (
                _rows_of(g, source, index, dim)
                if alpha == 1
                else _rows_of(g, source, index, dim) * alpha
            ),
        ),
    ),
    symbol="{0}.index_add({dim}, {2}, {1})",
    dtype="same",
)

INDEX_FILL: Op = Op(
    "index_fill",
    "IndexFillBackward0",
    ("self", "index"),
    _index_fill,
    (_OF_WHAT_WAS_THERE,),
    symbol="{0}.index_fill({dim}, {1}, {value})",
    dtype="same",
)

# With a 0-d tensor, which gets what the filled elements get.
INDEX_FILL_TENSOR: Op = Op(
    "index_fill",
    "IndexFillBackward1",
    ("self", "value", "index"),
    _index_fill_tensor,
    (
        _OF_WHAT_WAS_THERE,
        Grad(
            "sum(gather(g))",
            lambda g, index, dim: apply(INDEX_SELECT, g, index, dim=dim).sum(),
        ),
    ),
    symbol="{0}.index_fill({dim}, {2}, {1})",
    dtype="same",
)

INDEX_COPY: Op = Op(
    "index_copy",
    "IndexCopyBackward0",
    ("self", "source", "index"),
    _index_copy,
    (
        _OF_WHAT_WAS_THERE,
        Grad("gather(g)", _rows_of),
    ),
    symbol="{0}.index_copy({dim}, {2}, {1})",
    dtype="same",
)


def index_select(self: Tensor, dim: int, index: Tensor) -> Tensor:
    """A copy of the rows of ``dim`` that ``index`` names.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).index_select(0, av.tensor([1, 1]))
    tensor([[3, 4],
            [3, 4]])

    Raises:
        RuntimeError: the index is not of integers, or names what is not there.
    """
    must_be_tensor("index_select", "index", 2, index)
    return apply(INDEX_SELECT, self, index, dim=wrap_dim(dim, self.ndim))


def index_add(
    self: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Number = 1
) -> Tensor:
    """A copy with ``alpha`` times the rows of ``source`` added where ``index`` says.

    >>> import autoviz as av
    >>> av.zeros(3).index_add(0, av.tensor([0, 0]), av.tensor([1.0, 2.0]))
    tensor([3., 0., 0.])
    """
    at = wrap_dim(dim, self.ndim)
    return apply(INDEX_ADD, self, source, index, dim=at, alpha=alpha)


def index_add_(
    self: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Number = 1
) -> Tensor:
    """Add ``alpha`` times the rows of ``source`` where ``index`` says."""
    at = wrap_dim(dim, self.ndim)
    return apply_in_place(INDEX_ADD, self, source, index, dim=at, alpha=alpha)


def index_fill(self: Tensor, dim: int, index: Tensor, value: Tensor | Number) -> Tensor:
    """A copy with the rows that ``index`` names all ``value``.

    >>> import autoviz as av
    >>> av.zeros(3).index_fill(0, av.tensor([0, 2]), 7.0)
    tensor([7., 0., 7.])

    Raises:
        RuntimeError: ``value`` is more than one number.
        IndexError: there is no such dimension.
    """
    at = _checked_fill(self, dim, value)
    if isinstance(value, Tensor):
        return apply(INDEX_FILL_TENSOR, self, value, index, dim=at)
    return apply(INDEX_FILL, self, index, dim=at, value=value)


def index_fill_(
    self: Tensor, dim: int, index: Tensor, value: Tensor | Number
) -> Tensor:
    """Make the rows that ``index`` names all ``value``."""
    at = _checked_fill(self, dim, value)
    if isinstance(value, Tensor):
        return apply_in_place(INDEX_FILL_TENSOR, self, value, index, dim=at)
    return apply_in_place(INDEX_FILL, self, index, dim=at, value=value)


def _checked_fill(self: Tensor, dim: int, value: Any) -> int:
    if isinstance(value, Tensor) and value.ndim:
        raise RuntimeError(
            "index_fill_ only supports a 0-dimensional value tensor, but got tensor "
            f"with {value.ndim} dimension(s)."
        )
    return wrap_dim(dim, self.ndim)


def index_copy(self: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor:
    """A copy with the rows of ``source`` where ``index`` says.

    >>> import autoviz as av
    >>> av.zeros(3).index_copy(0, av.tensor([2, 0]), av.tensor([1.0, 2.0]))
    tensor([2., 0., 1.])
    """
    return apply(INDEX_COPY, self, source, index, dim=wrap_dim(dim, self.ndim))


def index_copy_(self: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor:
    """Write the rows of ``source`` where ``index`` says."""
    at = wrap_dim(dim, self.ndim)
    return apply_in_place(INDEX_COPY, self, source, index, dim=at)


PUBLIC = public(index_add, index_copy, index_fill, index_select)

FACES = (
    Face(index_select, ("index_select",)),
    Face(index_add, ("index_add",), in_place=index_add_),
    Face(index_fill, ("index_fill",), in_place=index_fill_),
    Face(index_copy, ("index_copy",), in_place=index_copy_),
)
