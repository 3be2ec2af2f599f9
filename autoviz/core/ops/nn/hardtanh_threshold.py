"""Bends made of straight lines.

They cost next to nothing, and so does their derivative: the slope of the piece a number
is on, 1 or 0 mostly. ``hardtanh`` cuts off at both ends (``relu6`` at 0 and 6);
``hardsigmoid`` is such a line from 0 to 1, and ``hardswish`` the product of x with it.
``threshold`` puts a fixed number where x is too small. What is near 0 becomes 0 with
``hardshrink`` and ``softshrink``; the soft one moves the rest, so that nothing jumps.

Next: ``mish_glu``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools, only_floats, scalar_type
from autoviz.core.ops.common import no_derivative
from autoviz.core.ops.index.where_masked_fill import choose, let_through, zeros_like
from autoviz.core.ops.nn.relu_sigmoid_tanh import THRESHOLD_BACKWARD
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "hardshrink",
    "hardsigmoid",
    "hardsigmoid_",
    "hardswish",
    "hardswish_",
    "hardtanh",
    "hardtanh_",
    "relu6",
    "relu6_",
    "softshrink",
    "threshold",
    "threshold_",
]


# hardtanh and relu6


def _hardtanh(self: Array, min_val: Number, max_val: Number) -> Any:
    if self.dtype.kind == "b":
        raise RuntimeError("Bool inputs not supported for hardtanh")
    if self.dtype.kind == "u" and min(min_val, max_val) < 0:
        raise RuntimeError(
            "cannot do hardtanh on an unsigned type with negative limits"
        )
    low, high = (np.asarray(each).astype(self.dtype) for each in (min_val, max_val))
    return np.where(self < low, low, np.where(self > high, high, self))


def _hardtanh_backward(
    grad_output: Array, self: Array, min_val: Number, max_val: Number
) -> Any:
    return let_through(grad_output, ~((self <= min_val) | (self >= max_val)))


def _hardtanh_row(name: str, symbol: str) -> Op:
    return Op(
        name,
        "HardtanhBackward0",
        ("self",),
        _hardtanh,
        (Grad(_INSIDE, _hardtanh_vjp),),
        symbol=symbol,
        dtype="same",
    )


def _hardtanh_vjp(g: Any, self: Any, min_val: Number, max_val: Number) -> Any:
    return apply(HARDTANH_BACKWARD, g, self, min_val=min_val, max_val=max_val)


_INSIDE = "0 if self <= min_val else 1 if self < max_val else 0"

HARDTANH = _hardtanh_row("hardtanh", "hardtanh({0}, {min_val}, {max_val})")
RELU6 = _hardtanh_row("relu6", "relu6({0})")

HARDTANH_BACKWARD: Op = Op(
    "hardtanh_backward",
    "HardtanhBackwardBackward0",
    ("grad_output", "self"),
    _hardtanh_backward,
    (Grad(_INSIDE, _hardtanh_vjp), Grad("0", zeros_like)),
    symbol="hardtanh_backward({0}, {1})",
    dtype="same",
)


# hardsigmoid and hardswish


def _hardsigmoid(self: Array) -> Any:
    only_floats("hardsigmoid_cpu", self)
    return np.minimum(np.maximum(self + 3, 0), 6) / 6


def _hardswish(self: Array) -> Any:
    only_floats("hardswish_cpu", self)
    return self * np.minimum(np.maximum(self + 3, 0), 6) / 6


def _hardswish_backward(grad_output: Array, self: Array) -> Any:
    middle = np.where(self < 3, grad_output * (self / 3 + 0.5), grad_output)
    return np.where(self <= -3, grad_output.dtype.type(0), middle)


def _bent(self: Any) -> Any:
    """Where hardsigmoid rises."""
    return (self > -3) & (self < 3)


HARDSIGMOID = Op(
    "hardsigmoid",
    "HardsigmoidBackward0",
    ("self",),
    _hardsigmoid,
    (
        Grad(
            "0 if self <= -3 else 1 / 6 if self < 3 else 0",
            lambda g, self: apply(HARDSIGMOID_BACKWARD, g, self),
        ),
    ),
    symbol="hardsigmoid({0})",
    dtype="same",
)

HARDSIGMOID_BACKWARD: Op = Op(
    "hardsigmoid_backward",
    "NotImplemented",
    ("grad_output", "self"),
    lambda grad_output, self: let_through(grad_output / 6, _bent(self)),
    (no_derivative("hardsigmoid_backward"), no_derivative("hardsigmoid_backward")),
    symbol="hardsigmoid_backward({0}, {1})",
    dtype="same",
)

_RISING = "0 if self <= -3 else self / 3 + 0.5 if self < 3 else 1"

HARDSWISH = Op(
    "hardswish",
    "HardswishBackward0",
    ("self",),
    _hardswish,
    (Grad(_RISING, lambda g, self: apply(HARDSWISH_BACKWARD, g, self)),),
    symbol="hardswish({0})",
    dtype="same",
)

HARDSWISH_BACKWARD: Op = Op(
    "hardswish_backward",
    "HardswishBackwardBackward0",
    ("grad_output", "self"),
    _hardswish_backward,
    (
        Grad(_RISING, lambda g, self: apply(HARDSWISH_BACKWARD, g, self)),
        Grad(
            "0 if self <= -3 else grad_output / 3 if self < 3 else 0",
            lambda g, grad_output, self: choose(_bent(self), g * grad_output / 3, 0),
        ),
    ),
    symbol="hardswish_backward({0}, {1})",
    dtype="same",
)


# threshold, hardshrink, softshrink


def _threshold(self: Array, threshold: Number, value: Number) -> Any:
    not_of_bools("threshold_cpu", self)
    least, other = (np.asarray(each).astype(self.dtype) for each in (threshold, value))
    return np.where(self <= least, other, self)


def _threshold_row(grad_fn: str) -> Op:
    return Op(
        "threshold",
        grad_fn,
        ("self",),
        _threshold,
        (
            Grad(
                "1 if self > threshold else 0",
                lambda g, self, threshold: apply(
                    THRESHOLD_BACKWARD, g, self, threshold=threshold
                ),
            ),
        ),
        symbol="threshold({0}, {threshold}, {value})",
        dtype="same",
    )


THRESHOLD = _threshold_row("ThresholdBackward0")
THRESHOLD_IN_PLACE = _threshold_row("ThresholdBackward1")


def _hardshrink(self: Array, lambd: float) -> Any:
    only_floats("hardshrink_cpu", self)
    return np.where(_is_small(self, lambd), self.dtype.type(0), self)


def _softshrink(self: Array, lambd: float) -> Any:
    nearer = np.where(self > lambd, self - lambd, self * 0)
    return np.where(self < -lambd, self + lambd, nearer)


def _is_small(self: Any, lambd: float) -> Any:
    return (self >= -lambd) & (self <= lambd)


def _shrink_backward(grad_output: Array, self: Array, lambd: float) -> Any:
    return let_through(grad_output, ~_is_small(self, lambd))


_OUTSIDE = "0 if abs(self) <= lambd else 1"

HARDSHRINK = Op(
    "hardshrink",
    "HardshrinkBackward0",
    ("self",),
    _hardshrink,
    (
        Grad(
            _OUTSIDE,
            lambda g, self, lambd: apply(HARDSHRINK_BACKWARD, g, self, lambd=lambd),
        ),
    ),
    symbol="hardshrink({0}, {lambd})",
    dtype="same",
)

HARDSHRINK_BACKWARD: Op = Op(
    "hardshrink_backward",
    "HardshrinkBackwardBackward0",
    ("grad_output", "self"),
    _shrink_backward,
    (
        Grad(
            _OUTSIDE,
            lambda g, self, lambd: apply(HARDSHRINK_BACKWARD, g, self, lambd=lambd),
        ),
        Grad("0", zeros_like),
    ),
    symbol="hardshrink_backward({0}, {1})",
    dtype="same",
)

SOFTSHRINK = Op(
    "softshrink",
    "SoftshrinkBackward0",
    ("self",),
    _softshrink,
    (
        Grad(
            _OUTSIDE,
            lambda g, self, lambd: apply(SOFTSHRINK_BACKWARD, g, self, lambd=lambd),
        ),
    ),
    symbol="softshrink({0}, {lambd})",
    dtype="same",
)

SOFTSHRINK_BACKWARD: Op = Op(
    "softshrink_backward",
    "SoftshrinkBackwardBackward0",
    ("grad_output", "self"),
    _shrink_backward,
    (
        Grad(
            _OUTSIDE,
            lambda g, self, lambd: apply(SOFTSHRINK_BACKWARD, g, self, lambd=lambd),
        ),
        Grad("0", zeros_like),
    ),
    symbol="softshrink_backward({0}, {1})",
    dtype="same",
)


def hardtanh(self: Tensor, min_val: Number = -1, max_val: Number = 1) -> Tensor:
    """``self``, but nothing below ``min_val`` or above ``max_val``."""
    return apply(HARDTANH, self, min_val=min_val, max_val=max_val)


def hardtanh_(self: Tensor, min_val: Number = -1, max_val: Number = 1) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(HARDTANH, self, min_val=min_val, max_val=max_val)


def relu6(self: Tensor) -> Tensor:
    """relu, but nothing above 6."""
    return apply(RELU6, self, min_val=0, max_val=6)


def relu6_(self: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(RELU6, self, min_val=0, max_val=6)


def hardsigmoid(self: Tensor) -> Tensor:
    """A straight line from 0 at -3 to 1 at 3."""
    return apply(HARDSIGMOID, self)


def hardsigmoid_(self: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(HARDSIGMOID, self)


def hardswish(self: Tensor) -> Tensor:
    """``x * hardsigmoid(x)``."""
    return apply(HARDSWISH, self)


def hardswish_(self: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(HARDSWISH, self)


def threshold(input: Tensor, threshold: Number, value: Number) -> Tensor:
    """``value`` where a number is not above ``threshold``."""
    return apply(THRESHOLD, input, threshold=threshold, value=value)


def threshold_(input: Tensor, threshold: Number, value: Number) -> Tensor:
    """The same, written into ``input``."""
    told = {"threshold": threshold, "value": value}
    return apply_in_place(THRESHOLD_IN_PLACE, input, **told)


def hardshrink(self: Tensor, lambd: float = 0.5) -> Tensor:
    """0 where a number is at most ``lambd`` away from 0."""
    return apply(HARDSHRINK, self, lambd=lambd)


def softshrink(self: Tensor, lambd: float = 0.5) -> Tensor:
    """Each number moved towards 0 by ``lambd``, and no further.

    Raises:
        RuntimeError: ``lambd`` is below 0.
    """
    only_floats("softshrink_check", self.array)
    if lambd < 0:
        largest = float(np.finfo(self.dtype.numpy).max)
        raise RuntimeError(
            f"lambda must be in range [0, {largest:g}] for input dtype "
            f"{scalar_type(self.array)}, but found {lambd:g}"
        )
    return apply(SOFTSHRINK, self, lambd=lambd)


PUBLIC = public(hardshrink, threshold, threshold_)

FACES = (Face(hardshrink, ("hardshrink",)),)
