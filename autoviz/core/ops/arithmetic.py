"""Adding, multiplying, powers: the operations a first lesson needs.

Each row can be checked with the definition of the derivative. For ``mul``: nudge
``self`` by h and ``self * other`` grows by ``other * h``, so the rule for
``self`` is ``other``; and since that is a number of the forward pass, ``other``
has to be saved. ``add`` saves nothing: its local derivatives are 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.choice import choose, zeros_like
from autoviz.core.ops.elementwise import LOG
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "add",
    "div",
    "mul",
    "neg",
    "pow",
    "reciprocal",
    "sub",
]


def _broadcasting(function: Callable[[Array, Array], Any]) -> Any:
    """``function``, with PyTorch's word on shapes that do not fit."""

    def forward(a: Array, b: Array) -> Any:
        if a.shape != b.shape:
            broadcast_shape(a.shape, b.shape)
        return function(a, b)

    return forward


def _pow_scalar(self: Array, exponent: Number) -> Any:
    if self.dtype.kind in "iu" and exponent < 0:
        raise RuntimeError("Integers to negative integer powers are not allowed.")
    return np.power(self, self.dtype.type(exponent))


def _pow_base(exponent: Array, self: Number) -> Any:
    return _power(np.asarray(self, exponent.dtype), exponent)


def _power(self: Array, exponent: Array) -> Any:
    """Of whole numbers to a negative power only 1 and -1 leave something."""
    if exponent.dtype.kind != "i" or np.all(exponent >= 0):
        return np.power(self, exponent)
    remains = np.where(np.abs(self) == 1, self ** (exponent % 2), 0)
    return np.where(exponent < 0, remains, self ** np.maximum(exponent, 0))


def _grad_of_exponent(g: Any, self: Any, exponent: Any, result: Any) -> Any:
    """0 where ``0**exponent`` stays 0 however the exponent is nudged."""
    moves = g * (result * apply(LOG, self))
    return choose(self == 0, choose(exponent >= 0, 0, moves), moves)


# self + other
ADD = Op(
    "add",
    "AddBackward0",
    ("self", "other"),
    _broadcasting(np.add),
    (
        Grad("1", lambda g: g),
        Grad("1", lambda g: g),
    ),
    symbol="{0} + {1}",
)

# self - other
SUB = Op(
    "sub",
    "SubBackward0",
    ("self", "other"),
    _broadcasting(np.subtract),
    (
        Grad("1", lambda g: g),
        Grad("-1", lambda g: -g),
    ),
    symbol="{0} - {1}",
)

# other - self, with a plain number: 1 - x
RSUB = Op(
    "rsub",
    "RsubBackward1",
    ("self",),
    lambda self, other: self.dtype.type(other) - self,
    (Grad("-1", lambda g: -g),),
    symbol="{other} - {0}",
    scalars=("other",),
)

# self * other
MUL = Op(
    "mul",
    "MulBackward0",
    ("self", "other"),
    _broadcasting(np.multiply),
    (
        Grad("other", lambda g, other: g * other),
        Grad("self", lambda g, self: g * self),
    ),
    symbol="{0} * {1}",
)

# self / other
DIV = Op(
    "div",
    "DivBackward0",
    ("self", "other"),
    _broadcasting(np.true_divide),
    (
        Grad("1 / other", lambda g, other: g / other),
        Grad("-self / other**2", lambda g, self, other: -g * (self / other) / other),
    ),
    symbol="{0} / {1}",
    dtype="float",
)

RECIPROCAL = Op(
    "reciprocal",
    "ReciprocalBackward0",
    ("self",),
    lambda self: np.reciprocal(self),
    (Grad("-result**2", lambda g, result: -g * (result * result)),),
    symbol="1 / {0}",
    dtype="float",
)

NEG = Op(
    "neg",
    "NegBackward0",
    ("self",),
    np.negative,
    (Grad("-1", lambda g: -g),),
    symbol="-{0}",
)

# self ** exponent, with a plain number for the exponent: x**2
POW_SCALAR = Op(
    "pow",
    "PowBackward0",
    ("self",),
    _pow_scalar,
    (
        Grad(
            "exponent * self**(exponent - 1)",
            lambda g, self, exponent: (
                g * (exponent * self ** (exponent - 1)) if exponent else zeros_like(g)
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
    _broadcasting(_power),
    (
        Grad(
            "exponent * self**(exponent - 1)",
            lambda g, self, exponent: choose(
                exponent == 0, 0, g * (exponent * self ** (exponent - 1))
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
            lambda g, self, exponent, result: _grad_of_exponent(
                g, np.float64(self), exponent, result
            ),
        ),
    ),
    symbol="{self}**{0}",
    scalars=("self",),
)


NO_BOOL_SUB = (
    "Subtraction, the `-` operator, with two bool tensors is not supported. Use the "
    "`^` or `logical_xor()` operator instead."
)
NO_BOOL_IN_SUB = (
    "Subtraction, the `-` operator, with a bool tensor is not supported. If you are "
    "trying to invert a mask, use the `~` or `logical_not()` operator instead."
)
NO_BOOL_NEG = (
    "Negation, the `-` operator, on a bool tensor is not supported. If you are trying "
    "to invert a mask, use the `~` or `logical_not()` operator instead."
)
NO_BOOL_POS = "The `+` operator, on a bool tensor is not supported."


def _is_bool(each: Any) -> bool:
    return each.dtype.kind == 0 if isinstance(each, Tensor) else isinstance(each, bool)


def _check_sub(self: Any, other: Any) -> None:
    bools = [each for each in (self, other) if _is_bool(each)]
    if bools:
        raise RuntimeError(NO_BOOL_SUB if len(bools) == 2 else NO_BOOL_IN_SUB)


def add(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self + other``. Shapes broadcast; types promote."""
    return apply(ADD, self, other)


def sub(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self - other``."""
    _check_sub(self, other)
    return apply(SUB, self, other)


def rsub(self: Tensor, other: Number) -> Tensor:
    """``other - self``: what ``1 - x`` calls."""
    _check_sub(self, other)
    return apply(RSUB, self, other=other)


def mul(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self * other``, element by element."""
    return apply(MUL, self, other)


def div(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self / other``, always a floating point result."""
    return apply(DIV, self, other)


def rdiv(self: Tensor, other: Number) -> Tensor:
    """``other / self``: PyTorch computes ``reciprocal(self) * other``."""
    return apply(MUL, apply(RECIPROCAL, self), other)


def reciprocal(self: Tensor) -> Tensor:
    """``1 / self``."""
    return apply(RECIPROCAL, self)


def neg(self: Tensor) -> Tensor:
    """``-self``."""
    if _is_bool(self):
        raise RuntimeError(NO_BOOL_NEG)
    return apply(NEG, self)


def positive(self: Tensor) -> Tensor:
    """``+self``: the tensor itself."""
    if _is_bool(self):
        raise RuntimeError(NO_BOOL_POS)
    return self


def pow(self: Tensor | Number, exponent: Tensor | Number) -> Tensor:
    """``self ** exponent``; three rows, as in PyTorch.

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


def add_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self += other``: written into the same memory, version + 1."""
    return apply_in_place(ADD, self, other)


def sub_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self -= other``."""
    _check_sub(self, other)
    return apply_in_place(SUB, self, other)


def mul_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self *= other``."""
    return apply_in_place(MUL, self, other)


def div_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self /= other``."""
    return apply_in_place(DIV, self, other)


def pow_(self: Tensor, exponent: Tensor | Number) -> Tensor:
    """``self **= exponent``."""
    if isinstance(exponent, Tensor):
        return apply_in_place(POW, self, exponent)
    return apply_in_place(POW_SCALAR, self, exponent=exponent)


PUBLIC = public(add, div, mul, neg, pow, reciprocal, sub)

FACES = (
    Face(add, ("add",), "add", reflected=add, in_place=add_),
    Face(sub, ("sub", "subtract"), "sub", reflected=rsub, in_place=sub_),
    Face(mul, ("mul", "multiply"), "mul", reflected=mul, in_place=mul_),
    Face(div, ("div", "divide"), "truediv", reflected=rdiv, in_place=div_),
    Face(pow, ("pow",), "pow", reflected=rpow, in_place=pow_),
    Face(neg, ("neg", "negative"), "neg"),
    Face(positive, ("positive",), "pos"),
    Face(reciprocal, ("reciprocal",)),
)
