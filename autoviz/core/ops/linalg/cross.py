"""The product of two vectors in space that is a vector: ``cross``.

It stands at right angles to both, and is as long as the area between them is large.
Turned around (``b × a``) it points the other way, so the order is kept in the
derivatives: ``other × g`` for the first, ``g × self`` for the second.

Next: ``diagonal``.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.checks import check_tensors, not_of_bools, scalar_type
from autoviz.core.shapes import broadcast_shape, real_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "cross", "linalg_cross"]

DEPRECATED = """\
Using torch.cross without specifying the dim arg is deprecated.
Please either pass the dim explicitly or simply use torch.linalg.cross.
The default value of dim will change to agree with that of linalg.cross in a future \
release."""


def _cross(self: Array, other: Array, dim: int) -> Any:
    """For each place the two others: the next by the next but one, minus across."""
    if self.dtype != other.dtype:
        raise RuntimeError(
            f"expected scalar type {scalar_type(self)} but found {scalar_type(other)}"
        )
    not_of_bools("cross", self)
    broadcast_shape(self.shape, other.shape)

    def ahead(each: Array, places: int) -> Array:
        return np.roll(each, -places, dim)

    one = ahead(self, 1) * ahead(other, 2)
    return in_rows(one - ahead(self, 2) * ahead(other, 1))


CROSS: Op = Op(
    "cross",
    "LinalgCrossBackward0",
    ("self", "other"),
    _cross,
    (
        Grad(
            "cross(other, g)",
            lambda g, other, dim: apply(CROSS, other, g, dim=dim),
        ),
        Grad("cross(g, self)", lambda g, self, dim: apply(CROSS, g, self, dim=dim)),
    ),
    symbol="cross({0}, {1})",
    dtype="same",
)


def cross(self: Tensor, other: Tensor, dim: int | None = None) -> Tensor:
    """``linalg.cross``; without ``dim`` along the first dimension of length 3.

    >>> import autoviz as av
    >>> x, y = av.tensor([1, 0, 0]), av.tensor([0, 1, 0])
    >>> av.cross(x, y, dim=0)
    tensor([0, 0, 1])

    Raises:
        RuntimeError: they are no vectors of three numbers.
    """
    check_tensors("cross", input=self, other=other)
    if dim is not None:
        return linalg_cross(self, other, dim=dim)
    warnings.warn(DEPRECATED, stacklevel=2)
    if 3 not in self.shape:
        raise RuntimeError("no dimension of size 3 in input")
    return linalg_cross(self, other, dim=self.shape.index(3))


def linalg_cross(self: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """``linalg.cross``: at right angles to both.

    Raises:
        RuntimeError: they are no vectors of three numbers.
    """
    check_tensors("linalg_cross", input=self, other=other)
    if self.ndim != other.ndim:
        raise RuntimeError(
            "linalg.cross: inputs must have the same number of dimensions."
        )
    at = real_dim(dim, self.ndim)
    if not self.shape[at] == other.shape[at] == 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got "
            f"{self.shape[at]} and {other.shape[at]}"
        )
    return apply(CROSS, self, other, dim=at)


PUBLIC = public(cross)

FACES = (Face(cross, ("cross",)),)
