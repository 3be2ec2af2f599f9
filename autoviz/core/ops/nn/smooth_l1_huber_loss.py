"""Errors that are squared while they are small, and only measured when they are large.

One outlier dominates a sum of squares, because its gradient grows with the error. Here
the gradient is the error, cut off at a limit: ``clamp(self - target, -limit, limit)``.
``smooth_l1_loss`` (limit ``beta``) divides by the limit, so that large errors have
slope 1; ``huber_loss`` (limit ``delta``) does not.

Next: ``margin_loss``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats, same_type
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.nn.mse_bce_loss import reduced, shared
from autoviz.core.ops.pointwise.abs_sign import ABS
from autoviz.core.ops.pointwise.clamp import CLAMP
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "huber_loss", "smooth_l1_loss"]


def _cut(self: Any, target: Any, limit: float) -> Any:
    return apply(CLAMP, self - target, min=-limit, max=limit)


def _is_near(self: Any, target: Any, limit: float) -> Any:
    return apply(ABS, self - target) < limit


# smooth l1


def _smooth_l1(self: Array, target: Array, reduction: int, beta: float) -> Any:
    only_floats("smooth_l1_cpu", self)
    size = np.abs(np.asarray(self - target))
    losses = np.where(size < beta, size * size * 0.5 / beta, size - 0.5 * beta)
    losses = losses.astype(self.dtype)
    return reduced(laid_out(losses, self, target), reduction)


def _smooth_l1_backward(
    grad_output: Any, self: Any, target: Any, reduction: int, beta: float
) -> Any:
    slope = _cut(self, target, beta) / beta
    return shared(grad_output, self, reduction) * slope


def _smooth_l1_vjp(g: Any, self: Any, target: Any, reduction: int, beta: float) -> Any:
    told = {"reduction": reduction, "beta": beta}
    return apply(SMOOTH_L1_BACKWARD, g, self, target, **told)


_STEEP = (
    "((self - target) / beta if abs(self - target) < beta else sign(self - target))"
)

SMOOTH_L1: Op = Op(
    "smooth_l1_loss",
    "SmoothL1LossBackward0",
    ("self", "target"),
    _smooth_l1,
    (
        Grad(f"{_STEEP} / (n if reduction == 1 else 1)", _smooth_l1_vjp),
        Grad(
            f"-{_STEEP} / (n if reduction == 1 else 1)",
            lambda g, self, target, reduction, beta: _smooth_l1_vjp(
                g, target, self, reduction, beta
            ),
        ),
    ),
    symbol="smooth_l1_loss({0}, {1})",
)

SMOOTH_L1_BACKWARD: Op = Op(
    "smooth_l1_loss_backward",
    "SmoothL1LossBackwardBackward0",
    ("grad_output", "self", "target"),
    _smooth_l1_backward,
    (
        Grad(f"{_STEEP} / (size(self) if reduction == 1 else 1)", _smooth_l1_backward),
        Grad(
            "(grad_output / beta if abs(self - target) < beta else 0)"
            " / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, target, reduction, beta: choose(
                _is_near(self, target, beta),
                g * shared(grad_output, self, reduction) / beta,
                0,
            ),
        ),
        Grad(
            "-(grad_output / beta if abs(self - target) < beta else 0)"
            " / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, target, reduction, beta: choose(
                _is_near(self, target, beta),
                -g * shared(grad_output, self, reduction) / beta,
                0,
            ),
        ),
    ),
    symbol="smooth_l1_loss_backward({0}, {1}, {2})",
)


# huber


def _huber(self: Array, target: Array, reduction: int, delta: float) -> Any:
    only_floats("huber_cpu", self)
    size = np.abs(np.asarray(self - target))
    losses = np.where(size <= delta, size * size * 0.5, delta * (size - 0.5 * delta))
    losses = losses.astype(self.dtype)
    return reduced(laid_out(losses, self, target), reduction)


def _huber_backward(
    grad_output: Any, self: Any, target: Any, reduction: int, delta: float
) -> Any:
    return shared(grad_output, self, reduction) * _cut(self, target, delta)


def _huber_vjp(g: Any, self: Any, target: Any, reduction: int, delta: float) -> Any:
    same_type(self, target)
    told = {"reduction": reduction, "delta": delta}
    return apply(HUBER_BACKWARD, g, self, target, **told)


_LIMITED = (
    "(self - target if abs(self - target) < delta else delta * sign(self - target))"
)

HUBER: Op = Op(
    "huber_loss",
    "HuberLossBackward0",
    ("self", "target"),
    _huber,
    (
        Grad(f"{_LIMITED} / (n if reduction == 1 else 1)", _huber_vjp),
        Grad(
            f"-{_LIMITED} / (n if reduction == 1 else 1)",
            lambda g, self, target, reduction, delta: _huber_vjp(
                g, target, self, reduction, delta
            ),
        ),
    ),
    symbol="huber_loss({0}, {1})",
    dtype="same",
)

HUBER_BACKWARD: Op = Op(
    "huber_loss_backward",
    "HuberLossBackwardBackward0",
    ("grad_output", "self", "target"),
    _huber_backward,
    (
        Grad(f"{_LIMITED} / (size(self) if reduction == 1 else 1)", _huber_backward),
        Grad(
            "(grad_output if abs(self - target) < delta else 0)"
            " / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, target, reduction, delta: choose(
                _is_near(self, target, delta),
                g * shared(grad_output, self, reduction),
                0,
            ),
        ),
        Grad(
            "-(grad_output if abs(self - target) < delta else 0)"
            " / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, target, reduction, delta: choose(
                _is_near(self, target, delta),
                -g * shared(grad_output, self, reduction),
                0,
            ),
        ),
    ),
    symbol="huber_loss_backward({0}, {1}, {2})",
    dtype="same",
)


def smooth_l1_loss(
    input: Tensor, target: Tensor, reduction: int, beta: float
) -> Tensor:
    """Half the squared error over ``beta``, or where that is larger, the error.

    Raises:
        RuntimeError: ``beta`` is below 0.
        NotImplementedError: the numbers are no floats.
    """
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    return apply(SMOOTH_L1, input, target, reduction=reduction, beta=beta)


def huber_loss(input: Tensor, target: Tensor, reduction: int, delta: float) -> Tensor:
    """Half the squared error, or where that is larger, ``delta`` times the error.

    Raises:
        RuntimeError: ``delta`` is not above 0.
        NotImplementedError: the numbers are no floats.
    """
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    return apply(HUBER, input, target, reduction=reduction, delta=delta)


PUBLIC: dict[str, Any] = {}

FACES = ()
