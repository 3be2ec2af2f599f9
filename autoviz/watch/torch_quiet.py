"""Looking at a PyTorch program without being noticed by it.

What we ask of tensors must not be seen by the learner's own modes and subclasses,
must not run where PyTorch is only tracing, and a mistake of ours must not become the
program's. The few names PyTorch does not document are all in this file, each with
something to fall back on.

Next: ``torch_values``.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from contextlib import AbstractContextManager
from typing import Any

import torch

__all__ = [
    "GradFn",
    "Trouble",
    "begins_at",
    "is_elsewhere",
    "keeps_graph",
    "may_read",
    "pass_number",
    "sequence_nr",
    "unseen",
    "unseen_by_dispatch",
]

GradFn = Any
"""``torch.autograd.graph.Node``."""

_C = torch._C
_autograd = getattr(_C, "_autograd", None)


class Trouble:
    """Whether something of ours went wrong; it is said once."""

    def __init__(self) -> None:
        self.happened = False

    def say(self, error: Exception) -> None:
        """Recording stops; whoever turned warnings into errors is not hit by it."""
        if self.happened:
            return
        self.happened = True
        text = f"autoviz stopped recording here, the program goes on: {error!r}"
        try:
            warnings.warn(text, stacklevel=4)
        except Warning:
            print(text, file=sys.stderr)


def unseen() -> AbstractContextManager[Any]:
    """No ``__torch_function__``, of a mode or of a subclass, hears of this."""
    disabled: Any = getattr(_C, "DisableTorchFunction", contextlib.nullcontext)
    return disabled()  # type: ignore[no-any-return]


def unseen_by_dispatch() -> AbstractContextManager[Any]:
    """No ``TorchDispatchMode`` of the learner's hears of this."""
    depth = getattr(_C, "_len_torch_dispatch_stack", None)
    if depth is None or depth() == 0:
        return contextlib.nullcontext()
    from torch.utils import _python_dispatch

    disabled: Any = getattr(_python_dispatch, "_disable_current_modes", None)
    return contextlib.nullcontext() if disabled is None else disabled()


def is_elsewhere() -> bool:
    """Inside ``torch.func``, a trace or a compiler: these are no real numbers."""
    return _tracing() is not None or _functorch() is not None


def begins_at() -> int:
    """Nodes made from now on have this number or a higher one."""
    return _next_number()


def sequence_nr(grad_fn: GradFn) -> int:
    """When a node was made, counted in nodes; 0 if PyTorch does not say."""
    number = getattr(grad_fn, "_sequence_nr", None)
    return int(number()) if number is not None else 0


def may_read(saved: Any) -> bool:
    """Whether a saved tensor was kept as it is; else reading runs somebody's code.

    Checkpointing would compute it again.
    """
    if hasattr(saved, "unpack_hook"):
        return saved.unpack_hook is None
    return _packing(True) is None


def pass_number() -> int:
    """Which backward pass this is; -1 outside of any, or if PyTorch does not say."""
    return int(_pass())


def keeps_graph(asked: bool) -> bool:
    """Whether the backward that is running keeps what nodes have saved."""
    return bool(_keeps(asked))


def _nothing(*_: Any) -> Any:
    return None


_tracing = getattr(_C, "_get_tracing_state", _nothing)
_functorch = getattr(
    getattr(_C, "_functorch", None), "peek_interpreter_stack", _nothing
)
_next_number = getattr(torch.autograd, "_get_sequence_nr", lambda: 0)
_packing = getattr(_autograd, "_top_saved_tensors_default_hooks", _nothing)
_pass = getattr(_C, "_current_graph_task_id", lambda: -1)
_asked_keeps = getattr(_autograd, "_get_current_graph_task_keep_graph", None)


def _keeps(asked: bool) -> bool:
    return asked if _asked_keeps is None else bool(_asked_keeps())
