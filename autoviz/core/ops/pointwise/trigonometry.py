"""Sine, cosine and tangent, of angles in radians.

The derivative of sine is cosine, and that of cosine is minus sine: each saves its
input. ``tan`` saves its result instead, since tan' = 1 + tan².

Next: ``rounding``.
"""

from __future__ import annotations

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import in_place
from autoviz.core.ops.pointwise.scalar import plus
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "atan", "cos", "cosh", "sin", "sinh", "tan"]

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

ATAN: Op = Op(
    "atan",
    "AtanBackward0",
    ("self",),
    np.arctan,
    (Grad("1 / (self**2 + 1)", lambda g, self: g / plus(self * self, 1)),),
    symbol="atan({0})",
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


def sin(self: Tensor) -> Tensor:
    """Sine."""
    return apply(SIN, self)


def cos(self: Tensor) -> Tensor:
    """Cosine."""
    return apply(COS, self)


def tan(self: Tensor) -> Tensor:
    """Tangent: sine by cosine."""
    return apply(TAN, self)


def atan(self: Tensor) -> Tensor:
    """The angle that has this tangent, between -π/2 and π/2."""
    return apply(ATAN, self)


def sinh(self: Tensor) -> Tensor:
    """Hyperbolic sine."""
    return apply(SINH, self)


def cosh(self: Tensor) -> Tensor:
    """Hyperbolic cosine."""
    return apply(COSH, self)


PUBLIC = public(atan, cos, cosh, sin, sinh, tan) | {"arctan": atan}

FACES = (
    Face(sin, ("sin",), in_place=in_place(SIN)),
    Face(cos, ("cos",), in_place=in_place(COS)),
    Face(tan, ("tan",), in_place=in_place(TAN)),
    Face(atan, ("atan",), in_place=in_place(ATAN)),
    Face(atan, ("arctan",), in_place=in_place(ATAN)),
    Face(sinh, ("sinh",), in_place=in_place(SINH)),
    Face(cosh, ("cosh",), in_place=in_place(COSH)),
)
