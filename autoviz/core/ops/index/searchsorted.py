"""Where in an order a number belongs: ``searchsorted``, ``bucketize``.

The sequence is halved until one place is left: 20 questions for a million numbers. The
answers are places, so nothing here has a derivative.

Next: ``methods/clone_detach``.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import public
from autoviz.core.op import Op
from autoviz.core.ops.checks import not_of_bools
from autoviz.core.tensor import Number, Tensor, wrap

__all__ = ["FACES", "PUBLIC", "bucketize", "searchsorted"]

Side = Literal["left", "right"]


def _places(
    input: Array, sorted_sequence: Array, side: Side, out_int32: bool, order: Any
) -> Any:
    """Each row of values in its row of limits; one row of limits serves all values."""
    not_of_bools("searchsorted_out_cpu", input)
    if order is not None:
        sorted_sequence = np.take_along_axis(sorted_sequence, order, -1)
    length = sorted_sequence.shape[-1]
    rows = math.prod(sorted_sequence.shape[:-1])
    limits = sorted_sequence.reshape(rows, length)
    found = _bisected(limits, input.reshape(rows, -1), side)
    return found.astype(np.int32 if out_int32 else np.int64).reshape(input.shape)


def _bisected(limits: Array, values: Array, side: Side) -> Array:
    """Halve where it may be until nothing is left, for all values together.

    numpy's own search says otherwise where something is not a number, or not sorted.
    """
    first = np.zeros(values.shape, np.int64)
    end = np.full(values.shape, limits.shape[1])
    comes_later = np.greater_equal if side == "left" else np.greater
    while (is_open := first < end).any():
        middle = (first + end) // 2
        met = np.take_along_axis(limits, np.where(is_open, middle, 0), 1)
        is_before = comes_later(met, values)
        first = np.where(is_open & ~is_before, middle + 1, first)
        end = np.where(is_open & is_before, middle, end)
    return first


SEARCHSORTED = Op(
    "searchsorted",
    "",
    ("input", "sorted_sequence"),
    _places,
    (),
    symbol="searchsorted({1}, {0})",
)
BUCKETIZE = Op(
    "bucketize",
    "",
    ("input", "boundaries"),
    lambda input, boundaries, side, out_int32: _places(
        input, boundaries, side, out_int32, None
    ),
    (),
    symbol="bucketize({0}, {1})",
)


def searchsorted(
    sorted_sequence: Tensor,
    input: Tensor | Number,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: Side | None = None,
    sorter: Tensor | None = None,
) -> Tensor:
    """How many of the sorted numbers come before each of ``input``: where it belongs.

    ``side="right"`` puts it after those that are equal, ``sorter`` are the indices
    that sort the sequence.

    >>> import autoviz as av
    >>> av.searchsorted(av.tensor([1.0, 2.0, 3.0]), av.tensor([0.5, 2.0]))
    tensor([0, 1])

    Raises:
        RuntimeError: the shapes do not fit, or ``side`` says something else.
    """
    wanted = _side(right, side)
    given = _as_tensor(input, sorted_sequence)
    _check_rows(sorted_sequence, given)
    order = None if sorter is None else sorter.array
    told = {"side": wanted, "out_int32": out_int32, "order": order}
    return apply(SEARCHSORTED, given, sorted_sequence, **told)


_NAME = "torch.searchsorted(): "


def _side(right: bool, side: Side | None) -> Side:
    if side not in (None, "left", "right"):
        raise RuntimeError(f"{_NAME}side can only be 'left' or 'right' but got {side}")
    if right and side == "left":
        raise RuntimeError(
            f"{_NAME}side and right can't be set to opposites, got side of left while "
            "right was True"
        )
    return side or ("right" if right else "left")


def _check_rows(sorted_sequence: Tensor, input: Tensor) -> None:
    limits, values = list(sorted_sequence.shape), list(input.shape)
    if len(limits) == 1:
        return
    if not values:
        raise RuntimeError(
            f"{_NAME}input value can be a scalar only when boundaries tensor dimension "
            f"is 1, but we got boundaries tensor dim({len(limits)}) and input value's "
            "dim(0) numel(1)"
        )
    if not limits:
        raise RuntimeError(
            f"{_NAME}boundaries tensor should have positive dimension, but got 0 "
            "dimension"
        )
    if limits[:-1] != values[:-1]:
        raise RuntimeError(
            f"{_NAME}boundaries tensor should be 1 dimension or the first N-1 "
            "dimensions of boundaries tensor and input value tensor must match, but "
            f"we got boundaries tensor {limits} and input value tensor {values}"
        )


def bucketize(
    input: Tensor | Number,
    boundaries: Tensor,
    *,
    out_int32: bool = False,
    right: bool = False,
) -> Tensor:
    """Which bucket each number falls into; ``boundaries`` part them, in order.

    >>> import autoviz as av
    >>> av.bucketize(av.tensor([0.5, 2.0, 9.0]), av.tensor([1.0, 2.0, 3.0]))
    tensor([0, 1, 3])

    Raises:
        RuntimeError: the boundaries are no row.
    """
    if boundaries.ndim != 1:
        raise RuntimeError(
            f"boundaries tensor must be 1 dimension, but got dim({boundaries.ndim})"
        )
    given = _as_tensor(input, boundaries)
    side = "right" if right else "left"
    return apply(BUCKETIZE, given, boundaries, side=side, out_int32=out_int32)


def _as_tensor(given: Tensor | Number, like: Any) -> Tensor:
    if isinstance(given, Tensor):
        return given
    return wrap(np.array(given, np.result_type(like.array, given)))


PUBLIC = public(bucketize, searchsorted)

FACES = ()
