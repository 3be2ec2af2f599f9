"""What a node of PyTorch is called, and how it is read: by the core's op table.

The table's rows have PyTorch's own node names. So a node of real PyTorch gets its
rule, its parameters' names and its notation from the row of the same name. One that
has no row gets its parameters' names from PyTorch's own list of operations, and is
shown with what PyTorch saved in it; it has no rule.

Next: ``torch_graph``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import torch

import autoviz.core
from autoviz.core.op import Op
from autoviz.core.ops.nn.batch_norm import BATCH_NORM_IN_EVALUATION
from autoviz.core.ops.nn.gelu_silu import GELU_TANH
from autoviz.core.ops.shape.cat_stack import cat_row, stack_row
from autoviz.watch.torch_arguments import defaults_of, is_told_more, told_by
from autoviz.watch.torch_quiet import GradFn

__all__ = [
    "Form",
    "form_of",
    "notation",
    "op_name",
    "parameters",
    "row_of",
]


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
    if form.op in _TWOFOLD:
        place, value, row = _TWOFOLD[form.op]
        if getattr(grad_fn, place, None) == value:
            return _form(grad_fn.name(), function, edges, row)
    return form


_TWOFOLD = {
    "gelu": ("_saved_approximate", "tanh", GELU_TANH),
    "batch_norm": ("_saved_training", False, BATCH_NORM_IN_EVALUATION),
}
"""What has another rule, and so another row, if it was told something: what."""

_SCALED = frozenset({"add", "sub", "rsub"})
_SCALED_ROW = "scaled"


def _scaled_row(name: str) -> Op | None:
    """Of the rows of that name, the one with a factor."""
    return next(
        (row for row in _table() if row.grad_fn == name and "{alpha}" in row.symbol),
        None,
    )


@cache
def _form(grad_fn: str, function: str, edges: int, row: Op | None = None) -> Form:
    name = grad_fn.split("::")[-1]  # torch::autograd::CopySlices
    if row is None:
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
        defaults_of(row) if row else {},
        is_told_more(row),
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
        told = {name for name, _ in told_by(row)}
        fits = [each for each, _ in _forms(row.name) if {*row.inputs} <= {*each}]
        every = max(fits, key=lambda each: len(told & {*each}), default=names)
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
