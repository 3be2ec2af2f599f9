"""Pooling into so many windows as are wanted, however large the image is.

Where the size is no multiple, windows are of different lengths, and overlap: window
``i`` of ``n`` runs from ``i / n`` of the length to ``(i + 1) / n``, rounded outwards.

Next: ``interpolate``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor, only_floats
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.ops.nn.max_pool import AT_THE_LARGEST, MAX_POOL_BACKWARD
from autoviz.core.ops.nn.pool_checks import Numbers, check_signals, one
from autoviz.core.ops.nn.sliding_windows import Lengths
from autoviz.core.tensor import Tensor

__all__ = [
    "ADAPTIVE_AVG_POOL",
    "ADAPTIVE_MAX_POOL",
    "FACES",
    "PUBLIC",
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_max_pool1d",
    "adaptive_max_pool2d",
    "adaptive_max_pool2d_with_indices",
    "largest_of_signal",
]

WantedSize = int | Sequence[int | None]


def _edges(length: int, made: int) -> tuple[Array, Array]:
    """Where windows start, and where they end.

    >>> _edges(5, 2)
    (array([0, 2]), array([3, 5]))
    """
    windows = np.arange(made)
    return windows * length // made, -(-(windows + 1) * length // made)


def _sums(array: Array, axis: int, starts: Array, ends: Array) -> Array:
    """Sums of slices along a dimension."""
    end = np.zeros_like(array.take([0], axis))  # so that a slice may end there
    both = np.stack([starts, ends], 1).ravel()
    parts = np.add.reduceat(np.concatenate([array, end], axis), both, axis)
    return parts.take(np.arange(0, both.size, 2), axis)


def _counts(size: Lengths, made: Lengths) -> Array:
    """How many numbers each window has."""
    (top, bottom), (left, right) = map(_edges, size, made)
    counts: Array = (bottom - top)[:, None] * (right - left)
    return counts


def _adaptive_avg_pool(self: Array, output_size: Lengths) -> Array:
    if 0 not in output_size:
        only_floats("adaptive_avg_pool2d", self)
    size, total = self.shape[-2:], self
    for axis, length, made in zip((-2, -1), size, output_size, strict=True):
        total = _sums(total, axis, *_edges(length, made))
    mean: Array = (total / _counts(size, output_size)).astype(self.dtype)
    return mean


def _adaptive_avg_pool_backward(grad_output: Array, self: Array) -> Array:
    """To each number a share of each window that it is in."""
    size, made = self.shape[-2:], grad_output.shape[-2:]
    _refuse_nothing("adaptive_avg_pool2d_backward", grad_output)
    shares = (grad_output / _counts(size, made)).astype(grad_output.dtype)
    for axis, length, count in zip((-2, -1), size, made, strict=True):
        starts, ends = _edges(length, count)
        places = np.arange(length)
        first = ends.searchsorted(places, "right")
        shares = _sums(shares, axis, first, starts.searchsorted(places, "right"))
    return shares


def _adaptive_max_pool(self: Array, output_size: Lengths) -> Any:
    """The largest of each window, and where in its image it stands."""
    only_floats("adaptive_max_pool2d", self)
    (height, width), lead = self.shape[-2:], self.shape[:-2]
    best = np.empty((*lead, *output_size), self.dtype)
    index = np.empty(best.shape, np.int64)
    rows = enumerate(zip(*_edges(height, output_size[0]), strict=True))
    columns = enumerate(zip(*_edges(width, output_size[1]), strict=True))
    for (i, (top, bottom)), (j, (left, right)) in itertools.product(rows, columns):
        window = self[..., top:bottom, left:right]
        window = window.reshape(*lead, (bottom - top) * (right - left))
        at = _last_nan_or_first_largest(window)
        best[..., i, j] = np.take_along_axis(window, at[..., None], -1)[..., 0]
        down, across = np.divmod(at, right - left)
        index[..., i, j] = (top + down) * width + left + across
    return best, index


def _adaptive_max_pool_backward(
    grad_output: Array, self: Array, result1: Array
) -> Array:
    _refuse_nothing("adaptive_max_pool2d_backward", grad_output)
    placed: Array = MAX_POOL_BACKWARD.forward(grad_output, self, result1)
    return placed


def _refuse_nothing(function: str, grad_output: Array) -> None:
    """PyTorch makes an empty image, and does not go back from it."""
    for at in range(grad_output.ndim - 3, grad_output.ndim):
        if grad_output.shape[at] == 0:
            raise RuntimeError(
                f"{function}(): Expected grad_output to have non-zero size for "
                "non-batch dimensions, but grad_output has sizes "
                f"{list(grad_output.shape)} with dimension {at} being empty"
            )


def _last_nan_or_first_largest(window: Array) -> Array:
    odd = np.isnan(window)
    last = window.shape[-1] - 1 - odd[..., ::-1].argmax(-1)
    at: Array = np.where(odd.any(-1), last, window.argmax(-1))
    return at


ADAPTIVE_AVG_POOL: Op = Op(
    "adaptive_avg_pool2d",
    "AdaptiveAvgPool2DBackward0",
    ("self",),
    _adaptive_avg_pool,
    (Grad("spread(g)", lambda g, self: apply(ADAPTIVE_AVG_POOL_BACKWARD, g, self)),),
    symbol="adaptive_avg_pool2d({0}, {output_size})",
    dtype="same",
)

ADAPTIVE_AVG_POOL_BACKWARD: Op = Op(
    "adaptive_avg_pool2d_backward",
    "AdaptiveAvgPool2DBackwardBackward0",
    ("grad_output", "self"),
    _adaptive_avg_pool_backward,
    (
        Grad(
            "window_mean(g)",
            lambda g, grad_output: apply(
                ADAPTIVE_AVG_POOL, g, output_size=tuple(grad_output.shape[-2:])
            ),
        ),
        Grad("0", lambda g, self: zeros_like(self)),
    ),
    symbol="spread({0})",
    dtype="same",
)

ADAPTIVE_MAX_POOL: Op = Op(
    "adaptive_max_pool2d",
    "AdaptiveMaxPool2DBackward0",
    ("self",),
    _adaptive_max_pool,
    (
        Grad(
            "scatter(g)",
            lambda g, self, result1: apply(
                ADAPTIVE_MAX_POOL_BACKWARD, g, self, result1
            ),
        ),
    ),
    symbol="adaptive_max_pool2d({0}, {output_size})",
    dtype="same",
    aside=("result1",),
)

# Asked for by ``return_indices``; nothing flows through it.
WHERE_LARGEST_ADAPTIVE = Op(
    "adaptive_max_pool2d",
    "",
    ("self",),
    lambda self, output_size: _adaptive_max_pool(self, output_size)[1],
    (),
    symbol="where_largest({0})",
    dtype="same",
)

ADAPTIVE_MAX_POOL_BACKWARD: Op = Op(
    "adaptive_max_pool2d_backward",
    "AdaptiveMaxPool2DBackwardBackward0",
    ("grad_output", "self", "result1"),
    _adaptive_max_pool_backward,
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


def adaptive_avg_pool1d(input: Tensor, output_size: Numbers) -> Tensor:
    """The means of ``output_size`` windows of a signal.

    >>> import autoviz as av
    >>> av.adaptive_avg_pool1d(av.tensor([[1.0, 3.0, 5.0]]), 2)
    tensor([[2., 4.]])

    Raises:
        RuntimeError: the input is no signal.
    """
    size = _one("adaptive_avg_pool1d", input, output_size)
    return _mean(input.unsqueeze(-2), (1, size)).squeeze(-2)


def adaptive_avg_pool2d(input: Tensor, output_size: WantedSize) -> Tensor:
    """The means of so many windows of an image, down and across; None keeps a size.

    >>> import autoviz as av
    >>> av.nn.functional.adaptive_avg_pool2d(av.arange(4.0).reshape(1, 2, 2), 1)
    tensor([[[1.5000]]])

    Raises:
        RuntimeError: the input is no image.
    """
    return _mean(input, _wanted(input, output_size))


def _mean(input: Tensor, size: Lengths) -> Tensor:
    if len(size) != 2:
        raise RuntimeError("adaptive_avg_pool2d: output_size must be 2")
    if min(size) < 0:
        raise RuntimeError(
            "adaptive_avg_pool2d: elements of output_size must be greater than or "
            f"equal to 0 but received {{{size[0]}, {size[1]}}}"
        )
    if size[0] == size[1] == 1:
        return input.mean((-1, -2), keepdim=True)
    _check("adaptive_avg_pool2d", input, input.ndim - 2, "")
    return apply(ADAPTIVE_AVG_POOL, input, output_size=tuple(size))


def adaptive_max_pool1d(input: Tensor, output_size: Numbers) -> tuple[Tensor, Tensor]:
    """The largest of ``output_size`` windows of a signal, and where they stand.

    >>> import autoviz as av
    >>> av.adaptive_max_pool1d(av.tensor([[1.0, 3.0, 5.0]]), 2)
    (tensor([[3., 5.]]), tensor([[1, 2]]))

    Raises:
        RuntimeError: the input is no signal, or has nothing in it.
    """
    row, size = _as_row(input, output_size)
    found = apply(ADAPTIVE_MAX_POOL, row, output_size=size).squeeze(-2)
    where = apply(WHERE_LARGEST_ADAPTIVE, row, output_size=size)
    return found, where.squeeze(-2)


def largest_of_signal(input: Tensor, output_size: Numbers) -> Tensor:
    """The first of the two."""
    row, size = _as_row(input, output_size)
    return apply(ADAPTIVE_MAX_POOL, row, output_size=size).squeeze(-2)


def _as_row(input: Tensor, output_size: Numbers) -> tuple[Tensor, Lengths]:
    """The signal as an image of one row."""
    size = _one("adaptive_max_pool1d", input, output_size)
    _check("adaptive_max_pool1d", input, input.ndim - 2, ":")
    row = input.unsqueeze(-2)
    _check_size(row, (1, size))
    return row, (1, size)


def adaptive_max_pool2d(input: Tensor, output_size: WantedSize) -> Tensor:
    """The largest of so many windows of an image.

    Raises:
        RuntimeError: the input is no image, or has nothing in it.
    """
    size = _wanted(input, output_size)
    _check("adaptive_max_pool2d", input, input.ndim - 3, ":")
    _check_size(input, size)
    return apply(ADAPTIVE_MAX_POOL, input, output_size=size)


def adaptive_max_pool2d_with_indices(
    input: Tensor, output_size: WantedSize
) -> tuple[Tensor, Tensor]:
    """Likewise, and where they stand: the number of the place, row by row.

    Raises:
        RuntimeError: the input is no image, or has nothing in it.
    """
    size, found = _wanted(input, output_size), adaptive_max_pool2d(input, output_size)
    return found, apply(WHERE_LARGEST_ADAPTIVE, input, output_size=size)


def _check_size(input: Tensor, size: Lengths) -> None:
    if len(size) != 2:
        raise RuntimeError(
            "adaptive_max_pool2d(): internal error: output_size.size() must be 2"
        )
    if min(size) < 0:
        raise RuntimeError(
            "Trying to create tensor with negative dimension "
            f"{min(size)}: {[*input.shape[:-2], *size]}"
        )


def _one(function: str, input: Tensor, output_size: Numbers) -> int:
    must_be_tensor(function, "input", 1, input)
    check_signals(function, input)
    return one(function, "output_size", output_size)


def _wanted(input: Tensor, output_size: WantedSize) -> tuple[int, ...]:
    """As PyTorch's Python code has it, which looks at the sizes first."""
    if isinstance(output_size, int):
        return (output_size, output_size)
    count = len(output_size)
    if input.ndim <= count:
        raise ValueError(f"Input dimension should be at least {count + 1}")
    lengths = input.shape[input.ndim - count :]
    return tuple(
        length if wanted is None else wanted
        for wanted, length in zip(output_size, lengths, strict=True)
    )


def _check(function: str, input: Tensor, first: int, colon: str) -> None:
    if function.endswith("2d") and input.ndim not in (3, 4):
        raise RuntimeError(
            f"{function}(): Expected 3D or 4D tensor, but got{colon} "
            f"{list(input.shape)}"
        )
    for at in range(first, input.ndim):
        if input.shape[at] == 0:
            raise RuntimeError(
                f"{function}(): Expected input to have non-zero size for non-batch "
                f"dimensions, but input has sizes {list(input.shape)} with dimension "
                f"{at} being empty"
            )


PUBLIC: dict[str, Any] = public(adaptive_avg_pool1d, adaptive_max_pool1d)

FACES = ()
