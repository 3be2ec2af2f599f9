"""Tensors made from data: ``tensor`` copies, ``from_numpy`` and ``as_tensor`` share.

Floats become float32 and integers int64, whatever numpy would have chosen; a numpy
array keeps its own type. A tensor that shares memory with an array sees what is
written to the array, but no version counter does.

Next: ``filled`` and ``random_numbers``, which make tensors from a shape.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.device import check_device
from autoviz.core.dtypes import (
    Array,
    Dtype,
    as_dtype,
    dtype_of,
    get_default_dtype,
    number_dtype,
    promote,
)
from autoviz.core.faces import public
from autoviz.core.hints import hinted
from autoviz.core.modes import state
from autoviz.core.quiet import in_silence
from autoviz.core.sentences import COPY_CONSTRUCT, NOT_WRITABLE, SLOW_LIST
from autoviz.core.tensor import Tensor, wrap

__all__ = ["PUBLIC", "as_tensor", "from_numpy", "made", "scalar_tensor", "tensor"]

_NUMBERS = {bool, int, float}


def tensor(
    data: Any,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
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
        sentence = COPY_CONSTRUCT.format("torch.tensor(sourceTensor)")
        warnings.warn(sentence, UserWarning, stacklevel=2)
        data = data.array
    wanted = None if dtype is None else as_dtype(dtype, "tensor")
    return made("tensor", in_silence().run(_array, data, wanted), requires_grad, device)


def as_tensor(data: Any, dtype: Dtype | None = None, device: Any = None) -> Tensor:
    """``data`` as a tensor, without a copy where that can be.

    A tensor of the type is returned itself; an array's memory is shared.
    """
    if isinstance(data, Tensor):
        return data.to(dtype=dtype, device=device)
    if isinstance(data, np.ndarray):
        return from_numpy(data).to(dtype=dtype, device=device)
    return tensor(data, dtype=dtype, device=device)


def from_numpy(ndarray: Array) -> Tensor:
    """A tensor that shares the memory of an array.

    Raises:
        TypeError: it is no array, or one of a type there is not.
        ValueError: it is read backwards, or in another byte order.
    """
    if not isinstance(ndarray, np.ndarray):
        kind = type(ndarray)
        home = "numpy." if kind.__module__ == "numpy" else ""
        raise TypeError(f"expected np.ndarray (got {home}{kind.__name__})")
    if any(step < 0 for step in ndarray.strides):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and tensors "
            "with negative strides are not currently supported. (You can probably "
            "work around this by making a copy of your array  with array.copy().) "
        )
    if not ndarray.dtype.isnative:
        raise ValueError(
            "given numpy array has byte order different from the native byte order. "
            "Conversion between byte orders is currently not supported."
        )
    if not ndarray.flags.writeable:
        warnings.warn(NOT_WRITABLE, UserWarning, stacklevel=2)
    shared = made("from_numpy", ndarray.view(np.ndarray))
    shared.storage.exported()
    return shared


def scalar_tensor(
    s: float,
    *,
    dtype: Dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """A 0-d tensor, in the default type unless told otherwise."""
    wanted = as_dtype(dtype or get_default_dtype(), "scalar_tensor")
    return made("scalar_tensor", np.array(s, wanted.numpy), requires_grad, device)


def made(
    function: str, array: Array, requires_grad: bool = False, device: Any = None
) -> Tensor:
    """A new leaf; the observer is told of it.

    Raises:
        RuntimeError: integers or bools are to require grad.
    """
    if not isinstance(requires_grad, bool):
        raise TypeError(
            f"{function}(): argument 'requires_grad' must be bool, not "
            f"{type(requires_grad).__name__}"
        )
    check_device(device)
    new = wrap(array)
    if requires_grad and not new.dtype.is_floating_point:
        text = "Only Tensors of floating point and complex dtype can require gradients"
        raise hinted(RuntimeError(text), "integers")
    new.requires_grad = requires_grad
    if state.observer:
        state.observer.created(new)
    return new


# from nested sequences


def _array(data: Any, dtype: Dtype | None) -> Array:
    """A copy, in the wanted type or in the one the numbers ask for."""
    if isinstance(data, np.ndarray):
        return np.array(data, dtype=dtype.numpy if dtype else None)
    if type(data) is float and dtype is None:
        return np.array(data, get_default_dtype().numpy)
    _check_rectangular(data)
    _warn_of_arrays(data)
    found = _dtypes(data)
    natural = promote(found) if found else get_default_dtype()
    return _fitted(_gathered(_plain(data), natural), dtype or natural)


def _gathered(numbers: Any, natural: Dtype) -> Array:
    """As wide as they come; what is too wide for 64 bits is refused."""
    try:
        return np.array(numbers, ("?", "i8", "f8")[natural.kind])
    except OverflowError:
        raise ValueError("Overflow when unpacking long long") from None


def _fitted(array: Array, dtype: Dtype) -> Array:
    if dtype.kind == 1 and array.size and array.dtype.kind != "b":
        largest = np.iinfo(dtype.numpy).max
        smallest = np.iinfo(dtype.numpy).min if dtype.is_signed else -largest
        if not (np.all(array >= smallest) and np.all(array <= largest)):
            raise RuntimeError(
                f"value cannot be converted to type {dtype.name} without overflow"
            )
    return array.astype(dtype.numpy)


def _is_several(data: Any) -> bool:
    return isinstance(data, Sequence | np.ndarray) and not isinstance(data, str | bytes)


def _is_row(data: Any) -> bool:
    """Whether it is a sequence of Python's own numbers and nothing else."""
    return set(map(type, data)) <= _NUMBERS


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
        if _is_row(data):
            return {number_dtype(kind()) for kind in set(map(type, data))}
        return {each for part in data for each in _dtypes(part)}
    if isinstance(data, str | bytes):
        raise TypeError(f"new(): invalid data type '{type(data).__name__}'")
    if isinstance(data, complex):
        return {dtype_of(np.asarray(data))}
    if not isinstance(data, bool | int | float):
        raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")
    return {number_dtype(data)}


def _plain(data: Any) -> Any:
    """Nested lists of numbers; a 0-d tensor is taken as its number."""
    if isinstance(data, Tensor):
        return float(data) if data.dtype.is_floating_point else int(data)
    if not _is_several(data) or isinstance(data, np.ndarray) or _is_row(data):
        return data
    return [_plain(each) for each in data]


def _warn_of_arrays(data: Any) -> None:
    if _is_several(data) and len(data) and isinstance(data[0], np.ndarray):
        warnings.warn(SLOW_LIST, UserWarning, stacklevel=5)


def _check_rectangular(data: Any, dim: int = 0) -> None:
    if not _is_several(data) or len(data) == 0 or _is_row(data):
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


PUBLIC = public(as_tensor, from_numpy, scalar_tensor, tensor)
