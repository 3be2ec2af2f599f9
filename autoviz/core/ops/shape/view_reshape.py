"""The same numbers in another shape: ``view``, ``reshape``, ``flatten``.

These make *views*: new handles on the same memory, sharing its version counter. Their
backward computes nothing: it puts the gradient back into the shape the input had. Only
where the memory lies otherwise does ``reshape`` copy.

Next: ``squeeze_unsqueeze``.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.modes import state
from autoviz.core.op import Grad, Op
from autoviz.core.ops.methods.clone_detach import CLONE, contiguous
from autoviz.core.shapes import infer_shape, wrap_dim
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "VIEW", "flatten", "reshape", "sizes_of", "view"]

NOT_VIEWABLE = (
    "view size is not compatible with input tensor's size and stride (at least one "
    "dimension spans across two contiguous subspaces). Use .reshape(...) instead."
)


def _as_before(g: Any, self_sizes: Sequence[int]) -> Any:
    """The gradient in the input's shape."""
    if isinstance(g, Tensor):
        return reshape(g, self_sizes)
    return np.reshape(g, tuple(self_sizes))


def _row(name: str, grad_fn: str, *, view: bool) -> Op:
    return Op(
        name,
        grad_fn,
        ("self",),
        lambda self, size: np.reshape(self, size),
        (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
        symbol=f"{{0}}.{name}{{size}}",
        dtype="same",
        view=view,
    )


VIEW = _row("view", "ViewBackward0", view=True)

# A view of what is not contiguous already.
RESHAPE_ALIAS = _row("reshape", "ReshapeAliasBackward0", view=True)

# The second half of a reshape that has to copy: Clone, then this.
UNSAFE_VIEW = _row("reshape", "UnsafeViewBackward0", view=False)


def sizes_of(first: Any, rest: tuple[int, ...]) -> tuple[int, ...]:
    """``view(2, 3)`` and ``view((2, 3))`` say the same."""
    several = first if isinstance(first, Sequence) else (first, *rest)
    return tuple(operator.index(each) for each in several)


def view(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """The same memory in another shape; one size may be -1.

    >>> import autoviz as av
    >>> av.arange(6).view(2, -1)
    tensor([[0, 1, 2],
            [3, 4, 5]])

    Raises:
        RuntimeError: the number of elements differs, or the memory is not laid
            out so that this shape can look at it.
    """
    shape = infer_shape(sizes_of(size, more), self.numel())
    if not _viewable(self.array, shape):
        if state.grad_enabled:
            self.gradient_edge()  # a view that is of no use at all says so first
        raise RuntimeError(NOT_VIEWABLE)
    return apply(VIEW, self, size=shape)


def reshape(self: Tensor, shape: int | Sequence[int], *more: int) -> Tensor:
    """A view where that is possible, else a copy.

    >>> import autoviz as av
    >>> av.tensor([[1, 2], [3, 4]]).T.reshape(-1)
    tensor([1, 3, 2, 4])
    """
    wanted = infer_shape(sizes_of(shape, more), self.numel())
    if self.array.flags.c_contiguous:
        return apply(VIEW, self, size=wanted)
    if _viewable(self.array, wanted):
        return apply(RESHAPE_ALIAS, self, size=wanted)
    return apply(UNSAFE_VIEW, apply(CLONE, self), size=wanted)


def flatten(self: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dimensions from ``start_dim`` to ``end_dim`` as one.

    >>> import autoviz as av
    >>> av.zeros(2, 3, 5).flatten(1).shape
    torch.Size([2, 15])

    Raises:
        RuntimeError: they come in the wrong order.
    """
    first, last = wrap_dim(start_dim, self.ndim), wrap_dim(end_dim, self.ndim)
    if first > last:
        raise RuntimeError(
            "flatten() has invalid args: start_dim cannot come after end_dim"
        )
    if self.ndim and first == last:
        return self
    length = math.prod(self.shape[first : last + 1])
    return reshape(self, (*self.shape[:first], length, *self.shape[last + 1 :]))


def ravel(self: Tensor) -> Tensor:
    """All elements in one row."""
    return view(contiguous(self), -1)


def unflatten(self: Tensor, dim: int, sizes: Sequence[int]) -> Tensor:
    """A dimension as several; one of the sizes may be -1.

    >>> import autoviz as av
    >>> av.zeros(6).unflatten(0, (2, -1)).shape
    torch.Size([2, 3])

    Raises:
        RuntimeError: they do not multiply up to its length.
    """
    at = wrap_dim(dim, self.ndim)
    if self.ndim == 0:
        raise RuntimeError(
            "unflatten got an unexpected error:\nDimension specified as 0 but tensor "
            "has no dimensions"
        )
    if not len(sizes):
        raise RuntimeError("unflatten: sizes must be non-empty")
    length = self.shape[at]
    known = math.prod(each for each in sizes if each != -1)
    if length % known if -1 in sizes and known else length != known:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of "
            f"dim {at} ({length}) in the input tensor"
        )
    parts = infer_shape(sizes, length)
    return view(self, (*self.shape[:at], *parts, *self.shape[at + 1 :]))


def view_as(self: Tensor, other: Tensor) -> Tensor:
    """A view in the shape of ``other``."""
    return view(self, other.shape)


def reshape_as(self: Tensor, other: Tensor) -> Tensor:
    """``self`` in the shape of ``other``."""
    return reshape(self, other.shape)


def _viewable(array: Array, size: tuple[int, ...]) -> bool:
    try:
        np.reshape(array, size, copy=False)
    except ValueError:
        return False
    return True


PUBLIC = public(flatten, ravel, reshape, unflatten)

FACES = (
    Face(view, ("view",)),
    Face(view_as, ("view_as",)),
    Face(reshape, ("reshape",)),
    Face(reshape_as, ("reshape_as",)),
    Face(flatten, ("flatten",)),
    Face(ravel, ("ravel",)),
    Face(unflatten, ("unflatten",)),
)
