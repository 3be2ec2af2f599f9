"""The same numbers several times, or in another order: ``repeat``, ``flip``, ``roll``.

What was repeated gets the sum of what its copies got. What was only moved is moved
back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.conversion import CONTIGUOUS
from autoviz.core.ops.picking import index_select
from autoviz.core.ops.shape import (
    VIEW,
    expand,
    flatten,
    reshape,
    sizes_of,
    unsqueeze,
    zeros_of,
)
from autoviz.core.shapes import wrap_dim, wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "flip", "repeat", "repeat_interleave", "roll", "tile"]

Dims = int | Sequence[int]
NO_DIMENSIONS = "Dimension specified as {} but tensor has no dimensions"


def _repeat(self: Array, repeats: Sequence[int]) -> Any:
    size = [1] * (len(repeats) - self.ndim) + list(self.shape)
    wanted = [n * length for n, length in zip(repeats, size, strict=True)]
    negative = [each for each in wanted if each < 0]
    if negative:
        raise RuntimeError(
            f"Trying to create tensor with negative dimension {negative[0]}: {wanted}"
        )
    return np.tile(self, tuple(repeats))


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


def _roll(self: Array, shifts: Sequence[int], dims: Sequence[int]) -> Any:
    return np.roll(self, shifts, dims) if dims else np.roll(self, shifts[0])


REPEAT = Op(
    "repeat",
    "RepeatBackward0",
    ("self",),
    _repeat,
    (Grad("sum(g)", _copies_added),),
    symbol="{0}.repeat{repeats}",
    dtype="same",
)

FLIP: Op = Op(
    "flip",
    "FlipBackward0",
    ("self",),
    lambda self, dims: np.flip(self, dims).copy() if self.ndim else self.copy(),
    (Grad("flip(g)", lambda g, dims: apply(FLIP, g, dims=dims)),),
    symbol="{0}.flip{dims}",
    dtype="same",
)

ROLL: Op = Op(
    "roll",
    "RollBackward0",
    ("self",),
    _roll,
    (
        Grad(
            "roll(g)",
            lambda g, shifts, dims: apply(
                ROLL, g, shifts=tuple(-each for each in shifts), dims=dims
            ),
        ),
    ),
    symbol="{0}.roll({shifts}, {dims})",
    dtype="same",
)

ROT90: Op = Op(
    "rot90",
    "Rot90Backward0",
    ("self",),
    lambda self, k, dims: np.rot90(self, k, dims).copy(),
    (Grad("flip(g)", lambda g, k, dims: apply(ROT90, g, k=-k, dims=dims)),),
    symbol="{0}.rot90({k}, {dims})",
    dtype="same",
)


def repeat(self: Tensor, repeats: Dims, *more: int) -> Tensor:
    """The tensor laid out so many times in each dimension, as a copy.

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

    Raises:
        RuntimeError: a negative number of times, or not as many numbers as elements.
    """
    if repeats is None:
        return _places(self)
    if isinstance(repeats, Tensor):
        return _repeat_each(self, repeats, dim)
    if repeats < 0:
        raise RuntimeError("Repeats must be non-negative")
    whole = flatten(self) if dim is None else self
    at = wrap_dim(0 if dim is None else dim, whole.ndim)
    size = list(whole.shape)
    size.insert(at + 1, repeats)
    copies = apply(CONTIGUOUS, expand(unsqueeze(whole, at + 1), size))
    merged = (*whole.shape[:at], whole.shape[at] * repeats, *whole.shape[at + 1 :])
    return apply(VIEW, copies, size=merged)


def _repeat_each(self: Tensor, repeats: Tensor, dim: int | None) -> Tensor:
    whole = flatten(self) if dim is None else self
    at = wrap_dim(0 if dim is None else dim, whole.ndim)
    if whole.ndim == 0:
        raise IndexError(NO_DIMENSIONS.format(dim))
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
    return Tensor(np.repeat(np.arange(repeats.numel()), repeats.array))


def flip(self: Tensor, dims: Dims, *more: int) -> Tensor:
    """The order of some dimensions reversed, as a copy."""
    return apply(FLIP, self, dims=wrap_dims(sizes_of(dims, more), self.ndim))


def fliplr(self: Tensor) -> Tensor:
    """Left and right exchanged.

    Raises:
        RuntimeError: fewer than two dimensions.
    """
    if self.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return flip(self, 1)


def flipud(self: Tensor) -> Tensor:
    """Upside down.

    Raises:
        RuntimeError: no dimensions.
    """
    if self.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return flip(self, 0)


def roll(self: Tensor, shifts: Dims, dims: Dims = ()) -> Tensor:
    """The elements moved along; what falls off the end comes in at the start.

    Without ``dims`` the tensor counts as one long row.

    Raises:
        RuntimeError: not as many shifts as dimensions.
    """
    moves, along = sizes_of(shifts, ()), sizes_of(dims, ())
    if not moves:
        raise RuntimeError("`shifts` required")
    if len(moves) != len(along) and (along or len(moves) > 1):
        raise RuntimeError(
            f"shifts and dimensions must align. shifts: {len(moves)}, dims:{len(along)}"
        )
    if self.ndim == 0 and along:
        raise IndexError(NO_DIMENSIONS.format(along[0]))
    wrapped = tuple(wrap_dim(each, self.ndim) for each in along) if self.numel() else ()
    return apply(ROLL, self, shifts=moves, dims=wrapped)


def rot90(self: Tensor, k: int = 1, dims: Sequence[int] = (0, 1)) -> Tensor:
    """Turned by ``k`` quarters, from the first of two dimensions to the second.

    Raises:
        RuntimeError: there are not two dimensions to turn in.
    """
    if len(dims) != 2:
        raise RuntimeError(
            f"expected total rotation dims == 2, but got dims = {len(dims)}"
        )
    if self.ndim < 2:
        raise RuntimeError(
            f"expected total dims >= 2, but got total dims = {self.ndim}"
        )
    if dims[0] == dims[1]:
        raise RuntimeError(
            f"expected rotation dims to be different, but got dim0 = {dims[0]} and "
            f"dim1 = {dims[1]}"
        )
    wrapped = tuple(wrap_dim(each, self.ndim) for each in dims)
    return apply(ROT90, self, k=k, dims=wrapped)


PUBLIC = public(flip, fliplr, flipud, repeat_interleave, roll, rot90, tile)

FACES = (
    Face(repeat, ("repeat",)),
    Face(tile, ("tile",)),
    Face(repeat_interleave, ("repeat_interleave",)),
    Face(flip, ("flip",)),
    Face(fliplr, ("fliplr",)),
    Face(flipud, ("flipud",)),
    Face(roll, ("roll",)),
    Face(rot90, ("rot90",)),
)
