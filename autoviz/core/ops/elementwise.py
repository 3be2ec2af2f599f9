"""Functions of one number, applied to every element: roots, powers of e, logarithms.

Several have a derivative that is cheap to write with their own *result*:
``exp`` is its own derivative, and that of ``sqrt`` is 1 / (2 · sqrt). Those save
the result instead of the input; that is why changing the result of ``exp`` in place
breaks ``backward()``, and changing its input does not.

Next: ``nonlinear``, the functions that neural networks bend their numbers with.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core import erf as error_function
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import zeros_like
from autoviz.core.ops.scaled import plus, times
from autoviz.core.ops.shared import in_place, not_of_bools
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "abs",
    "clone",
    "detach",
    "erf",
    "exp",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "rsqrt",
    "sgn",
    "sign",
    "sqrt",
]


def _sign(self: Array) -> Any:
    """-1, 0 or 1; 0 for what is not a number."""
    return np.where(self > 0, 1, np.where(self < 0, -1, 0)).astype(self.dtype)


def _abs(self: Array) -> Any:
    not_of_bools("abs_cpu", self)
    return np.abs(self)


def _copy(self: Array) -> Any:
    """In the same order in memory, unless numbers shared a place."""
    return self.copy(order="C" if 0 in self.strides else "K")


_SLOPE_AT_0 = 2 / math.sqrt(math.pi)

EXP = Op(
    "exp",
    "ExpBackward0",
    ("self",),
    np.exp,
    (Grad("result", lambda g, result: g * result),),
    symbol="exp({0})",
    dtype="float",
)

# exp(x) - 1, exact where x is small.
EXPM1 = Op(
    "expm1",
    "Expm1Backward0",
    ("self",),
    np.expm1,
    (Grad("result + 1", lambda g, result: g * plus(result, 1)),),
    symbol="expm1({0})",
    dtype="float",
)

LOG = Op(
    "log",
    "LogBackward0",
    ("self",),
    np.log,
    (Grad("1 / self", lambda g, self: g / self),),
    symbol="log({0})",
    dtype="float",
)

# log(1 + x), exact where x is small.
LOG1P = Op(
    "log1p",
    "Log1PBackward0",
    ("self",),
    np.log1p,
    (Grad("1 / (self + 1)", lambda g, self: g / plus(self, 1)),),
    symbol="log1p({0})",
    dtype="float",
)

LOG2 = Op(
    "log2",
    "Log2Backward0",
    ("self",),
    np.log2,
    (Grad("1 / (self * log(2))", lambda g, self: g / times(self, math.log(2))),),
    symbol="log2({0})",
    dtype="float",
)

LOG10 = Op(
    "log10",
    "Log10Backward0",
    ("self",),
    np.log10,
    (Grad("1 / (self * log(10))", lambda g, self: g / times(self, math.log(10))),),
    symbol="log10({0})",
    dtype="float",
)

SQRT = Op(
    "sqrt",
    "SqrtBackward0",
    ("self",),
    np.sqrt,
    (Grad("1 / (2 * result)", lambda g, result: g / times(result, 2)),),
    symbol="sqrt({0})",
    dtype="float",
)

RSQRT = Op(
    "rsqrt",
    "RsqrtBackward0",
    ("self",),
    lambda self: 1 / np.sqrt(self),
    (Grad("-0.5 * result**3", lambda g, result: times(g, -0.5) * result**3),),
    symbol="rsqrt({0})",
    dtype="float",
)

# The share of a normal distribution between -x and x, in steps of sqrt(2).
ERF = Op(
    "erf",
    "ErfBackward0",
    ("self",),
    error_function.erf,
    (
        Grad(
            "1.1283791670955126 * exp(-self**2)",
            lambda g, self: times(apply(EXP, -(self**2)), _SLOPE_AT_0) * g,
        ),
    ),
    symbol="erf({0})",
    dtype="float",
)

SIGN = Op(
    "sign",
    "SignBackward0",
    ("self",),
    _sign,
    (Grad("0", zeros_like),),
    symbol="sign({0})",
)

# PyTorch's other sign, meant for complex numbers; that of abs.
SGN = Op(
    "sgn",
    "SgnBackward0",
    ("self",),
    _sign,
    (Grad("0", lambda g, self, result: zeros_like(g)),),
    symbol="sgn({0})",
)

# At 0 the derivative is sign(0) = 0, as in PyTorch.
ABS = Op(
    "abs",
    "AbsBackward0",
    ("self",),
    _abs,
    (Grad("sign(self)", lambda g, self: g * apply(SGN, self)),),
    symbol="abs({0})",
)

CLONE = Op(
    "clone",
    "CloneBackward0",
    ("self",),
    _copy,
    (Grad("1", lambda g: g),),
    symbol="{0}.clone()",
    dtype="same",
)

# Not differentiable: that is its purpose.
DETACH = Op(
    "detach",
    "",
    ("self",),
    lambda self: self,
    (),
    symbol="{0}.detach()",
    dtype="same",
    view=True,
)


def exp(self: Tensor) -> Tensor:
    """The power of e to each element."""
    return apply(EXP, self)


def expm1(self: Tensor) -> Tensor:
    """``exp(x) - 1``, exact where x is small."""
    return apply(EXPM1, self)


def log(self: Tensor) -> Tensor:
    """Natural logarithm; -inf at 0, nan below."""
    return apply(LOG, self)


def log1p(self: Tensor) -> Tensor:
    """``log(1 + x)``, exact where x is small."""
    return apply(LOG1P, self)


def log2(self: Tensor) -> Tensor:
    """Logarithm to base 2."""
    return apply(LOG2, self)


def log10(self: Tensor) -> Tensor:
    """Logarithm to base 10."""
    return apply(LOG10, self)


def sqrt(self: Tensor) -> Tensor:
    """Square root; nan below 0."""
    return apply(SQRT, self)


def rsqrt(self: Tensor) -> Tensor:
    """1 / square root."""
    return apply(RSQRT, self)


def erf(self: Tensor) -> Tensor:
    """The error function, which belongs to the bell curve."""
    return apply(ERF, self)


def sign(self: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return apply(SIGN, self)


def sgn(self: Tensor) -> Tensor:
    """-1, 0 or 1, as ``sign``."""
    return apply(SGN, self)


def abs(self: Tensor) -> Tensor:
    """Magnitude."""
    return apply(ABS, self)


def clone(self: Tensor) -> Tensor:
    """A copy with memory of its own, through which gradients flow."""
    return apply(CLONE, self)


def detach(self: Tensor) -> Tensor:
    """The same memory, cut off from the graph. Shares the version counter."""
    return apply(DETACH, self)


PUBLIC = public(
    abs, clone, detach, erf, exp, expm1, log, log1p, log2, log10, rsqrt, sgn, sign, sqrt
) | {"absolute": abs}

FACES = (
    Face(exp, ("exp",), in_place=in_place(EXP)),
    Face(expm1, ("expm1",), in_place=in_place(EXPM1)),
    Face(log, ("log",), in_place=in_place(LOG)),
    Face(log1p, ("log1p",), in_place=in_place(LOG1P)),
    Face(log2, ("log2",), in_place=in_place(LOG2)),
    Face(log10, ("log10",), in_place=in_place(LOG10)),
    Face(sqrt, ("sqrt",), in_place=in_place(SQRT)),
    Face(rsqrt, ("rsqrt",), in_place=in_place(RSQRT)),
    Face(erf, ("erf",), in_place=in_place(ERF)),
    Face(sign, ("sign",), in_place=in_place(SIGN)),
    Face(sgn, ("sgn",), in_place=in_place(SGN)),
    Face(abs, ("abs",), in_place=in_place(ABS)),
    Face(abs, ("absolute",), in_place=in_place(ABS)),
    Face(abs, operator="abs"),
    Face(clone, ("clone",)),
    Face(detach, ("detach",)),
)
