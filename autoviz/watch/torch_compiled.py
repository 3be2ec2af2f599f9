"""A function that ``torch.compile`` has compiled: each call of it is one card.

The compiler turns a function into one piece of code. What is computed in it is none
of the learner's lines, so it is not recorded; the card says what went in and what
came out. That a compiled piece is running is seen by who called whom, and what it
has made is read at the next thing that happens outside of it.

While it compiles, the compiler reads our ``__torch_function__``, too. It finds that
nothing happens there, so that recording costs one more compilation, and no break.

Next: ``torch_side``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FrameType
from typing import Any

import torch

from autoviz.watch.side import Side
from autoviz.watch.source import is_learners
from autoviz.watch.torch_call import NOBODY, Call
from autoviz.watch.torch_optim import TorchOptim
from autoviz.watch.torch_quiet import (
    Trouble,
    is_compiled_call,
    is_compilers,
    runs_compiled,
    unseen,
)
from autoviz.watch.torch_values import tensors_in
from autoviz.watch.variables import local_variables
from autoviz.watch.writer import Writer

__all__ = ["COMPILED", "TorchCompiled"]

COMPILED = "compiled "
"""Before the name of the function."""


class TorchCompiled:
    """The compiled piece that is running now, or was until just now."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        optim: TorchOptim,
        about_to_write: Callable[[Iterable[torch.Tensor]], None],
        tell: Callable[[Call, torch.Tensor, bool], None],
        trouble: Trouble,
    ) -> None:
        self._writer = writer
        self._side = side
        self._optim = optim
        self._about_to_write = about_to_write
        self._tell = tell
        self._trouble = trouble
        self._scope: int | None = None
        self._leaves: list[tuple[torch.Tensor, int]] = []
        self._piece: FrameType | None = None
        self._whole: FrameType | None = None
        self._pieces = 0
        self.call = NOBODY

    def is_inside(self) -> bool:
        """Whether a compiled piece is at work right now."""
        if "torch._dynamo" not in sys.modules or self._trouble.happened:
            return False
        piece = _piece()
        if piece is self._piece and (piece or self._whole is None):
            return piece is not None
        try:
            with unseen():
                self._leave()
                if piece is not None:
                    self._enter(piece)
        except Exception as error:
            self._trouble.say(error)
        return piece is not None

    def stop(self) -> None:
        """The recording ends."""
        if not self._trouble.happened:
            self.is_inside()
        self._piece = self._whole = None
        self._leaves.clear()
        self.call = NOBODY

    def _enter(self, piece: FrameType) -> None:
        """A piece has begun; its frames are held until it has ended."""
        self._piece = piece
        whole = next(filter(is_compiled_call, _outwards(piece.f_back)), None)
        if whole is None:
            return
        given = list(tensors_in([local_variables(piece).get("args")]))
        if whole is self._whole:
            self._pieces += 1
            self._tell_all([each for each in given if each.grad_fn is not None])
        else:
            self._pieces = 1
        function = local_variables(whole).get("fn")
        self._whole, self._scope = whole, self._writer.scope
        self.call = _call(function, given, whole)
        owner = getattr(function, "__self__", None)
        if isinstance(owner, torch.optim.Optimizer):
            self._optim.begins_compiled(owner, whole.f_code, self.call.position)
            return
        for each in given:
            self._side.node_of(each, self.call.frame)
        known = (each for each, _ in self._side.alive())
        leaves = [each for each in known if each.is_leaf and each.requires_grad]
        self._about_to_write(leaves)
        self._leaves = [(each, each._version) for each in leaves]

    def _leave(self) -> None:
        """Something happens outside: tell what was made, if the function has ended.

        If not, this is what the compiler has left to Python in the middle of it.
        """
        self._piece, whole = None, self._whole
        if whole is None or whole in _outwards(sys._getframe()):
            return
        self._optim.ends_compiled()
        made = _results(local_variables(whole).get("result"))
        is_one = self._pieces == 1
        self._tell_all([each for each in made if is_one or each.grad_fn is not None])
        self._whole, self.call = None, NOBODY

    def _tell_all(self, made: Iterable[torch.Tensor]) -> None:
        """What was made, and what was written to.

        By now another module may be running than that to which the function belongs.
        """
        call, self.call = self.call, NOBODY
        before, self._writer.scope = self._writer.scope, self._scope
        leaves, self._leaves = self._leaves, []
        try:
            for each in made:
                if not any(each is given for given in call.tensors):
                    self._tell(call, each, False)
            for leaf, version in leaves:
                if leaf._version != version:
                    self._tell(call, leaf, True)
        finally:
            self._writer.scope = before


def _call(function: Any, given: Sequence[torch.Tensor], whole: FrameType) -> Call:
    """The learner's call of a compiled function, as far as this piece goes."""
    learners = (e for e in _outwards(whole) if is_learners(e.f_code.co_filename))
    frame = next(learners, None)
    return Call(
        name=COMPILED + _name(function),
        args=(),
        kwargs={f"input {number}": each for number, each in enumerate(given)},
        tensors=given,
        out=None,
        position=None if frame is None else (frame.f_code, frame.f_lasti),
        frame=frame,
    )


def _piece() -> FrameType | None:
    """What runs compiled code for the learner's line, if any does."""
    inner: FrameType = sys._getframe(2)
    frame = inner.f_back
    while frame is not None and not runs_compiled(frame, inner):
        if is_learners(frame.f_code.co_filename) and not is_compilers(frame):
            return None
        inner, frame = frame, frame.f_back
    return frame


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _results(result: Any) -> Iterable[torch.Tensor]:
    values = result.values() if isinstance(result, dict) else [result]
    return tensors_in(values)


def _name(function: Any) -> str:
    """``f``; of a module the class."""
    inner = inspect.unwrap(function) if callable(function) else function
    owner = getattr(inner, "__self__", inner)
    if isinstance(owner, torch.nn.Module):
        return type(owner).__name__
    return getattr(inner, "__name__", "function")
