"""When PyTorch calls a module: hooks that hear of every one, in one thread.

What is made of it is told in ``scopes``.

Next: ``torch_graph``.
"""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Callable
from itertools import count
from typing import Any

import torch
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)

from autoviz.watch.scopes import Scopes
from autoviz.watch.side import Side
from autoviz.watch.torch_quiet import (
    Trouble,
    is_elsewhere,
    numbered,
    pass_number,
)
from autoviz.watch.writer import Writer

__all__ = ["TorchScopes"]


class TorchScopes:
    """The calls of modules during one recording, in its own thread."""

    def __init__(self, writer: Writer, side: Side, trouble: Trouble) -> None:
        self._scopes = Scopes(writer, side)
        self._trouble = trouble
        self._handles: list[Any] = []
        self._filters: list[Any] = []
        self._thread = self._slot = 0

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
        self._scopes.forget()

    def _quieten(self) -> None:
        """A compiled module warns of such functions as ours; the learner has none."""
        if "torch._dynamo" in sys.modules:
            before = list(warnings.filters)
            warnings.filterwarnings("ignore", message=_COMPILED, category=UserWarning)
            self._filters = [each for each in warnings.filters if each not in before]

    # what PyTorch tells

    def _begins(self, module: torch.nn.Module, _: Any) -> None:
        self._tell(self._scopes.begins, module)

    def _ends(self, module: torch.nn.Module, *_: Any) -> None:
        self._tell(self._scopes.ends, module)

    def _tell(self, tell: Callable[[Any], None], module: torch.nn.Module) -> None:
        if self._is_not_ours():
            return
        try:
            tell(module)
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


_NUMBERS = 2**40
_taken: set[int] = set()
"""Recordings that are running, in any thread."""

_COMPILED = r"Using `torch\.compile\(module\)` when there are global hooks"
