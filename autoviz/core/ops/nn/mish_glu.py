"""Products of a number and how far it is let through: mish, glu.

``mish`` is x times ``tanh(softplus(x))``, which opens slowly from 0 to 1: silu with
another gate. ``glu`` takes the gate from elsewhere: it splits a tensor into two halves,
``a`` and ``b``, and returns ``a * sigmoid(b)``. So ``a`` gets what arrives as far as
the gate is open, and ``b`` learns whether to open it.

Next: ``softmax``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import only_floats
from autoviz.core.ops.index.select_slice import slice_of
from autoviz.core.ops.nn.relu_sigmoid_tanh import SIGMOID, SIGMOID_BACKWARD, TANH
from autoviz.core.ops.pointwise.exp_log import EXP, LOG1P
from autoviz.core.ops.pointwise.scalar import alone
from autoviz.core.ops.shape.cat_stack import cat_row
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "glu", "mish", "mish_"]


# mish


def _mish(self: Array) -> Any:
    only_floats("mish_cpu", self)
    return self * np.tanh(np.log1p(np.exp(self)))


def _mish_vjp(g: Any, self: Any) -> Any:
    gate = apply(TANH, apply(LOG1P, apply(EXP, self)))
    steepness = self * apply(SIGMOID, self) * (alone(1, gate) - gate * gate)
    return g * (gate + steepness)


MISH = Op(
    "mish",
    "MishBackward0",
    ("self",),
    _mish,
    (
        Grad(
            "tanh(log(1 + exp(self)))"
            " + self * sigmoid(self) * (1 - tanh(log(1 + exp(self)))**2)",
            _mish_vjp,
        ),
    ),
    symbol="mish({0})",
    dtype="same",
)


# glu


def _halves(self: Any, dim: int) -> tuple[Any, Any]:
    at = dim % len(self.shape)
    half = self.shape[at] // 2
    return slice_of(self, at, 0, half), slice_of(self, at, half, 2 * half)


def _both(first: Any, second: Any, dim: int) -> Any:
    at = dim % len(first.shape)
    return apply(cat_row((first.shape[at],) * 2), first, second, dim=at)


def _glu(self: Array, dim: int) -> Any:
    only_floats("glu_cpu", self)
    a, b = _halves(self, dim)
    return a * apply(SIGMOID, b)


def _glu_backward(grad_output: Array, self: Array, dim: int) -> Any:
    a, b = _halves(self, dim)
    gate = apply(SIGMOID, b)
    return _both(grad_output * gate, (1 - gate) * gate * grad_output * a, dim)


def _glu_twice(g: Any, grad_output: Any, self: Any, dim: int) -> Any:
    """What the input of ``glu`` gets from a gradient of its own gradient."""
    (a, b), (to_a, to_b) = _halves(self, dim), _halves(g, dim)
    gate = apply(SIGMOID, b)
    slope = apply(SIGMOID_BACKWARD, grad_output, gate)
    return _both(to_b * slope, to_a * slope + to_b * slope * a * (1 - gate * 2), dim)


def _glu_forward(g: Any, self: Any, dim: int) -> Any:
    (a, b), (to_a, to_b) = _halves(self, dim), _halves(g, dim)
    gate = apply(SIGMOID, b)
    return to_a * gate + apply(SIGMOID_BACKWARD, to_b * a, gate)


GLU = Op(
    "glu",
    "GluBackward0",
    ("self",),
    _glu,
    (
        Grad(
            "glu_backward(g)",
            lambda g, self, dim: apply(GLU_BACKWARD, g, self, dim=dim),
        ),
    ),
    symbol="glu({0}, {dim})",
    dtype="same",
)

GLU_BACKWARD: Op = Op(
    "glu_backward",
    "GluBackwardBackward0",
    ("grad_output", "self"),
    _glu_backward,
    (
        Grad("glu_backward(g)", _glu_forward),
        Grad("glu_backward(g)", _glu_twice),
    ),
    symbol="glu_backward({0}, {1})",
    dtype="same",
)


def mish(self: Tensor) -> Tensor:
    """``x * tanh(softplus(x))``."""
    return apply(MISH, self)


def mish_(self: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(MISH, self)


def glu(self: Tensor, dim: int = -1) -> Tensor:
    """The first half of ``dim``, each number times the sigmoid of one of the second.

    Raises:
        RuntimeError: there are no two halves.
    """
    if self.ndim == 0:
        raise RuntimeError(
            "glu does not support scalars because halving size must be even"
        )
    at = wrap_dim(dim, self.ndim)
    if self.shape[at] % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {at} is size "
            f"{self.shape[at]}"
        )
    return apply(GLU, self, dim=dim)


PUBLIC: dict[str, Any] = {}

FACES = ()
