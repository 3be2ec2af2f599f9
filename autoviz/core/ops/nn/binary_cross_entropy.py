"""The loss of a yes-or-no answer, given as a probability.

It is ``-log(p)`` where yes is right, ``-log(1 - p)`` where no is: the surprise. The
derivative divides by ``p * (1 - p)``, which is almost 0 when the network is sure;
logarithms are cut off at -100, and the divisor at 1e-12. With logits there is no such
trouble (``mse_bce_loss``): there the sigmoid and the logarithm cancel.

Next: ``nll_loss``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_differentiable, only_floats, same_type
from autoviz.core.ops.nn.mse_bce_loss import reduced, shared
from autoviz.core.ops.pointwise.logaddexp_xlogy import LOGIT
from autoviz.core.ops.pointwise.scalar import alone, plus
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "binary_cross_entropy"]

_LEAST_LOG, _LEAST = -100, 1e-12


def _surprise(self: Array, target: Array, weight: Array | None, reduction: int) -> Any:
    yes = np.maximum(np.log(self), self.dtype.type(_LEAST_LOG))
    no = np.maximum(np.log1p(-self), self.dtype.type(_LEAST_LOG))
    losses = np.asarray((target - 1) * no - target * yes)
    if weight is not None:
        losses = (losses * weight).astype(self.dtype)
    return reduced(laid_out(losses, self, target), reduction)


def _spread(self: Array) -> Any:
    """``p * (1 - p)``, but not 0."""
    return np.maximum((1 - self) * self, self.dtype.type(_LEAST))


def _spread_in_graph(self: Any) -> Any:
    """The same in derivatives of the derivative, which PyTorch computes otherwise."""
    return plus(self, _LEAST) * plus(alone(1, self) - self, _LEAST)


def _weighted(g: Any, self: Any, weight: Any, reduction: int) -> Any:
    if weight is not None:
        g = g * weight
    return shared(g, self, reduction)


def _backward(
    grad_output: Array, self: Array, target: Array, weight: Array | None, reduction: int
) -> Any:
    g = _weighted(grad_output, self, weight, reduction)
    return g * (self - target) / _spread(self)


def _again(g: Any, self: Any, target: Any, weight: Any, reduction: int) -> Any:
    given = _weighted(g, self, weight, reduction)
    return given * (self - target) / _spread_in_graph(self)


def _vjp(g: Any, self: Any, target: Any, weight: Any, reduction: int) -> Any:
    return apply(
        BINARY_CROSS_ENTROPY_BACKWARD, g, self, target, weight, reduction=reduction
    )


def _vjp_of_target(g: Any, self: Any, weight: Any, reduction: int) -> Any:
    change = -apply(LOGIT, self, eps=None)
    return _weighted(change * g, self, weight, reduction)


def _twice(
    g: Any, grad_output: Any, self: Any, target: Any, weight: Any, reduction: int
) -> Any:
    given = _weighted(g * grad_output, self, weight, reduction)
    bend = self * self - self * target * 2 + target
    return given * bend / _spread_in_graph(self) ** 2


_SLOPE = "weight * (self - target) / (self * (1 - self))"

BINARY_CROSS_ENTROPY: Op = Op(
    "binary_cross_entropy",
    "BinaryCrossEntropyBackward0",
    ("self", "target", "weight"),
    _surprise,
    (
        Grad(f"{_SLOPE} / (n if reduction == 1 else 1)", _vjp),
        Grad(
            "weight * log((1 - self) / self) / (n if reduction == 1 else 1)",
            _vjp_of_target,
        ),
    ),
    symbol="binary_cross_entropy({0}, {1})",
    dtype="same",
    optional=("weight",),
)

BINARY_CROSS_ENTROPY_BACKWARD: Op = Op(
    "binary_cross_entropy_backward",
    "BinaryCrossEntropyBackwardBackward0",
    ("grad_output", "self", "target", "weight"),
    _backward,
    (
        Grad(f"{_SLOPE} / (size(self) if reduction == 1 else 1)", _again),
        Grad(
            "weight * grad_output * (self**2 - 2 * self * target + target)"
            " / (self * (1 - self))**2 / (size(self) if reduction == 1 else 1)",
            _twice,
        ),
        Grad(
            "-weight * grad_output / (self * (1 - self))"
            " / (size(self) if reduction == 1 else 1)",
            lambda g, grad_output, self, weight, reduction: (
                -_weighted(g * grad_output, self, weight, reduction)
                / _spread_in_graph(self)
            ),
        ),
    ),
    symbol="binary_cross_entropy_backward({0}, {1}, {2})",
    dtype="same",
    optional=("weight",),
)


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None, reduction: int
) -> Tensor:
    """How surprising the answers ``target`` are, given probabilities.

    Raises:
        RuntimeError: something is no probability, or types differ.
        NotImplementedError: the numbers are no floats.
    """
    not_differentiable("binary_cross_entropy", "weight", weight)
    same_type(input, target)
    only_floats("binary_cross_entropy", input.array)
    for name, each in (("input", input), ("target", target)):
        if not np.all((each.array >= 0) & (each.array <= 1)):
            raise RuntimeError(f"all elements of {name} should be between 0 and 1")
    return apply(BINARY_CROSS_ENTROPY, input, target, weight, reduction=reduction)


PUBLIC: dict[str, Any] = {}

FACES = ()
