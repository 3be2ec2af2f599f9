"""What a rule means: how the gradient passes through.

A rule comes as text, or as its tree, when numbers have taken the place of names.

Next: ``evaluate``, what it is worth.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autoviz.picture.notation.language import KERNELS, SHAPES, parse

__all__ = [
    "Factor",
    "Family",
    "Rule",
    "family",
    "is_outer",
    "names",
    "product",
    "route",
]

Rule = str | ast.expr
Family = Literal["scale", "matmul", "route", "sum", "expand", "mixed"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One side of a product of matrices: a name of the rule, or its transpose."""

    name: str
    transposed: bool


def family(rule: Rule) -> Family:
    """How the gradient passes through, in one word; "mixed" for all that is more.

    >>> family("1 / self"), family("g @ mat2.T"), family("expand(g) / n")
    ('scale', 'matmul', 'expand')
    """
    nodes = list(ast.walk(_tree(rule)))
    if not any(isinstance(each, ast.Name) and each.id == "g" for each in nodes):
        return "scale"
    called = {name for each in nodes for name in _called(each)}
    if "outer" in called or any(isinstance(each, ast.MatMult) for each in nodes):
        return "matmul"
    if _only_expands(nodes[0]):
        return "expand"
    if called & KERNELS or not _only_moves(nodes[0]):
        return "mixed"
    return "sum" if "sum" in called else "route"


def _only_expands(node: ast.AST) -> bool:
    """``expand(g)``, or a share of it."""
    match node:
        case ast.Call(ast.Name("expand")) | ast.BinOp(
            ast.Call(ast.Name("expand")), ast.Div(), _
        ):
            return True
    return False


def _only_moves(node: ast.AST) -> bool:
    """Whether the rule is ``g`` itself, elsewhere or summed, and nothing else."""
    match node:
        case ast.Call(ast.Name(), [inside]) | ast.Attribute(inside):
            return _only_moves(inside)
    return isinstance(node, ast.Name)


def route(rule: Rule) -> str:
    """Which rearrangement a route rule makes.

    >>> route("scatter(g)"), route("g.T")
    ('scatter', 'transpose')
    """
    called = [name for each in ast.walk(_tree(rule)) for name in _called(each)]
    if "cumsum" in called:
        return "cumsum"
    return called[0] if called else "transpose"


def _called(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(ast.Name(name)) if name in SHAPES:
            yield name


def product(rule: Rule) -> tuple[Factor, Factor] | None:
    """The two matrices a matmul rule multiplies; None for any other rule.

    >>> product("self.T @ g")[0]
    Factor(name='self', transposed=True)
    """
    match _tree(rule):
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


def names(rule: Rule) -> tuple[str, ...]:
    """The names in a rule, ``g`` first, without the functions and plain counts.

    >>> names("result * (g - sum(g * result))")
    ('g', 'result')
    """
    nodes = list(ast.walk(_tree(rule)))
    functions = [each.func for each in nodes if isinstance(each, ast.Call)]
    found = dict.fromkeys(
        each.id
        for each in nodes
        if isinstance(each, ast.Name) and each not in functions
    )
    return tuple(sorted(found, key=lambda name: name != "g"))


def is_outer(rule: Rule) -> bool:
    """Whether a matmul rule is a column times a row."""
    match _tree(rule):
        case ast.Call(ast.Name("outer")):
            return True
    return False


def _tree(rule: Rule) -> ast.expr:
    return parse(rule) if isinstance(rule, str) else rule
