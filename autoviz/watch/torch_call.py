"""A call that a learner's program made: what was called, with what, from where.

Next: ``torch_ops``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import CodeType, FrameType
from typing import Any, NamedTuple

import numpy as np
import torch

from autoviz.watch.source import Position, between, here, is_learners
from autoviz.watch.torch_values import tensors_in

__all__ = [
    "NOBODY",
    "RETURN_NOTHING",
    "Call",
    "call_of",
    "exports_memory",
    "is_loader",
    "is_machinery",
    "looks_anew",
    "name_of",
    "touches_memory",
]


class Call(NamedTuple):
    """A function of PyTorch that was called; ``out`` is where it had to write.

    ``before`` is the tensor as it was, if it was given another shape (``x.t_()``).
    """

    name: str
    args: Sequence[Any]
    kwargs: Mapping[str, Any]
    tensors: Sequence[torch.Tensor]
    out: Any
    position: Position | None
    frame: FrameType | None
    before: torch.Tensor | None = None

    def argument(self, name: str, order: Sequence[str]) -> Any:
        """What was given for a parameter; None if nothing was."""
        listed, _, place = name.partition("[")
        if place:  # "tensors[0]"
            several = self.argument(listed, order)
            at = int(place.rstrip("]"))
            return several[at] if isinstance(several, list | tuple) else None
        if name in self.kwargs:
            return self.kwargs[name]
        if name == "self" and "input" in self.kwargs:
            return self.kwargs["input"]
        at = order.index(name) if name in order else len(self.args)
        return self.operands[at] if at < len(self.operands) else None

    def numbers(self) -> list[int | float]:
        """The plain numbers among what was given."""
        given = (*self.operands, *self.kwargs.values())
        return [each for each in given if _is_number(each)]

    @property
    def operands(self) -> Sequence[Any]:
        """What was given, but for the index of ``x[index] = value``."""
        return self.args[::2] if self.name == "__setitem__" else self.args

    def part_written(self, number: int) -> Any:
        """Of a write into a view: the base, or another operand."""
        if number or not isinstance(self.args[0], torch.Tensor):
            return self.operands[number] if number < len(self.operands) else None
        base = self.args[0]._base
        return self.args[0] if base is None else base

    def gives_node(self, output: torch.Tensor) -> torch.Tensor:
        """Which tensor gets a node by this: of ``v[0] = 1`` the base of v, not v."""
        base = output._base if self.name == "__setitem__" else None
        if base is None or _is_all(self.args[1], output.shape):
            return output
        return base

    @property
    def creates(self) -> bool:
        """Whether it makes numbers of its own, whatever tensors it was given."""
        made_like = self.name.endswith("_like") or self.name.startswith("new_")
        return not self.tensors or made_like

    @property
    def writes(self) -> bool:
        """Whether it writes; ``contiguous()`` may return its tensor, too."""
        if sets_flag(self.name):
            return False
        is_named_so = self.name.endswith("_") or self.name == "set_data"
        return is_named_so or self.out is not None


def _is_all(index: object, shape: Sequence[int]) -> bool:
    """Whether PyTorch makes no view on the way to what an index means."""
    parts = index if isinstance(index, tuple) else (index,)
    dim = 0
    for part in parts:
        if part is Ellipsis:
            dim += len(shape) - sum(map(_dims, parts))
        elif isinstance(part, slice):
            if part.indices(shape[dim]) != (0, shape[dim], 1):
                return False
            dim += 1
        elif isinstance(part, int | None) or getattr(part, "ndim", 1) == 0:
            return False
        else:
            dim += _dims(part)
    return True


def _dims(part: object) -> int:
    """How many dimensions a part of an index is for."""
    if part is None or part is Ellipsis or isinstance(part, bool):
        return 0
    is_mask = getattr(part, "dtype", None) in (torch.bool, torch.uint8, np.bool_)
    return getattr(part, "ndim", 1) if is_mask else 1


def _is_number(each: object) -> bool:
    return type(each) in (int, float) or isinstance(each, np.number)


NOBODY = Call("", (), {}, (), None, None, None)
"""The call of a node that nobody saw being made."""


def call_of(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Call:
    """The call that is running now."""
    out = None
    if "out" in kwargs:
        kwargs = dict(kwargs)
        out = kwargs.pop("out")
    tensors = tensors_in(args)
    if kwargs:
        tensors += tensors_in(kwargs.values())
    position, frame = here() or (None, None)
    return Call(name, args, kwargs, tensors, out, position, frame)


def name_of(function: Callable[..., Any]) -> str:
    """``"mul"``; of a property that computes, its name (``"T"``)."""
    name: str = getattr(function, "__name__", "")
    if name not in ("__get__", "__set__"):
        return name
    named = getattr(getattr(function, "__self__", None), "__name__", "")
    if name == "__set__":
        return "set_data" if named == "data" else name
    return named if named in _COMPUTED else "a property"


_COMPUTED = frozenset({"H", "T", "data", "imag", "mH", "mT", "real"})


@cache
def touches_memory(name: str) -> bool:
    """Whether a function writes into what it is given, or hands out its memory."""
    return name in _TOUCHING or (name.endswith("_") and not name.endswith("__"))


def looks_anew(name: str) -> bool:
    """Whether a function gives the tensor itself another shape, or other memory."""
    return name in _ANEW


def exports_memory(name: str) -> bool:
    """Whether others may write to a tensor afterwards, without PyTorch."""
    return name in _EXPORTS


def sets_flag(name: str) -> bool:
    """Whether a function ends in ``_`` and yet writes no numbers."""
    return name in _FLAGS


def fills(name: str) -> bool:
    """Whether a function sets a tensor up, whatever was in it."""
    return name in _FILLS


def computes(name: str) -> bool:
    """Whether what comes back was computed, and not looked up."""
    return name not in _LOOKED_UP


RETURN_NOTHING = frozenset({"__setitem__", "set_data"})
"""Functions that write, and do not return what they have written to."""

_FLAGS = frozenset({"requires_grad_", "retain_grad", "share_memory_", "detach_"})
_LOOKED_UP = frozenset({"a property", "grad"})
_FILLS = frozenset(
    """
    constant_ copy_ dirac_ eye_ fill_ kaiming_normal_ kaiming_uniform_ normal_ ones_
    orthogonal_ random_ trunc_normal_ uniform_ xavier_normal_ xavier_uniform_ zero_
    zeros_
    """.split()  # noqa: SIM905 (a list of words, to be read as one)
)
_ANEW = frozenset(
    {"as_strided_", "squeeze_", "swapaxes_", "swapdims_", "t_", "transpose_"}
    | {"set_data", "unsqueeze_"}
)
_EXPORTS = frozenset({"__array__", "__dlpack__", "data_ptr", "numpy"})
_IN_PLACE = "add and div floordiv lshift mod mul or pow rshift sub truediv xor"
_TOUCHING = _EXPORTS | RETURN_NOTHING | {f"__i{e}__" for e in _IN_PLACE.split()}


def is_machinery() -> bool:
    """Whether an optimizer or the like is at work, not the learner's own line."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not is_learners(frame.f_code.co_filename):
        if _belongs_to_machinery(frame.f_code):
            return True
        frame = frame.f_back
    return False


def is_loader() -> bool:
    """Whether a ``DataLoader`` is at work, which draws seeds for itself."""
    return next(between((_TORCH + _DATA,)), None) is not None


@cache
def _belongs_to_machinery(code: CodeType) -> bool:
    path = code.co_filename
    if not path.startswith(_TORCH):
        return False
    inside = path.removeprefix(_TORCH).replace(os.sep, "/")
    if inside.startswith("nn/modules/"):
        return code.co_name in ("__init__", "reset_parameters", "_reset_parameters")
    return inside.startswith(_MACHINERY) and inside != "utils/_contextlib.py"


_TORCH = os.path.dirname(torch.__file__) + os.sep
_DATA = os.path.join("utils", "data") + os.sep
_MACHINERY = (
    "distributed/",
    "distributions/",
    "nn/init.py",
    "nn/utils/",
    "optim/",
    "utils/",
)
