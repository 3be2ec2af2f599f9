"""The same numbers several times: ``repeat``, ``tile``, ``repeat_interleave``.

These are copies, where ``expand`` is a view. What was repeated gets the sum of what
its copies got.

Next: ``flip_roll``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.index.index_select import index_select
from autoviz.core.ops.methods.clone_detach import CONTIGUOUS
from autoviz.core.ops.shape.expand import expand
from autoviz.core.ops.shape.squeeze_unsqueeze import unsqueeze
from autoviz.core.ops.shape.view_reshape import VIEW, flatten, reshape, sizes_of
from autoviz.core.shapes import no_dimensions, wrap_dim
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "repeat", "repeat_interleave", "tile"]

Dims = int | Sequence[int]


def _repeat(self: Array, repeats: Sequence[int]) -> Any:
    size = [1] * (len(repeats) - self.ndim) + list(self.shape)
    wanted = [n * length for n, length in zip(repeats, size, strict=True)]
    negative = [each for each in wanted if each < 0]
    if negative:
        raise RuntimeError(
            f"Trying to create tensor with negative dimension {negative[0]}: {wanted}"
        )
    return in_rows(np.tile(self, tuple(repeats)))


def _copies_added(g: Any, self_sizes: Sequence[int], repeats: Sequence[int]) -> Any:
    """Every element's copies side by side, and summed."""
    if 0 in repeats:
        return zeros_of(self_sizes, g)
    for _ in range(len(repeats) - len(self_sizes)):
        g = g.sum(0)
    size: list[int] = []
    copies = []
    inner = repeats[len(repeats) - len(self_sizes) :]
    for times, length in zip(inner, self_sizes, strict=True):
        if times != 1:
            copies.append(len(size))
            size.append(times)
        size.append(length)
    return g.reshape(tuple(size)).sum(tuple(copies)) if copies else g


REPEAT = Op(
    "repeat",
    "RepeatBackward0",
    ("self",),
    _repeat,
    (Grad("sum(g)", _copies_added),),
    symbol="{0}.repeat{repeats}",
    dtype="same",
)


def repeat(self: Tensor, repeats: Dims, *more: int) -> Tensor:
    """The tensor laid out so many times in each dimension, as a copy.

    >>> import autoviz as av
    >>> av.tensor([1, 2]).repeat(2, 2)
    tensor([[1, 2, 1, 2],
            [1, 2, 1, 2]])

    Raises:
        RuntimeError: fewer numbers than dimensions, or negative ones.
    """
    wanted = sizes_of(repeats, more)
    if len(wanted) < self.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number of "
            "dimensions of tensor"
        )
    return apply(REPEAT, self, repeats=wanted)


def tile(self: Tensor, dims: Dims, *more: int) -> Tensor:
    """``repeat``, with 1 for the dimensions that are not mentioned."""
    wanted = sizes_of(dims, more)
    return repeat(self, (1,) * (self.ndim - len(wanted)) + wanted)


def repeat_interleave(
    self: Tensor, repeats: int | Tensor | None = None, dim: int | None = None
) -> Tensor:
    """Every element several times in a row; ``repeats`` may say how often for each.

    Alone, a tensor of counts becomes the places that counts as many times.

    >>> import autoviz as av
    >>> av.tensor([1, 2]).repeat_interleave(2)
    tensor([1, 1, 2, 2])
    >>> av.tensor([1, 2]).repeat_interleave(av.tensor([3, 1]))
    tensor([1, 1, 1, 2])

    Raises:
        RuntimeError: a negative number of times, or not as many numbers as elements.
    """
    if repeats is None:
        return _places(self)
    if isinstance(repeats, Tensor):
        return _repeat_each(self, repeats, dim)
    whole = flatten(self) if dim is None else self
    at = wrap_dim(0 if dim is None else dim, whole.ndim)
    if repeats < 0:
        raise RuntimeError("Repeats must be non-negative")
    size = list(whole.shape)
    size.insert(at + 1, repeats)
    copies = apply(CONTIGUOUS, expand(unsqueeze(whole, at + 1), size))
    merged = (*whole.shape[:at], whole.shape[at] * repeats, *whole.shape[at + 1 :])
    return apply(VIEW, copies, size=merged)


def _repeat_each(self: Tensor, repeats: Tensor, dim: int | None) -> Tensor:
    whole = flatten(self) if dim is None else self
    at = wrap_dim(0 if dim is None else dim, whole.ndim)
    if whole.ndim == 0:
        raise no_dimensions(dim)
    length = whole.shape[at]
    if repeats.numel() == 1:
        repeats = expand(reshape(repeats, -1), length)
    elif repeats.shape != (length,):
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got "
            f"repeats.size(0) = {repeats.shape[0]} and input.size({at}) = {length}"
        )
    return index_select(whole, at, _places(repeats))


def _places(repeats: Tensor) -> Tensor:
    if repeats.dtype.is_floating_point:
        raise NotImplementedError(
            '"repeat_interleave_cpu" not implemented for '
            f"'{repeats.dtype.scalar_type}'"
        )
    if (repeats.array < 0).any():
        raise RuntimeError("repeats can not be negative")
    return wrap(np.repeat(np.arange(repeats.numel()), repeats.array))


PUBLIC = public(repeat_interleave, tile)

FACES = (
    Face(repeat, ("repeat",)),
    Face(tile, ("tile",)),
    Face(repeat_interleave, ("repeat_interleave",)),
)
