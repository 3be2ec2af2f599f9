"""PyTorch's backward, told by hooks on its nodes.

PyTorch calls a node's hook when the node has run, in the order of its own engine,
with the gradients that arrived and those it sent: already summed over paths, and
already brought back from broadcasting. Hooks look and change nothing; they are
removed when the recording ends.

Next: ``torch_untracked``, then ``torch_side``.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import torch
from torch.autograd.function import BackwardCFunction

from autoviz.records import Value
from autoviz.watch.notes import Place
from autoviz.watch.side import RETAINED, Side
from autoviz.watch.source import Position, here
from autoviz.watch.torch_held import MOST, Held
from autoviz.watch.torch_hooks import Change, TorchHooks, changes_of
from autoviz.watch.torch_order import newest_ready
from autoviz.watch.torch_pass import (
    Deposited,
    Gradients,
    Pass,
    Ran,
    request,
    starts_with,
    versions_of,
)
from autoviz.watch.torch_quiet import (
    GradFn,
    Trouble,
    keeps_graph,
    pass_number,
    unseen,
)
from autoviz.watch.torch_retained import Retained
from autoviz.watch.torch_values import dtype_of, shape_of
from autoviz.watch.writer import Writer

__all__ = ["TorchBackward"]


class TorchBackward:
    """Every backward pass of one recording; knows the one that ran last.

    While a pass runs, hooks only note what they are given. It is told later: before
    the next pass, before somebody writes to tensors, or at the end.
    """

    def __init__(
        self, writer: Writer, side: Side, held: Held, trouble: Trouble
    ) -> None:
        self._writer = writer
        self._side = side
        self._held = held
        self._trouble = trouble
        self._hooks: list[Any] = []
        self._position: Position | None = None
        self._running = False
        self._unannounced: set[int] = set()
        self._pass = Pass()
        self._place: Place | None = None
        self._noted: list[Any] = []  # of torch_pass, and changes
        self._bytes = 0
        self._retained = Retained(held)
        self._makers: dict[int, Mapping[int, int]] = {}
        self.loose: dict[int, Sequence[int]] = {}  # a node's edges that lead nowhere
        self.copies = False  # what is noted, for PyTorch to see that nobody has it
        self._leaves: dict[int, weakref.ref[torch.Tensor]] = {}
        self._own_code: list[int] = []
        self._edges: list[Any] = []
        self._error: BaseException | None = None
        self._sent_last: list[Value | None] = []  # by the node that was told of last
        self.hooks = TorchHooks(side, held, self._quietly, self._own_code_runs)

    def unhook(self) -> None:
        """Leave nothing behind."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()

    def goes_on(self) -> None:
        """Recording goes on after a pause."""
        self.hooks.goes_on()

    # what the learner asked for

    def begins(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """``backward()`` or ``torch.autograd.grad()`` was called."""
        self.tell()
        self._running = True
        place = here()
        self._position, frame = place if place else (None, None)
        asked = request(name, args, kwargs)
        self._pass = Pass(asked.keeps_graph, asked.makes_graph)
        if name != "grad":
            self._pass.grads = self._grads_now()
        self._retained.begins()
        if asked.is_runnable:
            self._side.asked(asked.roots)
            numbers = [self._side.node_of(root, frame) for root in asked.roots]
            starts = zip(numbers, asked.roots, asked.seeds, strict=True)
            for number, root, seed in starts:
                if root.grad_fn is None and name != "grad":
                    edge = torch.autograd.graph.get_gradient_edge(root)
                    self.watch_leaf(edge.node, root, number)
                    self._edges.append(edge)  # else PyTorch makes another one
                self._seed(number, self._first_of(root, seed))
            self.hooks.begins(asked.roots, self._living(), len(self._hooks))
        self._place = self._writer.reserve()

    def run(
        self,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Let PyTorch do what was asked."""
        __tracebackhide__ = True
        return function(*args, **kwargs)

    def ends(self, error: BaseException | None = None) -> None:
        """It has returned, or raised."""
        self._running = False
        self._noted += self.hooks.taken()
        self.hooks.ends()
        self._edges.clear()
        self._own_code.clear()
        self._error = error or self._error
        if error is not None:
            self._tell_retained()
        if self._pass.makes_graph:  # which what was noted would keep alive
            self.tell()

    @property
    def untold(self) -> int:
        """How many steps were noted and not told yet."""
        return len(self._noted)

    def blame(self, error: BaseException) -> int | None:
        """The node that could not run."""
        return self._next_ready() if error is self._error else None

    def retains(self, tensor: torch.Tensor, node: int) -> None:
        """A computed tensor keeps what arrives at this node in its ``.grad``."""
        self._retained.add(tensor, node)

    # what the engine does: it is noted

    def watch(
        self, grad_fn: GradFn, node: int, outputs: Mapping[int, int] | None, size: int
    ) -> None:
        """Hear of it when a node has run, whose result has ``size`` bytes."""
        if outputs is not None:
            self._makers[node] = outputs
        ran = partial(self._ran, node, outputs, size)
        self._hooks.append(grad_fn.register_hook(ran))
        if isinstance(grad_fn, BackwardCFunction):
            self._hooks.append(grad_fn.register_prehook(partial(self._starts, node)))

    def watch_leaf(self, accumulate: GradFn, leaf: torch.Tensor, node: int) -> None:
        """Hear of it when a leaf's ``.grad`` has its sum."""
        if self._side.mark in accumulate.metadata:
            return
        accumulate.metadata[self._side.mark] = node
        self._leaves[node] = weakref.ref(leaf)
        deposited = partial(self._deposited, node, leaf)
        self._hooks.append(accumulate.register_hook(deposited))

    def _starts(self, node: int, _: Any) -> None:
        self._own_code.append(node)
        self._own_code_runs()

    def _ran(
        self,
        node: int,
        outputs: Mapping[int, int] | None,
        size: int,
        sent: Sequence[Any],
        arrived: Sequence[Any],
    ) -> None:
        if self._trouble.happened:
            return
        try:
            if self._own_code and self._own_code[-1] == node:
                self._own_code.pop()
            if not self._running:
                self._enter(_tensors(node, outputs, arrived), arrived)
            kept: Sequence[Value | None] = ()
            if self._retained:
                with self._quietly():
                    kept = self._retained.at(_tensors(node, outputs, arrived))
            if self.copies:
                arrived, sent = _copied(arrived), _copied(sent)
            frees = not keeps_graph(self._pass.keeps_graph)
            versions = versions_of(arrived), versions_of(sent)
            changes = self._changes(node) if self.hooks.changes else ()
            self._noted.append(Ran(node, arrived, sent, versions, frees, kept, changes))
            self._bytes += size
            if not self._running or self._bytes > MOST:
                self.tell()
        except Exception as error:
            self._trouble.say(error)

    def _deposited(
        self, node: int, leaf: torch.Tensor, _: Any, arrived: Sequence[Any]
    ) -> None:
        if arrived[0] is None or self._trouble.happened:
            return
        try:
            if not self._running:
                self._enter([node], arrived)
            grad = leaf.grad
            versions = versions_of((arrived[0], grad))
            changed = bool(leaf._post_accumulate_grad_hooks)
            changes = self._changes(node) if self.hooks.changes else ()
            self._noted.append(
                Deposited(node, arrived[0], grad, versions, changed, changes)
            )
            if self._own_code:
                self._own_code_runs()
            elif not self._running:
                self.tell()
        except Exception as error:
            self._trouble.say(error)

    def _changes(self, node: int) -> Sequence[Change]:
        """What hooks have done at a node; what they did at the one before is noted."""
        changes = self.hooks.taken()
        self._noted += [each for each in changes if each.node != node]
        return [each for each in changes if each.node == node]

    def _living(self) -> Sequence[tuple[int, torch.Tensor]]:
        found = [(node, leaf()) for node, leaf in self._leaves.items()]
        return [(node, leaf) for node, leaf in found if leaf is not None]

    def _own_code_runs(self) -> None:
        """A backward of the learner's: it may write to whatever it can reach."""
        with self._quietly():
            self.tell()
            self._held.copy_all()

    def _enter(self, nodes: Sequence[int | None], arrived: Sequence[Any]) -> None:
        """A pass that nobody announced is known by the first node that runs."""
        number = pass_number()
        if number in self._unannounced:
            return
        with self._quietly():
            self.tell()
            self._unannounced.add(number)
            self._pass, self._place = Pass(grads=self._grads_now()), None
            place = here()
            self._position = place[0] if place else None
            for node, gradient in zip(nodes, arrived, strict=True):
                if node is not None and gradient is not None:
                    self._seed(node, self._held.value(gradient))

    def _seed(self, node: int, value: Value) -> None:
        continues = bool(self._pass.roots)
        self._pass.roots.append(node)
        self._writer.seed(node, value, self._position, continues=continues)

    def _first_of(self, root: torch.Tensor, seed: torch.Tensor | None) -> Value:
        """What a pass starts with."""
        shape = None if root.is_nested else starts_with(root)
        if seed is None:
            shape = shape_of(root) if shape is None else shape
            return Value(shape, dtype_of(root.dtype), (1.0,))
        if shape is not None and shape != seed.shape:
            seed = seed.sum_to_size(shape)
        return self._held.value(seed, copied=True)

    def _grads_now(self) -> dict[int, Value]:
        """What leaves have in their ``.grad``; the pass will write to it."""
        found = {}
        for node, leaf in self._living():
            if leaf.grad is not None:
                self._held.about_to_write([leaf.grad])
                found[node] = self._held.value(leaf.grad, copied=True)
        return found

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Nobody hears of it, and a mistake of ours is not the learner's."""
        try:
            with unseen():
                yield
        except Exception as error:
            self._trouble.say(error)

    # it is told

    def tell(self) -> None:
        """Tell the writer what was noted."""
        if not self._noted:
            return
        noted = self._noted[:]
        self._noted.clear()
        self._bytes = 0
        values = Gradients(self._held)
        place = self._writer.inside(self._place) if self._place is not None else None
        with self._quietly(), place or nullcontext():
            for each in noted:
                self._tell_one(each, values)

    def _tell_one(self, noted: Any, values: Gradients) -> None:
        if isinstance(noted, Deposited):
            self._tell_deposit(noted, values)
        elif isinstance(noted, Ran):
            self._tell(noted, values)
        elif noted.where == "sent":
            self._tell_sent(noted)
        else:  # the node has failed then
            self._tell_arrived(noted.node, [noted], noted.after)

    def _tell_deposit(self, noted: Deposited, values: Gradients) -> None:
        self._pass.ran.add(noted.node)
        before = self._pass.grads.get(noted.node)
        arrived, after = values.of((noted.arrived, noted.grad), noted.versions)
        self._tell_arrived(noted.node, noted.changes, [arrived])
        if after is None or arrived is None:  # a hook of the learner's took it out
            return
        if before is None and not noted.changed:
            after = arrived
        self._pass.grads[noted.node] = after
        self._writer.accumulate(noted.node, before, arrived, after, self._position)

    def _tell(self, noted: Ran, values: Gradients) -> None:
        self._pass.ran.add(noted.node)
        arrived = values.of(noted.arrived, noted.versions[0])
        self._tell_arrived(noted.node, noted.changes, arrived)
        sent = values.of(noted.sent, noted.versions[1])
        after = [each for each in noted.changes if each.where == "sent"]
        if after:  # by hooks that were there before ours
            sent = list(after[0].before)
        for at in self.loose.get(noted.node, ()):
            sent[at] = None  # it may have been computed, but it went nowhere
        self._writer.backward(
            noted.node,
            arrived,
            sent,
            freed=noted.frees,
            retained=noted.retained,
            position=self._position,
        )
        self._sent_last = sent
        for each in after:
            self._tell_sent(each)

    def _tell_arrived(
        self, node: int, changes: Sequence[Change], arrived: Sequence[Value | None]
    ) -> None:
        of_arrived = [each for each in changes if each.where == "arrived"]
        for each, before, after in changes_of(of_arrived, arrived):
            name, position = each.name, self._position
            self._writer.hook(node, "arrived", before, after, name, position)

    def _tell_sent(self, change: Change) -> None:
        if change.is_one:
            before, name = self._sent_last, change.name
            after = list(change.after)
            for at in self.loose.get(change.node, ()):
                after[at] = None
            self._writer.hook(change.node, "sent", before, after, name, self._position)
            self._sent_last = after

    # mistakes

    def _tell_retained(self) -> None:
        """A node has failed; ``retain_grad()`` has kept what arrived at it."""
        self.tell()
        place = self._writer.inside(self._place) if self._place is not None else None
        with self._quietly(), place or nullcontext():
            for node, before, after in self._retained.left():
                self._writer.grad_set(node, before, after, RETAINED, self._position)

    def _next_ready(self) -> int | None:
        """What PyTorch was about to run: the newest node that has everything.

        What comes to one of a node's results comes to the node.
        """
        self.tell()
        makers = self._makers.items()
        runs = {each: node for node, results in makers for each in results.values()}
        roots = [runs.get(each, each) for each in self._pass.roots]

        def leads_to(node: int) -> Iterator[int]:
            for each in self._writer.inputs(node):
                if each.node is not None and each.needs_grad:
                    yield runs.get(each.node, each.node)

        return newest_ready(roots, self._pass.ran, leads_to)


def _copied(gradients: Sequence[Any]) -> Sequence[Any]:
    with unseen():
        return [None if each is None else each.clone() for each in gradients]


def _tensors(
    node: int, outputs: Mapping[int, int] | None, arrived: Sequence[Any]
) -> Sequence[int | None]:
    """What a node made: of several results some may be unknown."""
    if outputs is None:
        return [node]
    return [outputs.get(at) for at in range(len(arrived))]
