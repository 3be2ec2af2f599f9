"""Observes real PyTorch, and tells a ``Writer``.

Nothing is patched and no module is wrapped. A ``TorchFunctionMode`` sees every call
that learners make; behind each result the ``grad_fn`` is walked until known nodes
are met, so one call that makes two nodes (``linear``) gives two. A hook on each node
tells of its backward, in the order in which PyTorch really runs them, with the
gradients as they arrived and were sent.

This module imports torch, and is itself imported only if torch already is.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from autoviz.core.node import Op
from autoviz.records import Input, Saved, Value
from autoviz.watch.capture import value_of
from autoviz.watch.side import Side
from autoviz.watch.source import Position, here, names_in
from autoviz.watch.torch_backward import TorchBackward, tensors_in
from autoviz.watch.torch_ops import (
    arguments_of,
    notation,
    row_of,
    symbol_of,
    untracked_row,
)
from autoviz.watch.writer import Writer

__all__ = ["TorchSide"]

GradFn = Any
"""``torch.autograd.graph.Node``."""

Place = tuple[Position, FrameType]


class TorchSide(Side):
    """PyTorch, being watched for one recording."""

    def __init__(self, writer: Writer, keep: int) -> None:
        super().__init__(writer, keep)
        self._mark = f"autoviz {id(self)}"  # nodes carry their number in metadata
        self._mode = _Watching(self)
        self.backward = TorchBackward(writer, self, self._give_up)
        self._broken = False

    def start(self) -> None:
        """See every call from now on, in this thread."""
        self._mode.__enter__()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Leave nothing behind."""
        self._mode.__exit__(None, None, None)  # type: ignore[no-untyped-call]
        self.backward.unhook()

    # what a tensor of PyTorch says of itself

    def is_tensor(self, something: object) -> bool:
        return isinstance(something, torch.Tensor)

    def value(self, tensor: torch.Tensor) -> Value:
        return _value(tensor, self._keep)

    def grad(self, tensor: torch.Tensor) -> torch.Tensor | None:
        return tensor.grad if tensor.is_leaf or tensor.retains_grad else None

    def blame(self, error: BaseException) -> tuple[int | None, str | None]:
        return self.backward.blame(error)

    def name_tensors(self, variables: Mapping[str, object]) -> None:
        """Variables, and the parameters of modules in variables."""
        super().name_tensors(variables)
        for name, module in names_in(variables, _is_module):
            assert isinstance(module, torch.nn.Module)
            for inner, parameter in module.named_parameters():
                node = self.known(parameter)
                if node is not None:
                    self._writer.name(node, f"{name}.{inner}")

    # what a call made

    def called(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], result: Any
    ) -> None:
        """A function of PyTorch has returned."""
        if self._broken:
            return
        try:
            for output in tensors_in([result]):
                self._output(name, args, kwargs, output)
        except Exception as error:
            self._give_up(error)

    def _output(
        self,
        name: str,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        output: torch.Tensor,
    ) -> None:
        operands = [*args, *kwargs.values()]
        inputs = list(tensors_in(operands))
        place = here()
        grad_fn: GradFn = output.grad_fn
        in_place = any(output is each for each in inputs)
        if grad_fn is not None:
            number = grad_fn.metadata.get(self._mark)
            if number is None:
                self._recorded(operands, inputs, output, place)
            elif self.known(output) is None:
                self.remember(output, number)
        elif in_place and name in _FILLS and self._is_fresh(output):
            self._writer.starts_as(self.node_of(output, None), self.value(output))
        elif in_place and (name in _FLAGS or not name.endswith("_")):
            return  # the tensor itself: contiguous(), requires_grad_()
        elif self.known(output) is not None and not in_place:
            return
        elif not inputs:
            self.given(output, place[0] if place else None)
        elif name not in _NOT_COMPUTED:
            self._untracked(name, operands, inputs, output, place, in_place)

    def _recorded(
        self,
        operands: Sequence[Any],
        inputs: Sequence[torch.Tensor],
        output: torch.Tensor,
        place: Place | None,
    ) -> None:
        position, frame = place if place else (None, None)
        for each in inputs:
            self.node_of(each, frame)
        self.name_the_round_before(inputs, position, frame)
        node = self._link(output, operands, position)
        self.remember(output, node)
        self._writer.forward(node, self.value(output), tracked=True)

    def _is_fresh(self, tensor: torch.Tensor) -> bool:
        """Nothing was computed from it yet: it is still being set up."""
        node = self.known(tensor)
        return node is None or not self._writer.is_used(node)

    def _link(
        self, output: torch.Tensor, operands: Sequence[Any], position: Position | None
    ) -> int:
        """Number the new nodes behind a result, inputs first."""
        new = self._unknown(output.grad_fn)
        for grad_fn in new:
            last = grad_fn is new[-1]
            loose = operands if len(new) == 1 else ()
            self._add(grad_fn, loose, position, output if last else None)
        node: int = new[-1].metadata[self._mark]
        return node

    def adopt(self, grad_fn: GradFn) -> int:
        for each in self._unknown(grad_fn):
            self._add(each, (), None, None)
        node: int = grad_fn.metadata[self._mark]
        return node

    def _unknown(self, last: GradFn) -> list[GradFn]:
        """The nodes behind ``last`` that have no number yet, inputs first."""
        found, seen, waiting = [], set(), [last]
        while waiting:
            grad_fn = waiting[-1]
            before = [
                each
                for each, _ in grad_fn.next_functions
                if each is not None
                and not hasattr(each, "variable")
                and self._mark not in each.metadata
                and each not in seen
            ]
            if before:
                waiting += before
                continue
            waiting.pop()
            if grad_fn not in seen:
                seen.add(grad_fn)
                found.append(grad_fn)
        return found

    def _add(
        self,
        grad_fn: GradFn,
        operands: Sequence[Any],
        position: Position | None,
        output: torch.Tensor | None,
    ) -> None:
        inputs = list(self._inputs(grad_fn, operands))
        row = row_of(grad_fn.name())
        shape, dtype = _metadata(grad_fn, output)
        node = self._writer.operation(
            "op",
            row.name if row else grad_fn.name(),
            grad_fn.name(),
            shape,
            dtype,
            inputs=inputs,
            arguments=arguments_of(grad_fn, operands, shape),
            saved=self._saved(grad_fn, inputs),
            symbol=symbol_of(grad_fn.name(), len(inputs)),
            position=position,
        )
        grad_fn.metadata[self._mark] = node
        self.backward.watch(grad_fn, node)

    def _inputs(self, grad_fn: GradFn, operands: Sequence[Any]) -> Iterator[Input]:
        row = row_of(grad_fn.name())
        names = row.inputs if row else ()
        loose = [each for each in operands if isinstance(each, _OPERAND)]
        for number, (source, _) in enumerate(grad_fn.next_functions):
            name = names[number] if number < len(names) else f"input {number}"
            rule = None
            if row is not None and number < len(row.grads):
                rule = row.grads[number].rule
            node, constant = None, None
            if source is not None:
                node = self._number(source)
            elif number < len(loose):
                node, constant = self._loose(loose[number])
            yield Input(name, node, constant, source is not None, rule)

    def _loose(self, operand: Any) -> tuple[int | None, str | None]:
        """An input that takes no gradient: a tensor's node, or a number's text."""
        if isinstance(operand, torch.Tensor):
            return self.known(operand), None
        return None, str(operand)

    def _number(self, source: GradFn) -> int:
        if hasattr(source, "variable"):
            leaf = source.variable
            if self._mark not in source.metadata:
                source.metadata[self._mark] = True
                self.backward.watch_leaf(source, leaf)
            return self.node_of(leaf, None)
        node: int = source.metadata[self._mark]
        return node

    def _saved(self, grad_fn: GradFn, inputs: Sequence[Input]) -> Iterator[Saved]:
        by_name = {each.name: each for each in inputs}
        for name in (*by_name, "result"):
            kept = getattr(grad_fn, f"_saved_{name}", None)
            if not isinstance(kept, torch.Tensor):
                continue
            source = by_name.get(name)
            node = source.node if source else None
            yield Saved(name, node, source.constant if source else None, kept._version)

    def _untracked(
        self,
        name: str,
        operands: Sequence[Any],
        inputs: Sequence[torch.Tensor],
        output: torch.Tensor,
        place: Place | None,
        in_place: bool,
    ) -> None:
        position, frame = place if place else (None, None)
        reason = _why_untracked(name, inputs, output)
        for each in inputs:
            self.node_of(each, frame)
        used = [each for each in operands if isinstance(each, _OPERAND)]
        row = untracked_row(name, used)
        edges = [
            self._plain_input(row, number, each) for number, each in enumerate(used)
        ]
        node = self._writer.operation(
            "untracked",
            row.name if row else name,
            None,
            tuple(output.shape),
            _dtype(output),
            inputs=edges,
            arguments={},
            symbol=row.symbol if row else notation(name, len(edges)),
            position=position,
        )
        written = self.known(output) if in_place else None
        if not in_place:
            self.remember(output, node)
        self._writer.forward(
            node, self.value(output), tracked=False, reason=reason, writes=written
        )

    def _plain_input(self, row: Op | None, number: int, operand: Any) -> Input:
        node, constant = self._loose(operand)
        if row is None:
            return Input(f"input {number}", node, constant, False, None)
        rule = row.grads[number].rule if number < len(row.grads) else None
        return Input(row.inputs[number], node, constant, False, rule)

    def _give_up(self, error: Exception) -> None:
        """Our mistake is said once, and is never the learner's."""
        if self._broken:
            return
        self._broken = True
        warnings.warn(
            f"autoviz stopped recording here, the program goes on: {error!r}",
            stacklevel=4,
        )


class _Watching(TorchFunctionMode):
    """What PyTorch calls instead of its own functions, inside the block."""

    def __init__(self, side: TorchSide) -> None:
        super().__init__()
        self._side = side

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        if name == "backward" and args and isinstance(args[0], torch.Tensor):
            with self._side.backward.running(args[0], args[1:], kwargs):
                return func(*args, **kwargs)
        result = func(*args, **kwargs)
        if isinstance(result, torch.Tensor | tuple | list):
            self._side.called(name, args, kwargs, result)
        return result


_OPERAND = torch.Tensor | int | float
_NOT_COMPUTED = frozenset({"__get__", "__set__", "grad", "clone_"})
_FILLS = frozenset(
    """
    constant_ copy_ dirac_ eye_ fill_ kaiming_normal_ kaiming_uniform_ normal_ ones_
    orthogonal_ random_ trunc_normal_ uniform_ xavier_normal_ xavier_uniform_ zero_
    zeros_
    """.split()  # noqa: SIM905 (a list of words, to be read as one)
)
_FLAGS = frozenset({"requires_grad_", "retain_grad", "share_memory_"})


def _why_untracked(
    name: str, inputs: Sequence[torch.Tensor], output: torch.Tensor
) -> str:
    if not any(each.requires_grad for each in inputs):
        return "no input requires grad"
    if name == "detach":
        return "detach"
    if not (output.is_floating_point() or output.is_complex()):
        return f"the result is {_dtype(output)}"
    return "no_grad" if not torch.is_grad_enabled() else name


def _is_module(something: object) -> bool:
    return isinstance(something, torch.nn.Module)


def _dtype(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _value(tensor: torch.Tensor, keep: int) -> Value:
    array = tensor.detach().cpu().numpy()
    return value_of(array, keep)


def _metadata(
    grad_fn: GradFn, output: torch.Tensor | None
) -> tuple[tuple[int, ...], str]:
    """Shape and dtype of what a node made."""
    if output is not None:
        return tuple(output.shape), _dtype(output)
    first = grad_fn._input_metadata[0]
    return tuple(first.shape), str(first.dtype).removeprefix("torch.")
