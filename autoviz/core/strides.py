"""Where in memory the elements of an array are.

A shape says how many elements there are in each direction, strides how far apart they
are, and an offset where the first one is: that is the ``Geometry`` of an array. All
views are made of nothing else, so the geometry of a view finds the same elements again
in any memory that is laid out alike.

Next: ``views``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from autoviz.core.dtypes import Array

__all__ = [
    "Geometry",
    "copy_with_gaps",
    "extent",
    "geometry",
    "is_dense",
    "memory_of",
    "places",
]


class Geometry(NamedTuple):
    """Shape, strides and offset, counted in elements."""

    size: tuple[int, ...]
    stride: tuple[int, ...]
    offset: int


def geometry(array: Array) -> Geometry:
    """Where the elements of an array are in the memory it looks at.

    >>> geometry(np.zeros((2, 3))[1, ::2])
    Geometry(size=(2,), stride=(2,), offset=3)
    """
    width = array.itemsize
    start = _address(array) - _address(_owner(array))
    stride = tuple(each // width for each in array.strides)
    return Geometry(array.shape, stride, start // width)


def memory_of(array: Array) -> Array:
    """All elements of the memory an array looks at, in a row."""
    owner = _owner(array)
    if owner.flags.c_contiguous:
        return owner.reshape(-1)
    outermost_first = sorted(range(owner.ndim), key=lambda dim: -owner.strides[dim])
    return owner.transpose(outermost_first).reshape(-1)


def places(memory: Array, where: Geometry) -> Array:
    """Those elements of a memory: a view.

    >>> places(np.arange(6), Geometry((2, 2), (3, 1), 1))
    array([[1, 2],
           [4, 5]])
    """
    if 0 in where.size:
        return memory[:0].reshape(where.size)
    width = memory.itemsize
    return np.ndarray(
        where.size,
        memory.dtype,
        memory,
        offset=where.offset * width,
        strides=[each * width for each in where.stride],
    )


def extent(where: Geometry) -> int:
    """How much memory reaches to the last element.

    >>> extent(Geometry((2, 2), (3, 1), 1))
    6
    """
    if 0 in where.size:
        return where.offset
    steps = zip(where.size, where.stride, strict=True)
    return where.offset + 1 + sum((size - 1) * stride for size, stride in steps)


def copy_with_gaps(array: Array) -> Array:
    """A copy whose elements lie as far apart as those of ``array``."""
    where = geometry(array)._replace(offset=0)
    if 0 in where.stride:
        return array.copy()
    whole = places(np.empty(extent(where), array.dtype), where)
    whole[...] = array
    return whole


def is_dense(array: Array) -> bool:
    """Whether its elements lie side by side, in whatever order, each in its place."""
    where = geometry(array)
    steps = sorted(
        (stride, size)
        for size, stride in zip(where.size, where.stride, strict=True)
        if size != 1
    )
    expected = 1
    for stride, size in steps:
        if stride != expected:
            return False
        expected *= size
    return expected == math.prod(where.size)


def _owner(array: Array) -> Array:
    owner = array
    while isinstance(owner.base, np.ndarray) and owner.base.dtype == array.dtype:
        owner = owner.base
    return owner


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
