"""The loss of a classifier: what the right class was given, with the sign turned.

``nll_loss`` takes logarithms of probabilities, and from each row the one of the class
that was right. So backward only that place gets a gradient, and all others 0; it is
``log_softmax`` before it that spreads this over the row. Together they are
``cross_entropy``.

A class may have a ``weight``; with ``reduction="mean"`` the sum is divided by the
weights that were met (``total_weight``), and rows whose target is ``ignore_index``
count for nothing.

Next: ``smooth_l1_huber_loss``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_differentiable, only_floats
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.ops.nn.mse_bce_loss import MEAN, NONE
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "NLL", "NLL_2D", "PUBLIC", "nll_loss"]


def _classes(array: Array) -> int:
    """Which dimension counts the classes: the first behind the batch."""
    return 1 if array.ndim > 1 else 0


def _right(
    self: Array, target: Array, weight: Array | None, ignore_index: int
) -> tuple[tuple[Array, ...], Array, Array]:
    """Where the right classes stand, which rows count, and how much."""
    at = _classes(self)
    target = target.reshape(self.shape[:at] + self.shape[at + 1 :])
    counted = target != ignore_index
    places = target if counted.all() else np.where(counted, target, 0)
    count = self.shape[at]
    if places.size and not 0 <= places.min() <= places.max() < count:
        outside = places[(places < 0) | (places >= count)]
        raise IndexError(f"Target {outside[0]} is out of bounds.")
    if weight is None:
        weights = counted.astype(self.dtype)
    else:
        weights = np.where(counted, weight[places], self.dtype.type(0))
    ndim = places.ndim
    index = [
        np.arange(length).reshape(-1, *[1] * (ndim - 1 - dim))
        for dim, length in enumerate(places.shape)
    ]
    index.insert(at, places)
    return tuple(index), counted, weights


def _nll(
    self: Array,
    target: Array,
    weight: Array | None,
    reduction: int,
    ignore_index: int,
) -> Any:
    """The loss, and the weights that were met."""
    only_floats("nll_loss_out_frame", self)
    index, counted, weights = _right(self, target, weight, ignore_index)
    losses = np.asarray(np.where(counted, -self[index] * weights, self.dtype.type(0)))
    if reduction == NONE:
        return losses, np.zeros((), self.dtype)
    total = np.asarray(weights.sum())
    loss = losses.sum() / total if reduction == MEAN else losses.sum()
    return np.asarray(loss), total


def _nll_backward(
    grad_output: Array,
    self: Array,
    target: Array,
    weight: Array | None,
    total_weight: Array,
    reduction: int,
    ignore_index: int,
) -> Array:
    index, counted, weights = _right(self, target, weight, ignore_index)
    share = grad_output / total_weight if reduction == MEAN else grad_output
    whole = np.zeros(self.shape, self.dtype)
    whole[index] = np.where(counted, -weights * share, 0)
    return whole


def _row(name: str, grad_fn: str) -> Op:
    return Op(
        name,
        grad_fn,
        ("self", "target", "weight"),
        _nll,
        (
            Grad(
                "scatter(-g * weight / (total_weight if reduction == 1 else 1))",
                lambda g, self, target, weight, total_weight, reduction, ignore_index: (
                    apply(
                        NLL_BACKWARD,
                        g,
                        self,
                        target,
                        weight,
                        total_weight,
                        reduction=reduction,
                        ignore_index=ignore_index,
                    )
                ),
            ),
        ),
        symbol="nll_loss({0}, {1})",
        dtype="same",
        optional=("weight",),
        aside=("total_weight",),
    )


NLL = _row("nll_loss", "NllLossBackward0")
NLL_2D = _row("nll_loss2d", "NllLoss2DBackward0")

NLL_BACKWARD: Op = Op(
    "nll_loss_backward",
    "NllLossBackwardBackward0",
    ("grad_output", "self", "target", "weight", "total_weight"),
    _nll_backward,
    (
        Grad(
            "nll_loss(g)",
            lambda g, target, weight, reduction, ignore_index: apply(
                NLL, g, target, weight, reduction=reduction, ignore_index=ignore_index
            ),
        ),
        Grad("0", lambda g, self: zeros_like(self)),
    ),
    symbol="nll_loss_backward({0}, {2})",
    dtype="same",
    optional=("weight",),
)


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
) -> Tensor:
    """The loss for scores ``(classes)``, ``(N, classes)`` or ``(N, classes, …)``.

    Raises:
        ValueError: there is not one target for each row.
        RuntimeError: targets or weights are not what they must be.
        IndexError: a target is no class.
    """
    ndim = input.ndim
    if ndim == 0:
        raise ValueError("Expected 1 or more dimensions (got 0)")
    rows = target.shape[0] if target.ndim else 0
    if ndim > 1 and input.shape[0] != rows:
        raise ValueError(
            f"Expected input batch_size ({input.shape[0]}) to match target batch_size "
            f"({rows})."
        )
    if ndim <= 2:
        return _of_rows(input, target, weight, reduction, ignore_index)
    return _of_images(input, target, weight, reduction, ignore_index)


def _of_rows(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
) -> Tensor:
    not_differentiable("nll_loss_forward", "weight", weight)
    if target.ndim > 1:
        raise RuntimeError(
            "0D or 1D target tensor expected, multi-target not supported"
        )
    _check(input, target, weight)
    told = {"reduction": reduction, "ignore_index": ignore_index}
    return apply(NLL, input, target, weight, **told)


def _of_images(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: int,
    ignore_index: int,
) -> Tensor:
    """Rows that are more than one number deep are seen as an image."""
    expected = (input.shape[0], *input.shape[2:])
    shape = input.shape
    if input.ndim != 4:
        if tuple(target.shape) != expected:
            raise RuntimeError(
                f"Expected target size {list(expected)}, got {list(target.shape)}"
            )
        input = input.reshape(shape[0], shape[1], 1, -1)
        target = target.reshape(shape[0], 1, -1)
    not_differentiable("nll_loss2d_forward", "weight", weight)
    if target.ndim != 3:
        raise RuntimeError(
            "only batches of spatial targets supported (3D tensors) but got targets of "
            f"dimension: {target.ndim}"
        )
    if (input.shape[0], *input.shape[2:]) != tuple(target.shape):
        raise RuntimeError(
            f"size mismatch (got input: {list(input.shape)} , target: "
            f"{list(target.shape)}"
        )
    _check(input, target, weight)
    told = {"reduction": reduction, "ignore_index": ignore_index}
    loss = apply(NLL_2D, input, target, weight, **told)
    return loss.view(expected) if reduction == NONE and len(shape) != 4 else loss


def _check(input: Tensor, target: Tensor, weight: Tensor | None) -> None:
    if target.dtype.name not in ("int64", "uint8"):
        raise RuntimeError(
            "expected target dtype to be Long or Byte, but got "
            f"{target.dtype.scalar_type}"
        )
    if input.ndim == target.ndim == 1 and len(target) != 1:
        raise ValueError(
            "For 1D input, 1D target must have size 1, but got target size: "
            f"{len(target)}"
        )
    classes = input.shape[_classes(input.array)]
    if weight is None:
        return
    if tuple(weight.shape) != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no "
            f"classes but got weight tensor of shape: {list(weight.shape)}"
        )
    if weight.dtype is not input.dtype:
        raise RuntimeError(
            f"expected scalar type {input.dtype.scalar_type} but found "
            f"{weight.dtype.scalar_type}"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
