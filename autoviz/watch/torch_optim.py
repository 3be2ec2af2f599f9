"""When an optimizer of PyTorch's is at work.

PyTorch calls a hook before and after ``step()`` of every optimizer. What it did in
between is told by ``updates``; of what it computed nothing is. Only a learner's
closure, which LBFGS calls from inside of ``step()``, is recorded as always; what has
been written by then is told before it.

Next: ``torch_side``.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import get_ident
from types import CodeType, FrameType
from typing import Any

import torch
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)

from autoviz.watch.side import Side
from autoviz.watch.source import Position, here
from autoviz.watch.torch_quiet import Trouble, is_elsewhere, unseen
from autoviz.watch.updates import Updates
from autoviz.watch.writer import Writer

__all__ = ["TorchOptim"]

Optimizer = torch.optim.Optimizer


class TorchOptim:
    """The optimizers of one recording; most of the time none is at work."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        trouble: Trouble,
        about_to_write: Callable[[Iterable[torch.Tensor]], None],
    ) -> None:
        self._updates = Updates(writer, side, about_to_write)
        self._trouble = trouble
        self._hooks: list[Any] = []
        self._thread = 0
        self._stepping: CodeType | None = None
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
        if not self._updates.running:
            return False
        for code in _stack():
            if code is self._stepping:
                self._has_computed = True
                return True
            if code is self._updates.running[-1].closure:
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
        if not self._updates.running and not _is_tracked(optimizer):
            self._stepping = runs
            self._quietly(self._begin, optimizer, [], position)

    def ends_compiled(self) -> None:
        """It has returned, or raised."""
        if self._updates.running:
            self._quietly(self._finish, 0)

    def _ends(
        self, optimizer: Optimizer, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> None:
        if torch.compiler.is_compiling():
            return
        if get_ident() == self._thread:
            self._has_computed = False
            self._quietly(self._updates.end, optimizer)

    # reading the parameters

    def _begin(
        self, optimizer: Optimizer, given: Sequence[Any], position: Position | None
    ) -> None:
        still_there = sum(code is self._stepping for code in _stack())
        self._finish(still_there - 1)
        closure = next(filter(callable, given), None)
        self._updates.begin(optimizer, position, _code_of(closure))

    def _pause(self) -> None:
        """A closure is called: it computes with what has been written by now."""
        self._has_computed = False
        self._updates.look()
        self._updates.are_about_to_change()

    def _finish(self, left: int) -> None:
        self._has_computed = False
        self._updates.finish(left)

    def _quietly(self, work: Callable[..., None], *given: Any) -> None:
        """A mistake of ours must not reach the learner's ``step()``."""
        if self._trouble.happened:
            self._updates.forget()
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


def _is_tracked(optimizer: Optimizer) -> bool:
    """Autograd records this one's own computation, and so do we."""
    return any(each.get("differentiable") for each in optimizer.param_groups)
