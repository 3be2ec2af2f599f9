"""Running sums: ``cumsum``.

A running sum takes an element along from its place on; so backward, each gets the
gradients from there to the end, which is a running sum from the other side.

Next: ``cumprod_cummax``.
"""

from __future__ import annotations

from typing import Any

from autoviz.core.apply import apply, apply_in_place
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.faces import Face, public
from autoviz.core.layout import in_rows
from autoviz.core.op import Grad, Op
from autoviz.core.ops.reduction.dims import named_dtype
from autoviz.core.ops.reduction.prod import as_wanted
from autoviz.core.ops.shape.flip_roll import FLIP
from autoviz.core.shapes import wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "cumsum", "summed_from_the_end"]


def _cumsum(self: Array, dim: int, dtype: Dtype | None = None) -> Any:
    wanted = as_wanted(self, dtype)
    if not self.ndim:
        return wanted.copy()
    made = in_rows(wanted.cumsum(axis=dim, dtype=wanted.dtype))
    if made.dtype.kind == "f":
        made += 0  # PyTorch starts at 0, and 0 + -0 is 0
    return made


def summed_from_the_end(g: Any, dim: int) -> Any:
    """The running sum the other way round."""
    if not g.ndim or g.shape[dim] <= 1:
        return g
    turned = apply(CUMSUM, apply(FLIP, g, dims=(dim,)), dim=dim)
    return apply(FLIP, turned, dims=(dim,))


CUMSUM: Op = Op(
    "cumsum",
    "CumsumBackward0",
    ("self",),
    _cumsum,
    (Grad("flip(cumsum(flip(g)))", summed_from_the_end),),
    symbol="{0}.cumsum({dim})",
    dtype="same",
)


def cumsum(self: Tensor, dim: int, *, dtype: Dtype | None = None) -> Tensor:
    """The running sum along ``dim``.

    >>> import autoviz as av
    >>> av.tensor([1, 2, 3]).cumsum(0)
    tensor([1, 3, 6])
    """
    return apply(CUMSUM, self, dim=wrap_dim(dim, self.ndim), **named_dtype(dtype))


def cumsum_(self: Tensor, dim: int, *, dtype: Dtype | None = None) -> Tensor:
    """The same, written into ``self``."""
    wrapped = wrap_dim(dim, self.ndim)
    return apply_in_place(CUMSUM, self, dim=wrapped, **named_dtype(dtype))


PUBLIC = public(cumsum)

FACES = (Face(cumsum, ("cumsum",), in_place=cumsum_),)
