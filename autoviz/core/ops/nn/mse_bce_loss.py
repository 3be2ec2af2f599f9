"""How wrong a prediction is, as one number.

The derivative of a loss is simpler than the loss. That of the squared error is twice
the error; that of cross-entropy behind a sigmoid is ``sigmoid(x) - target``: what was
predicted, less what was right. With ``reduction="mean"`` each is divided by how many
there are, and that is the first number that travels back through a network.

``reduction`` is a number here, as in PyTorch's kernels: 0 none, 1 mean, 2 sum.

Next: ``binary_cross_entropy``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.nn.gelu_silu import LOG_SIGMOID
from autoviz.core.ops.nn.relu_sigmoid_tanh import SIGMOID
from autoviz.core.ops.pointwise.scalar import over, plus
from autoviz.core.tensor import Tensor

__all__ = [
    "BCE",
    "FACES",
    "MEAN",
    "MSE",
    "NONE",
    "PUBLIC",
    "SUM",
    "binary_cross_entropy_with_logits",
    "mse_loss",
    "reduced",
    "shared",
]

NONE, MEAN, SUM = 0, 1, 2


def reduced(losses: Array, reduction: int) -> Any:
    """All losses, or one for all."""
    if reduction == NONE:
        return losses
    total = losses.sum()
    if reduction == SUM:
        return total
    return total / losses.dtype.type(losses.size) if losses.size else total * np.nan


def shared(g: Any, self: Any, reduction: int) -> Any:
    """The gradient of each loss, before it was summed up."""
    count = math.prod(self.shape)
    return over(g, count) if reduction == MEAN and self.shape else g


# squared error


def _mse(self: Array, target: Array, reduction: int) -> Any:
    only_floats("mse_cpu", self)
    error = np.asarray(self - target)
    return reduced(laid_out(error * error, self, target), reduction)


def _mse_backward(grad_output: Any, self: Any, target: Any, reduction: int) -> Any:
    return (self - target) * (shared(grad_output, self, reduction) * 2)


MSE: Op = Op(
    "mse_loss",
    "MseLossBackward0",
    ("self", "target"),
    _mse,
    (
        Grad(
            "2 * (self - target) / (n if reduction == 1 else 1)",
            lambda g, self, target, reduction: apply(
                MSE_BACKWARD, g, self, target, reduction=reduction
            ),
        ),
        Grad(
            "-2 * (self - target) / (n if reduction == 1 else 1)",
            lambda g, self, target, reduction: apply(
                MSE_BACKWARD, g, target, self, reduction=reduction
            ),
        ),
    ),
    symbol="mse_loss({0}, {1})",
)

MSE_BACKWARD: Op = Op(
    "mse_loss_backward",
    "MseLossBackwardBackward0",
    ("grad_output", "self", "target"),
    _mse_backward,
    (
        Grad(
            "2 * (self - target) / (size(self) if reduction == 1 else 1)",
            lambda g, self, target, reduction: _mse_backward(
                g, self, target, reduction
            ),
        ),
        Grad(
            "2 * grad_output / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, reduction: (
                g * (shared(grad_output, self, reduction) * 2)
            ),
        ),
        Grad(
            "-2 * grad_output / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, reduction: (
                g * (shared(grad_output, self, reduction) * -2)
            ),
        ),
    ),
    symbol="mse_loss_backward({0}, {1}, {2})",
    dtype="same",
)


# yes or no, from a score


def _bce(
    self: Array,
    target: Array,
    weight: Array | None,
    pos_weight: Array | None,
    reduction: int,
) -> Any:
    """``-log(sigmoid(x))`` where the target is 1, ``-log(1 - sigmoid(x))`` where 0."""
    surprise = np.log1p(np.exp(-np.abs(self))) - np.minimum(self, 0)
    if pos_weight is not None:
        surprise = surprise * ((pos_weight - 1) * target + 1)
    losses = (1 - target) * self + surprise
    weighed = np.asarray(losses if weight is None else losses * weight)
    return reduced(laid_out(weighed, target, self), reduction)


def _bce_vjp(
    g: Any, self: Any, target: Any, weight: Any, pos_weight: Any, reduction: int
) -> Any:
    predicted = apply(SIGMOID, self)
    if pos_weight is None:
        wrong = predicted - target
    else:
        positive = pos_weight * target
        wrong = (plus(positive, 1) - target) * predicted - positive
    return shared(_weighted(wrong * g, weight), self, reduction)


def _bce_vjp_of_target(
    g: Any, self: Any, target: Any, weight: Any, pos_weight: Any, reduction: int
) -> Any:
    change = -self
    if pos_weight is not None:
        change = apply(LOG_SIGMOID, -self) - apply(LOG_SIGMOID, self) * pos_weight
    return shared(_weighted(change * g, weight), self, reduction)


def _weighted(gradient: Any, weight: Any) -> Any:
    return gradient if weight is None else gradient * weight


BCE = Op(
    "binary_cross_entropy_with_logits",
    "BinaryCrossEntropyWithLogitsBackward0",
    ("self", "target", "weight", "pos_weight"),
    _bce,
    (
        Grad(
            "weight * (sigmoid(self) * (1 + (pos_weight - 1) * target)"
            " - pos_weight * target) / (n if reduction == 1 else 1)",
            _bce_vjp,
        ),
        Grad(
            "weight * ((pos_weight - 1) * log(1 + exp(-self)) - self)"
            " / (n if reduction == 1 else 1)",
            _bce_vjp_of_target,
        ),
    ),
    symbol="binary_cross_entropy_with_logits({0}, {1})",
    optional=("weight", "pos_weight"),
)


def mse_loss(input: Tensor, target: Tensor, reduction: int) -> Tensor:
    """The squared error."""
    return apply(MSE, input, target, reduction=reduction)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    pos_weight: Tensor | None,
    reduction: int,
) -> Tensor:
    """How surprising the answers ``target`` are, given scores.

    Raises:
        NotImplementedError: the scores are whole numbers.
        RuntimeError: the targets are.
    """
    only_floats("log_sigmoid_cpu", input.array)
    if not target.dtype.is_floating_point:
        raise RuntimeError(
            f"result type {input.dtype.scalar_type} can't be cast to the desired "
            f"output type {target.dtype.scalar_type}"
        )
    return apply(BCE, input, target, weight, pos_weight, reduction=reduction)


PUBLIC: dict[str, Any] = {}

FACES = ()
