"""Images made smaller: of each window the largest number.

It is the only one that counts, so all of the gradient goes back to its place, and the
others get 0; of several that are equal the first one is taken.

Next: ``avg_pool``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.ops.nn.sliding_windows import Pair, covered, pad, reach
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "MAX_POOL",
    "PUBLIC",
    "check_windows",
    "framed_for",
    "max_pool2d",
    "where_largest",
    "windows_made",
]


def windows_made(
    images: Any, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair, ceil: bool
) -> tuple[int, int]:
    """How many windows fit, down and across; with ``ceil`` a part of one is one."""
    made = []
    for length, k, s, p in zip(
        images.shape[-2:], reach(kernel, dilation), stride, padding, strict=True
    ):
        count = (length + 2 * p - k + (s - 1 if ceil else 0)) // s + 1
        if ceil and (count - 1) * s >= length + p:
            count -= 1
        made.append(count)
    return made[0], made[1]


def framed_for(
    images: Array, made: Pair, kernel: Pair, stride: Pair, padding: Pair, fill: Any
) -> Array:
    """Padded, so that also the last windows are whole."""
    more = [
        max(0, (n - 1) * s + k - length - 2 * p)
        for n, s, k, length, p in zip(
            made, stride, kernel, images.shape[-2:], padding, strict=True
        )
    ]
    return pad(images, padding, fill, more)


def _max_pool(
    self: Array,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
) -> Any:
    """The largest of each window, and where in its image it stands."""
    not_of_bools("max_pool2d", self)
    stride = stride or kernel_size
    made = windows_made(self, kernel_size, stride, padding, dilation, ceil_mode)
    framed = framed_for(
        self, made, reach(kernel_size, dilation), stride, padding, _lowest(self)
    )
    seen = [part for *_, part in covered(framed, made, kernel_size, stride, dilation)]
    if tuple(kernel_size) == (2, 2) and tuple(stride) == (2, 2) and framed is self:
        best, index = _best_of_four(seen, self.shape[-1])
        if not np.isnan(best).any():
            return best, index
    return _best(seen, _places(self, made, kernel_size, stride, padding, dilation))


def _lowest(images: Array) -> Any:
    return -np.inf if images.dtype.kind == "f" else np.iinfo(images.dtype).min


def _places(
    images: Array,
    made: Pair,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
) -> list[Array]:
    """For each place in the kernel, which place of the image all windows have there.

    A place in the frame is none: -1.
    """
    (down, across), (height, width) = (
        [np.arange(n) * s - p for n, s, p in zip(made, stride, padding, strict=True)],
        images.shape[-2:],
    )
    found = []
    for i in range(kernel_size[0]):
        for j in range(kernel_size[1]):
            row, column = down[:, None] + i * dilation[0], across + j * dilation[1]
            inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
            found.append(np.where(inside, row * width + column, -1))
    return found


def _best(seen: list[Array], places: list[Array]) -> tuple[Array, Array]:
    """One place of the kernel after the other; nan is larger than any number."""
    best = np.full(seen[0].shape, _lowest(seen[0]), seen[0].dtype)
    index = np.full(best.shape, -1)
    for part, place in zip(seen, places, strict=True):
        better = (place >= 0) & ((part > best) | (part != part) | (index < 0))
        np.copyto(best, part, where=better)
        np.copyto(index, place, where=better)
    return best, index


def _best_of_four(seen: list[Array], width: int) -> tuple[Array, Array]:
    """The common 2 × 2 window, by comparing twice: fifteen times as fast."""
    a, b, c, d = (np.ascontiguousarray(each) for each in seen)
    upper, lower = np.maximum(a, b), np.maximum(c, d)
    is_low = lower > upper
    which = np.where(is_low, d > c, b > a).view(np.int8)
    which += is_low.view(np.int8) << 1
    index = np.array([0, 1, width, width + 1]).take(which)
    rows, columns = index.shape[-2:]
    index += np.arange(0, 2 * rows * width, 2 * width)[:, None] + np.arange(
        0, 2 * columns, 2
    )
    return np.maximum(upper, lower), index


def _area(images: Array) -> int:
    return math.prod(images.shape[-2:])


def _max_pool_backward(grad_output: Array, self: Array, result1: Array) -> Array:
    """What arrived is added up at the places the largest came from."""
    images, size = math.prod(self.shape[:-2]), _area(self)
    first = np.arange(0, images * size, max(size, 1))[:, None]
    places = (result1.reshape(images, _area(result1)) + first).ravel()
    summed = np.bincount(places, grad_output.ravel(), images * size)
    return summed.astype(grad_output.dtype).reshape(self.shape)


def _at_the_largest(grad_output: Array, self: Array, result1: Array) -> Array:
    images = math.prod(self.shape[:-2])
    flat = grad_output.reshape(images, _area(self))
    taken = np.take_along_axis(flat, result1.reshape(images, _area(result1)), 1)
    return taken.reshape(result1.shape)


def _max_pool_vjp(
    g: Any,
    self: Any,
    result1: Any,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
) -> Any:
    return apply(MAX_POOL_BACKWARD, g, self, result1)


# Only three of them are needed; PyTorch's node shows all.
MAX_POOL = Op(
    "max_pool2d",
    "MaxPool2DWithIndicesBackward0",
    ("self",),
    _max_pool,
    (Grad("scatter(g)", _max_pool_vjp),),
    symbol="max_pool2d({0}, {kernel_size})",
    dtype="same",
    aside=("result1",),
)

# Asked for by ``return_indices``; nothing flows through it.
WHERE_LARGEST = Op(
    "max_pool2d",
    "",
    ("self",),
    lambda self, kernel_size, stride, padding, dilation, ceil_mode: _max_pool(
        self, kernel_size, stride, padding, dilation, ceil_mode
    )[1],
    (),
    symbol="where_largest({0})",
    dtype="same",
)

MAX_POOL_BACKWARD: Op = Op(
    "max_pool2d_backward",
    "MaxPool2DWithIndicesBackwardBackward0",
    ("grad_output", "self", "result1"),
    _max_pool_backward,
    (
        Grad(
            "select(g)",
            lambda g, self, result1: apply(AT_THE_LARGEST, g, self, result1),
        ),
        Grad("0", lambda g, self: zeros_like(self)),
    ),
    symbol="scatter({0})",
    dtype="same",
)

AT_THE_LARGEST: Op = Op(
    "gather",
    "GatherBackward0",
    ("grad_output", "self", "result1"),
    _at_the_largest,
    (
        Grad(
            "scatter(g)",
            lambda g, self, result1: apply(MAX_POOL_BACKWARD, g, self, result1),
        ),
    ),
    symbol="select({0})",
    dtype="same",
)


def max_pool2d(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
) -> Tensor:
    """The largest number of each window.

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
    """
    _check_images(input)
    check_windows(input, kernel_size, stride, padding, dilation, ceil_mode)
    return _apply(MAX_POOL, input, kernel_size, stride, padding, dilation, ceil_mode)


def where_largest(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
) -> Tensor:
    """Where it was found: the number of its place in the image, row by row."""
    how = kernel_size, stride, padding, dilation, ceil_mode
    return _apply(WHERE_LARGEST, input, *how)


def _apply(
    row: Op,
    input: Tensor,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
) -> Tensor:
    return apply(
        row,
        input,
        kernel_size=kernel_size,
        stride=stride,
        padding=padding,
        dilation=dilation,
        ceil_mode=ceil_mode,
    )


def _check_images(input: Tensor) -> None:
    if input.ndim not in (3, 4):
        raise RuntimeError("non-empty 3D or 4D (batch mode) tensor expected for input")
    if 0 in input.shape[1:]:
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for "
            f"input, but got:{list(input.shape)}"
        )


def check_windows(
    input: Tensor,
    kernel_size: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
) -> None:
    stride = stride or kernel_size
    if 0 in stride:
        raise RuntimeError("stride should not be zero")
    for k, p, d in zip(kernel_size, padding, dilation, strict=True):
        if p < 0:
            raise RuntimeError(f"pad must be non-negative, but got pad: {p}")
        if d > 0 and p > ((k - 1) * d + 1) // 2:
            raise RuntimeError(
                "pad should be at most half of effective kernel size, but got "
                f"pad={p}, kernel_size={k} and dilation={d}"
            )
    if min(dilation) <= 0:
        raise RuntimeError(
            "dilation should be greater than zero, but got dilationH: "
            f"{dilation[0]} dilationW: {dilation[1]}"
        )
    made = windows_made(input, kernel_size, stride, padding, dilation, ceil_mode)
    channels, height, width = input.shape[-3:]
    if min(made) < 1:
        raise RuntimeError(
            f"Given input size: ({channels}x{height}x{width}). Calculated output size: "
            f"({channels}x{made[0]}x{made[1]}). Output size is too small"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
