"""Functions of images: convolution and max_pool.

Images are ``(N, C, H, W)``: how many, channels, height, width; one alone ``(C, H, W)``.
A number given for two stands for height and width.

Next: ``losses``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from autoviz.core.apply import apply, wrong_type
from autoviz.core.ops.nn import avg_pool, max_pool
from autoviz.core.ops.nn.convolution import convolution
from autoviz.core.ops.nn.pad import CONSTANT_PAD
from autoviz.core.tensor import Tensor

__all__ = ["avg_pool2d", "conv2d", "max_pool2d"]

Pair = int | Sequence[int]


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Pair = 1,
    padding: Pair | str = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> Tensor:
    """Every filter of ``weight`` at every place: ``(N, filters, H, W)``.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.conv2d(av.ones(1, 1, 3, 3), av.ones(1, 1, 2, 2))
    tensor([[[[4., 4.],
              [4., 4.]]]])

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    for position, (name, each) in enumerate((("input", input), ("weight", weight)), 1):
        if not isinstance(each, Tensor):
            raise wrong_type("conv2d", name, position, each)
    if input.ndim not in (3, 4):
        raise RuntimeError(
            "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of "
            f"size: {list(input.shape)}"
        )
    if bias is not None and bias.dtype is not input.dtype:
        raise RuntimeError(
            f"Input type ({input.dtype.c_name}) and bias type ({bias.dtype.c_name}) "
            "should be the same"
        )
    if input.ndim == 3:
        more = (bias, stride, padding, dilation, groups)
        return conv2d(input.unsqueeze(0), weight, *more).squeeze(0)
    if padding == "same" and 2 < weight.ndim != input.ndim:
        raise RuntimeError(
            f"Expected {weight.ndim}-dimensional input for {weight.ndim}-dimensional "
            f"weight{list(weight.shape)}, but got {input.ndim}-dimensional input of "
            f"size {list(input.shape)} instead"
        )
    if weight.ndim < 3:
        raise RuntimeError("weight should have at least three dimensions")
    strides = _numbers("stride", stride, weight.ndim - 2)
    dilations = _numbers("dilation", dilation, weight.ndim - 2)
    if isinstance(padding, str):
        input, frame = _named(padding, input, weight, strides, dilations)
    else:
        frame = _numbers("padding", padding, weight.ndim - 2)
    return convolution(input, weight, bias, strides, frame, dilations, groups)


def _numbers(name: str, given: Pair, count: int) -> tuple[int, ...]:
    """``count`` numbers; one stands for all."""
    numbers = (given,) * 2 if isinstance(given, int) else tuple(given)
    if len(numbers) not in (1, count):
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {count} values "
            f"to match the convolution dimensions, but got {name}={list(numbers)}"
        )
    return numbers * count if len(numbers) == 1 else numbers


def _named(
    padding: str,
    input: Tensor,
    weight: Tensor,
    stride: Sequence[int],
    dilation: Sequence[int],
) -> tuple[Tensor, tuple[int, ...]]:
    """``"valid"`` is no frame; ``"same"`` keeps the size, on one side if need be."""
    if padding == "valid":
        return input, (0, 0)
    if padding != "same":
        raise RuntimeError(f"Invalid padding string: '{padding}'")
    if any(each != 1 for each in stride):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    total = [d * (k - 1) for k, d in zip(weight.shape[2:], dilation, strict=True)]
    frame = tuple(each // 2 for each in total)
    if any(each % 2 for each in total):
        warnings.warn(
            "Using padding='same' with even kernel lengths and odd dilation may "
            "require a zero-padded copy of the input be created",
            stacklevel=3,
        )
        more = tuple(at for each in total[::-1] for at in (0, each % 2))
        input = apply(CONSTANT_PAD, input, pad=more)
    return input, frame


def max_pool2d(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest number of each window; with ``return_indices`` also where it is.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.max_pool2d(av.arange(4.0).reshape(1, 2, 2), 2)
    tensor([[[3.]]])

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
    """
    told = (
        _window("kernel_size", kernel_size, "must either be"),
        _stride(stride),
        _window("padding", padding, "must either be"),
        _window("dilation", dilation, "must be either"),
        ceil_mode,
    )
    largest = max_pool.max_pool2d(input, *told)
    if not return_indices:
        return largest
    return largest, max_pool.where_largest(input, *told)


def avg_pool2d(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of each window.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.avg_pool2d(av.arange(4.0).reshape(1, 2, 2), 2)
    tensor([[[1.5000]]])

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
    """
    return avg_pool.avg_pool2d(
        input,
        _window("kernel_size", kernel_size, "must either be", "avg_pool2d"),
        _stride(stride, "avg_pool2d"),
        _window("padding", padding, "must either be", "avg_pool2d"),
        ceil_mode,
        count_include_pad,
        divisor_override,
    )


def _window(
    name: str, given: Pair, must: str, function: str = "max_pool2d"
) -> tuple[int, ...]:
    numbers = (given,) if isinstance(given, int) else tuple(given)
    if len(numbers) not in (1, 2):
        raise RuntimeError(
            f"{function}: {name} {must} a single int, or a tuple of two ints"
        )
    return numbers * 2 if len(numbers) == 1 else numbers


def _stride(given: Pair | None, function: str = "max_pool2d") -> tuple[int, ...]:
    """None at all means as far as the window reaches."""
    if given is None or given == ():
        return ()
    numbers = (given,) if isinstance(given, int) else tuple(given)
    if len(numbers) > 2:
        raise RuntimeError(
            f"{function}: stride must either be omitted, a single int, or a tuple of "
            "two ints"
        )
    return numbers * 2 if len(numbers) == 1 else numbers
