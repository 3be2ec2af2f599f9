"""Images made smaller: of each window the mean.

The mean is owed to all of its window alike, so each number gets an equal share of the
gradient; one that several windows cover gets a share of each. A signal is an image of
one row.

Next: ``adaptive_pool``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor, not_of_bools
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.ops.nn.pool_checks import (
    Numbers,
    check_signals,
    check_windows,
    is_left_out,
    one,
    pair,
    strides,
)
from autoviz.core.ops.nn.sliding_windows import (
    Lengths,
    covered,
    room_for,
    windows_made,
)
from autoviz.core.shapes import real_dim
from autoviz.core.tensor import Tensor

__all__ = ["AVG_POOL", "FACES", "PUBLIC", "Means", "avg_pool1d", "avg_pool2d"]


@dataclass(frozen=True, slots=True)
class Means:
    """How means are taken; the names are PyTorch's."""

    kernel_size: Lengths
    stride: Lengths
    padding: Lengths
    ceil_mode: bool
    count_include_pad: bool
    divisor_override: int | None

    def made(self, images: Any) -> tuple[int, ...]:
        """How many there are, down and across."""
        how = self.kernel_size, self.stride or self.kernel_size, self.padding, (1, 1)
        return windows_made(images.shape[-2:], *how, self.ceil_mode)

    def seen(self, framed: Array, made: Lengths) -> Iterator[Array]:
        """For each place in the window, what all windows have there."""
        stride = self.stride or self.kernel_size
        for _, each in covered(framed, made, self.kernel_size, stride, (1, 1)):
            yield each

    def framed(self, images: Array, made: Lengths) -> Array:
        stride = self.stride or self.kernel_size
        return room_for(images, made, self.kernel_size, stride, self.padding, 0)

    def divisors(self, images: Array, made: Lengths) -> Any:
        """By what the sum of each window is divided."""
        if self.divisor_override is not None:
            return self.divisor_override
        stride, counts = self.stride or self.kernel_size, []
        for length, n, k, s, p in zip(
            images.shape[-2:], made, self.kernel_size, stride, self.padding, strict=True
        ):
            start = np.arange(n) * s - p
            end = np.minimum(start + k, length + p)
            if not self.count_include_pad:
                start, end = np.maximum(start, 0), np.minimum(end, length)
            counts.append(end - start)
        return counts[0][:, None] * counts[1]


def _avg_pool(
    self: Array,
    kernel_size: Lengths,
    stride: Lengths,
    padding: Lengths,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> Array:
    not_of_bools("avg_pool2d", self)
    means = Means(
        kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )
    made = means.made(self)
    total = np.zeros((*self.shape[:-2], *made), self.dtype)
    for seen in means.seen(means.framed(self, made), made):
        total += seen
    mean: Array = (total / means.divisors(self, made)).astype(self.dtype)
    return mean


def _avg_pool_backward(grad_output: Array, self: Array, means: Means) -> Array:
    made, (height, width) = grad_output.shape[-2:], self.shape[-2:]
    share = grad_output / means.divisors(self, made)
    framed = means.framed(np.zeros(self.shape, grad_output.dtype), made)
    for seen in means.seen(framed, made):
        seen += share.astype(framed.dtype, copy=False)
    top, left = means.padding
    return framed[..., top : top + height, left : left + width]


def _avg_pool_vjp(
    g: Any,
    self: Any,
    kernel_size: Lengths,
    stride: Lengths,
    padding: Lengths,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> Any:
    means = Means(
        kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )
    return apply(AVG_POOL_BACKWARD, g, self, means=means)


AVG_POOL = Op(
    "avg_pool2d",
    "AvgPool2DBackward0",
    ("self",),
    _avg_pool,
    (Grad("spread(g)", _avg_pool_vjp),),
    symbol="avg_pool2d({0}, {kernel_size})",
    dtype="same",
)

AVG_POOL_BACKWARD: Op = Op(
    "avg_pool2d_backward",
    "AvgPool2DBackwardBackward0",
    ("grad_output", "self"),
    _avg_pool_backward,
    (
        Grad("window_mean(g)", lambda g, means: apply(AVG_POOL, g, **asdict(means))),
        Grad("0", lambda g, self: zeros_like(self)),
    ),
    symbol="spread({0})",
    dtype="same",
)


def avg_pool1d(
    input: Tensor,
    kernel_size: Numbers,
    stride: Numbers | None = None,
    padding: Numbers = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """The mean of each window of a signal.

    >>> import autoviz as av
    >>> av.avg_pool1d(av.tensor([[1.0, 3.0, 2.0, 0.0]]), 2)
    tensor([[2., 1.]])

    Raises:
        RuntimeError: windows do not fit, or the input is no signal.
    """
    must_be_tensor("avg_pool1d", "input", 1, input)
    check_signals("avg_pool1d", input)
    size = one("avg_pool1d", "kernel_size", kernel_size)
    wide = (
        size
        if stride is None or is_left_out(stride)
        else one("avg_pool1d", "stride", stride)
    )
    left = one("avg_pool1d", "padding", padding)
    how = (1, size), (1, wide), (0, left), ceil_mode, count_include_pad
    return avg_pool2d(input.unsqueeze(-2), *how).squeeze(-2)


def avg_pool2d(
    input: Tensor,
    kernel_size: Numbers,
    stride: Numbers | None = None,
    padding: Numbers = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of each window of an image.

    >>> import autoviz as av
    >>> av.nn.functional.avg_pool2d(av.arange(4.0).reshape(1, 2, 2), 2)
    tensor([[[1.5000]]])

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
    """
    must_be_tensor("avg_pool2d", "input", 1, input)
    how = {
        "kernel_size": pair("avg_pool2d", "kernel_size", kernel_size),
        "stride": strides("avg_pool2d", stride),
        "padding": pair("avg_pool2d", "padding", padding),
    }
    real_dim(-3, input.ndim)
    if divisor_override == 0:
        raise RuntimeError("divisor must be not zero")
    check_windows(input, **how, dilation=(1, 1), ceil_mode=ceil_mode)
    return apply(
        AVG_POOL,
        input,
        **how,
        ceil_mode=ceil_mode,
        count_include_pad=count_include_pad,
        divisor_override=divisor_override,
    )


PUBLIC: dict[str, Any] = public(avg_pool1d)

FACES = ()
