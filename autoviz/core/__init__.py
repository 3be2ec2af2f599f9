"""A PyTorch-shaped autograd on numpy, small enough to read in an evening.

Read in this order:

1. ``storage``: memory, and how many times it was written to
2. ``op`` and ``node``: what an operation is, and the graph node it leaves behind
3. ``ops/``: the operations, each with its derivative beside it; its docstring has a map
4. ``engine``: ``backward()``, in a hundred lines
5. ``tensor`` and ``apply``: what ties the four together
6. ``views`` and ``inplace``: what becomes of histories when memory is written to

``creation``, ``filled``, ``ranges`` and ``random_numbers`` make tensors out of numbers,
of a shape, by counting, and by chance; ``tensor_types`` by the names of old. ``modes``
(grad on or off), ``dtypes``, ``shapes``, ``printing`` and ``sentences`` are the small
print, ``hints`` what we add to PyTorch's messages, and ``layout`` says how results lie
in memory. Names and behaviour are PyTorch's, so that what is learnt here holds there.
"""

from autoviz.core import (
    anomaly,
    creation,
    device,
    dtypes,
    filled,
    limits,
    modes,
    printing,
    random_numbers,
    ranges,
    return_types,
    tensor_types,
    threads,
)
from autoviz.core.faces import bind, in_place_functions, public, without_out
from autoviz.core.ops.families import FAMILIES
from autoviz.core.shapes import Size
from autoviz.core.tensor import Tensor

__all__ = ["FAMILIES", "PUBLIC"]

PUBLIC = public(Tensor, Size) | {"return_types": return_types}
"""What the core offers under ``autoviz``, by name: what PyTorch has in ``torch``."""

for _module in (
    anomaly,
    creation,
    device,
    dtypes,
    limits,
    modes,
    printing,
    tensor_types,
    threads,
):
    PUBLIC |= _module.PUBLIC

for _family in (*FAMILIES, filled, tensor_types):
    bind(_family.FACES)

for _module in (*FAMILIES, filled, ranges, random_numbers):
    PUBLIC |= {name: without_out(each) for name, each in _module.PUBLIC.items()}

PUBLIC |= in_place_functions()
