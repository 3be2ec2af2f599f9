"""Tensors made from a shape: ``zeros``, ``ones``, ``full``, ``eye``, ``zeros_like``.

Every function takes ``dtype`` (float32 unless told otherwise), ``device`` and
``requires_grad``. Those that end in ``_like`` take shape and type from a tensor; the
methods ``x.new_zeros(…)`` only the type. None of them is an operation: what they make
is a leaf.

Next: ``tensor_types``.
"""

from __future__ import annotations

import operator
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import wrong_type
from autoviz.core.creation import made, tensor
from autoviz.core.dtypes import (
    Array,
    Dtype,
    as_dtype,
    get_default_dtype,
    number_dtype,
)
from autoviz.core.faces import Face, public
from autoviz.core.sentences import COPY_CONSTRUCT
from autoviz.core.tensor import Number, Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "empty",
    "empty_like",
    "eye",
    "full",
    "full_like",
    "number",
    "ones",
    "ones_like",
    "shape_of",
    "whole",
    "zeros",
    "zeros_like",
]


def zeros(
    *sizes: Any,
    size: Sequence[int] | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """All zeros: ``zeros(2, 3)`` or ``zeros((2, 3))``."""
    array = _new("zeros", np.zeros, sizes, size, dtype)
    return made("zeros", array, requires_grad, device)


def ones(
    *sizes: Any,
    size: Sequence[int] | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """All ones: ``ones(2, 3)`` or ``ones((2, 3))``."""
    array = _new("ones", np.ones, sizes, size, dtype)
    return made("ones", array, requires_grad, device)


def empty(
    *sizes: Any,
    size: Sequence[int] | None = None,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Not filled: PyTorch leaves what happens to be in memory, here it is zeros."""
    array = _new("empty", np.zeros, sizes, size, dtype)
    return made("empty", array, requires_grad, device)


def full(
    size: Sequence[int],
    fill_value: Number | Tensor,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """All ``fill_value``, in its type."""
    if not isinstance(size, Sequence):
        raise TypeError(
            "full(): argument 'size' (position 1) must be tuple of ints, not "
            f"{type(size).__name__}"
        )
    value = number("full", "fill_value", 2, fill_value)
    wanted = number_dtype(value) if dtype is None else as_dtype(dtype, "full")
    shape = shape_of("full", (size,))
    return made("full", np.full(shape, value, wanted.numpy), requires_grad, device)


def eye(
    n: int,
    m: int | None = None,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Ones on the diagonal, zeros elsewhere; square unless ``m`` is given."""
    rows = whole("eye", "n", 1, n)
    columns = rows if m is None else whole("eye", "m", 2, m)
    for name, length in (("n", rows), ("m", columns)):
        if length < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {length}")
    wanted = as_dtype(dtype or get_default_dtype(), "eye")
    return made("eye", np.eye(rows, columns, dtype=wanted.numpy), requires_grad, device)


# like another tensor


def zeros_like(
    input: Tensor,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """All zeros, in the shape and type of ``input``."""
    array = np.zeros_like(*_like("zeros_like", input, dtype))
    return made("zeros_like", array, requires_grad, device)


def ones_like(
    input: Tensor,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """All ones, in the shape and type of ``input``."""
    array = np.ones_like(*_like("ones_like", input, dtype))
    return made("ones_like", array, requires_grad, device)


def empty_like(
    input: Tensor,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Not filled (here: zeros), in the shape and type of ``input``."""
    array = np.zeros_like(*_like("empty_like", input, dtype))
    return made("empty_like", array, requires_grad, device)


def full_like(
    input: Tensor,
    fill_value: Number | Tensor,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """All ``fill_value``, in the shape and type of ``input``."""
    value = number("full_like", "fill_value", 2, fill_value)
    array, wanted = _like("full_like", input, dtype)
    filled = np.full_like(array, value, wanted)
    return made("full_like", filled, requires_grad, device)


def _like(function: str, input: Any, dtype: Any) -> tuple[Array, np.dtype[Any]]:
    if not isinstance(input, Tensor):
        raise wrong_type(function, "input", 1, input)
    wanted = input.dtype if dtype is None else as_dtype(dtype, function)
    is_stretched = 0 in input.array.strides
    like = np.empty(input.array.shape) if is_stretched else input.array
    return like, wanted.numpy


# of the type of another tensor


def _new_zeros(
    self: Tensor, *size: Any, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """All zeros, in its type."""
    array = _new("new_zeros", np.zeros, size, None, dtype or self.dtype)
    return made("new_zeros", array, requires_grad)


def _new_ones(
    self: Tensor, *size: Any, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """All ones, in its type."""
    array = _new("new_ones", np.ones, size, None, dtype or self.dtype)
    return made("new_ones", array, requires_grad)


def _new_full(
    self: Tensor,
    size: Sequence[int],
    fill_value: Number | Tensor,
    *,
    dtype: Dtype | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """All ``fill_value``, in its type."""
    wanted = dtype or self.dtype
    return full(size, fill_value, dtype=wanted, requires_grad=requires_grad)


def _new_tensor(
    self: Tensor,
    data: Any,
    *,
    dtype: Dtype | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """A copy of ``data``, in its type."""
    if isinstance(data, Tensor):
        sentence = COPY_CONSTRUCT.format("tensor.new_tensor(sourceTensor)")
        warnings.warn(sentence, UserWarning, stacklevel=2)
        data = data.array
    return tensor(data, dtype=dtype or self.dtype, requires_grad=requires_grad)


# what was asked for


def _new(
    function: str, fill: Callable[..., Array], sizes: Any, size: Any, dtype: Any
) -> Array:
    wanted = get_default_dtype() if dtype is None else as_dtype(dtype, function)
    shape = shape_of(function, sizes if size is None else (size,))
    return fill(shape, wanted.numpy)


def shape_of(function: str, sizes: Sequence[Any]) -> tuple[int, ...]:
    """``(2, 3)`` or ``((2, 3),)``.

    Raises:
        TypeError: something is no whole number.
        RuntimeError: a length is negative.
    """
    if not sizes:
        raise TypeError(f'{function}() missing 1 required positional arguments: "size"')
    first = sizes[0]
    several = isinstance(first, Sequence) and not isinstance(first, str)
    if several and len(sizes) > 1:
        raise TypeError(
            f"{function}() takes 1 positional argument but {len(sizes)} were given"
        )
    lengths = [
        _length(function, each, place if several else None, first)
        for place, each in enumerate(first if several else sizes, start=1)
    ]
    negative = [each for each in lengths if each < 0]
    if negative and function == "zeros":
        raise RuntimeError("zeros: Dimension size must be non-negative.")
    if negative:
        raise RuntimeError(
            f"Trying to create tensor with negative dimension {negative[0]}: {lengths}"
        )
    return tuple(lengths)


def _length(function: str, given: Any, place: int | None, first: Any) -> int:
    try:
        if isinstance(given, bool):
            raise TypeError
        return operator.index(given)
    except TypeError:
        pass
    if place is None or place == 1:
        raise TypeError(
            f"{function}(): argument 'size' (position 1) must be tuple of ints, not "
            f"{type(first).__name__}"
        )
    raise TypeError(
        f"{function}(): argument 'size' failed to unpack the object at pos {place} "
        f'with error "type must be tuple of ints,but got {type(given).__name__}"'
    )


def whole(function: str, name: str, position: int, given: Any) -> int:
    """A whole number that was given as an argument.

    Raises:
        TypeError: it is something else.
    """
    try:
        return operator.index(given)
    except TypeError:
        raise TypeError(
            f"{function}(): argument '{name}' (position {position}) must be int, not "
            f"{type(given).__name__}"
        ) from None


def number(function: str, name: str, position: int, given: Any) -> Number:
    """A number that was given as an argument, maybe as a tensor.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(given, Tensor):
        return given.item()
    if isinstance(given, np.generic):
        given = given.item()
    if not isinstance(given, bool | int | float):
        raise TypeError(
            f"{function}(): argument '{name}' (position {position}) must be Number, "
            f"not {type(given).__name__}"
        )
    return given


PUBLIC = public(
    empty,
    empty_like,
    eye,
    full,
    full_like,
    ones,
    ones_like,
    zeros,
    zeros_like,
)

FACES = (
    Face(_new_zeros, ("new_zeros", "new_empty")),
    Face(_new_ones, ("new_ones",)),
    Face(_new_full, ("new_full",)),
    Face(_new_tensor, ("new_tensor",)),
)
