"""Pooling of signals and images, and ``unfold`` and ``fold``.

Signals are ``(N, C, L)``: how many, channels, length; images ``(N, C, H, W)``; one
alone has no ``N``. A number given for two stands for height and width.

Next: ``vision``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autoviz.core.ops.nn import adaptive_pool, max_pool, unfold_fold
from autoviz.core.ops.nn.pool_checks import Numbers
from autoviz.core.tensor import Tensor

__all__ = [
    "adaptive_max_pool1d",
    "adaptive_max_pool2d",
    "fold",
    "max_pool1d",
    "max_pool2d",
    "unfold",
]


def max_pool1d(
    input: Tensor,
    kernel_size: Numbers,
    stride: Numbers | None = None,
    padding: Numbers = 0,
    dilation: Numbers = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest number of each window; with ``return_indices`` also where it is.

    Raises:
        RuntimeError: windows do not fit, or the input is no signal.
    """
    how = kernel_size, stride, padding, dilation, ceil_mode
    if return_indices:
        return max_pool.max_pool1d_with_indices(input, *how)
    return max_pool.max_pool1d(input, *how)


def max_pool2d(
    input: Tensor,
    kernel_size: Numbers,
    stride: Numbers | None = None,
    padding: Numbers = 0,
    dilation: Numbers = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest number of each window; with ``return_indices`` also where it is.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.max_pool2d(av.arange(4.0).reshape(1, 2, 2), 2, return_indices=True)
    (tensor([[[3.]]]), tensor([[[3]]]))

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
    """
    how = kernel_size, stride, padding, dilation, ceil_mode
    if return_indices:
        return max_pool.max_pool2d_with_indices(input, *how)
    return max_pool.max_pool2d(input, *how)


def adaptive_max_pool1d(
    input: Tensor, output_size: Numbers, return_indices: bool = False
) -> Any:
    """The largest of ``output_size`` windows of a signal.

    Raises:
        RuntimeError: the input is no signal, or has nothing in it.
    """
    if return_indices:
        return adaptive_pool.adaptive_max_pool1d(input, output_size)
    return adaptive_pool.largest_of_signal(input, output_size)


def adaptive_max_pool2d(
    input: Tensor,
    output_size: int | Sequence[int | None],
    return_indices: bool = False,
) -> Any:
    """The largest of so many windows of an image, down and across; None keeps a size.

    Raises:
        RuntimeError: the input is no image, or has nothing in it.
    """
    if return_indices:
        return adaptive_pool.adaptive_max_pool2d_with_indices(input, output_size)
    return adaptive_pool.adaptive_max_pool2d(input, output_size)


def unfold(
    input: Tensor,
    kernel_size: Numbers,
    dilation: Numbers = 1,
    padding: Numbers = 0,
    stride: Numbers = 1,
) -> Tensor:
    """Each window of an image as a column: ``(N, C × window size, windows)``.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.unfold(av.arange(6.0).reshape(1, 2, 3), 2)
    tensor([[0., 1.],
            [1., 2.],
            [3., 4.],
            [4., 5.]])

    Raises:
        RuntimeError: windows do not fit, or the input is no image.
    """
    how = map(_pair, (kernel_size, dilation, padding, stride))
    return unfold_fold.unfold(input, *how)


def fold(
    input: Tensor,
    output_size: Numbers,
    kernel_size: Numbers,
    dilation: Numbers = 1,
    padding: Numbers = 0,
    stride: Numbers = 1,
) -> Tensor:
    """Columns put back where windows were, and added up where they overlap.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.fold(av.ones(4, 2), (2, 3), 2)
    tensor([[[1., 2., 1.],
             [1., 2., 1.]]])

    Raises:
        RuntimeError: this is not what windows of such an image look like.
    """
    how = map(_pair, (output_size, kernel_size, dilation, padding, stride))
    return unfold_fold.fold(input, *how)


def _pair(given: Numbers) -> tuple[int, ...]:
    return (given, given) if isinstance(given, int) else tuple(given)
