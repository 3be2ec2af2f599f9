"""``einsum``: products and sums, told by letters.

``einsum("ij,jk->ik", A, B)`` is a matrix product: a letter names a dimension, equal
letters go together, and a letter that is missing on the right is summed over. There
is no operation of this name: PyTorch takes it apart into permutations, a ``bmm`` and
reshapes, and so does this file, step for step.

1. Every operand is given all letters as dimensions, in one order: those of the result
   first, then those to be summed. What it lacks is a dimension of length 1.
2. The operands are multiplied from left to right, two at a time; what no operand to
   come has any more is summed at once, which makes the product a ``bmm``.

Next: ``cross``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autoviz.core.faces import public
from autoviz.core.ops.linalg.diagonal import diagonal
from autoviz.core.ops.linalg.matmul import bmm
from autoviz.core.ops.shape.squeeze_unsqueeze import unsqueeze
from autoviz.core.ops.shape.transpose_permute import movedim, permute
from autoviz.core.ops.shape.view_reshape import reshape, view
from autoviz.core.tensor import Tensor

__all__ = ["FACES", "PUBLIC", "einsum"]

ELLIPSIS = "..."
Labels = list[str]


@dataclass(frozen=True)
class _Plan:
    """Where each letter's dimension goes; ``kept`` of ``total`` are in the result."""

    place: dict[str, int]
    extra: int  # how many dimensions the ellipsis stands for
    kept: int
    total: int


def einsum(equation: Any, *operands: Any) -> Tensor:
    """The product of the operands, summed as ``equation`` says.

    >>> import autoviz as av
    >>> av.einsum("ij,j->i", av.tensor([[1, 2], [3, 4]]), av.tensor([1, 10]))
    tensor([21, 43])

    Raises:
        RuntimeError: the equation is none, or does not fit the operands.
    """
    if not isinstance(equation, str):
        equation, operands = _from_sublists((equation, *operands))
    elif len(operands) == 1 and isinstance(operands[0], tuple | list):
        operands = tuple(operands[0])
    left, arrow, right = equation.replace(" ", "").partition("->")
    inputs = [_labels(each, number) for number, each in enumerate(left.split(","))]
    _check_count(len(inputs), len(operands))
    output = _labels(right, None) if arrow else None
    plan = _plan(inputs, output, operands)
    aligned = [_aligned(*each, plan) for each in zip(operands, inputs, strict=True)]
    _check_sizes(aligned, inputs, plan)
    return _contract(aligned, plan)


# reading the equation


def _labels(text: str, operand: int | None) -> Labels:
    """The letters, and ``"..."`` for an ellipsis."""
    where = "the output" if operand is None else f"operand {operand}"
    found: Labels = []
    at = 0
    while at < len(text):
        if text[at] == ".":
            if ELLIPSIS in found:
                raise RuntimeError(
                    f"einsum(): found '.' for {where} for which an ellipsis was "
                    "already found"
                )
            if text[at : at + 3] != ELLIPSIS:
                raise RuntimeError(
                    f"einsum(): found '.' for {where} that is not part of any ellipsis"
                )
            found.append(ELLIPSIS)
            at += 3
            continue
        if not (text[at].isascii() and text[at].isalpha()):
            raise RuntimeError(
                f"einsum(): invalid subscript given at index {at} in the equation "
                "string, subscripts must be in [a-zA-Z]"
            )
        found.append(text[at])
        at += 1
    return found


def _from_sublists(arguments: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """``einsum(A, [0, 1], B, [1, 2], [0, 2])``: numbers instead of letters."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    pairs = len(arguments) // 2

    def text(numbers: Sequence[Any]) -> str:
        return "".join(ELLIPSIS if n is Ellipsis else letters[n] for n in numbers)

    equation = ",".join(text(arguments[2 * at + 1]) for at in range(pairs))
    if len(arguments) % 2:
        equation += "->" + text(arguments[-1])
    return equation, tuple(arguments[: 2 * pairs : 2])


def _check_count(wanted: int, given: int) -> None:
    if given == 0:
        raise ValueError(
            "einsum(): must specify the equation string and at least one operand, or "
            "at least one operand and its subscripts list"
        )
    if wanted != given:
        few = "fewer" if given < wanted else "more"
        raise RuntimeError(
            f"einsum(): {few} operands were provided than specified in the equation"
        )


def _plan(
    inputs: Sequence[Labels], output: Labels | None, operands: Sequence[Tensor]
) -> _Plan:
    extra = 0
    for number, (labels, each) in enumerate(zip(inputs, operands, strict=True)):
        named = len(labels) - (ELLIPSIS in labels)
        if named != each.ndim and (ELLIPSIS not in labels or named > each.ndim):
            more = "more than" if ELLIPSIS in labels else "and no ellipsis was given"
            raise RuntimeError(
                "einsum(): the number of subscripts in the equation "
                f"({named}) " + _mismatch(more, each.ndim, number)
            )
        if ELLIPSIS in labels:
            extra = max(extra, each.ndim - named)
    counted = Counter(label for labels in inputs for label in labels)
    if output is None:
        once = (label for label, count in counted.items() if count == 1)
        output = [ELLIPSIS, *sorted(set(once) - {ELLIPSIS})]
    _check_output(output, counted)
    summed = sorted(set(counted) - set(output) - {ELLIPSIS})
    place: dict[str, int] = {}
    at = 0
    for label in (*output, *([] if ELLIPSIS in output else [ELLIPSIS]), *summed):
        place[label] = at
        at += extra if label == ELLIPSIS else 1
    kept = sum(extra if each == ELLIPSIS else 1 for each in output)
    return _Plan(place, extra, kept, at)


def _mismatch(more: str, ndim: int, number: int) -> str:
    if more == "more than":
        return f"is more than the number of dimensions ({ndim}) for operand {number}"
    return (
        f"does not match the number of dimensions ({ndim}) for operand {number} {more}"
    )


def _check_output(output: Labels, counted: Counter[str]) -> None:
    for at, label in enumerate(output):
        if label == ELLIPSIS:
            continue
        if label in output[:at]:
            raise RuntimeError(
                f"einsum(): output subscript {label} appears more than once in the "
                "output"
            )
        if label not in counted:
            raise RuntimeError(
                f"einsum(): output subscript {label} does not appear in the equation "
                "for any input operand"
            )


# step 1: all letters, in one order


def _aligned(operand: Tensor, labels: Labels, plan: _Plan) -> Tensor:
    order = [-1] * plan.total
    named = len(labels) - (ELLIPSIS in labels)
    missing = plan.extra - (operand.ndim - named)
    at = 0
    for label in labels:
        place = plan.place[label]
        if label == ELLIPSIS:
            for _ in range(missing):
                operand = unsqueeze(operand, at)
            for step in range(plan.extra):
                order[place + step] = at + step
            at += plan.extra
        elif order[place] != -1:
            operand = _on_the_diagonal(operand, order[place], at, label)
        else:
            order[place] = at
            at += 1
    for place, dim in enumerate(order):
        if dim == -1:
            operand, order[place] = unsqueeze(operand, -1), at
            at += 1
    return permute(operand, order)


def _on_the_diagonal(operand: Tensor, dim: int, again: int, label: str) -> Tensor:
    """A letter that comes twice in one operand: ``"ii"``."""
    one, other = operand.shape[again], operand.shape[dim]
    if one != other:
        raise RuntimeError(
            f"einsum(): subscript {label} is repeated for operand 0 but the sizes "
            f"don't match, {one} != {other}"
        )
    return movedim(diagonal(operand, 0, dim, again), -1, dim)


def _check_sizes(
    aligned: Sequence[Tensor], inputs: Sequence[Labels], plan: _Plan
) -> None:
    for label, place in plan.place.items():
        seen = 1
        width = plan.extra if label == ELLIPSIS else 1
        for number, each in enumerate(aligned):
            for length in each.shape[place : place + width] if width == 1 else ():
                if length == 1:
                    continue
                if seen not in (1, length):
                    raise RuntimeError(
                        f"einsum(): subscript {label} has size {length} for operand "
                        f"{number} which does not broadcast with previously seen size "
                        f"{seen}"
                    )
                seen = length


# step 2: multiply, two at a time


def _contract(operands: Sequence[Tensor], plan: _Plan) -> Tensor:
    result, *others = operands
    left = [sum(each.shape[dim] != 1 for each in operands) for dim in range(plan.total)]
    for other in others:
        result = _multiplied(result, other, left, plan)
    if plan.total == plan.kept:
        return result
    if others:
        return view(result, result.shape[: plan.kept])
    return result.sum(tuple(range(plan.kept, plan.total)))


def _multiplied(a: Tensor, b: Tensor, left: list[int], plan: _Plan) -> Tensor:
    """``left`` says how many operands still have each dimension."""
    in_both: list[int] = []
    in_a: list[int] = []
    in_b: list[int] = []
    for dim in range(plan.kept, plan.total):
        one, other = a.shape[dim] != 1, b.shape[dim] != 1
        if one and other:
            left[dim] -= 1
            if left[dim] == 1:
                in_both.append(dim)
                left[dim] = 0
        elif left[dim] == 1 and (one or other):
            (in_a if one else in_b).append(dim)
            left[dim] = 0
    if in_a:
        a = a.sum(tuple(in_a), True)
    if in_b:
        b = b.sum(tuple(in_b), True)
    return _sum_of_products(a, b, in_both) if in_both else a * b


def _sum_of_products(left: Tensor, right: Tensor, summed: Sequence[int]) -> Tensor:
    """``(left * right).sum(summed)`` as one ``bmm``.

    The dimensions are sorted by who has them: both (the batch), only the left (its
    rows), only the right (its columns), and those to be summed (the inner ones).
    """
    others = [dim for dim in range(left.ndim) if dim not in summed]
    both = [d for d in others if left.shape[d] != 1 and right.shape[d] != 1]
    rows = [d for d in others if left.shape[d] != 1 and d not in both]
    columns = [d for d in others if d not in both and d not in rows]
    if rows and columns and columns[-1] < rows[0]:  # as the result has them
        left, right, rows, columns = right, left, columns, rows

    def count(tensor: Tensor, dims: Sequence[int]) -> int:
        return math.prod(tensor.shape[dim] for dim in dims)

    inner = count(left, summed)
    shape = (count(left, both), count(left, rows), inner)
    tall = reshape(permute(left, [*both, *rows, *summed, *columns]), shape)
    shape = (count(left, both), inner, count(right, columns))
    wide = reshape(permute(right, [*both, *summed, *columns, *rows]), shape)
    product = bmm(tall, wide)
    order = [*both, *rows, *summed, *columns]
    size = [*_lengths(left, both + rows), *[1] * len(summed), *_lengths(right, columns)]
    return permute(view(product, size), [order.index(dim) for dim in range(left.ndim)])


def _lengths(tensor: Tensor, dims: Sequence[int]) -> Iterator[int]:
    return (tensor.shape[dim] for dim in dims)


PUBLIC = public(einsum)

FACES = ()
