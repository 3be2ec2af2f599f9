"""Any places of a memory as a tensor: ``as_strided``.

All other views are special cases, and it is what autograd sees in a view whose memory
was written to (``core/views``). Places may be taken more than once (``stride=0``), so
backward adds up, place by place, what arrives for each.

Next: ``index/select_slice``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.index.index_select import INDEX_ADD
from autoviz.core.ops.shape.in_place_views import look_anew
from autoviz.core.strides import Geometry, extent, geometry, memory_of, places
from autoviz.core.tensor import Tensor, wrap

__all__ = ["AS_STRIDED", "FACES", "PUBLIC", "as_strided"]


def _forward(
    self: Array, size: Sequence[int], stride: Sequence[int], storage_offset: int
) -> Any:
    where = Geometry(tuple(size), tuple(stride), storage_offset)
    return places(memory_of(self), where)


def _backward(
    g: Any,
    size: Sequence[int],
    stride: Sequence[int],
    storage_offset: int,
    self_geometry: Geometry,
) -> Any:
    """The gradient of all of the memory, and of that the places of the input."""
    out = Geometry(tuple(size), tuple(stride), storage_offset)
    if isinstance(g, Tensor):
        return _places_of_input(g, out, self_geometry)
    return _places_of_input(wrap(np.asarray(g)), out, self_geometry).array


def _places_of_input(g: Tensor, out: Geometry, into: Geometry) -> Tensor:
    if 0 in out.size or 0 in into.size:
        return wrap(np.zeros(into.size, g.dtype.numpy))
    first = min(out.offset, into.offset)
    out = out._replace(offset=out.offset - first)
    into = into._replace(offset=into.offset - first)
    g, out = _once_each(g, out)
    length = max(extent(out), extent(into))
    if _repeats(out, length):
        index = wrap(_numbers(out, length).reshape(-1))
        memory = wrap(np.zeros(length, g.dtype.numpy))
        memory = apply(INDEX_ADD, memory, g.reshape(-1), index, dim=0, alpha=1)
    else:
        memory = wrap(np.zeros(length, g.dtype.numpy))
        memory.as_strided(*out).copy_(g)
    if _repeats(into, length):  # all that see a place share its gradient
        shares = np.bincount(_numbers(into, length).reshape(-1), minlength=length)
        memory = memory / wrap(shares.astype(g.dtype.numpy))
    return memory.as_strided(*into)


def _once_each(g: Tensor, out: Geometry) -> tuple[Tensor, Geometry]:
    """Without the dimensions along which one place is taken again and again."""
    steps = []
    for dim in reversed(range(len(out.size))):
        size, stride = out.size[dim], out.stride[dim]
        if size == 1:
            g = g.squeeze(dim)
        elif stride == 0:
            g = g.sum(dim)
        else:
            steps.append((size, stride))
    steps.reverse()
    sizes, strides = zip(*steps, strict=True) if steps else ((), ())
    return g, Geometry(sizes, strides, out.offset)


def _numbers(where: Geometry, length: int) -> Array:
    """The places by number."""
    return places(np.arange(length), where)


def _repeats(where: Geometry, length: int) -> bool:
    """Whether a place is taken twice."""
    counts = np.bincount(_numbers(where, length).reshape(-1), minlength=1)
    return bool(counts.max() > 1)


AS_STRIDED: Op = Op(
    "as_strided",
    "AsStridedBackward0",
    ("self",),
    _forward,
    (
        Grad(
            "scatter(g)",
            lambda g, size, stride, storage_offset, self_geometry: _backward(
                g, size, stride, storage_offset, self_geometry
            ),
        ),
    ),
    symbol="as_strided({0})",
    dtype="same",
    view=True,
)
AS_STRIDED_IN_PLACE = dataclasses.replace(AS_STRIDED, grad_fn="AsStridedBackward1")


def as_strided(
    self: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    storage_offset: int | None = None,
) -> Tensor:
    """A view of the memory of ``self``: ``size`` elements, ``stride`` places apart.

    >>> import autoviz as av
    >>> av.arange(6).as_strided((2, 2), (1, 2))
    tensor([[0, 2],
            [1, 3]])

    Raises:
        RuntimeError: the memory does not reach that far.
    """
    return apply(AS_STRIDED, self, **_within(self, size, stride, storage_offset))


def as_strided_(
    self: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    storage_offset: int | None = None,
) -> Tensor:
    """The same, for the tensor itself."""
    where = _within(self, size, stride, storage_offset)
    return look_anew(AS_STRIDED_IN_PLACE, self, **where)


def _within(
    self: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    storage_offset: int | None,
) -> dict[str, Any]:
    """The arguments of the row, if the memory reaches that far."""
    size, stride = tuple(size), tuple(stride)
    if len(size) != len(stride):
        raise RuntimeError("mismatch in length of strides and shape")
    if any(each < 0 for each in stride):
        raise RuntimeError(
            "as_strided: Negative strides are not supported at the moment, got "
            f"strides: {list(stride)}"
        )
    offset = geometry(self.array).offset if storage_offset is None else storage_offset
    needed, width = extent(Geometry(size, stride, offset)), self.array.itemsize
    if 0 not in size and needed > memory_of(self.array).size:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset "
            f"{offset}, and itemsize {width} requiring a storage size of "
            f"{needed * width} are out of bounds for storage of size "
            f"{memory_of(self.array).nbytes}"
        )
    return {"size": size, "stride": stride, "storage_offset": offset}


PUBLIC = public(as_strided)

FACES = (Face(as_strided, ("as_strided",), in_place=as_strided_),)
