"""Convolution: the same small filter at every place of an image.

Cut the image into windows, lay each out as a column, and one matrix product with the
filters gives every result at once (*im2col*). The two gradients are convolutions
again. What went into a result goes back to where it came from: each window's gradient
is added to the image at the window's place (``conv_transpose``). And a filter's weight
gets what it saw, times what came of it, summed over all windows (``conv``).

All three are linear in both of their inputs, so their derivatives are each other:
these three rows are all there is, for any order.

Next: ``max_pool``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.nn.sliding_windows import Pair, covered, pad, reach, windows
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.tensor import Tensor

__all__ = ["CONVOLUTION", "FACES", "PUBLIC", "convolution"]


@dataclass(frozen=True, slots=True)
class Slide:
    """How a filter slides over an image."""

    stride: Pair
    padding: Pair
    dilation: Pair
    groups: int

    def columns(self, images: Array, kernel: Pair) -> tuple[Array, Pair]:
        """``(N, groups, window size, windows)``; how many windows down and across."""
        seen = windows(pad(images, self.padding), kernel, self.stride, self.dilation)
        count, channels, *size = seen.shape[:4]
        each = channels // self.groups * kernel[0] * kernel[1]
        laid_out = seen.transpose(0, 1, 4, 5, 2, 3)  # reshaping makes the one copy
        return laid_out.reshape(count, self.groups, each, size[0] * size[1]), size

    def filters(self, weight: Array) -> Array:
        """``(groups, filters, window size)``."""
        channels, height, width = weight.shape[1:]
        each = weight.shape[0] // self.groups
        return weight.reshape(self.groups, each, channels * height * width)

    def results(self, images: Array) -> Array:
        """What came of the windows: ``(N, groups, filters, windows)``."""
        count, channels, rows, columns = images.shape
        return images.reshape(
            count, self.groups, channels // self.groups, rows * columns
        )


def _forward(input: Array, weight: Array, slide: Slide) -> Array:
    cut, size = slide.columns(input, weight.shape[2:])
    made: Array = slide.filters(weight) @ cut
    return made.reshape(len(input), len(weight), *size)


def _to_input(
    grad_output: Array, weight: Array, size: Sequence[int], slide: Slide
) -> Array:
    """Each window's share, added up where the windows were."""
    count, channels, height, width = size
    (top, left), kernel, made = slide.padding, weight.shape[2:], grad_output.shape[2:]
    shares = slide.filters(weight).mT @ slide.results(grad_output)
    shares = shares.reshape(count, channels, *kernel, *made)
    framed = np.zeros(
        (count, channels, height + 2 * top, width + 2 * left), grad_output.dtype
    )
    for i, j, seen in covered(framed, made, kernel, slide.stride, slide.dilation):
        seen += shares[:, :, i, j]
    return framed[:, :, top : top + height, left : left + width]


def _to_weight(
    input: Array, grad_output: Array, size: Sequence[int], slide: Slide
) -> Array:
    """What each weight saw, times what came of it."""
    cut, _ = slide.columns(input, size[2:])
    products: Array = (slide.results(grad_output) @ cut.mT).sum(axis=0)
    return products.reshape(tuple(size))


def _convolution(
    input: Array,
    weight: Array,
    bias: Array | None,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    transposed: bool,
    output_padding: Pair,
    groups: int,
) -> Array:
    made = _forward(input, weight, Slide(stride, padding, dilation, groups))
    if bias is not None:
        made += bias.reshape(-1, 1, 1)
    return made


# The names of parameters are PyTorch's; those not used here the node only shows.
CONVOLUTION: Op = Op(
    "conv2d",
    "ConvolutionBackward0",
    ("input", "weight", "bias"),
    _convolution,
    (
        Grad(
            "conv_transpose(g, weight)",
            lambda g, input, weight, stride, padding, dilation, groups: apply(
                TO_INPUT,
                g,
                weight,
                size=tuple(input.shape),
                slide=Slide(stride, padding, dilation, groups),
            ),
        ),
        Grad(
            "conv(input, g)",
            lambda g, input, weight, stride, padding, dilation, groups: apply(
                TO_WEIGHT,
                input,
                g,
                size=tuple(weight.shape),
                slide=Slide(stride, padding, dilation, groups),
            ),
        ),
        Grad(
            "sum(g)",
            lambda g, transposed, output_padding: apply(
                SUM_DIM, g, dim=(0, 2, 3), keepdim=False
            ),
        ),
    ),
    symbol="conv2d({0}, {1}, {2})",
    dtype="same",
    optional=("bias",),
)

# A convolution without a bias, in the words of the two rows below.
PLAIN: Op = Op(
    "conv",
    "ConvolutionBackward0",
    ("input", "weight"),
    _forward,
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

TO_INPUT: Op = Op(
    "conv_transpose",
    "ConvolutionBackwardBackward0",
    ("grad_output", "weight"),
    _to_input,
    (
        Grad(
            "conv(g, weight)",
            lambda g, weight, slide: apply(PLAIN, g, weight, slide=slide),
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
            lambda g, input, slide: apply(PLAIN, input, g, slide=slide),
        ),
    ),
    symbol="conv({0}, {1})",
    dtype="same",
)


def convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    groups: int,
) -> Tensor:
    """A batch of images ``(N, C, H, W)``, filtered.

    Raises:
        RuntimeError: sizes or types do not fit, or a number is not positive.
    """
    _check_numbers(stride, padding, dilation, groups)
    _check_sizes(input, weight, bias, padding, dilation, groups)
    return apply(
        CONVOLUTION,
        input,
        weight,
        bias,
        stride=tuple(stride),
        padding=tuple(padding),
        dilation=tuple(dilation),
        transposed=False,
        output_padding=(0,) * len(padding),
        groups=groups,
    )


def _check_numbers(stride: Pair, padding: Pair, dilation: Pair, groups: int) -> None:
    if min(padding) < 0:
        raise RuntimeError("negative padding is not supported")
    for name, least in (
        ("stride", min(stride)),
        ("dilation", min(dilation)),
        ("groups", groups),
    ):
        if least <= 0:
            raise RuntimeError(f"non-positive {name} is not supported")


def _check_sizes(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    padding: Pair,
    dilation: Pair,
    groups: int,
) -> None:
    size, given = list(weight.shape), f"Given groups={groups}, "
    if size[0] < groups:
        raise RuntimeError(
            f"{given}expected weight to be at least {groups} at dimension 0, but got "
            f"weight of size {size} instead"
        )
    if size[0] % groups:
        raise RuntimeError(
            f"{given}expected weight to be divisible by {groups} at dimension 0, but "
            f"got weight of size [{size}] instead"
        )
    if input.shape[1] != size[1] * groups:
        raise RuntimeError(
            f"{given}weight of size {size}, expected input{list(input.shape)} to have "
            f"{size[1] * groups} channels, but got {input.shape[1]} channels instead"
        )
    if bias is not None and tuple(bias.shape) != (size[0],):
        raise RuntimeError(
            f"Given weight of size {size}, expected bias to be 1-dimensional with "
            f"{size[0]} elements, but got bias of size {list(bias.shape)} instead"
        )
    _check_kernel(input, weight, padding, dilation)
    _check_types(input, weight)


def _check_kernel(input: Tensor, weight: Tensor, padding: Pair, dilation: Pair) -> None:
    padded = [n + 2 * p for n, p in zip(input.shape[2:], padding, strict=True)]
    kernel = reach(weight.shape[2:], dilation)
    if any(k > n for k, n in zip(kernel, padded, strict=True)):
        raise RuntimeError(
            "Calculated padded input size per channel: "
            f"({padded[0]} x {padded[1]}). Kernel size: ({kernel[0]} x {kernel[1]}). "
            "Kernel size can't be greater than actual input size"
        )


def _check_types(input: Tensor, weight: Tensor) -> None:
    kind, other = input.dtype, weight.dtype
    if kind is not other and kind.name == "float32":
        raise RuntimeError(
            f"Input type ({kind.legacy}) and weight type ({other.legacy}) should be "
            "the same or input should be a MKLDNN tensor and weight is a dense tensor"
        )
    if kind is not other:
        raise RuntimeError(
            f"expected scalar type {kind.scalar_type} but found {other.scalar_type}"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
