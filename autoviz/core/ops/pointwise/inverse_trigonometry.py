"""From a sine, cosine or tangent back to the angle, and the hyperbolic ones likewise.

The derivative of an inverse is 1 over the derivative of what it undoes. That of ``tan``
is 1 + tan², so that of ``atan`` is 1 / (1 + x²): no angle is left in it. ``asin`` and
``acos`` end at -1 and 1, where they stand upright: the derivative is infinite there.

PyTorch has no derivative for ``x.asinh_()`` and its two relatives: the node is made,
and refuses to run.

A point ``(other, self)`` of the plane has an angle, ``atan2``, and a distance from the
origin, ``hypot``.

Next: ``rounding``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, must_be_tensor, only_floats
from autoviz.core.ops.common import broadcasting, in_place, refused
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL
from autoviz.core.ops.pointwise.arithmetic import NEG, RECIPROCAL
from autoviz.core.ops.pointwise.pow_sqrt import RSQRT
from autoviz.core.ops.pointwise.scalar import alone, minus, plus, times
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "hypot",
]


def _hypot(self: Array, other: Array) -> Any:
    only_floats("hypot_cpu", self)
    return np.hypot(self, other)


def _over_square(self: Any, other: Any) -> Any:
    """1 over the square of the distance; 0 at the origin, which has no angle."""
    square = self * self + other * other
    return apply(MASKED_FILL, apply(RECIPROCAL, square), square == 0, value=0)


ASIN = Op(
    "asin",
    "AsinBackward0",
    ("self",),
    np.arcsin,
    (
        Grad(
            "(1 - self**2)**(-0.5)",
            lambda g, self: g * apply(RSQRT, plus(-self * self, 1)),
        ),
    ),
    symbol="asin({0})",
    dtype="float",
)

ACOS = Op(
    "acos",
    "AcosBackward0",
    ("self",),
    np.arccos,
    (
        Grad(
            "-(1 - self**2)**(-0.5)",
            lambda g, self: g * -apply(RSQRT, plus(-self * self, 1)),
        ),
    ),
    symbol="acos({0})",
    dtype="float",
)

ATAN: Op = Op(
    "atan",
    "AtanBackward0",
    ("self",),
    np.arctan,
    (Grad("1 / (self**2 + 1)", lambda g, self: g / plus(self * self, 1)),),
    symbol="atan({0})",
    dtype="float",
)

ASINH = Op(
    "asinh",
    "AsinhBackward0",
    ("self",),
    np.arcsinh,
    (
        Grad(
            "(self**2 + 1)**(-0.5)",
            lambda g, self: g * apply(RSQRT, plus(self**2, 1)),
        ),
    ),
    symbol="asinh({0})",
    dtype="float",
)

ACOSH = Op(
    "acosh",
    "AcoshBackward0",
    ("self",),
    np.arccosh,
    (
        Grad(
            "(self**2 - 1)**(-0.5)",
            lambda g, self: g * apply(RSQRT, minus(self * self, 1)),
        ),
    ),
    symbol="acosh({0})",
    dtype="float",
)

ATANH = Op(
    "atanh",
    "AtanhBackward0",
    ("self",),
    np.arctanh,
    (
        Grad(
            "1 / (1 - self**2)",
            lambda g, self: times(g, 1) / (alone(1, self) - self**2),
        ),
    ),
    symbol="atanh({0})",
    dtype="float",
)

ATAN2 = Op(
    "atan2",
    "Atan2Backward0",
    ("self", "other"),
    broadcasting(np.arctan2),
    (
        Grad(
            "other / (self**2 + other**2)",
            lambda g, self, other: g * other * _over_square(self, other),
        ),
        Grad(
            "-self / (self**2 + other**2)",
            lambda g, self, other: g * apply(NEG, self) * _over_square(self, other),
        ),
    ),
    symbol="atan2({0}, {1})",
    dtype="float",
)

HYPOT = Op(
    "hypot",
    "HypotBackward0",
    ("self", "other"),
    broadcasting(_hypot),
    (
        Grad("self / result", lambda g, self, result: g * self / result),
        Grad("other / result", lambda g, other, result: g * other / result),
    ),
    symbol="hypot({0}, {1})",
)

ASINH_IN_PLACE = replace(
    ASINH, grad_fn="AsinhBackward1", grads=(refused("inplace version of asinh"),)
)
ACOSH_IN_PLACE = replace(
    ACOSH, grad_fn="AcoshBackward1", grads=(refused("inplace version of acosh"),)
)
ATANH_IN_PLACE = replace(
    ATANH, grad_fn="AtanhBackward1", grads=(refused("inplace version of atanh"),)
)


def asin(self: Tensor) -> Tensor:
    """The angle that has this sine, between -π/2 and π/2."""
    return apply(ASIN, self)


def acos(self: Tensor) -> Tensor:
    """The angle that has this cosine, between 0 and π."""
    return apply(ACOS, self)


def atan(self: Tensor) -> Tensor:
    """The angle that has this tangent, between -π/2 and π/2."""
    return apply(ATAN, self)


def asinh(self: Tensor) -> Tensor:
    """The number that has this hyperbolic sine."""
    return apply(ASINH, self)


def acosh(self: Tensor) -> Tensor:
    """The number, not below 0, that has this hyperbolic cosine; nan below 1."""
    return apply(ACOSH, self)


def atanh(self: Tensor) -> Tensor:
    """The number that has this hyperbolic tangent; nan beyond -1 and 1."""
    return apply(ATANH, self)


def atan2(self: Tensor, other: Tensor) -> Tensor:
    """The angle at which the point ``(other, self)`` is seen, between -π and π.

    >>> import autoviz as av
    >>> av.atan2(av.tensor([0.0, 1.0]), av.tensor([1.0, 0.0]))
    tensor([0.0000, 1.5708])
    """
    check_tensors("atan2", input=self, other=other)
    return apply(ATAN2, self, other)


def atan2_(self: Tensor, other: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(ATAN2, self, must_be_tensor("atan2_", "other", 1, other))


def hypot(self: Tensor, other: Tensor) -> Tensor:
    """How far the point ``(self, other)`` is from the origin.

    >>> import autoviz as av
    >>> av.hypot(av.tensor(3.0), av.tensor(4.0))
    tensor(5.)
    """
    check_tensors("hypot", input=self, other=other)
    return apply(HYPOT, self, other)


def hypot_(self: Tensor, other: Tensor) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(HYPOT, self, must_be_tensor("hypot_", "other", 1, other))


PUBLIC = public(acos, acosh, asin, asinh, atan, atan2, atanh, hypot) | {
    "arccos": acos,
    "arccosh": acosh,
    "arcsin": asin,
    "arcsinh": asinh,
    "arctan": atan,
    "arctan2": atan2,
    "arctanh": atanh,
}

FACES = (
    Face(asin, ("asin",), in_place=in_place(ASIN)),
    Face(asin, ("arcsin",), in_place=in_place(ASIN)),
    Face(acos, ("acos",), in_place=in_place(ACOS)),
    Face(acos, ("arccos",), in_place=in_place(ACOS)),
    Face(atan, ("atan",), in_place=in_place(ATAN)),
    Face(atan, ("arctan",), in_place=in_place(ATAN)),
    Face(asinh, ("asinh",), in_place=in_place(ASINH_IN_PLACE)),
    Face(asinh, ("arcsinh",), in_place=in_place(ASINH_IN_PLACE)),
    Face(acosh, ("acosh",), in_place=in_place(ACOSH_IN_PLACE)),
    Face(acosh, ("arccosh",), in_place=in_place(ACOSH_IN_PLACE)),
    Face(atanh, ("atanh",), in_place=in_place(ATANH_IN_PLACE)),
    Face(atanh, ("arctanh",), in_place=in_place(ATANH_IN_PLACE)),
    Face(atan2, ("atan2",), in_place=atan2_),
    Face(atan2, ("arctan2",), in_place=atan2_),
    Face(hypot, ("hypot",), in_place=hypot_),
)
