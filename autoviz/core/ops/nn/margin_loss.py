"""Losses that are content with a margin.

Cross-entropy always wants more. A margin loss asks that the right score be ahead of the
others by ``margin``; once it is, the loss is 0, and so is the gradient. Each score that
is too close gets what arrives, and the right one all of it, with a minus.
``multi_margin_loss`` has one right class, ``multilabel_margin_loss`` several.
``soft_margin_loss`` rounds the corner: ``log(1 + e^(-target * x))``.

Next: ``distance``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array, int64
from autoviz.core.inplace import check_fits
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_differentiable, only_floats
from autoviz.core.ops.common import no_derivative
from autoviz.core.ops.nn.mse_bce_loss import NONE, reduced, shared
from autoviz.core.ops.nn.relu_sigmoid_tanh import SIGMOID, SIGMOID_BACKWARD
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "soft_margin_loss",
]


# soft margin


def _soft_margin(self: Array, target: Array, reduction: int) -> Any:
    losses = np.log1p(np.exp(-target * self)).astype(self.dtype)
    return reduced(np.asarray(losses), reduction)


def _soft_margin_backward(
    grad_output: Any, self: Any, target: Any, reduction: int
) -> Any:
    slope = -target * apply(SIGMOID, -target * self)
    return slope * shared(grad_output, self, reduction)


def _soft_margin_twice(
    g: Any, grad_output: Any, self: Any, target: Any, reduction: int
) -> Any:
    given = g * shared(grad_output, self, reduction) * target * target
    return apply(SIGMOID_BACKWARD, given, apply(SIGMOID, target * self))


SOFT_MARGIN: Op = Op(
    "soft_margin_loss",
    "SoftMarginLossBackward0",
    ("self", "target"),
    _soft_margin,
    (
        Grad(
            "-target * sigmoid(-target * self) / (n if reduction == 1 else 1)",
            lambda g, self, target, reduction: apply(
                SOFT_MARGIN_BACKWARD, g, self, target, reduction=reduction
            ),
        ),
    ),
    symbol="soft_margin_loss({0}, {1})",
    dtype="same",
)

SOFT_MARGIN_BACKWARD: Op = Op(
    "soft_margin_loss_backward",
    "SoftMarginLossBackwardBackward0",
    ("grad_output", "self", "target"),
    _soft_margin_backward,
    (
        Grad(
            "-target * sigmoid(-target * self) / (size(self) if reduction == 1 else 1)",
            _soft_margin_backward,
        ),
        Grad(
            "grad_output * target**2 * sigmoid(target * self)"
            " * sigmoid(-target * self) / (size(self) if reduction == 1 else 1)",
            _soft_margin_twice,
        ),
    ),
    symbol="soft_margin_loss_backward({0}, {1})",
    dtype="same",
)


# one right class


def _lead(self: Array, target: Array, margin: float) -> tuple[Array, Array]:
    """By how much each score of a row is too close, and where the right ones stand."""
    rows, right = np.atleast_2d(self), np.atleast_1d(target)[:, None]
    missing = margin - np.take_along_axis(rows, right, 1) + rows
    np.put_along_axis(missing, right, 0, 1)
    return np.maximum(missing, 0), right


def _multi_margin(
    self: Array,
    target: Array,
    weight: Array | None,
    p: int,
    margin: float,
    reduction: int,
) -> Any:
    missing, _ = _lead(self, target, margin)
    losses = (missing**p).sum(1) / self.dtype.type(missing.shape[1])
    if weight is not None:
        losses = losses * weight[np.atleast_1d(target)]
    return reduced(losses.reshape(target.shape), reduction)


def _multi_margin_backward(
    grad_output: Array,
    self: Array,
    target: Array,
    weight: Array | None,
    p: int,
    margin: float,
    reduction: int,
) -> Any:
    missing, right = _lead(self, target, margin)
    sent = (missing > 0).astype(self.dtype) if p == 1 else 2 * missing
    if weight is not None:
        sent = sent * weight[right]
    np.put_along_axis(sent, right, -sent.sum(1, keepdims=True), 1)
    return _scaled(sent, grad_output, self, reduction)


def _scaled(sent: Array, grad_output: Array, self: Array, reduction: int) -> Any:
    """What each row sends, times what arrived for it."""
    count, classes = sent.shape
    given = np.reshape(grad_output, (-1, 1)) / self.dtype.type(classes)
    if reduction != NONE:
        given = shared(given, np.empty(count), reduction)
    return (sent * given).astype(self.dtype).reshape(self.shape)


MULTI_MARGIN: Op = Op(
    "multi_margin_loss",
    "MultiMarginLossBackward0",
    ("self", "target", "weight"),
    _multi_margin,
    (
        Grad(
            "margins(g)",
            lambda g, self, target, weight, p, margin, reduction: apply(
                MULTI_MARGIN_BACKWARD,
                g,
                self,
                target,
                weight,
                p=p,
                margin=margin,
                reduction=reduction,
            ),
        ),
    ),
    symbol="multi_margin_loss({0}, {1})",
    dtype="same",
    optional=("weight",),
)

MULTI_MARGIN_BACKWARD: Op = Op(
    "multi_margin_loss_backward",
    "NotImplemented",
    ("grad_output", "self", "target", "weight"),
    _multi_margin_backward,
    (no_derivative("multi_margin_loss_backward"),) * 2,
    symbol="multi_margin_loss_backward({0}, {1})",
    dtype="same",
    optional=("weight",),
)


# several right classes


def _are_right(self: Array, target: Array) -> Array:
    """Which classes are right: those that ``target`` lists, up to the first -1."""
    rows = np.atleast_2d(target)
    listed = np.logical_and.accumulate(rows >= 0, axis=1)
    right = np.zeros(np.atleast_2d(self).shape, self.dtype)
    at = np.nonzero(listed)
    right[at[0], rows[at]] = 1
    return right


def _too_close(self: Array, right: Array) -> Any:
    """For each pair of a right class and a wrong one, how much is missing."""
    rows = np.atleast_2d(self)
    missing = 1 - rows[:, :, None] + rows[:, None, :]
    return np.maximum(missing, 0) * right[:, :, None] * (1 - right[:, None, :])


def _multilabel_margin(self: Array, target: Array, reduction: int) -> Any:
    """The loss, and which classes are right."""
    right = _are_right(self, target)
    losses = _too_close(self, right).sum((1, 2)) / self.dtype.type(right.shape[1])
    made = reduced(losses if self.ndim > 1 else losses[0], reduction)
    return made, right.reshape(self.shape)


def _multilabel_margin_backward(
    grad_output: Array, self: Array, target: Array, is_target: Array, reduction: int
) -> Any:
    pairs = _too_close(self, np.atleast_2d(is_target)) > 0
    sent = pairs.sum(1).astype(self.dtype) - pairs.sum(2)
    return _scaled(sent, grad_output, self, reduction)


MULTILABEL_MARGIN: Op = Op(
    "multilabel_margin_loss",
    "MultilabelMarginLossBackward0",
    ("self", "target"),
    _multilabel_margin,
    (
        Grad(
            "margins(g)",
            lambda g, self, target, is_target, reduction: apply(
                MULTILABEL_MARGIN_BACKWARD,
                g,
                self,
                target,
                is_target,
                reduction=reduction,
            ),
        ),
    ),
    symbol="multilabel_margin_loss({0}, {1})",
    dtype="same",
    aside=("is_target",),
)

MULTILABEL_MARGIN_BACKWARD: Op = Op(
    "multilabel_margin_loss_backward",
    "NotImplemented",
    ("grad_output", "self", "target", "is_target"),
    _multilabel_margin_backward,
    (no_derivative("multilabel_margin_loss_backward"),) * 2,
    symbol="multilabel_margin_loss_backward({0}, {1})",
    dtype="same",
)


def soft_margin_loss(input: Tensor, target: Tensor, reduction: int) -> Tensor:
    """``log(1 + e^(-target * x))``, where targets are 1 and -1.

    Raises:
        RuntimeError: the target wants a gradient, has more numbers than there are
            scores, or these are whole numbers.
    """
    not_differentiable("soft_margin_loss", "target", target)
    size = broadcast_shape(input.shape, target.shape)
    check_fits(input, np.broadcast_to(np.float32(0), size))
    return apply(SOFT_MARGIN, input, target, reduction=reduction)


def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int,
    margin: float,
    weight: Tensor | None,
    reduction: int,
) -> Tensor:
    """What each right class lacks to be ahead by ``margin``.

    Raises:
        RuntimeError: there is not one target a row, or it is no class.
    """
    not_differentiable("multi_margin_loss", "weight", weight)
    _check_rows(input)
    count = input.shape[0] if input.ndim > 1 else 1
    if target.ndim > 1 or target.numel() != count:
        raise RuntimeError(
            "multi_margin_loss: target tensor should be 1-D with size equal to the "
            "number of input samples (batch size). Expected target size "
            f"[{count}], but got {list(target.shape)}. Input has shape "
            f"{list(input.shape)}."
        )
    classes = input.shape[-1] if input.ndim else 1
    if weight is not None and weight.numel() != classes:
        raise RuntimeError(
            f"inconsistent weight size, expected {classes} but got {list(weight.shape)}"
        )
    only_floats("multi_margin_loss_cpu_kernel", input.array)
    _check_types(input, target, weight)
    if not np.all((target.array >= 0) & (target.array < classes)):
        raise RuntimeError("target out of range")
    told = {"p": p, "margin": margin, "reduction": reduction}
    return apply(MULTI_MARGIN, input, target, weight, **told)


def _check_rows(input: Tensor) -> None:
    if input.ndim > 2 or 0 in input.shape[-1:]:
        raise RuntimeError(
            "Expected non-empty vector or matrix with optional 0-dim batch size, but "
            f"got: {list(input.shape)}"
        )


def _check_types(input: Tensor, target: Tensor, weight: Tensor | None) -> None:
    for dtype, each in ((int64, target), (input.dtype, weight)):
        if each is not None and each.dtype is not dtype:
            raise RuntimeError(
                f"expected scalar type {dtype.scalar_type} but found "
                f"{each.dtype.scalar_type}"
            )


def multilabel_margin_loss(input: Tensor, target: Tensor, reduction: int) -> Tensor:
    """What each right class lacks to be ahead of each wrong one by 1.

    Raises:
        RuntimeError: targets and scores differ in shape, or a target is no class.
    """
    _check_rows(input)
    if target.shape != input.shape:
        raise RuntimeError(
            f"inconsistent target size: {list(target.shape)} for input of size: "
            f"{list(input.shape)}"
        )
    classes = input.shape[-1] if input.ndim else 1
    if not np.all((target.array >= -1) & (target.array < classes)):
        raise RuntimeError("argument #2 'target' is out of range")
    only_floats("multilabel_margin_loss_forward_out_frame", input.array)
    return apply(MULTILABEL_MARGIN, input, target, reduction=reduction)


PUBLIC: dict[str, Any] = {}

FACES = ()
