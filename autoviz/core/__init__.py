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

from autoviz.core import creation, dtypes, modes
from autoviz.core.faces import bind, public
from autoviz.core.ops import (
    arithmetic,
    choice,
    comparison,
    elementwise,
    indexing,
    matmul,
    reduction,
    shape,
)
from autoviz.core.shapes import Size
from autoviz.core.tensor import Tensor

__all__ = ["FAMILIES", "PUBLIC"]

FAMILIES = (
    arithmetic,
    elementwise,
    reduction,
    matmul,
    shape,
    indexing,
    comparison,
    choice,
)
"""The files of the op table, in teaching order."""

PUBLIC = public(Tensor, Size)
"""What the core offers under ``autoviz``, by name: what PyTorch has in ``torch``."""

for _module in (creation, dtypes, modes, *FAMILIES):
    PUBLIC |= _module.PUBLIC

for _family in FAMILIES:
    bind(_family.FACES)
