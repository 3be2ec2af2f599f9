"""The same numbers in another shape.

Most of these make *views*: new handles on the same memory, sharing its version
counter. Their backward computes nothing: it puts the gradient back into the shape
the input had. ``expand`` is the exception: it repeats numbers, so its backward
sums.

Next: ``transposing``, the same numbers in another order of dimensions.
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
from autoviz.core.node import Grad, Op
from autoviz.core.ops.conversion import contiguous
from autoviz.core.ops.elementwise import CLONE
from autoviz.core.shapes import (
    Size,
    broadcast_shape,
    infer_shape,
    sum_to,
    wrap_dim,
    wrap_dims,
)
from autoviz.core.tensor import Tensor

__all__ = [
    "EXPAND",
    "FACES",
    "PUBLIC",
    "UNSQUEEZE",
    "VIEW",
    "expand",
    "flatten",
    "reshape",
    "sizes_of",
    "squeeze",
    "squeeze_row",
    "unsqueeze",
    "view",
    "zeros_of",
]

NOT_VIEWABLE = (
    "view size is not compatible with input tensor's size and stride (at least one "
    "dimension spans across two contiguous subspaces). Use .reshape(...) instead."
)


def zeros_of(size: Sequence[int], g: Any) -> Any:
    """Zeros of a shape, for vjps: an array if ``g`` is one, else a tensor."""
    if isinstance(g, Tensor):
        return Tensor(np.zeros(tuple(size), g.array.dtype))
    return np.zeros(tuple(size), g.dtype)


def _as_before(g: Any, self_sizes: Sequence[int]) -> Any:
    """The gradient in the input's shape."""
    if isinstance(g, Tensor):
        return reshape(g, self_sizes)
    return np.reshape(g, tuple(self_sizes))


def _unsqueezed(g: Any, self_sizes: Sequence[int], dims: Sequence[int]) -> Any:
    """The gradient with the lengths of 1 back in their places."""
    for dim in sorted(dims):
        if self_sizes and self_sizes[dim] == 1:
            g = apply(UNSQUEEZE, g, dim=dim)
    return g


def _drop_ones(self: Array, dim: tuple[int, ...]) -> Any:
    keep = [each for at, each in enumerate(self.shape) if each != 1 or at not in dim]
    return self.reshape(keep)


VIEW: Op = Op(
    "view",
    "ViewBackward0",
    ("self",),
    lambda self, size: np.reshape(self, size),
    (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.view{size}",
    dtype="same",
    view=True,
)

# A view of what is not contiguous already.
RESHAPE_ALIAS: Op = Op(
    "reshape",
    "ReshapeAliasBackward0",
    ("self",),
    lambda self, size: np.reshape(self, size),
    (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.reshape{size}",
    dtype="same",
    view=True,
)

# The second half of a reshape that has to copy: Clone, then this.
UNSAFE_VIEW: Op = Op(
    "reshape",
    "UnsafeViewBackward0",
    ("self",),
    lambda self, size: np.reshape(self, size),
    (Grad("reshape(g)", lambda g, self_sizes: _as_before(g, self_sizes)),),
    symbol="{0}.reshape{size}",
    dtype="same",
)


def _stretch(self: Array, size: Sequence[int]) -> Any:
    stretched = np.broadcast_to(self, size)
    stretched.flags.writeable = self.flags.writeable
    return stretched


def _summed_to(g: Any, size: Sequence[int]) -> Any:
    """Undo a broadcast; the engine does the same to every gradient."""
    is_array = isinstance(g, np.ndarray | np.generic)
    return sum_to(np.asarray(g), size) if is_array else g.sum_to_size(size)


EXPAND: Op = Op(
    "expand",
    "ExpandBackward0",
    ("self",),
    _stretch,
    (Grad("sum(g)", lambda g, self_sizes: _summed_to(g, self_sizes)),),
    symbol="{0}.expand{size}",
    dtype="same",
    view=True,
)

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


def sizes_of(first: Any, rest: tuple[int, ...]) -> tuple[int, ...]:
    """``view(2, 3)`` and ``view((2, 3))`` say the same."""
    several = first if isinstance(first, Sequence) else (first, *rest)
    return tuple(operator.index(each) for each in several)


def view(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """The same memory in another shape; one size may be -1.

    Raises:
        RuntimeError: the number of elements differs, or the memory is not laid
            out so that this shape can look at it.
    """
    shape = infer_shape(sizes_of(size, more), self.numel())
    if not _viewable(self.array, shape):
        raise RuntimeError(NOT_VIEWABLE)
    return apply(VIEW, self, size=shape)


def reshape(self: Tensor, shape: int | Sequence[int], *more: int) -> Tensor:
    """A view where that is possible, else a copy."""
    wanted = infer_shape(sizes_of(shape, more), self.numel())
    if self.array.flags.c_contiguous:
        return apply(VIEW, self, size=wanted)
    if _viewable(self.array, wanted):
        return apply(RESHAPE_ALIAS, self, size=wanted)
    return apply(UNSAFE_VIEW, apply(CLONE, self), size=wanted)


def flatten(self: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dimensions from ``start_dim`` to ``end_dim`` as one.

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


def unsqueeze(self: Tensor, dim: int) -> Tensor:
    """A new dimension of length 1 before ``dim``."""
    return apply(UNSQUEEZE, self, dim=wrap_dim(dim, self.ndim + 1))


def squeeze(self: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Without dimensions of length 1: all of them, or those in ``dim``."""
    if dim is None:
        return apply(SQUEEZE, self, dim=tuple(range(self.ndim)))
    row = SQUEEZE_DIMS if isinstance(dim, Sequence) else SQUEEZE_DIM
    return apply(row, self, dim=wrap_dims(dim, self.ndim))


def expand(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """Dimensions of length 1 stretched, without copying; -1 keeps a length.

    Raises:
        RuntimeError: a dimension that is not 1 would have to change.
    """
    wanted = list(sizes_of(size, more))
    lead = len(wanted) - self.ndim
    if lead < 0:
        raise RuntimeError(
            f"expand({self.dtype.legacy}{{{list(self.shape)}}}, size={wanted}): the "
            f"number of sizes provided ({len(wanted)}) must be greater or equal to "
            f"the number of dimensions in the tensor ({self.ndim})"
        )
    asked = list(wanted)
    if -1 in wanted[:lead]:
        raise RuntimeError(
            "The expanded size of the tensor (-1) isn't allowed in a leading, "
            f"non-existing dimension {lead - 1 - wanted[:lead][::-1].index(-1)}"
        )
    for dim, length in reversed(list(enumerate(self.shape, start=lead))):
        if wanted[dim] == -1:
            wanted[dim] = length
        elif length not in (1, wanted[dim]):
            raise RuntimeError(
                f"The expanded size of the tensor ({wanted[dim]}) must match the "
                f"existing size ({length}) at non-singleton dimension {dim}.  Target "
                f"sizes: {asked}.  Tensor sizes: {list(self.shape)}"
            )
    return apply(EXPAND, self, size=Size(wanted))


def expand_as(self: Tensor, other: Tensor) -> Tensor:
    """Stretched to the shape of ``other``."""
    return expand(self, other.shape)


def broadcast_to(self: Tensor, size: Sequence[int]) -> Tensor:
    """Stretched to ``size``, as an operation with a tensor of that size would."""
    return expand(self, size)


def broadcast_tensors(*tensors: Tensor) -> tuple[Tensor, ...]:
    """All of them stretched to their common shape."""
    size = broadcast_shape(*(each.shape for each in tensors))
    return tuple(each if each.shape == size else expand(each, size) for each in tensors)


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


PUBLIC = public(
    atleast_1d,
    atleast_2d,
    atleast_3d,
    broadcast_tensors,
    broadcast_to,
    flatten,
    ravel,
    reshape,
    squeeze,
    unflatten,
    unsqueeze,
)

FACES = (
    Face(view, ("view",)),
    Face(view_as, ("view_as",)),
    Face(reshape, ("reshape",)),
    Face(reshape_as, ("reshape_as",)),
    Face(flatten, ("flatten",)),
    Face(ravel, ("ravel",)),
    Face(unflatten, ("unflatten",)),
    Face(unsqueeze, ("unsqueeze",)),
    Face(squeeze, ("squeeze",)),
    Face(expand, ("expand",)),
    Face(expand_as, ("expand_as",)),
    Face(broadcast_to, ("broadcast_to",)),
)
