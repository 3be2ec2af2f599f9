"""What a node of PyTorch is called, and how it is read: by the core's op table.

The table's rows have PyTorch's own node names. So a node of real PyTorch gets its
rule, its parameters' names and its notation from the row of the same name. One that
has no row gets its parameters' names from PyTorch's own list of operations, and is
shown with what PyTorch saved in it; it has no rule.

Next: ``torch_graph``.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch

import autoviz.core
from autoviz.core.node import Op
from autoviz.core.ops.shape.cat_stack import cat_row, stack_row
from autoviz.watch.torch_quiet import GradFn

__all__ = [
    "Form",
    "Given",
    "arguments_of",
    "form_of",
    "notation",
    "op_name",
    "parameters",
    "row_of",
    "saved_in_order",
    "saved_names",
]


Given = Callable[[str], Any]
"""What a call was given for a parameter, by its name; None if nothing was."""


@cache
def row_of(grad_fn: str, function: str) -> Op | None:
    """The row of the table for a node's name (``"MulBackward0"``).

    Of several that share the name, the one that is called like the function.
    """
    rows = [each for each in _table() if each.grad_fn == grad_fn]
    named = [each for each in rows if each.name == function]
    return next(iter(named + rows), None)


@cache
def _table() -> tuple[Op, ...]:
    return tuple(
        each
        for family in autoviz.core.FAMILIES
        for each in vars(family).values()
        if isinstance(each, Op) and each.grad_fn
    )


@cache
def op_name(grad_fn: str) -> str:
    """What an operation without a row is called.

    >>> op_name("LogSoftmaxBackward0")
    'log_softmax'
    """
    stem = re.sub(r"Backward\d*$", "", grad_fn.split("::")[-1])
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", stem).lower() or "op"


def notation(name: str, inputs: int) -> str:
    """A call, with a place for each input.

    >>> notation("softmax", 1)
    'softmax({0})'
    """
    return f"{name}({', '.join(f'{{{number}}}' for number in range(inputs))})"


@dataclass(frozen=True)
class Form:
    """How a node of one kind is read, made by one function with so many edges.

    ``names`` and ``rules`` are those of its edges; ``more`` names the inputs that no
    gradient ever goes to (the condition of ``where``); ``order`` is that of all
    parameters of the operation, and ``defaults`` are theirs. ``is_told_more`` than
    tensors: it has arguments.
    """

    name: str
    op: str
    symbol: str
    row: Op | None
    names: tuple[str, ...]
    rules: tuple[str | None, ...]
    more: tuple[str, ...]
    order: tuple[str, ...]
    defaults: Mapping[str, object]
    is_told_more: bool


def form_of(grad_fn: GradFn, function: str, edges: int) -> Form:
    """The form of a node."""
    form = _form(grad_fn.name(), function, edges)
    if form.op in _SCALED and getattr(grad_fn, "_saved_alpha", 1) != 1:
        return _form(grad_fn.name(), _SCALED_ROW, edges)  # a + 3*b in one operation
    return form


_SCALED = frozenset({"add", "sub", "rsub"})
_SCALED_ROW = "scaled"


def _scaled_row(name: str) -> Op | None:
    """Of the rows of that name, the one with a factor."""
    return next(
        (row for row in _table() if row.grad_fn == name and "{alpha}" in row.symbol),
        None,
    )


@cache
def _form(grad_fn: str, function: str, edges: int) -> Form:
    name = grad_fn.split("::")[-1]  # torch::autograd::CopySlices
    row = _scaled_row(name) if function == _SCALED_ROW else row_of(name, function)
    row = _for_so_many(row, edges)
    names, order = parameters(grad_fn, edges)
    names += tuple(f"input {at}" for at in range(len(names), edges))
    grads = row.grads if row else ()
    rules: tuple[str | None, ...] = tuple(each.rule for each in grads)
    return Form(
        name,
        row.name if row else op_name(name),
        row.symbol if row else "",
        row,
        names[:edges],
        (*rules, *[None] * edges)[:edges],
        tuple(n for n in row.inputs[edges:] if not _is_listed(n)) if row else (),
        order,
        _defaults(row) if row else {},
        row is None or row.name in _TOLD_MORE or bool(_told_by(row)),
    )


def _is_listed(name: str) -> bool:
    """Whether an input is one of a list: ``tensors[0]``."""
    return name.endswith("]")


def _for_so_many(row: Op | None, edges: int) -> Op | None:
    """Of ``cat`` and ``stack`` the row for as many tensors as there are."""
    if row is not None and row.name == "cat":
        return cat_row((1,) * edges)
    if row is not None and row.name == "stack":
        return stack_row(edges)
    return row


@cache
def parameters(grad_fn: str, edges: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a node's inputs, and of all parameters of its operation."""
    row = row_of(grad_fn.split("::")[-1], "")
    unknown = tuple(f"input {number}" for number in range(edges))
    if row is not None and not _is_listed(row.inputs[0]):
        names = row.inputs[:edges]
        told = {name for name, _ in _told_by(row)}
        forms = [e for e, _ in _forms(row.name) if set(row.inputs) <= set(e)]
        every = max(forms, key=lambda each: len(told & {*each}), default=names)
        return names + unknown[len(names) :], every
    forms = _forms(op_name(grad_fn))
    fitting = sorted(forms, key=lambda form: abs(len(form[1]) - edges))
    if not fitting:
        return unknown, ()
    every, names = fitting[0]
    if len(names) == 1 and (edges > 1 or row is not None):  # a list of tensors
        return tuple(f"{names[0]}[{number}]" for number in range(edges)), every
    return names[:edges] + unknown[len(names) :], every


def _forms(name: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of each form of an operation: all parameters' names, and the tensors'."""
    spellings = (name, f"_{name}", f"{name}_forward", name.replace("2_d_", "2d_"))
    packets = (getattr(torch.ops.aten, each, None) for each in spellings)
    packet = next((each for each in packets if each is not None), None)
    found = []
    for overload in packet.overloads() if packet is not None else ():
        listed = getattr(packet, overload)._schema.arguments
        tensors = [each.name for each in listed if "Tensor" in str(each.type)]
        if not any(each.is_out for each in listed):
            found.append((tuple(each.name for each in listed), tuple(tensors)))
    return found


def _defaults(row: Op) -> Mapping[str, object]:
    """What is meant where nothing is given for a parameter that must be told."""
    wanted = {each.name for each in _arguments(row) if each.default is each.empty}
    packet = getattr(torch.ops.aten, row.name, None)
    found: dict[str, object] = {}
    for overload in packet.overloads() if packet is not None else ():
        for each in getattr(packet, overload)._schema.arguments:
            if each.name in wanted and each.has_default_value():
                found.setdefault(each.name, each.default_value)
    return found


def saved_names(kind: type) -> tuple[str, ...]:
    """What a node of this kind may have saved, by PyTorch's own names."""
    if kind not in _SAVED:
        _SAVED[kind] = tuple(
            each.removeprefix("_saved_")
            for each in dir(kind)
            if each.startswith("_saved_")
        )
    return _SAVED[kind]


_SAVED: dict[Any, tuple[str, ...]] = {}


def saved_tensors(kind: type) -> tuple[str, ...]:
    """Those of the saved names that are tensors'."""
    if kind not in _TENSORS:
        names = saved_names(kind)
        _TENSORS[kind] = tuple(n for n in names if hasattr(kind, f"_raw_saved_{n}"))
    return _TENSORS[kind]


_TENSORS: dict[Any, tuple[str, ...]] = {}


@cache
def saved_in_order(kind: type, inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The saved tensors of a kind of node: as the inputs come, then the others."""
    saved = saved_tensors(kind)
    first = [each for each in inputs if each in saved]
    return (*first, *(each for each in saved if each not in first))


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
            told = {"dim": dims, "keepdim": grad_fn._saved_keepdim}
            dtype = given("dtype")
            return told if dtype is None else {**told, "dtype": dtype}
        case "to":
            return {"dtype": str(grad_fn._input_metadata[0].dtype).split(".")[-1]}
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
        case "fill" | "masked_fill" if "value" not in row.inputs:
            value = given("value")
            return {"value": _last(numbers()) if value is None else value}
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
        case "rsub" | "remainder" | "fmod" if row.scalars:
            return {"other": _last(numbers())}
        case "pow" if row.scalars:
            (name,) = row.scalars
            return {name: getattr(grad_fn, f"_saved_{name}")}
    return _as_saved(grad_fn, row, len(shape), given)


@cache
def _told_by(row: Op) -> tuple[tuple[str, str], ...]:
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
    for name, place in _told_by(row):
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


_TOLD_MORE = frozenset(
    """
    as_strided expand fill fmod masked_fill mean permute pow remainder reshape rsub
    select slice squeeze sum transpose unbind unsqueeze view
    """.split()  # noqa: SIM905 (a list of words, to be read as one)
)


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
