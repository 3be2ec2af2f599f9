"""Which call of which module an operation belongs to.

Whoever observes is told when any module is called and when it has returned. So the
writer knows at each moment the innermost call that is running, its scope, and nothing
has to be done for an operation. A parameter belongs to the module that owns it,
wherever it is used; the learner's inputs belong to none.

Next: ``numpy_side``; for PyTorch ``torch_scopes``.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autoviz.watch.side import Side
from autoviz.watch.source import here
from autoviz.watch.unwatched import NOWHERE
from autoviz.watch.variables import local_variables, names_in
from autoviz.watch.writer import Writer

__all__ = ["Scopes"]

Module = Any
"""Of either library: they have the same methods."""


@dataclass(eq=False, slots=True)
class _Known:
    """A module that was met; ``container`` is the one it is a part of."""

    module: weakref.ref[Module]
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


class Scopes:
    """The calls of modules during one recording."""

    def __init__(self, writer: Writer, side: Side) -> None:
        self._writer = writer
        self._side = side
        self._running: list[tuple[Module, int]] = []
        self._known: dict[int, _Known] = {}
        self._waiting: list[_Known] = []
        self._owned: set[int] = set()

    def begins(self, module: Module) -> None:
        """A module is called."""
        known = self._find(module)
        if known is None:
            return
        known.calls += 1
        scope = self._writer.enter(known.name, type(module).__name__, known.calls)
        if known.first is None and scope != NOWHERE:
            known.first = scope
        self._running.append((module, scope))

    def ends(self, module: Module) -> None:
        """It has returned, or failed; an interrupt ends calls without a word."""
        running = self._running
        is_innermost = bool(running) and running[-1][0] is module
        if not is_innermost and all(each is not module for each, _ in running):
            return
        inner: Module | None = None
        while inner is not module:
            inner, scope = running.pop()
            self._writer.leave(scope)
        if not running and self._waiting:
            self._waiting = [each for each in self._waiting if self._has_more(each)]

    def forget(self) -> None:
        """Leave nothing behind."""
        self._running.clear()
        self._known.clear()
        self._waiting.clear()

    # names

    def _find(self, module: Module) -> _Known | None:
        """What is known of a module; None for one that only the compiler knows."""
        known = self._known.get(id(module))
        if known is not None and known.module() is module:
            return known
        seen = list(self._modules())
        name = next((name for name, each in seen if each is module), None)
        if name is None and not self._running:
            for whole, each in seen:
                if any(part is module for part in each.modules()):
                    self._note(each, whole)
                    return self._known[id(module)]
        if name is None and self._side.is_compilers(module):
            return None
        self._note(module, name or type(module).__name__)
        return self._known[id(module)]

    def _modules(self) -> Iterator[tuple[str, Module]]:
        """The modules among the variables that can be seen from where we are."""
        place = here()
        if place is None:
            return
        _, frame = place
        for variables in (local_variables(frame), frame.f_globals):
            for name, each in names_in(variables, self._side.is_module):
                if not name.startswith("__compiled"):  # of ``torch.compile``
                    yield name, each

    def _note(self, module: Module, name: str) -> None:
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
