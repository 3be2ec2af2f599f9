"""Two observers in the one slot that the core has: a recording inside of another.

Each is told everything, the outer one first.

Next: ``recorder``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from autoviz.core.dtypes import Array
from autoviz.core.modes import Observer
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.op import Op
from autoviz.core.tensor import Tensor

__all__ = ["joined", "without"]


def joined(outer: Observer | None, inner: Observer) -> Observer:
    """Both of them, or the only one."""
    return inner if outer is None else _Both(outer, inner)


def without(observer: Observer | None, one: Observer) -> Observer | None:
    """The others."""
    if not isinstance(observer, _Both):
        return None if observer is one else observer
    outer, inner = without(observer.outer, one), without(observer.inner, one)
    return outer if inner is None else joined(outer, inner)


class _Both:
    def __init__(self, outer: Observer, inner: Observer) -> None:
        self.outer = outer
        self.inner = inner

    def created(self, tensor: Tensor) -> None:
        self.outer.created(tensor)
        self.inner.created(tensor)

    def writing(self, tensor: Tensor) -> None:
        self.outer.writing(tensor)
        self.inner.writing(tensor)

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        self.outer.forward(op, operands, arguments, output, reason, in_place)
        self.inner.forward(op, operands, arguments, output, reason, in_place)

    def seed(self, root: Tensor, gradient: Array, continues: bool) -> None:
        self.outer.seed(root, gradient, continues)
        self.inner.seed(root, gradient, continues)

    def backward(
        self,
        node: Node,
        arrived: Sequence[Array | None],
        sent: Sequence[Array | None],
        freed: bool,
        retained: Sequence[Array | None],
    ) -> None:
        self.outer.backward(node, arrived, sent, freed, retained)
        self.inner.backward(node, arrived, sent, freed, retained)

    def accumulate(
        self, leaf: AccumulateGrad, before: Array | None, arrived: Array, after: Array
    ) -> None:
        self.outer.accumulate(leaf, before, arrived, after)
        self.inner.accumulate(leaf, before, arrived, after)

    def failed(self, node: Node, error: Exception) -> None:
        self.outer.failed(node, error)
        self.inner.failed(node, error)

    def hooked(
        self,
        node: Node | AccumulateGrad,
        where: Literal["arrived", "sent"],
        before: Sequence[Array | None],
        after: Sequence[Array | None],
        name: str,
    ) -> None:
        self.outer.hooked(node, where, before, after, name)
        self.inner.hooked(node, where, before, after, name)

    def named(self, tensor: Tensor, name: str) -> None:
        self.outer.named(tensor, name)
        self.inner.named(tensor, name)

    def left(self, tensor: Tensor, by: str) -> None:
        self.outer.left(tensor, by)
        self.inner.left(tensor, by)

    def grad_set(self, tensor: Tensor, before: Tensor | None) -> None:
        self.outer.grad_set(tensor, before)
        self.inner.grad_set(tensor, before)

    def mode(self, name: str, entered: bool) -> None:
        self.outer.mode(name, entered)
        self.inner.mode(name, entered)
