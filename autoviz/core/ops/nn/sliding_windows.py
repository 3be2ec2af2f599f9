"""Sliding windows over images, without copying: what convolution and pooling share.

An image in memory is one long row of numbers and a *stride* for each dimension: how
far to jump for the next row, for the next column. A window that slides is two more
dimensions with the same strides. So ``windows`` is a view in which each number
appears as often as windows cover it, and costs nothing until it is read.

Next: ``convolution``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array

__all__ = ["Pair", "covered", "pad", "reach", "windows"]

Pair = Sequence[int]
"""A number for the height, and one for the width."""


def reach(kernel: Pair, dilation: Pair) -> tuple[int, int]:
    """How far apart the ends of a window are, both included.

    >>> reach((3, 3), (1, 2))
    (3, 5)
    """
    high, wide = ((k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True))
    return high, wide


def pad(images: Array, padding: Pair, fill: Any = 0, more: Pair = (0, 0)) -> Array:
    """With a frame around the last two dimensions; ``more`` only below and right."""
    (top, left), (below, right) = padding, more
    if not (top or left or below or right):
        return images
    *lead, height, width = images.shape
    size = (*lead, height + 2 * top + below, width + 2 * left + right)
    framed = (
        np.zeros(size, images.dtype) if fill == 0 else np.full(size, fill, images.dtype)
    )
    framed[..., top : top + height, left : left + width] = images
    return framed


def windows(images: Array, kernel: Pair, stride: Pair, dilation: Pair) -> Array:
    """Shape ``(…, rows, columns, kernel height, kernel width)``: a window each."""
    *lead, height, width = images.shape
    high, wide = reach(kernel, dilation)
    rows, columns = (height - high) // stride[0] + 1, (width - wide) // stride[1] + 1
    *steps, down, across = images.strides
    return np.lib.stride_tricks.as_strided(
        images,
        (*lead, rows, columns, *kernel),
        (
            *steps,
            *(down * stride[0], across * stride[1]),
            *(down * dilation[0], across * dilation[1]),
        ),
        writeable=False,
    )


def covered(
    images: Array, size: Pair, kernel: Pair, stride: Pair, dilation: Pair
) -> Iterator[tuple[int, int, Array]]:
    """For each place in the kernel, what it sees of all windows; can be written to.

    ``size`` is how many windows there are, down and across.
    """
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            top, left = i * dilation[0], j * dilation[1]
            bottom = top + (size[0] - 1) * stride[0] + 1
            right = left + (size[1] - 1) * stride[1] + 1
            yield i, j, images[..., top : bottom : stride[0], left : right : stride[1]]
