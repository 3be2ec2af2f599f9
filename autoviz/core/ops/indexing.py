"""Basic indexing: ``x[0]``, ``x[:, 1:3]``, ``x[None]``, ``x[...]``.

PyTorch takes an index apart into small views, one dimension at a time: an
integer is a *select*, a slice a *slice*, None an *unsqueeze*. Backward each puts
the gradient back in its place, with zeros all around.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.node import Grad, Op
from autoviz.core.ops.shape import UNSQUEEZE
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "getitem"]


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


def getitem(self: Tensor, index: Any) -> Tensor:
    """A view of a part of ``self``.

    Raises:
        IndexError: out of bounds, more indices than dimensions, or no index.
        NotImplementedError: an index that is a list, an array or a tensor.
    """
    several = isinstance(index, tuple)
    parts = [_basic(each) for each in (index if several else (index,))]
    used = sum(isinstance(each, int | slice) for each in parts)
    if used > self.ndim:
        raise IndexError(_too_many(self.ndim, index))
    result, dim = self, 0
    for place, each in enumerate(parts):
        if each is None:
            result, dim = apply(UNSQUEEZE, result, dim=dim), dim + 1
        elif each is Ellipsis:
            dim += self.ndim - used
        elif isinstance(each, slice):
            result, dim = _slice(result, dim, each, skip_whole=several), dim + 1
        else:
            index = _position(each, place, result.shape[dim])
            result = apply(SELECT, result, dim=dim, index=index)
    return apply(ALIAS, self) if result is self else result


def _basic(part: Any) -> Any:
    """An integer, a slice, None or ``...``."""
    if part is None or part is Ellipsis or isinstance(part, slice):
        return part
    if isinstance(part, int | np.integer) and not isinstance(part, bool):
        return int(part)
    if isinstance(part, Tensor) and part.ndim == 0 and part.dtype.kind == 1:
        return int(part.item())
    if isinstance(part, float | str):
        raise IndexError(
            "only integers, slices (`:`), ellipsis (`...`), None and long or byte "
            f"Variables are valid indices (got {type(part).__name__})"
        )
    raise NotImplementedError(
        f"indexing with {type(part).__name__} is not in autoviz's numpy core yet; "
        "integers, slices, None and ... are"
    )


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
    if part.step == 0:
        raise ValueError("slice step cannot be zero")
    if part.step is not None and part.step < 0:
        raise ValueError("step must be greater than zero")
    whole = not part.start and (part.stop is None or part.stop >= length)
    if skip_whole and whole and part.step in (None, 1):
        return self
    return apply(SLICE, self, dim=dim, index=slice(*part.indices(length)))


PUBLIC = public()

FACES = (Face(getitem, ("__getitem__",)),)
