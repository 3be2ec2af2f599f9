"""Basic indexing: ``x[0]``, ``x[:, 1:3]``, ``x[None]``, ``x[...]``.

PyTorch takes an index apart into small views, one dimension at a time: an
integer is a *select*, a slice a *slice*, None an *unsqueeze*. Backward each puts
the gradient back in its place, with zeros all around.

``take_apart`` does this; what it leaves, lists and masks, is for
``advanced_indexing``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.shape import UNSQUEEZE
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "narrow", "select", "slice_of", "take_apart"]

LIST_AS_TUPLE = (
    "Using a non-tuple sequence for multidimensional indexing is deprecated and will "
    "be changed in pytorch 2.9; use x[tuple(seq)] instead of x[seq]. In pytorch 2.9 "
    "this will be interpreted as tensor index, x[torch.tensor(seq)], which will "
    "result either in an error or a different result"
)


def _at(dim: int, index: Any) -> tuple[Any, ...]:
    return (slice(None),) * dim + (index,)


def _scatter(self: Array, size: Sequence[int], dim: int, index: Any) -> Array:
    """Zeros of ``size``, with ``self`` at ``index`` of dimension ``dim``."""
    whole = np.zeros(tuple(size), self.dtype)
    whole[_at(dim, index)] = self
    return whole


SELECT: Op = Op(
    "select",
    "SelectBackward0",
    ("self",),
    lambda self, dim, index: self[(*_at(dim, index), ...)],
    (
        Grad(
            "scatter(g)",
            lambda g, self_sizes, dim, index: apply(
                SELECT_BACKWARD, g, size=self_sizes, dim=dim, index=index
            ),
        ),
    ),
    symbol="{0}[{index}]",
    dtype="same",
    view=True,
)

SELECT_BACKWARD: Op = Op(
    "select_backward",
    "SelectBackwardBackward0",
    ("grad_output",),
    _scatter,
    (Grad("select(g)", lambda g, dim, index: apply(SELECT, g, dim=dim, index=index)),),
    symbol="scatter({0})",
    dtype="same",
)

SLICE: Op = Op(
    "slice",
    "SliceBackward0",
    ("self",),
    lambda self, dim, index: self[_at(dim, index)],
    (
        Grad(
            "scatter(g)",
            lambda g, self_sizes, dim, index: apply(
                SLICE_BACKWARD, g, size=self_sizes, dim=dim, index=index
            ),
        ),
    ),
    symbol="{0}[slice]",
    dtype="same",
    view=True,
)

SLICE_BACKWARD: Op = Op(
    "slice_backward",
    "SliceBackwardBackward0",
    ("grad_output",),
    _scatter,
    (Grad("slice(g)", lambda g, dim, index: apply(SLICE, g, dim=dim, index=index)),),
    symbol="scatter({0})",
    dtype="same",
)

ALIAS: Op = Op(
    "alias",
    "AliasBackward0",
    ("self",),
    lambda self: self,
    (Grad("1", lambda g: g),),
    symbol="{0}[...]",
    dtype="same",
    view=True,
)


def slice_of(self: Any, dim: int, start: int, stop: int) -> Any:
    """``self[start:stop]`` of a dimension, for vjps: on arrays too."""
    return apply(SLICE, self, dim=dim, index=slice(start, stop, 1))


def select(self: Tensor, dim: int, index: int) -> Tensor:
    """Row ``index`` of a dimension, which is gone then.

    Raises:
        IndexError: there is no such row, or the tensor has no dimensions.
    """
    if self.ndim == 0:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    at, wanted = wrap_dim(dim, self.ndim), int(index)
    length = self.shape[at]
    if not -length <= wanted < length:
        raise IndexError(
            f"select(): index {wanted} out of range for tensor of size "
            f"{list(self.shape)} at dimension {at}"
        )
    return apply(SELECT, self, dim=at, index=wanted % length)


def narrow(self: Tensor, dim: int, start: int | Tensor, length: int) -> Tensor:
    """``length`` rows of a dimension, from ``start`` on.

    Raises:
        IndexError: ``start`` is not in the tensor.
        RuntimeError: ``length`` is negative, or reaches beyond the end.
    """
    if self.ndim == 0:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    at = wrap_dim(dim, self.ndim)
    first, have = int(start), self.shape[at]
    if not -have <= first <= have:
        raise IndexError(
            f"start out of range (expected to be in range of [{-have}, {have}], but "
            f"got {first})"
        )
    first += have if first < 0 else 0
    if first + length > have:
        raise RuntimeError(
            f"start ({first}) + length ({length}) exceeds dimension size ({have})."
        )
    result: Tensor = slice_of(self, at, first, first + length)
    return result


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
            remaining[dim] = Tensor(np.zeros(int(each), np.int64))
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
    return Tensor(array if array.dtype.kind == "b" else array.astype(np.int64))


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


PUBLIC = public(narrow, select)

FACES = (Face(select, ("select",)), Face(narrow, ("narrow",)))
