"""Observes the numpy core, and tells a ``Writer``.

The core hands over its own tensors and nodes; this file gives them numbers and
copies what would change.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any

from autoviz.core.dtypes import Array
from autoviz.core.node import FREED, AccumulateGrad, Node, Op, SavedTensor
from autoviz.core.tensor import Tensor
from autoviz.records import Input, Saved, Value
from autoviz.records.graph import Kind
from autoviz.watch.capture import value_of
from autoviz.watch.source import Position, here, names_in
from autoviz.watch.writer import Writer

__all__ = ["NumpySide"]


class NumpySide:
    """The core's ``Observer`` for one recording."""

    def __init__(self, writer: Writer, keep: int) -> None:
        self._writer = writer
        self._keep = keep
        self._tensors: dict[int, tuple[weakref.ref[Tensor], int]] = {}
        self._mark = object()  # nodes carry their number under this, in metadata
        self._calling: Position | None = None
        self.failed_node: tuple[int, Exception] | None = None

    # what the core says

    def created(self, tensor: Tensor) -> None:
        place = here()
        self._given(tensor, place[0] if place else None)

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor,
        reason: str | None,
        in_place: bool,
    ) -> None:
        place = here()
        position, frame = place if place else (None, None)
        inputs = [
            self._input(op, number, operand, output, reason is None, frame)
            for number, operand in enumerate(operands)
        ]
        self._name_the_round_before(operands, position, frame)
        node = self._writer.operation(
            "op" if reason is None else "untracked",
            op.name,
            op.grad_fn if reason is None else None,
            output.array.shape,
            output.dtype.name,
            inputs=inputs,
            arguments=arguments,
            saved=self._saved(output.grad_fn, inputs) if reason is None else (),
            symbol=op.symbol,
            position=position,
        )
        if reason is None and output.grad_fn is not None:
            output.grad_fn.metadata[self._mark] = node
        keeps_node = in_place and reason is not None
        written = self._known(output) if keeps_node else None
        if not keeps_node:
            self._remember(output, node)
        self._writer.forward(
            node,
            self._value(output.array),
            tracked=reason is None,
            reason=reason,
            writes=written,
        )

    def seed(self, root: Tensor, gradient: Array) -> None:
        place = here()
        self._calling = place[0] if place else None
        node = self._node_of(root, place[1] if place else None)
        self._writer.seed(node, self._value(gradient), self._calling)

    def backward(
        self,
        node: Node,
        arrived: Array,
        sent: Sequence[Array | None],
        freed: bool,
        retained: Array | None,
    ) -> None:
        self._writer.backward(
            node.metadata[self._mark],
            [self._value(arrived)],
            [None if each is None else self._value(each) for each in sent],
            freed=freed,
            retained=None if retained is None else self._value(retained),
            position=self._calling,
        )

    def accumulate(
        self, leaf: AccumulateGrad, before: Array | None, arrived: Array, after: Array
    ) -> None:
        self._writer.accumulate(
            self._node_of(leaf.variable, None),
            None if before is None else self._value(before),
            self._value(arrived),
            self._value(after),
            self._calling,
        )

    def failed(self, node: Node, error: Exception) -> None:
        self.failed_node = (node.metadata[self._mark], error)

    # what the recorder asks

    def blame(self, error: BaseException) -> tuple[int | None, str | None]:
        """The node at fault for an exception, and one sentence why."""
        if self.failed_node is None or self.failed_node[1] is not error:
            return None, None
        why = None
        if str(error) == FREED:
            why = (
                "an earlier backward() has used what this node had saved and let go "
                "of it"
            )
        elif "modified by an inplace operation" in str(error):
            why = (
                "a tensor this node had saved was written to in place before "
                "backward() came to use it"
            )
        return self.failed_node[0], why

    def name_tensors(self, variables: Mapping[str, object]) -> None:
        """Names from the variables that are there now."""
        for name, tensor in names_in(variables, self._is_known):
            node = self._known(tensor)
            if node is not None:
                self._writer.name(node, name)

    def name_explicit(self) -> None:
        """Names given with ``Tensor.named``."""
        for reference, node in self._tensors.values():
            tensor = reference()
            if tensor is not None and tensor.name is not None:
                self._writer.name(node, tensor.name, first=True)

    # numbering

    def _known(self, tensor: object) -> int | None:
        found = self._tensors.get(id(tensor))
        return found[1] if found and found[0]() is tensor else None

    def _is_known(self, something: object) -> bool:
        return isinstance(something, Tensor) and self._known(something) is not None

    def _remember(self, tensor: Tensor, node: int) -> None:
        self._tensors[id(tensor)] = (weakref.ref(tensor), node)

    def _value(self, array: Array) -> Value:
        return value_of(array, self._keep)

    def _given(self, tensor: Tensor, position: Position | None) -> int:
        kind: Kind = "leaf" if tensor.requires_grad else "input"
        node = self._writer.tensor(kind, self._value(tensor.array), position)
        self._remember(tensor, node)
        if tensor.name is not None:
            self._writer.name(node, tensor.name, first=True)
        return node

    def _node_of(self, tensor: Tensor, frame: FrameType | None) -> int:
        """The number of a tensor; one made before the recording gets one now."""
        known = self._known(tensor)
        if known is not None:
            self._note_late(tensor, known)
            return known
        if tensor.grad_fn is None:
            node = self._given(tensor, None)
        else:
            node = self._adopt(tensor.grad_fn)
            self._remember(tensor, node)
        name = self._grad_name(tensor, frame) or _variable(frame, tensor)
        if name:
            self._writer.name(node, name)
        return node

    def _name_the_round_before(
        self,
        operands: Sequence[Any],
        position: Position | None,
        frame: FrameType | None,
    ) -> None:
        """``h = h*2`` in a loop: what the last round made is still in ``h``.

        Of one expression that runs two operations (``1/x``) no variable has the
        first.
        """
        for each in operands:
            node = self._known(each)
            if node is not None and self._writer.position(node) == position:
                name = _variable(frame, each)
                if name:
                    self._writer.name(node, name)

    def _note_late(self, tensor: Tensor, node: int) -> None:
        """What was said of a tensor after it was made; at the end it may be gone."""
        if tensor.name is not None:
            self._writer.name(node, tensor.name, first=True)
        if tensor.is_leaf and tensor.requires_grad:
            self._writer.leaf(node)

    def _grad_name(self, tensor: Tensor, frame: FrameType | None) -> str | None:
        """``w.grad``, if that is what the tensor is."""
        for reference, node in self._tensors.values():
            owner = reference()
            if owner is not None and owner.held_grad is tensor:
                names = self._writer.names(node)
                name = names[0] if names else _variable(frame, owner)
                return f"{name}.grad" if name else None
        return None

    def _adopt(self, last: Node) -> int:
        """Number a graph that was built before the recording, inputs first."""
        waiting = [last]
        while waiting:
            node = waiting[-1]
            unknown = [
                target
                for target, _ in node.next_functions
                if isinstance(target, Node) and self._mark not in target.metadata
            ]
            if unknown:
                waiting.extend(unknown)
                continue
            waiting.pop()
            if self._mark not in node.metadata:
                node.metadata[self._mark] = self._adopt_one(node)
        number: int = last.metadata[self._mark]
        return number

    def _adopt_one(self, node: Node) -> int:
        inputs = []
        for number, (target, _) in enumerate(node.next_functions):
            source = None
            if isinstance(target, Node):
                source = target.metadata[self._mark]
            elif target is not None:
                source = self._node_of(target.variable, None)
            inputs.append(
                Input(
                    name=node.op.inputs[number],
                    node=source,
                    constant=None if target is not None else "…",
                    needs_grad=target is not None,
                    rule=node.op.grads[number].rule,
                )
            )
        return self._writer.operation(
            "op",
            node.op.name,
            node.op.grad_fn,
            node.shape,
            node.dtype.name,
            inputs=inputs,
            arguments=node.arguments,
            saved=self._saved(node, inputs),
            symbol=node.op.symbol,
        )

    def _input(
        self,
        op: Op,
        number: int,
        operand: Any,
        output: Tensor,
        tracked: bool,
        frame: FrameType | None,
    ) -> Input:
        is_tensor = isinstance(operand, Tensor)
        return Input(
            name=op.inputs[number],
            node=self._node_of(operand, frame) if is_tensor else None,
            constant=None if is_tensor else str(operand),
            needs_grad=tracked and _edge(output, number) is not None,
            rule=op.grads[number].rule if number < len(op.grads) else None,
        )

    def _saved(self, node: Node | None, inputs: Sequence[Input]) -> list[Saved]:
        """What a node keeps, told by whose value it is."""
        if node is None:
            return []
        by_name = {each.name: each for each in inputs}
        found = []
        for name, kept in node.saved.items():
            source = by_name.get(name)
            found.append(
                Saved(
                    name,
                    source.node if source else None,
                    source.constant if source else None,
                    kept.version if isinstance(kept, SavedTensor) else 0,
                )
            )
        return found


def _edge(output: Tensor, number: int) -> object:
    node = output.grad_fn
    if node is None or number >= len(node.next_functions):
        return None
    return node.next_functions[number][0]


def _variable(frame: FrameType | None, tensor: Tensor) -> str | None:
    """The name a frame has for a tensor."""
    if frame is None:
        return None
    for variables in (frame.f_locals, frame.f_globals):
        for name, _ in names_in(variables, lambda each: each is tensor):
            return name
    return None
