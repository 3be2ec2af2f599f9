"""PyTorch's backward, recorded at less cost: of each node the gradient in total.

With ``record(totals=True)`` no node gets a hook. ``backward()`` is run as one
``torch.autograd.grad`` that asks for what arrives at every node there is, and we put
into each leaf's ``.grad`` what PyTorch would have put there. Which node is which, and
in which order they ran, is worked out afterwards.

Where several paths meet only their sum is seen; what each of them brought is a value
without numbers. Of a pass that fails nothing is seen, and no ``.grad`` is changed. And
what would notice the difference is refused, before anything has run.

Next: ``torch_side``.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, starmap
from typing import Any

import torch
from torch.autograd.graph import GradientEdge, get_gradient_edge

from autoviz.records import Input, Value
from autoviz.watch.side import Side
from autoviz.watch.source import here
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_deposit import deposit
from autoviz.watch.torch_held import MOST, Held
from autoviz.watch.torch_inner import is_freed
from autoviz.watch.torch_order import in_order
from autoviz.watch.torch_pass import Deposited, Gradients, Pass, request, versions_of
from autoviz.watch.torch_quiet import (
    GradFn,
    Trouble,
    begins_at,
    sequence_nr,
    unseen,
)
from autoviz.watch.torch_refused import Refused
from autoviz.watch.torch_saved import saved_names
from autoviz.watch.writer import Writer

__all__ = ["TorchTotals"]


class TorchTotals(TorchBackward):
    """Every backward pass of one recording, each run as one ``torch.autograd.grad``."""

    def __init__(
        self, writer: Writer, side: Side, held: Held, trouble: Trouble
    ) -> None:
        super().__init__(writer, side, held, trouble)
        self._first = begins_at()
        self._refused = Refused(writer, side)
        self._nodes: dict[int, _Node] = {}
        self._freed: set[int] = set()
        self._plan: _Plan | None = None
        self._done: _Done | None = None
        self._fault: int | None = None

    # while the graph is built

    def watch(
        self, grad_fn: GradFn, node: int, outputs: Mapping[int, int] | None, size: int
    ) -> None:
        """Note of a node what will be asked when it is not at hand."""
        made = sequence_nr(grad_fn)
        several = 0 if outputs is None else len(grad_fn._input_metadata)
        self._nodes[node] = _Node(made, len(grad_fn.next_functions), several)
        self._bytes += size
        if outputs is not None:
            self._makers[node] = outputs
        is_older = made < self._first
        if is_older and is_freed(grad_fn):
            self._freed.add(node)
        self._refused.note(grad_fn, node, is_older=is_older)

    def watch_leaf(self, accumulate: GradFn, leaf: torch.Tensor, node: int) -> None:
        """Know a leaf by its AccumulateGrad."""
        accumulate.metadata[self._side.mark] = node
        self._leaves[node] = weakref.ref(leaf)

    def goes_on(self) -> None:
        super().goes_on()
        self._first = begins_at()

    # what the learner asked for

    def begins(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Get ready, or refuse; where PyTorch itself will refuse, leave that to it."""
        self.tell()
        self._plan = self._fault = None
        place = here()
        self._position, frame = place if place else (None, None)
        asked = request(name, args, kwargs)
        self._pass = Pass(asked.keeps_graph)
        self._refused.check_call(name, asked.makes_graph, args, kwargs.get("inputs"))
        if not asked.is_runnable or not all(map(_fits, asked.roots, asked.seeds)):
            return
        self._side.asked(asked.roots)
        numbers = [self._side.node_of(root, frame) for root in asked.roots]
        starts = [self._start(*each) for each in zip(asked.roots, numbers, strict=True)]
        plan = _planned(starts, asked.seeds)
        self._refused.check_graph(plan.edges, plan.leaves, bool(self._retained))
        self._pass.grads = self._grads_now()
        for number, root, seed in zip(numbers, asked.roots, asked.seeds, strict=True):
            self._seed(number, self._first_of(root, seed))
        self._place = self._writer.reserve()
        self._plan = plan

    def run(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Ask for all gradients at once, and put each leaf's into its ``.grad``."""
        __tracebackhide__ = True
        plan, self._plan = self._plan, None
        if plan is None:
            return function(*args, **kwargs)
        try:
            totals = torch.autograd.grad(
                plan.starts,
                plan.edges,
                plan.seeds,
                retain_graph=self._pass.keeps_graph,
                allow_unused=True,
            )
        except RuntimeError as error:
            with self._quietly():
                self._fault = self._at_fault(plan, str(error))
            raise
        with unseen():
            deposit(plan.edges, plan.leaves, totals)
        with self._quietly():
            nodes: Iterable[GradFn] = (plan.edges[at].node for at in plan.leaves)
            grads = [each.variable.grad for each in nodes]
            versions = versions_of(totals), versions_of(grads)
            self._done = _Done(totals, plan.leaves, grads, versions)
            if self._bytes > MOST:
                self.tell()
        return None

    def _start(self, root: torch.Tensor, number: int) -> GradientEdge:
        if root.grad_fn is not None:
            return GradientEdge(root.grad_fn, root.output_nr)
        edge = get_gradient_edge(root)
        self.watch_leaf(edge.node, root, number)
        return edge

    # it is told

    @property
    def untold(self) -> int:
        """How many steps were noted and not told yet."""
        return 0 if self._done is None else len(self._done.totals)

    def tell(self) -> None:
        """Tell the writer of the pass that ran last."""
        done, self._done = self._done, None
        if done is None or self._place is None:
            return
        self._bytes = 0
        with self._quietly(), self._writer.inside(self._place):
            gradients = Gradients(self._held)
            numbers = self._numbers()
            values = gradients.of(done.totals, done.versions[0])
            totals = dict(zip(numbers, values, strict=True))
            deposits = {each.node: each for each in done.deposits(numbers)}
            order = list(self._in_order(numbers))
            parts = Counter([*self._pass.roots, *chain(*map(self._targets, order))])
            for node in order:
                if node in deposits:
                    self._tell_deposit(deposits[node], gradients)
                elif node in self._nodes:
                    self._tell_node(node, totals, parts)

    def _tell_node(
        self, node: int, totals: Mapping[int, Value | None], parts: Mapping[int, int]
    ) -> None:
        frees = not self._pass.keeps_graph
        if frees:
            self._freed.add(node)
        self._writer.backward(
            node,
            self._arrived(node, totals),
            list(self._sent(node, totals, parts)),
            freed=frees,
            retained=(),
            position=self._position,
        )

    def _numbers(self) -> list[int]:
        """Those of the edges of a plan; found in the same way, in the same order."""
        seen = dict.fromkeys(self._pass.roots)
        waiting = list(seen)
        while waiting:
            for each in self._targets(self._maker(waiting.pop())):
                if each not in seen:
                    seen[each] = None
                    waiting.append(each)
        return list(seen)

    def _in_order(self, numbers: Sequence[int]) -> Iterator[int]:
        leads_to = {
            node: [self._maker(each) for each in self._targets(node)]
            for node in map(self._maker, numbers)
            if node in self._nodes
        }
        made = {each: self._nodes[each].made for each in leads_to}
        return in_order(map(self._maker, self._pass.roots), leads_to, made)

    def _arrived(
        self, node: int, totals: Mapping[int, Value | None]
    ) -> Sequence[Value | None]:
        several = self._nodes[node].several
        if not several:
            return [totals[node]]
        results = self._makers[node]
        return [totals.get(results.get(at, -1)) for at in range(several)]

    def _sent(
        self, node: int, totals: Mapping[int, Value | None], parts: Mapping[int, int]
    ) -> Iterator[Value | None]:
        """What it sent: known where nobody else sent anything to the same place."""
        for each in self._edges_of(node):
            total = None
            if each.node is not None and each.needs_grad:
                total = totals[each.node]
                if total is not None and parts[each.node] > 1:
                    total = Value(total.shape, total.dtype, None)
            yield total

    def _targets(self, node: int) -> list[int]:
        """Where its edges lead; twice there, if two do."""
        return [
            each.node
            for each in self._edges_of(node)
            if each.node is not None and each.needs_grad
        ]

    def _edges_of(self, node: int) -> Sequence[Input]:
        its = self._nodes.get(node)
        return self._writer.inputs(node)[: its.edges] if its is not None else ()

    def _maker(self, number: int) -> int:
        """The node that runs: what comes to one of several results comes to it."""
        if number in self._nodes or number in self._leaves:
            return number
        maker = self._writer.inputs(number)[0].node
        assert maker is not None
        return maker

    # mistakes

    def _next_ready(self) -> int | None:
        return self._fault

    def _at_fault(self, plan: _Plan, message: str) -> int | None:
        """The first node that had lost what it had saved, before the pass began."""
        numbers = self._numbers()
        its = dict(zip(map(self._maker, numbers), plan.edges, strict=True))
        for node in self._in_order(numbers):
            if "a second time" in message:
                is_it = node in self._freed and bool(self._writer.saved(node))
            else:
                is_it = _is_overwritten(its[node].node)
            if is_it:
                return node
            if not self._pass.keeps_graph:
                self._freed.add(node)
        return None


@dataclass(frozen=True, slots=True)
class _Node:
    """When it was made, and how many edges it has; and results, if several."""

    made: int
    edges: int
    several: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """A pass that is about to run: everything gradients go to, and which are leaves."""

    starts: Sequence[GradientEdge]
    seeds: Sequence[torch.Tensor | None]
    edges: Sequence[GradientEdge]
    leaves: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Done:
    """A pass that has run: what arrived, and each leaf's ``.grad``. It has no nodes."""

    totals: Sequence[torch.Tensor | None]
    leaves: Sequence[int]
    grads: Sequence[torch.Tensor | None]
    versions: tuple[Sequence[int], Sequence[int]]

    def deposits(self, numbers: Sequence[int]) -> Iterator[Deposited]:
        """What the leaves got."""
        before, after = self.versions
        for at, grad, version in zip(self.leaves, self.grads, after, strict=True):
            total = self.totals[at]
            if total is not None:
                now = (before[at], version)
                yield Deposited(numbers[at], total, grad, now, changed=False)


def _planned(
    starts: Sequence[GradientEdge], seeds: Sequence[torch.Tensor | None]
) -> _Plan:
    """Walk the whole graph."""
    none: tuple[GradFn, int] = (None, 0)
    seen = dict.fromkeys([none, *(each[:2] for each in starts)])
    waiting = list(seen)[1:]
    while waiting:
        for each in waiting.pop()[0].next_functions:
            if each not in seen:
                seen[each] = None
                waiting.append(each)
    del seen[none]
    leaves = [at for at, (node, _) in enumerate(seen) if type(node) is _LEAF]
    return _Plan(starts, seeds, list(starmap(GradientEdge, seen)), leaves)


def _fits(root: torch.Tensor, seed: object) -> bool:
    """Whether PyTorch can start with this."""
    if seed is None:
        return not root.is_nested
    return isinstance(seed, torch.Tensor) and seed.shape == root.shape


def _is_overwritten(grad_fn: GradFn) -> bool:
    """Whether PyTorch does not give out what a node has saved, as it has changed."""
    for name in saved_names(type(grad_fn)):
        try:
            getattr(grad_fn, f"_saved_{name}", None)
        except RuntimeError as error:
            if "inplace" in str(error):
                return True
    return False


_LEAF = type(get_gradient_edge(torch.zeros((), requires_grad=True)).node)
