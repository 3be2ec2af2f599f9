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

Gradients are plain arrays. With ``create_graph`` they are tensors, and what the
nodes compute with them is recorded like any other program: that is all there is to
derivatives of derivatives.

The order is PyTorch's own, step for step (``torch/csrc/autograd/engine.cpp``):
for ``(w*x + b)**2`` it is Pow, Add, Accumulate(b), Mul, Accumulate(w),
Accumulate(x). There is no recursion: a chain of a million nodes is fine.

Next: ``tensor``.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from autoviz.core.hooks import Table, call_chain, call_post, call_pre
from autoviz.core.modes import state
from autoviz.core.node import AccumulateGrad, Edge, Node
from autoviz.core.shapes import sum_to

if TYPE_CHECKING:
    from autoviz.core.tensor import Tensor

__all__ = ["Root", "run"]

AnyNode = Node | AccumulateGrad
Gradient = Any
"""An array; a tensor where a graph is to be created."""


@dataclass(frozen=True, slots=True)
class Root:
    """Where a pass starts: a tensor, its edge, and a gradient of its shape."""

    tensor: Tensor
    edge: Edge
    gradient: Gradient


@dataclass(slots=True)
class _Pass:
    """One backward pass while it runs.

    ``waiting_for`` says how many gradients a node has yet to get, ``arriving`` holds
    those that came, by output number. ``runs`` are the nodes that are to run, where
    not all are; ``captured`` the gradients that were asked for, by edge.
    """

    retain_graph: bool
    create_graph: bool
    waiting_for: dict[AnyNode, int]
    runs: set[AnyNode] | None
    captured: dict[Edge, Gradient]
    ready: _ReadyQueue = field(default_factory=lambda: _ReadyQueue())
    arriving: dict[AnyNode, list[Gradient]] = field(default_factory=dict)

    def deliver(self, edge: Edge, gradient: Gradient) -> None:
        """A gradient comes to a node, which may be ready then."""
        node, output_nr = edge
        if node is None:
            return
        slots = self.arriving.get(node)
        if slots is None:
            slots = self.arriving[node] = [None] * node.outputs
        if gradient is not None:
            slots[output_nr] = _sum(slots[output_nr], gradient, self)
        self.waiting_for[node] -= 1
        if self.waiting_for[node] == 0 and self._concerns(node):
            self.ready.push(node)

    def _concerns(self, node: AnyNode) -> bool:
        if self.runs is None or node in self.runs:
            return True
        return any((node, number) in self.captured for number in range(node.outputs))


def run(
    roots: Sequence[Root],
    *,
    retain_graph: bool,
    create_graph: bool = False,
    inputs: Sequence[Edge] | None = None,
    accumulate: bool = True,
) -> list[Gradient]:
    """Send the gradients of ``roots`` to the leaves, or only towards ``inputs``.

    With ``accumulate`` the leaves' ``.grad`` grows (of those in ``inputs``, if given);
    without, what arrives at ``inputs`` is returned, None where nothing does.

    Raises:
        RuntimeError: a node's saved tensors are freed or were overwritten.
    """
    waiting_for = _dependencies(roots)
    captured: dict[Edge, Gradient] = {}
    runs = None
    if inputs is not None:
        runs = _on_the_way(waiting_for, inputs, accumulate)
        captured = {} if accumulate else dict.fromkeys(inputs)
    pass_ = _Pass(retain_graph, create_graph, waiting_for, runs, captured)
    for number, root in enumerate(roots):
        if state.observer:
            state.observer.seed(root.tensor, _array(root.gradient), number > 0)
    for root in roots:
        pass_.deliver(root.edge, root.gradient)
    while pass_.ready:
        _run_next(pass_)
    return [captured.get(each) for each in inputs or ()]


def _run_next(pass_: _Pass) -> None:
    node = pass_.ready.pop()
    arrived = pass_.arriving.pop(node)
    arrived, retained = _call_tensor_hooks(node, arrived, pass_)
    for output_nr, gradient in enumerate(arrived):
        if (node, output_nr) in pass_.captured:
            pass_.captured[node, output_nr] = gradient
    if pass_.runs is not None and node not in pass_.runs:
        return
    if isinstance(node, AccumulateGrad):
        _accumulate(node, arrived, pass_)
        return
    sent = _run_node(node, arrived, retained, pass_)
    for edge, part in zip(node.next_functions, sent, strict=True):
        pass_.deliver(edge, part)


def _dependencies(roots: Sequence[Root]) -> dict[AnyNode, int]:
    """How many gradients each reachable node has to wait for."""
    count: dict[AnyNode, int] = {}
    edges: list[Edge] = [root.edge for root in roots]
    while edges:
        node = edges.pop()[0]
        if node is None:
            continue
        if node not in count:
            count[node] = 0
            edges.extend(node.next_functions)
        count[node] += 1
    return count


def _on_the_way(
    reachable: Mapping[AnyNode, int], inputs: Sequence[Edge], accumulate: bool
) -> set[AnyNode]:
    """The nodes that have to run so that ``inputs`` get their gradients.

    An input's own node runs only to fill its ``.grad``, or on the way to another.
    """
    wanted = {node for node, _ in inputs if node is not None}
    behind: dict[AnyNode, list[AnyNode]] = {}
    for node in reachable:
        for target, _ in node.next_functions:
            if target is not None:
                behind.setdefault(target, []).append(node)
    leaves = {node for node in wanted if isinstance(node, AccumulateGrad)}
    found: set[AnyNode] = set(leaves) if accumulate else set()
    waiting = list(wanted)
    while waiting:
        for node in behind.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


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


def _run_node(
    node: Node, arrived: list[Gradient], retained: Sequence[Gradient], pass_: _Pass
) -> list[Gradient]:
    hooks = node.hooks
    if hooks is not None and hooks.pre:
        arrived = _call_pre(hooks.pre, arrived, pass_)
    try:
        with _computing(pass_):
            sent = node.backward(arrived, create_graph=pass_.create_graph)
            sent = [
                None if target is None or part is None else _fit(part, target, nr)
                for (target, nr), part in zip(node.next_functions, sent, strict=True)
            ]
    except RuntimeError as error:
        if state.observer:
            state.observer.failed(node, error)
        raise
    if not pass_.retain_graph:
        node.free()
    if hooks is not None and hooks.post:
        sent = _call_post(hooks.post, sent, arrived, pass_)
    if state.observer:
        state.observer.backward(
            node,
            [_array(each) for each in arrived],
            [_array(each) for each in sent],
            not pass_.retain_graph,
            retained,
        )
    return sent


def _sum(before: Gradient, gradient: Gradient, pass_: _Pass) -> Gradient:
    if before is None:
        return gradient
    if isinstance(gradient, np.ndarray):
        return np.asarray(before + gradient)
    with _computing(pass_):
        return before + gradient


@contextmanager
def _computing(pass_: _Pass) -> Iterator[None]:
    """What a node computes is recorded with ``create_graph``; nobody is told of it."""
    before, observer = state.grad_enabled, state.observer
    state.grad_enabled, state.observer = pass_.create_graph, None
    try:
        yield
    finally:
        state.grad_enabled, state.observer = before, observer


def _fit(gradient: Gradient, target: AnyNode, output_nr: int) -> Gradient:
    """Undo broadcasting and promotion: the gradient of a tensor is like it."""
    shape, dtype = target.like(output_nr)
    if not isinstance(gradient, np.ndarray | np.generic):
        fitted = gradient if gradient.shape == shape else gradient.sum_to_size(shape)
        return fitted if fitted.dtype is dtype else fitted.to(dtype)
    array = np.asarray(gradient)
    if array.shape != shape:
        array = sum_to(array, shape)
    return array.astype(dtype.numpy, copy=False)


def _array(gradient: Gradient) -> Any:
    """Of a tensor its numbers."""
    return gradient if isinstance(gradient, np.ndarray | None) else gradient.array


# hooks


def _call_tensor_hooks(
    node: AnyNode, arrived: list[Gradient], pass_: _Pass
) -> tuple[list[Gradient], Sequence[Gradient]]:
    """What hooks of tensors leave; and what ``retain_grad()`` has kept, by output."""
    if isinstance(node, AccumulateGrad):
        table = node.variable.hooks
        if table and arrived[0] is not None:
            arrived = [_with_tensors(call_chain, table, arrived[0], pass_)]
        return arrived, ()
    if node.hooks is None:
        return arrived, ()
    for output_nr, table in node.hooks.tensor.items():
        if table and arrived[output_nr] is not None:
            changed = _with_tensors(call_chain, table, arrived[output_nr], pass_)
            arrived[output_nr] = changed
    if not node.hooks.retains:
        return arrived, ()
    return arrived, [_retain(node, nr, each) for nr, each in enumerate(arrived)]


def _retain(node: Node, output_nr: int, arrived: Gradient) -> Gradient:
    """``retain_grad()``: the tensor keeps what arrives at its node."""
    assert node.hooks is not None
    tensor = node.hooks.retaining(output_nr)
    if tensor is None or arrived is None:
        return None
    held = tensor.held_grad
    if isinstance(arrived, np.ndarray):
        tensor.hold_grad(arrived if held is None else held.array + arrived)
    else:
        tensor.held_grad = arrived if held is None else held + arrived
    return _array(tensor.held_grad)


def _with_tensors(call: Any, table: Table, gradient: Gradient, pass_: _Pass) -> Any:
    result = call(table, _tensor(gradient))
    return result if pass_.create_graph else result.array


def _call_pre(table: Table, arrived: list[Gradient], pass_: _Pass) -> list[Gradient]:
    changed = call_pre(table, [_tensor(each) for each in arrived])
    return [each if pass_.create_graph else _array(each) for each in changed]


def _call_post(
    table: Table, sent: list[Gradient], arrived: list[Gradient], pass_: _Pass
) -> list[Gradient]:
    told = [_tensor(each) for each in sent], [_tensor(each) for each in arrived]
    changed = call_post(table, *told)
    return [each if pass_.create_graph else _array(each) for each in changed]


def _tensor(gradient: Gradient) -> Any:
    """What a hook gets to see."""
    from autoviz.core.tensor import Tensor

    return Tensor(gradient) if isinstance(gradient, np.ndarray) else gradient


# leaves


def _accumulate(leaf: AccumulateGrad, arrived: list[Gradient], pass_: _Pass) -> None:
    """Add to ``.grad`` in place, so that whoever holds it sees the sum."""
    if leaf.hooks is not None and leaf.hooks.pre:
        arrived = _call_pre(leaf.hooks.pre, arrived, pass_)
    (gradient,) = arrived
    variable = leaf.variable
    if variable.requires_grad and gradient is not None:  # still
        before = None if variable.held_grad is None else variable.held_grad.array.copy()
        with _computing(pass_):
            _add_to_grad(variable, gradient)
        for hook in list((variable.post_accumulate_hooks or {}).values()):
            hook(variable)
        if state.observer and variable.held_grad is not None:
            after = variable.held_grad.array
            state.observer.accumulate(leaf, before, _array(gradient), after)
    if leaf.hooks is not None and leaf.hooks.post:
        _call_post(leaf.hooks.post, [], arrived, pass_)


def _add_to_grad(leaf: Tensor, gradient: Gradient) -> None:
    held = leaf.held_grad
    if not isinstance(gradient, np.ndarray):
        leaf.held_grad = gradient.clone() if held is None else held + gradient
    elif held is None:
        leaf.hold_grad(gradient)
    else:
        held.array[...] += gradient
        held.storage.version += 1
