"""The nodes behind a tensor of the numpy core, numbered and written down.

Most nodes get their number when the operation runs; a graph from before the recording
when it is first met, and the node of a view whose memory was written to when the view
is next looked at. A leaf is known by the node that adds to its ``.grad``.

Next: ``numpy_noted``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import FrameType
from typing import Any

from autoviz.core.dtypes import Array
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.op import Op
from autoviz.core.saved import PackedTensor, SavedResult, SavedTensor
from autoviz.core.storage import Storage
from autoviz.core.tensor import Tensor
from autoviz.records import Input, Saved, Value
from autoviz.watch.capture import Later, value_of
from autoviz.watch.numpy_held import MOST, Numbers, place_of
from autoviz.watch.sharing import Place
from autoviz.watch.side import Side
from autoviz.watch.source import Position
from autoviz.watch.verbs import Shared
from autoviz.watch.writer import Writer

__all__ = [
    "INDICES",
    "NumpyGraph",
    "has_one_for_gradients",
    "makes_several",
    "rule_of",
    "saved",
    "told",
    "versions",
]


class NumpyGraph(Side):
    """Which node of the core is which number, for one recording."""

    def __init__(self, writer: Writer, keep: int, keep_bytes: int = MOST) -> None:
        super().__init__(writer, keep)
        self.numbers: dict[Node | AccumulateGrad, int] = {}
        self._older: set[int] = set()  # from before the recording
        self._held = Numbers(keep, keep_bytes)
        self._whole: dict[Node, int] = {}  # what they have saved was there last time
        self._looked_at = 0

    # what a tensor of the core says of itself

    def is_tensor(self, something: object) -> bool:
        return isinstance(something, Tensor)

    def is_parameter(self, something: object) -> bool:
        return _is_a("autoviz.nn.parameter", "Parameter", something)

    def is_module(self, something: object) -> bool:
        return _is_a("autoviz.nn.modules.module", "Module", something)

    def value(self, tensor: Tensor) -> Value:
        return self._held.value(tensor.array, tensor.storage)

    def later(self, tensor: Tensor) -> Value | Later:
        return self._held.later(tensor.array, tensor.storage)

    def grad(self, tensor: Tensor) -> Tensor | None:
        return tensor.held_grad

    def explicit_name(self, tensor: Tensor) -> str | None:
        return self.names.of(tensor) or tensor.name

    def _values(self, arrays: Sequence[Array | None]) -> list[Value | None]:
        """Of gradients: copies, or sums."""
        keep = self._held.keep
        return [None if each is None else value_of(each, keep) for each in arrays]

    def version(self, tensor: Tensor) -> int:
        return tensor.storage.version

    @staticmethod
    def place_of(tensor: Tensor) -> Place | None:
        return place_of(tensor.array)

    def is_stale(self, tensor: Tensor) -> bool:
        view_of = tensor.view_of
        return view_of is not None and view_of.version != tensor.storage.version

    # which tensor is which node

    def numbered(self, tensor: Tensor) -> int | None:
        return self._result(tensor.grad_fn, tensor.output_nr)

    def _result(self, node: Node | None, output_nr: int) -> int | None:
        """The number of what a node has made, if it has one."""
        number = None if node is None else self.numbers.get(node)
        if number is None or not makes_several(node):
            return number
        results = self._writer.results_of(number)
        return results[output_nr] if output_nr < len(results) else None

    def known(self, tensor: object) -> int | None:
        found = super().known(tensor)
        if found is not None or not isinstance(tensor, Tensor):
            return found
        number = self._result(tensor.node, tensor.output_nr)
        return None if number in self._older else number

    def freed(self) -> Iterator[tuple[int, bool]]:
        """Of each that had something saved when this was last asked, and new ones."""
        new = islice(self.numbers.items(), self._looked_at, None)
        nodes = {**self._whole, **{e: n for e, n in new if isinstance(e, Node)}}
        self._looked_at = len(self.numbers)
        self._whole = {each: n for each, n in nodes.items() if not each.freed}
        return ((number, node.freed) for node, number in nodes.items())

    def node_of(self, tensor: Tensor, frame: FrameType | None) -> int:
        """Its number; a view may have got another node since it was seen."""
        node = tensor.node
        if node is not None and tensor.view_of is not None:
            known = self.known(tensor)
            if known is not None:
                self.remember(tensor, known)  # by the node it had, not has
            if known is not None and node not in self.numbers:
                self.name_around(tensor, self._renewed(tensor, None), frame)
        return super().node_of(tensor, frame)

    def _renewed(self, view: Tensor, position: Position | None) -> int:
        """The node of a view that was made anew since its memory was written to."""
        assert view._base is not None
        assert view.node is not None
        needs_grad = view.node.next_functions[0][0] is not None
        base = self.node_of(view._base, None)
        rule = rule_of(view.node.table_row(), 0)
        return self._made(view, [Input("self", base, None, needs_grad, rule)], position)

    def _made(
        self,
        tensor: Tensor,
        inputs: Sequence[Input],
        position: Position | None,
        shared: Shared = (),
    ) -> int:
        """A tensor that was there has another node now."""
        node = tensor.node
        assert node is not None
        number = self._writer.operation(
            "op",
            node.table_row().name,
            node.table_row().grad_fn,
            tensor.array.shape,
            tensor.dtype.name,
            inputs=inputs,
            arguments=told(node.arguments),
            saved=self._saved(node, inputs),
            symbol=node.table_row().symbol,
            position=position,
        )
        self.numbers[node] = number
        self._shares(number, tensor, (tensor,))
        self.remember(tensor, number)
        value, version = self.value(tensor), self.version(tensor)
        self._writer.forward(
            number, value, tracked=True, version=version, shared=shared
        )
        return number

    def _shares(self, node: int, tensor: Tensor, operands: Sequence[Any]) -> None:
        """Whose memory a tensor has, if not one of its own."""
        for each in (tensor._base, *operands):
            if isinstance(each, Tensor) and each.storage is tensor.storage:
                known = self.known(each)
                if known is not None:
                    if each is not tensor:
                        self.sharing.meet(each, tensor)
                    is_view = tensor.view_of is not None
                    self._writer.shares(node, known, view=is_view)
                    return

    def _number(self, node: Node) -> int:
        """Of a node that runs; one that nobody was told of gets a number now."""
        number = self.numbers.get(node)
        return self.adopt(node) if number is None else number

    def adopt(self, last: Node) -> int:
        """Number a graph that was built before the recording, inputs first."""
        waiting = [last]
        while waiting:
            node = waiting[-1]
            unknown = [
                target
                for target, _ in node.next_functions
                if isinstance(target, Node) and target not in self.numbers
            ]
            if unknown:
                waiting.extend(unknown)
                continue
            waiting.pop()
            if node not in self.numbers:
                self.numbers[node] = self._adopt_one(node)
        return self.numbers[last]

    def adopted(self, tensor: Tensor) -> int:
        node, number = tensor.grad_fn, super().adopted(tensor)
        if node is None or not makes_several(node):
            return number
        return self._adopt_result(node, tensor.output_nr)

    def _adopt_one(self, node: Node) -> int:
        inputs = []
        for number, (target, output_nr) in enumerate(node.next_functions):
            source = None
            if isinstance(target, Node) and makes_several(target):
                source = self._adopt_result(target, output_nr)
            elif isinstance(target, Node):
                source = self.numbers[target]
            elif target is not None:
                source = self.node_of(target.variable, None)
            inputs.append(
                Input(
                    name=node.table_row().inputs[number],
                    node=source,
                    constant=None if target is not None else _constant(node, number),
                    needs_grad=target is not None,
                    rule=rule_of(node.table_row(), number),
                )
            )
        saved = self._saved(node, inputs)
        made = self._writer.operation(
            "op",
            node.table_row().name,
            node.table_row().grad_fn,
            () if makes_several(node) else node.shape,
            node.dtype.name,
            inputs=inputs,
            arguments=told(node.arguments),
            saved=saved,
            symbol=node.table_row().symbol,
            freed=node.freed and bool(saved),
        )
        self._older.add(made)
        if makes_several(node):
            self._writer.results(made, [None] * node.output_count)
        self._learn(node, made, inputs)
        return made

    def _adopt_result(self, maker: Node, output_nr: int) -> int:
        """One of several things that an older node made."""
        node = self.numbers[maker]
        results = list(self._writer.results_of(node))
        known = results[output_nr]
        if known is not None:
            return known
        (shape, dtype), name = maker.like(output_nr), maker.grad_fn_name()
        number = self._writer.output(node, output_nr, name, shape, dtype.name)
        results[output_nr] = number
        self._older.add(number)
        self._writer.results(node, results)
        return number

    def _learn(self, node: Node, made: int, inputs: Sequence[Input]) -> None:
        """What a node of an older graph has saved tells numbers nobody saw."""
        places = {each.name: each.node for each in inputs} | {"result": made}
        for name, kept in node.saved_by_name().items():
            place = places.get(name)
            unseen = place is not None and not self._writer.is_seen(place)
            is_known = isinstance(kept, SavedTensor | SavedResult)
            if is_known and unseen and place is not None:
                value = self._held.value(kept.array, _memory(kept))
                self._writer.starts_as(place, value)
                self._writer.counts(place, _memory(kept).version)

    def _input(
        self,
        op: Op,
        number: int,
        operand: Any,
        grad_fn: Node | None,
        frame: FrameType | None,
    ) -> Input:
        is_tensor, edge = isinstance(operand, Tensor), _edge(grad_fn, number)
        return Input(
            name=op.inputs[number],
            node=self._operand(operand, edge, frame) if is_tensor else None,
            constant=None if is_tensor else str(operand),
            needs_grad=edge is not None,
            rule=rule_of(op, number),
        )

    def _operand(
        self, operand: Tensor, edge: object, frame: FrameType | None
    ) -> int | None:
        """A view may look at what was just written: it was another one before."""
        if operand.view_of is None or not isinstance(edge, Node):
            return self.node_of(operand, frame)
        number = self._result(edge, operand.output_nr)
        return self.node_of(operand, frame) if number is None else number

    def _saved(self, node: Node | None, inputs: Sequence[Input]) -> list[Saved]:
        return [] if node is None else saved(node, versions(node), inputs)


def versions(node: Node) -> dict[str, int]:
    """What a node keeps, and the versions it had; 0 for what has none.

    A Function's saved tensors have no names, and what was packed is the learner's.
    """
    return {
        name: kept.version if isinstance(kept, SavedTensor | SavedResult) else 0
        for name, kept in node.saved_by_name().items()
        if not isinstance(name, int)
        and not isinstance(kept, PackedTensor)
        and (kept is not None or node.freed)
    }


def saved(
    node: Node, versions: Mapping[str, int], inputs: Sequence[Input]
) -> list[Saved]:
    """What a node keeps, told by whose value it is: inputs, results, others."""
    by_name, op = {each.name: each for each in inputs}, node.table_row()
    found = []
    for name in dict.fromkeys((*by_name, *op.results, *versions)):
        if name not in versions or name.startswith(INDICES):
            continue
        source = by_name.get(name)
        unknown = "…" if name in op.aside else None
        found.append(
            Saved(
                name,
                source.node if source else None,
                source.constant if source else unknown,
                versions[name],
            )
        )
    return found


def _memory(kept: SavedTensor | SavedResult) -> Storage:
    return kept.storage if isinstance(kept, SavedResult) else kept.tensor.storage


INDICES = "indices["
"""Lists and masks in ``x[[0, 1]]`` get no cards: what is written says enough."""


def rule_of(op: Op, number: int) -> str | None:
    """The rule for one input; an operation of the learner's own has none."""
    return op.grads[number].rule if number < len(op.grads) else None


def _is_a(home: str, name: str, something: object) -> bool:
    """Whether it is of a class of networks; nothing is, if nobody imported them."""
    kind = getattr(sys.modules.get(home), name, ())
    return isinstance(something, kind)


def makes_several(node: Node | None) -> bool:
    """A list of one tensor is told as that tensor."""
    return node is not None and node.table_row().makes_several and node.output_count > 1


def has_one_for_gradients(
    op: Op, results: Sequence[Any], grad_fn: Node | None = None
) -> bool:
    """Of several results only the first can have a gradient: ``x.sort()``.

    That one is told as if it were alone, and the others beside it.
    """
    if grad_fn is not None:
        return grad_fn.output_count == 1
    others = (each.dtype.is_floating_point for each in results[1:])
    return bool(op.results) and not any(others)


def _constant(node: Node, number: int) -> str:
    """The plain number that an operation was given, if the node has kept it."""
    kept = node.saved_by_name().get(node.table_row().inputs[number])
    return str(kept) if isinstance(kept, int | float) and not node.freed else "…"


def told(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that the program gave: what the inputs are like is none of them."""
    return {
        name: each
        for name, each in arguments.items()
        if each is not None and name not in _SHAPES
    }


_SHAPES = frozenset({"self_geometry", "self_sizes", "source_sizes"})


def _edge(node: Node | None, number: int) -> object:
    if node is None or number >= len(node.next_functions):
        return None
    return node.next_functions[number][0]
