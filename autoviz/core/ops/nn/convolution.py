"""Convolution: the same small filter at every place of a signal or an image.

Along the last dimension the image is cut into windows, each laid out as a column
(*im2col*). What a row of the filter sees of the rows of the image is then a slice, and
all its results are one product of matrices; those of the rows are added up.

The two gradients are convolutions again. What went into a result goes back to where it
came from (``conv_transpose``): what arrived is set as far apart as the windows were,
and filtered with the filters turned round. And a filter's weight gets what it saw,
times what came of it, summed over all windows (``conv``).

All three are linear in both of their inputs, so their derivatives are each other:
three rows are all there is, for any order.

Next: ``conv``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.nn.sliding_windows import (
    Lengths,
    covered,
    pad,
    reach,
    windows,
)

__all__ = ["CONV", "FACES", "PUBLIC", "TO_INPUT", "TO_WEIGHT", "Slide"]


LITTLE, MUCH = 8_000, 200_000
"""So few numbers are copied at one go; of so many not those of all images at once."""


@dataclass(frozen=True, slots=True)
class Slide:
    """How a filter slides over an image."""

    stride: Lengths
    padding: Lengths
    dilation: Lengths
    groups: int

    def cuts(
        self, images: Array, kernel: Lengths, made: Lengths
    ) -> Iterator[tuple[tuple[int, ...], Array]]:
        """For each row of the kernel, what it sees of all windows.

        That is ``(N, groups, channels and width of the kernel, windows)``. Where there
        is little to copy, all rows are one.
        """
        first = len(kernel) - 1 if images.size * math.prod(kernel) > LITTLE else 0
        wide = kernel[first:]
        framed = pad(images, self.padding)
        seen = windows(framed, wide, self.stride[first:], self.dilation[first:])
        dims = range(2 + len(kernel))
        turned = seen.transpose(0, 1, *range(len(dims), seen.ndim), *dims[2:])
        rows = np.ascontiguousarray(turned)  # the one copy
        count, channels, *size = (seen.shape[at] for at in dims)
        rows = rows.reshape(count, channels * math.prod(wide), *size)
        down, one = slice(first), (1,) * len(wide)
        for at, part in covered(
            rows,
            made,
            (*kernel[down], *one),
            (*self.stride[down], *one),
            (*self.dilation[down], *one),
        ):
            yield at[down], self.by_group(part)

    def by_group(self, images: Array) -> Array:
        """``(N, groups, channels of each, places)``."""
        count, channels, *size = images.shape
        each = channels // self.groups
        return images.reshape(count, self.groups, each, math.prod(size))

    def filters(self, weight: Array, at: tuple[int, ...]) -> Array:
        """One row of the filters: ``(groups, filters, channels and width)``."""
        row: Array = weight[_row(at)]
        each = len(row) // self.groups
        return row.reshape(self.groups, each, math.prod(row.shape[1:]))


def _row(at: tuple[int, ...]) -> Any:
    """The index of a row of all filters."""
    return (slice(None), slice(None), *at)


def _some(count: int, each: int) -> Iterator[slice]:
    """So many images at a time that what is copied of them stays near the processor."""
    most = max(1, MUCH // max(1, each))
    for start in range(0, count, most):
        yield slice(start, start + most)


def _filter(input: Array, weight: Array, made: Array, slide: Slide) -> None:
    """Into ``made``, which is contiguous."""
    results = slide.by_group(made)
    cuts = slide.cuts(input, weight.shape[2:], made.shape[2:])
    at, seen = next(cuts)
    np.matmul(slide.filters(weight, at), seen, out=results)
    for at, seen in cuts:
        results += slide.filters(weight, at) @ seen


def _filtered(
    input: Array, weight: Array, size: tuple[int, ...], slide: Slide
) -> Array:
    made = np.empty(size, input.dtype)
    for some in _some(len(input), math.prod(input.shape[1:]) * weight.shape[-1]):
        _filter(input[some], weight, made[some], slide)
    return made


def _to_input(
    grad_output: Array, weight: Array, size: tuple[int, ...], slide: Slide
) -> Array:
    """Likewise: each place of the input has a window of what came of it."""
    count, _, *lengths = size
    filters, by_filter = len(weight) // slide.groups, weight.shape[1]
    grouped = weight.reshape(slide.groups, filters, *weight.shape[1:]).swapaxes(1, 2)
    turned = np.flip(
        grouped.reshape(slide.groups * by_filter, filters, *weight.shape[2:]),
        tuple(range(2, weight.ndim)),
    )
    ones = (1,) * len(lengths)
    by_one = Slide(ones, (0,) * len(ones), slide.dilation, slide.groups)
    made = np.empty(size, grad_output.dtype)
    for some in _some(count, math.prod(lengths) * len(weight) * weight.shape[-1]):
        spread = _apart(grad_output[some], lengths, weight.shape[2:], slide)
        _filter(spread, turned, made[some], by_one)
    return made


def _apart(grad_output: Array, size: Lengths, kernel: Lengths, slide: Slide) -> Array:
    """With zeros between and around, as far apart as windows were."""
    lengths, places, inside = list(grad_output.shape[:2]), [], []
    for length, n, r, s, p in zip(
        *(size, grad_output.shape[2:], reach(kernel, slide.dilation)),
        *(slide.stride, slide.padding),
        strict=True,
    ):
        cut = max(0, p - r + 1)  # where windows saw nothing but frame
        first = r - 1 - p + cut
        lengths.append(length + r - 1 + 2 * cut)
        places.append(slice(first, first + (n - 1) * s + 1, s))
        inside.append(slice(cut, cut + length + r - 1))
    spread = np.zeros(lengths, grad_output.dtype)
    spread[:, :, *places] = grad_output
    return spread[:, :, *inside]


def _to_weight(
    input: Array, grad_output: Array, size: tuple[int, ...], slide: Slide
) -> Array:
    """What each weight saw, times what came of it."""
    made = np.zeros(size, input.dtype)
    for some in _some(len(input), math.prod(input.shape[1:]) * size[-1]):
        came = slide.by_group(np.ascontiguousarray(grad_output[some])).mT
        for at, seen in slide.cuts(input[some], size[2:], grad_output.shape[2:]):
            part = made[_row(at)]
            part += (seen @ came).sum(axis=0).mT.reshape(part.shape)
    return made


# The names are those of the rules; ``size`` is that of the result.
TO_INPUT: Op = Op(
    "conv_transpose",
    "ConvolutionBackwardBackward0",
    ("grad_output", "weight"),
    _to_input,
    (
        Grad(
            "conv(g, weight)",
            lambda g, grad_output, weight, slide: apply(
                CONV, g, weight, size=tuple(grad_output.shape), slide=slide
            ),
        ),
        Grad(
            "conv(g, grad_output)",
            lambda g, grad_output, weight, slide: apply(
                TO_WEIGHT, g, grad_output, size=tuple(weight.shape), slide=slide
            ),
        ),
    ),
    symbol="conv_transpose({0}, {1})",
    dtype="same",
)

TO_WEIGHT: Op = Op(
    "conv",
    "ConvolutionBackwardBackward0",
    ("input", "grad_output"),
    _to_weight,
    (
        Grad(
            "conv_transpose(grad_output, g)",
            lambda g, input, grad_output, slide: apply(
                TO_INPUT, grad_output, g, size=tuple(input.shape), slide=slide
            ),
        ),
        Grad(
            "conv(input, g)",
            lambda g, input, grad_output, slide: apply(
                CONV, input, g, size=tuple(grad_output.shape), slide=slide
            ),
        ),
    ),
    symbol="conv({0}, {1})",
    dtype="same",
)

CONV: Op = Op(
    "conv",
    "ConvolutionBackwardBackward0",
    ("input", "weight"),
    _filtered,
    (
        Grad(
            "conv_transpose(g, weight)",
            lambda g, input, weight, slide: apply(
                TO_INPUT, g, weight, size=tuple(input.shape), slide=slide
            ),
        ),
        Grad(
            "conv(input, g)",
            lambda g, input, weight, slide: apply(
                TO_WEIGHT, input, g, size=tuple(weight.shape), slide=slide
            ),
        ),
    ),
    symbol="conv({0}, {1})",
    dtype="same",
)


PUBLIC: dict[str, Any] = {}

FACES = ()
