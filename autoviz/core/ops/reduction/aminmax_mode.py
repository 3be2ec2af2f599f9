"""Both extremes at once, and what comes most often: ``aminmax``, ``mode``.

``aminmax`` returns two results of one operation; a gradient that arrives at one of them
goes to the elements that equal it, and two are added. ``mode`` tells an index, so one
element gets all.

Next: ``nansum_nanmedian``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autoviz.core import return_types
from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.reduction.dims import axis_of
from autoviz.core.ops.reduction.max_min import (
    check_length,
    dim_row,
    evenly_along,
    with_index,
)
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "aminmax", "mode"]


def _aminmax(self: Array, dim: Any, keepdim: bool) -> Any:
    axis = axis_of(self, dim)
    low, high = self.min(axis, keepdims=keepdim), self.max(axis, keepdims=keepdim)
    return in_rows(low), in_rows(high)


def _aminmax_vjp(
    g: list[Any],
    self: Any,
    min: Any,
    max: Any,
    self_sizes: Any,
    dim: Any,
    keepdim: bool,
) -> Any:
    sent = None
    for arrived, result in zip(g, (min, max), strict=True):
        if arrived is not None:
            one = evenly_along(arrived, self, result, self_sizes, dim, keepdim)
            sent = one if sent is None else sent + one
    return sent


def _index_of_mode(self: Array, dim: int) -> Array:
    """Of equally frequent ones the smallest; of that, where it stands last."""
    along = np.moveaxis(self, dim, -1)
    order = np.argsort(along, axis=-1, kind="stable")
    ordered = np.take_along_axis(along, order, -1)
    places = np.arange(self.shape[dim])
    is_first = np.ones(ordered.shape, np.bool_)
    is_first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    start = np.maximum.accumulate(np.where(is_first, places, 0), axis=-1)
    last = np.argmax(places - start, axis=-1)[..., None]
    return in_rows(np.take_along_axis(order, last, -1)[..., 0])


AMINMAX = Op(
    "aminmax",
    "AminmaxBackward0",
    ("self",),
    _aminmax,
    (Grad("scatter(g)", _aminmax_vjp),),
    symbol="{0}.aminmax()",
    dtype="same",
    results=("min", "max"),
)

MODE = dim_row("mode", "ModeBackward0", _index_of_mode)


def aminmax(self: Tensor, *, dim: int | None = None, keepdim: bool = False) -> Any:
    """The smallest and the largest element, of all or along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([3, 1, 2]).aminmax()
    torch.return_types.aminmax(
    min=tensor(1),
    max=tensor(3))

    Raises:
        RuntimeError, IndexError: there is nothing to choose from.
    """
    if dim is not None:
        dim = wrap_dim(dim, self.ndim)
        check_length("aminmax", self, dim)
    elif not self.numel():
        raise RuntimeError(
            "aminmax(): cannot compute aminmax over an empty dimension as the "
            "operation has no identity."
        )
    dims = None if dim is None else (dim,)
    parts: Any = apply(AMINMAX, self, dim=dims, keepdim=keepdim)
    return return_types.aminmax(parts)


def mode(self: Tensor, dim: int = -1, keepdim: bool = False) -> Any:
    """The element that comes most often along ``dim``, and where it is.

    >>> import autoviz as av
    >>> av.tensor([1, 2, 2]).mode().values
    tensor(2)
    """
    return return_types.mode(with_index(MODE, self, dim, keepdim))


PUBLIC = public(aminmax, mode)

FACES = (
    Face(aminmax, ("aminmax",)),
    Face(mode, ("mode",)),
)
