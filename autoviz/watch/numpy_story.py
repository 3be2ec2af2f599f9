"""What else happens in a program of the numpy core.

Modules are called, optimizers step, modes change, numbers leave autograd, ``.grad`` is
set, hooks run.

Some of it the library does, too: only what the learner's own line asks for is told.
Who writes into a tensor that is the ``.grad`` of another one sets that gradient; so it
is told of the other one, and of the write itself nothing.

Next: ``numpy_side``, the observer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any, Literal, cast

from autoviz.core.dtypes import Array
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.op import Op
from autoviz.core.ops.methods.copy_fill import SETITEM
from autoviz.core.tensor import Tensor
from autoviz.records import Value
from autoviz.watch.numpy_held import MOST
from autoviz.watch.numpy_noted import NumpyNoted
from autoviz.watch.scopes import Scopes
from autoviz.watch.side import grad_fn_of
from autoviz.watch.source import NETWORKS, Position, asked, through
from autoviz.watch.updates import Updates
from autoviz.watch.variables import local_variables, names_in
from autoviz.watch.writer import Writer

__all__ = ["NumpyStory"]


class NumpyStory(NumpyNoted):
    """The part of the core's ``Observer`` that is not operations and passes."""

    def __init__(self, writer: Writer, keep: int, keep_bytes: int = MOST) -> None:
        super().__init__(writer, keep, keep_bytes)
        self._sent: list[Value | None] = []  # by the node that ran last
        self._gradient: tuple[Tensor, int, Value] | None = None  # being written to
        self._scopes = Scopes(writer, self)
        self._updates = Updates(writer, self)

    def module_entered(self, module: object) -> None:
        self._scopes.begins(module)

    def module_left(self, module: object, result: Any) -> None:
        self._scopes.ends(module)
        if isinstance(result, tuple) and all(isinstance(e, Tensor) for e in result):
            self.name_results(result, *self.place())

    def stepping(self, optimizer: object) -> None:
        self._updates.begin(optimizer, self.place()[0])

    def interrupted(self) -> None:
        self._updates.look()

    def stepped(self, optimizer: object) -> None:
        self._updates.end(optimizer)

    def mode(self, name: str, entered: bool) -> None:
        place = asked("modes.py")
        if place is not None:
            self._writer.mode(name, entered, place[0])

    def left(self, tensor: Tensor, by: str) -> None:
        place = asked("item_numpy.py")
        if place is not None:
            self._writer.cut(self.node_of(tensor, place[1]), by, place[0])

    # hooks

    def hooked(
        self,
        node: Node | AccumulateGrad,
        where: Literal["arrived", "sent"],
        before: Sequence[Array | None],
        after: Sequence[Array | None],
        name: str,
    ) -> None:
        if isinstance(node, AccumulateGrad):
            number = self.node_of(node.variable, None)
        else:
            number = self._number(node)
        was = self._sent if where == "sent" else self._values(before)
        self._writer.hook(number, where, was, self._values(after), name, self._calling)

    # .grad

    def grad_set(self, tensor: Tensor, before: Tensor | None) -> None:
        now = tensor.held_grad
        if now is before and now is not None:
            return
        position, frame = self.place()
        was = None if before is None else self.later(before)
        node = self.known(tensor)
        if node is None:
            node = self.node_of(tensor, frame)
            self._writer.held(node, was)
        value = None if now is None else self.later(now)
        by = through(NETWORKS) or ("= None" if now is None else "=")
        self._writer.grad_set(node, was, value, by, position)

    def _about_to_write(self, tensor: Tensor, frame: FrameType | None) -> bool:
        """Whether it is the ``.grad`` of another one, which is told what it held."""
        whole = tensor if tensor._base is None else tensor._base
        self._gradient = None
        for each in (whole, *self.sharing.others(tensor)):  # w.grad.data
            owner = self._owner_of(each, frame if each is whole else None)
            if owner is not None:
                node = self.node_of(owner, frame)
                self._gradient = each, node, self.value(each)
                return each is whole
        return False

    def _set_in_place(
        self,
        op: Op,
        arguments: Mapping[str, Any],
        output: Tensor,
        position: Position | None,
    ) -> bool:
        """Tell of a write, if it was into a ``.grad``; whether that is all it was."""
        if self._gradient is None:
            return False
        (whole, owner, was), self._gradient = self._gradient, None
        is_itself = output is whole or output._base is whole
        if not is_itself and not any(e is whole for e in self.sharing.others(output)):
            return False
        by = f"[{arguments['index']}] =" if op is SETITEM else f"{op.name}_()"
        by = through(NETWORKS) or by
        self._writer.grad_set(owner, was, self.value(whole), by, position)
        return is_itself

    def _given_before(self) -> None:
        """A ``.grad`` becomes the result of something: this is what it was."""
        if self._gradient is None:
            return
        (whole, owner, was), self._gradient = self._gradient, None
        if self.known(whole) is None and grad_fn_of(whole) is None:
            self._writer.grad_of(self.given(whole, None, was), owner)

    def _owner_of(self, gradient: Tensor, frame: FrameType | None) -> Tensor | None:
        """Whose ``.grad`` it is: of a tensor that was seen, or of one around here."""
        if gradient.requires_grad:
            return None
        for reference in self._owners.values():
            its = reference()
            if its is not None and its.held_grad is gradient:
                return cast("Tensor", its)
        if frame is None or self.known(gradient) is not None:
            return None
        for _, each in names_in(local_variables(frame), self.is_tensor):
            assert isinstance(each, Tensor)
            if each.held_grad is gradient:
                return each
        return None
