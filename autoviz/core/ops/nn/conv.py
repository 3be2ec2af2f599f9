"""``conv1d``, ``conv2d``, ``conv3d``: convolutions with a bias, of one or of many.

Signals are ``(N, C, L)``: how many, channels, length; images ``(N, C, H, W)``. One
alone has no ``N``.

Next: ``conv_transpose``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.nn.convolution import CONV, TO_INPUT, TO_WEIGHT, Slide
from autoviz.core.ops.nn.convolution_checks import (
    Numbers,
    check_dimensions,
    check_input,
    check_sizes,
    check_type,
    framed,
    numbers,
)
from autoviz.core.ops.nn.sliding_windows import Lengths, windows_made
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.tensor import Tensor

__all__ = [
    "CONV1D",
    "CONV2D",
    "CONV3D",
    "FACES",
    "PUBLIC",
    "conv1d",
    "conv2d",
    "conv3d",
    "filtered",
    "row_with_bias",
    "with_bias",
]


def with_bias(made: Array, bias: Array | None) -> Array:
    """With one number added to all that came of a filter."""
    if bias is not None:
        made += bias.reshape(-1, *(1,) * (made.ndim - 2))
    return made


def _conv(
    input: Array,
    weight: Array,
    bias: Array | None,
    stride: Lengths,
    padding: Lengths,
    dilation: Lengths,
    transposed: bool,
    output_padding: Lengths,
    groups: int,
) -> Array:
    not_of_bools("slow_conv2d_cpu", input)
    made = windows_made(input.shape[2:], weight.shape[2:], stride, padding, dilation)
    size = (len(input), len(weight), *made)
    slide = Slide(stride, padding, dilation, groups)
    return with_bias(CONV.forward(input, weight, size, slide), bias)


# The names of parameters are PyTorch's; of these two the node only shows what they are.
OF_BIAS = Grad(
    "sum(g)",
    lambda g, transposed, output_padding: apply(
        SUM_DIM, g, dim=(0, *range(2, g.ndim)), keepdim=False
    ),
)


def row_with_bias(
    name: str, forward: Callable[..., Array], of_input: Grad, of_weight: Grad
) -> Op:
    """A row for a convolution, or for a transposed one."""
    return Op(
        name,
        "ConvolutionBackward0",
        ("input", "weight", "bias"),
        forward,
        (of_input, of_weight, OF_BIAS),
        symbol=f"{name}({{0}}, {{1}}, {{2}})",
        dtype="same",
        optional=("bias",),
    )


OF_INPUT = Grad(
    "conv_transpose(g, weight)",
    lambda g, input, weight, stride, padding, dilation, groups: apply(
        TO_INPUT,
        g,
        weight,
        size=tuple(input.shape),
        slide=Slide(stride, padding, dilation, groups),
    ),
)
OF_WEIGHT = Grad(
    "conv(input, g)",
    lambda g, input, weight, stride, padding, dilation, groups: apply(
        TO_WEIGHT,
        input,
        g,
        size=tuple(weight.shape),
        slide=Slide(stride, padding, dilation, groups),
    ),
)

CONV2D, CONV1D, CONV3D = (
    row_with_bias(name, _conv, OF_INPUT, OF_WEIGHT)
    for name in ("conv2d", "conv1d", "conv3d")
)


def conv1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers | str = 0,
    dilation: Numbers = 1,
    groups: int = 1,
) -> Tensor:
    """Every filter of ``weight`` at every place of a signal: ``(N, filters, L)``.

    >>> import autoviz as av
    >>> av.conv1d(av.tensor([[[1.0, 2.0, 4.0]]]), av.tensor([[[-1.0, 1.0]]]))
    tensor([[[1., 2.]]])

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    how = stride, padding, dilation, groups
    return _convolved(CONV1D, 1, input, weight, bias, *how)


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers | str = 0,
    dilation: Numbers = 1,
    groups: int = 1,
) -> Tensor:
    """Every filter of ``weight`` at every place of an image: ``(N, filters, H, W)``.

    >>> import autoviz as av
    >>> av.conv2d(av.ones(1, 1, 3, 3), av.ones(1, 1, 2, 2))
    tensor([[[[4., 4.],
              [4., 4.]]]])

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    how = stride, padding, dilation, groups
    return _convolved(CONV2D, 2, input, weight, bias, *how)


def conv3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers | str = 0,
    dilation: Numbers = 1,
    groups: int = 1,
) -> Tensor:
    """Every filter of ``weight`` at every place of a volume: ``(N, filters, D, H, W)``.

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    how = stride, padding, dilation, groups
    return _convolved(CONV3D, 3, input, weight, bias, *how)


def _convolved(
    row: Op,
    dims: int,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Numbers,
    padding: Numbers | str,
    dilation: Numbers,
    groups: int,
) -> Tensor:
    check_input(row.name, dims, input, weight, bias)
    _check_bias(input, bias)
    images = input if input.ndim == dims + 2 else input.unsqueeze(0)
    if padding == "same" and weight.ndim > 2:
        check_dimensions(images, weight, gap="")
    strides = numbers("stride", stride, dims, weight)
    inside, frame = images, (0,) * dims
    if not isinstance(padding, str):
        frame = numbers("padding", padding, dims, weight)
    dilations = numbers("dilation", dilation, dims, weight)
    if isinstance(padding, str):
        inside, frame = framed(images, weight, padding, strides, dilations)
    slide = Slide(strides, frame, dilations, groups)
    check_sizes(inside, weight, bias, slide)
    check_type("weight", inside, weight)
    made = filtered(row, inside, weight, bias, slide)
    return made if images is input else made.squeeze(0)


def filtered(
    row: Op,
    images: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    slide: Slide,
    output_padding: Lengths | None = None,
) -> Tensor:
    """A row of ``row_with_bias``, applied; transposed ones have ``output_padding``."""
    return apply(
        row,
        images,
        weight,
        bias,
        stride=slide.stride,
        padding=slide.padding,
        dilation=slide.dilation,
        transposed=output_padding is not None,
        output_padding=output_padding or (0,) * len(slide.padding),
        groups=slide.groups,
    )


def _check_bias(input: Tensor, bias: Tensor | None) -> None:
    if bias is not None and bias.dtype is not input.dtype:
        raise RuntimeError(
            f"Input type ({input.dtype.c_name}) and bias type ({bias.dtype.c_name}) "
            "should be the same"
        )


PUBLIC: dict[str, Any] = public(conv1d, conv2d, conv3d)

FACES = ()
