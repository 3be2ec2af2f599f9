"""In which order the elements of a result lie in memory.

It is seen in ``stride()``, and in what can be a view: ``x.T.exp()`` lies as ``x.T``
does, so reshaping it copies. numpy and PyTorch agree for most functions of one tensor.
Where they do not, a row of the table says how its result lies, with one of these.

Next: ``views``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array

__all__ = ["compact", "in_rows", "laid_out"]


def in_rows(made: Any) -> Array:
    """Row by row, however the operands lie: a sum, ``cat``, ``softmax``."""
    array: Array = np.asarray(made, order="C")
    if 1 in array.shape:  # lengths of 1 have a stride too, and numpy leaves it open
        return np.ndarray(array.shape, array.dtype, array)
    return array


def compact(array: Array) -> Array:
    """A copy that lies as the original does, but without gaps: ``clone``.

    >>> compact(np.zeros((2, 6))[:, :3].T).strides
    (8, 24)
    """
    return array.copy(order="C" if 0 in array.strides else "K")


def laid_out(made: Array, *operands: Array) -> Array:
    """As the operands lie; where they disagree, the first of them decides.

    numpy would take rows then.

    >>> rows = np.zeros((2, 3))
    >>> columns = np.zeros((3, 2)).T
    >>> (columns + rows).strides, laid_out(columns + rows, columns, rows).strides
    ((24, 8), (8, 16))
    """
    if made.ndim < 2 or _is_plain(made.shape, operands):
        return made
    steps = [_steps(each, made.shape) for each in operands]
    order = _outermost_first(made.shape, steps)
    return in_rows(made.transpose(order)).transpose(np.argsort(order))


def _is_plain(shape: tuple[int, ...], operands: Sequence[Array]) -> bool:
    """Whether rows come out anyway: nothing turned over, not even lengths of 1."""
    is_alike = True
    for each in operands:
        if not each.flags.c_contiguous:
            return False
        is_alike = is_alike and each.shape == shape
    return is_alike or all(1 not in e.shape or _has_plain_strides(e) for e in operands)


def _has_plain_strides(array: Array) -> bool:
    expected = array.itemsize
    for size, stride in zip(array.shape[::-1], array.strides[::-1], strict=True):
        if stride != expected:
            return False
        expected *= size
    return True


def _steps(operand: Array, shape: Sequence[int]) -> list[int]:
    """How far apart its elements are; 0 where it is stretched to a shape."""
    new = len(shape) - operand.ndim
    dims = zip(operand.shape, shape[new:], operand.strides, strict=True)
    return [0] * new + [0 if own != size else stride for own, size, stride in dims]


def _outermost_first(sizes: Sequence[int], steps: Sequence[Sequence[int]]) -> list[int]:
    """The dimensions in PyTorch's order: sorted by inserting, as far as is known."""
    inner = list(reversed(range(len(sizes))))
    for start in range(1, len(inner)):
        at = start
        for before in reversed(range(start)):
            order = _compared(inner[before], inner[at], sizes, steps)
            if order < 0:
                break
            if order > 0:
                inner[before], inner[at] = inner[at], inner[before]
                at = before
    return inner[::-1]


def _compared(
    one: int, other: int, sizes: Sequence[int], steps: Sequence[Sequence[int]]
) -> int:
    """-1 if ``one`` is the inner one of two dimensions, 1 if not, 0 if nobody knows."""
    for each in steps:
        if each[one] and each[other]:
            if each[one] != each[other]:
                return -1 if each[one] < each[other] else 1
            if sizes[one] > sizes[other]:
                return 1
    return 0
