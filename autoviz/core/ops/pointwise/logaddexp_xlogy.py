"""Logarithms that would go wrong if they were put together from ``log`` and ``exp``.

``logaddexp`` adds two numbers of which only the logarithms are known; their
exponentials need not fit into a float. Its derivative is each one's share in the sum.
``xlogy`` is ``x * log(y)``, but 0 where x is 0, as entropies want it, and not 0 times
minus infinity. ``entr`` is ``-x * log(x)`` likewise, ``logit`` the inverse of
``sigmoid``.

Next: ``lgamma_digamma``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, only_floats
from autoviz.core.ops.common import broadcasting
from autoviz.core.ops.index.where_masked_fill import MASKED_FILL, choose
from autoviz.core.ops.pointwise.exp_log import EXP, LOG
from autoviz.core.ops.pointwise.pow_sqrt import POW_BASE
from autoviz.core.ops.pointwise.scalar import alone, plus, times
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "entr", "logaddexp", "logaddexp2", "logit", "xlogy"]


def _logaddexp(self: Array, other: Array) -> Any:
    only_floats("logaddexp_cpu", self)
    return np.logaddexp(self, other)


def _logaddexp2(self: Array, other: Array) -> Any:
    only_floats("logaddexp2_cpu", self)
    return np.logaddexp2(self, other)


def _xlogy(self: Array, other: Array) -> Any:
    logarithm = np.log(other, dtype=np.result_type(self, other))
    return np.where((self == 0) & ~np.isnan(other), 0, self * logarithm)


def _xlogy_of_number(other: Array, self: Number) -> Any:
    return _xlogy(np.asarray(self, other.dtype), other).astype(other.dtype)


def _xlogy_by_number(self: Array, other: Number) -> Any:
    return _xlogy(self, np.asarray(other, self.dtype)).astype(self.dtype)


def _by_log(g: Any, self: Any, other: Any) -> Any:
    """0 where x log(y) stays 0 for want of a logarithm."""
    stays = (self == 0) & (other <= 0)
    return apply(MASKED_FILL, apply(XLOGY, g, other), stays, value=0)


def _by_log_of_number(g: Any, self: Any, other: Number) -> Any:
    sent = apply(XLOGY_OTHER, g, other=other)
    return sent if other > 0 else apply(MASKED_FILL, sent, self == 0, value=0)


def _entr(self: Array) -> Any:
    """Below 0 it is minus infinity, and at 0 it is 0."""
    beyond = np.where(self == 0, 0, -np.inf)
    is_above = (self > 0) | np.isnan(self)
    return np.where(is_above, -self * np.log(self), beyond).astype(self.dtype)


def _logit(self: Array, eps: float | None) -> Any:
    if eps is not None and eps >= 0:
        low, high = self.dtype.type(eps), self.dtype.type(1 - eps)
        self = np.where(self < low, low, np.where(self > high, high, self))
    return np.log(self / (1 - self))


def _logit_vjp(g: Any, self: Any, eps: float | None) -> Any:
    """Beyond its ends there is no derivative; where ``eps`` took over, it is 0."""
    low, beyond = (0.0, math.nan) if eps is None or eps < 0 else (eps, 0.0)
    slope = g / (self * (alone(1, self) - self))
    is_beyond = (self < low) | (self > 1 - low)
    return choose(~is_beyond, slope, alone(beyond, slope))


LOGADDEXP = Op(
    "logaddexp",
    "LogaddexpBackward0",
    ("self", "other"),
    broadcasting(_logaddexp),
    (
        Grad(
            "1 / (exp(other - self) + 1)",
            lambda g, self, other: g / plus(apply(EXP, other - self), 1),
        ),
        Grad(
            "1 / (exp(self - other) + 1)",
            lambda g, self, other: g / plus(apply(EXP, self - other), 1),
        ),
    ),
    symbol="logaddexp({0}, {1})",
)

LOGADDEXP2 = Op(
    "logaddexp2",
    "Logaddexp2Backward0",
    ("self", "other"),
    broadcasting(_logaddexp2),
    (
        Grad(
            "1 / (2**(other - self) + 1)",
            lambda g, self, other: g / plus(apply(POW_BASE, other - self, self=2), 1),
        ),
        Grad(
            "1 / (2**(self - other) + 1)",
            lambda g, self, other: g / plus(apply(POW_BASE, self - other, self=2), 1),
        ),
    ),
    symbol="logaddexp2({0}, {1})",
)

XLOGY: Op = Op(
    "xlogy",
    "XlogyBackward0",
    ("self", "other"),
    broadcasting(_xlogy),
    (
        Grad("log(other)", _by_log),
        Grad("self / other", lambda g, self, other: g * self / other),
    ),
    symbol="xlogy({0}, {1})",
    dtype="float",
)

# xlogy(2, y)
XLOGY_SELF = Op(
    "xlogy",
    "XlogyBackward1",
    ("other",),
    _xlogy_of_number,
    (Grad("self / other", lambda g, self, other: times(g, self) / other),),
    symbol="xlogy({self}, {0})",
    dtype="float",
    scalars=("self",),
)

# xlogy(x, 2)
XLOGY_OTHER: Op = Op(
    "xlogy",
    "XlogyBackward2",
    ("self",),
    _xlogy_by_number,
    (Grad("log(other)", _by_log_of_number),),
    symbol="xlogy({0}, {other})",
    dtype="float",
    scalars=("other",),
)

ENTR = Op(
    "entr",
    "SpecialEntrBackward0",
    ("self",),
    _entr,
    (Grad("-(log(self) + 1)", lambda g, self: g * -plus(apply(LOG, self), 1)),),
    symbol="entr({0})",
    dtype="float",
)

LOGIT = Op(
    "logit",
    "LogitBackward0",
    ("self",),
    _logit,
    (Grad("1 / (self * (1 - self))", _logit_vjp),),
    symbol="logit({0})",
    dtype="float",
)


def logaddexp(self: Tensor, other: Tensor) -> Tensor:
    """``log(exp(self) + exp(other))``, without overflow.

    >>> import autoviz as av
    >>> av.logaddexp(av.tensor(1000.0), av.tensor(1000.0))
    tensor(1000.6932)
    """
    check_tensors("logaddexp", input=self, other=other)
    return apply(LOGADDEXP, self, other)


def logaddexp2(self: Tensor, other: Tensor) -> Tensor:
    """``log2(2**self + 2**other)``, without overflow."""
    check_tensors("logaddexp2", input=self, other=other)
    return apply(LOGADDEXP2, self, other)


def xlogy(self: Tensor | Number, other: Tensor | Number) -> Tensor:
    """``self * log(other)``, and 0 where ``self`` is 0.

    >>> import autoviz as av
    >>> av.xlogy(av.tensor([0.0, 2.0]), av.tensor([0.0, 1.0]))
    tensor([0., 0.])
    """
    if not isinstance(other, Tensor):
        return apply(XLOGY_OTHER, self, other=other)
    if not isinstance(self, Tensor):
        return apply(XLOGY_SELF, other, self=self)
    return apply(XLOGY, self, other)


def xlogy_(self: Tensor, other: Tensor | Number) -> Tensor:
    """The same, written into ``self``."""
    if not isinstance(other, Tensor):
        return apply_in_place(XLOGY_OTHER, self, other=other)
    return apply_in_place(XLOGY, self, other)


def entr(input: Tensor) -> Tensor:
    """``-x * log(x)``: what a probability adds to the entropy."""
    return apply(ENTR, input)


def logit(self: Tensor, eps: float | None = None) -> Tensor:
    """``log(x / (1 - x))``: of what number x is the sigmoid.

    With ``eps``, x is kept within ``eps`` and ``1 - eps`` first.

    >>> import autoviz as av
    >>> av.logit(av.tensor([0.5, 0.75]))
    tensor([0.0000, 1.0986])
    """
    return apply(LOGIT, self, eps=eps)


def logit_(self: Tensor, eps: float | None = None) -> Tensor:
    """The same, written into ``self``."""
    return apply_in_place(LOGIT, self, eps=eps)


PUBLIC = public(logaddexp, logaddexp2, logit, xlogy)

FACES = (
    Face(logaddexp, ("logaddexp",)),
    Face(logaddexp2, ("logaddexp2",)),
    Face(xlogy, ("xlogy",), in_place=xlogy_),
    Face(logit, ("logit",), in_place=logit_),
)
