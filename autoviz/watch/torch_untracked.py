"""A call that autograd did not record, told in the core's operations.

Of ``x[0, 1]`` or ``1 / x`` PyTorch leaves no node behind when nothing is tracked, and
with no nodes there is nothing to read. The core does what PyTorch does, operation by
operation; so a small call is run once more, by the core, only to see which these are
(``torch_rerun``). What the core cannot do is told as one operation.

Next: ``torch_side``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from autoviz.core.op import Op
from autoviz.core.tensor import Tensor
from autoviz.records import Input, Value
from autoviz.watch.capture import value_of
from autoviz.watch.numpy_graph import INDICES, has_one_for_gradients
from autoviz.watch.side import NOT_WANTED, Side, why_beside
from autoviz.watch.torch_call import Call, looks_anew
from autoviz.watch.torch_memory import TorchMemory
from autoviz.watch.torch_ops import notation
from autoviz.watch.torch_rerun import Made, Part, rerun
from autoviz.watch.writer import Writer

__all__ = ["Untracked"]


class Untracked:
    """Writes down one call that made ``outputs``."""

    def __init__(
        self,
        writer: Writer,
        side: Side,
        memory: TorchMemory,
        call: Call,
        outputs: Sequence[torch.Tensor],
    ) -> None:
        self._writer = writer
        self._side = side
        self._memory = memory
        self._call = call
        self._outputs = outputs
        self._parts, self._ends = _parts_of(call, outputs)
        self._numbers: dict[Made, int] = {}

    def record(self, at: int, target: torch.Tensor | None) -> int:
        """All that led to one of the outputs; the number of that one.

        It was written into ``target``, where that is not None.
        """
        end = self._ends[at]
        others = {e.part for e in self._ends if isinstance(e, Made)} - {end.part}
        for part in self._parts:
            if part not in others and Made(part, 0) not in self._numbers:
                self._tell(part, target if part is end.part else None)
        return self._numbers[end]

    def _tell(self, part: Part, target: torch.Tensor | None) -> None:
        made = [Made(part, at) for at in range(len(part.results))]
        values = [self._value(each) for each in made]
        reason = part.reason or _reason(self._call, values[0])
        if len(made) == 1 or has_one_for_gradients(part.op, part.results):
            node = self._add(part, made[0], values[0], reason, target)
            others = [
                self._writer.beside(node, at, "", each, why_beside(reason, each))
                for at, each in enumerate(values[1:], start=1)
            ]
            numbers = [node, *others]
        else:
            nothing = Value((), values[0].dtype, None)
            node = self._add(part, None, nothing, reason, target)
            numbers = [
                self._writer.output(node, at, None, each.shape, each.dtype)
                for at, each in enumerate(values)
            ]
            self._writer.results(node, numbers)
            for number, each, one in zip(numbers, values, made, strict=True):
                version = self._shares(number, one)
                self._writer.forward(
                    number, each, tracked=False, reason=reason, version=version
                )
        self._numbers.update(zip(made, numbers, strict=True))

    def _add(
        self,
        part: Part,
        made: Made | None,
        value: Value,
        reason: str,
        target: torch.Tensor | None,
    ) -> int:
        inputs = list(self._inputs(part))
        node = self._writer.operation(
            "untracked",
            part.op.name,
            None,
            value.shape,
            value.dtype,
            inputs=inputs,
            arguments=part.arguments,
            symbol=part.op.symbol,
            position=self._call.position,
        )
        version = self._shares(node, made)
        has_written = target is not None and not looks_anew(self._call.name)
        self._writer.forward(
            node,
            value,
            tracked=False,
            reason=reason,
            writes=None if target is None else self._side.known(target),
            version=version,
            shared=self._side.shared(target) if has_written else (),
        )
        return node

    def _shares(self, node: int, made: Any) -> int:
        """Say whose memory a result has; what its version counter says."""
        version, looked_at = 0, made
        for end, output in zip(self._ends, self._outputs, strict=True):
            if made is not None and isinstance(end, Made) and end == made:
                version = self._side.version(output)
                if self._call.name in ("data", "set_data"):
                    self._side.sharing.meet(*self._call.tensors, output)
                if self._call.name == "data":  # it has a counter of its own
                    return version
                if self._memory.shares(node, output, self._call.tensors):
                    return version
        while isinstance(looked_at, Made) and looked_at.part.op.view:
            looked_at = looked_at.part.operands[0]
        if isinstance(looked_at, torch.Tensor):
            version, base = self._side.version(looked_at), looked_at._base
            number = self._side.known(looked_at if base is None else base)
        else:
            number = self._numbers.get(looked_at)
        if number is not None:
            self._writer.shares(node, number, view=True)
        return version

    def _inputs(self, part: Part) -> Iterator[Input]:
        for at, operand in enumerate(part.operands):
            if part.op.inputs[at].startswith(INDICES):
                continue
            node = constant = None
            if isinstance(operand, torch.Tensor):
                node = self._side.known(operand)
            elif isinstance(operand, Made):
                node = self._numbers[operand]
            elif isinstance(operand, Tensor):
                node = self._writer.tensor("input", value_of(operand.array, keep=64))
            else:
                constant = str(operand)
            rule = part.op.grads[at].rule if at < len(part.op.grads) else None
            yield Input(part.op.inputs[at], node, constant, False, rule)

    def _value(self, made: Made) -> Value:
        for end, output in zip(self._ends, self._outputs, strict=True):
            if isinstance(end, Made) and end == made:
                return self._side.value(output)
        return value_of(made.part.results[made.at].array, keep=64)


def _reason(call: Call, value: Value) -> str:
    """Why a call was not recorded that the core does not know."""
    if not any(each.requires_grad for each in call.tensors):
        return NOT_WANTED
    if call.name in ("data", "detach"):
        return call.name
    if "float" not in value.dtype and "complex" not in value.dtype:
        return f"the result is {value.dtype}"
    if torch.is_inference_mode_enabled():
        return "inference_mode"
    return "no_grad" if not torch.is_grad_enabled() else call.name


def _parts_of(
    call: Call, outputs: Sequence[torch.Tensor]
) -> tuple[Sequence[Part], Sequence[Any]]:
    """The operations of a call, and which of them made what; one if it is not known."""
    parts, origins = rerun(call)
    if len(origins) == len(outputs) and all(map(_fits, origins, outputs)):
        return parts, origins
    given = (*call.tensors, *call.numbers())
    names = tuple(f"input {at}" for at in range(len(given)))
    symbol = notation(call.name, len(given))
    first = ("values",)  # of several
    row = Op(call.name, "", names, lambda it: it, (), symbol, results=first)
    whole = Part(row, given, {}, tuple(outputs), None)
    return [whole], [Made(whole, at) for at in range(len(outputs))]


def _fits(origin: Any, output: torch.Tensor) -> bool:
    """Whether that may be it: made here, or given and not changed."""
    if isinstance(origin, Made):
        return bool(origin.part.results[origin.at].shape == tuple(output.shape))
    return origin is output
