"""What the families of the table share: small tools for writing rows and faces.

Next: ``arithmetic``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autoviz.core.apply import apply_in_place
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.node import Op
from autoviz.core.shapes import broadcast_shape
from autoviz.core.tensor import Tensor

__all__ = ["broadcasting", "in_place", "missing_kernel", "not_of_bools"]


def broadcasting(function: Callable[[Array, Array], Any]) -> Any:
    """``function``, with PyTorch's word on shapes that do not fit."""

    def forward(a: Array, b: Array) -> Any:
        if a.shape != b.shape:
            broadcast_shape(a.shape, b.shape)
        return function(a, b)

    return forward


def in_place(row: Op) -> Callable[[Tensor], Tensor]:
    """The in-place form of a function of one tensor: ``x.exp_()``."""

    def write(self: Tensor) -> Tensor:
        return apply_in_place(row, self)

    return write


def missing_kernel(kernel: str, self: Array) -> NotImplementedError:
    """What PyTorch says of types that an operation is not made for."""
    name = dtype_of(self).scalar_type
    return NotImplementedError(f"\"{kernel}\" not implemented for '{name}'")


def not_of_bools(kernel: str, self: Array) -> None:
    """Refuse bools, by the name of PyTorch's inner function.

    Raises:
        NotImplementedError: ``self`` is made of bools.
    """
    if self.dtype.kind == "b":
        raise missing_kernel(kernel, self)
