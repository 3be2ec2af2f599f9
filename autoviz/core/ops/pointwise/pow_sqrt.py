"""Powers and roots.

``pow`` has three rows, because there are three ways to write one. In ``x**2`` the
exponent is a plain number and only the base gets a gradient; in ``2**x`` it is the
other way round; in ``x**w`` both do. ``square`` is ``x**2``, and ``float_power`` a
power in float64, whatever the numbers were.

A root saves its *result*, not its input: the derivative of ``sqrt`` is
1 / (2 · result), which is cheap to compute.

Next: ``exp_log``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, float64
from autoviz.core.faces import Face, public
from autoviz.core.layout import compact, in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.common import broadcasting, in_place
from autoviz.core.ops.index.where_masked_fill import choose, zeros_like
from autoviz.core.ops.methods.to_dtype import to
from autoviz.core.ops.pointwise.exp_log import LOG
from autoviz.core.ops.pointwise.scalar import minus, times
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "float_power", "pow", "rsqrt", "sqrt", "square"]


def _pow_scalar(self: Array, exponent: Number) -> Any:
    """The common exponents are multiplied out, which is faster and more exact."""
    if exponent == 1:
        return compact(self)
    if self.dtype.kind in "iu" and exponent < 0:
        raise RuntimeError("Integers to negative integer powers are not allowed.")
    short = _SHORT.get(exponent) if self.dtype.kind == "f" else None
    return short(self) if short else np.power(self, self.dtype.type(exponent))


_SHORT: dict[Number, Callable[[Array], Any]] = {
    0.5: np.sqrt,
    2: lambda self: self * self,
    3: lambda self: self * self * self,
    -0.5: lambda self: 1 / np.sqrt(self),
    -1: lambda self: 1 / self,
    -2: lambda self: 1 / (self * self),
}


def _pow_base(exponent: Array, self: Number) -> Any:
    return in_rows(_power(np.asarray(self, exponent.dtype), exponent))


def _power(self: Array, exponent: Array) -> Any:
    """Of whole numbers to a negative power only 1 and -1 leave something."""
    not_of_bools("pow", exponent)
    if exponent.dtype.kind != "i" or np.all(exponent >= 0):
        return np.power(self, exponent)
    remains = np.where(np.abs(self) == 1, self ** (exponent % 2), 0)
    return np.where(exponent < 0, remains, self ** np.maximum(exponent, 0))


def _grad_of_exponent(g: Any, self: Any, exponent: Any, result: Any) -> Any:
    """0 where ``0**exponent`` stays 0 however the exponent is nudged."""
    stays = (self == 0) & (exponent >= 0)
    return g * choose(stays, 0, result * apply(LOG, self))


def _grad_over_base(g: Any, self: Number, exponent: Any, result: Any) -> Any:
    slope = times(result, float(np.log(np.float64(self))))
    return g * (slope if self else choose(exponent >= 0, 0, slope))


# self ** exponent, with a plain number for the exponent: x**2
POW_SCALAR: Op = Op(
    "pow",
    "PowBackward0",
    ("self",),
    _pow_scalar,
    (
        Grad(
            "exponent * self**(exponent - 1)",
            lambda g, self, exponent: (
                g * times(apply(POW_SCALAR, self, exponent=exponent - 1), exponent)
                if exponent
                else zeros_like(g)
            ),
        ),
    ),
    symbol="{0}**{exponent}",
    scalars=("exponent",),
)

# self ** exponent, both tensors: x**w
POW = Op(
    "pow",
    "PowBackward1",
    ("self", "exponent"),
    broadcasting(_power),
    (
        Grad(
            "exponent * self**(exponent - 1)",
            lambda g, self, exponent: choose(
                exponent == 0, 0, g * (exponent * self ** minus(exponent, 1))
            ),
        ),
        Grad("result * log(self)", _grad_of_exponent),
    ),
    symbol="{0}**{1}",
)

# a plain number to the power of a tensor: 2**x
POW_BASE = Op(
    "pow",
    "PowBackward2",
    ("exponent",),
    _pow_base,
    (
        Grad(
            "result * log(self)",
            _grad_over_base,
        ),
    ),
    symbol="{self}**{0}",
    scalars=("self",),
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


def pow(self: Tensor | Number, exponent: Tensor | Number) -> Tensor:
    """``self ** exponent``; three rows, as in PyTorch.

    >>> import autoviz as av
    >>> av.pow(av.tensor([1.0, 2.0, 3.0]), 2)
    tensor([1., 4., 9.])

    Raises:
        RuntimeError: an integer to a negative integer power.
    """
    if not isinstance(exponent, Tensor):
        return apply(POW_SCALAR, self, exponent=exponent)
    if not isinstance(self, Tensor):
        return apply(POW_BASE, exponent, self=self)
    return apply(POW, self, exponent)


def rpow(self: Tensor, base: Number) -> Tensor:
    """``base ** self``."""
    return pow(base, self)


def square(self: Tensor) -> Tensor:
    """``self ** 2``."""
    return pow(self, 2)


def pow_(self: Tensor, exponent: Tensor | Number) -> Tensor:
    """``self **= exponent``."""
    if isinstance(exponent, Tensor):
        return apply_in_place(POW, self, exponent)
    return apply_in_place(POW_SCALAR, self, exponent=exponent)


def square_(self: Tensor) -> Tensor:
    """``self **= 2``."""
    return pow_(self, 2)


def float_power(self: Tensor | Number, exponent: Tensor | Number) -> Tensor:
    """``self ** exponent``, computed in float64.

    >>> import autoviz as av
    >>> av.float_power(av.tensor([2, 3]), -1)
    tensor([0.5000, 0.3333], dtype=torch.float64)
    """
    return pow(_in_float64(self), _in_float64(exponent))


def float_power_(self: Tensor, exponent: Tensor | Number) -> Tensor:
    """The same, written into ``self``, which has to be of float64 itself.

    Raises:
        RuntimeError: it is not.
    """
    if self.dtype is not float64:
        raise RuntimeError(
            f"the base given to float_power_ has dtype {self.dtype.scalar_type} but "
            "the operation's result requires dtype Double"
        )
    return pow_(self, _in_float64(exponent))


def _in_float64(each: Tensor | Number) -> Tensor | Number:
    return to(each, float64) if isinstance(each, Tensor) else float(each)


def sqrt(self: Tensor) -> Tensor:
    """Square root; nan below 0."""
    return apply(SQRT, self)


def rsqrt(self: Tensor) -> Tensor:
    """1 / square root.

    >>> import autoviz as av
    >>> av.rsqrt(av.tensor([4.0, 16.0]))
    tensor([0.5000, 0.2500])
    """
    return apply(RSQRT, self)


PUBLIC = public(float_power, pow, square, rsqrt, sqrt)

FACES = (
    Face(pow, ("pow",), "pow", reflected=rpow, in_place=pow_),
    Face(square, ("square",), in_place=square_),
    Face(float_power, ("float_power",), in_place=float_power_),
    Face(sqrt, ("sqrt",), in_place=in_place(SQRT)),
    Face(rsqrt, ("rsqrt",), in_place=in_place(RSQRT)),
)
