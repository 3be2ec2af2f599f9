"""``unfold`` lays each window of an image out as a column; ``fold`` puts them back.

Where windows overlap, unfolding copies a number several times, and folding adds up
what comes back to its place. So each is the other's derivative, and with a product of
matrices between them they are a convolution.

Next: ``convolution``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply, why_untracked
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import missing_kernel, must_be_tensor
from autoviz.core.ops.nn.sliding_windows import (
    Lengths,
    covered,
    pad,
    windows,
    windows_made,
)
from autoviz.core.shapes import real_dim
from autoviz.core.tensor import Tensor

__all__ = ["COL2IM", "FACES", "IM2COL", "PUBLIC", "fold", "unfold"]


def _im2col(
    self: Array,
    kernel_size: Lengths,
    dilation: Lengths,
    padding: Lengths,
    stride: Lengths,
) -> Array:
    if self.dtype.kind in "iu":
        raise missing_kernel("im2col_out_cpu", self)
    seen = windows(pad(self, padding), kernel_size, stride, dilation)
    *lead, channels, high, wide = seen.shape[:-2]
    columns = np.moveaxis(seen, (-2, -1), (-4, -3))
    return columns.reshape(*lead, channels * math.prod(kernel_size), high * wide)


def _col2im(
    self: Array,
    output_size: Lengths,
    kernel_size: Lengths,
    dilation: Lengths,
    padding: Lengths,
    stride: Lengths,
) -> Array:
    if self.dtype.kind in "iu":
        raise missing_kernel("col2im_out_cpu", self)
    lead, channels = self.shape[:-2], self.shape[-2] // math.prod(kernel_size)
    made = windows_made(output_size, kernel_size, stride, padding, dilation)
    columns = self.reshape(*lead, channels, *kernel_size, *made)
    framed = pad(np.zeros((*lead, channels, *output_size), self.dtype), padding)
    for (i, j), seen in covered(framed, made, kernel_size, stride, dilation):
        seen += columns[..., i, j, :, :]
    (top, left), (height, width) = padding, output_size
    return np.ascontiguousarray(framed[..., top : top + height, left : left + width])


IM2COL: Op = Op(
    "im2col",
    "Im2ColBackward0",
    ("self",),
    _im2col,
    (
        Grad(
            "fold(g)",
            lambda g, self_sizes, kernel_size, dilation, padding, stride: apply(
                COL2IM,
                g,
                output_size=tuple(self_sizes[-2:]),
                kernel_size=kernel_size,
                dilation=dilation,
                padding=padding,
                stride=stride,
            ),
        ),
    ),
    symbol="unfold({0}, {kernel_size})",
    dtype="same",
)

COL2IM: Op = Op(
    "col2im",
    "Col2ImBackward0",
    ("self",),
    _col2im,
    (
        Grad(
            "unfold(g)",
            lambda g, kernel_size, dilation, padding, stride: apply(
                IM2COL,
                g,
                kernel_size=kernel_size,
                dilation=dilation,
                padding=padding,
                stride=stride,
            ),
        ),
    ),
    symbol="fold({0}, {output_size}, {kernel_size})",
    dtype="same",
)


def unfold(
    input: Tensor,
    kernel_size: Lengths,
    dilation: Lengths,
    padding: Lengths,
    stride: Lengths,
) -> Tensor:
    """Each window of an image as a column: ``(N, C × window size, windows)``.

    >>> import autoviz as av
    >>> image = av.tensor([[[1.0, 2.0, 3.0]]])
    >>> av.nn.functional.unfold(image, (1, 2))
    tensor([[1., 2.],
            [2., 3.]])

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
        IndexError: it has not even as many dimensions as an image.
    """
    must_be_tensor("im2col", "input", 1, input)
    if why_untracked(IM2COL, [input], input.dtype) is None:
        for dim in (-1, -2):  # which its node saves, before all else
            real_dim(dim, input.ndim)
    how = {
        "kernel_size": kernel_size,
        "dilation": dilation,
        "padding": padding,
        "stride": stride,
    }
    _check_numbers(how)
    _check_image(input)
    size = tuple(input.shape[-2:])
    made = windows_made(size, kernel_size, stride, padding, dilation)
    if min(made) < 1:
        raise RuntimeError(
            f"Given input with spatial size {size}, kernel_size={kernel_size}, "
            f"dilation={dilation}, padding={padding}, calculated shape of the array of "
            f"sliding blocks as {made}, but its components must be at least one."
        )
    return apply(IM2COL, input, **how)


def _check_image(input: Tensor) -> None:
    if input.shape[real_dim(1, input.ndim)]:
        real_dim(2, input.ndim)
    if input.ndim not in (3, 4) or 0 in input.shape[input.ndim - 3 :]:
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and "
            f"other non-zero dimensions for input, but got: {list(input.shape)}"
        )


def fold(
    input: Tensor,
    output_size: Lengths,
    kernel_size: Lengths,
    dilation: Lengths,
    padding: Lengths,
    stride: Lengths,
) -> Tensor:
    """Columns put back where windows were, and added up where they overlap.

    >>> import autoviz as av
    >>> columns = av.tensor([[1.0, 2.0], [2.0, 3.0]])
    >>> av.nn.functional.fold(columns, (1, 3), (1, 2))
    tensor([[[1., 4., 3.]]])

    Raises:
        RuntimeError: this is not what windows of such an image look like.
    """
    must_be_tensor("col2im", "input", 1, input)
    how = {
        "output_size": output_size,
        "kernel_size": kernel_size,
        "dilation": dilation,
        "padding": padding,
        "stride": stride,
    }
    _check_numbers(how)
    _check_columns(input, output_size, kernel_size, dilation, padding, stride)
    return apply(COL2IM, input, **how)


def _check_numbers(how: dict[str, Lengths]) -> None:
    for name, given in how.items():
        if len(given) != 2:
            raise RuntimeError(
                f"It is expected {name} equals to 2, but got size {len(given)}"
            )
    for name, least, shown in (
        ("kernel_size", 1, "kernel"),
        ("stride", 1, "stride"),
        ("dilation", 1, "dilation"),
        ("padding", 0, "pad"),
    ):
        if min(how[name]) < least:
            must = "greater than zero" if least else "non-negative"
            raise RuntimeError(
                f"{name.replace('_', ' ')} should be {must}, but got "
                f"{shown}_height: {how[name][0]} {shown}_width: {how[name][1]}"
            )


def _check_columns(
    input: Tensor,
    output_size: Lengths,
    kernel_size: Lengths,
    dilation: Lengths,
    padding: Lengths,
    stride: Lengths,
) -> None:
    if input.ndim not in (2, 3) or 0 in input.shape[input.ndim - 2 :]:
        raise RuntimeError(
            "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch "
            f"size and non-zero dimensions for input, but got: {list(input.shape)}"
        )
    long, count = input.shape[-2:]
    if long % math.prod(kernel_size):
        raise RuntimeError(
            f"Expected size of input's dimension 1 to be divisible by the product of "
            f"kernel_size, but got input.size(1)={long} and kernel_size={kernel_size}."
        )
    high, wide = windows_made(output_size, kernel_size, stride, padding, dilation)
    if high * wide != count:
        raise RuntimeError(
            f"Given output_size={output_size}, kernel_size={kernel_size}, "
            f"dilation={dilation}, padding={padding}, stride={stride}, expected size "
            "of input's dimension 2 to match the calculated number of sliding blocks "
            f"{high} * {wide} = {high * wide}, but got input.size(2)={count}."
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
