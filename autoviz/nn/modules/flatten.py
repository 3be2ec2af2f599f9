"""The same numbers in another shape, as layers.

Next: ``upsampling``.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.core.tensor import Tensor
from autoviz.nn.modules.module import Module

__all__ = ["Flatten", "Unflatten"]


class Flatten(Module):
    """Several dimensions become one; the first is left alone unless told otherwise."""

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input: Tensor) -> Tensor:
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """One dimension becomes several."""

    def __init__(self, dim: int, unflattened_size: Sequence[int]) -> None:
        super().__init__()
        _check_size(unflattened_size)
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input: Tensor) -> Tensor:
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


def _check_size(size: Sequence[int]) -> None:
    if not isinstance(size, tuple | list):
        raise TypeError(
            "unflattened_size must be a tuple of ints, but found type "
            f"{type(size).__name__}"
        )
    for position, each in enumerate(size):
        if not isinstance(each, int):
            raise TypeError(
                "unflattened_size must be tuple of ints, but found element of type "
                f"{type(each).__name__} at pos {position}"
            )
