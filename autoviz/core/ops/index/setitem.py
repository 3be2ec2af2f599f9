"""Writing through an index: ``x[0] = y``, ``x[[0, 2]] = 0``, ``x[x < 0] = y``.

With lists and masks this is one operation, ``index_put_``: the tensor gets a new node,
in which what was written over has no say any more. Its gradient is zero there, and what
was written gets it instead.

Basic indices need no operation of their own: ``x[0] = y`` is ``copy_`` into a view.

Next: ``select_scatter``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.faces import Face, public
from autoviz.core.inplace import unobserved
from autoviz.core.modes import state
from autoviz.core.ops.checks import check_tensor_list, must_be_tensor
from autoviz.core.ops.index.advanced_indexing import is_mask, put_row
from autoviz.core.ops.index.getitem import take_apart
from autoviz.core.ops.methods.copy_fill import (
    SETITEM,
    copy_to,
    index_text,
    stretched_to,
    told_as_one,
)
from autoviz.core.ops.shape.view_reshape import view
from autoviz.core.tensor import Tensor, wrap

__all__ = ["FACES", "PUBLIC", "index_put", "index_put_", "setitem"]


def setitem(self: Tensor, index: Any, value: Any) -> None:
    """``self[index] = value``.

    Raises:
        IndexError: as when reading.
        TypeError: the value is neither a tensor nor a number.
        RuntimeError: it has another type, or a shape that does not fit.
    """
    if state.observer:
        state.observer.writing(self)
    if index is False:
        return
    values = _as_tensor(value, self)
    if isinstance(index, slice):
        index = (index,)  # as in a tuple, ``:`` is no operation
    with unobserved():
        part, remaining = take_apart(self, None if index is True else index)
    values = _without_ones(values) if remaining else stretched_to(part, values)
    told = value if values.node is None else values
    place = {"index": index_text(index)} if state.observer else {}
    with told_as_one(SETITEM, (self, told), place):
        if remaining:
            _put(part, remaining, values, accumulate=False)
        else:
            copy_to(part, values)


def _without_ones(values: Tensor) -> Tensor:
    """Without dimensions of length 1 in front; told if gradients go there."""
    shape = tuple(itertools.dropwhile(lambda length: length == 1, values.shape))
    if shape == values.shape:
        return values
    if values.requires_grad and state.grad_enabled:
        return view(values, shape)
    with unobserved():
        return view(values, shape)


def _as_tensor(value: Any, like: Tensor) -> Tensor:
    """A number becomes a 0-d tensor of the same type."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, bool | int | float | np.generic):
        return wrap(np.asarray(value).astype(like.dtype.numpy))
    kind = type(value)
    name = kind.__name__
    if kind.__module__ != "builtins":
        name = f"{kind.__module__}.{name}"
    raise TypeError(f"can't assign a {name} to a {like.dtype.legacy}")


def index_put(
    self: Tensor,
    indices: Sequence[Tensor],
    values: Tensor,
    accumulate: bool = False,
) -> Tensor:
    """A copy with ``values`` at the places that ``indices`` pick.

    With ``accumulate`` they are added there.

    >>> import autoviz as av
    >>> av.zeros(3).index_put((av.tensor([0, 2]),), av.tensor([1.0, 2.0]))
    tensor([1., 0., 2.])
    """
    remaining = _by_dimension("index_put", indices, values)
    row = put_row(tuple(remaining))
    return apply(row, self, values, *remaining.values(), accumulate=accumulate)


def index_put_(
    self: Tensor,
    indices: Sequence[Tensor],
    values: Tensor,
    accumulate: bool = False,
) -> Tensor:
    """Write ``values`` at the places that ``indices`` pick, or add them there."""
    remaining = _by_dimension("index_put_", indices, values)
    return _put(self, remaining, values, accumulate=accumulate)


def _put(
    self: Tensor, remaining: dict[int, Tensor], values: Tensor, *, accumulate: bool
) -> Tensor:
    row = put_row(tuple(remaining))
    return apply_in_place(row, self, values, *remaining.values(), accumulate=accumulate)


def _by_dimension(function: str, indices: Any, values: Any) -> dict[int, Tensor]:
    check_tensor_list(function, "indices", indices)
    must_be_tensor(function, "values", 2, values)
    found, dim = {}, 0
    for each in indices:
        found[dim] = each
        dim += each.ndim if is_mask(each.array) else 1
    return found


PUBLIC = public(index_put)

FACES = (
    Face(setitem, ("__setitem__",)),
    Face(index_put, ("index_put",), in_place=index_put_),
)
