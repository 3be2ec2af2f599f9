"""Writing in place: what it does to histories, and when it is refused.

``b.mul_(2)`` gives ``b`` a new node, behind which is the old one: from outside it looks
as if ``b`` had been computed anew. If ``v`` is a view of ``b``, then ``v.mul_(2)``
changes a part of ``b``, so it is ``b`` that gets a new node, ``CopySlices``. It keeps
the operation's own node and, in backward, runs it for those elements of the gradient
that ``v`` looks at; the others pass. The node of ``v`` itself is derived from that of
``b`` (``views``).

Refused is what would leave a gradient without meaning: writing to a leaf, which has no
history that could take the write in; to a view that cannot be tied to its base; and to
memory where several elements share one place.

Next: ``apply``.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array, dtype_of
from autoviz.core.hints import hinted
from autoviz.core.modes import state
from autoviz.core.node import Node
from autoviz.core.op import Op
from autoviz.core.sentences import (
    FREED,
    LEAF_WRITTEN,
    MANY_IN_ONE_PLACE,
    SOME_IN_ONE_PLACE,
    VIEW_OF_LEAF,
)
from autoviz.core.strides import extent, geometry, is_dense, places
from autoviz.core.tensor import Tensor, wrap
from autoviz.core.views import move_retaining

__all__ = [
    "CopySlices",
    "check_fits",
    "check_history",
    "check_memory",
    "copied",
    "is_same",
    "rebase_history",
    "unobserved",
]


class CopySlices(Node):
    """The node of a base after an operation has written to a view of it."""

    __slots__ = ("base", "node", "view")

    def __init__(self, base: Tensor, view: Tensor, node: Node) -> None:
        nodes = (base.gradient_edge(), *node.next_nodes[1:])
        numbers = (base.output_nr, *node.next_numbers[1:])
        plan = _row(len(nodes)).plan(0)
        super().__init__(plan, nodes, numbers, (), {}, base.array.shape, base.dtype)
        self.base = geometry(base.array)
        self.view = geometry(view.array)
        self.node: Node | None = node

    def backward(
        self, arrived: Sequence[Any], *, create_graph: bool = False
    ) -> list[Any]:
        """What arrived, with the part of the view as the operation's node sends it."""
        (g,) = arrived
        if g is None:
            return [None] * len(self.next_nodes)
        if self.node is None:
            raise hinted(RuntimeError(FREED), "freed")
        given = g if isinstance(g, Tensor) else wrap(g)
        whole = _empty_like(self.base, given)
        whole.copy_(given)
        start = self.view.offset - self.base.offset
        part = whole.as_strided(self.view.size, self.view.stride, start)
        inner = part.clone()
        sent = self.node.backward(
            [inner if create_graph else inner.array], create_graph=create_graph
        )
        if sent[0] is not None:
            part.copy_(sent[0] if create_graph else wrap(np.asarray(sent[0])))
            sent[0] = whole if create_graph else whole.array
        return sent

    def free(self) -> None:
        """Let go of the operation's node, without which it cannot run again."""
        self.freed = True
        self.node = None


@cache
def _row(edges: int) -> Op:
    """How a ``CopySlices`` with so many edges is told."""
    inputs = tuple(f"input {number}" for number in range(edges))
    places = ", ".join(f"{{{number}}}" for number in range(edges))
    symbol = f"copy_slices({places})"
    return Op("copy_slices", "CopySlices", inputs, lambda self: self, (), symbol)


def _empty_like(where: Any, given: Tensor) -> Tensor:
    """Memory laid out like the base, in the type of the gradient."""
    from_start = where._replace(offset=0)
    memory = np.zeros(extent(from_start), given.array.dtype)
    return wrap(places(memory, from_start))


def rebase_history(target: Tensor, node: Node) -> None:
    """``node`` has written to ``target``: into whose history that belongs."""
    if target.view_of is None:
        move_retaining(target, target.node, node)
        target.set_history(node)
        return
    base = target.view_of.base
    whole = CopySlices(base, target, node)
    if target.requires_grad:
        move_retaining(base, base.node, whole)
    base.set_history(whole)
    renewed = target.grad_fn
    assert renewed is not None
    saved = node.saved_by_name()
    for name in node.table_row().kept_results:
        saved[name].view_node = weakref.ref(renewed)


def copied(target: Tensor) -> Tensor:
    """What is there before the write; gradients can flow through it."""
    with unobserved():
        return target.clone()


@contextmanager
def unobserved() -> Iterator[None]:
    """Nobody is told of what runs inside."""
    before, state.observer = state.observer, None
    try:
        yield
    finally:
        state.observer = before


# refused


def check_history(target: Tensor) -> None:
    """Refuse a write that could not be recorded.

    Raises:
        RuntimeError: the target is a leaf that requires grad, a view of one, or a view
            that cannot be tied to its base.
    """
    if target.view_of is not None:
        target.view_of.check(target)
        if target.requires_grad and target.view_of.base.node is None:
            raise hinted(
                RuntimeError(VIEW_OF_LEAF), "view of a leaf", target.view_of.base
            )
    if target.requires_grad and target.node is None:
        raise hinted(RuntimeError(LEAF_WRITTEN), "leaf", target)


def check_memory(op: Op, target: Tensor, operands: Sequence[Any]) -> None:
    """Refuse a write whose result would depend on its order.

    Raises:
        RuntimeError: elements share a place, among themselves or with an operand's.
    """
    array = target.array
    if 0 in array.strides and array.size and (operands or not op.overwrites):
        steps = zip(array.shape, array.strides, strict=True)
        is_repeated = any(size > 1 and stride == 0 for size, stride in steps)
        if is_repeated and not (op.name == "copy" and is_same(target, operands[0])):
            raise RuntimeError(MANY_IN_ONE_PLACE)
    if op.overwrites:
        return
    for each in operands:
        if isinstance(each, Tensor) and _overlap_in_part(array, each.array):
            raise RuntimeError(SOME_IN_ONE_PLACE)


def is_same(one: Tensor, other: Any) -> bool:
    """Whether both look at the same places: there is nothing to copy then."""
    if not isinstance(other, Tensor) or not np.may_share_memory(one.array, other.array):
        return False
    return geometry(one.array) == geometry(other.array)


def _overlap_in_part(one: Array, other: Array) -> bool:
    """Of arrays with gaps PyTorch does not tell."""
    if one is other or not np.may_share_memory(one, other):
        return False
    if not (is_dense(one) and is_dense(other)):
        return False
    same_span = (
        geometry(one).offset == geometry(other).offset and one.size == other.size
    )
    return not (same_span and _steps(one) == _steps(other))


def _steps(array: Array) -> list[int]:
    """How far apart elements are, in the directions in which there are several."""
    pairs = zip(array.shape, array.strides, strict=True)
    return [stride for size, stride in pairs if size > 1]


def check_fits(target: Tensor, result: Array) -> None:
    """Refuse a result that the target has no room for.

    Raises:
        RuntimeError: it has another shape, or a type of a higher kind.
    """
    if result.shape != target.array.shape:
        raise RuntimeError(
            f"output with shape {list(target.shape)} doesn't match the broadcast shape "
            f"{list(result.shape)}"
        )
    if dtype_of(result).kind > target.dtype.kind:
        raise RuntimeError(
            f"result type {dtype_of(result).scalar_type} can't be cast to the desired "
            f"output type {target.dtype.scalar_type}"
        )
