"""The nodes behind a tensor of PyTorch, numbered while the program runs.

Behind a result the ``grad_fn`` is walked until known nodes are met: a call that makes
two nodes (``linear``) gives two. Nodes carry their number in their ``metadata``, which
lives as long as they do. No node is held: PyTorch frees a deep graph in one go only if
nobody else holds a part of it.

The learner's program waits meanwhile. So a node gets its number and its hook, and what
will be gone later is noted; the rest is for ``torch_noted``.

Next: ``torch_inner``, for nodes whose result nobody sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import prod
from typing import Any, cast

import torch

from autoviz.records import Value
from autoviz.watch.capture import Later
from autoviz.watch.side import Side, grad_fn_of
from autoviz.watch.torch_arguments import arguments_of
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_call import NOBODY, Call
from autoviz.watch.torch_deep import PIECE, hold
from autoviz.watch.torch_held import Held
from autoviz.watch.torch_inner import (
    Kept,
    inner_tensors,
    is_freed,
    kept_by,
    without_edge,
)
from autoviz.watch.torch_memory import Looks, TorchMemory
from autoviz.watch.torch_noted import Noted, Source
from autoviz.watch.torch_ops import Form, form_of, row_of
from autoviz.watch.torch_quiet import GradFn, begins_at, sequence_nr
from autoviz.watch.torch_values import dtype_of, same_memory, shape_of, unknown
from autoviz.watch.verbs import Shared
from autoviz.watch.writer import Writer

__all__ = ["TorchGraph"]


class TorchGraph:
    """Which node is which number, for one recording."""

    def __init__(
        self, writer: Writer, side: Side, backward: TorchBackward, held: Held
    ) -> None:
        self._writer = writer
        self._side = side
        self._held = held
        self._backward = backward
        self._mark = side.mark
        self._first = begins_at()
        self._older: set[int] = set()
        self._outputs: dict[int, dict[int, int]] = {}
        self._depths: dict[int, int] = {}
        self.memory = TorchMemory(writer, side, self.known_now)

    def known(self, grad_fn: GradFn, output_nr: int) -> int | None:
        """The number of a node, or of one of its outputs if it has several."""
        number: int | None = grad_fn.metadata.get(self._mark)
        if number is not None and number in self._outputs:
            return self._outputs[number].get(output_nr)
        return number

    def record(self, output: torch.Tensor, call: Call, shared: Shared = ()) -> int:
        """Number what a call made, inputs first; it is told as it was computed.

        If it was written to, so is what others hold that look at its memory.
        """
        new = self._unknown(output.grad_fn)
        new.sort(key=sequence_nr)
        kept = {each: kept_by(each) for each in new}
        lone = len(new) == 1
        if lone:
            values: Mapping[GradFn, torch.Tensor | None] = {new[0]: output}
        else:
            given = [each for each in call.tensors if not self._side.is_stale(each)]
            values = inner_tensors(kept, output, given)
        has_older = bool(new) and self.is_older(new[0])
        written = output if output._base is None else output._base
        for each in new:
            if has_older and self.is_older(each):
                self._add_older(each)
                continue
            made = values[each]
            if made is None or (made is not output and made is not output._base):
                looks = self._looks(each, call)
                version = 0 if looks is None else looks.version
                number = self._add(each, kept[each], call, made, version=version)
                if looks is not None:
                    self.memory.looks(number, looks)
                continue
            version = made._version
            told = shared if made is written else ()
            number = self._add(
                each, kept[each], call, made, version=version, lone=lone, shared=told
            )
            if (version or made._base is not None) and number not in self._outputs:
                self.memory.shares(number, made, call.tensors)
        return self.number_of(output)

    def _looks(self, grad_fn: GradFn, call: Call) -> Looks | None:
        """A result that nobody has, if it is a view: of what it was made from."""
        row = row_of(grad_fn.name(), "")
        if row is None or not row.view or not grad_fn.next_functions:
            return None
        source, output_nr = grad_fn.next_functions[0]
        if source is not None and type(source) is not _LEAF:
            number = self._number(source, output_nr)
            return self.memory.behind(number, call.tensors)
        its: Any = source
        tensor = without_edge(call.tensors) if source is None else its.variable
        leaf = self._side.known(tensor)
        if tensor is None or leaf is None:
            return None
        return self.memory.at(leaf, tensor)

    def known_now(self, tensor: torch.Tensor) -> int | None:
        """The number of a tensor, if it has one; that of its node, if that is newer."""
        is_stale = self._side.is_stale(tensor)
        grad_fn = None if is_stale else grad_fn_of(tensor)
        number = None if grad_fn is None else self.known(grad_fn, tensor.output_nr)
        return self._side.known(tensor) if number is None else number

    def adopt(self, grad_fn: GradFn) -> int:
        """Number a graph that was built before the recording, inputs first."""
        for each in self._unknown(grad_fn):
            self._add_older(each)
        number: int = grad_fn.metadata[self._mark]
        return number

    def is_older(self, grad_fn: GradFn) -> bool:
        """Whether a node was made before the recording, or while it paused."""
        number = grad_fn.metadata.get(self._mark)
        if number is not None:
            return number in self._older
        return sequence_nr(grad_fn) < self._first

    def begins_anew(self) -> None:
        """Recording goes on: what was made meanwhile is as from before."""
        self._first = begins_at()

    def forget(self, tensors: Iterable[torch.Tensor]) -> None:
        """Take the numbers out of all nodes that are still there."""
        waiting: list[GradFn] = [grad_fn_of(each) for each in tensors]
        while waiting:
            grad_fn = waiting.pop()
            if grad_fn is None or grad_fn.metadata.pop(self._mark, None) is None:
                continue
            waiting += [each for each, _ in grad_fn.next_functions]

    def _unknown(self, last: GradFn) -> list[GradFn]:
        """The nodes behind ``last`` that have no number yet, inputs first."""
        mark = self._mark
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
                and mark not in each.metadata
                and each not in seen
            ]
            if before:
                waiting += before
                continue
            waiting.pop()
            if grad_fn not in seen and mark not in grad_fn.metadata:
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
        kept: Kept,
        call: Call,
        output: torch.Tensor | None = None,
        *,
        version: int = 0,
        lone: bool = False,
        older: bool = False,
        shared: Shared = (),
    ) -> int:
        """Number a node whose inputs have numbers."""
        made = grad_fn._input_metadata
        several = len(made) > 1
        shape, dtype = _shape_and_dtype(made, output)
        noted = self._note(grad_fn, kept, call, shape, lone)
        if output is None or several:
            value: Value | Later = unknown(() if several else shape, dtype)
        else:
            value = self._held.later(output)
        number = self._writer.noted(
            noted,
            () if several else shape,
            dtype_of(dtype),
            None if older else value,
            call.position,
            version=0 if several else version,
            shared=shared,
        )
        grad_fn.metadata[self._mark] = number
        if noted.loose:
            self._backward.loose[number] = noted.loose
        outputs = None
        if several:
            outputs = self._outputs[number] = {}
            self._writer.results(number, [None] * len(made))
        self._backward.watch(grad_fn, number, outputs, prod(shape) * dtype.itemsize)
        self._note_depth(grad_fn, number, noted.sources)
        return number

    def _note(
        self,
        grad_fn: GradFn,
        kept: Kept,
        call: Call,
        shape: tuple[int, ...],
        lone: bool,
    ) -> Noted:
        """What nobody could find out later."""
        edges = grad_fn.next_functions
        form = form_of(grad_fn, call.name, len(edges))
        sources = self._sources(kept, edges, form, call, lone)
        arguments: Mapping[str, object] = {}
        if form.is_told_more:
            given = partial(_given, call, form) if lone else _nothing
            arguments = arguments_of(grad_fn, form.row, shape, given, call.numbers)
        owners: Mapping[str, int | None] = {}
        if form.row is None and kept.tensors:
            owners = self._owners(kept, form, call)
        return Noted(
            form=form,
            kind=type(grad_fn),
            function=call.name,
            sources=sources,
            loose=[at for at, (source, _) in enumerate(edges) if source is None],
            arguments=arguments,
            versions=kept.versions,
            owners=owners,
            freed=call is NOBODY and is_freed(grad_fn),
        )

    def _owners(self, kept: Kept, form: Form, call: Call) -> Mapping[str, int | None]:
        """Whose those saved tensors are that are none of the inputs."""
        return {
            name: self._owner(tensor, call)
            for name, tensor in kept.tensors.items()
            if name not in form.names and name != "result"
        }

    def _add_older(self, grad_fn: GradFn) -> None:
        """A node from before; what it has saved tells numbers nobody saw."""
        kept = kept_by(grad_fn)
        number = self._add(grad_fn, kept, NOBODY, older=True)
        self._older.add(number)
        self._backward.hooks.has_older()
        for each in self._writer.saved(number):
            if each.node is not None and not self._writer.is_seen(each.node):
                tensor = kept.tensors.get(each.name)
                if tensor is not None:
                    self._writer.starts_as(each.node, self._side.value(tensor))

    def _note_depth(
        self, grad_fn: GradFn, number: int, sources: Sequence[Source]
    ) -> None:
        depth, depths = 0, self._depths
        for each in sources:
            if each in depths and depths[each] > depth:
                depth = depths[each]
        depths[number] = depth + 1
        if (depth + 1) % PIECE == 0:
            hold(grad_fn)

    def number_of(self, tensor: torch.Tensor) -> int:
        """The number of a tensor whose node has one."""
        number = self.known(tensor.grad_fn, tensor.output_nr)
        if number is None:
            made = None if self.is_older(tensor.grad_fn) else tensor
            number = self._add_output(tensor.grad_fn, tensor.output_nr, made)
        return number

    def _add_output(
        self, grad_fn: GradFn, output_nr: int, tensor: torch.Tensor | None
    ) -> int:
        """One of several things that a node made: a card of its own."""
        node: int = grad_fn.metadata[self._mark]
        made = grad_fn._input_metadata[output_nr]
        shape, dtype = tuple(made.shape), dtype_of(made.dtype)
        number = self._writer.output(node, output_nr, grad_fn.name(), shape, dtype)
        outputs = self._outputs[node]
        outputs[output_nr] = number
        every = range(len(grad_fn._input_metadata))
        self._writer.results(node, map(outputs.get, every))
        if tensor is not None:
            self.memory.shares(number, tensor, ())
            value, version = self._side.value(tensor), tensor._version
            self._writer.forward(number, value, tracked=True, version=version)
        return number

    def _sources(
        self,
        kept: Kept,
        edges: Sequence[tuple[GradFn, int]],
        form: Form,
        call: Call,
        lone: bool,
    ) -> list[Source]:
        """What each edge leads to, and what else the call was given."""
        found: list[Source] = []
        for at, (source, output_nr) in enumerate(edges):
            if source is not None:
                number = source.metadata.get(self._mark)
                if number is None or number in self._outputs:
                    number = self._number(source, output_nr)
                found.append(number)
                continue
            name = form.names[at]
            operand = without_edge(call.tensors) if len(edges) == 1 else None
            if operand is None and lone:
                operand = call.argument(name, form.order)
            if form.name in _WRITES and call.args:
                operand = call.part_written(at)
            if operand is not None:
                found.append(self._operand(operand))
            elif lone and form.row is not None and name in form.row.optional:
                found.append("None")
            else:
                found.append(self._loose(kept, name, call))
        return found + self._more(kept, form, call, lone) if form.more else found

    def _more(self, kept: Kept, form: Form, call: Call, lone: bool) -> list[Source]:
        """Inputs that no gradient goes to: whoever has what was saved, or by place."""
        given: list[Any] = []
        for name in form.more:
            saved = kept.tensors.get(name)
            found = call.argument(name, form.order) if lone else None
            for each in call.tensors:
                if saved is not None and same_memory(saved, each):
                    found = each
            given.append(found)
        seen = lone or any(each is not None for each in given)
        return [self._operand(each) for each in given] if seen else []

    def _loose(self, kept: Kept, name: str, call: Call) -> Source:
        """What takes no gradient: who has what was saved of it, or a number."""
        tensor = kept.tensors.get(name)
        for each in call.tensors:
            if tensor is not None and same_memory(tensor, each):
                return self._side.known(each)
        numbers = call.numbers()
        if call is NOBODY and tensor is not None and tensor.ndim == 0:
            numbers = [tensor.item()]
        return str(numbers[0]) if len(numbers) == 1 else "…"

    def _operand(self, operand: Any) -> Source:
        if isinstance(operand, torch.Tensor):
            return self._side.known(operand)
        return "…" if operand is None else str(operand)

    def _owner(self, kept: torch.Tensor, call: Call) -> int | None:
        for each in call.tensors:
            if same_memory(kept, each):
                return self._side.known(each)
        return None


_WRITES = frozenset({"CopyBackwards", "CopySlices"})
_LEAF = type(
    torch.autograd.graph.get_gradient_edge(torch.zeros((), requires_grad=True)).node
)
"""AccumulateGrad; a learner's own Function may have a ``variable`` too."""


def _given(call: Call, form: Form, name: str) -> Any:
    """What the call of one node was given for a parameter, or what is meant then."""
    order = form.order if call.name.strip("_") == form.op else ()
    found = call.argument(name, order)
    return form.defaults.get(name) if found is None else found


def _nothing(name: str) -> None:
    """Of a node among several of one call nobody knows what it was given."""


def _shape_and_dtype(
    made: Sequence[Any], output: torch.Tensor | None
) -> tuple[tuple[int, ...], torch.dtype]:
    """Of what a node made; ``made`` is what the node says of it."""
    if output is not None and not output.is_nested:
        return tuple(output.shape), output.dtype
    first = next(each for each in made if each is not None)
    return shape_of(first), first.dtype
