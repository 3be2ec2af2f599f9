"""What a node of PyTorch is called, and how it is read: by the core's op table.

The table's rows have PyTorch's own node names. So a node of real PyTorch gets its
rule, its parameters' names and its notation from the row of the same name; one that
has no row is shown with what PyTorch saved in it.

Next: ``torch_side``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import autoviz.core
from autoviz.core.node import Op

__all__ = ["arguments_of", "notation", "row_of", "symbol_of", "untracked_row"]


@cache
def _table() -> tuple[Op, ...]:
    return tuple(
        each
        for family in autoviz.core.FAMILIES
        for each in vars(family).values()
        if isinstance(each, Op)
    )


@cache
def row_of(grad_fn: str) -> Op | None:
    """The row of the table for a node's name (``"MulBackward0"``)."""
    return next((each for each in _table() if each.grad_fn == grad_fn), None)


def untracked_row(name: str, operands: Sequence[Any]) -> Op | None:
    """The row for a call that made no node, if one takes exactly these operands."""
    rows = [each for each in _table() if each.name == name]
    return next((each for each in rows if len(each.inputs) == len(operands)), None)


def symbol_of(grad_fn: str, inputs: int) -> str:
    """How the operation is written: the row's notation, or ``name(a, b)``."""
    row = row_of(grad_fn)
    if row is not None:
        return row.symbol
    stem = re.sub(r"Backward\d*$", "", grad_fn.split("::")[-1]).lower()
    return notation(stem or "op", inputs)


def notation(name: str, inputs: int) -> str:
    """A call, with a place for each input.

    >>> notation("softmax", 1)
    'softmax({0})'
    """
    return f"{name}({', '.join(f'{{{number}}}' for number in range(inputs))})"


def arguments_of(
    grad_fn: Any, operands: Sequence[Any], shape: tuple[int, ...]
) -> dict[str, object]:
    """The arguments that the row's notation and rules name."""
    row = row_of(grad_fn.name())
    if row is None:
        return {}
    wanted = set(_named(row))
    numbers = [each for each in operands if isinstance(each, int | float)]
    found: dict[str, object] = {}
    for name in sorted(wanted):
        saved = getattr(grad_fn, f"_saved_{name}", None)
        if saved is not None and not hasattr(saved, "shape"):
            found[name] = saved
        elif name == "size":
            found[name] = shape
        elif numbers:
            found[name] = numbers[-1]
    return found


def _named(row: Op) -> Iterator[str]:
    """Argument names in a row's notation and rules that are no inputs."""
    texts = [row.symbol, *(grad.rule for grad in row.grads)]
    for text in texts:
        for name in re.findall(r"[a-z_]\w*", text):
            if name in _ARGUMENTS and name not in row.inputs:
                yield name


_ARGUMENTS = frozenset(
    {"exponent", "other", "self", "dim", "dim0", "dim1", "dims", "size", "index"}
)
