"""``backward()``: walk the graph from the end to the leaves.

Three rules make up the whole of it.

1. **A node runs when everything has arrived.** Before starting, the edges into
   each node are counted; a node is ready when that many gradients came in. What
   comes in over several paths is added up.
2. **Newest ready node first.** Nodes carry a sequence number from forward time.
   A leaf's AccumulateGrad goes before any of them, as soon as it is ready.
3. **Used is freed.** A node that has run lets go of what it had saved, unless
   ``retain_graph`` was asked for.

Broadcasting is undone here, once for all operations: a gradient that comes out
larger than the input it belongs to is summed to the input's shape.

The order is PyTorch's own, step for step (``torch/csrc/autograd/engine.cpp``):
for ``(w*x + b)**2`` it is Pow, Add, Accumulate(b), Mul, Accumulate(w),
Accumulate(x). There is no recursion: a chain of a million nodes is fine.

Next: ``tensor``.
"""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING

import numpy as np

from autoviz.core.dtypes import Array
from autoviz.core.modes import state
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.shapes import sum_to

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = ["run"]

AnyNode = Node | AccumulateGrad


def run(root: Tensor, start: AnyNode, gradient: Array, retain_graph: bool) -> None:
    """Send ``gradient`` (of ``root``'s shape) from ``start``, its node, to the leaves.

    Raises:
        RuntimeError: a node's saved tensors are freed or were overwritten.
    """
    waiting_for = _dependencies(start)
    arriving: dict[AnyNode, Array] = {start: gradient}
    ready = _ReadyQueue()
    ready.push(start)
    if state.observer:
        state.observer.seed(root, gradient)
    while ready:
        node = ready.pop()
        arrived = arriving.pop(node)
        if isinstance(node, AccumulateGrad):
            _accumulate(node, arrived)
            continue
        sent = _run_node(node, arrived, retain_graph)
        for (target, _), part in zip(node.next_functions, sent, strict=True):
            if target is None:
                continue
            if part is not None:
                before = arriving.get(target)
                arriving[target] = part if before is None else before + part
            waiting_for[target] -= 1
            if waiting_for[target] == 0 and target in arriving:
                ready.push(target)


def _dependencies(start: AnyNode) -> dict[AnyNode, int]:
    """How many gradients each reachable node has to wait for."""
    count: dict[AnyNode, int] = {}
    stack = [start]
    while stack:
        for target, _ in stack.pop().next_functions:
            if target is None:
                continue
            if target not in count:
                count[target] = 0
                stack.append(target)
            count[target] += 1
    return count


class _ReadyQueue:
    """Newest node first, leaves before all; equals in order of arrival."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, AnyNode]] = []
        self._arrival = itertools.count()

    def push(self, node: AnyNode) -> None:
        newest = -node.sequence_nr if isinstance(node, Node) else -float("inf")
        heapq.heappush(self._heap, (newest, next(self._arrival), node))

    def pop(self) -> AnyNode:
        return heapq.heappop(self._heap)[2]

    def __bool__(self) -> bool:
        return bool(self._heap)


def _run_node(node: Node, arrived: Array, retain_graph: bool) -> list[Array | None]:
    retained = _retain(node, arrived)
    try:
        sent = node.backward(arrived)
    except RuntimeError as error:
        if state.observer:
            state.observer.failed(node, error)
        raise
    sent = [
        None if target is None or part is None else _fit(part, target)
        for (target, _), part in zip(node.next_functions, sent, strict=True)
    ]
    if not retain_graph:
        node.free()
    if state.observer:
        state.observer.backward(node, arrived, sent, not retain_graph, retained)
    return sent


def _retain(node: Node, arrived: Array) -> Array | None:
    """``retain_grad()``: the tensor keeps what arrives at its node."""
    tensor = node.retaining() if node.retaining else None
    if tensor is None:
        return None
    held = tensor.held_grad
    tensor.hold_grad(arrived if held is None else held.array + arrived)
    return tensor.held_grad.array if tensor.held_grad is not None else None


def _fit(gradient: Array, target: AnyNode) -> Array:
    """Undo broadcasting and promotion: the gradient of a tensor is like it."""
    fitted = np.asarray(gradient)
    if fitted.shape != target.shape:
        fitted = sum_to(fitted, target.shape)
    return fitted.astype(target.dtype.numpy, copy=False)


def _accumulate(leaf: AccumulateGrad, arrived: Array) -> None:
    """Add to ``.grad`` in place, so that whoever holds it sees the sum."""
    variable = leaf.variable
    if not variable.requires_grad:  # any more
        return
    before = None
    if variable.held_grad is None:
        variable.hold_grad(arrived)
    else:
        before = variable.held_grad.array.copy()
        variable.held_grad.array[...] += arrived
        variable.held_grad.storage.version += 1
    if state.observer and variable.held_grad is not None:
        state.observer.accumulate(leaf, before, arrived, variable.held_grad.array)
