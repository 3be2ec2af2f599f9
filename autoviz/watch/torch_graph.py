"""The nodes behind a tensor of PyTorch, numbered and written down.

Behind a result the ``grad_fn`` is walked until known nodes are met: a call that makes
two nodes (``linear``) gives two. Nodes carry their number in their ``metadata``, which
lives as long as they do. No node is held: PyTorch frees a deep graph in one go only if
nobody else holds a part of it.

Next: ``torch_inner``, for nodes whose result nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Any, cast

import torch

from autoviz.core.node import Op
from autoviz.records import Input, Saved, Value
from autoviz.watch.side import Side
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_call import NOBODY, Call
from autoviz.watch.torch_deep import PIECE, hold
from autoviz.watch.torch_inner import (
    inner_tensors,
    is_freed,
    saved_and_version,
    saved_tensor,
)
from autoviz.watch.torch_ops import (
    Form,
    arguments_of,
    form_of,
    notation,
    saved_in_order,
)
from autoviz.watch.torch_quiet import (
    GradFn,
    begins_at,
    sequence_nr,
)
from autoviz.watch.torch_values import dtype_of, same_memory, unknown
from autoviz.watch.writer import Writer

__all__ = ["TorchGraph"]


class TorchGraph:
    """Which node is which number, for one recording."""

    def __init__(self, writer: Writer, side: Side, backward: TorchBackward) -> None:
        self._writer = writer
        self._side = side
        self._backward = backward
        self._mark = side.mark
        self._first = begins_at()
        self._outputs: dict[int, dict[int, int]] = {}
        self._depths: dict[int, int] = {}

    def known(self, grad_fn: GradFn, output_nr: int) -> int | None:
        """The number of a node, or of one of its outputs if it has several."""
        number: int | None = grad_fn.metadata.get(self._mark)
        if number is not None and number in self._outputs:
            return self._outputs[number].get(output_nr)
        return number

    def record(self, output: torch.Tensor, call: Call) -> int:
        """Number what a call made, inputs first; it is told as it was computed."""
        new = self._unknown(output.grad_fn)
        lone = len(new) == 1
        if lone:
            values: Mapping[GradFn, torch.Tensor | None] = {new[0]: output}
        else:
            new.sort(key=sequence_nr)
            values = inner_tensors(new, output, call.tensors)
        for each in new:
            if self.is_older(each):
                self._add_older(each)
                continue
            number = self._add(each, call, values[each], lone=lone)
            self._tell(number, each, None if number in self._outputs else values[each])
        return self.number_of(output)

    def adopt(self, grad_fn: GradFn) -> int:
        """Number a graph that was built before the recording, inputs first."""
        for each in self._unknown(grad_fn):
            self._add_older(each)
        number: int = grad_fn.metadata[self._mark]
        return number

    def is_older(self, grad_fn: GradFn) -> bool:
        """Whether a node was made before the recording."""
        return sequence_nr(grad_fn) < self._first

    def forget(self, tensors: Iterable[torch.Tensor]) -> None:
        """Take the numbers out of all nodes that are still there."""
        waiting: list[GradFn] = [each.grad_fn for each in tensors]
        while waiting:
            grad_fn = waiting.pop()
            if grad_fn is None or grad_fn.metadata.pop(self._mark, None) is None:
                continue
            waiting += [each for each, _ in grad_fn.next_functions]

    def _unknown(self, last: GradFn) -> list[GradFn]:
        """The nodes behind ``last`` that have no number yet, inputs first."""
        found: list[GradFn] = []
        seen: set[GradFn] = set()
        waiting = [last]
        while waiting:
            grad_fn = waiting[-1]
            before = [
                each
                for each, _ in grad_fn.next_functions
                if each is not None
                and type(each) is not _LEAF
                and self._mark not in each.metadata
                and each not in seen
            ]
            if before:
                waiting += before
                continue
            waiting.pop()
            if grad_fn not in seen and self._mark not in grad_fn.metadata:
                seen.add(grad_fn)
                found.append(grad_fn)
        return found

    def _number(self, grad_fn: GradFn, output_nr: int) -> int:
        """The number of what an edge leads to."""
        if type(grad_fn) is _LEAF:
            leaf: torch.Tensor = cast("Any", grad_fn).variable
            number = self._side.known(leaf)
            if number is None:
                number = self._side.node_of(leaf, None)
            self._backward.watch_leaf(grad_fn, leaf, number)
            return number
        known = self.known(grad_fn, output_nr)
        if known is None:
            return self._add_output(grad_fn, output_nr, None)
        return known

    def _add(
        self,
        grad_fn: GradFn,
        call: Call,
        output: torch.Tensor | None,
        *,
        lone: bool = False,
    ) -> int:
        edges = grad_fn.next_functions
        form = form_of(grad_fn, call.name, len(edges))
        row, op = form.row, form.op
        if form.name == "CompiledFunctionBackward" and call is not NOBODY:
            op = call.name
        freed = call is NOBODY and is_freed(grad_fn)
        inputs = list(self._inputs(grad_fn, edges, form, call, lone))
        shape, dtype = _made(grad_fn, output)
        several = len(grad_fn._input_metadata) > 1
        number = self._writer.operation(
            "op",
            op,
            form.name,
            () if several else shape,
            dtype_of(dtype),
            inputs=inputs,
            arguments=arguments_of(grad_fn, row, shape, call.numbers()),
            saved=_had_saved(row, inputs)
            if freed
            else self._saved(grad_fn, row, inputs, call),
            symbol=form.symbol or notation(op, len(inputs)),
            position=call.position,
            freed=freed,
        )
        grad_fn.metadata[self._mark] = number
        outputs = self._outputs.setdefault(number, {}) if several else None
        if several:
            self._writer.results(number, [None] * len(grad_fn._input_metadata))
        size = prod(shape) * dtype.itemsize
        self._backward.watch(grad_fn, number, outputs, size)
        self._note_depth(grad_fn, number, inputs)
        return number

    def _add_older(self, grad_fn: GradFn) -> None:
        """A node from before; what it has saved tells numbers nobody saw."""
        number = self._add(grad_fn, NOBODY, None)
        for each in self._writer.saved(number):
            if each.node is not None and not self._writer.is_seen(each.node):
                kept = saved_tensor(grad_fn, each.name)
                if kept is not None:
                    self._writer.starts_as(each.node, self._side.value(kept))

    def _note_depth(
        self, grad_fn: GradFn, number: int, inputs: Sequence[Input]
    ) -> None:
        depth = 1
        for each in inputs:
            if each.node is not None:
                depth = max(depth, self._depths.get(each.node, 0) + 1)
        self._depths[number] = depth
        if depth % PIECE == 0:
            hold(grad_fn)

    def _tell(self, number: int, grad_fn: GradFn, tensor: torch.Tensor | None) -> None:
        if tensor is None:
            shape, dtype = _made(grad_fn, None)
            value = unknown(() if number in self._outputs else shape, dtype)
        else:
            value = self._side.value(tensor)
        self._writer.forward(number, value, tracked=True)

    def number_of(self, tensor: torch.Tensor) -> int:
        """The number of a tensor whose node has one."""
        number = self.known(tensor.grad_fn, tensor.output_nr)
        if number is None:
            value = None
            if not self.is_older(tensor.grad_fn):
                value = self._side.value(tensor)
            number = self._add_output(tensor.grad_fn, tensor.output_nr, value)
        return number

    def _add_output(self, grad_fn: GradFn, output_nr: int, value: Value | None) -> int:
        """One of several things that a node made: a card of its own."""
        node: int = grad_fn.metadata[self._mark]
        made = grad_fn._input_metadata[output_nr]
        number = self._writer.operation(
            "op",
            "output",
            grad_fn.name(),
            tuple(made.shape),
            dtype_of(made.dtype),
            inputs=[Input("outputs", node, None, True, "1")],
            arguments={"index": output_nr},
            symbol="{0}[{index}]",
            position=self._writer.position(node),
        )
        outputs = self._outputs[node]
        outputs[output_nr] = number
        every = range(len(grad_fn._input_metadata))
        self._writer.results(node, map(outputs.get, every))
        if value is not None:
            self._writer.forward(number, value, tracked=True)
        return number

    def _inputs(
        self,
        grad_fn: GradFn,
        edges: Sequence[tuple[GradFn, int]],
        form: Form,
        call: Call,
        lone: bool,
    ) -> Iterator[Input]:
        for (source, output_nr), name, rule in zip(
            edges, form.names, form.rules, strict=True
        ):
            if source is not None:
                node: int | None = self._number(source, output_nr)
                yield Input(name, node, None, True, rule)
            else:
                operand = call.argument(name, form.order) if lone else None
                node, constant = self._loose(grad_fn, name, operand, call)
                yield Input(name, node, constant, False, rule)
        for name in form.more if lone else ():
            node, constant = self._operand(call.argument(name, form.order))
            yield Input(name, node, constant, False, None)

    def _loose(
        self, grad_fn: GradFn, name: str, operand: Any, call: Call
    ) -> tuple[int | None, str | None]:
        """What takes no gradient: what was given, or who has what was saved."""
        if operand is not None:
            return self._operand(operand)
        kept = saved_tensor(grad_fn, name)
        for each in call.tensors:
            if kept is not None and same_memory(kept, each):
                return self._side.known(each), None
        numbers = call.numbers()
        if call is NOBODY and kept is not None and kept.ndim == 0:
            numbers = [kept.item()]
        return None, str(numbers[0]) if len(numbers) == 1 else "…"

    def _operand(self, operand: Any) -> tuple[int | None, str | None]:
        if isinstance(operand, torch.Tensor):
            return self._side.known(operand), None
        return None, "…" if operand is None else str(operand)

    def _saved(
        self, grad_fn: GradFn, row: Op | None, inputs: Sequence[Input], call: Call
    ) -> Iterator[Saved]:
        by_name = {each.name: each for each in inputs}
        kind: Any = type(grad_fn)
        for name in saved_in_order(kind, tuple(by_name)):
            if row is not None and name not in by_name and name != "result":
                continue
            found = saved_and_version(grad_fn, name)
            if found is None:
                continue
            kept, version = found
            source = by_name.get(name)
            if source is None:
                node = self._owner(kept, call)
                is_known = node is not None or name == "result"
                constant = None if is_known else "…"
            else:
                node, constant = source.node, source.constant
            yield Saved(name, node, constant, version)

    def _owner(self, kept: torch.Tensor, call: Call) -> int | None:
        for each in call.tensors:
            if same_memory(kept, each):
                return self._side.known(each)
        return None


_LEAF = type(
    torch.autograd.graph.get_gradient_edge(torch.zeros((), requires_grad=True)).node
)
"""AccumulateGrad; a learner's own Function may have a ``variable`` too."""


def _had_saved(row: Op | None, inputs: Sequence[Input]) -> Iterator[Saved]:
    """What a node had saved, as the table says; PyTorch does not any more."""
    wanted = [each.needs_grad for each in inputs]
    needs = row.needs(wanted[: len(row.grads)]) if row is not None else set()
    for each in inputs:
        if each.name in needs:
            yield Saved(each.name, each.node, each.constant, 0)
    for name in row.kept_results if row is not None else ():
        yield Saved(name, None, None, 0)


def _made(
    grad_fn: GradFn, output: torch.Tensor | None
) -> tuple[tuple[int, ...], torch.dtype]:
    """Shape and dtype of what a node made."""
    if output is not None and not output.is_nested:
        return tuple(output.shape), output.dtype
    first = next(each for each in grad_fn._input_metadata if each is not None)
    return tuple(first.shape), first.dtype
