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

Next: ``around``, what else there is to a node; then ``deposit`` and ``tensor``.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from autoviz.core.anomaly import anomaly, report
from autoviz.core.around import after, before
from autoviz.core.gradients import Gradient, add, as_array, fit
from autoviz.core.modes import Observer, state
from autoviz.core.node import AccumulateGrad, Edge, Node

if TYPE_CHECKING:
    from autoviz.core.deposit import Retained
    from autoviz.core.tensor import Tensor

__all__ = ["Pass", "Root", "run"]

AnyNode = Node | AccumulateGrad

LEAF_IS_CAPTURED = (
    "A leaf node was passed to _will_engine_execute_node but we are currently running "
    "autograd.grad(). This is currently not supported."
)


@dataclass(frozen=True, slots=True)
class Root:
    """Where a pass starts: an edge, a gradient for it, and the tensor if known."""

    edge: Edge
    gradient: Gradient
    tensor: Tensor | None


@dataclass(slots=True)
class Pass:
    """One backward pass while it runs.

    ``waiting_for`` says how many gradients a node has yet to get, ``arriving`` holds
    those that came, by output number, until the node is taken from ``ready``.
    ``runs`` are the nodes that are to run, where not all are; ``captured`` the
    gradients that were asked for, by edge. ``retained`` is what ``retain_grad()`` has
    kept at the node that runs, by output.
    """

    retain_graph: bool
    create_graph: bool
    waiting_for: dict[AnyNode, int]
    runs: set[AnyNode] | None
    captured: dict[Edge, Gradient]
    observer: Observer | None
    only_root: AnyNode | None
    retained: Sequence[Retained | None] = ()
    ready: list[tuple[int, int, AnyNode]] = field(default_factory=list)
    arriving: dict[AnyNode, list[Gradient]] = field(default_factory=dict)
    arrivals: itertools.count[int] = field(default_factory=itertools.count)
    number: int = field(default_factory=itertools.count().__next__)

    def deliver(self, node: AnyNode, output_nr: int, gradient: Gradient) -> None:
        """A gradient comes to a node, which may be ready then."""
        slots = self.arriving.get(node)
        if slots is None:
            slots = self.arriving[node] = [None] * node.output_count
        if slots[output_nr] is None:
            slots[output_nr] = gradient
        elif gradient is not None:
            slots[output_nr] = add(slots[output_nr], gradient)
        missing = self.waiting_for[node] = self.waiting_for[node] - 1
        if missing == 0 and (self.runs is None or self.concerns(node)):
            newest_first = -node.sequence_nr
            heapq.heappush(self.ready, (newest_first, next(self.arrivals), node))

    def is_plain(self) -> bool:
        """Whether nodes only have to run, and all of them are to."""
        special = self.create_graph or self.runs is not None
        return not (special or anomaly.enabled)

    def concerns(self, node: AnyNode) -> bool:
        """Whether the node is to run, or what arrives there was asked for."""
        if self.runs is None or node in self.runs:
            return True
        return any(
            (node, number) in self.captured for number in range(node.output_count)
        )

    def will_run(self, node: AnyNode) -> bool:
        """Whether the node is part of this pass, as PyTorch sees it.

        The node where it starts is not, if there is only one.

        Raises:
            RuntimeError: the gradient of a leaf was asked for by ``grad()``.
        """
        if node not in self.waiting_for or node is self.only_root:
            return False
        is_leaf = isinstance(node, AccumulateGrad)
        if is_leaf and (node, 0) in self.captured:
            raise RuntimeError(LEAF_IS_CAPTURED)
        return self.concerns(node)

    def gradients(self, tensors: Iterable[Tensor | None]) -> list[Gradient]:
        """What hooks have left, in the form in which this pass computes."""
        return list(tensors) if self.create_graph else [as_array(e) for e in tensors]


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
    observer = state.observer
    only_root = roots[0].edge[0] if len(roots) == 1 else None
    pass_ = Pass(
        retain_graph, create_graph, waiting_for, runs, captured, observer, only_root
    )
    _announce(roots, observer)
    switches = state.grad_enabled, state.observer, state.running
    outer = anomaly.running
    state.grad_enabled, state.observer, state.running = create_graph, None, pass_
    try:
        for root in roots:
            node, output_nr = root.edge
            assert node is not None
            pass_.deliver(node, output_nr, root.gradient)
        _run_all(pass_)
    finally:
        state.grad_enabled, state.observer, state.running = switches
        anomaly.running = outer
    return [captured.get(each) for each in inputs or ()]


def _announce(roots: Sequence[Root], observer: Observer | None) -> None:
    if observer:
        for number, root in enumerate(roots):
            gradient = as_array(root.gradient)
            assert gradient is not None
            tensor = _tensor_at(root.edge) if root.tensor is None else root.tensor
            observer.seed(tensor, gradient, number > 0)


def _tensor_at(edge: Edge) -> Tensor:
    """A tensor for an edge that was given without one; its numbers are unknown."""
    from autoviz.core.tensor import wrap

    node, output_nr = edge
    if isinstance(node, AccumulateGrad):
        return node.variable
    assert node is not None
    shape, dtype = node.like(output_nr)
    made = wrap(np.full(shape, np.nan, dtype.numpy), grad_fn=node)
    made.output_nr = output_nr
    return made


def _dependencies(roots: Sequence[Root]) -> dict[AnyNode, int]:
    """How many gradients each reachable node has to wait for."""
    count: dict[AnyNode, int] = {}
    nodes = [root.edge[0] for root in roots]
    while nodes:
        node = nodes.pop()
        if node is None:
            continue
        if node in count:
            count[node] += 1
        else:
            count[node] = 1
            nodes.extend(node.next_nodes)
    return count


def _on_the_way(
    reachable: Mapping[AnyNode, int], inputs: Sequence[Edge], accumulate: bool
) -> set[AnyNode]:
    """The nodes that have to run so that ``inputs`` get their gradients.

    To fill the ``.grad`` of an input, its own node has to run, too.
    """
    wanted = {node for node, _ in inputs if node is not None}
    behind: dict[AnyNode, list[AnyNode]] = {}
    for node in reachable:
        for target in node.next_nodes:
            if target is not None:
                behind.setdefault(target, []).append(node)
    found: set[AnyNode] = set(wanted) if accumulate else set()
    waiting = list(wanted)
    while waiting:
        for node in behind.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def _run_all(pass_: Pass) -> None:
    is_plain = pass_.is_plain()
    while pass_.ready:
        node = heapq.heappop(pass_.ready)[2]
        if anomaly.enabled:
            anomaly.running = node
        try:
            _run(node, pass_.arriving.pop(node), pass_, is_plain)
        except Exception as error:
            if anomaly.enabled:
                report(node)
            if pass_.observer and isinstance(node, Node):
                retained = pass_.retained if node.hooks is not None else ()
                pass_.observer.failed(node, error, retained)
            raise


def _run(node: AnyNode, arrived: list[Gradient], pass_: Pass, is_plain: bool) -> None:
    """Everything has arrived at a node: hooks first, then the node itself."""
    is_plain = is_plain and node.hooks is None
    if not is_plain or isinstance(node, AccumulateGrad):
        runs = before(node, arrived, pass_)
        if isinstance(node, AccumulateGrad) or not runs:
            return
    sent = node.backward(arrived, create_graph=pass_.create_graph)
    if not is_plain:
        sent = after(node, arrived, sent, pass_)
    numbers = node.next_numbers
    for index, target in enumerate(node.next_nodes):
        part, number = sent[index], numbers[index]
        if target is None:
            sent[index] = None
            continue
        if part is not None:
            part = sent[index] = fit(part, node, index, target, number)
        pass_.deliver(target, number, part)
    if is_plain and pass_.observer is not None:
        pass_.observer.backward(node, arrived, sent, not pass_.retain_graph, ())
    if not pass_.retain_graph:
        node.free()
