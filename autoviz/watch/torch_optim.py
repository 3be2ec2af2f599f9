"""What an optimizer of PyTorch's did to the parameters: one ``Update`` for each.

PyTorch calls a hook before and after ``step()`` of every optimizer. Parameters are
read in both, and what differs is written down; what the optimizer computes in between
is its own affair. Only a learner's closure, which LBFGS calls from inside of
``step()``, is recorded as always; what has been written by then is told before it.

Next: ``torch_side``.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import get_ident
from types import CodeType, FrameType
from typing import Any

import torch
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from autoviz.records import Value
from autoviz.watch.capture import is_same
from autoviz.watch.side import Side
from autoviz.watch.source import Position, here
from autoviz.watch.torch_quiet import Trouble, is_elsewhere, unseen
from autoviz.watch.variables import local_variables
from autoviz.watch.writer import Writer

__all__ = ["TorchOptim"]

Optimizer = torch.optim.Optimizer


@dataclass(frozen=True, slots=True)
class _Run:
    """A ``step()`` that has begun; ``closure`` is the code it was given to call."""

    optimizer: Optimizer
    position: Position | None
    closure: CodeType | None


class TorchOptim:
    """The optimizers of one recording; most of the time none is at work."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        trouble: Trouble,
        about_to_write: Callable[[Iterable[torch.Tensor]], None],
        name_parameters: Callable[[Mapping[str, object]], None],
    ) -> None:
        self._writer = writer
        self._side = side
        self._trouble = trouble
        self._about_to_write = about_to_write
        self._name_parameters = name_parameters
        self._hooks: list[Any] = []
        self._thread = 0
        self._stepping: CodeType | None = None
        self._running: list[_Run] = []
        self._values: dict[int, tuple[torch.Tensor, Value]] = {}
        self._has_computed = False

    def start(self) -> None:
        """Hear of every ``step()`` in this thread."""
        self._thread = get_ident()
        self._hooks = [
            register_optimizer_step_pre_hook(self._begins),
            register_optimizer_step_post_hook(self._ends),
        ]

    def stop(self) -> None:
        """Leave nothing behind."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        self._quietly(self._finish, 0)

    def is_at_work(self) -> bool:
        """Whether an optimizer is computing right now, and not a learner's closure.

        A ``step()`` that has raised did not say so: it is not on the stack any more.
        """
        if not self._running:
            return False
        for code in _stack():
            if code is self._stepping:
                self._has_computed = True
                return True
            if code is self._running[-1].closure:
                if self._has_computed:
                    self._quietly(self._pause)
                return False
        self._quietly(self._finish, 0)
        return False

    # what PyTorch says

    def _begins(
        self, optimizer: Optimizer, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        if torch.compiler.is_compiling():  # PyTorch compiles what comes after
            return
        if get_ident() != self._thread or is_elsewhere() or _is_tracked(optimizer):
            return
        self._stepping = sys._getframe(1).f_code
        place = here()
        position = place[0] if place else None
        self._quietly(self._begin, optimizer, [*args[1:], *kwargs.values()], position)

    def begins_compiled(
        self, optimizer: Optimizer, runs: CodeType, position: Position | None
    ) -> None:
        """A ``step()`` that was compiled, whose hooks PyTorch does not call."""
        if not self._running and not _is_tracked(optimizer):
            self._stepping = runs
            self._quietly(self._begin, optimizer, [], position)

    def ends_compiled(self) -> None:
        """It has returned, or raised."""
        if self._running:
            self._quietly(self._finish, 0)

    def _ends(
        self, optimizer: Optimizer, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        if torch.compiler.is_compiling():
            return
        begun = [each.optimizer for each in self._running]
        if get_ident() == self._thread and optimizer in begun:
            self._quietly(self._finish, begun.index(optimizer))

    # reading the parameters

    def _begin(
        self, optimizer: Optimizer, given: Sequence[Any], position: Position | None
    ) -> None:
        still_there = sum(code is self._stepping for code in _stack())
        self._finish(still_there - 1)
        self._look()
        closure = next(filter(callable, given), None)
        self._running.append(_Run(optimizer, position, _code_of(closure)))
        for each in _parameters(optimizer):
            if id(each) not in self._values:
                self._values[id(each)] = each, self._side.value(each)
        self._about_to_write(each for each, _ in self._values.values())

    def _pause(self) -> None:
        """A closure is called: it computes with what has been written by now."""
        self._look()
        self._about_to_write(each for each, _ in self._values.values())

    def _finish(self, left: int) -> None:
        """Tell what was done by all but so many of those that have begun."""
        while len(self._running) > left:
            self._look()
            self._running.pop()
        if not self._running:
            self._values.clear()

    def _look(self) -> None:
        """Tell what has changed since the last look; whoever began last did it."""
        self._has_computed = False
        place = here()
        for key, (tensor, before) in list(self._values.items()):
            after = self._side.value(tensor)
            if not is_same(before, after):
                self._values[key] = tensor, after
                self._tell(tensor, before, after, place[1] if place else None)

    def _tell(
        self, tensor: torch.Tensor, before: Value, after: Value, frame: FrameType | None
    ) -> None:
        run = self._running[-1]
        is_new = self._side.known(tensor) is None
        node = self._side.node_of(tensor, frame)
        if is_new:
            self._writer.starts_as(node, before)
        if frame is not None and not self._writer.names(node):
            self._name_parameters(frame.f_globals)
            self._name_parameters(local_variables(frame))
        grad = None if after.numbers is None else self._side.grad(tensor)
        held = None if grad is None else self._side.value(grad)
        self._writer.update(
            node,
            before,
            after,
            type(run.optimizer).__name__,
            _arguments(run.optimizer, tensor),
            held if held is not None and held.numbers is not None else None,
            run.position,
            version=self._side.version(tensor),
            shared=self._side.shared(tensor),
        )

    def _quietly(self, work: Callable[..., None], *given: Any) -> None:
        """A mistake of ours must not reach the learner's ``step()``."""
        if self._trouble.happened:
            self._running.clear()
            self._values.clear()
            return
        try:
            with unseen():
                work(*given)
        except Exception as error:
            self._trouble.say(error)


def _stack() -> Iterator[CodeType]:
    """The functions that are running, the innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


def _code_of(closure: Any) -> CodeType | None:
    while isinstance(closure, functools.partial):
        closure = closure.func
    if closure is None:
        return None
    inner: Any = inspect.unwrap(closure)
    called = inner if hasattr(inner, "__code__") else type(inner).__call__
    return getattr(called, "__code__", None)


def _parameters(optimizer: Optimizer) -> Iterator[torch.Tensor]:
    for group in optimizer.param_groups:
        yield from (each for each in group["params"] if each.requires_grad)


def _is_tracked(optimizer: Optimizer) -> bool:
    """Autograd records this one's own computation, and so do we."""
    return any(each.get("differentiable") for each in optimizer.param_groups)


def _arguments(
    optimizer: Optimizer, tensor: torch.Tensor
) -> Iterator[tuple[str, object]]:
    """What it was told for this parameter: ``lr``, and whatever is not off."""
    for group in optimizer.param_groups:
        if any(each is tensor for each in group["params"]):
            for name in dict.fromkeys(("lr", *optimizer.defaults)):
                value = _plain(group.get(name))
                if name not in _HOW and (value or (name == "lr" and value == 0)):
                    yield name, value


def _plain(value: Any) -> Any:
    """A number, where it is given as a tensor."""
    if isinstance(value, torch.Tensor):
        return value.item() if value.numel() == 1 else None
    return tuple(map(_plain, value)) if isinstance(value, tuple | list) else value


_HOW = frozenset({"capturable", "differentiable", "foreach", "fused"})
