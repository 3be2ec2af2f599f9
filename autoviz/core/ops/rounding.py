"""Whole numbers: rounding, and division that leaves a remainder.

Rounding goes up in steps, and a step is flat: nudge the input and nothing happens.
So these are differentiable, with a derivative of 0; gradients end here silently.
``%`` takes what rounding leaves over, so its derivative is that of the rest: 1.

PyTorch has no derivative for ``//``: it makes a node, which refuses to run.

Next: ``extremes``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import zeros_like
from autoviz.core.ops.shared import (
    broadcasting,
    in_place,
    missing_kernel,
    not_of_bools,
)
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "ceil",
    "divided",
    "divided_",
    "floor",
    "floor_divide",
    "fmod",
    "frac",
    "remainder",
    "round",
    "trunc",
]


def _rounded(name: str, function: np.ufunc) -> Callable[[Array], Any]:
    """Integers are whole already."""

    def forward(self: Array) -> Any:
        not_of_bools(f"{name}_vml_cpu", self)
        return self.copy() if self.dtype.kind in "iu" else function(self)

    return forward


def _round_decimals(self: Array, decimals: int) -> Any:
    if self.dtype.kind != "f":
        raise missing_kernel("round_cpu", self)
    return np.round(self, decimals)


def _frac(self: Array) -> Any:
    if self.dtype.kind != "f":
        raise missing_kernel("frac_cpu", self)
    return self - np.trunc(self)


def _check_divisor(kernel: str, other: Array) -> None:
    not_of_bools(kernel, other)
    if other.dtype.kind in "iu" and not np.all(other):
        raise RuntimeError("ZeroDivisionError")


def _floor_divide(self: Array, other: Array) -> Any:
    """Down to the next whole number."""
    _check_divisor("div_floor_cpu", other)
    return np.floor_divide(self, other)


def _trunc_divide(self: Array, other: Array) -> Any:
    """Towards 0."""
    _check_divisor("div_trunc_cpu", other)
    if self.dtype.kind == "f":
        return np.trunc(self / other)
    down = np.floor_divide(self, other)
    return down + ((self % other != 0) & ((self < 0) != (other < 0)))


def _fmod(self: Array, other: Array) -> Any:
    """What is left over, with the sign of ``self``."""
    _check_divisor("fmod_cpu", other)
    return np.fmod(self, other)


def _remainder(self: Array, other: Array) -> Any:
    """What is left over, with the sign of ``other``."""
    _check_divisor("remainder_cpu", other)
    left = np.fmod(self, other)
    return np.where((left != 0) & ((other < 0) != (left < 0)), left + other, left)


def _with_number(function: Callable[[Array, Array], Any]) -> Any:
    return lambda self, other: function(self, np.asarray(other, self.dtype))


def _divide(self: Array, other: Array, rounding_mode: str) -> Any:
    function = _floor_divide if rounding_mode == "floor" else _trunc_divide
    return broadcasting(function)(self, other)


def _no_derivative(name: str) -> Grad:
    """PyTorch makes a node all the same, to complain when it is to run."""

    def vjp(g: Any) -> NoReturn:
        raise RuntimeError(f"derivative for aten::{name} is not implemented")

    return Grad("0", vjp)


def _step_row(name: str, grad_fn: str, forward: Any, symbol: str) -> Op:
    """Flat almost everywhere."""
    flat = (Grad("0", zeros_like),)
    return Op(name, grad_fn, ("self",), forward, flat, symbol=symbol)


FLOOR = _step_row("floor", "FloorBackward0", _rounded("floor", np.floor), "floor({0})")
CEIL = _step_row("ceil", "CeilBackward0", _rounded("ceil", np.ceil), "ceil({0})")
TRUNC = _step_row("trunc", "TruncBackward0", _rounded("trunc", np.trunc), "trunc({0})")
ROUND = _step_row("round", "RoundBackward0", _rounded("round", np.rint), "round({0})")
ROUND_DECIMALS = _step_row(
    "round",
    "RoundBackward1",
    _round_decimals,
    "round({0}, {decimals})",
)

# What trunc takes away.
FRAC = Op(
    "frac",
    "FracBackward0",
    ("self",),
    _frac,
    (Grad("1", lambda g: g),),
    symbol="frac({0})",
)

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
    (_no_derivative("floor_divide"), _no_derivative("floor_divide")),
    symbol="{0} // {1}",
)

# x // 2
FLOOR_DIVIDE_BY = Op(
    "floor_divide",
    "NotImplemented",
    ("self",),
    _with_number(_floor_divide),
    (_no_derivative("floor_divide"),),
    symbol="{0} // {other}",
    scalars=("other",),
)

# 2 // x
FLOOR_DIVIDE_OF = Op(
    "floor_divide",
    "NotImplemented",
    ("other",),
    lambda other, self: _floor_divide(np.asarray(self, other.dtype), other),
    (_no_derivative("floor_divide"),),
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
    (_no_derivative("remainder"),),
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


def floor(self: Tensor) -> Tensor:
    """Down to the next whole number."""
    return apply(FLOOR, self)


def ceil(self: Tensor) -> Tensor:
    """Up to the next whole number."""
    return apply(CEIL, self)


def trunc(self: Tensor) -> Tensor:
    """Towards 0 to the next whole number."""
    return apply(TRUNC, self)


def frac(self: Tensor) -> Tensor:
    """What ``trunc`` takes away."""
    return apply(FRAC, self)


def round(self: Tensor, *, decimals: int = 0) -> Tensor:
    """To the nearest whole number, a half to the even one."""
    if decimals:
        return apply(ROUND_DECIMALS, self, decimals=decimals)
    return apply(ROUND, self)


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
    """``self // other``: has no derivative."""
    if isinstance(other, Tensor):
        return apply(FLOOR_DIVIDE, self, other)
    return apply(FLOOR_DIVIDE_BY, self, other=other)


def rfloor_divide(self: Tensor, other: Number) -> Tensor:
    """``other // self``."""
    return apply(FLOOR_DIVIDE_OF, self, self=other)


def remainder(self: Tensor | Number, other: Tensor | Number) -> Tensor:
    """``self % other``: what is left over, with the sign of ``other``."""
    if not isinstance(other, Tensor):
        return apply(REMAINDER_BY, self, other=other)
    if not isinstance(self, Tensor):
        return apply(REMAINDER_OF, other, self=self)
    return apply(REMAINDER, self, other)


def rremainder(self: Tensor, other: Number) -> Tensor:
    """``other % self``."""
    return remainder(other, self)


def fmod(self: Tensor, other: Tensor | Number) -> Tensor:
    """What is left over, with the sign of ``self``."""
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


def round_(self: Tensor, *, decimals: int = 0) -> Tensor:
    """``round``, written into ``self``."""
    if decimals:
        return apply_in_place(ROUND_DECIMALS, self, decimals=decimals)
    return apply_in_place(ROUND, self)


PUBLIC = public(ceil, floor, floor_divide, fmod, frac, remainder, round, trunc)

FACES = (
    Face(floor, ("floor",), in_place=in_place(FLOOR)),
    Face(ceil, ("ceil",), in_place=in_place(CEIL)),
    Face(trunc, ("trunc",), in_place=in_place(TRUNC)),
    Face(frac, ("frac",), in_place=in_place(FRAC)),
    Face(round, ("round",), in_place=round_),
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
