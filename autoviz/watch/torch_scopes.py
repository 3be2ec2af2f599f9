"""Which call of which module an operation of PyTorch belongs to.

PyTorch tells two functions of ours when any module is called and when it has
returned. So the writer knows at each moment the innermost call that is running, its
scope, and nothing has to be done for an operation. A parameter belongs to the module
that owns it, wherever it is used; the learner's inputs belong to none.

Next: ``torch_graph``.
"""

from __future__ import annotations

import sys
import threading
import warnings
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from types import FrameType
from typing import Any

import torch
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)

from autoviz.watch.side import Side
from autoviz.watch.source import Position, here
from autoviz.watch.torch_quiet import (
    Trouble,
    is_elsewhere,
    numbered,
    pass_number,
)
from autoviz.watch.unwatched import NOWHERE
from autoviz.watch.variables import is_shown, local_variables
from autoviz.watch.writer import Writer

__all__ = ["TorchScopes"]


@dataclass(eq=False, slots=True)
class _Known:
    """A module that was met; ``container`` is the one it is a part of."""

    module: weakref.ref[torch.nn.Module]
    name: str
    container: _Known | None
    calls: int = 0
    first: int | None = None

    def scope(self) -> int | None:
        """Its first call, or that of what it is a part of: a list is never called."""
        known: _Known | None = self
        while known is not None and known.first is None:
            known = known.container
        return None if known is None else known.first


class TorchScopes:
    """The calls of modules during one recording, in its own thread."""

    def __init__(self, writer: Writer, side: Side, trouble: Trouble) -> None:
        self._writer = writer
        self._side = side
        self._trouble = trouble
        self._handles: list[Any] = []
        self._filters: list[Any] = []
        self._thread = self._slot = 0
        self._running: list[tuple[torch.nn.Module, int]] = []
        self._known: dict[int, _Known] = {}
        self._waiting: list[_Known] = []
        self._owned: set[int] = set()

    def start(self) -> None:
        """Hear of every call from now on."""
        self._thread = threading.get_ident()
        self._quieten()
        self._slot = next(each for each in count() if each not in _taken)
        _taken.add(self._slot)
        self.goes_on()

    def goes_on(self) -> None:
        """Hear of every call, as at first."""
        with numbered(_NUMBERS + 2 * self._slot):
            self._handles = [
                register_module_forward_pre_hook(self._begins),
                register_module_forward_hook(self._ends, always_call=True),
            ]

    def rests(self) -> None:
        """Hear of none for a while; their calls are not counted."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()

    def stop(self) -> None:
        """Leave nothing behind."""
        self.rests()
        _taken.discard(self._slot)
        for each in self._filters:
            if each in warnings.filters:
                warnings.filters.remove(each)  # type: ignore[attr-defined]
        self._filters.clear()
        self._running.clear()
        self._known.clear()
        self._waiting.clear()

    def _quieten(self) -> None:
        """A compiled module warns of such functions as ours; the learner has none."""
        if "torch._dynamo" in sys.modules:
            before = list(warnings.filters)
            warnings.filterwarnings("ignore", message=_COMPILED, category=UserWarning)
            self._filters = [each for each in warnings.filters if each not in before]

    # what PyTorch tells

    def _begins(self, module: torch.nn.Module, _: Any) -> None:
        if self._is_not_ours():
            return
        try:
            known = self._find(module)
            if known is None:
                return
            known.calls += 1
            scope = self._writer.enter(known.name, type(module).__name__, known.calls)
            if known.first is None and scope != NOWHERE:
                known.first = scope
            self._running.append((module, scope))
        except Exception as error:
            self._trouble.say(error)

    def _ends(self, module: torch.nn.Module, *_: Any) -> None:
        if self._is_not_ours():
            return
        try:
            running = self._running
            is_innermost = bool(running) and running[-1][0] is module
            if not is_innermost and all(each is not module for each, _ in running):
                return
            inner: torch.nn.Module | None = None
            while inner is not module:  # an interrupt ends calls without a word
                inner, scope = running.pop()
                self._writer.leave(scope)
            if not running and self._waiting:
                self._waiting = [each for each in self._waiting if self._has_more(each)]
        except Exception as error:
            self._trouble.say(error)

    def _is_not_ours(self) -> bool:
        """Another thread, a trace, or a backward that computes something again."""
        return (
            torch.compiler.is_compiling()  # first: PyTorch compiles what comes after
            or self._trouble.is_final
            or threading.get_ident() != self._thread
            or pass_number() != -1
            or is_elsewhere()
        )

    # names

    def _find(self, module: torch.nn.Module) -> _Known | None:
        """What is known of a module; None for one that only the compiler knows."""
        known = self._known.get(id(module))
        if known is not None and known.module() is module:
            return known
        seen = list(_modules(here()))
        name = next((name for name, each in seen if each is module), None)
        if name is None and not self._running:
            for whole, each in seen:
                if any(part is module for part in each.modules()):
                    self._note(each, whole)
                    return self._known[id(module)]
        if name is None and isinstance(module, torch.fx.GraphModule):
            return None
        self._note(module, name or type(module).__name__)
        return self._known[id(module)]

    def _note(self, module: torch.nn.Module, name: str) -> None:
        """Name a module and its parts, once."""
        by_path: dict[str, _Known] = {}
        for path, part in module.named_modules():
            container = by_path.get(path.rpartition(".")[0]) if path else None
            known = self._known.get(id(part))
            if known is None or known.module() is not part:
                called = f"{name}.{path}" if path else name
                known = _Known(weakref.ref(part), called, container)
                self._known[id(part)] = known
                self._waiting.append(known)
            by_path[path] = known

    # parameters

    def _has_more(self, known: _Known) -> bool:
        """Say which tensors a module owns; whether some have not been used yet."""
        module, scope = known.module(), known.scope()
        if module is None or scope is None:
            return module is not None
        more = False
        for each in (*module._parameters.values(), *module._buffers.values()):
            node = None if each is None else self._side.known(each)
            more = more or (node is None and each is not None)
            if node is not None and node not in self._owned:
                self._owned.add(node)
                self._writer.owned(node, scope)
        return more


_NUMBERS = 2**40
_taken: set[int] = set()
"""Recordings that are running, in any thread."""

_COMPILED = r"Using `torch\.compile\(module\)` when there are global hooks"


def _modules(
    place: tuple[Position, FrameType] | None,
) -> Iterator[tuple[str, torch.nn.Module]]:
    """The modules among the variables that can be seen from a place."""
    if place is None:
        return
    _, frame = place
    for variables in (local_variables(frame), frame.f_globals):
        for name, each in list(variables.items()):
            is_module = isinstance(each, torch.nn.Module)
            if is_module and is_shown(name) and not _is_compilers(name):
                yield name, each


def _is_compilers(name: str) -> bool:
    """What ``torch.compile`` puts among the learner's variables."""
    return name.startswith("__compiled")
