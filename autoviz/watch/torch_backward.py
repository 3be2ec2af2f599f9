"""PyTorch's backward, told by hooks on its nodes.

PyTorch calls a node's hook when the node has run, in the order of its own engine,
with the gradients that arrived and those it sent: already summed over paths, and
already brought back from broadcasting. Hooks look and change nothing; they are
removed when the recording ends.

Next: ``torch_side``, which sees what is computed forward.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import torch

from autoviz.records import Value
from autoviz.watch.side import FREED_BEFORE, OVERWRITTEN, Side
from autoviz.watch.source import Position, here
from autoviz.watch.writer import Writer

__all__ = ["TorchBackward", "tensors_in"]


class TorchBackward:
    """Every ``backward()`` of one recording; knows the one that ran last."""

    def __init__(
        self, writer: Writer, side: Side, give_up: Callable[[Exception], None]
    ) -> None:
        self._writer = writer
        self._side = side
        self._give_up = give_up
        self._hooks: list[Any] = []
        self._position: Position | None = None
        self._keeps_graph = False
        self._root: int | None = None
        self._ran: set[int] = set()
        self._error: BaseException | None = None

    def unhook(self) -> None:
        """Leave nothing behind."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()

    @contextmanager
    def running(
        self, root: torch.Tensor, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> Iterator[None]:
        """While ``root.backward(*args, **kwargs)`` runs."""
        try:
            self._begin(root, args, kwargs)
        except Exception as error:
            self._give_up(error)
        try:
            yield
        except BaseException as error:
            self._error = error
            raise

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

    def watch(self, grad_fn: Any, node: int) -> None:
        """Hear of it when a node has run."""

        def ran(sent: Sequence[Any], arrived: Sequence[Any]) -> None:
            self._ran.add(node)
            self._writer.backward(
                node,
                [self._value(each) for each in arrived[:1]],
                [self._value(each) for each in sent],
                freed=not self._keeps_graph,
                retained=self._retained(node),
                position=self._position,
            )

        self._hooks.append(grad_fn.register_hook(self._quietly(ran)))

    def watch_leaf(self, accumulate: Any, leaf: torch.Tensor) -> None:
        """Hear of it when a leaf's ``.grad`` has its sum."""
        before: list[Value | None] = []

        def starts(arrived: Any) -> None:
            before[:] = [self._value(leaf.grad)]

        def ran(_: Any, arrived: Sequence[Any]) -> None:
            node = self._side.node_of(leaf, None)
            self._ran.add(node)
            if leaf.grad is None or arrived[0] is None:
                return
            self._writer.accumulate(
                node,
                before[0] if before else None,
                self._side.value(arrived[0]),
                self._side.value(leaf.grad),
                self._position,
            )

        self._hooks.append(accumulate.register_prehook(self._quietly(starts)))
        self._hooks.append(accumulate.register_hook(self._quietly(ran)))

    def _begin(
        self, root: torch.Tensor, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        gradient = next(tensors_in([*args, *kwargs.values()]), None)
        if not root.requires_grad or (gradient is None and root.numel() != 1):
            return  # PyTorch is about to refuse
        place = here()
        self._position = place[0] if place else None
        asked = (kwargs.get("retain_graph"), kwargs.get("create_graph"), *args[1:3])
        self._keeps_graph = any(each is True for each in asked)
        self._root = self._side.node_of(root, place[1] if place else None)
        self._ran = set()
        if root.grad_fn is None:
            edge = torch.autograd.graph.get_gradient_edge(root)
            self.watch_leaf(edge.node, root)
        seed = torch.ones_like(root) if gradient is None else gradient
        self._writer.seed(self._root, self._side.value(seed), self._position)

    def _next_ready(self) -> int | None:
        """What PyTorch was about to run: the newest node that has everything."""
        if self._root is None:
            return None
        waits_for: Counter[int] = Counter()
        arrived: Counter[int] = Counter({self._root: 0})
        seen, waiting = {self._root}, [self._root]
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

    def _retained(self, node: int) -> Value | None:
        """What ``retain_grad()`` keeps in a computed tensor's ``.grad``."""
        for tensor, number in self._side.alive():
            if number == node and tensor.retains_grad:
                return self._value(tensor.grad)
        return None

    def _value(self, gradient: Any) -> Value | None:
        return None if gradient is None else self._side.value(gradient)

    def _quietly(self, hook: Callable[..., None]) -> Callable[..., None]:
        """A mistake of ours must not reach the learner's ``backward()``."""

        @wraps(hook)
        def quiet(*args: Any) -> None:
            try:
                hook(*args)
            except Exception as error:
                self._give_up(error)

        return quiet


def tensors_in(values: Sequence[Any]) -> Iterator[torch.Tensor]:
    """The tensors among values, and in lists and tuples among them."""
    for each in values:
        if isinstance(each, torch.Tensor):
            yield each
        elif isinstance(each, list | tuple):
            yield from tensors_in(each)
