"""One tensor into several: ``split``, ``chunk``, ``unbind``, and iterating.

The pieces are views of one operation: they share a node, each with its ``output_nr``.
Backward the gradients of the pieces are put together again; a piece that got none
counts as zeros.

Next: ``repeat_tile``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.select_slice import slice_of
from autoviz.core.ops.shape.cat_stack import cat_row, stack_row
from autoviz.core.shapes import no_dimensions, wrap_dim
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "chunk",
    "split",
    "tensor_split",
    "unbind",
    "unsafe_chunk",
    "unsafe_split",
]

Pieces = tuple[Tensor, ...]


def _cut(self: Array, split_sizes: Sequence[int], dim: int) -> Any:
    ends = np.cumsum(split_sizes)[:-1]
    return np.split(self, ends, axis=dim)


def _even_sizes(length: int, split_size: int) -> list[int]:
    """Equal lengths, and what remains."""
    if length == 0:
        return [0]
    full, rest = divmod(length, split_size)
    return [split_size] * full + [rest] * (rest > 0)


def _cut_evenly(self: Array, split_size: int, dim: int) -> Any:
    return _cut(self, _even_sizes(self.shape[dim], split_size), dim)


def _rows(self: Array, dim: int) -> Any:
    rows = np.moveaxis(self, dim, 0)
    return [rows[at, ...] for at in range(len(rows))]  # views, also of single numbers


def _together(
    g: list[Any], self_sizes: Sequence[int], split_sizes: Sequence[int], dim: int
) -> Any:
    """The gradients of the pieces end to end."""
    like = next(each for each in g if each is not None)
    shapes = [(*self_sizes[:dim], n, *self_sizes[dim + 1 :]) for n in split_sizes]
    parts = [
        zeros_of(shape, like) if each is None else each
        for each, shape in zip(g, shapes, strict=True)
    ]
    return apply(cat_row(tuple(split_sizes)), *parts, dim=dim)


def _stacked(g: list[Any], dim: int) -> Any:
    like = next(each for each in g if each is not None)
    parts = [zeros_of(like.shape, like) if each is None else each for each in g]
    return apply(stack_row(len(parts)), *parts, dim=dim)


SPLIT: Op = Op(
    "split",
    "SplitBackward0",
    ("self",),
    _cut_evenly,
    (
        Grad(
            "cat(g)",
            lambda g, self_sizes, split_size, dim: _together(
                g, self_sizes, _even_sizes(self_sizes[dim], split_size), dim
            ),
        ),
    ),
    symbol="{0}.split({split_size}, {dim})",
    dtype="same",
    view=True,
    results=(),
)

SPLIT_WITH_SIZES: Op = Op(
    "split",
    "SplitWithSizesBackward0",
    ("self",),
    _cut,
    (Grad("cat(g)", _together),),
    symbol="{0}.split({split_sizes}, {dim})",
    dtype="same",
    view=True,
    results=(),
)

# No views: of a piece nobody knows where it came from, so it may be written to.
UNSAFE_SPLIT: Op = Op(
    "unsafe_split",
    "UnsafeSplitBackward0",
    ("self",),
    lambda self, split_size, dim: _cut_evenly(self.copy("K"), split_size, dim),
    SPLIT.grads,
    symbol="{0}.unsafe_split({split_size}, {dim})",
    dtype="same",
    results=(),
)

UNBIND: Op = Op(
    "unbind",
    "UnbindBackward0",
    ("self",),
    _rows,
    (Grad("stack(g)", _stacked),),
    symbol="{0}.unbind({dim})",
    dtype="same",
    view=True,
    results=(),
)


def split(self: Tensor, split_size: int | Sequence[int], dim: int = 0) -> Pieces:
    """Pieces of ``split_size`` rows, or of as many rows as each of several sizes says.

    >>> import autoviz as av
    >>> av.arange(5).split(2)
    (tensor([0, 1]), tensor([2, 3]), tensor([4]))

    Raises:
        RuntimeError: the sizes do not add up to the length, or are negative.
    """
    if not isinstance(split_size, int) or isinstance(split_size, bool):
        return _split_with_sizes(self, split_size, dim)
    if self.ndim == 0:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    at = wrap_dim(dim, self.ndim)
    _check_size(self, split_size, at)
    return apply(SPLIT, self, split_size=split_size, dim=at)  # type: ignore[return-value]


def _check_size(self: Tensor, split_size: int, dim: int) -> None:
    if split_size < 0:
        raise RuntimeError(
            f"split expects split_size be non-negative, but got split_size={split_size}"
        )
    if split_size == 0 and self.shape[dim]:
        raise RuntimeError(
            "split_size can only be 0 if dimension size is 0, but got dimension size "
            f"of {self.shape[dim]}"
        )


def unsafe_split(self: Tensor, split_size: int, dim: int = 0) -> Pieces:
    """``split`` whose pieces are no views, and may be written to, each by itself.

    Raises:
        RuntimeError: pieces would have no length, or less.
    """
    at = wrap_dim(dim, self.ndim)
    _check_size(self, split_size, at)
    return apply(  # type: ignore[return-value]
        UNSAFE_SPLIT, self, split_size=split_size, dim=at
    )


def unsafe_chunk(self: Tensor, chunks: int, dim: int = 0) -> Pieces:
    """``chunk``, likewise."""
    length = self.shape[wrap_dim(dim, self.ndim)]
    return unsafe_split(self, -(-length // chunks), dim)


def _split_with_sizes(self: Tensor, sizes: Any, dim: int) -> Pieces:
    if not isinstance(sizes, tuple | list):
        raise TypeError(
            "split_with_sizes(): argument 'split_sizes' (position 2) must be tuple of "
            f"ints, not {type(sizes).__name__}"
        )
    if self.ndim == 0:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    at = wrap_dim(dim, self.ndim)
    for each in sizes:
        if each < 0:
            raise RuntimeError(
                "split_with_sizes expects split_sizes have only non-negative entries, "
                f"but got split_sizes={list(sizes)}"
            )
    if sum(sizes) != self.shape[at]:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {self.shape[at]} "
            f"(input tensor's size at dimension {at}), but got split_sizes="
            f"{list(sizes)}"
        )
    return apply(  # type: ignore[return-value]
        SPLIT_WITH_SIZES, self, split_sizes=tuple(sizes), dim=at
    )


def chunk(self: Tensor, chunks: int, dim: int = 0) -> Pieces:
    """``chunks`` pieces of equal length, the last one shorter; perhaps fewer.

    >>> import autoviz as av
    >>> av.arange(5).chunk(2)
    (tensor([0, 1, 2]), tensor([3, 4]))

    Raises:
        RuntimeError: not even one is asked for.
    """
    if self.ndim == 0:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(
            f"chunk expects `chunks` to be greater than 0, got: {chunks}"
        )
    length = self.shape[wrap_dim(dim, self.ndim)]
    if length == 0:
        return _split_with_sizes(self, [0] * chunks, dim)
    return split(self, -(-length // chunks), dim)


def unbind(self: Tensor, dim: int = 0) -> Pieces:
    """The rows of a dimension, one by one.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).unbind(1)
    (tensor([1, 3]), tensor([2, 4]))

    Raises:
        IndexError: the tensor has no dimensions.
    """
    at = wrap_dim(dim, self.ndim)
    if self.ndim == 0:
        raise no_dimensions(at)
    if self.shape[at] == 0:
        return ()
    return apply(UNBIND, self, dim=at)  # type: ignore[return-value]


def _iterate(self: Tensor) -> Iterator[Tensor]:
    """Row by row: ``for row in x`` is ``unbind``.

    Raises:
        TypeError: the tensor has no dimensions.
    """
    if self.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(unbind(self))


def tensor_split(
    self: Tensor, indices_or_sections: int | Sequence[int] | Tensor, dim: int = 0
) -> Pieces:
    """As many pieces as told, of almost equal length; or cut at the indices told.

    >>> import autoviz as av
    >>> av.arange(5).tensor_split((1, 4))
    (tensor([0]), tensor([1, 2, 3]), tensor([4]))

    Raises:
        RuntimeError: not even one piece is asked for.
    """
    if self.ndim == 0:
        raise RuntimeError(
            "tensor_split expected at least a 1-dimensional tensor, but got a tensor "
            "with 0 dims"
        )
    at = wrap_dim(dim, self.ndim)
    told: Any = indices_or_sections
    if isinstance(told, Tensor):
        told = told.tolist()
    if isinstance(told, int):
        return _sections(self, told, at)
    starts = [0, *told]
    ends: list[int | None] = [*told, None]
    length = self.shape[at]
    places = (slice(*both).indices(length) for both in zip(starts, ends, strict=True))
    return tuple(slice_of(self, at, first, last) for first, last, _ in places)


def _sections(self: Tensor, sections: int, dim: int) -> Pieces:
    if sections <= 0:
        raise RuntimeError(f"number of sections must be larger than 0, got {sections}")
    each, more = divmod(self.shape[dim], sections)
    sizes = [each + 1] * more + [each] * (sections - more)
    ends = np.cumsum(sizes).tolist()
    return tuple(
        slice_of(self, dim, end - size, end)
        for size, end in zip(sizes, ends, strict=True)
    )


def hsplit(self: Tensor, indices_or_sections: int | Sequence[int]) -> Pieces:
    """Into pieces side by side."""
    dim = 0 if self.ndim == 1 else 1
    return _split_along("hsplit", self, indices_or_sections, dim, least=1)


def vsplit(self: Tensor, indices_or_sections: int | Sequence[int]) -> Pieces:
    """Into pieces one above the other."""
    return _split_along("vsplit", self, indices_or_sections, 0, least=2)


def dsplit(self: Tensor, indices_or_sections: int | Sequence[int]) -> Pieces:
    """Into pieces one behind the other."""
    return _split_along("dsplit", self, indices_or_sections, 2, least=3)


def _split_along(
    function: str, self: Tensor, told: int | Sequence[int], dim: int, *, least: int
) -> Pieces:
    if self.ndim < least:
        raise RuntimeError(
            f"torch.{function} requires a tensor with at least {least} dimension, but "
            f"got a tensor with {self.ndim} dimensions!"
        )
    length = self.shape[dim]
    if isinstance(told, int) and told and length % told:
        raise RuntimeError(
            f"torch.{function} attempted to split along dimension {dim}, but the size "
            f"of the dimension {length} is not divisible by the split_size {told}!"
        )
    return tensor_split(self, told, dim)


PUBLIC = public(
    *(chunk, dsplit, hsplit, split, tensor_split, unbind, unsafe_chunk, unsafe_split),
    vsplit,
)

FACES = (
    Face(split, ("split",)),
    Face(chunk, ("chunk",)),
    Face(unsafe_split, ("unsafe_split",)),
    Face(unsafe_chunk, ("unsafe_chunk",)),
    Face(unbind, ("unbind",)),
    Face(_iterate, ("__iter__",)),
    Face(tensor_split, ("tensor_split",)),
    Face(hsplit, ("hsplit",)),
    Face(vsplit, ("vsplit",)),
    Face(dsplit, ("dsplit",)),
)
