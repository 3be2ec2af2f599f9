"""Hooks: functions of the learner's that the engine calls on its way.

A *tensor hook* sees the gradient of one tensor, summed over all paths, before the
node of that tensor runs; what it returns, if anything, goes on in its place. A node's
*prehook* sees everything that arrived there, its *hook* also what was sent on. A
*post-accumulate hook* of a leaf runs when ``.grad`` has its sum. ``retain_grad()`` is
a tensor hook too: it comes after all others, and keeps what they left.

Hooks see tensors; the engine computes with arrays unless it builds a graph.

Next: ``engine``.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = ["Hooks", "RemovableHandle"]

Table = dict[int, Callable[..., Any]]
"""Hooks by number, in the order in which they were registered."""

_numbers = itertools.count()


class RemovableHandle:
    """What registering returns: ``remove()`` takes the hook out again.

    As a context manager it does so at the end of the block.
    """

    def __init__(self, hooks: Table, hook: Callable[..., Any]) -> None:
        self._hooks = hooks
        self.id = next(_numbers)
        hooks[self.id] = hook

    def remove(self) -> None:
        """Take the hook out; once is enough."""
        self._hooks.pop(self.id, None)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


class Hooks:
    """The hooks of one node; of its outputs by number."""

    __slots__ = ("post", "pre", "retains", "tensor")

    def __init__(self) -> None:
        self.tensor: dict[int, Table] = {}
        self.retains: dict[int, weakref.ref[Tensor]] = {}
        self.pre: Table = {}
        self.post: Table = {}

    def on_tensor(self, output_nr: int) -> Table:
        """The table of one output's tensor hooks."""
        return self.tensor.setdefault(output_nr, {})

    def retaining(self, output_nr: int) -> Tensor | None:
        """The tensor that keeps the gradient of this output, if one does."""
        found = self.retains.get(output_nr)
        return found() if found is not None else None


def call_chain(hooks: Table, gradient: Any) -> Any:
    """Each hook sees what the one before it left."""
    for hook in list(hooks.values()):
        result = hook(gradient)
        if result is not None:
            gradient = result
    return gradient


def call_pre(hooks: Table, arrived: Sequence[Any]) -> Sequence[Any]:
    """Prehooks of a node: each may put other gradients in place of those."""
    for hook in list(hooks.values()):
        result = hook(tuple(arrived))
        if result is not None:
            arrived = result if isinstance(result, tuple | list) else (result,)
    return arrived


def call_post(hooks: Table, sent: Sequence[Any], arrived: Sequence[Any]) -> Any:
    """Hooks of a node: likewise with what it sends."""
    for hook in list(hooks.values()):
        result = hook(tuple(sent), tuple(arrived))
        if result is not None:
            sent = result if isinstance(result, tuple | list) else (result,)
    return sent
