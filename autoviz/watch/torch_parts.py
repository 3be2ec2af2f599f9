"""Parts of a program of PyTorch: ``record(only=...)``.

A tensor from elsewhere, which a part takes in, is known without what it was computed
from.

Not every node of a pass is recorded then. Before it begins, the graph is walked: nodes
that are not recorded, and lead to some that are, get a hook for this one pass. What
they send there is a gradient that comes in from outside: one more ``Seed``.

Next: ``torch_side``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from typing import Any

import torch

from autoviz.records import Value
from autoviz.watch.side import Side
from autoviz.watch.source import here
from autoviz.watch.torch_backward import TorchBackward
from autoviz.watch.torch_graph import TorchGraph
from autoviz.watch.torch_held import Held
from autoviz.watch.torch_ops import form_of
from autoviz.watch.torch_pass import Entered, Gradients, Pass, Ran, request, versions_of
from autoviz.watch.torch_quiet import GradFn, Trouble
from autoviz.watch.torch_values import dtype_of, shape_of
from autoviz.watch.writer import Writer

__all__ = ["PartsBackward", "PartsGraph"]

_LEAF = "AccumulateGrad"


class PartsGraph(TorchGraph):
    """Nodes of a recording of parts."""

    def adopt(self, grad_fn: GradFn) -> int:
        if self._mark not in grad_fn.metadata:
            self._add_older(grad_fn)
        number: int = grad_fn.metadata[self._mark]
        return number

    def _add_older(self, grad_fn: GradFn) -> None:
        """A node from elsewhere, without what it was computed from."""
        made = grad_fn._input_metadata
        several, first = len(made) > 1, next(each for each in made if each is not None)
        shape, dtype = shape_of(first), first.dtype
        form = form_of(grad_fn, "", len(grad_fn.next_functions))
        number = self._writer.operation(
            "op",
            form.op,
            grad_fn.name(),
            () if several else shape,
            dtype_of(dtype),
            inputs=(),
            arguments={},
        )
        grad_fn.metadata[self._mark] = number
        self._older.add(number)
        outputs = None
        if several:
            outputs = self._outputs[number] = {}
            self._writer.results(number, [None] * len(made))
        self._backward.watch(grad_fn, number, outputs, prod(shape) * dtype.itemsize)
        self._backward.hooks.has_older()


class PartsBackward(TorchBackward):
    """Every backward pass of a recording of parts."""

    def __init__(
        self, writer: Writer, side: Side, held: Held, trouble: Trouble
    ) -> None:
        super().__init__(writer, side, held, trouble)
        self._entering: list[Any] = []  # hooks of this pass
        self._is_whole = True  # all of its nodes are recorded

    def blame(self, error: BaseException) -> int | None:
        """Of a pass through both, PyTorch does not say where it failed."""
        return super().blame(error) if self._is_whole else None

    def begins(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        self.tell()
        self._running = True
        place = here()
        self._position = place[0] if place else None
        asked = request(name, args, kwargs)
        self._pass = Pass(asked.keeps_graph, asked.makes_graph)
        self._is_whole = True
        if asked.is_runnable:
            self._side.asked(asked.roots)
            edges = [torch.autograd.graph.get_gradient_edge(e) for e in asked.roots]
            self._edges += edges
            for edge in edges:
                self._number(edge.node, edge.output_nr)  # a leaf is watched from now on
            self._walk([edge.node for edge in edges])
            if name != "grad":
                self._pass.grads = self._grads_now()
            for edge, root, seed in zip(edges, asked.roots, asked.seeds, strict=True):
                number = self._number(edge.node, edge.output_nr)
                if number is not None:
                    self._seed(number, self._first_of(root, seed))
            self.hooks.begins(asked.roots, self._living(), len(self._hooks))
        self._place = self._writer.reserve()

    def ends(self, error: BaseException | None = None) -> None:
        for each in self._entering:
            each.remove()
        self._entering.clear()
        super().ends(error)

    def _walk(self, waiting: list[GradFn]) -> None:
        """Find the ways into what is recorded."""
        seen: set[GradFn] = set()
        while waiting:
            grad_fn = waiting.pop()
            if grad_fn is None or grad_fn in seen:
                continue
            seen.add(grad_fn)
            edges = grad_fn.next_functions
            waiting += [each for each, _ in edges]
            if self._side.mark in grad_fn.metadata:
                continue
            self._is_whole = False
            targets = [self._number(each, at) for each, at in edges]
            if any(each is not None for each in targets):
                hook = grad_fn.register_hook(partial(self._enters, targets))
                self._entering.append(hook)

    def _number(self, grad_fn: GradFn, output_nr: int) -> int | None:
        """The number of what an edge leads to, if it is recorded."""
        if grad_fn is None:
            return None
        if grad_fn.name().endswith(_LEAF) and hasattr(grad_fn, "variable"):
            leaf: int | None = self._side.known(grad_fn.variable)
            if leaf is not None:
                self.watch_leaf(grad_fn, grad_fn.variable, leaf)
            return leaf
        number: int | None = grad_fn.metadata.get(self._side.mark)
        if number is None or number not in self._makers:
            return number
        return self._makers[number].get(output_nr)

    def _enters(
        self, targets: Sequence[int | None], sent: Sequence[Any], _: Any
    ) -> None:
        if self._trouble.happened:
            return
        try:
            if self.copies:
                sent = [None if each is None else each.clone() for each in sent]
            self._noted.append(Entered(targets, sent, versions_of(sent)))
        except Exception as error:
            self._trouble.say(error)

    def _tell_one(self, noted: Any, values: Gradients) -> None:
        if not isinstance(noted, Entered):
            super()._tell_one(noted, values)
            return
        sent = values.of(noted.sent, noted.versions)
        for node, value in zip(noted.targets, sent, strict=True):
            if node is not None and value is not None:
                self._comes_in(node, value)

    def _comes_in(self, node: int, value: Value) -> None:
        continues = bool(self._pass.roots)
        self._pass.roots.append(node)
        self._writer.seed(
            node, value, self._position, continues=continues, outside=True
        )

    def _tell(self, noted: Ran, values: Gradients) -> None:
        """Of what was taken in from elsewhere nothing is known that goes on."""
        if not self._writer.inputs(noted.node):
            noted = replace(noted, sent=(), versions=(noted.versions[0], ()))
        super()._tell(noted, values)
