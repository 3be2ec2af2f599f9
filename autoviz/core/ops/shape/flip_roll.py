"""The same numbers in another place: ``flip``, ``roll``, ``rot90``.

What was only moved is moved back.

Next: ``unfold``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact, in_rows, laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.shape.repeat_tile import Dims
from autoviz.core.ops.shape.view_reshape import sizes_of
from autoviz.core.shapes import no_dimensions, wrap_dim, wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "flip", "roll"]


def _roll(self: Array, shifts: Sequence[int], dims: Sequence[int]) -> Any:
    return in_rows(np.roll(self, shifts, dims) if dims else np.roll(self, shifts[0]))


def _flip(self: Array, dims: tuple[int, ...]) -> Any:
    return laid_out(np.flip(self, dims).copy(), self) if self.ndim else self.copy()


def _rot90(self: Array, k: int, dims: tuple[int, int]) -> Any:
    """By a quarter it is a flip, then turned over without another copy."""
    if k % 4 == 0:
        return self.copy()
    return np.rot90(compact(self), k, dims).copy(order="K")


FLIP: Op = Op(
    "flip",
    "FlipBackward0",
    ("self",),
    _flip,
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
    _rot90,
    (Grad("flip(g)", lambda g, k, dims: apply(ROT90, g, k=-k, dims=dims)),),
    symbol="{0}.rot90({k}, {dims})",
    dtype="same",
)


def flip(self: Tensor, dims: Dims, *more: int) -> Tensor:
    """The order of some dimensions reversed, as a copy.

    >>> import autoviz as av
    >>> av.tensor([1, 2, 3]).flip(0)
    tensor([3, 2, 1])
    """
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

    >>> import autoviz as av
    >>> av.tensor([1, 2, 3]).roll(1)
    tensor([3, 1, 2])

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
        raise no_dimensions(along[0])
    wrapped = tuple(wrap_dim(each, self.ndim) for each in along) if self.numel() else ()
    return apply(ROLL, self, shifts=moves, dims=wrapped)


def rot90(self: Tensor, k: int = 1, dims: Sequence[int] = (0, 1)) -> Tensor:
    """Turned by ``k`` quarters, from the first of two dimensions to the second.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).rot90()
    tensor([[2, 4],
            [1, 3]])

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
    wrapped = tuple(wrap_dim(each, self.ndim) for each in dims)
    if wrapped[0] == wrapped[1]:
        raise RuntimeError(
            f"expected rotation dims to be different, but got dim0 = {dims[0]} and "
            f"dim1 = {dims[1]}"
        )
    return apply(ROT90, self, k=k, dims=wrapped)


PUBLIC = public(flip, fliplr, flipud, roll, rot90)

FACES = (
    Face(flip, ("flip",)),
    Face(fliplr, ("fliplr",)),
    Face(flipud, ("flipud",)),
    Face(roll, ("roll",)),
    Face(rot90, ("rot90",)),
)
