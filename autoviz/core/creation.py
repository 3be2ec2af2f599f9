"""Tensors made from numbers: ``tensor``, ``zeros``, ``ones``, ``arange``, ``randn``.

Floats become float32 and integers int64, whatever numpy would have chosen; a
numpy array keeps its own type. Random numbers are reproducible with
``manual_seed``, but are not the numbers PyTorch draws.
"""

from __future__ import annotations

import operator
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import (
    Array,
    Dtype,
    dtype_of,
    float32,
    int64,
    number_dtype,
    promote,
)
from autoviz.core.faces import public
from autoviz.core.modes import state
from autoviz.core.tensor import Number, Tensor

__all__ = ["PUBLIC", "arange", "manual_seed", "ones", "randn", "tensor", "zeros"]

COPY_CONSTRUCT = (
    "To copy construct from a tensor, it is recommended to use "
    "sourceTensor.detach().clone() or "
    "sourceTensor.detach().clone().requires_grad_(True), rather than "
    "torch.tensor(sourceTensor)."
)

_random = np.random.default_rng()


def tensor(
    data: Any, *, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """A tensor with a copy of ``data``: a number, nested sequences, or an array.

    >>> tensor([1.0, 2.0], requires_grad=True)
    tensor([1., 2.], requires_grad=True)

    Raises:
        ValueError: rows of different length.
        TypeError: something that is not a number.
        RuntimeError: ``requires_grad`` on integers or bools.
    """
    if isinstance(data, Tensor):
        warnings.warn(COPY_CONSTRUCT, UserWarning, stacklevel=2)
        data = data.array
    with np.errstate(all="ignore"):
        return _created(_array(data, dtype), requires_grad)


def zeros(
    *size: Any, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """All zeros: ``zeros(2, 3)`` or ``zeros((2, 3))``."""
    made = np.zeros(_size("zeros", size), (dtype or float32).numpy)
    return _created(made, requires_grad)


def ones(*size: Any, dtype: Dtype | None = None, requires_grad: bool = False) -> Tensor:
    """All ones: ``ones(2, 3)`` or ``ones((2, 3))``."""
    made = np.ones(_size("ones", size), (dtype or float32).numpy)
    return _created(made, requires_grad)


def arange(
    *bounds: Number, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """``arange(end)``, ``arange(start, end)``, ``arange(start, end, step)``.

    Raises:
        RuntimeError: the step is 0, or leads away from the end.
    """
    start, end, step = (0, *bounds, 1) if len(bounds) == 1 else (*bounds, 1)[:3]
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * step < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    floating = any(isinstance(each, float) for each in bounds)
    wanted = dtype or (float32 if floating else int64)
    made = np.arange(start, end, step).astype(wanted.numpy)
    return _created(made, requires_grad)


def randn(
    *size: Any, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """Numbers drawn from a normal distribution of mean 0 and variance 1."""
    made = np.asarray(_random.standard_normal(_size("randn", size)))
    return _created(made.astype((dtype or float32).numpy), requires_grad)


def manual_seed(seed: int) -> None:
    """Make ``randn`` draw the same numbers again."""
    global _random
    _random = np.random.default_rng(seed)


def _created(array: Array, requires_grad: bool) -> Tensor:
    made = Tensor(np.asarray(array))
    if requires_grad and not made.dtype.is_floating_point:
        raise RuntimeError(
            "Only Tensors of floating point and complex dtype can require gradients"
        )
    made.requires_grad = requires_grad
    if state.observer:
        state.observer.created(made)
    return made


def _size(name: str, size: Sequence[Any]) -> tuple[int, ...]:
    """``(2, 3)`` or ``((2, 3),)``."""
    if not size:
        raise TypeError(f'{name}() missing 1 required positional arguments: "size"')
    several = len(size) == 1 and isinstance(size[0], Sequence)
    try:
        lengths = [operator.index(each) for each in (size[0] if several else size)]
    except TypeError:
        raise TypeError(
            f"{name}(): argument 'size' (position 1) must be tuple of ints, not "
            f"{type(size[0]).__name__}"
        ) from None
    negative = [each for each in lengths if each < 0]
    if negative and name == "zeros":
        raise RuntimeError("zeros: Dimension size must be non-negative.")
    if negative:
        raise RuntimeError(
            f"Trying to create tensor with negative dimension {negative[0]}: {lengths}"
        )
    return tuple(lengths)


def _array(data: Any, dtype: Dtype | None) -> Array:
    """A copy, in the wanted type or in the one the numbers ask for."""
    if isinstance(data, np.ndarray):
        return np.array(data, dtype=dtype.numpy if dtype else None)
    _check_rectangular(data)
    found = _dtypes(data)
    wanted = dtype or (promote(found) if found else float32)
    return np.array(_plain(data), wanted.numpy)


def _is_several(data: Any) -> bool:
    return isinstance(data, Sequence | np.ndarray) and not isinstance(data, str | bytes)


def _dtypes(data: Any) -> set[Dtype]:
    """Every type of number in nested sequences.

    Raises:
        TypeError: a text.
        RuntimeError: something else that is not a number.
    """
    if isinstance(data, Tensor):
        return {data.dtype}
    if isinstance(data, np.ndarray | np.generic):
        return {dtype_of(np.asarray(data))}
    if _is_several(data):
        return {each for part in data for each in _dtypes(part)}
    if isinstance(data, str | bytes):
        raise TypeError(f"new(): invalid data type '{type(data).__name__}'")
    if not isinstance(data, bool | int | float):
        raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")
    return {number_dtype(data)}


def _plain(data: Any) -> Any:
    """Nested lists of numbers; a 0-d tensor is taken as its number."""
    if _is_several(data):
        return [_plain(each) for each in data]
    if isinstance(data, Tensor):
        return float(data) if data.dtype.is_floating_point else int(data)
    return data


def _check_rectangular(data: Any, dim: int = 0) -> None:
    if not _is_several(data) or len(data) == 0:
        return
    first = data[0]
    for each in data:
        if _is_several(first) and not _is_several(each):
            raise TypeError("not a sequence")
        if _is_several(each) and not _is_several(first):
            raise TypeError(
                f"'{type(each).__name__}' object cannot be interpreted as an integer"
            )
        if _is_several(each) and len(each) != len(first):
            raise ValueError(
                f"expected sequence of length {len(first)} at dim {dim + 1} "
                f"(got {len(each)})"
            )
        _check_rectangular(each, dim + 1)


PUBLIC = public(arange, manual_seed, ones, randn, tensor, zeros)
