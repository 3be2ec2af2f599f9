"""What a rule means: how the gradient passes through, and what the rule is worth.

Next: ``textbook``, the same for a reader; then ``flow``, which reads the rules of one
backward step.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from autoviz.picture.notation.language import (
    ARITHMETIC,
    COMPARISON,
    KERNELS,
    MATHS,
    SHAPES,
    parse,
)

__all__ = [
    "Factor",
    "Family",
    "evaluate",
    "family",
    "is_outer",
    "product",
    "route",
]

Family = Literal["scale", "matmul", "route", "sum", "expand", "mixed"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One side of a product of matrices: a name of the rule, or its transpose."""

    name: str
    transposed: bool


def family(rule: str) -> Family:
    """How the gradient passes through, in one word; "mixed" for all that is more.

    >>> family("1 / self"), family("g @ mat2.T"), family("expand(g) / n")
    ('scale', 'matmul', 'expand')
    """
    nodes = list(ast.walk(parse(rule)))
    if not any(isinstance(each, ast.Name) and each.id == "g" for each in nodes):
        return "scale"
    called = {name for each in nodes for name in _called(each)}
    if "outer" in called or any(isinstance(each, ast.MatMult) for each in nodes):
        return "matmul"
    if "expand" in called:
        return "expand"
    if called & KERNELS or not _only_moves(nodes[0]):
        return "mixed"
    return "sum" if "sum" in called else "route"


def _only_moves(node: ast.AST) -> bool:
    """Whether the rule is ``g`` itself, elsewhere or summed, and nothing else."""
    match node:
        case ast.Call(ast.Name(), [inside]) | ast.Attribute(inside):
            return _only_moves(inside)
    return isinstance(node, ast.Name)


def route(rule: str) -> str:
    """Which rearrangement a route rule makes.

    >>> route("scatter(g)"), route("g.T")
    ('scatter', 'transpose')
    """
    called = [name for each in ast.walk(parse(rule)) for name in _called(each)]
    return called[0] if called else "transpose"


def _called(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(ast.Name(name)) if name in SHAPES:
            yield name


def product(rule: str) -> tuple[Factor, Factor] | None:
    """The two matrices a matmul rule multiplies; None for any other rule.

    >>> product("self.T @ g")[0]
    Factor(name='self', transposed=True)
    """
    match parse(rule):
        case ast.BinOp(left, ast.MatMult(), right):
            factors = _factor(left), _factor(right)
        case ast.Call(ast.Name("outer"), [left, right]):
            factors = _factor(left), _factor(right)
        case _:
            return None
    left_factor, right_factor = factors
    if left_factor is None or right_factor is None:
        return None
    return left_factor, right_factor


def _factor(node: ast.expr) -> Factor | None:
    match node:
        case ast.Name(name):
            return Factor(name, transposed=False)
        case ast.Attribute(ast.Name(name)):
            return Factor(name, transposed=True)
    return None


def is_outer(rule: str) -> bool:
    """Whether a matmul rule is a column times a row."""
    return rule.startswith("outer(")


def evaluate(rule: str, numbers: Mapping[str, Any]) -> Any:
    """The rule's value: a float for numbers, an array for arrays.

    As in numpy, a division by zero gives inf or nan.

    >>> float(evaluate("1 - result**2", {"result": 0.5}))
    0.75
    """
    arrays = {name: np.asarray(each, np.float64) for name, each in numbers.items()}
    with np.errstate(all="ignore"):
        return _evaluate(parse(rule), arrays)[()]


def _evaluate(node: ast.expr, numbers: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value):
            return np.asarray(value, np.float64)
        case ast.Name(name) if name in numbers:
            return numbers[name]
        case ast.UnaryOp(_, operand):
            return np.negative(_evaluate(operand, numbers))
        case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC:
            compute = ARITHMETIC[type(operator)]
            return compute(_evaluate(left, numbers), _evaluate(right, numbers))
        case ast.Compare(left, [operator], [right]):
            compare = COMPARISON[type(operator)][1]
            return compare(_evaluate(left, numbers), _evaluate(right, numbers))
        case ast.IfExp(test, body, orelse):
            branches = _evaluate(body, numbers), _evaluate(orelse, numbers)
            return np.where(_evaluate(test, numbers), *branches)
        case ast.Call(ast.Name(name), [argument]) if name in MATHS:
            return MATHS[name](_evaluate(argument, numbers))
    raise ValueError("a rule that has no value by itself")
