"""Whose memory a tensor of PyTorch has: its own, or that of an older one.

A view says whose it is, ``_base``, and what was written in place has the memory it had
before. Others look at the same numbers and do not say so (``detach()``): where these
begin in memory tells.

Next: ``torch_inner``, for nodes whose result nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch

from autoviz.watch.sharing import Place
from autoviz.watch.side import Side
from autoviz.watch.writer import Writer

__all__ = ["Looks", "TorchMemory", "memory_of", "place_of"]


class Looks(NamedTuple):
    """A view looks at the memory of this node, which is at this version."""

    node: int
    version: int


def memory_of(tensor: torch.Tensor) -> int:
    """Where its numbers are; 0 for what has none in one place (a sparse one)."""
    try:
        return tensor.untyped_storage().data_ptr()
    except (NotImplementedError, RuntimeError):
        return 0


def place_of(tensor: torch.Tensor) -> Place | None:
    """Where in memory its numbers are; None if there are none, in no one place."""
    memory = memory_of(tensor)
    if not memory or not tensor.numel():
        return None
    pairs = zip(tensor.shape, tensor.stride(), strict=True)
    reach = 1 + sum((size - 1) * step for size, step in pairs)
    first = tensor.data_ptr()
    return Place(memory, first, first + reach * tensor.element_size() - 1)


def _is_of(memory: int, one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether one has the ``memory`` of another; with no numbers it begins nowhere."""
    if memory or one.numel():
        return memory != 0 and memory_of(one) == memory
    try:
        return one.untyped_storage() is other.untyped_storage()
    except (NotImplementedError, RuntimeError):
        return False


class TorchMemory:
    """What is said of memory in one recording; ``number`` is that of a tensor now."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        number: Callable[[torch.Tensor], int | None],
    ) -> None:
        self._writer = writer
        self._side = side
        self._number = number
        self._behind: dict[int, Looks] = {}

    def shares(
        self, node: int, tensor: torch.Tensor, given: Sequence[torch.Tensor]
    ) -> bool:
        """A call was ``given`` tensors, and made this one, perhaps of their memory.

        Of a tensor that was written to the node is still the one it had before. Some
        operations of PyTorch's write into their own results: these do not begin at 0.
        """
        base = tensor._base
        others = given if base is None else (base, *given)
        memory = memory_of(tensor) if others else 0
        for each in others:
            if each is tensor or each is base or _is_of(memory, each, tensor):
                number = self._side.known(each) if each is tensor else None
                if each is not tensor:
                    number = self._number(each)
                    self._side.sharing.meet(each, tensor)
                if number is not None and number != node:
                    is_view = base is not None
                    self._writer.shares(node, number, view=is_view)
                    return True
        if self._side.version(tensor):
            self._writer.counts(node, self._side.version(tensor))
        return False

    def behind(self, number: int, given: Sequence[torch.Tensor]) -> Looks:
        """What somebody looks at who looks at this node, of a call or ``given`` to it.

        A view of a view looks at what that one looks at.
        """
        if number in self._behind:
            return self._behind[number]
        for each in given:
            if self._side.known(each) == number:
                return self.at(number, each)
        return Looks(number, 0)

    def at(self, number: int, tensor: torch.Tensor) -> Looks:
        """What somebody looks at who looks at a tensor with this number."""
        base = None if tensor._base is None else self._number(tensor._base)
        return Looks(number if base is None else base, self._side.version(tensor))

    def looks(self, node: int, looks: Looks) -> None:
        """A result that nobody has is a view."""
        self._behind[node] = looks
        self._writer.shares(node, looks.node, view=True)
