"""Another shape in place, whatever the number of elements: ``x.resize_(2, 3)``.

It is of the time before autograd, and refuses a tensor that requires grad. Fewer
numbers leave the rest of the memory unseen; for more there is new memory, whose
numbers are left open (zeros, here). ``view`` and ``reshape`` never lose a number.

Next: ``as_strided``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.faces import Face
from autoviz.core.ops.common import question
from autoviz.core.ops.shape.in_place_views import look_anew
from autoviz.core.ops.shape.view_reshape import sizes_of
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "resize_", "resize_as_"]


def _resized(self: Array, size: tuple[int, ...]) -> Any:
    memory = self.ravel(order="K")
    count = math.prod(size)
    if count > memory.size:
        larger = np.zeros(count, self.dtype)
        larger[: memory.size] = memory
        return larger.reshape(size)
    return memory[:count].reshape(size)


RESIZE = question("resize_", _resized, "{0}.resize_({size})")


def resize_(self: Tensor, size: int | Sequence[int], *more: int) -> Tensor:
    """Take another shape, in place.

    Raises:
        RuntimeError: it requires grad, or a length is negative.
    """
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    wanted = tuple(sizes_of(size, more))
    if any(length < 0 for length in wanted):
        raise RuntimeError("numel: integer multiplication overflow")
    return look_anew(RESIZE, self, size=wanted)


def resize_as_(self: Tensor, the_template: Tensor) -> Tensor:
    """Take the shape of another tensor, in place."""
    return resize_(self, the_template.shape)


PUBLIC: dict[str, Any] = {}

FACES = (Face(resize_, ("resize_",)), Face(resize_as_, ("resize_as_",)))
