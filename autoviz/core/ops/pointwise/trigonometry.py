"""Sine, cosine and tangent, of angles in radians.

The derivative of sine is cosine, and that of cosine is minus sine: each saves its
input. ``tan`` saves its result instead, since tan' = 1 + tan². ``sinc`` is the sine of
πx, divided by πx; at 0 it is 1, and flat.

Next: ``inverse_trigonometry``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import in_place
from autoviz.core.ops.index.where_masked_fill import choose
from autoviz.core.ops.pointwise.scalar import plus, times
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "cos",
    "cosh",
    "deg2rad",
    "rad2deg",
    "sin",
    "sinc",
    "sinh",
    "tan",
]

_DEGREE = math.pi / 180


def _sinc(self: Array) -> Any:
    angle = self * self.dtype.type(math.pi)
    return np.where(self == 0, self.dtype.type(1), np.sin(angle) / angle)


def _sinc_vjp(g: Any, self: Any) -> Any:
    angle, square = times(self, math.pi), times(self * self, math.pi)
    slope = (angle * apply(COS, angle) - apply(SIN, angle)) / square
    return choose(square == 0, 0, g * slope)


SIN: Op = Op(
    "sin",
    "SinBackward0",
    ("self",),
    np.sin,
    (Grad("cos(self)", lambda g, self: g * apply(COS, self)),),
    symbol="sin({0})",
    dtype="float",
)

COS: Op = Op(
    "cos",
    "CosBackward0",
    ("self",),
    np.cos,
    (Grad("-sin(self)", lambda g, self: g * -apply(SIN, self)),),
    symbol="cos({0})",
    dtype="float",
)

TAN: Op = Op(
    "tan",
    "TanBackward0",
    ("self",),
    np.tan,
    (Grad("1 + result**2", lambda g, result: g * plus(result**2, 1)),),
    symbol="tan({0})",
    dtype="float",
)

SINH: Op = Op(
    "sinh",
    "SinhBackward0",
    ("self",),
    np.sinh,
    (Grad("cosh(self)", lambda g, self: g * apply(COSH, self)),),
    symbol="sinh({0})",
    dtype="float",
)

COSH: Op = Op(
    "cosh",
    "CoshBackward0",
    ("self",),
    np.cosh,
    (Grad("sinh(self)", lambda g, self: g * apply(SINH, self)),),
    symbol="cosh({0})",
    dtype="float",
)

SINC = Op(
    "sinc",
    "SincBackward0",
    ("self",),
    _sinc,
    (
        Grad(
            "(cos(3.141592653589793 * self) - result) / self if self != 0 else 0",
            _sinc_vjp,
        ),
    ),
    symbol="sinc({0})",
    dtype="float",
)

DEG2RAD = Op(
    "deg2rad",
    "Deg2RadBackward0",
    ("self",),
    lambda self: self * self.dtype.type(_DEGREE),
    (Grad("3.141592653589793 / 180", lambda g: times(g, _DEGREE)),),
    symbol="deg2rad({0})",
    dtype="float",
)

RAD2DEG = Op(
    "rad2deg",
    "Rad2DegBackward0",
    ("self",),
    lambda self: self * self.dtype.type(1 / _DEGREE),
    (Grad("180 / 3.141592653589793", lambda g: times(g, 1 / _DEGREE)),),
    symbol="rad2deg({0})",
    dtype="float",
)


def sin(self: Tensor) -> Tensor:
    """Sine."""
    return apply(SIN, self)


def cos(self: Tensor) -> Tensor:
    """Cosine."""
    return apply(COS, self)


def tan(self: Tensor) -> Tensor:
    """Tangent: sine by cosine."""
    return apply(TAN, self)


def sinh(self: Tensor) -> Tensor:
    """Hyperbolic sine."""
    return apply(SINH, self)


def cosh(self: Tensor) -> Tensor:
    """Hyperbolic cosine."""
    return apply(COSH, self)


def sinc(self: Tensor) -> Tensor:
    """``sin(πx) / (πx)``, and 1 at 0."""
    return apply(SINC, self)


def deg2rad(self: Tensor) -> Tensor:
    """Degrees in radians: 180 are π.

    >>> import autoviz as av
    >>> av.deg2rad(av.tensor([90.0, 180.0]))
    tensor([1.5708, 3.1416])
    """
    return apply(DEG2RAD, self)


def rad2deg(self: Tensor) -> Tensor:
    """Radians in degrees: π is 180 of them."""
    return apply(RAD2DEG, self)


PUBLIC = public(cos, cosh, deg2rad, rad2deg, sin, sinc, sinh, tan)

FACES = (
    Face(sin, ("sin",), in_place=in_place(SIN)),
    Face(cos, ("cos",), in_place=in_place(COS)),
    Face(tan, ("tan",), in_place=in_place(TAN)),
    Face(sinh, ("sinh",), in_place=in_place(SINH)),
    Face(cosh, ("cosh",), in_place=in_place(COSH)),
    Face(sinc, ("sinc",), in_place=in_place(SINC)),
    Face(deg2rad, ("deg2rad",), in_place=in_place(DEG2RAD)),
    Face(rad2deg, ("rad2deg",), in_place=in_place(RAD2DEG)),
)
