"""The views that an index is made of: ``select`` is ``x[0]``, a slice is ``x[1:3]``.

Backward each puts the gradient back in its place, with zeros all around. ``narrow`` is
a slice by start and length.

Next: ``getitem``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = [
    "FACES",
    "PUBLIC",
    "SELECT",
    "SLICE",
    "narrow",
    "row_number",
    "select",
    "slice_of",
]


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

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).select(1, 0)
    tensor([1, 3])

    Raises:
        IndexError: there is no such row, or the tensor has no dimensions.
    """
    return apply(SELECT, self, **row_number(self, dim, index))


def row_number(self: Tensor, dim: int, index: int) -> dict[str, int]:
    """Which row ``select`` is asked for, counted from the front.

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
    return {"dim": at, "index": wanted % length}


def narrow(self: Tensor, dim: int, start: int | Tensor, length: int) -> Tensor:
    """``length`` rows of a dimension, from ``start`` on.

    >>> import autoviz as av
    >>> av.arange(5).narrow(0, 1, 3)
    tensor([1, 2, 3])

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


PUBLIC = public(narrow, select)

FACES = (
    Face(select, ("select",)),
    Face(narrow, ("narrow",)),
)
