"""What PyTorch calls instead of its own functions, inside of the recorded block.

Every call of the learner's passes through here, and is as quick as it can be: what has
nothing to tell goes on to PyTorch at once.

Next: ``torch_side``, which is told.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch.overrides import TorchFunctionMode

from autoviz.watch.torch_call import name_of, touches_memory
from autoviz.watch.torch_pass import is_backward
from autoviz.watch.torch_running import NORMS, is_count
from autoviz.watch.torch_story import TELLING

if TYPE_CHECKING:
    from autoviz.watch.torch_side import TorchSide

__all__ = ["Watching"]

_BACKWARD = ("backward", "grad")
_RESULTS = (torch.Tensor, tuple, list)


class Watching(TorchFunctionMode):
    """What PyTorch calls instead of its own functions, inside the block."""

    def __init__(self, side: TorchSide) -> None:
        super().__init__()
        self._side = side

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        __tracebackhide__ = True
        kwargs = kwargs or {}
        if torch.compiler.is_compiling() or self._side.compiled.is_inside():
            return func(*args, **kwargs)
        if self._side.rests():
            return func(*args, **kwargs)
        name = name_of(func)
        touches = False
        if name in _BACKWARD and is_backward(func):
            result = self._side.backward(func, args, kwargs)
        elif self._side.hearing == "backward":
            return func(*args, **kwargs)
        else:
            if name == "add_" and is_count(sys._getframe(1).f_code):
                return func(*args, **kwargs)
            touches = touches_memory(name)
            if touches or "out" in kwargs:
                self._side.calling(name, (*args, kwargs.get("out")))
            if name in TELLING:
                result = self._side.story.run(name, func, args, kwargs)
            elif name in NORMS:
                return self._side.norm(name, func, args, kwargs)
            else:
                result = func(*args, **kwargs)
            if name == "retain_grad":
                self._side.retains(args[0])
            elif name == "register_hook":
                self._side.registers(args[0], result)
        if isinstance(result, _RESULTS) or touches:
            self._side.called(name, args, kwargs, result)
        return result
