"""Tensors by their old names: ``Tensor([1, 2])``, ``LongTensor([1, 2])``, ``Variable``.

``FloatTensor``, ``LongTensor`` … are what there was before tensors had a ``dtype``,
and courses still have them. Each takes numbers, which it turns into its type, or else
a shape, whose numbers are left open: ``FloatTensor([2, 3])`` has two numbers,
``FloatTensor(2, 3)`` has six. ``tensor(…)`` and ``empty(…)`` say which is meant.

Next: ``ranges``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autoviz.core import dtypes
from autoviz.core.creation import as_tensor
from autoviz.core.device import Device
from autoviz.core.dtypes import Dtype, get_default_dtype, set_default_dtype
from autoviz.core.faces import Face
from autoviz.core.filled import empty
from autoviz.core.inplace import unobserved
from autoviz.core.modes import state
from autoviz.core.shapes import Size
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "TensorType", "Variable", "old_style"]

_WHOLE = (int, np.integer)


@dataclass(frozen=True, eq=False, repr=False)
class TensorType:
    """A type of tensors by its old name.

    >>> import autoviz as av
    >>> av.LongTensor([1.5, 2]), isinstance(av.ones(2), av.FloatTensor)
    (tensor([1, 2]), True)
    """

    dtype: Dtype

    def __call__(self, *data: Any, device: Any = None) -> Tensor:
        return _told(old_style(data, device, self.dtype))

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, Tensor) and instance.dtype is self.dtype

    def __repr__(self) -> str:
        return f"<class 'torch.{self.dtype.scalar_type}Tensor'>"


def old_style(data: tuple[Any, ...], device: Any, dtype: Dtype | None = None) -> Tensor:
    """Numbers in a type, or a shape; without ``dtype`` a tensor keeps its own.

    Raises:
        TypeError: neither numbers in a row nor a shape.
        RuntimeError: another device.
    """
    if device is not None and (kind := Device(device).type) != "cpu":
        raise RuntimeError(
            f"legacy constructor expects device type: cpu but device type: {kind} was "
            "passed"
        )
    if len(data) > 1 and not _are_lengths(data):
        kinds = ", ".join(type(each).__name__ for each in data)
        raise TypeError(
            f"new() received an invalid combination of arguments - got ({kinds})"
        )
    with unobserved():
        wanted = dtype or get_default_dtype()
        if _are_lengths(data):
            return empty(data or (0,), dtype=wanted)
        return _of(data[0], wanted, dtype is None)


def _are_lengths(data: tuple[Any, ...]) -> bool:
    return all(isinstance(each, int | np.integer) for each in data)


def _of(data: Any, wanted: Dtype, any_dtype: bool) -> Tensor:
    if isinstance(data, Size):
        return empty(data, dtype=wanted)
    if isinstance(data, Tensor):
        if not any_dtype and data.dtype is not wanted:
            raise TypeError(f"expected a {wanted.legacy} (got a {data.dtype.legacy})")
        return data.detach()
    if not hasattr(data, "__len__"):
        kind = type(data)
        home = "numpy." if kind.__module__ == "numpy" else ""
        name = f"{home}{kind.__name__}"
        raise TypeError(f"new(): data must be a sequence (got {name})")
    return as_tensor(data, dtype=wanted)


def _told(new: Tensor) -> Tensor:
    if state.observer:
        state.observer.created(new)
    return new


def _new(self: Tensor, *data: Any, device: Any = None) -> Tensor:
    """Another of this type, from numbers or a shape."""
    return _told(old_style(data, device, self.dtype))


class _Variable:
    """What a tensor had to be wrapped in, once, to have a gradient."""

    def __call__(self, data: Tensor, requires_grad: bool = False) -> Tensor:
        if not isinstance(data, Tensor):
            kind = type(data).__name__
            raise TypeError(f"Variable data has to be a tensor, but got {kind}")
        with unobserved():
            new = data.detach()
        new.requires_grad = requires_grad
        return _told(new)

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, Tensor)


Variable = _Variable()


def set_default_tensor_type(t: TensorType) -> None:
    """Make another floating type the default; ``set_default_dtype`` of old."""
    set_default_dtype(t.dtype)


BoolTensor = TensorType(dtypes.bool_)
ByteTensor = TensorType(dtypes.uint8)
CharTensor = TensorType(dtypes.int8)
ShortTensor = TensorType(dtypes.int16)
IntTensor = TensorType(dtypes.int32)
LongTensor = TensorType(dtypes.int64)
HalfTensor = TensorType(dtypes.float16)
FloatTensor = TensorType(dtypes.float32)
DoubleTensor = TensorType(dtypes.float64)

PUBLIC: dict[str, Any] = {
    "BoolTensor": BoolTensor,
    "ByteTensor": ByteTensor,
    "CharTensor": CharTensor,
    "DoubleTensor": DoubleTensor,
    "FloatTensor": FloatTensor,
    "HalfTensor": HalfTensor,
    "IntTensor": IntTensor,
    "LongTensor": LongTensor,
    "ShortTensor": ShortTensor,
    "set_default_tensor_type": set_default_tensor_type,
}

FACES = (Face(_new, ("new",)),)
