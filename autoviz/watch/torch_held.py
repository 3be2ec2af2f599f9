"""Numbers of PyTorch's that are read later.

To sum up a large tensor takes longer than to compute it. So a large one is only
held, and read when the program that is recorded has ended. Before somebody writes
into memory that is held, it is copied; and if that was missed, the version PyTorch
counts says so, and no number is shown rather than a wrong one.

Three things are copied at once, because a write to them would not be seen: inputs,
which may be an array of numpy's; what was handed out as one (``x.numpy()``); and
everything, once more than 256 MB are held.

Next: ``torch_saved``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch

from autoviz.records import Value
from autoviz.watch.capture import Later, settled, to_settle
from autoviz.watch.torch_memory import memory_of
from autoviz.watch.torch_quiet import is_shared, unseen
from autoviz.watch.torch_values import (
    array_of,
    dtype_of,
    few,
    plain,
    shape_of,
    unknown,
)

__all__ = ["MOST", "Held"]

MOST = 2**28
"""Bytes that may be held to be read later."""


class Held:
    """The values of one recording, and which memory they are still in."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._bytes = 0
        self._fresh: list[Reference] = []
        self._lasting: list[Reference] = []
        self._by_memory: defaultdict[int, list[Reference]] = defaultdict(list)
        self._exported: set[int] = set()

    def value(self, tensor: torch.Tensor, *, copied: bool = False) -> Value:
        """The numbers as they are now; without them where they are not to be had."""
        found = self.later(tensor, copied=copied)
        return found if isinstance(found, Value) else found.to_settle()

    def later(self, tensor: torch.Tensor, *, copied: bool = False) -> Value | Reference:
        """The same; of a large tensor nothing is said until somebody reads it."""
        try:
            if tensor.numel() <= self._keep:
                return few(tensor)
            held = plain(tensor)
        except Exception:
            held = None
        if held is None:
            return unknown(shape_of(tensor), tensor.dtype)
        reference = Reference(held)
        self._bytes += held.nbytes
        if copied or (self._exported and memory_of(held) in self._exported):
            reference.copy()
        else:
            self._fresh.append(reference)
        if tensor._base is None and tensor.is_leaf:
            self._lasting.append(reference)
        return reference if self._bytes <= MOST else reference.value()

    def about_to_write(self, tensors: Iterable[torch.Tensor]) -> None:
        """Somebody is going to write into these: what is held there is copied."""
        self._sort()
        for each in tensors:
            for reference in self._by_memory.pop(memory_of(each), ()):
                reference.copy()

    def copy_lasting(self) -> None:
        """Nobody watches any more: what an optimizer or the like would write to."""
        for each in self._lasting:
            if is_shared(each.tensor):
                each.copy()
        self._lasting.clear()

    def copy_all(self) -> None:
        """Somebody may write into anything."""
        self._sort()
        for several in self._by_memory.values():
            for each in several:
                each.copy()
        self._by_memory.clear()

    def exported(self, tensors: Iterable[torch.Tensor]) -> None:
        """From now on these may be written to without PyTorch."""
        several = list(tensors)
        self.about_to_write(several)
        self._exported.update(map(memory_of, several))

    def _sort(self) -> None:
        """By memory; put off until somebody writes, which many programs never do."""
        for each in self._fresh:
            self._by_memory[memory_of(each.tensor)].append(each)
        self._fresh.clear()


class Reference(Later):
    """A tensor without its history: it shares memory, and the count of versions."""

    __slots__ = ("_is_copy", "_version", "tensor")

    def __init__(self, tensor: torch.Tensor) -> None:
        self.tensor = tensor
        self._is_copy = False
        try:
            self._version = tensor._version
        except RuntimeError:  # PyTorch does not count in inference_mode
            self._version = 0

    def value(self) -> Value:
        return settled(self.to_settle())

    def to_settle(self) -> Value:
        """What can be said without looking at the numbers."""
        tensor = self.tensor
        return to_settle(tuple(tensor.shape), dtype_of(tensor.dtype), self)

    def array(self) -> Any:
        if not self._is_as_it_was():
            return None
        with unseen():
            return array_of(self.tensor)

    def copy(self) -> None:
        """Move to memory of its own."""
        if not self._is_copy and self._is_as_it_was():
            with unseen():
                self.tensor = self.tensor.clone()
            self._is_copy = True

    def _is_as_it_was(self) -> bool:
        try:
            return self._is_copy or self.tensor._version == self._version
        except RuntimeError:
            return True
