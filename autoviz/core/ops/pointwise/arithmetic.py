"""Adding, multiplying, dividing: the operations a first lesson needs.

Each row can be checked with the definition of the derivative. For ``mul``: nudge
``self`` by h and ``self * other`` grows by ``other * h``, so the rule for
``self`` is ``other``; and since that is a number of the forward pass, ``other``
has to be saved. ``add`` saves nothing: its local derivatives are 1.

Next: ``scalar``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import broadcasting, in_place
from autoviz.core.ops.pointwise.remainder import divided, divided_
from autoviz.core.ops.pointwise.scalar import times
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "add",
    "div",
    "mul",
    "neg",
    "positive",
    "reciprocal",
    "rsub",
    "sub",
]


def _scaled(function: np.ufunc) -> Any:
    """``function`` of the first and ``alpha`` times the second."""

    def forward(self: Array, other: Array, alpha: Number) -> Any:
        broadcast_shape(self.shape, other.shape)
        made = function(self, self.dtype.type(alpha) * other)
        return laid_out(made, self, other)

    return forward


def _grad_of_divisor(g: Any, self: Any, other: Any) -> Any:
    """What it is multiplied with comes first, as in PyTorch: it counts the nodes."""
    slope = (self / other) / other
    return -g * slope


def _grad_of_reciprocal(g: Any, result: Any) -> Any:
    slope = result * result
    return -g * slope


# self + other
ADD = Op(
    "add",
    "AddBackward0",
    ("self", "other"),
    broadcasting(np.add),
    (
        Grad("1", lambda g: g),
        Grad("1", lambda g: g),
    ),
    symbol="{0} + {1}",
)

# x.add(y, alpha=3)
ADD_SCALED = Op(
    "add",
    "AddBackward0",
    ("self", "other"),
    _scaled(np.add),
    (
        Grad("1", lambda g: g),
        Grad("alpha", lambda g, alpha: times(g, alpha)),
    ),
    symbol="{0} + {alpha} * {1}",
)

# self - other
SUB = Op(
    "sub",
    "SubBackward0",
    ("self", "other"),
    broadcasting(np.subtract),
    (
        Grad("1", lambda g: g),
        Grad("-1", lambda g: -g),
    ),
    symbol="{0} - {1}",
)

# x.sub(y, alpha=3)
SUB_SCALED = Op(
    "sub",
    "SubBackward0",
    ("self", "other"),
    _scaled(np.subtract),
    (
        Grad("1", lambda g: g),
        Grad("-alpha", lambda g, alpha: times(-g, alpha)),
    ),
    symbol="{0} - {alpha} * {1}",
)

# other - self, both tensors: rsub(x, y)
RSUB_TENSOR = Op(
    "rsub",
    "RsubBackward0",
    ("self", "other"),
    lambda self, other: broadcasting(np.subtract)(other, self),
    (
        Grad("-1", lambda g: -g),
        Grad("1", lambda g: g),
    ),
    symbol="{1} - {0}",
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
    broadcasting(np.multiply),
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
    broadcasting(np.true_divide),
    (
        Grad("1 / other", lambda g, other: g / other),
        Grad("-self / other**2", _grad_of_divisor),
    ),
    symbol="{0} / {1}",
    dtype="float",
)


def _negative(self: Array) -> Any:
    if self.dtype.kind == "b":
        raise RuntimeError(NO_BOOL_NEG)
    return np.negative(self)


RECIPROCAL = Op(
    "reciprocal",
    "ReciprocalBackward0",
    ("self",),
    lambda self: np.reciprocal(self),
    (Grad("-result**2", _grad_of_reciprocal),),
    symbol="1 / {0}",
    dtype="float",
)

NEG = Op(
    "neg",
    "NegBackward0",
    ("self",),
    _negative,
    (Grad("-1", lambda g: -g),),
    symbol="-{0}",
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


def _check_alpha(self: Any, other: Any, alpha: Number) -> None:
    """A factor of the second operand has to be of its kind."""
    kinds = [
        each.dtype.kind if isinstance(each, Tensor) else 2 * isinstance(each, float)
        for each in (self, other)
    ]
    if isinstance(alpha, bool) and any(kinds):
        raise RuntimeError("Boolean alpha only supported for Boolean results.")
    if isinstance(alpha, float) and 2 not in kinds:
        raise RuntimeError(
            "For integral input tensors, argument alpha must not be a floating point "
            "number."
        )


def add(self: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """``self + alpha * other``. Shapes broadcast; types promote.

    >>> import autoviz as av
    >>> av.add(av.tensor([1, 2]), av.tensor([[10], [20]]), alpha=2)
    tensor([[21, 22],
            [41, 42]])

    Raises:
        RuntimeError: ``alpha`` is a float, or a bool, and the tensors are not.
    """
    if alpha == 1 and alpha is not True:
        return apply(ADD, self, other)
    _check_alpha(self, other, alpha)
    return apply(ADD_SCALED, self, other, alpha=alpha)


def sub(self: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """``self - alpha * other``.

    Raises:
        RuntimeError: one is of bools, or ``alpha`` is a float and the tensors are not.
    """
    _check_sub(self, other)
    if alpha == 1 and alpha is not True:
        return apply(SUB, self, other)
    _check_alpha(self, other, alpha)
    return apply(SUB_SCALED, self, other, alpha=alpha)


def rsub(self: Tensor, other: Tensor | Number) -> Tensor:
    """``other - self``: what ``1 - x`` calls.

    >>> import autoviz as av
    >>> av.rsub(av.tensor([1.0, 2.0]), 5)
    tensor([4., 3.])

    Raises:
        RuntimeError: one is of bools.
    """
    _check_sub(self, other)
    if isinstance(other, Tensor):
        return apply(RSUB_TENSOR, self, other)
    return apply(RSUB, self, other=other)


def mul(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self * other``, element by element."""
    return apply(MUL, self, other)


def div(
    self: Tensor, other: Tensor | Number, *, rounding_mode: str | None = None
) -> Tensor:
    """``self / other``, a floating point number unless rounded.

    ``rounding_mode`` is None, ``"trunc"`` (towards 0) or ``"floor"`` (down).

    >>> import autoviz as av
    >>> av.div(av.tensor([7.0, -7.0]), 2)
    tensor([ 3.5000, -3.5000])
    >>> av.div(av.tensor([7.0, -7.0]), 2, rounding_mode="floor")
    tensor([ 3., -4.])
    """
    if rounding_mode is not None:
        return divided(self, other, rounding_mode)
    return apply(DIV, self, other)


def rdiv(self: Tensor, other: Number) -> Tensor:
    """``other / self``: PyTorch computes ``reciprocal(self) * other``."""
    return apply(MUL, apply(RECIPROCAL, self), other)


def reciprocal(self: Tensor) -> Tensor:
    """``1 / self``."""
    return apply(RECIPROCAL, self)


def neg(self: Tensor) -> Tensor:
    """``-self``."""
    return apply(NEG, self)


def positive(self: Tensor) -> Tensor:
    """``+self``: the tensor itself.

    Raises:
        RuntimeError: it is of bools.
    """
    if _is_bool(self):
        raise RuntimeError(NO_BOOL_POS)
    return self


def add_(self: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """``self += alpha * other``: written into the same memory, version + 1."""
    if alpha == 1 and alpha is not True:
        return apply_in_place(ADD, self, other)
    _check_alpha(self, other, alpha)
    return apply_in_place(ADD_SCALED, self, other, alpha=alpha)


def sub_(self: Tensor, other: Tensor | Number, *, alpha: Number = 1) -> Tensor:
    """``self -= alpha * other``."""
    _check_sub(self, other)
    if alpha == 1 and alpha is not True:
        return apply_in_place(SUB, self, other)
    _check_alpha(self, other, alpha)
    return apply_in_place(SUB_SCALED, self, other, alpha=alpha)


def mul_(self: Tensor, other: Tensor | Number) -> Tensor:
    """``self *= other``."""
    return apply_in_place(MUL, self, other)


def div_(
    self: Tensor, other: Tensor | Number, *, rounding_mode: str | None = None
) -> Tensor:
    """``self /= other``."""
    if rounding_mode is not None:
        return divided_(self, other, rounding_mode)
    return apply_in_place(DIV, self, other)


def neg_(self: Tensor) -> Tensor:
    """Every element's sign turned around."""
    return apply_in_place(NEG, self)


PUBLIC = public(add, div, mul, neg, positive, reciprocal, rsub, sub) | {
    "divide": div,
    "multiply": mul,
    "negative": neg,
    "subtract": sub,
    "true_divide": div,
}

FACES = (
    Face(add, ("add",), "add", reflected=add, in_place=add_),
    Face(sub, ("sub",), "sub", reflected=rsub, in_place=sub_),
    Face(sub, ("subtract",), in_place=sub_),
    Face(mul, ("mul",), "mul", reflected=mul, in_place=mul_),
    Face(mul, ("multiply",), in_place=mul_),
    Face(div, ("div",), "truediv", reflected=rdiv, in_place=div_),
    Face(div, ("divide",), in_place=div_),
    Face(div, ("true_divide",), in_place=div_),
    Face(neg, ("neg",), "neg"),
    Face(neg, ("negative",), in_place=neg_),
    Face(neg_, ("neg_",)),
    Face(positive, ("positive",), "pos"),
    Face(reciprocal, ("reciprocal",), in_place=in_place(RECIPROCAL)),
)
