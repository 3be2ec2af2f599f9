"""Observes parts of a program of the numpy core: ``record(only=...)``.

Outside of those parts nothing is told of but ``backward()``: what it does to recorded
nodes. A gradient that comes to them from elsewhere is one more ``Seed``. Tensors from
elsewhere, which a part takes in, are known without what they were computed from.

Next: ``recorder``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from autoviz.core.deposit import Retained
from autoviz.core.dtypes import Array
from autoviz.core.node import AccumulateGrad, Node
from autoviz.core.op import Op
from autoviz.core.tensor import Tensor
from autoviz.watch.notes import Note
from autoviz.watch.numpy_graph import makes_several
from autoviz.watch.numpy_held import MOST
from autoviz.watch.numpy_side import NumpySide
from autoviz.watch.unwatched import Hearing
from autoviz.watch.writer import Writer

__all__ = ["NumpyParts"]


class NumpyParts(NumpySide):
    """The core's ``Observer`` for a recording of parts."""

    def __init__(self, writer: Writer, keep: int, keep_bytes: int = MOST) -> None:
        super().__init__(writer, keep, keep_bytes)
        self._taken_in: set[int] = set()  # from elsewhere
        self._is_outside = False
        self._has_begun = False

    def hears(self, hearing: Hearing) -> None:
        super().hears("none" if hearing == "none" else "all")
        self._is_outside = hearing == "backward"

    # what is told of a part alone

    def created(self, tensor: Tensor) -> None:
        if not self._is_outside:
            super().created(tensor)

    def writing(self, tensor: Tensor) -> None:
        if not self._is_outside:
            super().writing(tensor)

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        if not self._is_outside:
            super().forward(op, operands, arguments, output, reason, in_place)

    def left(self, tensor: Tensor, by: str) -> None:
        if not self._is_outside:
            super().left(tensor, by)

    def grad_set(self, tensor: Tensor, before: Tensor | None) -> None:
        if not self._is_outside:
            super().grad_set(tensor, before)

    def mode(self, name: str, entered: bool) -> None:
        if not self._is_outside:
            super().mode(name, entered)

    def stepping(self, optimizer: object) -> None:
        if not self._is_outside:
            super().stepping(optimizer)

    # a tensor from elsewhere

    def adopt(self, last: Node) -> int:
        if last not in self.numbers:
            self.numbers[last] = self._adopt_one(last)
        return self.numbers[last]

    def _adopt_one(self, node: Node) -> int:
        op, several = node.table_row(), makes_several(node)
        shape = () if several else node.shape
        made = self._writer.operation(
            "op", op.name, op.grad_fn, shape, node.dtype.name, inputs=(), arguments={}
        )
        self._older.add(made)
        self._taken_in.add(made)
        if several:
            self._writer.results(made, [None] * node.output_count)
        return made

    # backward

    def seed(self, root: Tensor, gradient: Array, continues: bool) -> None:
        if not continues:
            self.catch_up()
            self._has_begun = False
        if self.known(root) is None and self.numbered(root) is None:
            self._calling, _ = self.place()
            self._copies = True
            return
        super().seed(root, gradient, self._has_begun)
        self._has_begun = True

    def backward(
        self,
        node: Node,
        arrived: Sequence[Array | None],
        sent: Sequence[Array | None],
        freed: bool,
        retained: Sequence[Array | None],
    ) -> None:
        if node in self.numbers:
            super().backward(node, arrived, sent, freed, retained)
            if freed:
                self.unwatched.told_freed(self.numbers[node])
            return
        edges = zip(node.next_nodes, node.next_numbers, sent, strict=True)
        for target, output_nr, part in edges:
            number = self._recorded(target, output_nr)
            if number is not None and part is not None:
                self._comes_in(number, part)

    def _recorded(self, target: object, output_nr: int) -> int | None:
        if isinstance(target, AccumulateGrad):
            return self.known(target.variable)
        if not isinstance(target, Node) or target not in self.numbers:
            return None
        return self._result(target, output_nr)

    def _comes_in(self, node: int, part: Array) -> None:
        (value,) = self._values([part])
        assert value is not None
        continues, self._has_begun = self._has_begun, True
        self._writer.seed(node, value, self._calling, continues=continues, outside=True)

    def accumulate(
        self, leaf: AccumulateGrad, before: Array | None, arrived: Array, after: Array
    ) -> None:
        if self.known(leaf.variable) is not None:
            super().accumulate(leaf, before, arrived, after)
            self.unwatched.told_grad(self, leaf.variable)

    def hooked(
        self,
        node: Node | AccumulateGrad,
        where: Literal["arrived", "sent"],
        before: Sequence[Array | None],
        after: Sequence[Array | None],
        name: str,
    ) -> None:
        leaf = node.variable if isinstance(node, AccumulateGrad) else None
        if node in self.numbers or (leaf is not None and self.known(leaf) is not None):
            super().hooked(node, where, before, after, name)

    def failed(
        self, node: Node, error: Exception, retained: Sequence[Retained | None]
    ) -> None:
        if node in self.numbers:
            super().failed(node, error, retained)

    def _backward_note(self, ran: Iterator[Any], values: Any) -> Note:
        kind, told, position = super()._backward_note(ran, values)
        if told["node"] in self._taken_in:
            told = {**told, "sent": ()}
        return kind, told, position
