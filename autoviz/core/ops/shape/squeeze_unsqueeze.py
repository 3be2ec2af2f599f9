"""Dimensions of length 1, put in and left out: ``unsqueeze``, ``squeeze``.

Each is the other's backward. Nothing moves in memory.

Next: ``expand``.
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
from autoviz.core.ops.shape.in_place_views import look_anew
from autoviz.core.ops.shape.view_reshape import reshape
from autoviz.core.shapes import wrap_dim, wrap_dims
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "UNSQUEEZE", "squeeze", "squeeze_row", "unsqueeze"]


def _unsqueezed(g: Any, self_sizes: Sequence[int], dims: Sequence[int]) -> Any:
    """The gradient with the lengths of 1 back in their places."""
    for dim in sorted(dims):
        if self_sizes and self_sizes[dim] == 1:
            g = apply(UNSQUEEZE, g, dim=dim)
    return g


def _drop_ones(self: Array, dim: tuple[int, ...]) -> Any:
    keep = [each for at, each in enumerate(self.shape) if each != 1 or at not in dim]
    return self.reshape(keep)


UNSQUEEZE: Op = Op(
    "unsqueeze",
    "UnsqueezeBackward0",
    ("self",),
    lambda self, dim: np.expand_dims(self, dim),
    (Grad("squeeze(g)", lambda g, dim: apply(SQUEEZE_DIM, g, dim=(dim,))),),
    symbol="{0}.unsqueeze({dim})",
    dtype="same",
    view=True,
)


def squeeze_row(grad_fn: str, symbol: str, view: bool = True) -> Op:
    """PyTorch has one squeeze node for each way of saying which dimensions."""
    return Op(
        "squeeze",
        grad_fn,
        ("self",),
        _drop_ones,
        (
            Grad(
                "unsqueeze(g)",
                lambda g, self_sizes, dim: _unsqueezed(g, self_sizes, dim),
            ),
        ),
        symbol=symbol,
        dtype="same",
        view=view,
    )


SQUEEZE = squeeze_row("SqueezeBackward0", "{0}.squeeze()")
SQUEEZE_DIM: Op = squeeze_row("SqueezeBackward1", "{0}.squeeze{dim}")
SQUEEZE_DIMS = squeeze_row("SqueezeBackward2", "{0}.squeeze({dim})")

UNSQUEEZE_IN_PLACE = dataclasses.replace(UNSQUEEZE, grad_fn="UnsqueezeBackward1")
SQUEEZE_IN_PLACE = dataclasses.replace(SQUEEZE, grad_fn="SqueezeBackward3")
SQUEEZE_DIM_IN_PLACE = dataclasses.replace(SQUEEZE_DIM, grad_fn="SqueezeBackward4")
SQUEEZE_DIMS_IN_PLACE = dataclasses.replace(SQUEEZE_DIMS, grad_fn="SqueezeBackward5")


def unsqueeze(self: Tensor, dim: int) -> Tensor:
    """A new dimension of length 1 before ``dim``.

    >>> import autoviz as av
    >>> av.tensor([1, 2]).unsqueeze(1)
    tensor([[1],
            [2]])
    """
    return apply(UNSQUEEZE, self, dim=wrap_dim(dim, self.ndim + 1))


def squeeze(self: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Without dimensions of length 1: all of them, or those in ``dim``.

    >>> import autoviz as av
    >>> av.zeros(1, 3, 1).squeeze().shape, av.zeros(1, 3, 1).squeeze(0).shape
    (torch.Size([3]), torch.Size([3, 1]))
    """
    if dim is None:
        return apply(SQUEEZE, self, dim=tuple(range(self.ndim)))
    row = SQUEEZE_DIMS if isinstance(dim, Sequence) else SQUEEZE_DIM
    return apply(row, self, dim=wrap_dims(dim, self.ndim))


def unsqueeze_(self: Tensor, dim: int) -> Tensor:
    """The same, for the tensor itself."""
    return look_anew(UNSQUEEZE_IN_PLACE, self, dim=wrap_dim(dim, self.ndim + 1))


def squeeze_(self: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """The same, for the tensor itself."""
    if dim is None:
        return look_anew(SQUEEZE_IN_PLACE, self, dim=tuple(range(self.ndim)))
    several = isinstance(dim, Sequence)
    row = SQUEEZE_DIMS_IN_PLACE if several else SQUEEZE_DIM_IN_PLACE
    return look_anew(row, self, dim=wrap_dims(dim, self.ndim))


def atleast_1d(self: Tensor) -> Tensor:
    """A 0-d tensor as a row of one."""
    return self if self.ndim else reshape(self, (1,))


def atleast_2d(self: Tensor) -> Tensor:
    """A number or a row as a matrix."""
    if self.ndim == 0:
        return reshape(self, (1, 1))
    return unsqueeze(self, 0) if self.ndim == 1 else self


def atleast_3d(self: Tensor) -> Tensor:
    """What has fewer than three dimensions, with three."""
    if self.ndim == 0:
        return reshape(self, (1, 1, 1))
    if self.ndim == 1:
        return unsqueeze(unsqueeze(self, 0), -1)
    return unsqueeze(self, -1) if self.ndim == 2 else self


PUBLIC = public(atleast_1d, atleast_2d, atleast_3d, squeeze, unsqueeze)

FACES = (
    Face(unsqueeze, ("unsqueeze",), in_place=unsqueeze_),
    Face(squeeze, ("squeeze",), in_place=squeeze_),
)
