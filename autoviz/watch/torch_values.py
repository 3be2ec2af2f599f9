"""A tensor of PyTorch, as a ``Value``.

Most tensors are numbers in memory. Of those that are not (meta, sparse, complex,
quantised, a subclass that computes its own way) only type and shape are said.

Next: ``torch_held``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import torch

from autoviz.records import Value

__all__ = [
    "array_of",
    "dtype_of",
    "few",
    "plain",
    "same_memory",
    "shape_of",
    "tensors_in",
    "unknown",
]


def few(tensor: torch.Tensor) -> Value:
    """All numbers of a small tensor; without them where they are not to be had."""
    dtype = tensor.dtype
    if dtype in _QUICK and not tensor.ndim and type(tensor) in _PLAIN:
        return Value((), dtype_of(dtype), (tensor.item(),))
    held = plain(tensor)
    if held is None:
        return unknown(shape_of(tensor), dtype)
    return Value(tuple(held.shape), dtype_of(dtype), tuple(held.flatten().tolist()))


def unknown(shape: tuple[int, ...], dtype: torch.dtype) -> Value:
    """What can be said of a tensor whose numbers are not to be had."""
    return Value(shape, dtype_of(dtype), None)


def plain(tensor: torch.Tensor) -> torch.Tensor | None:
    """The tensor without its history, if it is numbers in memory; or None."""
    kind = type(tensor)
    if kind not in _PLAIN and not _is_ordinary(kind):
        return None
    if tensor.layout is not _STRIDED or tensor.dtype in _UNREADABLE:
        return None
    if tensor.is_meta or tensor.is_nested:
        return None
    return _detach(tensor)


def array_of(tensor: torch.Tensor) -> Any:
    """Its numbers as a numpy array, where possible in the same memory; or None."""
    here = plain(tensor)
    if here is None:
        return None
    if here.device.type != "cpu":
        here = here.cpu()
    if here.is_neg():
        here = here.resolve_neg()
    if here.dtype not in _QUICK:
        here = here.float() if here.is_floating_point() else here
    return here.numpy()


def shape_of(tensor: torch.Tensor) -> tuple[int, ...]:
    """Its shape; none for rows of different length."""
    try:
        return tuple(int(each) for each in tensor.shape)
    except Exception:
        return ()


@cache
def dtype_of(dtype: torch.dtype) -> str:
    """PyTorch's short name (``"float32"``)."""
    return str(dtype).removeprefix("torch.")


def same_memory(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors look at the same numbers in the same way."""
    try:
        return (
            one.data_ptr() == other.data_ptr() != 0
            and one.shape == other.shape
            and one.stride() == other.stride()
            and one.dtype == other.dtype
        )
    except Exception:
        return False


def tensors_in(values: Iterable[Any]) -> list[torch.Tensor]:
    """The tensors among values, and in lists and tuples among them."""
    found = []
    for each in values:
        if isinstance(each, torch.Tensor):
            found.append(each)
        elif isinstance(each, _SEVERAL):
            found += tensors_in(each)
    return found


_SEVERAL = (list, tuple)
_detach = torch.Tensor.detach
_STRIDED = torch.strided
_PLAIN = frozenset({torch.Tensor, torch.nn.Parameter})
_QUICK = frozenset(
    {
        torch.float32,
        torch.float64,
        torch.float16,
        torch.int64,
        torch.int32,
        torch.int16,
        torch.int8,
        torch.uint8,
        torch.bool,
    }
)


_UNREADABLE = frozenset(
    each
    for each in vars(torch).values()
    if isinstance(each, torch.dtype) and (each.is_complex or "q" in str(each))
)


@cache
def _is_ordinary(kind: type) -> bool:
    """A subclass that computes as tensors do, whatever its functions say."""
    ours = getattr(kind, "__torch_dispatch__", None)
    return ours is getattr(torch.Tensor, "__torch_dispatch__", None)
