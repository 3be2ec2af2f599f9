"""What pooling is given, as PyTorch takes it, and what it refuses.

Next: ``max_pool``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.nn.sliding_windows import Lengths, windows_made
from autoviz.core.tensor import Tensor

__all__ = [
    "Numbers",
    "check_images",
    "check_signals",
    "check_windows",
    "is_left_out",
    "one",
    "pair",
    "signal_windows",
    "strides",
]

Numbers = int | Sequence[int]


def pair(
    function: str, name: str, given: Numbers, must: str = "must either be"
) -> tuple[int, ...]:
    """A number for the height and one for the width; one may stand for both.

    Raises:
        RuntimeError: there are more, or none.
    """
    numbers = (given,) if isinstance(given, int) else tuple(given)
    if len(numbers) not in (1, 2):
        raise RuntimeError(
            f"{function}: {name} {must} a single int, or a tuple of two ints"
        )
    return numbers * 2 if len(numbers) == 1 else numbers


def strides(function: str, given: Numbers | None) -> tuple[int, ...]:
    """Likewise; none at all means as far as the window reaches.

    Raises:
        RuntimeError: there are more than two.
    """
    if given is None or is_left_out(given):
        return ()
    return pair(function, "stride", given, "must either be omitted,")


def is_left_out(stride: Numbers | None) -> bool:
    """None, or an empty list."""
    return stride is None or (not isinstance(stride, int) and not stride)


def one(function: str, name: str, given: Numbers) -> int:
    """The number for a signal's one dimension.

    Raises:
        RuntimeError: there are more, or none.
    """
    numbers = (given,) if isinstance(given, int) else tuple(given)
    if len(numbers) != 1:
        raise RuntimeError(
            f"{function}() argument '{name}' should contain one int (got "
            f"{len(numbers)})"
        )
    return numbers[0]


def check_signals(function: str, input: Tensor) -> None:
    """Complain about what is no signal ``(N, C, L)`` or ``(C, L)``.

    Raises:
        RuntimeError: that is so.
    """
    if input.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {input.ndim}-dimensional tensor for "
            f"argument #1 'self' (while checking arguments for {function})"
        )


def check_images(input: Tensor) -> None:
    """Complain about what is no image, or has nothing in it.

    Raises:
        RuntimeError: that is so.
    """
    if input.ndim not in (3, 4) or 0 in input.shape[1:]:
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for "
            f"input, but got:{list(input.shape)}"
        )


def check_windows(
    input: Tensor,
    kernel_size: Lengths,
    stride: Lengths,
    padding: Lengths,
    dilation: Lengths,
    ceil_mode: bool,
) -> None:
    """Complain about windows that are none, or do not fit.

    Raises:
        RuntimeError: that is so.
    """
    stride = stride or kernel_size
    _check_numbers(kernel_size, stride, padding, dilation)
    check_images(input)
    (high, wide), (top, left) = kernel_size, padding
    if top > high // 2 or left > wide // 2:
        raise RuntimeError(
            "pad should be smaller than or equal to half of kernel size, but got "
            f"padW = {left}, padH = {top}, kW = {wide}, kH = {high}"
        )
    channels, *size = input.shape[-3:]
    high, wide = windows_made(size, kernel_size, stride, padding, dilation, ceil_mode)
    if min(high, wide) < 1:
        raise RuntimeError(
            f"Given input size: ({channels}x{size[0]}x{size[1]}). Calculated output "
            f"size: ({channels}x{high}x{wide}). Output size is too small"
        )


def _check_numbers(
    kernel_size: Lengths, stride: Lengths, padding: Lengths, dilation: Lengths
) -> None:
    if 0 in stride:
        raise RuntimeError("stride should not be zero")
    for k, p, d in zip(kernel_size, padding, dilation, strict=True):
        if p < 0:
            raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
        if d > 0 and p > max(((k - 1) * d + 1) // 2, 0):
            raise RuntimeError(
                "pad should be at most half of effective kernel size, but got "
                f"pad={p}, kernel_size={k} and dilation={d}"
            )
    for name, (high, wide), letters in (
        ("kernel size", kernel_size, "kH kW"),
        ("stride", stride, "dH dW"),
        ("dilation", dilation, "dilationH dilationW"),
    ):
        if min(high, wide) <= 0:
            h, w = letters.split()
            raise RuntimeError(
                f"{name} should be greater than zero, but got {h}: {high} {w}: {wide}"
            )


def signal_windows(
    input: Tensor,
    kernel_size: Numbers,
    stride: Numbers | None,
    padding: Numbers,
    dilation: Numbers,
    ceil_mode: bool,
) -> dict[str, Any]:
    """The arguments of ``max_pool1d``, as those of an image of one row.

    Raises:
        RuntimeError: they do not fit; said in other words than of images.
    """
    must_be_tensor("max_pool1d", "input", 1, input)
    if input.ndim not in (2, 3) or 0 in input.shape[input.ndim - 2 :]:
        raise RuntimeError(
            "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim "
            f"batch size for input, but got:{list(input.shape)}"
        )
    k = _alone("kernel_size", kernel_size, "an int, list of ints")
    s = k
    if stride is not None and not is_left_out(stride):
        s = _alone("stride", stride, "None, an int, list of ints,")
    p = _alone("padding", padding, "an int, list of ints,")
    d = _alone("dilation", dilation, "an int, list of ints")
    _check_signal_numbers(k, s, p, d)
    (made,) = windows_made(input.shape[-1:], (k,), (s,), (p,), (d,), ceil_mode)
    if made < 1:
        raise _odd(f"Invalid computed output size: {made}")
    return {
        "kernel_size": (1, k),
        "stride": (1, s),
        "padding": (0, p),
        "dilation": (1, d),
        "ceil_mode": ceil_mode,
    }


def _check_signal_numbers(k: int, s: int, p: int, d: int) -> None:
    for name, number in (("kernel_size", k), ("stride", s)):
        if number <= 0:
            raise _odd(f"{name} must be greater than zero, but got {number}")
    if p < 0:
        raise _odd(f"padding must be non-negative, but got {p}")
    if p > k // 2:
        raise _odd(
            "padding should be at most half of kernel size, but got "
            f"padding={p} and kernel_size={k}"
        )
    if d <= 0:
        raise _odd(f"dilation must be greater than zero, but got {d}")


def _alone(name: str, given: Numbers, kinds: str) -> int:
    numbers = (given,) if isinstance(given, int) else tuple(given)
    if len(numbers) != 1:
        raise _odd(
            f"{name} must be {kinds} or tuple of ints of size 1 but got size "
            f"{len(numbers)}"
        )
    return numbers[0]


def _odd(what: str) -> RuntimeError:
    return RuntimeError(f"max_pool1d() {what}")
