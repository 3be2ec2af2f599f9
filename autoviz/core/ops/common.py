"""Small tools for writing rows and faces, which the families share.

Next: ``checks``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from autoviz.core.apply import apply_in_place
from autoviz.core.dtypes import Array
from autoviz.core.layout import laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor, wrap

__all__ = [
    "broadcasting",
    "in_place",
    "no_derivative",
    "question",
    "refused",
    "zeros_of",
]


def broadcasting(function: Callable[[Array, Array], Any]) -> Any:
    """``function``, with PyTorch's word on shapes that do not fit."""

    def forward(a: Array, b: Array) -> Any:
        is_odd = a.ndim > 1 and not a.flags.c_contiguous
        if a.shape != b.shape:
            is_odd = is_odd or 1 in a.shape or 1 in b.shape
        try:
            made = function(a, b)
        except (ValueError, NotImplementedError):
            broadcast_shape(a.shape, b.shape)
            raise
        return laid_out(made, a, b) if is_odd else made

    return forward


def in_place(row: Op) -> Callable[[Tensor], Tensor]:
    """The in-place form of a function of one tensor: ``x.exp_()``."""

    def write(self: Tensor) -> Tensor:
        return apply_in_place(row, self)

    return write


def question(name: str, function: Callable[..., Any], symbol: str) -> Op:
    """A row that is not differentiable: its answers are bools or places."""
    return Op(name, "", ("self",), function, (), symbol=symbol, dtype="same")


def no_derivative(name: str) -> Grad:
    """PyTorch makes a node all the same, to complain when it is to run."""

    def vjp(g: Any) -> NoReturn:
        raise RuntimeError(f"derivative for aten::{name} is not implemented")

    return Grad("0", vjp)


def refused(name: str) -> Grad:
    """A derivative that PyTorch has not: the node is made, and refuses to run."""

    def vjp(g: Any) -> NoReturn:
        raise NotImplementedError(f"the derivative for '{name}' is not implemented.")

    return Grad("0", vjp)


def zeros_of(size: Sequence[int], g: Any) -> Any:
    """Zeros of a shape, for vjps: an array if ``g`` is one, else a tensor."""
    if isinstance(g, Tensor):
        return wrap(np.zeros(tuple(size), g.array.dtype))
    return np.zeros(tuple(size), g.dtype)
