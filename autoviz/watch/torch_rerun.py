"""A call of PyTorch's, run once more by the core to see which operations it is.

Nothing of it is kept but the operations: what they were given, and what they made.

Next: ``torch_untracked``, which writes them down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch

import autoviz.core
from autoviz import linalg
from autoviz.core import modes
from autoviz.core.dtypes import Array, bool_
from autoviz.core.modes import Observer
from autoviz.core.op import Op
from autoviz.core.ops.index import where_masked_fill
from autoviz.core.ops.methods import random_fill
from autoviz.core.ops.nn import dropout
from autoviz.core.strides import extent, geometry, places
from autoviz.core.tensor import Tensor, wrap
from autoviz.watch.numpy_graph import told
from autoviz.watch.torch_call import RETURN_NOTHING, Call
from autoviz.watch.torch_values import array_of, dtype_of, tensors_in

__all__ = ["Made", "Part", "rerun"]

LARGEST = 4096
"""No more elements than this are computed a second time."""


@dataclass(frozen=True, eq=False)
class Part:
    """One operation: what it was given, what it made, and why that is not recorded.

    Operands are tensors of PyTorch's, what other parts ``Made``, plain numbers, or
    tensors that the core made of plain numbers.
    """

    op: Op
    operands: tuple[Any, ...]
    arguments: Mapping[str, Any]
    results: tuple[Any, ...]
    reason: str | None


class Made(NamedTuple):
    """One of the results of a part."""

    part: Part
    at: int


def rerun(call: Call) -> tuple[Sequence[Part], Sequence[Any]]:
    """What the core does for a call, and where each of its results comes from.

    Nothing where the core has no such thing.
    """
    function = _functions().get(call.name)
    if function is None or sum(each.numel() for each in call.tensors) > LARGEST:
        return (), ()
    if call.name == "T" and call.tensors[0].ndim != 2:
        return (), ()  # both would warn
    state, watching = modes.state, _Watching(call)
    before = state.observer, state.grad_enabled, state.inference_mode
    try:
        given = [watching.take(each) for each in call.args]
        named = {name: watching.take(each) for name, each in call.kwargs.items()}
        state.observer = watching
        state.grad_enabled = torch.is_grad_enabled()
        state.inference_mode = torch.is_inference_mode_enabled()
        result = function(*given, **named)
    except Exception:
        return (), ()
    finally:
        state.observer, state.grad_enabled, state.inference_mode = before
    made = given[0] if call.name in RETURN_NOTHING else result
    return watching.parts, [watching.origin(each) for each in _flat(made)]


def _flat(made: Any) -> Sequence[Any]:
    if isinstance(made, list | tuple):
        return [each for inner in made for each in _flat(inner)]
    return [made]


def _functions() -> Mapping[str, Any]:
    """What the core offers, by PyTorch's names; but for what draws by chance."""
    if not _FUNCTIONS:
        for family in autoviz.core.FAMILIES:
            if family in (dropout, random_fill):
                continue
            for face in family.FACES:
                names = [*face.methods, *([face.property] if face.property else [])]
                _FUNCTIONS.update(dict.fromkeys(names, face.function))
                if face.setter:
                    _FUNCTIONS[f"set_{face.property}"] = face.setter
                if face.operator:
                    _FUNCTIONS[f"__{face.operator}__"] = face.function
                    _FUNCTIONS[f"__r{face.operator}__"] = face.reflected
                if face.in_place:
                    _FUNCTIONS[f"{face.methods[0]}_"] = face.in_place
                    _FUNCTIONS[f"__i{face.operator}__"] = face.in_place
            _FUNCTIONS.update(family.PUBLIC)
        for name in linalg.__all__:
            _FUNCTIONS[f"linalg_{name}"] = getattr(linalg, name)
        _FUNCTIONS["__rdiv__"] = _FUNCTIONS["__rtruediv__"]
        _FUNCTIONS["where"] = _where
    return _FUNCTIONS


_FUNCTIONS: dict[str, Any] = {}


def _where(*given: Any) -> Any:
    """``torch.where(condition, x, y)``, and ``x.where(condition, y)``."""
    if len(given) == 3 and given[0].dtype is not bool_:
        given = (given[1], given[0], given[2])
    return where_masked_fill.where(*given)


class _Watching(Observer):
    """An observer of the core that only wants to know which operations ran."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.parts: list[Part] = []
        self._known: dict[int, tuple[Any, Any]] = {}  # the core's, and what it is
        self._given: dict[int, Tensor] = {}

    def take(self, each: Any) -> Any:
        """A tensor of PyTorch's as one of the core's, the same one each time."""
        if isinstance(each, list | tuple):
            return type(each)(map(self.take, each)) if _has_tensors(each) else each
        if isinstance(each, torch.dtype):
            return autoviz.core.PUBLIC[dtype_of(each)]
        if not isinstance(each, torch.Tensor):
            return each
        if id(each) not in self._given:
            before, seen = self._call.before, each
            if before is not None and each is self._call.args[0]:
                seen = before
            array = _copied(array_of(seen))
            twin = wrap(array, requires_grad=each.requires_grad)
            self._given[id(each)] = twin
            self._known[id(twin)] = (twin, each)
        return self._given[id(each)]

    def origin(self, each: Any) -> Any:
        """What a tensor of the core's is: given, or made by a part; if known."""
        return self._known[id(each)][1] if id(each) in self._known else each

    def forward(
        self,
        op: Op,
        operands: Sequence[Any],
        arguments: Mapping[str, Any],
        output: Tensor | tuple[Tensor, ...],
        reason: str | None,
        in_place: bool,
    ) -> None:
        meant = tuple(map(self.origin, operands))
        results = output if isinstance(output, tuple) else (output,)
        part = Part(op, meant, told(arguments), results, reason)
        self.parts.append(part)
        for at, each in enumerate(results):
            self._known[id(each)] = (each, Made(part, at))


def _copied(array: Array) -> Array:
    """In memory of its own, laid out alike: what ``reshape`` does depends on that."""
    if array.flags.c_contiguous:
        return np.array(array)
    where = geometry(array)._replace(offset=0)
    copy = places(np.zeros(extent(where), array.dtype), where)
    copy[...] = array
    return copy


def _has_tensors(several: Sequence[Any]) -> bool:
    return any(True for _ in tensors_in(several))
