"""Questions: their answers are bools, and no gradient comes back from them.

``x == y`` asks element by element; ``equal`` and ``allclose`` ask about the whole, and
answer with a plain bool. ``isclose`` allows for rounding: for a difference of ``rtol``
times the other number, or of ``atol`` where that is near 0. ``isnan``, ``isinf`` and
``isfinite`` ask about single numbers, ``isin`` whether one is among others.

``x.lt_(y)`` writes 0 and 1 into ``x``, whatever its type. It has a node then, and that
sends back zeros: a step is flat.

Next: ``logical_bitwise``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.inplace import unobserved
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, must_be_tensor
from autoviz.core.ops.common import broadcasting, question
from autoviz.core.ops.index.where_masked_fill import zeros_like
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
    "isin",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
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


def _writing_rows(row: Op, grad_fn: str) -> tuple[Op, Op]:
    """What writes into its first tensor: compared with a second, or with a number."""
    flat, symbol = Grad("0", zeros_like), row.symbol.replace("{1}", "{other}")

    def forward(self: Array, other: Array) -> Any:
        return row.forward(self, other).astype(self.dtype)

    def with_number(self: Array, other: Number) -> Any:
        kind = self.dtype if self.dtype.kind == "f" else None
        return forward(self, np.asarray(other, kind))

    pair = (row.inputs, forward, (flat, flat))
    one = (("self",), with_number, (flat,))
    return (
        Op(row.name, f"{grad_fn}1", *pair, symbol=row.symbol, dtype="same"),
        Op(row.name, f"{grad_fn}0", *one, symbol=symbol, dtype="same"),
    )


EQ_IN_PLACE, EQ_NUMBER_IN_PLACE = _writing_rows(EQ, "EqBackward")
NE_IN_PLACE, NE_NUMBER_IN_PLACE = _writing_rows(NE, "NeBackward")
LT_IN_PLACE, LT_NUMBER_IN_PLACE = _writing_rows(LT, "LtBackward")
LE_IN_PLACE, LE_NUMBER_IN_PLACE = _writing_rows(LE, "LeBackward")
GT_IN_PLACE, GT_NUMBER_IN_PLACE = _writing_rows(GT, "GtBackward")
GE_IN_PLACE, GE_NUMBER_IN_PLACE = _writing_rows(GE, "GeBackward")


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
ISPOSINF = question("isposinf", lambda self: self == np.inf, "isposinf({0})")
ISNEGINF = question("isneginf", lambda self: self == -np.inf, "isneginf({0})")
ISIN = Op(
    "isin",
    "",
    ("elements", "test_elements"),
    lambda elements, test_elements, invert: np.isin(
        elements, test_elements, invert=invert
    ),
    (),
    symbol="isin({0}, {1})",
)


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


def isposinf(self: Tensor) -> Tensor:
    """Whether it is infinite and above 0."""
    return apply(ISPOSINF, self)


def isneginf(self: Tensor) -> Tensor:
    """Whether it is infinite and below 0."""
    return apply(ISNEGINF, self)


def isin(
    elements: Tensor | Number,
    test_elements: Tensor | Number,
    *,
    assume_unique: bool = False,
    invert: bool = False,
) -> Tensor:
    """Whether each of ``elements`` is among ``test_elements``; or is not.

    >>> import autoviz as av
    >>> av.isin(av.tensor([1, 2, 3]), av.tensor([3, 1]))
    tensor([ True, False,  True])

    Raises:
        RuntimeError: they are bools.
    """
    for each in (elements, test_elements):
        if isinstance(each, bool) or (isinstance(each, Tensor) and not each.dtype.kind):
            raise RuntimeError("Unsupported input type encountered for isin(): Bool")
    found: Tensor = apply(ISIN, elements, test_elements, invert=invert)
    return found


def _writing(row: Op, number: Op) -> Callable[[Tensor, Tensor | Number], Tensor]:
    def write(self: Tensor, other: Tensor | Number) -> Tensor:
        if isinstance(other, Tensor):
            return apply_in_place(row, self, other)
        return apply_in_place(number, self, other=other)

    return write


PUBLIC = public(
    *(allclose, eq, equal, ge, gt, isclose, le, lt, ne),
    *(isfinite, isin, isinf, isnan, isneginf, isposinf),
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
    Face(_writing(EQ_IN_PLACE, EQ_NUMBER_IN_PLACE), ("eq_",)),
    Face(_writing(NE_IN_PLACE, NE_NUMBER_IN_PLACE), ("ne_", "not_equal_")),
    Face(_writing(LT_IN_PLACE, LT_NUMBER_IN_PLACE), ("lt_", "less_")),
    Face(_writing(LE_IN_PLACE, LE_NUMBER_IN_PLACE), ("le_", "less_equal_")),
    Face(_writing(GT_IN_PLACE, GT_NUMBER_IN_PLACE), ("gt_", "greater_")),
    Face(_writing(GE_IN_PLACE, GE_NUMBER_IN_PLACE), ("ge_", "greater_equal_")),
    Face(equal, ("equal",)),
    Face(isclose, ("isclose",)),
    Face(allclose, ("allclose",)),
    Face(isnan, ("isnan",)),
    Face(isinf, ("isinf",)),
    Face(isfinite, ("isfinite",)),
    Face(isposinf, ("isposinf",)),
    Face(isneginf, ("isneginf",)),
)
