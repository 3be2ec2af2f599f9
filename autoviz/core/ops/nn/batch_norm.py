"""Batch norm: each channel with mean 0 and spread 1, over all examples of a batch.

In training the mean is that of the batch. So what one example gets depends on all
others, and the derivative is that of layer norm, along other dimensions. Meanwhile
``running_mean`` and ``running_var`` follow: by ``momentum`` of the way each time.

In evaluation these two are used, which are fixed numbers: nothing depends on the batch
any more, and the derivative is one factor a channel. That is a row of its own here; to
PyTorch it is the same operation.

``instance_norm`` sees each channel of each example as a channel of its own.

Next: ``group_norm``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.layout import in_rows
from autoviz.core.modes import state
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_differentiable, only_floats
from autoviz.core.ops.nn.layer_norm import (
    CENTRED,
    centred,
    check_one_type,
    normalized,
)
from autoviz.core.ops.reduction.sum_mean import SUM_DIM
from autoviz.core.shapes import real_dim, wrap_dim
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "batch_norm",
    "channels_added",
    "instance_norm",
    "stretched",
    "upright",
]


def _dims(input: Any) -> tuple[int, ...]:
    """All but that of the channels."""
    return (0, *range(2, len(input.shape)))


def upright(channels: Any, input: Any) -> Any:
    """One number a channel, so that it stands along the channels of ``input``."""
    return channels.reshape((*channels.shape, *[1] * (len(input.shape) - 2)))


def stretched(
    input: Array, mean: Array, rstd: Array, weight: Array | None, bias: Array | None
) -> Array:
    """``(input - mean) * rstd * weight + bias``, as a straight line."""
    slope = rstd if weight is None else rstd * upright(weight, input)
    start = -slope * mean
    if bias is not None:
        start = start + upright(bias, input)
    made: Array = input * slope + start
    return made


def _in_training(
    input: Array,
    weight: Array | None,
    bias: Array | None,
    running_mean: Array | None,
    running_var: Array | None,
    training: bool,
    eps: float,
) -> Any:
    """The result, the means of the channels, and one over their spreads."""
    mean, var = input.mean(_dims(input)), input.var(_dims(input))
    rstd = 1 / np.sqrt(var + input.dtype.type(eps))
    told = upright(mean, input), upright(rstd, input)
    return in_rows(stretched(input, *told, weight, bias)), mean, rstd


def _in_evaluation(
    input: Array,
    weight: Array | None,
    bias: Array | None,
    running_mean: Array,
    running_var: Array,
    training: bool,
    eps: float,
) -> Any:
    rstd = 1 / np.sqrt(running_var + input.dtype.type(eps))
    told = upright(running_mean, input), upright(rstd, input)
    nothing = np.zeros(0, input.dtype)
    return in_rows(stretched(input, *told, weight, bias)), nothing, nothing


def _rows(
    g: Any,
    input: Any,
    running_mean: Any,
    running_var: Any,
    result1: Any,
    result2: Any,
    training: bool,
    eps: float,
) -> tuple[Any, Any]:
    """The channels without their mean and spread, and one over that."""
    if training:
        mean, rstd = upright(result1, input), upright(result2, input)
        return normalized(g, input, mean, rstd, _dims(input), eps)
    rstd = upright((running_var + eps) ** -0.5, input)
    return (input - upright(running_mean, input)) * rstd, rstd


def _vjp_of_input(
    g: Any,
    input: Any,
    weight: Any,
    running_mean: Any,
    running_var: Any,
    result1: Any,
    result2: Any,
    training: bool,
    eps: float,
) -> Any:
    row, rstd = _rows(
        g, input, running_mean, running_var, result1, result2, training, eps
    )
    if weight is not None:
        g = g * upright(weight, input)
    return centred(g, row, rstd, _dims(input)) if training else g * rstd


def _vjp_of_weight(
    g: Any,
    input: Any,
    running_mean: Any,
    running_var: Any,
    result1: Any,
    result2: Any,
    training: bool,
    eps: float,
) -> Any:
    row, _ = _rows(g, input, running_mean, running_var, result1, result2, training, eps)
    return channels_added(g * row)


def channels_added(g: Any) -> Any:
    """One number a channel: what its numbers got, together."""
    return apply(SUM_DIM, g, dim=_dims(g), keepdim=False)


def _row(forward: Any, of_input: str, of_weight: str) -> Op:
    return Op(
        "batch_norm",
        "NativeBatchNormBackward0",
        ("input", "weight", "bias", "running_mean", "running_var"),
        forward,
        (
            Grad(of_input, _vjp_of_input),
            Grad(of_weight, _vjp_of_weight),
            Grad("1", channels_added),
        ),
        symbol="batch_norm({0}, {1}, {2})",
        dtype="same",
        optional=("weight", "bias", "running_mean", "running_var"),
        aside=("result1", "result2"),
    )


BATCH_NORM = _row(_in_training, CENTRED, "normalized(input)")
BATCH_NORM_IN_EVALUATION = _row(
    _in_evaluation,
    "weight / sqrt(running_var + eps)",
    "(input - running_mean) / sqrt(running_var + eps)",
)


def batch_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool = False,
) -> Tensor:
    """Each channel with mean 0 and spread 1, then stretched and moved.

    Raises:
        RuntimeError: there is not one number a channel, or types differ.
        IndexError: there are no channels.
        ValueError: of the running statistics one is missing.
        TypeError: there is no momentum.
    """
    if not isinstance(momentum, int | float):
        raise TypeError(
            "batch_norm(): argument 'momentum' (position 7) must be float, not "
            f"{type(momentum).__name__}"
        )
    if input.numel() == 0:
        return _of_nothing(input, weight, bias)
    _check_channels(input, training, running_mean, running_var, weight, bias)
    parameters = (weight, bias, running_mean, running_var)
    wrap_dim(1, input.ndim)
    only_floats("batch_norm", input.array)
    check_one_type(input, *parameters)
    row = BATCH_NORM if training else BATCH_NORM_IN_EVALUATION
    if not training or running_mean is None or running_var is None:
        return apply(row, input, *parameters, training=training, eps=eps)
    _about_to_follow(running_mean, running_var)
    made = apply(row, input, *parameters, training=training, eps=eps)
    _follow(input.array, running_mean.array, running_var.array, momentum)
    if state.observer is not None:
        state.observer.followed(made, (running_mean, running_var))
    return made


def _of_nothing(input: Tensor, weight: Tensor | None, bias: Tensor | None) -> Tensor:
    made = input.clone()
    if weight is not None:
        made = made * weight.select(0, 0)
    return made if bias is None else made + bias.select(0, 0)


def _check_channels(
    input: Tensor,
    training: bool,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None,
    bias: Tensor | None,
) -> None:
    running = {"running_mean": running_mean, "running_var": running_var}
    count = input.shape[1] if input.ndim > 1 else 0
    for name, each in (running | {"weight": weight, "bias": bias}).items():
        if each is not None and each.numel() != count:
            raise RuntimeError(
                f"{name} should contain {count} elements not {each.numel()}"
            )
        if each is None and name in running and not training:
            raise RuntimeError(f"{name} must be defined in evaluation mode")
    for name, each in running.items():
        not_differentiable("native_batch_norm", name, each)
    if (running_mean is None) != (running_var is None):
        raise ValueError(
            "running_mean and running_var must either both be None or neither be None"
        )


def _about_to_follow(*statistics: Tensor) -> None:
    """Whoever holds their numbers, or observes, sees them as they are."""
    for each in statistics:
        if state.observer is not None:
            state.observer.writing(each)
        each.storage.changing()


def _follow(input: Array, mean: Array, var: Array, momentum: float) -> None:
    """The running statistics go part of the way; their versions stay, as in PyTorch."""
    dims = _dims(input)
    for running, of_batch in ((mean, input.mean(dims)), (var, input.var(dims, ddof=1))):
        running[...] = momentum * of_batch + (1 - momentum) * running


def instance_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    use_input_stats: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool = False,
) -> Tensor:
    """Each channel of each example with mean 0 and spread 1.

    Raises:
        RuntimeError: there is not one number a channel, or no statistics to use.
    """
    if not use_input_stats and (running_mean is None or running_var is None):
        raise RuntimeError(
            "Expected running_mean and running_var to be defined when use_input_stats "
            "is false"
        )
    count, channels = (input.shape[real_dim(dim, input.ndim)] for dim in (0, 1))
    statistics = (running_mean, running_var)
    slope, start, mean, var = (
        None if each is None else each.repeat(count)
        for each in (weight, bias, *statistics)
    )
    if use_input_stats:
        _about_to_follow(*(each for each in statistics if each is not None))
    rows = input.contiguous().view(1, count * channels, *input.shape[2:])
    made = batch_norm(rows, slope, start, mean, var, use_input_stats, momentum, eps)
    for running, each in zip(statistics, (mean, var), strict=True):
        if use_input_stats and running is not None and each is not None:
            running.array[...] = each.array.reshape(count, -1).mean(0)
            running.storage.written()
    normed = made.view(input.shape)
    if use_input_stats and state.observer is not None:
        told = [each for each in statistics if each is not None]
        state.observer.followed(normed, told)
    return normed


PUBLIC = public(batch_norm, instance_norm)

FACES = ()
