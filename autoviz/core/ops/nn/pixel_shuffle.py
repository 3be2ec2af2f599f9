"""Channels made into places, and places into channels.

``pixel_shuffle`` takes four channels of a small image for the corners of a 2 × 2 block
of a larger one. Nothing is computed, so it is undone, and differentiated, by the
opposite.

Next: ``layer_norm``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.tensor import Tensor

__all__ = [
    "CHANNEL_SHUFFLE",
    "FACES",
    "PIXEL_SHUFFLE",
    "PIXEL_UNSHUFFLE",
    "PUBLIC",
    "channel_shuffle",
    "pixel_shuffle",
    "pixel_unshuffle",
]


def _pixel_shuffle(self: Array, upscale_factor: int) -> Array:
    *lead, channels, height, width = self.shape
    r, made = upscale_factor, channels // upscale_factor**2
    blocks = self.reshape(*lead, made, r, r, height, width)
    placed = np.moveaxis(blocks, (-4, -3), (-3, -1))
    return placed.reshape(*lead, made, height * r, width * r)


def _pixel_unshuffle(self: Array, downscale_factor: int) -> Array:
    *lead, channels, height, width = self.shape
    r = downscale_factor
    high, wide = height // r, width // r
    blocks = self.reshape(*lead, channels, high, r, wide, r)
    apart = np.moveaxis(blocks, (-3, -1), (-4, -3))
    return apart.reshape(*lead, channels * r * r, high, wide)


def _channel_shuffle(self: Array, groups: int) -> Array:
    count, channels, *size = self.shape
    hands = self.reshape(count, groups, channels // groups, *size)
    return hands.swapaxes(1, 2).reshape(self.shape)


PIXEL_SHUFFLE: Op = Op(
    "pixel_shuffle",
    "PixelShuffleBackward0",
    ("self",),
    _pixel_shuffle,
    (
        Grad(
            "permute(g)",
            lambda g, upscale_factor: apply(
                PIXEL_UNSHUFFLE, g, downscale_factor=upscale_factor
            ),
        ),
    ),
    symbol="pixel_shuffle({0}, {upscale_factor})",
    dtype="same",
)

PIXEL_UNSHUFFLE: Op = Op(
    "pixel_unshuffle",
    "PixelUnshuffleBackward0",
    ("self",),
    _pixel_unshuffle,
    (
        Grad(
            "permute(g)",
            lambda g, downscale_factor: apply(
                PIXEL_SHUFFLE, g, upscale_factor=downscale_factor
            ),
        ),
    ),
    symbol="pixel_unshuffle({0}, {downscale_factor})",
    dtype="same",
)

# Dealt out like cards: what undoes it deals to as many as each had.
CHANNEL_SHUFFLE: Op = Op(
    "channel_shuffle",
    "ChannelShuffleBackward0",
    ("self",),
    _channel_shuffle,
    (
        Grad(
            "permute(g)",
            lambda g, groups: apply(CHANNEL_SHUFFLE, g, groups=g.shape[1] // groups),
        ),
    ),
    symbol="channel_shuffle({0}, {groups})",
    dtype="same",
)


def pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor:
    """``(N, C × r², H, W)`` as ``(N, C, H × r, W × r)``.

    >>> import autoviz as av
    >>> av.pixel_shuffle(av.arange(4).reshape(4, 1, 1), 2)
    tensor([[[0, 1],
             [2, 3]]])

    Raises:
        RuntimeError: channels cannot be divided like this.
    """
    _check("pixel_shuffle", input, "upscale_factor", upscale_factor)
    area = upscale_factor**2
    if input.shape[-3] % area:
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by "
            f"the square of upscale_factor, but input.size(-3)={input.shape[-3]} is "
            f"not divisible by {area}"
        )
    return apply(PIXEL_SHUFFLE, input, upscale_factor=upscale_factor)


def pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor:
    """``(N, C, H × r, W × r)`` as ``(N, C × r², H, W)``.

    Raises:
        RuntimeError: the image cannot be divided like this.
    """
    _check("pixel_unshuffle", input, "downscale_factor", downscale_factor)
    for name, at in (("height", -2), ("width", -1)):
        if input.shape[at] % downscale_factor:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, "
                f"but input.size({at})={input.shape[at]} is not divisible by "
                f"{downscale_factor}"
            )
    return apply(PIXEL_UNSHUFFLE, input, downscale_factor=downscale_factor)


def _check(function: str, input: Tensor, name: str, factor: int) -> None:
    must_be_tensor(function, "input", 1, input)
    if not isinstance(factor, int):
        raise TypeError(
            f"{function}(): argument '{name}' (position 2) must be int, not "
            f"{type(factor).__name__}"
        )
    if input.ndim < 3:
        raise RuntimeError(
            f"{function} expects input to have at least 3 dimensions, but got input "
            f"with {input.ndim} dimension(s)"
        )
    if factor <= 0:
        raise RuntimeError(f"{function} expects a positive {name}, but got {factor}")


def channel_shuffle(input: Tensor, groups: int) -> Tensor:
    """Channels dealt out anew: the first of each group, then the second of each ….

    >>> import autoviz as av
    >>> av.channel_shuffle(av.arange(4).reshape(1, 4, 1), 2).flatten()
    tensor([0, 2, 1, 3])

    Raises:
        RuntimeError: groups would not be equal.
    """
    must_be_tensor("channel_shuffle", "input", 1, input)
    if input.ndim < 3:
        raise RuntimeError(
            "channel_shuffle expects input with > 2 dims, but got input with sizes "
            f"{list(input.shape)}"
        )
    if groups <= 0:
        raise RuntimeError(
            "Number of groups to divide channels in must be positive. Value of "
            f"groups:{groups}"
        )
    if input.shape[1] % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {input.shape[1]} "
            f"channels and {groups} groups."
        )
    return apply(CHANNEL_SHUFFLE, input, groups=groups)


PUBLIC: dict[str, Any] = public(channel_shuffle, pixel_shuffle, pixel_unshuffle)

FACES = ()
