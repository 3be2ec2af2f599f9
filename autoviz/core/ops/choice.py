"""Choosing between two numbers, element by element.

``where`` sends the gradient to the side that was taken, and zero to the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply, wrong_type
from autoviz.core.dtypes import bool_
from autoviz.core.faces import public
from autoviz.core.node import Grad, Op
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Number, Tensor

__all__ = ["FACES", "PUBLIC", "WHERE", "choose", "where", "zeros_like"]


def _where(self: Any, other: Any, condition: Any) -> Any:
    broadcast_shape(*(np.shape(each) for each in (condition, self, other)))
    return np.where(condition, self, other)


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


def where(condition: Tensor, self: Tensor | Number, other: Tensor | Number) -> Any:
    """``self`` where ``condition`` holds, else ``other``.

    Raises:
        RuntimeError: the condition is not made of bools.
    """
    if not isinstance(condition, Tensor):
        raise wrong_type("where", "condition", 1, condition)
    if condition.dtype is not bool_:
        raise RuntimeError(
            "where expected condition to be a boolean tensor, but got a tensor with "
            f"dtype {condition.dtype.scalar_type}"
        )
    return apply(WHERE, self, other, condition)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """``where`` for vjps: on arrays too."""
    return apply(WHERE, yes, no, condition)


def zeros_like(g: Any) -> Any:
    """No gradient at all; ``g * 0`` would be nan where ``g`` is infinite."""
    return choose(False, g, 0)


PUBLIC = public(where)

FACES = ()
