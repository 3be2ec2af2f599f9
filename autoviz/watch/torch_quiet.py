"""Looking at a PyTorch program without being noticed by it.

What we ask of tensors must not be seen by the learner's own modes and subclasses,
must not run where PyTorch is only tracing, and a mistake of ours must not become the
program's. The few names PyTorch does not document are all in this file, each with
something to fall back on.

Next: ``torch_values``.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from operator import methodcaller
from types import FrameType
from typing import Any

import torch
from torch.utils.hooks import RemovableHandle

__all__ = [
    "GradFn",
    "Trouble",
    "begins_at",
    "hooks_so_far",
    "is_compiled_call",
    "is_compilers",
    "is_elsewhere",
    "is_held_inside",
    "is_innermost",
    "is_shared",
    "keeps_graph",
    "may_read",
    "numbered",
    "pass_number",
    "runs_compiled",
    "sequence_nr",
    "unseen",
]

GradFn = Any
"""``torch.autograd.graph.Node``."""

_C = torch._C
_autograd = getattr(_C, "_autograd", None)


class Trouble:
    """Whether something of ours went wrong; it is said once.

    ``happened``: nothing is looked at, for good or while recording pauses.
    """

    def __init__(self) -> None:
        self.happened = self.is_final = False

    def pauses(self, is_so: bool = True) -> None:
        """Nothing is looked at for a while, or it is again."""
        self.happened = is_so or self.is_final

    def stays(self) -> None:
        """Nothing is looked at any more."""
        self.happened = self.is_final = True

    def say(self, error: Exception) -> None:
        """Recording stops; whoever turned warnings into errors is not hit by it."""
        if self.is_final:
            return
        self.stays()
        text = f"autoviz stopped recording here, the program goes on: {error!r}"
        try:
            warnings.warn(text, stacklevel=4)
        except Warning:
            print(text, file=sys.stderr)


def unseen() -> AbstractContextManager[Any]:
    """Nobody hears of this: no mode of the learner's, and no subclass of tensors."""
    if _dispatch_modes() == 0:
        return _no_functions()  # type: ignore[no-any-return]
    both = contextlib.ExitStack()
    both.enter_context(_no_functions())
    from torch.utils import _python_dispatch

    disabled = getattr(_python_dispatch, "_disable_current_modes", None)
    if disabled is not None:
        both.enter_context(disabled())
    return both


def is_innermost(mode: Any) -> bool:
    """Whether of the modes that are entered this is the last one."""
    return _innermost() is mode


def is_elsewhere() -> bool:
    """Inside ``torch.func``, a trace or a compiler: these are no real numbers."""
    return _tracing() is not None or _functorch() is not None


def is_compilers(frame: FrameType) -> bool:
    """Whether a function belongs to ``torch.compile``, or was written by it."""
    if frame.f_code.co_filename.startswith("<eval_with_key>"):
        return True
    return str(frame.f_globals.get("__name__")).startswith(_COMPILER)


def is_compiled_call(frame: FrameType) -> bool:
    """Whether this is where a compiled function was called."""
    code = frame.f_code
    return code.co_name == "compile_wrapper" and code.co_filename == _EVAL_FRAME


def runs_compiled(frame: FrameType, inner: FrameType) -> bool:
    """Whether this is where one calls what the compiler has made."""
    code = frame.f_code
    if code.co_name != "_fn" or code.co_filename != _EVAL_FRAME:
        return False
    return is_compilers(inner)


@contextlib.contextmanager
def numbered(first: int) -> Iterator[None]:
    """Hooks that are registered in this block have these numbers.

    What is compiled holds for hooks of certain numbers; with others, in the next
    recording, PyTorch would compile it once more, and give up after eight times.
    """
    before = RemovableHandle.next_id
    RemovableHandle.next_id = first
    try:
        yield
    finally:
        RemovableHandle.next_id = before


_COMPILER = ("torch._dynamo", "torch._functorch", "torch._inductor", "torch.fx")
_EVAL_FRAME = os.path.join(os.path.dirname(torch.__file__), "_dynamo", "eval_frame.py")


def hooks_so_far() -> int:
    """How many hooks were registered in this process, on anything, by Python."""
    return RemovableHandle.next_id


def is_held_inside(tensor: torch.Tensor) -> bool:
    """Whether somebody within PyTorch has a tensor, and not only Python."""
    count: Any = getattr(tensor, "_use_count", None)
    return count is None or count() > 1


def is_shared(tensor: torch.Tensor) -> bool:
    """Whether anybody but this tensor has its memory, or might have."""
    storage = tensor.untyped_storage()
    if _holders is None or not storage.resizable():  # perhaps an array of numpy's
        return True
    return int(_holders(storage._cdata)) > 2  # the tensor, and the storage here


def begins_at() -> int:
    """Nodes made from now on have this number or a higher one."""
    return _next_number()


def may_read(saved: Any) -> bool:
    """Whether a saved tensor was kept as it is; else reading runs somebody's code.

    Checkpointing would compute it again.
    """
    if hasattr(saved, "unpack_hook"):
        return saved.unpack_hook is None
    return _packing(True) is None


def keeps_graph(asked: bool) -> bool:
    """Whether the backward that is running keeps what nodes have saved."""
    return asked if _asked_keeps is None else bool(_asked_keeps())


_no_functions: Any = getattr(_C, "DisableTorchFunction", contextlib.nullcontext)
_dispatch_modes: Any = getattr(_C, "_len_torch_dispatch_stack", lambda: 0)


def _nothing(*_: Any) -> Any:
    return None


_tracing = getattr(_C, "_get_tracing_state", _nothing)
_functorch = getattr(
    getattr(_C, "_functorch", None), "peek_interpreter_stack", _nothing
)
_innermost: Any = getattr(torch.overrides, "_get_current_function_mode", lambda: None)
_holders: Any = getattr(_C, "_storage_Use_Count", None)
_next_number = getattr(torch.autograd, "_get_sequence_nr", lambda: 0)
_packing = getattr(_autograd, "_top_saved_tensors_default_hooks", _nothing)
_node = torch.autograd.graph.get_gradient_edge(torch.ones((), requires_grad=True)).node
sequence_nr: Callable[[GradFn], int] = (
    methodcaller("_sequence_nr") if hasattr(_node, "_sequence_nr") else lambda _: 0
)
"""When a node was made, counted in nodes; 0 if PyTorch does not say."""
pass_number: Callable[[], int] = getattr(_C, "_current_graph_task_id", lambda: -1)
"""Which backward pass this is; -1 outside of any, or if PyTorch does not say."""
_asked_keeps = getattr(_autograd, "_get_current_graph_task_keep_graph", None)
