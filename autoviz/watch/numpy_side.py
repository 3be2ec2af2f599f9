"""Observes the numpy core, and tells a ``Writer``.

The core says what happens and hands over its own tensors and nodes. They are known by
number (``numpy_graph``), and what would change is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Any

from autoviz.core.deposit import Retained
from autoviz.core.dtypes import Array
from autoviz.core.modes import Observer, state
from autoviz.core.node import Node
from autoviz.core.op import Op
from autoviz.core.ops.methods.data import DATA, SET_DATA
from autoviz.core.tensor import Tensor
from autoviz.records import Trace, Value
from autoviz.watch.numpy_graph import INDICES, has_one_for_gradients, told
from autoviz.watch.numpy_held import MOST
from autoviz.watch.numpy_story import NumpyStory
from autoviz.watch.observers import joined, without
from autoviz.watch.side import RETAINED, grad_fn_of, why_beside
from autoviz.watch.source import Position
from autoviz.watch.unwatched import Hearing
from autoviz.watch.variables import local_variables, names_in
from autoviz.watch.writer import Writer

__all__ = ["NumpySide"]


class NumpySide(NumpyStory, Observer):
    """The core's ``Observer`` for one recording."""

    def __init__(self, writer: Writer, keep: int, keep_bytes: int = MOST) -> None:
        super().__init__(writer, keep, keep_bytes)
        self._failed: tuple[int, Exception] | None = None

    # what recording does that pauses

    def hears(self, hearing: Hearing) -> None:
        state.observer = without(state.observer, self)
        if hearing != "none" and not self._writer.is_full:
            state.observer = joined(state.observer, self)

    def settles(self) -> None:
        """Results are known by their nodes; those in variables now by themselves."""
        _, frame = self.place()
        if frame is None:
            return
        for variables in (local_variables(frame), frame.f_globals):
            for _, tensor in names_in(variables, self._is_known):
                node = self.known(tensor)
                if node is not None:
                    self.remember(tensor, node)

    def ends(self, writer: Writer) -> Callable[[], Trace]:
        self._whole.clear()
        del self._scopes, self._updates  # which know this one, in a circle
        return super().ends(writer)

    # what the core says

    def created(self, tensor: Tensor) -> None:
        self.given(tensor, self.place()[0])

    def writing(self, tensor: Tensor) -> None:
        """One from before the recording is met here: this is what it was."""
        _, frame = self.place()
        if self._about_to_write(tensor, frame):
            return
        for each in (tensor, tensor._base):  # their nodes may be others afterwards
            if each is not None:
                self.remember(each, self.node_of(each, frame))

    def named(self, tensor: Tensor, name: str) -> None:
        node = self.known(tensor)
        if node is not None:
            self._writer.name(node, name, first=True)

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        if reason is None and not in_place and isinstance(output, Tensor):
            node = output.node
            if type(node) is Node and self.note(node, operands, output):
                return
        position, frame = self.place()
        if isinstance(output, tuple) and len(output) == 1:
            (output,) = output
        if in_place and isinstance(output, Tensor):
            if reason is None:
                self._given_before()
            elif self._set_in_place(op, arguments, output, position):
                return
        if in_place and reason is None and isinstance(output, Tensor):
            part = output.view_of is not None and not op.view
            if part or not op.grad_fn:  # several operations told as one
                self._write(operands, output, position, frame)
                return
        elif in_place and op.name in _FILLS and isinstance(output, Tensor):
            known = self.known(output)
            if known is not None and self._writer.is_new(known):
                self._writer.starts_as(known, self.value(output))
                self._writer.counts(known, self.version(output))
                return  # it is still being set up
        made = output if isinstance(output, tuple) else (output,)
        grad_fn = None
        if reason is None:
            grad_fn = next((e.grad_fn for e in made if e.grad_fn is not None), None)
        if isinstance(output, tuple) and has_one_for_gradients(op, output, grad_fn):
            output = output[0]
        inputs = [
            self._input(op, number, operand, grad_fn, frame)
            for number, operand in enumerate(operands)
            if not op.inputs[number].startswith(INDICES)
        ]
        self.name_the_round_before(operands, position, frame)
        several = isinstance(output, tuple)
        number = self._writer.operation(
            "op" if reason is None else "untracked",
            op.name,
            op.grad_fn if reason is None else None,
            () if several else made[0].array.shape,
            made[0].dtype.name,
            inputs=inputs,
            arguments=told(arguments),
            saved=self._saved(grad_fn, inputs),
            symbol=op.symbol,
            position=position,
        )
        if grad_fn is not None:
            self.numbers[grad_fn] = number
        if isinstance(output, tuple):
            self._several(number, output, operands, reason)
            self.name_results(made, position, frame)
            return
        self._shares(number, output, operands)
        if op in (DATA, SET_DATA):
            self.sharing.meet(*operands, output)
        keeps_node = in_place and reason is not None
        written = self.known(output) if keeps_node else None
        has_written = in_place and not op.view and op is not SET_DATA
        if not keeps_node:
            self.remember(output, number)
        self._writer.forward(
            number,
            self.later(output),
            tracked=reason is None,
            reason=reason,
            writes=written,
            version=self.version(output),
            shared=self.shared(output) if has_written else (),
        )
        for at, each in enumerate(made[1:], start=1):
            name, value = op.results[at], self.value(each)
            why = why_beside(reason, value)
            self.remember(each, self._writer.beside(number, at, name, value, why))
        self.name_results(made, position, frame)

    def _write(
        self,
        operands: Sequence[Any],
        output: Tensor,
        position: Position | None,
        frame: FrameType | None,
    ) -> None:
        """Into a view: its base has got a node, and so has the view."""
        self.name_the_round_before(operands, position, frame)
        whole = output if output._base is None else output._base
        node = whole.node
        assert node is not None
        wanted = len(node.next_functions)
        inputs = [
            self._input(node.table_row(), number, operand, node, frame)
            for number, operand in enumerate((whole, *operands[1:])[:wanted])
        ]
        if output is whole or self.is_stale(output):  # v[0] = 1 does not ask for v's
            self._made(whole, inputs, position, self.shared(whole))
        else:
            shared = self.shared(output, whole)
            self._made(whole, inputs, position, shared)
            self._renewed(output, position)

    def _several(
        self,
        node: int,
        outputs: tuple[Tensor, ...],
        operands: Sequence[Any],
        reason: str | None,
    ) -> None:
        """The results of one operation: the node has no value, each of them has."""
        tracked, nothing = reason is None, Value((), outputs[0].dtype.name, None)
        self._writer.forward(node, nothing, tracked=tracked, reason=reason)
        numbers = []
        for at, each in enumerate(outputs):
            grad_fn, shape = grad_fn_of(each), each.array.shape
            name = None if grad_fn is None else grad_fn.grad_fn_name()
            number = self._writer.output(node, at, name, shape, each.dtype.name)
            self._shares(number, each, operands)
            self.remember(each, number)
            numbers.append(number)
        self._writer.results(node, numbers)
        for number, each in zip(numbers, outputs, strict=True):
            why = reason
            if tracked and grad_fn_of(each) is None:
                why = f"the result is {each.dtype.name}"
            self._writer.forward(
                number,
                self.later(each),
                tracked=why is None,
                reason=why,
                version=self.version(each),
            )

    def seed(self, root: Tensor, gradient: Array, continues: bool) -> None:
        self._calling, frame = self.place()
        known = not gradient.ndim and gradient.item() == 1
        self._copies = None if known and not (continues and self._copies) else True
        node = self.known(root)
        if node is not None and root.view_of is not None:
            node = self.node_of(root, frame)
        if node is None and root.grad_fn is not None:
            node = self.numbered(root)  # known by its node: an edge was given
        if node is None:
            node = self.node_of(root, frame)
        (value,) = self._values([gradient])
        assert value is not None
        self._writer.seed(node, value, self._calling, continues=continues)

    def failed(
        self, node: Node, error: Exception, retained: Sequence[Retained | None]
    ) -> None:
        number = self._number(node)
        self._failed = (number, error)
        outputs = self._writer.results_of(number) or (number,)
        for each, kept in zip(outputs, retained, strict=False):
            if each is not None and kept is not None:
                before, after = self._values(kept)
                self._writer.grad_set(each, before, after, RETAINED, self._calling)

    def blame(self, error: BaseException) -> int | None:
        if self._failed is None or self._failed[1] is not error:
            return None
        return self._failed[0]


_FILLS = frozenset({"copy", "fill", "normal", "random", "uniform", "zero"})
