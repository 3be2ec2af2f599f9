"""``conv_transpose2d`` and its like: a convolution the other way, from few to many.

What a convolution does to a gradient, done to values: each number is spread over a
window, times a filter, and windows that overlap are added up. So the gradient of this
one is a convolution.

Next: ``max_pool``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.nn.conv import filtered, row_with_bias, with_bias
from autoviz.core.ops.nn.convolution import CONV, TO_INPUT, TO_WEIGHT, Slide
from autoviz.core.ops.nn.convolution_checks import (
    Numbers,
    by,
    check_input,
    check_sizes,
    check_type,
    numbers,
)
from autoviz.core.ops.nn.sliding_windows import Lengths, reach
from autoviz.core.tensor import Tensor

__all__ = [
    "CONV_TRANSPOSE1D",
    "CONV_TRANSPOSE2D",
    "CONV_TRANSPOSE3D",
    "FACES",
    "PUBLIC",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
]


def _lengths(
    input: Any, weight: Any, slide: Slide, output_padding: Lengths
) -> tuple[int, ...]:
    """How long each dimension gets."""
    return tuple(
        (n - 1) * s + r - 2 * p + more
        for n, s, r, p, more in zip(
            *(input.shape[2:], slide.stride, reach(weight.shape[2:], slide.dilation)),
            *(slide.padding, output_padding),
            strict=True,
        )
    )


def _conv_transpose(
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
    not_of_bools("slow_conv_transpose2d_out_cpu", input)
    slide = Slide(stride, padding, dilation, groups)
    made = _lengths(input, weight, slide, output_padding)
    size = (len(input), weight.shape[1] * groups, *made)
    return with_bias(TO_INPUT.forward(input, weight, size, slide), bias)


OF_INPUT = Grad(
    "conv(g, weight)",
    lambda g, input, weight, stride, padding, dilation, groups: apply(
        CONV,
        g,
        weight,
        size=tuple(input.shape),
        slide=Slide(stride, padding, dilation, groups),
    ),
)
OF_WEIGHT = Grad(
    "conv(g, input)",
    lambda g, input, weight, stride, padding, dilation, groups: apply(
        TO_WEIGHT,
        g,
        input,
        size=tuple(weight.shape),
        slide=Slide(stride, padding, dilation, groups),
    ),
)

CONV_TRANSPOSE1D, CONV_TRANSPOSE2D, CONV_TRANSPOSE3D = (
    row_with_bias(f"conv_transpose{dims}d", _conv_transpose, OF_INPUT, OF_WEIGHT)
    for dims in (1, 2, 3)
)


def conv_transpose1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers = 0,
    output_padding: Numbers = 0,
    groups: int = 1,
    dilation: Numbers = 1,
) -> Tensor:
    """Each number of a signal, spread over a window of the result.

    >>> import autoviz as av
    >>> x, w = av.tensor([[[1.0, 10.0]]]), av.tensor([[[2.0, 3.0]]])
    >>> av.conv_transpose1d(x, w), av.conv_transpose1d(x, w, stride=2)
    (tensor([[[ 2., 23., 30.]]]), tensor([[[ 2.,  3., 20., 30.]]]))

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    how = stride, padding, output_padding, groups, dilation
    return _transposed(CONV_TRANSPOSE1D, 1, input, weight, bias, *how)


def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers = 0,
    output_padding: Numbers = 0,
    groups: int = 1,
    dilation: Numbers = 1,
) -> Tensor:
    """Each number of an image, spread over a window of the result.

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    how = stride, padding, output_padding, groups, dilation
    return _transposed(CONV_TRANSPOSE2D, 2, input, weight, bias, *how)


def conv_transpose3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Numbers = 1,
    padding: Numbers = 0,
    output_padding: Numbers = 0,
    groups: int = 1,
    dilation: Numbers = 1,
) -> Tensor:
    """Each number of a volume, spread over a window of the result.

    Raises:
        RuntimeError: sizes or types do not fit.
    """
    how = stride, padding, output_padding, groups, dilation
    return _transposed(CONV_TRANSPOSE3D, 3, input, weight, bias, *how)


def _transposed(
    row: Op,
    dims: int,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Numbers,
    padding: Numbers,
    output_padding: Numbers,
    groups: int,
    dilation: Numbers,
) -> Tensor:
    check_input(row.name, dims, input, weight, bias)
    images = input if input.ndim == dims + 2 else input.unsqueeze(0)
    slide = Slide(
        numbers("stride", stride, dims, weight),
        numbers("padding", padding, dims, weight),
        numbers("dilation", dilation, dims, weight),
        groups,
    )
    more = numbers("output_padding", output_padding, dims, weight)
    check_sizes(images, weight, bias, slide, more)
    _check_lengths(images)
    if len(images):
        _check_more(slide, more)
    check_type("weight", images, weight)
    if bias is not None:
        check_type("bias", images, bias)
    _check_made(images, _lengths(images, weight, slide, more))
    made = filtered(row, images, weight, bias, slide, more)
    return made if images is input else made.squeeze(0)


def _check_more(slide: Slide, output_padding: Lengths) -> None:
    limits = zip(slide.stride, slide.dilation, strict=True)
    if all(n < max(each) for n, each in zip(output_padding, limits, strict=True)):
        return
    told = []
    for name, given, one in (
        ("output_padding", output_padding, 0),
        ("stride", slide.stride, 1),
        ("dilation", slide.dilation, 1),
    ):
        given = (one, *given) if len(given) == 1 else given
        sides = ("depth", "height", "width")[-len(given) :]
        told += [f"{name}_{side}: {n}" for side, n in zip(sides, given, strict=True)]
    raise RuntimeError(
        "output padding must be smaller than either stride or dilation, but got "
        + " ".join(told)
    )


def _as_image(lengths: Lengths) -> list[int]:
    """PyTorch computes with a signal as with an image of one row."""
    return [*(1,) * (2 - len(lengths)), *lengths]


def _check_lengths(input: Tensor) -> None:
    if 0 in input.shape[2:]:
        shape = [*input.shape[:2], *_as_image(input.shape[2:])]
        raise RuntimeError(
            "Only zero batch or zero channel inputs are supported, but got input "
            f"shape: {shape}"
        )


def _check_made(input: Tensor, made: Lengths) -> None:
    if min(made) < 1:
        raise RuntimeError(
            f"Given input size per channel: ({by(_as_image(input.shape[2:]))}). "
            f"Calculated output size per channel: ({by(_as_image(made))}). Output size "
            "is too small"
        )


PUBLIC: dict[str, Any] = public(conv_transpose1d, conv_transpose2d, conv_transpose3d)

FACES = ()
