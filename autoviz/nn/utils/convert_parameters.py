"""All parameters as one vector, and back.

Next: ``rnn``.
"""

from __future__ import annotations

from collections.abc import Iterable

from autoviz.core.ops.shape.cat_stack import cat
from autoviz.core.tensor import Tensor
from autoviz.nn.modules.typename import typename

__all__ = ["parameters_to_vector", "vector_to_parameters"]


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """All their numbers, one after the other; gradients flow through."""
    return cat([each.view(-1) for each in parameters])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Let the parameters look at the numbers of a vector, each at its part.

    Raises:
        TypeError: it is no tensor.
    """
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {typename(vec)}")
    start = 0
    for each in parameters:
        part = vec[start : start + each.numel()]
        each.data = part.view_as(each).data
        start += each.numel()
