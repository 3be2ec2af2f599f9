"""Picking and placing along one dimension: ``gather`` and ``scatter``.

``gather`` reads, for every place of ``index``, the element that ``index`` names there;
``scatter`` writes to it. Each is the other's derivative: what was read from somewhere
gets its gradient back by adding to that place, and what was written somewhere finds
its gradient there.

Next: ``index_select``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place, wrong_type
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor, scalar_type
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.shape.expand import expand
from autoviz.core.ops.shape.view_reshape import view
from autoviz.core.shapes import broadcast_shape, no_dimensions, wrap_dim
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "GATHER",
    "PUBLIC",
    "SCATTER",
    "gather",
    "scatter",
    "scatter_add",
    "take_along_dim",
]


def _key(index: Array, dim: int) -> tuple[Array, ...]:
    """What numpy calls the places: in every dimension but ``dim`` one's own."""
    index = np.atleast_1d(index)
    key = list(np.ogrid[tuple(slice(length) for length in index.shape)])
    key[dim] = index
    return tuple(key)


def _check_index(name: str, word: str, self: Array, dim: int, index: Array) -> None:
    if index.size == 0:
        return
    if index.dtype not in (np.int64, np.int32):
        raise RuntimeError(f"{name}(): Expected dtype int32/int64 for index")
    if max(index.ndim, 1) != max(self.ndim, 1):
        raise RuntimeError(
            f"Index tensor must have the same number of dimensions as {word} tensor"
        )


def _check_places(self: Array, dim: int, index: Array) -> None:
    length = np.atleast_1d(self).shape[dim]
    wrong = (index < 0) | (index >= length)
    if wrong.any():
        raise RuntimeError(
            f"index {index[wrong].flat[0]} is out of bounds for dimension {dim} with "
            f"size {length}"
        )


def _gather(self: Array, index: Array, dim: int) -> Any:
    _check_index("gather", "input", self, dim, index)
    if index.size == 0:
        return np.empty(index.shape, self.dtype)
    for at, (length, have) in enumerate(zip(index.shape, self.shape, strict=False)):
        if at != dim and length > have:
            raise RuntimeError(
                f"Size does not match at dimension {at} expected index "
                f"{list(index.shape)} to be no larger than self {list(self.shape)} "
                f"apart from dimension {dim}"
            )
    _check_places(self, dim, index)
    picked = np.atleast_1d(self)[_key(index, dim)]
    return in_rows(picked.reshape(index.shape))


def _check_scatter(self: Array, src: Any, index: Array, dim: int) -> None:
    if isinstance(src, np.ndarray) and src.dtype != self.dtype:
        raise RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")
    _check_index("scatter", "self", self, dim, index)
    if index.size == 0:
        return
    fits = all(
        length <= have or at == dim
        for at, (length, have) in enumerate(zip(index.shape, self.shape, strict=False))
    )
    apart = (
        f"Expected index {list(index.shape)} to be no larger than self "
        f"{list(self.shape)} apart from dimension {dim}"
    )
    if not isinstance(src, np.ndarray):
        if not fits:
            raise RuntimeError(apart)
    else:
        if max(src.ndim, 1) != max(index.ndim, 1):
            raise RuntimeError(
                "Index tensor must have the same number of dimensions as src tensor"
            )
        enough = zip(index.shape, src.shape, strict=False)
        if not fits or any(length > have for length, have in enough):
            raise RuntimeError(
                f"{apart} and to be no larger size than src {list(src.shape)}"
            )
    _check_places(self, dim, index)


def _part(src: Array, index: Array) -> Array:
    """Of ``src``, as much as there is index."""
    return src[tuple(slice(length) for length in index.shape)]


def _scatter(self: Array, src: Array, index: Array, dim: int) -> Any:
    _check_scatter(self, src, index, dim)
    whole = self.copy()
    if index.size:
        np.atleast_1d(whole)[_key(index, dim)] = _part(src, index)
    return whole


def _scatter_value(self: Array, index: Array, dim: int, value: Number) -> Any:
    _check_scatter(self, value, index, dim)
    whole = self.copy()
    if index.size:
        np.atleast_1d(whole)[_key(index, dim)] = value
    return whole


def _scatter_add(self: Array, src: Array, index: Array, dim: int) -> Any:
    _check_scatter(self, src, index, dim)
    whole = self.copy()
    if index.size:
        np.add.at(np.atleast_1d(whole), _key(index, dim), _part(src, index))
    return whole


_OF_WHAT_WAS_THERE = Grad(
    "fill(g)", lambda g, dim, index: apply(SCATTER_VALUE, g, index, dim=dim, value=0)
)
_OF_SOURCE = Grad("gather(g)", lambda g, dim, index: apply(GATHER, g, index, dim=dim))

GATHER: Op = Op(
    "gather",
    "GatherBackward0",
    ("self", "index"),
    _gather,
    (
        Grad(
            "scatter(g)",
            lambda g, self, dim, index: apply(
                SCATTER_ADD, zeros_of(self.shape, g), g, index, dim=dim
            ),
        ),
    ),
    symbol="{0}.gather({dim}, {1})",
    dtype="same",
)

SCATTER: Op = Op(
    "scatter",
    "ScatterBackward0",
    ("self", "src", "index"),
    _scatter,
    (
        _OF_WHAT_WAS_THERE,
        _OF_SOURCE,
    ),
    symbol="{0}.scatter({dim}, {2}, {1})",
    dtype="same",
)

# With a plain number.
SCATTER_VALUE: Op = Op(
    "scatter",
    "ScatterBackward1",
    ("self", "index"),
    _scatter_value,
    (_OF_WHAT_WAS_THERE,),
    symbol="{0}.scatter({dim}, {1}, {value})",
    dtype="same",
)

SCATTER_ADD: Op = Op(
    "scatter_add",
    "ScatterAddBackward0",
    ("self", "src", "index"),
    _scatter_add,
    (
        Grad("1", lambda g: g),
        _OF_SOURCE,
    ),
    symbol="{0}.scatter_add({dim}, {2}, {1})",
    dtype="same",
)


def gather(self: Tensor, dim: int, index: Tensor) -> Tensor:
    """For every place of ``index``, the element it names along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).gather(1, av.tensor([[1], [0]]))
    tensor([[2],
            [3]])

    Raises:
        RuntimeError: the index does not fit, or names what is not there.
    """
    must_be_tensor("gather", "index", 2, index)
    return apply(GATHER, self, index, dim=wrap_dim(dim, self.ndim))


def scatter(
    self: Tensor,
    dim: int,
    index: Tensor,
    src: Tensor | Number,
    *,
    reduce: str | None = None,
) -> Tensor:
    """A copy with ``src`` at the places that ``index`` names along ``dim``.

    >>> import autoviz as av
    >>> av.zeros(2, 3).scatter(1, av.tensor([[1], [2]]), 5.0)
    tensor([[0., 5., 0.],
            [0., 0., 5.]])

    Raises:
        RuntimeError: the index does not fit, or names what is not there.
    """
    _check_source("scatter", src, reduce)
    at = wrap_dim(dim, self.ndim)
    if isinstance(src, Tensor):
        return apply(SCATTER, self, src, index, dim=at)
    return apply(SCATTER_VALUE, self, index, dim=at, value=src)


def scatter_(
    self: Tensor,
    dim: int,
    index: Tensor,
    src: Tensor | Number,
    *,
    reduce: str | None = None,
) -> Tensor:
    """Write ``src`` to the places that ``index`` names along ``dim``."""
    _check_source("scatter_", src, reduce)
    at = wrap_dim(dim, self.ndim)
    if isinstance(src, Tensor):
        return apply_in_place(SCATTER, self, src, index, dim=at)
    return apply_in_place(SCATTER_VALUE, self, index, dim=at, value=src)


def _check_source(function: str, src: Any, reduce: str | None) -> None:
    if not isinstance(src, Tensor | int | float):
        raise wrong_type(function, "src", 3, src)
    if reduce is not None:
        raise NotImplementedError(
            f"{function}(reduce=…) is not in autoviz's numpy core; use scatter_add, or "
            "record real PyTorch"
        )


def scatter_add(self: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """A copy with ``src`` added at the places that ``index`` names along ``dim``.

    >>> import autoviz as av
    >>> av.zeros(3).scatter_add(0, av.tensor([0, 0, 2]), av.tensor([1.0, 2.0, 3.0]))
    tensor([3., 0., 3.])

    Raises:
        IndexError: there is no such dimension.
    """
    at = _checked_dim("scatter_add", self, dim, src)
    return apply(SCATTER_ADD, self, src, index, dim=at)


def scatter_add_(self: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """Add ``src`` at the places that ``index`` names along ``dim``."""
    at = _checked_dim("scatter_add_", self, dim, src)
    return apply_in_place(SCATTER_ADD, self, src, index, dim=at)


def _checked_dim(function: str, self: Tensor, dim: int, src: Any) -> int:
    must_be_tensor(function, "src", 3, src)
    wrap_dim(dim, src.ndim)
    return wrap_dim(dim, self.ndim)


def take_along_dim(self: Tensor, indices: Tensor, dim: int | None = None) -> Tensor:
    """``gather`` with broadcasting: what ``argsort`` and ``argmax`` give fits.

    Without ``dim`` both are one long row.

    Raises:
        RuntimeError: the indices are not int64, or of another number of dimensions.
    """
    if indices.dtype.name != "int64":
        raise RuntimeError(
            "torch.take_along_dim(): dtype of indices should be Long but got "
            f"{scalar_type(indices.array)}"
        )
    if dim is None:
        return gather(view(self, -1), 0, view(indices, -1))
    if self.ndim != indices.ndim:
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same number of "
            f"dimensions, but got {self.ndim} dimensions for input, and {indices.ndim} "
            "dimensions for indices"
        )
    at = wrap_dim(dim, self.ndim)
    if self.ndim == 0:
        raise no_dimensions(dim)
    one = (*self.shape[:at], indices.shape[at], *self.shape[at + 1 :])
    size = broadcast_shape(one, indices.shape)
    whole = (*size[:at], self.shape[at], *size[at + 1 :])
    return gather(expand(self, whole), at, expand(indices, size))


PUBLIC = public(gather, scatter, scatter_add, take_along_dim)

FACES = (
    Face(gather, ("gather",)),
    Face(scatter, ("scatter",), in_place=scatter_),
    Face(scatter_add, ("scatter_add",), in_place=scatter_add_),
    Face(take_along_dim, ("take_along_dim",)),
)
