"""Powers of e, and logarithms.

``exp`` is its own derivative, so it saves its *result* instead of its input; that is
why changing the result of ``exp`` in place breaks ``backward()``, and changing its
input does not. A logarithm's derivative is 1 / x, so it saves its input.

``erf`` belongs here by its derivative, which is the bell curve ``exp(-x²)``.

Next: ``abs_sign``.
"""

from __future__ import annotations

import math

import numpy as np

from autoviz.core import erf as error_function
from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import in_place
from autoviz.core.ops.pointwise.scalar import plus, times
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
]


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

EXP2 = Op(
    "exp2",
    "Exp2Backward0",
    ("self",),
    np.exp2,
    (Grad("result * log(2)", lambda g, result: times(g * result, math.log(2))),),
    symbol="exp2({0})",
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

# What is left outside: 1 - erf(x).
ERFC = Op(
    "erfc",
    "ErfcBackward0",
    ("self",),
    error_function.erfc,
    (
        Grad(
            "-1.1283791670955126 * exp(-self**2)",
            lambda g, self: times(apply(EXP, -(self**2)), -_SLOPE_AT_0) * g,
        ),
    ),
    symbol="erfc({0})",
    dtype="float",
)


def exp(self: Tensor) -> Tensor:
    """The power of e to each element.

    >>> import autoviz as av
    >>> av.tensor([0.0, 1.0]).exp()
    tensor([1.0000, 2.7183])
    """
    return apply(EXP, self)


def exp2(self: Tensor) -> Tensor:
    """The power of 2 to each element."""
    return apply(EXP2, self)


def expm1(self: Tensor) -> Tensor:
    """``exp(x) - 1``, exact where x is small."""
    return apply(EXPM1, self)


def log(self: Tensor) -> Tensor:
    """Natural logarithm; -inf at 0, nan below.

    >>> import autoviz as av
    >>> av.tensor([1.0, 0.0, -1.0]).log()
    tensor([0., -inf, nan])
    """
    return apply(LOG, self)


def log1p(self: Tensor) -> Tensor:
    """``log(1 + x)``, exact where x is small."""
    return apply(LOG1P, self)


def log2(self: Tensor) -> Tensor:
    """Logarithm to base 2.

    >>> import autoviz as av
    >>> av.tensor([1.0, 8.0]).log2()
    tensor([0., 3.])
    """
    return apply(LOG2, self)


def log10(self: Tensor) -> Tensor:
    """Logarithm to base 10."""
    return apply(LOG10, self)


def erf(self: Tensor) -> Tensor:
    """The error function, which belongs to the bell curve."""
    return apply(ERF, self)


def erfc(self: Tensor) -> Tensor:
    """``1 - erf(x)``, exact where that is next to nothing."""
    return apply(ERFC, self)


PUBLIC = public(erf, erfc, exp, exp2, expm1, log, log1p, log2, log10)

FACES = (
    Face(exp, ("exp",), in_place=in_place(EXP)),
    Face(exp2, ("exp2",), in_place=in_place(EXP2)),
    Face(expm1, ("expm1",), in_place=in_place(EXPM1)),
    Face(log, ("log",), in_place=in_place(LOG)),
    Face(log1p, ("log1p",), in_place=in_place(LOG1P)),
    Face(log2, ("log2",), in_place=in_place(LOG2)),
    Face(log10, ("log10",), in_place=in_place(LOG10)),
    Face(erf, ("erf",), in_place=in_place(ERF)),
    Face(erfc, ("erfc",), in_place=in_place(ERFC)),
)
