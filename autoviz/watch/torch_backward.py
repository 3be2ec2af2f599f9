"""PyTorch's backward, told by hooks on its nodes.

PyTorch calls a node's hook when the node has run, in the order of its own engine,
with the gradients that arrived and those it sent: already summed over paths, and
already brought back from broadcasting. Hooks look and change nothing; they are
removed when the recording ends.

Next: ``torch_untracked``, then ``torch_side``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

import torch

from autoviz.records import Value
from autoviz.watch.side import FREED_BEFORE, OVERWRITTEN, Side
from autoviz.watch.source import Position, here
from autoviz.watch.torch_quiet import (
    GradFn,
    Trouble,
    keeps_graph,
    pass_number,
    unseen,
    unseen_by_dispatch,
)
from autoviz.watch.torch_values import tensors_in
from autoviz.watch.writer import Writer

__all__ = ["TorchBackward", "is_backward"]

Retained = Callable[[int], torch.Tensor | None]


class TorchBackward:
    """Every backward pass of one recording; knows the one that ran last."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        trouble: Trouble,
        retained: Retained,
    ) -> None:
        self._writer = writer
        self._side = side
        self._trouble = trouble
        self._retained = retained
        self._hooks: list[Any] = []
        self._position: Position | None = None
        self._running = False
        self._passes: set[int] = set()
        self._keeps_graph = False
        self._roots: list[int] = []
        self._ran: set[int] = set()
        self._sent: dict[int, tuple[int, int, Value] | None] = {}
        self._held: list[Any] = []
        self._error: BaseException | None = None

    def unhook(self) -> None:
        """Leave nothing behind."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        self._sent.clear()

    # what the learner asked for

    def begins(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> FrameType | None:
        """``backward()`` or ``torch.autograd.grad()`` was called, in this frame."""
        self._running = True
        self._forget_pass()
        place = here()
        self._position, frame = place if place else (None, None)
        roots, given, asked = _request(name, args, kwargs)
        self._keeps_graph = asked
        wanted = [each for each in roots if each.requires_grad]
        if not wanted or any(
            seed is None and root.numel() != 1
            for root, seed in zip(roots, given, strict=True)
        ):
            return frame  # PyTorch is about to refuse
        for root, seed in zip(roots, given, strict=True):
            number = self._side.node_of(root, frame)
            if root.grad_fn is None and name != "grad":
                edge = torch.autograd.graph.get_gradient_edge(root)
                self.watch_leaf(edge.node, root, number)
                self._held.append(edge)  # else PyTorch makes another one
            with unseen_by_dispatch():
                start = torch.ones_like(root) if seed is None else seed
            self._seed(number, self._side.value(start))
        return frame

    def ends(self, error: BaseException | None = None) -> None:
        """It has returned, or raised."""
        self._running = False
        self._held.clear()
        self._error = error or self._error

    def blame(self, error: BaseException) -> tuple[int | None, str | None]:
        """The node that could not run, and one sentence why."""
        if error is not self._error:
            return None, None
        why = None
        if "backward through the graph a second time" in str(error):
            why = FREED_BEFORE
        elif "modified by an inplace operation" in str(error):
            why = OVERWRITTEN
        return self._next_ready(), why

    # what the engine does

    def watch(
        self,
        grad_fn: GradFn,
        node: int,
        targets: Sequence[int | None],
        outputs: Mapping[int, int] | None,
    ) -> None:
        """Hear of it when a node has run; ``targets`` are where its edges lead."""

        def ran(sent: Sequence[Any], arrived: Sequence[Any]) -> None:
            values = [self._arrived(node, each) for each in arrived]
            self._enter(node, values[0])
            if outputs is not None:
                values = self._hand_on(node, values, outputs)
            told = [self._value(each) for each in sent]
            self._note_sent(targets, sent, told)
            self._tell(node, values, told)

        self._hooks.append(grad_fn.register_hook(self._quietly(ran)))

    def watch_leaf(self, accumulate: GradFn, leaf: torch.Tensor, node: int) -> None:
        """Hear of it when a leaf's ``.grad`` has its sum."""
        if self._side.mark in accumulate.metadata:
            return
        accumulate.metadata[self._side.mark] = node
        before: list[Value | None] = [None]

        def starts(arrived: Any) -> None:
            before[0] = self._value(leaf.grad)

        def ran(_: Any, arrived: Sequence[Any]) -> None:
            if arrived[0] is None:
                return
            value = self._arrived(node, arrived[0])
            assert value is not None
            self._enter(node, value)
            self._ran.add(node)
            if leaf.grad is None:
                return
            adds = before[0] is not None or leaf._post_accumulate_grad_hooks
            after = self._side.value(leaf.grad) if adds else value
            self._writer.accumulate(node, before[0], value, after, self._position)

        self._hooks.append(accumulate.register_prehook(self._quietly(starts)))
        self._hooks.append(accumulate.register_hook(self._quietly(ran)))

    def _enter(self, node: int, value: Value | None) -> None:
        """A pass that nobody announced is known by the first node that runs."""
        if self._running:
            return
        number = pass_number()
        if number in self._passes:
            return
        self._passes.add(number)
        self._forget_pass()
        place = here()
        self._position = place[0] if place else None
        if value is not None:
            self._seed(node, value)

    def _seed(self, node: int, value: Value) -> None:
        self._roots.append(node)
        self._writer.seed(node, value, self._position)

    def _forget_pass(self) -> None:
        self._roots, self._ran, self._sent = [], set(), {}

    def _hand_on(
        self, node: int, arrived: list[Value | None], outputs: Mapping[int, int]
    ) -> list[Value | None]:
        """A node with several outputs: each one's gradient, then the node itself."""
        for at, output in sorted(outputs.items(), reverse=True):
            value = arrived[at] if at < len(arrived) else None
            if value is not None:
                self._tell(output, [value], [value])
        return [each for each in arrived if each is not None] or [None]

    def _tell(
        self,
        node: int,
        arrived: Sequence[Value | None],
        sent: Sequence[Value | None],
    ) -> None:
        self._ran.add(node)
        retaining = self._retained(node)
        self._writer.backward(
            node,
            arrived,
            sent,
            freed=not keeps_graph(self._keeps_graph),
            retained=None if retaining is None else self._value(retaining.grad),
            position=self._position,
        )

    # numbers

    def _value(self, gradient: Any) -> Value | None:
        return None if gradient is None else self._side.value(gradient)

    def _note_sent(
        self,
        targets: Sequence[int | None],
        sent: Sequence[Any],
        values: Sequence[Value | None],
    ) -> None:
        """What one edge brought is what arrives, unless another edge adds to it."""
        for target, gradient, value in zip(targets, sent, values, strict=False):
            if target is not None and value is not None and value.summary is not None:
                first = target not in self._sent
                self._sent[target] = _known(gradient, value) if first else None

    def _arrived(self, node: int, gradient: Any) -> Value | None:
        """A large one is not read a second time: the engine has held it since."""
        known = self._sent.get(node)
        if known is not None and gradient is not None:
            value = known[2]
            if _known(gradient, value) == known and gradient.shape == value.shape:
                return value
        return self._value(gradient)

    # mistakes

    def _next_ready(self) -> int | None:
        """What PyTorch was about to run: the newest node that has everything."""
        waits_for: Counter[int] = Counter()
        arrived: Counter[int] = Counter(dict.fromkeys(self._roots, 0))
        seen, waiting = set(self._roots), list(self._roots)
        while waiting:
            node = waiting.pop()
            for each in self._writer.inputs(node):
                if each.node is None or not each.needs_grad:
                    continue
                waits_for[each.node] += 1
                arrived[each.node] += node in self._ran
                if each.node not in seen:
                    seen.add(each.node)
                    waiting.append(each.node)
        left = seen - self._ran
        ready = [each for each in left if arrived[each] == waits_for[each]]
        return max(ready, default=None)

    def _quietly(self, hook: Callable[..., None]) -> Callable[..., None]:
        """A mistake of ours must not reach the learner's ``backward()``."""

        def quiet(*args: Any) -> None:
            if self._trouble.happened:
                return
            try:
                if self._running:  # PyTorch has put the learner's modes aside
                    hook(*args)
                    return
                with unseen():
                    hook(*args)
            except Exception as error:
                self._trouble.say(error)

        return quiet


def is_backward(function: Any) -> bool:
    """Whether a function of PyTorch runs a backward pass."""
    return function in _STARTS


_STARTS = (torch.Tensor.backward, torch.autograd.backward, torch.autograd.grad)


def _request(
    name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> tuple[list[torch.Tensor], list[torch.Tensor | None], bool]:
    """Where a pass starts, with which gradients, and whether it keeps the graph."""
    order = _PARAMETERS["grad" if name == "grad" else "backward"]
    told = dict(zip(order, args, strict=False)) | dict(kwargs)
    roots = next((told[each] for each in _ROOTS if each in told), ())
    seeds = next((told[each] for each in _SEEDS if told.get(each) is not None), None)
    starts = list(tensors_in([roots]))
    given = list(seeds) if isinstance(seeds, list | tuple) else [seeds]
    if len(given) != len(starts):
        given = [None] * len(starts)
    keeps = told.get("retain_graph")
    return starts, given, bool(told.get("create_graph") if keeps is None else keeps)


_PARAMETERS = {
    "grad": ("outputs", "inputs", "grad_outputs", "retain_graph", "create_graph"),
    "backward": ("tensors", "gradient", "retain_graph", "create_graph"),
}
_ROOTS = ("tensors", "outputs", "self")
_SEEDS = ("gradient", "grad_tensors", "grad_outputs", "grad_variables")


def _known(gradient: torch.Tensor, value: Value) -> tuple[int, int, Value]:
    """Where a gradient is, how often it was written to, and what it was then."""
    return gradient.data_ptr(), gradient._version, value
