"""What else happens in a program of PyTorch: modes, ways out, ``.grad`` set by hand.

PyTorch asks itself all the time for such things. Only what the learner's own line asks
for is told; and of ``zero_grad()`` and the like what they do to a ``.grad``. Whoever
writes into a tensor that is the ``.grad`` of another one sets that gradient: it is told
of the other one, and of the write itself nothing.

Of ``inference_mode`` PyTorch says nothing. It shows at the next call.

Next: ``torch_asked``, then ``torch_side``.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any, NamedTuple

import torch

from autoviz.core.ops.methods.copy_fill import index_text
from autoviz.records import Value
from autoviz.watch.side import Side, grad_fn_of
from autoviz.watch.source import Position, here, through
from autoviz.watch.torch_asked import THEIRS, asked, mode_of, surrounding
from autoviz.watch.torch_quiet import Trouble, is_elsewhere, unseen
from autoviz.watch.variables import local_variables, names_in
from autoviz.watch.writer import Writer

__all__ = ["TELLING", "TorchStory"]

_CUTS = {
    "__bool__": "bool()",
    "__complex__": "complex()",
    "__float__": "float()",
    "__int__": "int()",
    "item": "item()",
    "numpy": "numpy()",
    "tolist": "tolist()",
}
_SETS = ("__set__", "__delete__")
TELLING = frozenset({*_CUTS, *_SETS, "_set_grad_enabled"})
"""Functions of which there is something to tell, though they compute nothing."""

Tell = Callable[[], None]


class TorchStory:
    """The part of one recording that is not operations and passes."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        trouble: Trouble,
        is_at_work: Callable[[], bool],
    ) -> None:
        self._writer = writer
        self._side = side
        self._trouble = trouble
        self._is_at_work = is_at_work
        self._entered: weakref.WeakSet[Any] = weakref.WeakSet()
        self.is_in_inference = torch.is_inference_mode_enabled()
        self._inference: Position | None = None  # where it was entered
        self._holders: dict[int, weakref.ref[torch.Tensor]] = {}
        self._written: list[_Written] = []

    def run(
        self,
        name: str,
        function: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Run one of those that are ``TELLING``, and tell of it."""
        __tracebackhide__ = True
        tell = None
        if name not in _SETS or _sets_grad(function):
            tell = self._quietly(lambda: self._about_to(name, args))
        result = function(*args, **kwargs)
        if tell is not None:
            self._quietly(tell)
        return result

    def _about_to(self, name: str, args: Sequence[Any]) -> Tell | None:
        if self._is_at_work():
            return None
        self.look()
        if name == "_set_grad_enabled":
            return self._mode(args[0])
        if name in _CUTS:
            return self._cut(args[0], _CUTS[name])
        return self._grad_set(args[0])

    def _quietly(self, work: Callable[[], Any]) -> Any:
        if self._trouble.happened or is_elsewhere():
            return None
        try:
            with unseen():
                return work()
        except Exception as error:
            self._trouble.say(error)
            return None

    # modes

    def _mode(self, enabled: bool) -> Tell | None:
        found = mode_of(enabled)
        if found is None:
            return None
        mode, title, entered, position = found
        if isinstance(mode, torch.set_grad_enabled):  # on when made, and then entered
            if entered and mode in self._entered:
                return None
            (self._entered.add if entered else self._entered.discard)(mode)
        return lambda: self._writer.mode(title, entered, position)

    def look(self) -> None:
        """Something has run: see whether ``inference_mode`` was entered, or left."""
        is_on = torch.is_inference_mode_enabled()
        if is_on != self.is_in_inference:
            self.is_in_inference = is_on
            if is_on:
                self._inference = surrounding("inference_mode")
            self._writer.mode("inference_mode", is_on, self._inference)

    # ways out

    def _cut(self, tensor: torch.Tensor, by: str) -> Tell | None:
        place = asked() if tensor.requires_grad else None
        if place is None:
            return None
        position, frame = place
        node = self._side.node_of(tensor, frame)
        return lambda: self._writer.cut(node, by, position)

    # .grad

    def _grad_set(self, owner: torch.Tensor) -> Tell:
        before = self._side.grad(owner)
        was = None if before is None else self._side.value(before)

        def tell() -> None:
            now = self._side.grad(owner)
            if now is before and now is not None:
                return
            by = through(THEIRS) or ("= None" if now is None else "=")
            value = None if now is None else self._side.value(now)
            position, frame = here() or (None, None)
            is_new = self._side.known(owner) is None
            node = self._side.node_of(owner, frame)
            if is_new:
                self._writer.held(node, was)
            self._writer.grad_set(node, was, value, by, position)

        return tell

    @property
    def is_writing(self) -> bool:
        """Whether somebody is about to write into a ``.grad``."""
        return bool(self._written)

    def about_to_write(
        self, tensors: Sequence[torch.Tensor], frame: FrameType | None
    ) -> Sequence[torch.Tensor]:
        """Somebody writes into these; those of them that are no ``.grad``."""
        self._written.clear()
        others = []
        for each in tensors:
            written = self._as_grad(each, frame)
            if written is not None:
                self._written.append(written)
            if written is None or written.is_alias:
                others.append(each)
        return others

    def _as_grad(
        self, tensor: torch.Tensor, frame: FrameType | None
    ) -> _Written | None:
        """What a tensor is, if it is a ``.grad``, or has the memory of one."""
        whole = tensor if tensor._base is None else tensor._base
        for each in (whole, *self._side.sharing.others(tensor)):  # w.grad.data
            owner = self._owner_of(each, frame if each is whole else None)
            if owner is not None:
                node = self._side.node_of(owner, frame)
                return _Written(each, node, self._side.value(each), each is not whole)
        return None

    def has_written(self, name: str, args: Sequence[Any]) -> bool:
        """Tell of what was written, if it was into a ``.grad``."""
        written, self._written = self._written, []
        if not written:
            return False
        position, _ = here() or (None, None)
        for whole, owner, was, _ in written:
            if grad_fn_of(whole) is None:
                by = through(THEIRS) or _written_by(name, args)
                now = self._side.value(whole)
                self._writer.grad_set(owner, was, now, by, position)
            elif self._side.known(whole) is None:  # the result of something, by now
                self._writer.grad_of(self._side.given(whole, None, was), owner)
        return grad_fn_of(written[0].whole) is None and not written[0].is_alias

    def _owner_of(
        self, gradient: torch.Tensor, frame: FrameType | None
    ) -> torch.Tensor | None:
        """Whose ``.grad`` it is: of a tensor that was seen, or of one around here."""
        if gradient.requires_grad or not gradient.is_floating_point():
            return None
        owner = self._holder(gradient)
        if owner is None:
            owners = self._side.owners()
            self._holders = {id(self._side.grad(e)): weakref.ref(e) for e in owners}
            owner = self._holder(gradient)
        if owner is not None or frame is None or self._side.known(gradient) is not None:
            return owner
        for _, each in names_in(local_variables(frame), self._side.is_tensor):
            assert isinstance(each, torch.Tensor)
            if self._side.grad(each) is gradient:
                return each
        return None

    def _holder(self, gradient: torch.Tensor) -> torch.Tensor | None:
        reference = self._holders.get(id(gradient))
        its = None if reference is None else reference()
        return its if its is not None and self._side.grad(its) is gradient else None


class _Written(NamedTuple):
    """A ``.grad`` that somebody writes into, perhaps under another name."""

    whole: torch.Tensor
    owner: int
    was: Value
    is_alias: bool


def _sets_grad(function: Any) -> bool:
    return getattr(function.__self__, "__name__", "") == "grad"


def _written_by(name: str, args: Sequence[Any]) -> str:
    """``"mul_()"``, whatever way it was written."""
    if name == "__setitem__":
        return f"[{index_text(args[1])}] ="
    if name.startswith("__i"):
        stem = name[3:-2].removeprefix("true")
        return f"{stem}_()"
    return f"{name}()"
