"""Choosing between two numbers, element by element.

``where`` sends the gradient to the side that was taken, and zero to the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.node import Grad, Op
from autoviz.core.tensor import Number, Tensor

__all__ = ["WHERE", "where"]

WHERE = Op(
    "where",
    "WhereBackward0",
    ("condition", "self", "other"),
    np.where,
    (
        Grad("0", lambda g: g * 0),
        Grad(
            "1 if condition else 0",
            lambda g, condition: apply(WHERE, condition, g, g * 0),
        ),
        Grad(
            "0 if condition else 1",
            lambda g, condition: apply(WHERE, condition, g * 0, g),
        ),
    ),
    symbol="where({0}, {1}, {2})",
    dtype="same",
)


def where(condition: Tensor, self: Tensor | Number, other: Tensor | Number) -> Any:
    """``self`` where ``condition`` holds, else ``other``."""
    return apply(WHERE, condition, self, other)
