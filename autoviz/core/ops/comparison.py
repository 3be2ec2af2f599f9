"""Questions: their answers are bools, and no gradient comes back from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face, public
from autoviz.core.node import Op
from autoviz.core.ops.arithmetic import _broadcasting
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "eq", "ge", "gt", "le", "lt", "ne"]


def _row(name: str, function: np.ufunc, sign: str) -> Op:
    symbol = f"{{0}} {sign} {{1}}"
    return Op(name, "", ("self", "other"), _broadcasting(function), (), symbol=symbol)


EQ = _row("eq", np.equal, "==")
NE = _row("ne", np.not_equal, "!=")
LT = _row("lt", np.less, "<")
LE = _row("le", np.less_equal, "<=")
GT = _row("gt", np.greater, ">")
GE = _row("ge", np.greater_equal, ">=")


def eq(self: Tensor, other: Tensor | Number) -> Any:
    """``self == other``, element by element."""
    return apply(EQ, self, other)


def ne(self: Tensor, other: Tensor | Number) -> Any:
    """``self != other``, element by element."""
    return apply(NE, self, other)


def lt(self: Tensor, other: Tensor | Number) -> Any:
    """``self < other``, element by element."""
    return apply(LT, self, other)


def le(self: Tensor, other: Tensor | Number) -> Any:
    """``self <= other``, element by element."""
    return apply(LE, self, other)


def gt(self: Tensor, other: Tensor | Number) -> Any:
    """``self > other``, element by element."""
    return apply(GT, self, other)


def ge(self: Tensor, other: Tensor | Number) -> Any:
    """``self >= other``, element by element."""
    return apply(GE, self, other)


PUBLIC = public(eq, ge, gt, le, lt, ne)

FACES = (
    Face(eq, ("eq",), "eq"),
    Face(ne, ("ne",), "ne"),
    Face(lt, ("lt",), "lt"),
    Face(le, ("le",), "le"),
    Face(gt, ("gt",), "gt"),
    Face(ge, ("ge",), "ge"),
)
