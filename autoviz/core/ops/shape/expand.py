"""Broadcasting by hand: ``expand``, ``broadcast_to``.

A dimension of length 1 is read again and again, without a copy. What was read many
times gets the sum of all that comes back.

Next: ``transpose_permute``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.apply import apply
from autoviz.core.dtypes import Array
from autoviz.core.faces import Face, public
from autoviz.core.op import Grad, Op
from autoviz.core.ops.shape.view_reshape import sizes_of
from autoviz.core.shapes import (
    Size,
    broadcast_shape,
    sum_to,
)
from autoviz.core.strides import Geometry, geometry, memory_of, places
from autoviz.core.tensor import Tensor

__all__ = ["EXPAND", "FACES", "PUBLIC", "expand"]


def _stretch(self: Array, size: Sequence[int]) -> Any:
    new = len(size) - self.ndim
    kept = [dim for dim, length in enumerate(self.shape) if length == size[new + dim]]
    if any(self.shape[dim] == 1 for dim in kept):
        return _stretched_by_hand(self, size, kept)
    stretched = np.broadcast_to(self, size)
    stretched.flags.writeable = self.flags.writeable
    return stretched


def _stretched_by_hand(self: Array, size: Sequence[int], kept: Sequence[int]) -> Array:
    """A length of 1 that stays keeps its stride, which numpy would set to 0."""
    stride, offset = geometry(self)[1:]
    steps = [0] * len(size)
    for dim in kept:
        steps[len(size) - self.ndim + dim] = stride[dim]
    return places(memory_of(self), Geometry(tuple(size), tuple(steps), offset))


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


def expand(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """Dimensions of length 1 stretched, without copying; -1 keeps a length.

    >>> import autoviz as av
    >>> av.tensor([[1], [2]]).expand(2, 3)
    tensor([[1, 1, 1],
            [2, 2, 2]])

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
    """All of them stretched to their common shape.

    >>> import autoviz as av
    >>> a, b = av.broadcast_tensors(av.tensor([1, 2]), av.tensor([[3], [4]]))
    >>> a, b
    (tensor([[1, 2],
            [1, 2]]), tensor([[3, 3],
            [4, 4]]))
    """
    size = broadcast_shape(*(each.shape for each in tensors))
    return tuple(each if each.shape == size else expand(each, size) for each in tensors)


def broadcast_shapes(*shapes: int | Sequence[int]) -> Size:
    """The common shape; a whole number is the shape of a row.

    >>> import autoviz as av
    >>> av.broadcast_shapes((2, 1), 3)
    torch.Size([2, 3])

    Raises:
        RuntimeError: two lengths differ and neither is 1.
        ValueError: a length is negative.
    """
    common: list[int] = []
    for at, shape in enumerate(shapes):
        shape = (shape,) if isinstance(shape, int) else shape
        given = Size(shape)
        common[:0] = [1] * (len(given) - len(common))
        for dim in range(-1, -1 - len(given), -1):
            if given[dim] < 0:
                raise ValueError(
                    "Attempting to broadcast a dimension with negative length!"
                )
            if given[dim] not in (1, common[dim]) and common[dim] != 1:
                raise RuntimeError(
                    f"Attempting to broadcast a dimension of length {given[dim]} at "
                    f"{dim}! Mismatching argument at index {at} had {shape}; but "
                    f"expected shape should be broadcastable to {common}"
                )
            common[dim] = given[dim] if common[dim] == 1 else common[dim]
    return Size(common)


PUBLIC = public(broadcast_shapes, broadcast_tensors, broadcast_to)

FACES = (
    Face(expand, ("expand",)),
    Face(expand_as, ("expand_as",)),
    Face(broadcast_to, ("broadcast_to",)),
)
