"""Dropout: in training some numbers, or whole channels, are set to 0.

A network cannot rely on any one of them then. Those that are left are enlarged, so that
their sum stays what it is on average; in evaluation nothing is done.

Source: Srivastava and others, *Dropout: a simple way to prevent neural networks from
overfitting* (2014).

Next: ``norms``.
"""

from __future__ import annotations

import warnings

from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.nn import dropout as rows
from autoviz.core.tensor import Tensor

__all__ = [
    "alpha_dropout",
    "dropout",
    "dropout1d",
    "dropout2d",
    "dropout3d",
    "feature_alpha_dropout",
]


def dropout(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Some numbers set to 0, each with probability ``p``; the others enlarged.

    >>> import autoviz as av
    >>> F = av.nn.functional
    >>> F.dropout(av.tensor([1.0, 2.0]), training=False)
    tensor([1., 2.])

    Raises:
        TypeError: ``input`` is no tensor.
        ValueError: ``p`` is no probability.
    """
    _check(p)
    must_be_tensor("dropout", "input", 1, input)
    run = rows.dropout_ if inplace else rows.dropout
    return run(input, p, training)


def dropout1d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Some channels of signals ``(N, C, L)`` or ``(C, L)`` set to 0.

    Raises:
        ValueError: ``p`` is no probability.
        RuntimeError: these are no signals.
    """
    _check(p)
    if input.ndim not in (2, 3):
        raise RuntimeError(
            "dropout1d: Expected 2D or 3D input, but received a "
            f"{input.ndim}D input. Note that dropout1d exists to provide channel-wise "
            "dropout on inputs with 1 spatial dimension, a channel dimension, and an "
            "optional batch dimension (i.e. 2D or 3D inputs)."
        )
    return _of_one_or_many(input, 3, p, training, inplace)


def dropout2d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Some channels of images ``(N, C, H, W)`` set to 0.

    Raises:
        ValueError: ``p`` is no probability.
    """
    _check(p)
    if input.ndim not in (3, 4):
        _warn_of_dimensions("dropout2d", input.ndim, 2, "3D or 4D")
    if input.ndim == 3:
        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that "
            "channel-wise 1D dropout behavior is desired - input is interpreted as "
            "shape (N, C, L), "
            "where C is the channel dim. This behavior will change in a future release "
            "to interpret the input as one without a batch dimension, i.e. shape (C, "
            "H, W). To maintain the 1D channel-wise dropout behavior, please switch to "
            "using dropout1d instead.",
            stacklevel=2,
        )
    run = rows.feature_dropout_ if inplace else rows.feature_dropout
    return run(input, p, training)


def dropout3d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Some channels of volumes ``(N, C, D, H, W)`` set to 0.

    Raises:
        ValueError: ``p`` is no probability.
    """
    _check(p)
    if input.ndim not in (4, 5):
        _warn_of_dimensions("dropout3d", input.ndim, 3, "4D or 5D")
    return _of_one_or_many(input, 5, p, training, inplace)


def _of_one_or_many(
    input: Tensor, ndim: int, p: float, training: bool, inplace: bool
) -> Tensor:
    run = rows.feature_dropout_ if inplace else rows.feature_dropout
    if input.ndim == ndim:
        return run(input, p, training)
    if inplace:
        return run(input.unsqueeze_(0), p, training).squeeze_(0)
    return run(input.unsqueeze(0), p, training).squeeze(0)


def _warn_of_dimensions(function: str, ndim: int, spatial: int, wanted: str) -> None:
    warnings.warn(
        f"{function}: Received a {ndim}-D input to {function}, which is deprecated and "
        "will result in an error in a future release. To retain the behavior and "
        "silence this warning, please use dropout instead. Note that "
        f"{function} exists to provide channel-wise dropout on inputs with {spatial} "
        "spatial dimensions, a channel dimension, and an optional batch dimension "
        f"(i.e. {wanted} inputs).",
        stacklevel=3,
    )


def alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """Numbers dropped so that mean and variance stay what they were: for selu.

    Raises:
        ValueError: ``p`` is no probability.
    """
    _check(p)
    run = rows.alpha_dropout_ if inplace else rows.alpha_dropout
    return run(input, p, training)


def feature_alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """The same for whole channels.

    Raises:
        ValueError: ``p`` is no probability.
    """
    _check(p)
    run = rows.feature_alpha_dropout_ if inplace else rows.feature_alpha_dropout
    return run(input, p, training)


def _check(p: float) -> None:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
