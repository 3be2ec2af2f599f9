"""Views that are out of date: their memory was written to since their node was made.

Who asks PyTorch for the ``grad_fn`` of one makes another node, earlier than the program
would have made it. Nodes run backward in the order in which they were made; so nobody
here asks until the program has. PyTorch does not say which version a view's node is
for. It is noted whenever that node is known to be right.

Next: ``torch_side``.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable

import torch

__all__ = ["Views"]


class Views:
    """The views of one recording, each with the version that its node is for."""

    def __init__(self, version: Callable[[torch.Tensor], int]) -> None:
        self._version = version
        self._seen: dict[int, tuple[weakref.ref[torch.Tensor], int]] = {}

    def is_right(self, tensor: torch.Tensor) -> None:
        """Its node is that of now; of what is no view it always is."""
        if tensor._base is not None:
            self._seen[id(tensor)] = weakref.ref(tensor), self._version(tensor)

    def is_stale(self, tensor: torch.Tensor) -> bool:
        """Whether to ask for its ``grad_fn`` would make another one."""
        seen = self._seen.get(id(tensor)) if self._seen else None
        return (
            seen is not None
            and seen[0]() is tensor
            and seen[1] != self._version(tensor)
        )

    def asked(self, tensors: Iterable[torch.Tensor]) -> None:
        """The program itself asks for these."""
        for each in tensors if self._seen else ():
            seen = self._seen.get(id(each))
            if seen is not None and seen[0]() is each:
                self._seen[id(each)] = seen[0], self._version(each)
