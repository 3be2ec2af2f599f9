"""Which computed tensors keep what arrives at them: those of ``retain_grad()``.

PyTorch puts it into their ``.grad`` just before the tensor's node runs. Of a node that
has run it is told together with that. A node that fails has not run, and its tensor
has the gradient all the same.

Next: ``torch_backward``.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence

import torch

from autoviz.records import Value
from autoviz.watch.torch_held import Held

__all__ = ["Retained"]

Before = tuple[weakref.ref[torch.Tensor] | None, Value | None]


class Retained:
    """The tensors of one recording that retain, by the node at which they do."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._tensors: dict[int | None, weakref.ref[torch.Tensor]] = {}
        self._before: dict[int | None, Before] = {}

    def __bool__(self) -> bool:
        return bool(self._tensors)

    def add(self, tensor: torch.Tensor, node: int) -> None:
        """It keeps what arrives at this node, and no longer at another one."""
        before = [each for each, its in self._tensors.items() if its() is tensor]
        for each in before:
            del self._tensors[each]
        self._tensors[node] = weakref.ref(tensor)

    def begins(self) -> None:
        """A pass begins: this is what they have."""
        self._before.clear()
        for node, reference in self._tensors.items():
            tensor = reference()
            grad = None if tensor is None else tensor.grad
            which = None if grad is None else weakref.ref(grad)
            self._before[node] = which, self._value(grad)

    def at(self, nodes: Sequence[int | None]) -> Sequence[Value | None]:
        """What the results of a node that has run have kept; empty if nothing."""
        found = [self._value(self._grad(each)) for each in nodes]
        for each in nodes:
            self._before.pop(each, None)
        return found if any(found) else ()

    def left(self) -> Iterator[tuple[int, Value | None, Value]]:
        """Of a pass that failed: what was kept at nodes that did not run after it."""
        for node, (which, before) in self._before.items():
            grad = self._grad(node)
            is_new = which is None or which() is not grad
            value = self._value(grad) if is_new else None
            if node is not None and value is not None:
                yield node, before, value

    def _grad(self, node: int | None) -> torch.Tensor | None:
        reference = self._tensors.get(node)
        tensor = None if reference is None else reference()
        return None if tensor is None else tensor.grad

    def _value(self, grad: torch.Tensor | None) -> Value | None:
        return None if grad is None else self._held.value(grad, copied=True)
