"""What an operation was told besides tensors, read from the node that it made.

A node keeps most of it, in words of its own: dimensions may be counted from the end,
and -1 is the largest of its numbers. It is told here in the words of the core's table.

Next: ``torch_ops``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import torch

from autoviz.core.op import Op
from autoviz.watch.torch_quiet import GradFn
from autoviz.watch.torch_saved import saved_names, saved_tensors

__all__ = ["Given", "arguments_of", "defaults_of", "is_told_more", "told_by"]

Given = Callable[[str], Any]
"""What a call was given for a parameter, by its name; None if nothing was."""


def arguments_of(
    grad_fn: GradFn,
    row: Op | None,
    shape: tuple[int, ...],
    given: Given,
    numbers: Callable[[], Sequence[Any]],
) -> Mapping[str, object]:
    """What the operation was told besides tensors; in a row's own words.

    Most of it the node has kept; for the rest, ``given`` knows what was given for a
    parameter, and ``numbers`` the plain numbers among all that was.
    """
    if row is None:
        return _saved_numbers(grad_fn)
    match row.name:
        case "sum" | "mean" if row.grad_fn.endswith("1"):
            dims = _wrapped(grad_fn._saved_dim or range(_ndim(grad_fn)), grad_fn)
            told: dict[str, object]
            told = {"dim": dims, "keepdim": grad_fn._saved_keepdim}
            dtype = given("dtype")
            return told if dtype is None else {**told, "dtype": dtype}
        case "to":
            return {"dtype": str(grad_fn._input_metadata[0].dtype).split(".")[-1]}
        case "fill" | "masked_fill" if "value" not in row.inputs:
            value = given("value")
            return {"value": _last(numbers()) if value is None else value}
        case "rsub" | "remainder" | "fmod" if row.scalars:
            return {"other": _last(numbers())}
        case "pow" if row.scalars:
            (name,) = row.scalars
            return {name: getattr(grad_fn, f"_saved_{name}")}
    found = _of_a_view(grad_fn, row.name, shape)
    return _as_saved(grad_fn, row, len(shape), given) if found is None else found


def _of_a_view(
    grad_fn: GradFn, name: str, shape: tuple[int, ...]
) -> Mapping[str, object] | None:
    """What a view was told, which made this ``shape``; None if it is another one."""
    match name:
        case "squeeze":
            return {"dim": _squeezed(grad_fn)}
        case "select":
            (dim,) = _wrapped(grad_fn._saved_dim, grad_fn)
            sizes = grad_fn._saved_self_sym_sizes
            return {"dim": dim, "index": _signed(grad_fn._saved_index) % sizes[dim]}
        case "slice":
            return _slice(grad_fn)
        case "view" | "reshape" | "expand":
            return {"size": shape}
        case "as_strided":
            told = _saved_numbers(grad_fn)
            return {name: told[name] for name in ("size", "stride", "storage_offset")}
        case "unbind":
            return {"dim": _signed(grad_fn._saved_dim) % (len(shape) + 1)}
        case "unsqueeze":
            return {"dim": _signed(grad_fn._saved_dim) % len(shape)}
        case "permute":
            return {"dims": tuple(_signed(d) % len(shape) for d in grad_fn._saved_dims)}
        case "transpose":
            dims = (grad_fn._saved_dim0, grad_fn._saved_dim1)
            one, other = (_signed(each) % max(len(shape), 1) for each in dims)
            return {"dim0": one, "dim1": other}
    return None


@cache
def told_by(row: Op) -> tuple[tuple[str, str], ...]:
    """What a row is told besides tensors, and where a node of PyTorch keeps it."""
    return tuple(
        (each.name, sys.intern(f"_saved_{each.name}")) for each in _arguments(row)
    )


def _arguments(row: Op) -> Sequence[inspect.Parameter]:
    """The parameters of a row's forward that come after its tensors."""
    if isinstance(row.forward, np.ufunc):
        return ()
    every = list(inspect.signature(row.forward).parameters.values())
    listed = [at for at, each in enumerate(every) if each.kind is each.VAR_POSITIONAL]
    return every[listed[0] + 1 :] if listed else every[len(row.inputs) :]


def _as_saved(
    grad_fn: GradFn, row: Op, ndim: int, given: Given
) -> Mapping[str, object]:
    """The arguments that the node has kept, or that were given.

    Dimensions are counted from the front.
    """
    sizes = getattr(grad_fn, "_saved_self_sym_sizes", None)
    if sizes is not None:
        ndim = len(sizes)
    elif getattr(grad_fn, "_saved_keepdim", True) is False:
        dims = getattr(grad_fn, "_saved_dim", None)
        ndim += 1 if isinstance(dims, int) else len(dims or ())
    found = {}
    for name, place in told_by(row):
        kept = getattr(grad_fn, place, _NOT_KEPT)
        if kept is _NOT_KEPT:
            kept = given(name)
        if isinstance(kept, _TOLD):
            plain = _plain(kept)
            found[name] = _from_the_front(plain, ndim) if name in _DIMS else plain
    return found


_NOT_KEPT = object()
_TOLD = (int, float, tuple, str, torch.dtype)
_DIMS = frozenset({"dim", "dims", "dim0", "dim1", "dim2"})


def _from_the_front(dims: Any, ndim: int) -> Any:
    if isinstance(dims, tuple):
        return tuple(_from_the_front(each, ndim) for each in dims)
    return dims % max(ndim, 1) if isinstance(dims, int) else dims


def _last(numbers: Sequence[Any]) -> object:
    return numbers[-1] if numbers else "…"


def _saved_numbers(grad_fn: GradFn) -> Mapping[str, object]:
    found = {}
    kind: Any = type(grad_fn)
    for name, place in _number_places(kind):
        kept = getattr(grad_fn, place, None)
        if isinstance(kept, _NUMBERS):
            found[name] = _plain(kept)
    return found


@cache
def _number_places(kind: Any) -> Sequence[tuple[str, str]]:
    """Under which names a kind of node gives out the numbers it was told."""
    others = sorted(set(saved_names(kind)) - set(saved_tensors(kind)))
    return [
        (name, sys.intern(f"_saved_{name}"))
        for name in others
        if not name.endswith(_SIZES)
    ]


_NUMBERS = (int, float, tuple)
_SIZES = ("_sizes", "_strides", "_numel", "_options", "_dims")


def _plain(kept: Any) -> Any:
    if isinstance(kept, tuple):
        return tuple(_plain(each) for each in kept)
    return _signed(kept) if isinstance(kept, int) else kept


def _signed(number: int) -> int:
    """PyTorch shows -1 as the largest of its unsigned numbers."""
    return number - 2**64 if number >= 2**63 else number


def _ndim(grad_fn: GradFn) -> int:
    return len(grad_fn._saved_self_sym_sizes)


def _wrapped(dims: Any, grad_fn: GradFn) -> tuple[int, ...]:
    """Dimensions counted from the front; of a 0-d tensor there are none."""
    ndim = _ndim(grad_fn)
    several = [dims] if isinstance(dims, int) else dims
    return tuple(_signed(each) % ndim for each in several) if ndim else ()


def _squeezed(grad_fn: GradFn) -> tuple[int, ...]:
    dims, ndim = getattr(grad_fn, "_saved_dim", None), _ndim(grad_fn)
    if dims is None:
        return tuple(range(ndim))
    several = [dims] if isinstance(dims, int) else dims
    return tuple(_signed(each) % max(ndim, 1) for each in several)


def _slice(grad_fn: GradFn) -> Mapping[str, object]:
    (dim,) = _wrapped(grad_fn._saved_dim, grad_fn)
    start, stop = (
        None if each is None else _signed(each)
        for each in (grad_fn._saved_start, grad_fn._saved_end)
    )
    part = slice(start, stop, grad_fn._saved_step)
    length = grad_fn._saved_self_sym_sizes[dim]
    return {"dim": dim, "index": slice(*part.indices(length))}


def is_told_more(row: Op | None) -> bool:
    """Whether it is told anything besides tensors."""
    return row is None or row.name in _TOLD_MORE or bool(told_by(row))


_TOLD_MORE = frozenset(
    """
    as_strided expand fill fmod masked_fill mean permute pow remainder reshape rsub
    select slice squeeze sum transpose unbind unsqueeze view
    """.split()  # noqa: SIM905 (a list of words, to be read as one)
)


def defaults_of(row: Op) -> Mapping[str, object]:
    """What is meant where nothing is given for a parameter that must be told."""
    wanted = {each.name for each in _arguments(row) if each.default is each.empty}
    packet = getattr(torch.ops.aten, row.name, None)
    found: dict[str, object] = {}
    for overload in packet.overloads() if packet is not None else ():
        for each in getattr(packet, overload)._schema.arguments:
            if each.name in wanted and each.has_default_value():
                found.setdefault(each.name, each.default_value)
    return found
