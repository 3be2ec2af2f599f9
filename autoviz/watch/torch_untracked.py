"""A call that autograd did not record, told in the core's operations.

Of ``x[0, 1]`` or ``1 / x`` PyTorch leaves no node behind when nothing is tracked, and
with no nodes there is nothing to read. The core does what PyTorch does, operation by
operation; so a small call is run once more, by the core, only to see which these are.

Next: ``torch_side``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

import autoviz.core
from autoviz.core import modes
from autoviz.core.node import Op
from autoviz.core.ops import choice
from autoviz.core.tensor import Tensor
from autoviz.records import Input, Value
from autoviz.watch.capture import value_of
from autoviz.watch.numpy_graph import INDICES
from autoviz.watch.side import Side
from autoviz.watch.torch_call import Call
from autoviz.watch.torch_ops import notation
from autoviz.watch.torch_values import array_of, dtype_of, tensors_in
from autoviz.watch.writer import Writer

__all__ = ["Untracked"]

NOT_WANTED = "no input requires grad"
LARGEST = 4096
"""No more elements than this are computed a second time."""


class Untracked:
    """Writes down what a call computed that autograd did not record."""

    def __init__(self, writer: Writer, side: Side) -> None:
        self._writer = writer
        self._side = side

    def record(self, call: Call, output: torch.Tensor, target: int | None) -> int:
        """The call in the core's operations, or as one; the number of the last.

        It wrote into ``target``, where that is not None.
        """
        parts = _parts_of(call)
        if not parts or parts[-1].result.shape != tuple(output.shape):
            return self._whole(call, output, target)
        numbers: dict[int, int] = {}
        wanting = {id(each) for each in call.tensors if each.requires_grad}
        for part in parts:
            last = part is parts[-1]
            is_wanted = any(id(each) in wanting for each in part.operands)
            if is_wanted and part.op.view:
                wanting.add(id(part))
            numbers[id(part)] = self._add(
                part.op.name,
                self._side.value(output) if last else value_of(part.result, 64),
                list(self._inputs(part, numbers)),
                part.arguments,
                part.op.symbol,
                call,
                _reason(call, output) if is_wanted else NOT_WANTED,
                target if last else None,
            )
        return numbers[id(parts[-1])]

    def _inputs(self, part: _Part, numbers: Mapping[int, int]) -> Iterator[Input]:
        for at, operand in enumerate(part.operands):
            if part.op.inputs[at].startswith(INDICES):
                continue
            node, constant = numbers.get(id(operand)), None
            if isinstance(operand, torch.Tensor):
                node = self._side.known(operand)
            elif node is None:
                constant = str(operand)
            rule = part.op.grads[at].rule if at < len(part.op.grads) else None
            yield Input(part.op.inputs[at], node, constant, False, rule)

    def _whole(self, call: Call, output: torch.Tensor, target: int | None) -> int:
        given = [*call.tensors, *call.numbers()]
        inputs = [
            Input(
                f"input {at}",
                self._side.known(each),
                None if isinstance(each, torch.Tensor) else str(each),
                False,
                None,
            )
            for at, each in enumerate(given)
        ]
        return self._add(
            call.name,
            self._side.value(output),
            inputs,
            {},
            notation(call.name, len(inputs)),
            call,
            _reason(call, output),
            target,
        )

    def _add(
        self,
        name: str,
        value: Value,
        inputs: Sequence[Input],
        arguments: Mapping[str, Any],
        symbol: str,
        call: Call,
        reason: str,
        writes: int | None,
    ) -> int:
        node = self._writer.operation(
            "untracked",
            name,
            None,
            value.shape,
            value.dtype,
            inputs=inputs,
            arguments=arguments,
            symbol=symbol,
            position=call.position,
        )
        self._writer.forward(node, value, tracked=False, reason=reason, writes=writes)
        return node


def _reason(call: Call, output: torch.Tensor) -> str:
    if not any(each.requires_grad for each in call.tensors):
        return NOT_WANTED
    if call.name == "detach":
        return "detach"
    if not (output.is_floating_point() or output.is_complex()):
        return f"the result is {dtype_of(output.dtype)}"
    if torch.is_inference_mode_enabled():
        return "inference_mode"
    return "no_grad" if not torch.is_grad_enabled() else call.name


@dataclass(frozen=True)
class _Part:
    """One operation; an operand is a tensor of PyTorch's, a number, or a part."""

    op: Op
    operands: tuple[Any, ...]
    arguments: Mapping[str, Any]
    result: Any


def _parts_of(call: Call) -> Sequence[_Part]:
    """What the core does for a call; nothing where the core has no such thing."""
    function = _functions().get(call.name)
    if function is None or sum(each.numel() for each in call.tensors) > LARGEST:
        return ()
    if call.name == "T" and call.tensors[0].ndim != 2:
        return ()  # both would warn
    watching = _Watching()
    before, modes.state.observer = modes.state.observer, watching
    try:
        given = [watching.take(each) for each in call.args]
        named = {name: watching.take(each) for name, each in call.kwargs.items()}
        function(*given, **named)
    except Exception:
        return ()
    finally:
        modes.state.observer = before
    return watching.parts


def _functions() -> dict[str, Any]:
    if not _FUNCTIONS:
        for family in autoviz.core.FAMILIES:
            for face in family.FACES:
                names = [*face.methods, *([face.property] if face.property else [])]
                _FUNCTIONS.update(dict.fromkeys(names, face.function))
                if face.operator:
                    _FUNCTIONS[f"__{face.operator}__"] = face.function
                    _FUNCTIONS[f"__r{face.operator}__"] = face.reflected
                if face.in_place:
                    _FUNCTIONS[f"{face.methods[0]}_"] = face.in_place
                    _FUNCTIONS[f"__i{face.operator}__"] = face.in_place
        _FUNCTIONS["where"] = choice.where
        _FUNCTIONS["__rdiv__"] = _FUNCTIONS["__rtruediv__"]
    return _FUNCTIONS


_FUNCTIONS: dict[str, Any] = {}


class _Watching:
    """An observer of the core that only wants to know which operations ran."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self._known: dict[int, tuple[Any, Any]] = {}  # the core's, and what it is
        self._given: dict[int, Tensor] = {}

    def take(self, each: Any) -> Any:
        """A tensor of PyTorch's as one of the core's, the same one each time."""
        if isinstance(each, list | tuple):
            return type(each)(map(self.take, each)) if _has_tensors(each) else each
        if not isinstance(each, torch.Tensor):
            return each
        if id(each) not in self._given:
            twin = Tensor(np.array(array_of(each)))
            self._given[id(each)] = twin
            self._known[id(twin)] = (twin, each)
        return self._given[id(each)]

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        if isinstance(output, tuple):
            raise NotImplementedError("several results are told as one operation")
        meant = tuple(
            self._known[id(each)][1] if isinstance(each, Tensor) else each
            for each in operands
        )
        told = {name: each for name, each in arguments.items() if each is not None}
        part = _Part(op, meant, told, output.array)
        self.parts.append(part)
        self._known[id(output)] = (output, part)

    def created(self, *_: Any) -> None: ...

    def writing(self, *_: Any) -> None: ...

    def seed(self, *_: Any) -> None: ...

    def backward(self, *_: Any) -> None: ...

    def accumulate(self, *_: Any) -> None: ...

    def failed(self, *_: Any) -> None: ...


def _has_tensors(several: Sequence[Any]) -> bool:
    return any(True for _ in tensors_in(several))
