"""What is refused, and in which words: checks that many operations share.

PyTorch names the inner function (the *kernel*) that a type has no version of, so each
operation tells its own.

Next: ``pointwise/arithmetic``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.apply import wrong_type
from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.modes import is_grad_enabled
from autoviz.core.tensor import Tensor

__all__ = [
    "check_tensor_list",
    "check_tensors",
    "missing_kernel",
    "must_be_tensor",
    "not_differentiable",
    "not_of_bools",
    "only_floats",
    "same_type",
    "scalar_type",
]


def scalar_type(array: Array) -> str:
    """What PyTorch's inner functions call a type.

    >>> import numpy as np
    >>> scalar_type(np.zeros(2, np.float32)), scalar_type(np.zeros(2, np.int64))
    ('Float', 'Long')
    """
    return dtype_of(array).scalar_type


def missing_kernel(kernel: str, self: Array) -> NotImplementedError:
    """The error for a type that an operation is not made for."""
    return NotImplementedError(
        f"\"{kernel}\" not implemented for '{scalar_type(self)}'"
    )


def not_differentiable(function: str, name: str, given: Tensor | None) -> None:
    """Refuse an argument that wants a gradient, which there is none for.

    Raises:
        RuntimeError: it wants one.
    """
    if given is not None and given.requires_grad and is_grad_enabled():
        raise RuntimeError(
            f"The function '{function}' is not differentiable with respect to argument "
            f"'{name}'. This input cannot have requires_grad True."
        )


def not_of_bools(kernel: str, self: Array) -> None:
    """Refuse bools.

    Raises:
        NotImplementedError: ``self`` is made of bools.
    """
    if self.dtype.kind == "b":
        raise missing_kernel(kernel, self)


def only_floats(kernel: str, self: Array) -> None:
    """Refuse whole numbers and bools.

    Raises:
        NotImplementedError: ``self`` is not made of floats.
    """
    if self.dtype.kind != "f":
        raise missing_kernel(kernel, self)


def same_type(self: Any, other: Any) -> None:
    """Refuse numbers of another type, of tensors or arrays.

    Raises:
        RuntimeError: the types differ.
    """
    if self.dtype != other.dtype:
        found, expected = (
            scalar_type(getattr(each, "array", each)) for each in (other, self)
        )
        raise RuntimeError(f"Found dtype {found} but expected {expected}")


def must_be_tensor(function: str, name: str, position: int, given: Any) -> Tensor:
    """``given``, the argument ``name`` of a function.

    Raises:
        TypeError: it is no tensor.
    """
    if not isinstance(given, Tensor):
        raise wrong_type(function, name, position, given)
    return given


def check_tensors(function: str, **operands: Any) -> None:
    """Complain about the first operand that is no tensor.

    Raises:
        TypeError: there is one.
    """
    for position, (name, each) in enumerate(operands.items(), start=1):
        must_be_tensor(function, name, position, each)


def check_tensor_list(function: str, name: str, given: Any) -> None:
    """Complain about what is no list of tensors.

    Raises:
        TypeError: it is no list, or there is something else in it.
    """
    if not isinstance(given, tuple | list):
        raise TypeError(
            f"{function}(): argument '{name}' (position 1) must be tuple of Tensors, "
            f"not {type(given).__name__}"
        )
    for at, each in enumerate(given):
        if not isinstance(each, Tensor):
            raise TypeError(
                f"expected Tensor as element {at} in argument 0, but got "
                f"{type(each).__name__}"
            )
