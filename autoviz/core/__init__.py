"""A PyTorch-shaped autograd on numpy, small enough to read in an evening.

Read in this order:

1. ``storage``: memory, and how many times it was written to
2. ``node``: what an operation is, and the graph node it leaves behind
3. ``ops/``: the operations, each with its derivative beside it
4. ``engine``: ``backward()``, in a hundred lines
5. ``tensor`` and ``apply``: what ties the four together

``modes`` (grad on or off), ``dtypes``, ``shapes``, ``printing`` and ``sentences``
are the small print. Names and behaviour are PyTorch's, so that what is learnt here
holds there.
"""

from autoviz.core.faces import bind
from autoviz.core.ops import (
    arithmetic,
    comparison,
    elementwise,
    indexing,
    matmul,
    reduction,
    shape,
)

__all__ = ["FAMILIES"]

FAMILIES = (arithmetic, elementwise, reduction, matmul, shape, indexing, comparison)
"""The files of the op table, in teaching order."""

for _family in FAMILIES:
    bind(_family.FACES)
