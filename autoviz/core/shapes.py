"""Shapes: how they print, how they stretch, and how a stretch is undone.

Broadcasting copies numbers without saying so: ``(5, 3) + (3,)`` adds the same
three numbers to five rows. On the way back each of the three gets what all its
copies got, added up: ``sum_to``.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from typing import Any, SupportsIndex, overload

from autoviz.core.dtypes import Array
from autoviz.core.hints import hinted

__all__ = [
    "Size",
    "broadcast_shape",
    "infer_shape",
    "no_dimensions",
    "real_dim",
    "sum_to",
    "wrap_dim",
    "wrap_dims",
]


class Size(tuple[int, ...]):
    """A shape: a tuple that prints as PyTorch's.

    >>> Size((2, 3))
    torch.Size([2, 3])
    """

    __slots__ = ()

    def __new__(cls, lengths: Iterable[int] = ()) -> Size:
        """A shape of these lengths.

        Raises:
            TypeError: one of them is no whole number.
        """
        whole: list[int] = []
        for each in lengths:
            if type(each) is not int and not isinstance(each, SupportsIndex):
                raise TypeError(
                    f"torch.Size() takes an iterable of 'int' (item {len(whole)} is "
                    f"'{type(each).__name__}')"
                )
            whole.append(operator.index(each))
        return super().__new__(cls, whole)

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"

    @overload
    def __getitem__(self, at: SupportsIndex) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> Size: ...

    def __getitem__(self, at: Any) -> Any:
        part = super().__getitem__(at)
        return Size(part) if isinstance(at, slice) else part

    def __add__(self, other: tuple[int, ...]) -> Size:  # type: ignore[override]
        return Size(super().__add__(other))

    def __mul__(self, times: SupportsIndex) -> Size:
        return Size(super().__mul__(times))

    __rmul__ = __mul__

    def numel(self) -> int:
        """How many elements: the product, 1 for a 0-d tensor."""
        return math.prod(self)


def broadcast_shape(*shapes: Sequence[int]) -> tuple[int, ...]:
    """The common shape.

    >>> broadcast_shape((5, 3), (3,))
    (5, 3)

    Raises:
        RuntimeError: two sizes differ and neither is 1.
    """
    result: tuple[int, ...] = ()
    for shape in shapes:
        length = max(len(result), len(shape))
        padded = zip(_pad(result, length), _pad(shape, length), strict=True)
        merged = []
        for dim, (a, b) in reversed(list(enumerate(padded))):
            if a != b and a != 1 and b != 1:
                text = (
                    f"The size of tensor a ({a}) must match the size of tensor b "
                    f"({b}) at non-singleton dimension {dim}"
                )
                raise hinted(RuntimeError(text), "shapes")
            merged.append(b if a == 1 else a)
        result = tuple(reversed(merged))
    return result


def _pad(shape: Sequence[int], length: int) -> tuple[int, ...]:
    return (1,) * (length - len(shape)) + tuple(shape)


def sum_to(array: Array, size: Sequence[int]) -> Array:
    """Add up what broadcasting from ``size`` had copied.

    >>> import numpy as np
    >>> sum_to(np.ones((5, 3)), (3,))
    array([5., 5., 5.])
    """
    if array.shape == tuple(size):
        return array
    lead = array.ndim - len(size)
    stretched = tuple(
        lead + dim
        for dim, length in enumerate(size)
        if length == 1 and array.shape[lead + dim] != 1
    )
    summed: Array = array.sum(axis=(*range(lead), *stretched), keepdims=True)
    return summed.reshape(tuple(size))


def no_dimensions(dim: SupportsIndex | None) -> IndexError:
    """The error for a dimension of a number."""
    return IndexError(f"Dimension specified as {dim} but tensor has no dimensions")


def wrap_dim(dim: SupportsIndex, ndim: int) -> int:
    """A dimension counted from the end, counted from the front.

    Raises:
        IndexError: there is no such dimension.
    """
    index, bound = operator.index(dim), max(ndim, 1)
    if not -bound <= index < bound:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-bound}, "
            f"{bound - 1}], but got {index})"
        )
    return index % bound


def real_dim(dim: SupportsIndex, ndim: int) -> int:
    """Likewise, where a number, which has no dimensions, is not taken for a row.

    Raises:
        IndexError: there is no such dimension.
    """
    if not ndim:
        raise no_dimensions(dim)
    return wrap_dim(dim, ndim)


def wrap_dims(
    dims: SupportsIndex | Iterable[SupportsIndex], ndim: int
) -> tuple[int, ...]:
    """Likewise for one dimension or several, always as a tuple.

    Raises:
        RuntimeError: one is named twice.
    """
    several = dims if isinstance(dims, Iterable) else (dims,)
    wrapped = tuple(wrap_dim(dim, ndim) for dim in several)
    for dim in wrapped:
        if wrapped.count(dim) > 1:
            raise RuntimeError(f"dim {dim} appears multiple times in the list of dims")
    return wrapped


def infer_shape(size: Sequence[int], numel: int) -> tuple[int, ...]:
    """Fill in the one -1 of a wanted shape.

    >>> infer_shape((2, -1), 6)
    (2, 3)

    Raises:
        RuntimeError: more than one -1, or the numbers do not fit.
    """
    for at, each in enumerate(size):
        if each < -1:
            raise RuntimeError(
                f"invalid shape dimension {each} at index {at} of shape {list(size)}"
            )
    free = list(size).count(-1)
    if free > 1:
        raise RuntimeError("only one dimension can be inferred")
    known = math.prod(each for each in size if each != -1)
    if free and known == numel == 0:
        raise RuntimeError(
            f"cannot reshape tensor of 0 elements into shape {list(size)} because the "
            "unspecified dimension size -1 can be any value and is ambiguous"
        )
    if (not free and known != numel) or (free and (known == 0 or numel % known)):
        raise RuntimeError(f"shape '{list(size)}' is invalid for input of size {numel}")
    return tuple(numel // known if each == -1 else each for each in size)
