"""Sliding windows over images, without copying: what convolution and pooling share.

An image in memory is one long row of numbers and a *stride* for each dimension: how
far to jump for the next row, for the next column. A window that slides is as many
dimensions more, with the same strides. So ``windows`` is a view in which each number
appears as often as windows cover it, and costs nothing until it is read.

All of it goes for signals (``(N, C, L)``), images (``(N, C, H, W)``) and volumes: the
number of lengths that are given says how many dimensions a window has.

Next: ``unfold_fold``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array

__all__ = ["Lengths", "covered", "pad", "reach", "room_for", "windows", "windows_made"]

Lengths = Sequence[int]
"""A number for each dimension of a window: its height, its width."""


def reach(kernel: Lengths, dilation: Lengths) -> tuple[int, ...]:
    """How far apart the ends of a window are, both included.

    >>> reach((3, 3), (1, 2))
    (3, 5)
    """
    return tuple((k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True))


def windows_made(
    size: Lengths,
    kernel: Lengths,
    stride: Lengths,
    padding: Lengths,
    dilation: Lengths,
    ceil: bool = False,
) -> tuple[int, ...]:
    """How many windows fit along each dimension; with ``ceil`` a part of one is one.

    >>> windows_made((5,), (2,), (2,), (0,), (1,))
    (2,)
    >>> windows_made((5,), (2,), (2,), (0,), (1,), ceil=True)
    (3,)
    """
    made = []
    for length, k, s, p in zip(
        size, reach(kernel, dilation), stride, padding, strict=True
    ):
        count = (length + 2 * p - k + (s - 1 if ceil else 0)) // s + 1
        if ceil and (count - 1) * s >= length + p:
            count -= 1
        made.append(count)
    return tuple(made)


def pad(images: Array, padding: Lengths, fill: Any = 0, more: Lengths = ()) -> Array:
    """With a frame around the last dimensions; ``more`` only at their ends."""
    more = more or (0,) * len(padding)
    if not any(padding) and not any(more):
        return images
    lead = images.ndim - len(padding)
    size = list(images.shape[:lead])
    inner: list[Any] = [...]
    for length, p, end in zip(images.shape[lead:], padding, more, strict=True):
        size.append(length + 2 * p + end)
        inner.append(slice(p, p + length))
    framed = (
        np.zeros(size, images.dtype) if fill == 0 else np.full(size, fill, images.dtype)
    )
    framed[tuple(inner)] = images
    return framed


def room_for(
    images: Array,
    made: Lengths,
    far: Lengths,
    stride: Lengths,
    padding: Lengths,
    fill: Any,
) -> Array:
    """Padded, so that also the last of ``made`` windows are whole."""
    size = images.shape[-len(made) :]
    more = [
        max(0, (n - 1) * s + k - length - 2 * p)
        for n, s, k, length, p in zip(made, stride, far, size, padding, strict=True)
    ]
    return pad(images, padding, fill, more)


def windows(
    images: Array, kernel: Lengths, stride: Lengths, dilation: Lengths
) -> Array:
    """Shape ``(…, rows, columns, kernel height, kernel width)``: a window each."""
    lead = images.ndim - len(kernel)
    made = windows_made(
        images.shape[lead:], kernel, stride, (0,) * len(kernel), dilation
    )
    images = np.ascontiguousarray(images)
    steps = images.strides[lead:]
    return np.ndarray(
        (*images.shape[:lead], *made, *kernel),
        images.dtype,
        images,
        strides=(
            *images.strides[:lead],
            *(step * s for step, s in zip(steps, stride, strict=True)),
            *(step * d for step, d in zip(steps, dilation, strict=True)),
        ),
    )


def covered(
    images: Array, made: Lengths, kernel: Lengths, stride: Lengths, dilation: Lengths
) -> Iterator[tuple[tuple[int, ...], Array]]:
    """For each place in the kernel, what it sees of all windows; can be written to.

    ``made`` is how many windows there are along each dimension.
    """
    for at in itertools.product(*map(range, kernel)):
        seen: list[Any] = [...]
        for place, n, s, d in zip(at, made, stride, dilation, strict=True):
            seen.append(slice(place * d, place * d + (n - 1) * s + 1, s))
        yield at, images[tuple(seen)]
