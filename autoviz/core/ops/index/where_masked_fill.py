"""Choosing between two numbers, element by element: ``where``, ``masked_fill``.

``where`` sends the gradient to the side that was taken, and zero to the other.
``masked_fill`` overwrites some elements; those get no gradient. ``choose`` and
``zeros_like`` are what vjps are written with: they take arrays, too.

Next: ``masked_select``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, bool_
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows, laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import must_be_tensor
from autoviz.core.ops.index.nonzero import nonzero
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = [
    "FACES",
    "NOT_MASKED",
    "PUBLIC",
    "choose",
    "let_through",
    "masked_fill",
    "where",
    "zeros_like",
]


def _where(self: Any, other: Any, condition: Any) -> Any:
    broadcast_shape(*(np.shape(each) for each in (condition, self, other)))
    if _is_nothing(other) and _is_float(self):
        made = let_through(self, condition)
    elif _is_nothing(self) and _is_float(other):
        made = let_through(other, ~condition)
    else:
        made = np.where(condition, self, other)
    operands = (condition, self, other)
    return laid_out(made, *(each for each in operands if isinstance(each, np.ndarray)))


def _is_nothing(each: Any) -> bool:
    return isinstance(each, int) and each == 0


def _is_float(each: Any) -> bool:
    return isinstance(each, np.ndarray | np.generic) and each.dtype.kind == "f"


def let_through(self: Array, condition: Array) -> Any:
    """``self`` where ``condition`` holds, else 0, also where ``self`` is not finite.

    It multiplies bits with 0 or 1: ``np.where`` takes ten times as long for conditions
    that come and go.
    """
    bits = self.view(np.dtype(f"i{self.dtype.itemsize}"))
    return (bits * np.asarray(condition)).view(self.dtype)


def _fill(self: Array, mask: Array, value: Number) -> Any:
    if value == 0 and self.dtype.kind == "f":
        broadcast_shape(mask.shape, self.shape)
        return in_rows(let_through(self, ~mask))
    return _fill_tensor(self, np.asarray(value).astype(self.dtype), mask)


def _fill_tensor(self: Array, value: Array, mask: Array) -> Any:
    """The result has the type of ``self``, whatever is filled in."""
    broadcast_shape(mask.shape, self.shape)
    return in_rows(np.where(mask, np.asarray(value).astype(self.dtype), self))


WHERE: Op = Op(
    "where",
    "WhereBackward0",
    ("self", "other", "condition"),
    _where,
    (
        Grad("1 if condition else 0", lambda g, condition: choose(condition, g, 0)),
        Grad("0 if condition else 1", lambda g, condition: choose(condition, 0, g)),
    ),
    symbol="where({2}, {0}, {1})",
)

NOT_MASKED = Grad(
    "0 if mask else 1", lambda g, mask: apply(MASKED_FILL, g, mask, value=0)
)
"""The derivative with respect to what a mask lets stand."""

# With a plain number.
MASKED_FILL: Op = Op(
    "masked_fill",
    "MaskedFillBackward0",
    ("self", "mask"),
    _fill,
    (NOT_MASKED,),
    symbol="{0}.masked_fill({1}, {value})",
    dtype="same",
)

# With a 0-d tensor, which gets what the filled elements get.
MASKED_FILL_TENSOR: Op = Op(
    "masked_fill",
    "MaskedFillBackward1",
    ("self", "value", "mask"),
    _fill_tensor,
    (
        NOT_MASKED,
        Grad("1 if mask else 0", lambda g, mask: choose(mask, g, 0).sum()),
    ),
    symbol="{0}.masked_fill({2}, {1})",
    dtype="same",
)

# Not differentiable: nothing comes back from it.
ZEROS_LIKE = Op(
    "zeros_like",
    "",
    ("self",),
    lambda self: np.zeros_like(self),
    (),
    symbol="zeros_like({0})",
    dtype="same",
)


def where(
    condition: Tensor,
    self: Tensor | Number | None = None,
    other: Tensor | Number | None = None,
) -> Any:
    """``self`` where ``condition`` holds, else ``other``.

    With a condition alone: where it holds, an index tensor for each dimension.

    >>> import autoviz as av
    >>> x = av.tensor([1, -2])
    >>> av.where(x > 0, x, 0)
    tensor([1, 0])

    Raises:
        RuntimeError: the condition is not made of bools.
    """
    must_be_tensor("where", "condition", 1, condition)
    if self is None and other is None:
        return nonzero(condition, as_tuple=True)
    if condition.dtype is not bool_:
        raise RuntimeError(
            "where expected condition to be a boolean tensor, but got a tensor with "
            f"dtype {condition.dtype.scalar_type}"
        )
    return apply(WHERE, self, other, condition)


def _where_method(self: Tensor, condition: Tensor, other: Tensor | Number) -> Any:
    """``self`` where ``condition`` holds, else ``other``."""
    return where(condition, self, other)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """``where`` for vjps: on arrays too."""
    in_tensors = isinstance(yes, Tensor) or isinstance(no, Tensor)
    if in_tensors and isinstance(condition, np.ndarray):
        condition = wrap(condition)
    return apply(WHERE, yes, no, condition)


def zeros_like(g: Any) -> Any:
    """No gradient at all; ``g * 0`` would be nan where ``g`` is infinite."""
    return apply(ZEROS_LIKE, g)


def masked_fill(self: Tensor, mask: Tensor, value: Tensor | Number) -> Tensor:
    """``value``, a number or a 0-d tensor, where ``mask`` holds.

    >>> import autoviz as av
    >>> x = av.tensor([1, -2])
    >>> x.masked_fill(x < 0, 0)
    tensor([1, 0])

    Raises:
        RuntimeError: the mask is not made of bools, or the value has dimensions.
    """
    _check_fill(mask, value)
    if isinstance(value, Tensor):
        return apply(MASKED_FILL_TENSOR, self, value, mask)
    return apply(MASKED_FILL, self, mask, value=value)


def masked_fill_(self: Tensor, mask: Tensor, value: Tensor | Number) -> Tensor:
    """Write ``value`` where ``mask`` holds."""
    _check_fill(mask, value)
    if isinstance(value, Tensor):
        return apply_in_place(MASKED_FILL_TENSOR, self, value, mask)
    return apply_in_place(MASKED_FILL, self, mask, value=value)


def _check_fill(mask: Any, value: Any) -> None:
    must_be_tensor("masked_fill", "mask", 2, mask)
    if isinstance(value, Tensor) and value.ndim:
        raise RuntimeError(
            "masked_fill_ only supports a 0-dimensional value tensor, but got tensor "
            f"with {value.ndim} dimension(s)."
        )
    if mask.dtype is not bool_:
        raise RuntimeError(
            "masked_fill_ only supports boolean masks, but got mask with dtype "
            f"{mask.dtype.c_name}"
        )


PUBLIC = public(masked_fill, where)

FACES = (
    Face(_where_method, ("where",)),
    Face(masked_fill, ("masked_fill",), in_place=masked_fill_),
)
