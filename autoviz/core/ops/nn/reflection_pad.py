"""A frame made of the image itself: mirrored at its edge, or its edge repeated.

Each number of the frame is a copy of one inside, so on the way back it is added there.

Next: ``unfold_fold``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.ops.nn.sources import Source, gathered, scattered
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "reflection_pad", "replication_pad"]

Places = Callable[[Array, int], Array]
"""Which numbers stand at these places, some of them beyond a length."""


def _mirrored(places: Array, length: int) -> Array:
    """The edge is not repeated: ``2 1 [0 1 2 3] 2 1``."""
    mirrored: Array = length - 1 - np.abs(length - 1 - np.abs(places))
    return mirrored


def _repeated(places: Array, length: int) -> Array:
    """``0 0 [0 1 2 3] 3 3``."""
    return places.clip(0, length - 1)


def _sources(size: Sequence[int], padding: Sequence[int], at: Places) -> list[Source]:
    """Pairs of ``padding``: around the last dimension, then the one before it …."""
    pairs = list(zip(padding[::2], padding[1::2], strict=True))[::-1]
    return [
        Source(at(np.arange(-before, length + after), length)[None])
        for length, (before, after) in zip(size[-len(pairs) :], pairs, strict=True)
    ]


def _padded(at: Places, kernel: str, self: Array, padding: Sequence[int]) -> Array:
    not_of_bools(kernel, self)
    return gathered(self, _sources(self.shape, padding, at))


def _added(
    at: Places, grad_output: Array, self: Array, padding: Sequence[int]
) -> Array:
    return scattered(grad_output, _sources(self.shape, padding, at), self.shape)


def _rows(name: str, grad_fn: str, mode: str, at: Places) -> tuple[Op, Op]:
    """Padding, and the way back: each is the derivative of the other."""
    forward = Op(
        name,
        f"{grad_fn}Backward0",
        ("self",),
        partial(_padded, at, name),
        (
            Grad(
                "scatter(g)",
                lambda g, self, padding: apply(backward, g, self, padding=padding),
            ),
        ),
        symbol=f"pad({{0}}, {{padding}}, '{mode}')",
        dtype="same",
    )
    backward = Op(
        f"{name}_backward",
        f"{grad_fn}BackwardBackward0",
        ("grad_output", "self"),
        partial(_added, at),
        (
            Grad("gather(g)", lambda g, padding: apply(forward, g, padding=padding)),
            Grad("0", lambda g, self: zeros_like(self)),
        ),
        symbol="scatter({0})",
        dtype="same",
    )
    return forward, backward


REFLECTION_PAD1D, REFLECTION_PAD1D_BACKWARD = _rows(
    "reflection_pad1d", "ReflectionPad1D", "reflect", _mirrored
)
REFLECTION_PAD2D, REFLECTION_PAD2D_BACKWARD = _rows(
    "reflection_pad2d", "ReflectionPad2D", "reflect", _mirrored
)
REFLECTION_PAD3D, REFLECTION_PAD3D_BACKWARD = _rows(
    "reflection_pad3d", "ReflectionPad3D", "reflect", _mirrored
)
REPLICATION_PAD1D, REPLICATION_PAD1D_BACKWARD = _rows(
    "replication_pad1d", "ReplicationPad1D", "replicate", _repeated
)
REPLICATION_PAD2D, REPLICATION_PAD2D_BACKWARD = _rows(
    "replication_pad2d", "ReplicationPad2D", "replicate", _repeated
)
REPLICATION_PAD3D, REPLICATION_PAD3D_BACKWARD = _rows(
    "replication_pad3d", "ReplicationPad3D", "replicate", _repeated
)


def reflection_pad(input: Tensor, padding: Sequence[int]) -> Tensor:
    """Mirrored at the edges of the last one, two or three dimensions.

    Raises:
        RuntimeError: the frame is wider than the image.
    """
    dims = len(padding) // 2
    _check_room(input, dims)
    for number in range(dims):
        pair, at = tuple(padding[2 * number :][:2]), input.ndim - 1 - number
        if max(pair) >= input.shape[at]:
            raise RuntimeError(
                f"Argument #{4 + 2 * number}: Padding size should be less than the "
                f"corresponding input dimension, but got: padding {pair} at dimension "
                f"{at} of input {list(input.shape)}"
            )
    _check_made(input, padding)
    row = (REFLECTION_PAD1D, REFLECTION_PAD2D, REFLECTION_PAD3D)[dims - 1]
    return apply(row, input, padding=tuple(padding))


def replication_pad(input: Tensor, padding: Sequence[int]) -> Tensor:
    """The edge repeated, of the last one, two or three dimensions.

    Raises:
        RuntimeError: nothing would be left.
    """
    dims = len(padding) // 2
    _check_room(input, dims)
    _check_made(input, padding)
    row = (REPLICATION_PAD1D, REPLICATION_PAD2D, REPLICATION_PAD3D)[dims - 1]
    return apply(row, input, padding=tuple(padding))


def _check_room(input: Tensor, dims: int) -> None:
    if 0 in input.shape[input.ndim - dims - 1 :]:
        raise RuntimeError(
            f"Expected {dims + 1}D or {dims + 2}D (batch mode) tensor with possibly 0 "
            "batch size and other non-zero dimensions for input, but got: "
            f"{list(input.shape)}"
        )


def _check_made(input: Tensor, padding: Sequence[int]) -> None:
    dims = len(padding) // 2
    size = input.shape[-dims:]
    pairs = list(zip(padding[::2], padding[1::2], strict=True))[::-1]
    made = [n + sum(pair) for n, pair in zip(size, pairs, strict=True)]
    if min(made) < (dims == 1):  # an image may have no rows, a signal must have length
        letters = "DHW"[-dims:]
        given, calculated = (
            [f"{each}: {n}" for each, n in zip(letters, lengths, strict=True)]
            for lengths in (size, made)
        )
        raise RuntimeError(
            f"input ({', '.join(given)}) is too small. Calculated output "
            f"{' '.join(calculated)}"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
