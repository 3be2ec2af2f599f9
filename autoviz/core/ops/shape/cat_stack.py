"""Several tensors into one: ``cat`` end to end, ``stack`` along a new dimension.

Backward each tensor gets its own piece of the gradient back: a slice where tensors
were laid end to end, a row where they were stacked.

How many tensors there are, and how long each is, is part of the row.

Next: ``split_unbind``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensor_list
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.select_slice import SELECT, slice_of
from autoviz.core.ops.shape.squeeze_unsqueeze import atleast_1d, atleast_2d, atleast_3d
from autoviz.core.ops.shape.view_reshape import reshape
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "cat", "cat_row", "stack", "stack_row"]

Tensors = Sequence[Tensor]


def _names(count: int) -> tuple[str, ...]:
    return tuple(f"tensors[{at}]" for at in range(count))


def _written(function: str, count: int) -> str:
    inside = ", ".join(f"{{{at}}}" for at in range(count))
    return f"{function}([{inside}])"


@lru_cache(maxsize=1024)
def cat_row(lengths: tuple[int | None, ...]) -> Op:
    """Tensors of these lengths end to end; None is one that has nothing to give.

    PyTorch lets an empty tensor of shape ``(0,)`` stand beside any others.
    """

    def forward(*tensors: Array, dim: int) -> Any:
        pairs = zip(tensors, lengths, strict=True)
        given = [a for a, n in pairs if n is not None]
        return in_rows(np.concatenate(given, axis=dim))

    def grad_of(start: int, length: int | None) -> Grad:
        if length is None:
            return Grad("slice(g)", lambda g: zeros_of((0,), g))
        return Grad("slice(g)", lambda g, dim: slice_of(g, dim, start, start + length))

    ends = itertools.accumulate((each or 0 for each in lengths), initial=0)
    grads = tuple(map(grad_of, ends, lengths))
    count = len(lengths)
    symbol = _written("cat", count)
    return Op("cat", "CatBackward0", _names(count), forward, grads, symbol)


@lru_cache(maxsize=1024)
def stack_row(count: int) -> Op:
    """So many tensors side by side along a new dimension."""

    def forward(*tensors: Array, dim: int) -> Any:
        return in_rows(np.stack(tensors, axis=dim))

    def grad_of(index: int) -> Grad:
        return Grad("select(g)", lambda g, dim: apply(SELECT, g, dim=dim, index=index))

    grads = tuple(map(grad_of, range(count)))
    symbol = _written("stack", count)
    return Op("stack", "StackBackward0", _names(count), forward, grads, symbol)


CAT = cat_row((2, 1))
STACK = stack_row(2)


def cat(tensors: Tensors, dim: int = 0) -> Tensor:
    """The tensors end to end along ``dim``; types promote.

    >>> import autoviz as av
    >>> av.cat([av.tensor([1, 2]), av.tensor([3])])
    tensor([1, 2, 3])

    Raises:
        ValueError: there are none.
        RuntimeError: their other dimensions differ.
    """
    several = _checked("cat", tensors)
    if not several:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    for at, each in enumerate(several):
        if each.ndim == 0:
            raise RuntimeError(
                f"zero-dimensional tensor (at position {at}) cannot be concatenated"
            )
    counted = [each for each in several if each.shape != (0,)] or several
    first = counted[0]
    wanted = 0 if first.shape == (0,) else wrap_dim(dim, first.ndim)
    for at, each in enumerate(several):
        if each.shape != (0,):
            _check_fits(first, each, wanted, at)
    idle = first.shape != (0,)
    lengths = [
        None if idle and each.shape == (0,) else each.shape[wanted] for each in several
    ]
    return apply(cat_row(tuple(lengths)), *several, dim=wanted)


def stack(tensors: Tensors, dim: int = 0) -> Tensor:
    """The tensors side by side, along a new dimension.

    >>> import autoviz as av
    >>> av.stack([av.tensor([1, 2]), av.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])

    Raises:
        RuntimeError: there are none, or their shapes differ.
    """
    several = _checked("stack", tensors)
    if not several:
        raise RuntimeError("stack expects a non-empty TensorList")
    first = several[0]
    wanted = wrap_dim(dim, first.ndim + 1)
    for at, each in enumerate(several):
        if each.shape != first.shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got "
                f"{list(first.shape)} at entry 0 and {list(each.shape)} at entry {at}"
            )
    return apply(stack_row(len(several)), *several, dim=wanted)


def _check_fits(first: Tensor, each: Tensor, dim: int, position: int) -> None:
    if each.ndim != first.ndim:
        raise RuntimeError(
            f"Tensors must have same number of dimensions: got {first.ndim} and "
            f"{each.ndim}"
        )
    for at, (wanted, length) in enumerate(zip(first.shape, each.shape, strict=True)):
        if at != dim and wanted != length:
            raise RuntimeError(
                f"Sizes of tensors must match except in dimension {dim}. Expected size "
                f"{wanted} but got size {length} for tensor number {position} in the "
                "list."
            )


def _checked(function: str, tensors: Any) -> list[Tensor]:
    check_tensor_list(function, "tensors", tensors)
    return list(tensors)


def _several(function: str, tensors: Any) -> list[Tensor]:
    several = _checked(function, tensors)
    if not several:
        raise RuntimeError(f"{function} expects a non-empty TensorList")
    return several


def concat(tensors: Tensors, dim: int = 0) -> Tensor:
    """Another name for ``cat``."""
    return cat(tensors, dim)


def concatenate(tensors: Tensors, dim: int = 0) -> Tensor:
    """Another name for ``cat``."""
    return cat(tensors, dim)


def hstack(tensors: Tensors) -> Tensor:
    """Side by side: rows end to end, of matrices the columns."""
    several = [atleast_1d(each) for each in _several("hstack", tensors)]
    return cat(several, 0 if several[0].ndim == 1 else 1)


def vstack(tensors: Tensors) -> Tensor:
    """One above the other."""
    return cat([atleast_2d(each) for each in _several("vstack", tensors)], 0)


def row_stack(tensors: Tensors) -> Tensor:
    """Another name for ``vstack``."""
    return vstack(tensors)


def dstack(tensors: Tensors) -> Tensor:
    """One behind the other."""
    return cat([atleast_3d(each) for each in _several("dstack", tensors)], 2)


def column_stack(tensors: Tensors) -> Tensor:
    """Rows as the columns of a matrix.

    >>> import autoviz as av
    >>> av.column_stack([av.tensor([1, 2]), av.tensor([3, 4])])
    tensor([[1, 3],
            [2, 4]])
    """
    several = _several("column_stack", tensors)
    return hstack(
        [reshape(each, (-1, 1)) if each.ndim < 2 else each for each in several]
    )


PUBLIC = public(
    cat, column_stack, concat, concatenate, dstack, hstack, row_stack, stack, vstack
)

FACES = ()
