"""Tensors made from numbers: ``tensor``, ``zeros``, ``ones``, ``arange``, ``randn``.

Floats become float32 and integers int64, whatever numpy would have chosen; a
numpy array keeps its own type. Random numbers are reproducible with
``manual_seed``, but are not the numbers PyTorch draws.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array, Dtype, bool_, float32, int64
from autoviz.core.modes import state
from autoviz.core.tensor import Number, Tensor

__all__ = ["arange", "manual_seed", "ones", "randn", "tensor", "zeros"]

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
    array = data.copy() if isinstance(data, np.ndarray) else _array(data)
    if dtype is not None:
        array = array.astype(dtype.numpy)
    return _created(array, requires_grad)


def zeros(
    *size: Any, dtype: Dtype = float32, requires_grad: bool = False
) -> Tensor:
    """All zeros: ``zeros(2, 3)`` or ``zeros((2, 3))``."""
    return _created(np.zeros(_size(size), dtype.numpy), requires_grad)


def ones(*size: Any, dtype: Dtype = float32, requires_grad: bool = False) -> Tensor:
    """All ones: ``ones(2, 3)`` or ``ones((2, 3))``."""
    return _created(np.ones(_size(size), dtype.numpy), requires_grad)


def arange(
    *bounds: Number, dtype: Dtype | None = None, requires_grad: bool = False
) -> Tensor:
    """``arange(end)``, ``arange(start, end)``, ``arange(start, end, step)``."""
    floating = any(isinstance(each, float) for each in bounds)
    wanted = dtype or (float32 if floating else int64)
    return _created(np.arange(*bounds).astype(wanted.numpy), requires_grad)


def randn(*size: Any, requires_grad: bool = False) -> Tensor:
    """Numbers drawn from a normal distribution of mean 0 and variance 1."""
    return _created(
        _random.standard_normal(_size(size), dtype=np.float32), requires_grad
    )


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


def _size(size: Sequence[Any]) -> tuple[int, ...]:
    """``(2, 3)`` or ``((2, 3),)``."""
    if len(size) == 1 and not isinstance(size[0], int):
        return tuple(size[0])
    return tuple(size)


def _array(data: Any) -> Array:
    _check_rectangular(data)
    array = np.array(_plain(data))
    if array.dtype.kind == "f" or array.size == 0:
        return array.astype(np.float32)
    if array.dtype.kind == "b":
        return array.astype(bool_.numpy)
    return array.astype(np.int64)


def _plain(data: Any) -> Any:
    """Nested sequences of Python numbers, 0-d tensors taken as their numbers."""
    if isinstance(data, Sequence) and not isinstance(data, str):
        return [_plain(each) for each in data]
    if isinstance(data, Tensor):
        return data.item()
    if isinstance(data, bool | int | float | np.number | np.bool_):
        return data
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")


def _check_rectangular(data: Any, dim: int = 0) -> None:
    if not isinstance(data, Sequence) or isinstance(data, str) or not data:
        return
    first = data[0]
    for each in data:
        if isinstance(each, Sequence) and isinstance(first, Sequence):
            if len(each) != len(first):
                raise ValueError(
                    f"expected sequence of length {len(first)} at dim {dim + 1} "
                    f"(got {len(each)})"
                )
            _check_rectangular(each, dim + 1)
