"""Indexing with lists and masks: ``x[[0, 2]]``, ``x[x > 0]``, ``x[:, rows, cols]``.

Such an index picks elements from anywhere, so the result cannot be a view: it is a
copy. Backward every element's gradient goes back to where the element came from; one
that was picked twice gets two gradients, added up.

Several lists go together: ``x[[0, 1], [2, 3]]`` is x[0, 2] and x[1, 3]. A mask stands
for the lists of the places where it is True. Basic parts beside them are taken first,
as views: ``getitem``.

The index tensors are inputs of the operation, without a gradient. How many there are,
and at which dimensions, is part of the row: ``index_row`` reads, ``put_row`` writes.

Next: ``gather_scatter``.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.layout import compact, in_rows, laid_out
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import scalar_type
from autoviz.core.ops.common import zeros_of

__all__ = ["FACES", "PUBLIC", "index_row", "is_mask", "put_row"]

UINT8_MASK = (
    "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool "
    "instead."
)
Dims = tuple[int, ...]
"""The dimensions that the index tensors are for; a mask is for its first."""


@dataclass(frozen=True)
class _IndexGrad(Grad):
    """A derivative that needs the index tensors, however many there are."""

    needs: tuple[str, ...] = ()


def _names(dims: Dims) -> tuple[str, ...]:
    return tuple(f"indices[{number}]" for number in range(len(dims)))


@cache
def index_row(dims: Dims) -> Op:
    """``self`` picked by index tensors at ``dims``."""
    inputs = _names(dims)

    def forward(self: Array, *indices: Array) -> Any:
        made = in_rows(self[_checked_key(self, dims, indices)])
        is_plain = self.flags.c_contiguous
        return made if is_plain else _as_it_lay(made, self, dims, indices)

    def vjp(g: Any, self_sizes: Sequence[int], *indices: Any) -> Any:
        return _added(dims, g, self_sizes, indices)

    return Op(
        "index",
        "IndexBackward0",
        ("self", *inputs),
        forward,
        (_IndexGrad("scatter(g)", vjp, ("self_sizes", *inputs)),),
        symbol="{0}[…]",
        dtype="same",
    )


def _as_it_lay(made: Array, self: Array, dims: Dims, indices: Sequence[Array]) -> Array:
    """The dimensions without an index lie in memory as they did."""
    if not made.size:
        return made
    pairs = zip(dims, indices, strict=True)
    widths = [(dim, each.ndim if is_mask(each) else 1) for dim, each in pairs]
    taken = [dim + at for dim, width in widths for at in range(width)]
    apart = taken[-1] - taken[0] >= len(taken)  # numpy puts the new ones first then
    others = self[tuple(0 if at in taken else slice(None) for at in range(self.ndim))]
    first = 0 if apart else taken[0]
    new = range(first, first + made.ndim - others.ndim)
    return laid_out(made, np.expand_dims(others, tuple(new)))


@cache
def put_row(dims: Dims, grad_fn: str = "IndexPutBackward0") -> Op:
    """``self`` with ``values`` at the places that index tensors at ``dims`` pick."""
    inputs = _names(dims)

    def forward(self: Array, values: Array, *indices: Array, accumulate: bool) -> Any:
        return _put(self, values, dims, indices, accumulate)

    def vjp_self(g: Any, accumulate: bool, *indices: Any) -> Any:
        if accumulate:
            return g
        zero = zeros_of((), g)
        return apply(put_row(dims), g, zero, *indices, accumulate=False)

    def vjp_values(g: Any, *indices: Any) -> Any:
        return apply(index_row(dims), g, *indices)

    return Op(
        "index_put",
        grad_fn,
        ("self", "values", *inputs),
        forward,
        (
            _IndexGrad("fill(g)", vjp_self, ("accumulate", *inputs)),
            _IndexGrad("gather(g)", vjp_values, inputs),
        ),
        symbol="{0}.index_put(…, {1})",
        dtype="same",
    )


def _put(
    self: Array, values: Array, dims: Dims, indices: Sequence[Array], accumulate: bool
) -> Array:
    key = _checked_key(self, dims, indices)
    _check_values(self, values, key)
    whole = compact(self)
    if not accumulate:
        whole[key] = values
    elif len(indices) == 1 and is_mask(indices[0]):  # no place comes twice
        whole[key] += values
    else:
        np.add.at(whole, key, values)
    return whole


def _added(dims: Dims, g: Any, sizes: Sequence[int], indices: Sequence[Any]) -> Any:
    """Zeros, with every element of ``g`` added at its place."""
    row = put_row(dims, "IndexPutImplBackward0")
    return apply(row, zeros_of(sizes, g), g, *indices, accumulate=True)


INDEX = index_row((0,))
INDEX_BEHIND = index_row((1,))
INDEX_APART = index_row((0, 2))
INDEX_PUT = put_row((0,))
INDEX_PUT_IMPL = put_row((0,), "IndexPutImplBackward0")


def is_mask(index: Array) -> bool:
    """Whether it says true or false, and not which; bytes do so, too."""
    return index.dtype.kind in "b" or index.dtype == np.uint8


def _key(dims: Dims, indices: Sequence[Array]) -> tuple[Any, ...]:
    """What numpy calls this index."""
    key: list[Any] = []
    at = 0
    for dim, index in zip(dims, indices, strict=True):
        key.extend([slice(None)] * (dim - at))
        mask = is_mask(index)
        key.append(index.astype(bool) if mask else index)
        at = dim + (index.ndim if mask else 1)
    return tuple(key)


def _checked_key(self: Array, dims: Dims, indices: Sequence[Array]) -> tuple[Any, ...]:
    """The same, if it is one for this array.

    Raises:
        IndexError: an index of another type, a mask of another shape, lists that do
            not go together, or a place that does not exist.
    """
    count = dims[-1] + (indices[-1].ndim if is_mask(indices[-1]) else 1)
    if count > self.ndim:
        raise IndexError(
            f"too many indices for tensor of dimension {self.ndim} (got {count})"
        )
    lists: list[tuple[int, Array]] = []
    for dim, index in zip(dims, indices, strict=True):
        if index.dtype not in (np.int64, np.int32, np.uint8, np.bool_):
            raise IndexError(
                "tensors used as indices must be long, int, byte or bool tensors"
            )
        if is_mask(index):
            _check_mask(self, dim, index)
            lists.extend(enumerate(index.nonzero(), start=dim))
        else:
            lists.append((dim, index))
    _check_places(self, lists)
    return _key(dims, indices)


def _check_mask(self: Array, dim: int, mask: Array) -> None:
    if mask.dtype == np.uint8:
        warnings.warn(UINT8_MASK, UserWarning, stacklevel=2)
    for at, length in enumerate(mask.shape):
        if self.shape[dim + at : dim + at + 1] != (length,):
            raise IndexError(
                f"The shape of the mask {list(mask.shape)} at index {at} does not "
                f"match the shape of the indexed tensor {list(self.shape)} at index "
                f"{dim + at}"
            )


def _check_places(self: Array, lists: Sequence[tuple[int, Array]]) -> None:
    try:
        together = np.broadcast_arrays(*(each for _, each in lists))
    except ValueError:
        shapes = ", ".join(str(list(each.shape)) for _, each in lists)
        raise IndexError(
            "shape mismatch: indexing tensors could not be broadcast together with "
            f"shapes {shapes}"
        ) from None
    lengths = [self.shape[dim] for dim, _ in lists]
    if together[0].size and 0 in lengths:
        raise IndexError("index is out of bounds for dimension with size 0")
    wrong = [
        (each < -length) | (each >= length)
        for each, length in zip(together, lengths, strict=True)
    ]
    if not any(each.any() for each in wrong):
        return
    first = int(np.logical_or.reduce(wrong).argmax())
    number = next(n for n, each in enumerate(wrong) if each.flat[first])
    raise IndexError(
        f"index {together[number].flat[first]} is out of bounds for dimension {number} "
        f"with size {lengths[number]}"
    )


def _check_values(self: Array, values: Array, key: tuple[Any, ...]) -> None:
    if values.dtype != self.dtype:
        raise RuntimeError(
            "Index put requires the source and destination dtypes match, got "
            f"{scalar_type(self)} for the destination and "
            f"{scalar_type(values)} for the source."
        )
    wanted = np.broadcast_to(np.empty((), bool), self.shape)[key].shape
    lead = len(wanted) - values.ndim
    pairs = zip(values.shape, wanted[lead:], strict=True) if lead >= 0 else ()
    if lead < 0 or any(each not in (1, length) for each, length in pairs):
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(values.shape)} cannot be "
            f"broadcast to indexing result of shape {list(wanted)}"
        )


PUBLIC: dict[str, Any] = {}

FACES = ()
