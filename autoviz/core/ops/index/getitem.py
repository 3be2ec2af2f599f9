"""Reading through an index: ``x[0]``, ``x[:, 1:3]``, ``x[None]``, ``x[mask]``.

PyTorch takes an index apart into small views, one dimension at a time: an integer is a
*select*, a slice a *slice*, None an *unsqueeze*. ``take_apart`` does this; what it
leaves, lists and masks, is picked all at once (``advanced_indexing``).

Next: ``setitem``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.faces import Face
from autoviz.core.ops.index.advanced_indexing import index_row
from autoviz.core.ops.index.select_slice import ALIAS, SELECT, SLICE
from autoviz.core.ops.shape.squeeze_unsqueeze import UNSQUEEZE
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "getitem", "take_apart"]

LIST_AS_TUPLE = (
    "Using a non-tuple sequence for multidimensional indexing is deprecated and will "
    "be changed in pytorch 2.9; use x[tuple(seq)] instead of x[seq]. In pytorch 2.9 "
    "this will be interpreted as tensor index, x[torch.tensor(seq)], which will "
    "result either in an error or a different result"
)


def take_apart(self: Tensor, index: Any) -> tuple[Tensor, dict[int, Tensor]]:
    """Take the basic parts of an index; what remains, by dimension of the result.

    Raises:
        IndexError: out of bounds, more indices than dimensions, or no index.
    """
    several = isinstance(index, tuple) or _stands_for_a_tuple(index)
    parts = [_part(each) for each in (index if several else (index,))]
    used = sum(_width(each) for each in parts)
    if used > self.ndim:
        raise IndexError(_too_many(self.ndim, index))
    view, dim, remaining = self, 0, {}
    for place, each in enumerate(parts):
        if each is None:
            view, dim = apply(UNSQUEEZE, view, dim=dim), dim + 1
        elif each is Ellipsis:
            dim += self.ndim - used
        elif isinstance(each, slice):
            view, dim = _slice(view, dim, each, skip_whole=several), dim + 1
        elif isinstance(each, bool):
            view = apply(UNSQUEEZE, view, dim=dim)
            remaining[dim] = wrap(np.zeros(int(each), np.int64))
            dim += 1
        elif isinstance(each, Tensor):
            remaining[dim] = each
            dim += _width(each)
        else:
            at = _position(each, place, view.shape[dim])
            view = apply(SELECT, view, dim=dim, index=at)
    return view, remaining


def _stands_for_a_tuple(index: Any) -> bool:
    """A short list that has sequences, slices, None or ... in it."""
    if isinstance(index, Tensor | np.ndarray) or not isinstance(index, Sequence):
        return False
    if len(index) >= 32:
        return False
    kinds = Tensor | np.ndarray | Sequence | slice | type(Ellipsis) | None
    if not any(isinstance(each, kinds) for each in index):
        return False
    warnings.warn(LIST_AS_TUPLE, UserWarning, stacklevel=4)
    return True


def _part(part: Any) -> Any:
    """An integer, a slice, None, ``...``, a bool, or a tensor with dimensions."""
    if part is None or part is Ellipsis or isinstance(part, slice | bool):
        return part
    if isinstance(part, int | np.integer):
        return int(part)
    if not isinstance(part, Tensor):
        part = _tensor(part)
    if part.ndim or part.dtype.is_floating_point:
        return part
    number = part.array.item()
    return bool(number) if part.dtype.name in ("bool", "uint8") else number


def _tensor(part: Any) -> Tensor:
    """A list of whole numbers or of bools."""
    if isinstance(part, str):
        raise TypeError("new(): invalid data type 'str'")
    if not isinstance(part, Sequence | np.ndarray):
        raise IndexError(
            "only integers, slices (`:`), ellipsis (`...`), None and long or byte "
            f"Variables are valid indices (got {type(part).__name__})"
        )
    array = np.array(part)
    return wrap(array if array.dtype.kind == "b" else array.astype(np.int64))


def _width(part: Any) -> int:
    """How many dimensions a part of an index is for."""
    if isinstance(part, Tensor):
        return part.ndim if part.dtype.name in ("bool", "uint8") else 1
    return int(isinstance(part, int | slice) and not isinstance(part, bool))


def _too_many(ndim: int, index: Any) -> str:
    if ndim == 0 and isinstance(index, slice):
        return "slice() cannot be applied to a 0-dim tensor."
    if ndim == 0 and isinstance(index, int):
        if index != 0:
            return f"index {index} is out of bounds for dimension 0 with size 0"
        return (
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
            "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
        )
    return f"too many indices for tensor of dimension {ndim}"


def _position(index: int, place: int, length: int) -> int:
    """Counted from the front. PyTorch calls the place in the index a dimension."""
    if not -length <= index < length:
        raise IndexError(
            f"index {index} is out of bounds for dimension {place} with size {length}"
        )
    return index % length


def _slice(self: Tensor, dim: int, part: slice, *, skip_whole: bool) -> Tensor:
    """``:`` beside other indices is no operation; alone it is one."""
    length = self.shape[dim]
    index = slice(*part.indices(length))
    if part.step is not None and part.step < 0:
        raise ValueError("step must be greater than zero")
    whole = not part.start and (part.stop is None or part.stop >= length)
    if skip_whole and whole and part.step in (None, 1):
        return self
    return apply(SLICE, self, dim=dim, index=index)


def getitem(self: Tensor, index: Any) -> Tensor:
    """``self[index]``: a view, unless the index has lists or masks in it.

    Raises:
        IndexError: out of bounds, more indices than dimensions, or no index.
    """
    part, remaining = take_apart(self, index)
    if remaining:
        return apply(index_row(tuple(remaining)), part, *remaining.values())
    return apply(ALIAS, self) if part is self else part


PUBLIC: dict[str, Any] = {}

FACES = (Face(getitem, ("__getitem__",)),)
