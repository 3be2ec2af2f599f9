"""What convolutions are given, as PyTorch takes it, and what it refuses.

A number may stand for all dimensions, an image for a batch of one, and ``padding`` may
be a word.

Next: ``conv``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from autoviz.core.apply import apply
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.nn.convolution import Slide
from autoviz.core.ops.nn.pad import CONSTANT_PAD
from autoviz.core.ops.nn.sliding_windows import Lengths, reach
from autoviz.core.tensor import Tensor

__all__ = [
    "Numbers",
    "by",
    "check_dimensions",
    "check_input",
    "check_sizes",
    "check_type",
    "framed",
    "numbers",
]

Numbers = int | Sequence[int]


def numbers(name: str, given: Numbers, dims: int, weight: Tensor) -> tuple[int, ...]:
    """One for each dimension of a filter; a single one stands for all ``dims``.

    Raises:
        RuntimeError: these are too many, or too few.
    """
    several = (given,) * dims if isinstance(given, int) else tuple(given)
    if weight.ndim < 3:
        raise RuntimeError("weight should have at least three dimensions")
    count = weight.ndim - 2
    if len(several) not in (1, count):
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {count} values "
            f"to match the convolution dimensions, but got {name}={list(several)}"
        )
    return several * count if len(several) == 1 else several


def framed(
    input: Tensor,
    weight: Tensor,
    padding: str,
    stride: Lengths,
    dilation: Lengths,
) -> tuple[Tensor, tuple[int, ...]]:
    """``"valid"`` is no frame; ``"same"`` keeps the size, on one side if need be.

    Raises:
        RuntimeError: it is another word, or windows do not meet every number.
    """
    if padding == "valid":
        return input, (0,) * len(stride)
    if padding != "same":
        raise RuntimeError(f"Invalid padding string: '{padding}'")
    if any(each != 1 for each in stride):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    total = [each - 1 for each in reach(weight.shape[2:], dilation)]
    if any(each % 2 for each in total):
        warnings.warn(
            "Using padding='same' with even kernel lengths and odd dilation may "
            "require a zero-padded copy of the input be created",
            stacklevel=4,
        )
        more = tuple(at for each in total[::-1] for at in (0, each % 2))
        input = apply(CONSTANT_PAD, input, pad=more)
    return input, tuple(each // 2 for each in total)


def check_input(
    function: str, dims: int, input: Tensor, weight: Tensor, bias: Tensor | None
) -> None:
    """Complain about what is no signal, or no image.

    Raises:
        RuntimeError: it has too many dimensions, or too few.
        TypeError: it is no tensor.
    """
    must_be_tensor(function, "input", 1, input)
    must_be_tensor(function, "weight", 2, weight)
    if bias is not None:
        must_be_tensor(function, "bias", 3, bias)
    if input.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input to "
            f"{function}, but got input of size: {list(input.shape)}"
        )


def check_sizes(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    slide: Slide,
    output_padding: Lengths | None = None,
) -> None:
    """Complain about what does not fit; a transposed one has ``output_padding``.

    Raises:
        RuntimeError: sizes do not fit, or a number is not positive.
    """
    transposed = output_padding is not None
    _check_numbers(slide, output_padding or (0,))
    check_dimensions(input, weight)
    _check_groups(weight, slide.groups)
    size, given = list(weight.shape), f"groups={slide.groups}"
    channels, filters = size[1] * slide.groups, size[0]
    if transposed:
        channels, filters, given = filters, channels, "transposed=1"
    if input.shape[1] != channels:
        raise RuntimeError(
            f"Given {given}, weight of size {size}, expected input{list(input.shape)} "
            f"to have {channels} channels, but got {input.shape[1]} channels instead"
        )
    if bias is not None and tuple(bias.shape) != (filters,):
        given = "transposed=1, " if transposed else ""
        raise RuntimeError(
            f"Given {given}weight of size {size}, expected bias to be 1-dimensional "
            f"with {filters} elements, but got bias of size {list(bias.shape)} instead"
        )
    if not transposed:
        _check_kernel(input, weight, slide)


def check_dimensions(input: Tensor, weight: Tensor, gap: str = " ") -> None:
    """Complain about an image filtered by a signal's filter.

    PyTorch does so in two places; in one of them there is a ``gap`` in the text.

    Raises:
        RuntimeError: that is so.
    """
    if input.ndim != weight.ndim:
        raise RuntimeError(
            f"Expected {weight.ndim}-dimensional input for {weight.ndim}-dimensional "
            f"weight{gap}{list(weight.shape)}, but got {input.ndim}-dimensional input "
            f"of size {list(input.shape)} instead"
        )


def _check_numbers(slide: Slide, output_padding: Lengths) -> None:
    for name, given in (("padding", slide.padding), ("output_padding", output_padding)):
        if min(given) < 0:
            raise RuntimeError(f"negative {name} is not supported")
    for name, least in (
        ("stride", min(slide.stride)),
        ("dilation", min(slide.dilation)),
        ("groups", slide.groups),
    ):
        if least <= 0:
            raise RuntimeError(f"non-positive {name} is not supported")


def _check_groups(weight: Tensor, groups: int) -> None:
    size, given = list(weight.shape), f"groups={groups}"
    if size[0] < groups:
        raise RuntimeError(
            f"Given {given}, expected weight to be at least {groups} at dimension 0, "
            f"but got weight of size {size} instead"
        )
    if size[0] % groups:
        raise RuntimeError(
            f"Given {given}, expected weight to be divisible by {groups} at dimension "
            f"0, but got weight of size [{size}] instead"
        )


def _check_kernel(input: Tensor, weight: Tensor, slide: Slide) -> None:
    size = zip(input.shape[2:], slide.padding, strict=True)
    padded = [n + 2 * p for n, p in size]
    kernel = reach(weight.shape[2:], slide.dilation)
    if any(k > n for k, n in zip(kernel, padded, strict=True)):
        raise RuntimeError(
            f"Calculated padded input size per channel: ({by(padded)}). Kernel size: "
            f"({by(kernel)}). Kernel size can't be greater than actual input size"
        )


def by(lengths: Lengths) -> str:
    """``8 x 8``."""
    return " x ".join(map(str, lengths))


def check_type(name: str, input: Tensor, other: Tensor) -> None:
    """Complain about a weight, or a bias, of another type.

    Raises:
        RuntimeError: it is.
    """
    kind, its = input.dtype, other.dtype
    if kind is not its and kind.name == "float32":
        raise RuntimeError(
            f"Input type ({kind.legacy}) and {name} type ({its.legacy}) should be the "
            f"same or input should be a MKLDNN tensor and {name} is a dense tensor"
        )
    if kind is not its:
        raise RuntimeError(
            f"expected scalar type {kind.scalar_type} but found {its.scalar_type}"
        )
