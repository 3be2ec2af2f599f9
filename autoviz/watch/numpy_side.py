"""Observes the numpy core, and tells a ``Writer``.

The core hands over its own tensors and nodes; this file gives them numbers and
copies what would change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Any

from autoviz.core.dtypes import Array
from autoviz.core.node import (
    FREED,
    AccumulateGrad,
    Node,
    Op,
    SavedTensor,
    SeveralNode,
)
from autoviz.core.tensor import Tensor
from autoviz.records import Input, Saved, Value
from autoviz.watch.capture import value_of
from autoviz.watch.side import FREED_BEFORE, OVERWRITTEN, Side
from autoviz.watch.source import Position, here
from autoviz.watch.writer import Writer

__all__ = ["NumpySide"]


class NumpySide(Side):
    """The core's ``Observer`` for one recording."""

    def __init__(self, writer: Writer, keep: int) -> None:
        super().__init__(writer, keep)
        self._calling: Position | None = None
        self._failed: tuple[int, Exception] | None = None

    # what the core says

    def created(self, tensor: Tensor) -> None:
        place = here()
        self.given(tensor, place[0] if place else None)

    def writing(self, tensor: Tensor) -> None:
        """One from before the recording is met here: this is what it was."""
        place = here()
        self.node_of(tensor, place[1] if place else None)

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        place = here()
        position, frame = place if place else (None, None)
        made = output if isinstance(output, tuple) else (output,)
        grad_fn = made[0].grad_fn if reason is None else None
        inputs = [
            self._input(op, number, operand, grad_fn, frame)
            for number, operand in enumerate(operands)
        ]
        self.name_the_round_before(operands, position, frame)
        several = isinstance(output, tuple)
        node = self._writer.operation(
            "op" if reason is None else "untracked",
            op.name,
            op.grad_fn if reason is None else None,
            () if several else made[0].array.shape,
            made[0].dtype.name,
            inputs=inputs,
            arguments=arguments,
            saved=self._saved(grad_fn, inputs),
            symbol=op.symbol,
            position=position,
        )
        if grad_fn is not None:
            grad_fn.metadata[self.mark] = node
        if isinstance(output, tuple):
            self._several(node, output, reason)
            return
        keeps_node = in_place and reason is not None
        written = self.known(output) if keeps_node else None
        if not keeps_node:
            self.remember(output, node)
        self._writer.forward(
            node,
            self._value(output.array),
            tracked=reason is None,
            reason=reason,
            writes=written,
        )

    def _several(
        self, node: int, outputs: tuple[Tensor, ...], reason: str | None
    ) -> None:
        """The results of one operation: the node has no value, each of them has."""
        tracked, nothing = reason is None, Value((), outputs[0].dtype.name, None)
        self._writer.forward(node, nothing, tracked=tracked, reason=reason)
        numbers = [self._result(node, each, at) for at, each in enumerate(outputs)]
        self._writer.results(node, numbers)
        for number, each in zip(numbers, outputs, strict=True):
            value = self._value(each.array)
            self._writer.forward(number, value, tracked=tracked, reason=reason)

    def _result(self, node: int, output: Tensor, output_nr: int) -> int:
        tracked = output.grad_fn is not None
        number = self._writer.operation(
            "op" if tracked else "untracked",
            "output",
            output.grad_fn.name() if output.grad_fn is not None else None,
            output.array.shape,
            output.dtype.name,
            inputs=[Input("outputs", node, None, tracked, "1" if tracked else None)],
            arguments={"index": output_nr},
            symbol="{0}[{index}]",
            position=self._writer.position(node),
        )
        self.remember(output, number)
        return number

    def numbered(self, tensor: Tensor) -> int | None:
        number = super().numbered(tensor)
        if number is None or not isinstance(tensor.grad_fn, SeveralNode):
            return number
        results = self._writer.results_of(number)
        return results[tensor.output_nr] if tensor.output_nr < len(results) else None

    def seed(self, root: Tensor, gradient: Array, continues: bool) -> None:
        place = here()
        self._calling = place[0] if place else None
        node = self.node_of(root, place[1] if place else None)
        self._writer.seed(
            node, self._value(gradient), self._calling, continues=continues
        )

    def backward(
        self,
        node: Node,
        arrived: Sequence[Array | None],
        sent: Sequence[Array | None],
        freed: bool,
        retained: Sequence[Array | None],
    ) -> None:
        self._writer.backward(
            node.metadata[self.mark],
            self._values(arrived),
            self._values(sent),
            freed=freed,
            retained=self._values(retained),
            position=self._calling,
        )

    def accumulate(
        self, leaf: AccumulateGrad, before: Array | None, arrived: Array, after: Array
    ) -> None:
        self._writer.accumulate(
            self.node_of(leaf.variable, None),
            None if before is None else self._value(before),
            self._value(arrived),
            self._value(after),
            self._calling,
        )

    def failed(self, node: Node, error: Exception) -> None:
        self._failed = (node.metadata[self.mark], error)

    # what a tensor of the core says of itself

    def is_tensor(self, something: object) -> bool:
        return isinstance(something, Tensor)

    def value(self, tensor: Tensor) -> Value:
        return self._value(tensor.array)

    def grad(self, tensor: Tensor) -> Tensor | None:
        return tensor.held_grad

    def explicit_name(self, tensor: Tensor) -> str | None:
        return tensor.name

    def blame(self, error: BaseException) -> tuple[int | None, str | None]:
        if self._failed is None or self._failed[1] is not error:
            return None, None
        why = None
        if str(error) == FREED:
            why = FREED_BEFORE
        elif "modified by an inplace operation" in str(error):
            why = OVERWRITTEN
        return self._failed[0], why

    def _value(self, array: Array) -> Value:
        return value_of(array, self._keep)

    def _values(self, arrays: Sequence[Array | None]) -> list[Value | None]:
        return [None if each is None else self._value(each) for each in arrays]

    def adopt(self, last: Node) -> int:
        """Number a graph that was built before the recording, inputs first."""
        waiting = [last]
        while waiting:
            node = waiting[-1]
            unknown = [
                target
                for target, _ in node.next_functions
                if isinstance(target, Node) and self.mark not in target.metadata
            ]
            if unknown:
                waiting.extend(unknown)
                continue
            waiting.pop()
            if self.mark not in node.metadata:
                node.metadata[self.mark] = self._adopt_one(node)
        number: int = last.metadata[self.mark]
        return number

    def _adopt_one(self, node: Node) -> int:
        inputs = []
        for number, (target, output_nr) in enumerate(node.next_functions):
            source = None
            if isinstance(target, SeveralNode):
                source = self._adopt_result(target, output_nr)
            elif isinstance(target, Node):
                source = target.metadata[self.mark]
            elif target is not None:
                source = self.node_of(target.variable, None)
            inputs.append(
                Input(
                    name=node.op.inputs[number],
                    node=source,
                    constant=None if target is not None else _constant(node, number),
                    needs_grad=target is not None,
                    rule=node.op.grads[number].rule,
                )
            )
        saved = self._saved(node, inputs)
        made = self._writer.operation(
            "op",
            node.op.name,
            node.op.grad_fn,
            () if isinstance(node, SeveralNode) else node.shape,
            node.dtype.name,
            inputs=inputs,
            arguments=_told(node),
            saved=saved,
            symbol=node.op.symbol,
            freed=node.freed and bool(saved),
        )
        if isinstance(node, SeveralNode):
            self._writer.results(made, [None] * node.outputs)
        self._learn(node, made, inputs)
        return made

    def _adopt_result(self, maker: SeveralNode, output_nr: int) -> int:
        """One of several things that an older node made."""
        node: int = maker.metadata[self.mark]
        results = list(self._writer.results_of(node))
        known = results[output_nr]
        if known is not None:
            return known
        shape, dtype = maker.like(output_nr)
        number = self._writer.operation(
            "op",
            "output",
            maker.name(),
            shape,
            dtype.name,
            inputs=[Input("outputs", node, None, True, "1")],
            arguments={"index": output_nr},
            symbol="{0}[{index}]",
        )
        results[output_nr] = number
        self._writer.results(node, results)
        return number

    def _learn(self, node: Node, made: int, inputs: Sequence[Input]) -> None:
        """What a node of an older graph has saved tells numbers nobody saw."""
        places = {each.name: each.node for each in inputs} | {"result": made}
        for name, kept in node.saved.items():
            place = places.get(name)
            unseen = place is not None and not self._writer.is_seen(place)
            if isinstance(kept, SavedTensor) and unseen and place is not None:
                self._writer.starts_as(place, self._value(kept.array))

    def _input(
        self,
        op: Op,
        number: int,
        operand: Any,
        grad_fn: Node | None,
        frame: FrameType | None,
    ) -> Input:
        is_tensor = isinstance(operand, Tensor)
        return Input(
            name=op.inputs[number],
            node=self.node_of(operand, frame) if is_tensor else None,
            constant=None if is_tensor else str(operand),
            needs_grad=_edge(grad_fn, number) is not None,
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


def _constant(node: Node, number: int) -> str:
    """The plain number that an operation was given, if the node has kept it."""
    kept = node.saved.get(node.op.inputs[number])
    return str(kept) if isinstance(kept, int | float) and not node.freed else "…"


def _told(node: Node) -> dict[str, Any]:
    """The arguments that the program gave: the input's shape is none of them."""
    return {name: each for name, each in node.arguments.items() if name != "self_sizes"}


def _edge(node: Node | None, number: int) -> object:
    if node is None or number >= len(node.next_functions):
        return None
    return node.next_functions[number][0]
