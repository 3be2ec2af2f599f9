"""Arithmetic with a plain number, where PyTorch itself writes it.

When *you* write ``x * 2``, PyTorch makes a tensor of the 2: MulBackward0 with two
edges. Inside its own functions (label smoothing, attention) and in derivatives it
multiplies by a bare number, and the node has one edge and another name. ``times``,
``over``, ``plus`` and ``minus`` are what vjps are written with: they take arrays, too.
A number that comes first (``1 - x``) is a tensor there after all: ``alone``.

Next: ``pow_sqrt``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.op import Grad, Op
from autoviz.core.tensor import Tensor, wrap

__all__ = [
    "DIV_SCALAR",
    "FACES",
    "MUL_SCALAR",
    "PUBLIC",
    "alone",
    "minus",
    "over",
    "plus",
    "times",
]

MUL_SCALAR: Op = Op(
    "mul",
    "MulBackward1",
    ("self",),
    lambda self, other: self * self.dtype.type(other),
    (Grad("other", lambda g, other: times(g, other)),),
    symbol="{0} * {other}",
    scalars=("other",),
)

DIV_SCALAR: Op = Op(
    "div",
    "DivBackward1",
    ("self",),
    lambda self, other: self / self.dtype.type(other),
    (Grad("1 / other", lambda g, other: over(g, other)),),
    symbol="{0} / {other}",
    dtype="float",
    scalars=("other",),
)

ADD_SCALAR = Op(
    "add",
    "AddBackward1",
    ("self",),
    lambda self, other: self + self.dtype.type(other),
    (Grad("1", lambda g: g),),
    symbol="{0} + {other}",
    scalars=("other",),
)

SUB_SCALAR = Op(
    "sub",
    "SubBackward1",
    ("self",),
    lambda self, other: self - self.dtype.type(other),
    (Grad("1", lambda g: g),),
    symbol="{0} - {other}",
    scalars=("other",),
)


def times(x: Any, number: float) -> Any:
    """``x * number``."""
    return apply(MUL_SCALAR, x, other=number)


def over(x: Any, number: float) -> Any:
    """``x / number``."""
    return apply(DIV_SCALAR, x, other=number)


def plus(x: Any, number: float) -> Any:
    """``x + number``."""
    return apply(ADD_SCALAR, x, other=number)


def minus(x: Any, number: float) -> Any:
    """``x - number``."""
    return apply(SUB_SCALAR, x, other=number)


def alone(number: float, like: Any) -> Any:
    """A number as a tensor that nothing is behind, of the type of another."""
    if isinstance(like, Tensor):
        return wrap(np.asarray(number, like.array.dtype))
    return np.asarray(number, like.dtype)


PUBLIC: dict[str, Any] = {}

FACES = ()
