"""Putting numbers into a tensor that is there: ``copy_``, ``fill_``, ``zero_``.

These exist in place only. What was there before has no say in what is there after, so
its gradient is zero; what was written gets the gradient instead, and if it was one
number for many places, their sum.

``x[0] = y`` is ``copy_`` into a view, ``copy_to``; to an observer it is one operation.

Next: ``random_fill``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from autoviz.core.apply import apply_in_place, why_untracked, wrong_type
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face
from autoviz.core.inplace import check_history, check_memory, unobserved
from autoviz.core.modes import state
from autoviz.core.op import Grad, Op
from autoviz.core.ops.common import zeros_of
from autoviz.core.ops.shape.expand import expand
from autoviz.core.ops.shape.view_reshape import view
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "COPY",
    "FACES",
    "OVERWRITTEN",
    "PUBLIC",
    "SETITEM",
    "copy_",
    "copy_to",
    "fill_",
    "index_text",
    "stretched_to",
    "told_as_one",
    "zero_",
]


def _copied(self: Array, src: Array) -> Any:
    shape = broadcast_shape(self.shape, np.shape(src))
    return np.broadcast_to(src, shape).astype(self.dtype)


NOT_TO_FILL_WITH = (
    "fill_() received an invalid combination of arguments - got (…), but expected one "
    "of:\n * (Tensor value)\n      didn't match because some of the arguments have "
    "invalid types: (!…!)\n * (Number value)\n      didn't match because some of the "
    "arguments have invalid types: (!…!)\n"
)
OVERWRITTEN = Grad("0", lambda g: zeros_of(g.shape, g))
"""The derivative with respect to what was there before."""

SETITEM = Op(
    "setitem",
    "",
    ("self", "value"),
    lambda self, value, index: self,
    (),
    symbol="{0}[{index}] = {1}",
    dtype="same",
)


def _filled(self: Array, value: Number) -> Any:
    try:
        return np.full(self.shape, value, self.dtype)
    except OverflowError:
        kind = "int" if self.dtype == np.int32 else f"{self.dtype.name}_t"
        raise RuntimeError(
            f"value cannot be converted to type {kind} without overflow"
        ) from None


COPY = Op(
    "copy",
    "CopyBackwards",
    ("self", "src"),
    _copied,
    (OVERWRITTEN, Grad("1", lambda g: g)),
    symbol="{0}.copy_({1})",
    dtype="same",
)

# Into whole numbers no gradient leads.
COPY_AS_INTEGERS = Op(
    "copy", "", ("self", "src"), _copied, (), symbol="{0}.copy_({1})", dtype="same"
)

FILL = Op(
    "fill",
    "FillBackward2",
    ("self",),
    _filled,
    (OVERWRITTEN,),
    symbol="{0}.fill_({value})",
    dtype="same",
    overwrites=True,
)

FILL_TENSOR = Op(
    "fill",
    "FillBackward3",
    ("self", "value"),
    _copied,
    (OVERWRITTEN, Grad("sum(g)", lambda g: g.sum())),
    symbol="{0}.fill_({1})",
    dtype="same",
    overwrites=True,
)

ZERO = Op(
    "zero",
    "ZeroBackward0",
    ("self",),
    lambda self: np.zeros(self.shape, self.dtype),
    (OVERWRITTEN,),
    symbol="{0}.zero_()",
    dtype="same",
    overwrites=True,
)


def copy_(self: Tensor, src: Tensor | Number, non_blocking: bool = False) -> Tensor:
    """Write ``src`` here, which may have to be stretched or of another type.

    Raises:
        TypeError: ``src`` is no tensor.
        RuntimeError: its shape does not stretch to this one.
    """
    if not isinstance(src, Tensor | bool | int | float):
        raise wrong_type("copy_", "other", 1, src)
    row = COPY if self.dtype.is_floating_point else COPY_AS_INTEGERS
    return apply_in_place(row, self, src)


def fill_(self: Tensor, value: Tensor | Number) -> Tensor:
    """Write one number everywhere.

    Raises:
        TypeError: ``value`` is no number.
        RuntimeError: it is a tensor with dimensions.
    """
    if isinstance(value, bool | int | float):
        return apply_in_place(FILL, self, value=value)
    if not isinstance(value, Tensor):
        raise TypeError(NOT_TO_FILL_WITH.replace("…", type(value).__name__))
    if value.ndim:
        raise RuntimeError(
            "fill_ only supports 0-dimension value tensor but got tensor with "
            f"{value.ndim} dimensions."
        )
    return apply_in_place(FILL_TENSOR, self, value)


def zero_(self: Tensor) -> Tensor:
    """Write 0 everywhere."""
    return apply_in_place(ZERO, self)


def copy_to(part: Tensor, value: Tensor) -> None:
    """``x[0] = value``, once ``x[0]`` is found and ``value`` is ``stretched_to`` it."""
    if part.shape == value.shape:
        copy_(part, value)
    else:
        fill_(part, value)


def stretched_to(part: Tensor, value: Tensor) -> Tensor:
    """A value as large as the part that it is for; a single number stays as it is.

    Raises:
        RuntimeError: it does not stretch to that.
    """
    if part.shape == value.shape or value.ndim == 0:
        return value
    with unobserved():
        stretched = _stretched(part, value)
    if state.observer is None or why_untracked(COPY, (value,), part.dtype):
        return stretched
    check_history(part)  # of a write that is refused nothing is told
    check_memory(COPY, part, (stretched,))
    return _stretched(part, value)


def _stretched(part: Tensor, value: Tensor) -> Tensor:
    size = tuple(itertools.dropwhile(lambda length: length == 1, value.shape))
    seen = view(value, size)
    return seen if seen.shape == part.shape else expand(seen, part.shape)


@contextmanager
def told_as_one(
    row: Op, operands: tuple[Tensor, ...], told: dict[str, Any]
) -> Iterator[None]:
    """Whatever it takes to write into the first operand: it is one operation."""
    if state.observer is None:
        yield
        return
    target = operands[0]
    reason = why_untracked(COPY, operands, target.dtype)
    with unobserved():
        yield
    state.observer.forward(row, operands, told, target, reason, True)


def index_text(index: Any) -> str:
    """``"0, 1:"``: an index as it is written.

    >>> index_text((0, slice(1, None), None, ...))
    '0, 1:, None, ...'
    """
    if isinstance(index, tuple):
        return ", ".join(index_text(each) for each in index)
    if isinstance(index, slice):
        parts = [index.start, index.stop, *([index.step] if index.step else [])]
        return ":".join("" if each is None else str(each) for each in parts)
    if index is Ellipsis:
        return "..."
    return str(index) if isinstance(index, int) or index is None else "…"


PUBLIC: dict[str, Any] = {}

FACES = (
    Face(copy_, ("copy_",)),
    Face(fill_, ("fill_",)),
    Face(zero_, ("zero_",)),
)
