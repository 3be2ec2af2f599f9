"""Division that leaves a remainder: ``//``, ``%``, ``fmod``, ``div(rounding_mode=…)``.

``x // y`` is flat between its steps, as all rounding is. What it leaves over,
``x % y``, is ``x - y * (x // y)``: x counts once, and y as often as it went in.

PyTorch has no derivative for ``//``: it makes a node, which refuses to run.

Next: ``maximum_minimum``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.ops.common import broadcasting, no_derivative
from autoviz.core.ops.index.where_masked_fill import zeros_like
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "divided",
    "divided_",
    "floor_divide",
    "fmod",
    "remainder",
]


def _check_divisor(kernel: str, self: Array, other: Array) -> None:
    not_of_bools(kernel, other)
    if other.dtype.kind in "iu" and self.size and not np.all(other):
        raise RuntimeError("ZeroDivisionError")


def _floor_divide(self: Array, other: Array) -> Any:
    """Down to the next whole number."""
    _check_divisor("div_floor_cpu", self, other)
    return np.floor_divide(self, other)


def _trunc_divide(self: Array, other: Array) -> Any:
    """Towards 0."""
    _check_divisor("div_trunc_cpu", self, other)
    if self.dtype.kind == "f":
        return np.trunc(self / other)
    down = np.floor_divide(self, other)
    return down + ((self % other != 0) & ((self < 0) != (other < 0)))


def _fmod(self: Array, other: Array) -> Any:
    """What is left over, with the sign of ``self``."""
    _check_divisor("fmod_cpu", self, other)
    return np.fmod(self, other)


def _remainder(self: Array, other: Array) -> Any:
    """What is left over, with the sign of ``other``."""
    _check_divisor("remainder_cpu", self, other)
    left = np.fmod(self, other)
    return np.where((left != 0) & ((other < 0) != (left < 0)), left + other, left)


def _with_number(function: Callable[[Array, Array], Any]) -> Any:
    return lambda self, other: function(self, np.asarray(other, self.dtype))


def _divide(self: Array, other: Array, rounding_mode: str) -> Any:
    function = _floor_divide if rounding_mode == "floor" else _trunc_divide
    return broadcasting(function)(self, other)


# div(x, y, rounding_mode="floor")
DIV_ROUNDED = Op(
    "div",
    "DivBackward2",
    ("self", "other"),
    _divide,
    (
        Grad("0", lambda g, other: zeros_like(g)),
        Grad("0", lambda g, self, other: zeros_like(g)),
    ),
    symbol="{rounding_mode}({0} / {1})",
)

FLOOR_DIVIDE = Op(
    "floor_divide",
    "NotImplemented",
    ("self", "other"),
    broadcasting(_floor_divide),
    (no_derivative("floor_divide"), no_derivative("floor_divide")),
    symbol="{0} // {1}",
)

# x // 2
FLOOR_DIVIDE_BY = Op(
    "floor_divide",
    "NotImplemented",
    ("self",),
    _with_number(_floor_divide),
    (no_derivative("floor_divide"),),
    symbol="{0} // {other}",
    scalars=("other",),
)

# 2 // x
FLOOR_DIVIDE_OF = Op(
    "floor_divide",
    "NotImplemented",
    ("other",),
    lambda other, self: _floor_divide(np.asarray(self, other.dtype), other),
    (no_derivative("floor_divide"),),
    symbol="{self} // {0}",
    scalars=("self",),
)

# x % 2
REMAINDER_BY = Op(
    "remainder",
    "RemainderBackward0",
    ("self",),
    _with_number(_remainder),
    (Grad("1", lambda g: g),),
    symbol="{0} % {other}",
    scalars=("other",),
)

REMAINDER: Op = Op(
    "remainder",
    "RemainderBackward1",
    ("self", "other"),
    broadcasting(_remainder),
    (
        Grad("1", lambda g: g),
        Grad(
            "-floor(self / other)",
            lambda g, self, other: (
                -g * apply(DIV_ROUNDED, self, other, rounding_mode="floor")
            ),
        ),
    ),
    symbol="{0} % {1}",
)

# 2 % x
REMAINDER_OF = Op(
    "remainder",
    "NotImplemented",
    ("other",),
    lambda other, self: _remainder(np.asarray(self, other.dtype), other),
    (no_derivative("remainder"),),
    symbol="{self} % {0}",
    scalars=("self",),
)

FMOD_BY = Op(
    "fmod",
    "FmodBackward0",
    ("self",),
    _with_number(_fmod),
    (Grad("1", lambda g: g),),
    symbol="fmod({0}, {other})",
    scalars=("other",),
)

FMOD: Op = Op(
    "fmod",
    "FmodBackward1",
    ("self", "other"),
    broadcasting(_fmod),
    (
        Grad("1", lambda g: g),
        Grad(
            "-trunc(self / other)",
            lambda g, self, other: (
                -g * apply(DIV_ROUNDED, self, other, rounding_mode="trunc")
            ),
        ),
    ),
    symbol="fmod({0}, {1})",
)


def divided(self: Tensor, other: Tensor | Number, rounding_mode: str) -> Tensor:
    """``self / other``, rounded: ``"trunc"`` towards 0, ``"floor"`` down.

    Raises:
        RuntimeError: there is no such mode; an integer divided by 0.
    """
    _check_mode(rounding_mode)
    return apply(DIV_ROUNDED, self, other, rounding_mode=rounding_mode)


def divided_(self: Tensor, other: Tensor | Number, rounding_mode: str) -> Tensor:
    """The same, written into ``self``."""
    _check_mode(rounding_mode)
    return apply_in_place(DIV_ROUNDED, self, other, rounding_mode=rounding_mode)


def _check_mode(rounding_mode: str) -> None:
    if rounding_mode not in ("trunc", "floor"):
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or 'floor' but "
            f"found '{rounding_mode}'"
        )


def floor_divide(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self // other``: has no derivative.

    >>> import autoviz as av
    >>> av.tensor([7, -7]) // 2
    tensor([ 3, -4])
    """
    if isinstance(other, Tensor):
        return apply(FLOOR_DIVIDE, self, other)
    return apply(FLOOR_DIVIDE_BY, self, other=other)


def rfloor_divide(self: Tensor, other: Number) -> Tensor:
    """``other // self``."""
    return apply(FLOOR_DIVIDE_OF, self, self=other)


def remainder(self: Tensor | Number, other: Tensor | Number) -> Tensor:
    """``self % other``: what is left over, with the sign of ``other``.

    >>> import autoviz as av
    >>> av.tensor([7, -7]) % 3
    tensor([1, 2])
    """
    if not isinstance(other, Tensor):
        return apply(REMAINDER_BY, self, other=other)
    if not isinstance(self, Tensor):
        return apply(REMAINDER_OF, other, self=self)
    return apply(REMAINDER, self, other)


def rremainder(self: Tensor, other: Number) -> Tensor:
    """``other % self``."""
    return remainder(other, self)


def fmod(self: Tensor, other: Tensor | Number) -> Tensor:
    """What is left over, with the sign of ``self``.

    >>> import autoviz as av
    >>> av.fmod(av.tensor([7, -7]), 3)
    tensor([ 1, -1])
    """
    if isinstance(other, Tensor):
        return apply(FMOD, self, other)
    return apply(FMOD_BY, self, other=other)


def floor_divide_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self //= other``."""
    if isinstance(other, Tensor):
        return apply_in_place(FLOOR_DIVIDE, self, other)
    return apply_in_place(FLOOR_DIVIDE_BY, self, other=other)


def remainder_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self %= other``."""
    if isinstance(other, Tensor):
        return apply_in_place(REMAINDER, self, other)
    return apply_in_place(REMAINDER_BY, self, other=other)


def fmod_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``fmod``, written into ``self``."""
    if isinstance(other, Tensor):
        return apply_in_place(FMOD, self, other)
    return apply_in_place(FMOD_BY, self, other=other)


PUBLIC = public(floor_divide, fmod, remainder)

FACES = (
    Face(
        floor_divide,
        ("floor_divide",),
        "floordiv",
        reflected=rfloor_divide,
        in_place=floor_divide_,
    ),
    Face(remainder, ("remainder",), "mod", reflected=rremainder, in_place=remainder_),
    Face(fmod, ("fmod",), in_place=fmod_),
)
