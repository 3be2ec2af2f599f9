"""Questions: their answers are bools, and no gradient comes back from them.

``x == y`` asks element by element; ``equal`` and ``allclose`` ask about the whole, and
answer with a plain bool. ``isclose`` allows for rounding: for a difference of ``rtol``
times the other number, or of ``atol`` where that is near 0. ``isnan``, ``isinf`` and
``isfinite`` ask about single numbers.

Next: ``logical_bitwise``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.inplace import unobserved
from autoviz.core.layout import laid_out
from autoviz.core.op import Op
from autoviz.core.ops.checks import check_tensors, must_be_tensor
from autoviz.core.ops.common import broadcasting, question
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "allclose",
    "eq",
    "equal",
    "ge",
    "gt",
    "isclose",
    "isfinite",
    "isinf",
    "isnan",
    "le",
    "lt",
    "ne",
]


def _row(name: str, function: np.ufunc, sign: str) -> Op:
    symbol = f"{{0}} {sign} {{1}}"
    return Op(name, "", ("self", "other"), broadcasting(function), (), symbol=symbol)


EQ = _row("eq", np.equal, "==")
NE = _row("ne", np.not_equal, "!=")
LT = _row("lt", np.less, "<")
LE = _row("le", np.less_equal, "<=")
GT = _row("gt", np.greater, ">")
GE = _row("ge", np.greater_equal, ">=")


def _close(self: Array, other: Array, rtol: float, atol: float, equal_nan: bool) -> Any:
    broadcast_shape(self.shape, other.shape)
    close = self == other
    if equal_nan:
        close |= np.isnan(self) & np.isnan(other)
    if self.dtype.kind == "b":
        return laid_out(close, self, other)
    apart, allowed = np.abs(self - other), atol + np.abs(rtol * other)
    close |= np.isfinite(apart) & (apart <= allowed)
    return laid_out(close, self, other)


ISCLOSE = Op(
    "isclose",
    "",
    ("self", "other"),
    _close,
    (),
    symbol="isclose({0}, {1})",
    dtype="same",
)


ISNAN = question("isnan", np.isnan, "isnan({0})")
ISINF = question("isinf", np.isinf, "isinf({0})")
ISFINITE = question("isfinite", np.isfinite, "isfinite({0})")


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


def equal(self: Tensor, other: Tensor) -> bool:
    """Whether they have the same shape and all elements are equal.

    >>> import autoviz as av
    >>> av.equal(av.tensor([1, 2]), av.tensor([1, 2]))
    True
    """
    check_tensors("equal", input=self, other=other)
    return np.array_equal(self.array, other.array)


def isclose(
    self: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> Tensor:
    """Whether ``|self - other| <= atol + rtol * |other|``, element by element.

    >>> import autoviz as av
    >>> av.isclose(av.tensor([1.0, 1.0]), av.tensor([1.000001, 1.1]))
    tensor([ True, False])

    Raises:
        RuntimeError: the types differ; a tolerance is negative.
    """
    return _isclose("isclose", self, other, rtol, atol, equal_nan)


def _isclose(
    name: str, self: Tensor, other: Tensor, rtol: float, atol: float, equal_nan: bool
) -> Tensor:
    must_be_tensor(name, "other", 2, other)
    if self.dtype is not other.dtype:
        mine, others = self.dtype.scalar_type, other.dtype.scalar_type
        raise RuntimeError(f"{mine} did not match {others}")
    for which, tolerance in (("rtol", rtol), ("atol", atol)):
        if tolerance < 0:
            raise RuntimeError(
                f"{which} must be greater than or equal to zero, but got {tolerance:g}"
            )
    options = {"rtol": rtol, "atol": atol, "equal_nan": equal_nan}
    return apply(ISCLOSE, self, other, **options)


def allclose(
    self: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> bool:
    """Whether all elements are close."""
    with unobserved():
        close = _isclose("allclose", self, other, rtol, atol, equal_nan)
    return bool(close.array.all())


def isnan(self: Tensor) -> Tensor:
    """Whether it is not a number: what 0 / 0 leaves."""
    return apply(ISNAN, self)


def isinf(self: Tensor) -> Tensor:
    """Whether it is infinite, of either sign."""
    return apply(ISINF, self)


def isfinite(self: Tensor) -> Tensor:
    """Whether it is neither infinite nor not a number."""
    return apply(ISFINITE, self)


PUBLIC = public(
    allclose, eq, equal, ge, gt, isclose, le, lt, ne, isfinite, isinf, isnan
) | {"greater": gt, "greater_equal": ge, "less": lt, "less_equal": le, "not_equal": ne}

FACES = (
    Face(eq, ("eq",), "eq", takes_arrays=True),
    Face(ne, ("ne",), "ne"),
    Face(ne, ("not_equal",)),
    Face(lt, ("lt",), "lt"),
    Face(lt, ("less",)),
    Face(le, ("le",), "le"),
    Face(le, ("less_equal",)),
    Face(gt, ("gt",), "gt"),
    Face(gt, ("greater",)),
    Face(ge, ("ge",), "ge"),
    Face(ge, ("greater_equal",)),
    Face(equal, ("equal",)),
    Face(isclose, ("isclose",)),
    Face(allclose, ("allclose",)),
    Face(isnan, ("isnan",)),
    Face(isinf, ("isinf",)),
    Face(isfinite, ("isfinite",)),
)
