"""What the core does again and again, noted in a hurry and written down later.

An operation that autograd records, and a node that runs backward: while the program
runs only that is taken which may be gone afterwards. The node itself is kept; it knows
its operation and where its gradients go. Of the result the number is kept, or the array
that holds it, and the position of an instruction. What the inputs are called, which
rule sends the gradient back, what was saved and how all this is written is looked up
when somebody reads the recording.

Whatever is not that simple is written at once (``numpy_side``); blanks are left for
what is not, so that everything is in order.

Next: ``numpy_story``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from types import CodeType, FrameType
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from autoviz.core.context import FunctionCtx
from autoviz.core.dtypes import Array, Dtype
from autoviz.core.modes import state
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.saved import SavedResult, SavedTensor
from autoviz.core.tensor import Tensor
from autoviz.records import Accumulate, Backward, Forward, Input, Trace, Value
from autoviz.watch.callers import is_returned
from autoviz.watch.capture import value_of
from autoviz.watch.notes import Note
from autoviz.watch.numpy_graph import (
    INDICES,
    NumpyGraph,
    rule_of,
    saved,
    told,
    versions,
)
from autoviz.watch.numpy_held import MOST
from autoviz.watch.source import Position, is_learners
from autoviz.watch.variables import variable
from autoviz.watch.writer import Writer

__all__ = ["NumpyNoted"]

TOO_MUCH = (
    "More than keep_bytes of large tensors came to be held: from then on each was "
    "summed up at once, which takes its time, and nothing is missing."
)

_RAN = object()
"""Stands where a node has run backward."""

_ADDED = object()
"""Stands where a leaf has got its gradient."""

_USUAL = frozenset({SavedTensor, SavedResult, float, int})
"""What a node keeps; of a tensor nobody has written to the version is 0."""


class _Met(int):
    """The number of a tensor that wants no gradient; others are numbers given."""

    __slots__ = ()


class NumpyNoted(NumpyGraph):
    """Notes of one recording, and how they are written out."""

    def __init__(self, writer: Writer, keep: int, keep_bytes: int = MOST) -> None:
        super().__init__(writer, keep, keep_bytes)
        self._positions: dict[CodeType, dict[int, Position]] = {}
        self._returned: set[int] = set()  # ids of positions
        self._loose: list[Any] = []  # operands that no gradient goes to
        self._further: dict[int, int] = {}  # how many operands there are then
        self._odd: dict[int, Mapping[str, int]] = {}  # versions of what was saved
        self._counts: dict[int, int] = {}  # versions of views
        self._ran: list[Any] = []  # what came and went, node by node
        self._calling: Position | None = None
        self._position: Position = (sys._getframe().f_code, -1)  # of the last
        self._path: list[int] = []  # and where in the library
        self._since = 0  # nodes of the same call
        self._copies: bool | None = False  # gradients, in this pass
        self._filled = 0
        self._afterwards: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        self._is_over = False
        writer.filled_by(self._fill)

    def position(self, frame: FrameType) -> Position:
        """The instruction that runs in a frame; always the same object for it."""
        code, offset = frame.f_code, frame.f_lasti
        known = self._positions.get(code)
        if known is None:
            known = self._positions[code] = {}
        found = known.get(offset)
        if found is None:
            found = known[offset] = (code, offset)
            if is_returned(found):
                self._returned.add(id(found))
        return found

    def place(self) -> tuple[Position, FrameType] | tuple[None, None]:
        """Where the learner's program is now."""
        frame = self._look(sys._getframe(1))
        return (None, None) if frame is None else (self._position, frame)

    def finder(self) -> Callable[[object], int | None]:
        among_tensors, nodes = super().finder(), self._afterwards

        def find(tensor: object) -> int | None:
            found = among_tensors(tensor)
            if found is None and isinstance(tensor, Tensor) and tensor.node is not None:
                return nodes.get(tensor.node)
            return found

        return find

    def ends(self, writer: Writer) -> Callable[[], Trace]:
        """The block has ended; the trace is read from here, when somebody looks."""
        self._writer, self._is_over = writer, True
        writer.filled_by(self._fill)
        return self._read

    def _read(self) -> Trace:
        return self._writer.trace()

    def _look(self, frame: FrameType | None) -> FrameType | None:
        """Find the learner's frame; it may be in the same call as before.

        One call may run several operations: of those, each is further on in the
        library's code than the one before.
        """
        path = []
        while frame is not None and not is_learners(frame.f_code.co_filename):
            path.append(frame.f_lasti)
            frame = frame.f_back
        if frame is None:
            return None
        path.reverse()
        position = self.position(frame)
        if position is not self._position or path <= self._path:
            self._since = self._writer.nodes
        self._position, self._path = position, path
        return frame

    # forward

    def note(self, node: Node, operands: Sequence[Any], output: Tensor) -> bool:
        """Note one recorded operation; False if nobody knows where it was written."""
        frame = self._look(sys._getframe(2))
        if frame is None:
            return False
        position, since = self._position, self._since
        writer, numbers = self._writer, self.numbers
        for target, operand in zip(node.next_nodes, operands, strict=False):
            if target is None:
                self._note_loose(operand, frame)
                continue
            number = numbers.get(target)
            if number is None or target.output_count != 1:
                number = self._meet(target, operand, frame)
            if number < since and writer.is_at(number, position):
                self._name_again(number, operand, frame)
        further = operands[len(node.next_nodes) :]  # a condition, or the like
        if further and not node.plan.op.inputs[len(operands) - 1].startswith(INDICES):
            for operand in further:
                self._note_loose(operand, frame)
            self._further[writer.nodes] = len(operands)
        number = numbers[node] = writer.blank(position, self._result_noted(output))
        if id(position) in self._returned:
            self.name_at_callers(number, position, frame)
        for kept in node.kept:
            if type(kept) not in _USUAL or (type(kept) is SavedTensor and kept.version):
                self._odd[number] = versions(node)
                break
        if output.view_of is not None:
            self._note_view(number, output, operands)
        return True

    def _result_noted(self, output: Tensor) -> Any:
        array = output.array
        if array.ndim == 0:
            return array.item()
        if array.size <= self._held.keep:
            return array.copy()
        return self._held.later(array, output.storage)

    def _meet(
        self, target: Node | AccumulateGrad, operand: Tensor, frame: FrameType
    ) -> int:
        """The number of an operand that is no result of one noted operation."""
        number = self.node_of(operand, frame)
        if isinstance(target, AccumulateGrad):
            self.numbers[target] = number
        return number

    def _note_loose(self, operand: Any, frame: FrameType) -> None:
        if isinstance(operand, Tensor):
            number = self.node_of(operand, frame)
            self._name_again(number, operand, frame)
            operand = _Met(number)
        self._loose.append(operand)

    def _name_again(self, number: int, operand: Tensor, frame: FrameType) -> None:
        """What the round before made, at this very place, is still in a variable."""
        if number < self._since and self._writer.is_at(number, self._position):
            name = variable(frame, operand)
            if name:
                self._writer.name(number, name)

    def _note_view(self, number: int, output: Tensor, operands: Sequence[Any]) -> None:
        self._shares(number, output, operands)
        self._counts[number] = output.storage.version
        self.remember(output, number)  # it will get another node, when that is written

    # backward

    def backward(
        self,
        node: Node,
        arrived: Sequence[Array | None],
        sent: Sequence[Array | None],
        freed: bool,
        retained: Sequence[Array | None],
    ) -> None:
        if node not in self.numbers:
            self.adopt(node)
        self._ran += (node, self._calling, freed, None)
        self._ran += map(self._noted, arrived)
        self._ran += map(self._noted, sent)
        self._writer.blank_step(_RAN)
        if retained or node.hooks is not None or type(node) is FunctionCtx:
            self._note_special(node, arrived, sent, retained)

    def accumulate(
        self, leaf: AccumulateGrad, before: Array | None, arrived: Array, after: Array
    ) -> None:
        if leaf not in self.numbers:
            self.numbers[leaf] = self.node_of(leaf.variable, None)
        came = self._noted(arrived)
        self._ran += (leaf, self._calling, self._noted(before), came)
        held = leaf.variable.held_grad
        if before is None and not leaf.variable.post_accumulate_hooks:
            self._ran.append(came)  # a copy of it
        elif held is not None:
            self._ran.append(self.later(held))
        self._writer.blank_step(_ADDED)

    def _note_special(
        self,
        node: Node,
        arrived: Sequence[Array | None],
        sent: Sequence[Array | None],
        retained: Sequence[Array | None],
    ) -> None:
        """Hooks see these, or the learner's own code made them: they are read now."""
        ran, values = self._ran, [*self._values(arrived), *self._values(sent)]
        ran[len(ran) - len(values) :] = values
        if retained:
            ran[-len(values) - 1] = tuple(self._values(retained))
        self._sent = values[len(arrived) :]

    def _noted(self, array: Array | None) -> Any:
        """Nobody writes into gradients, but for hooks and who asked for them."""
        if array is None:
            return None
        if array.ndim == 0:
            return array.item()
        if self._copies is None:
            self._copies = _are_shown()
        if self._copies or not self._held.may_hold(array):
            return value_of(array, self._keep)
        return array

    # written down

    def _fill(self) -> None:
        """Write what was left blank."""
        loose, ran = iter(self._loose), iter(self._ran)
        noted: list[tuple[Node, int]] = []
        for node, number in islice(self.numbers.items(), self._filled, None):
            if self._writer.is_blank(number):
                assert isinstance(node, Node)
                self._write_node(node, number, loose)
                noted.append((node, number))
        forward, values = iter(noted), _Values(self._keep)

        def note(stands_there: Any) -> Note:
            if stands_there is _RAN:
                return self._backward_note(ran, values)
            if stands_there is _ADDED:
                return self._accumulate_note(ran, values)
            return self._forward_note(*next(forward), values, stands_there)

        self._writer.fill_steps(note)
        self._filled = len(self.numbers)
        self._loose.clear()
        self._ran.clear()
        if self._is_over:  # from now on nothing is kept alive
            self._afterwards.update(self.numbers)
            self.numbers.clear()
        if self._held.is_full:
            self._writer.note(TOO_MUCH)

    def _write_node(self, node: Node, number: int, loose: Iterator[Any]) -> None:
        op, draft = node.plan.op, self._writer.fill(number, node.shape, node.dtype.name)
        draft.op, draft.grad_fn, draft.symbol = op.name, op.grad_fn, op.symbol
        draft.arguments = told(node.arguments)
        count = self._further.pop(number, len(node.next_nodes))
        draft.inputs = [self._noted_input(node, at, loose) for at in range(count)]
        versions = self._odd.pop(number, None)
        if versions is None:
            versions = dict.fromkeys(node.plan.saves, 0)
        draft.saved = saved(node, versions, draft.inputs)

    def _noted_input(self, node: Node, at: int, loose: Iterator[Any]) -> Input:
        op, nodes = node.plan.op, node.next_nodes
        target = nodes[at] if at < len(nodes) else None
        source: int | None = None
        constant = None
        if isinstance(target, Node):
            source = self._result(target, node.next_numbers[at])
        elif target is not None:
            source = self.numbers[target]
        else:
            given = next(loose)
            is_tensor = type(given) is _Met
            source, constant = (int(given), None) if is_tensor else (None, str(given))
        return Input(
            op.inputs[at], source, constant, target is not None, rule_of(op, at)
        )

    def _forward_note(
        self, node: Node, number: int, values: _Values, value: Any
    ) -> Note:
        told = {"node": number, "value": values.of(value, node.dtype), "tracked": True}
        told["version"] = self._counts.pop(number, 0)
        return Forward, told, self._writer.position(number)

    def _backward_note(self, ran: Iterator[Any], values: _Values) -> Note:
        node, position, freed, retained = islice(ran, 4)
        arrived = [
            values.of(next(ran), node.like(at)[1]) for at in range(node.output_count)
        ]
        sent = [
            values.of(next(ran), node.dtype if to is None else to.like(at)[1])
            for to, at in zip(node.next_nodes, node.next_numbers, strict=True)
        ]
        gradients = {"arrived": tuple(arrived), "sent": tuple(sent)}
        last = {"freed": freed, "retained": retained or ()}
        return Backward, {"node": self.numbers[node], **gradients, **last}, position

    def _accumulate_note(self, ran: Iterator[Any], values: _Values) -> Note:
        leaf, position, *noted = islice(ran, 5)
        dtype = leaf.variable.dtype
        before, arrived, after = (values.of(each, dtype) for each in noted)
        told = {"before": before, "arrived": arrived, "after": after}
        return Accumulate, {"node": self.numbers[leaf], **told}, position


class _Values:
    """What was noted of values, as values; an array that was noted twice is one."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._known: dict[int, Value] = {}

    def of(self, noted: Any, dtype: Dtype) -> Any:
        """A value, one that is read later, or None."""
        if isinstance(noted, float):
            return Value((), dtype.name, (noted,))
        if not isinstance(noted, np.ndarray):
            return noted
        known = self._known.get(id(noted))
        if known is None:
            known = self._known[id(noted)] = value_of(noted, self._keep)
        return known


def _are_shown() -> bool:
    """Whether somebody gets to see the gradients of the pass that runs."""
    running = state.running
    if running.create_graph or running.captured:
        return True
    return any(map(_shows, running.waiting_for))


def _shows(node: Node | AccumulateGrad) -> bool:
    if isinstance(node, AccumulateGrad):
        leaf = node.variable
        if leaf.hooks or leaf.post_accumulate_hooks:
            return True
    return node.hooks is not None or isinstance(node, FunctionCtx)
