"""The rule language: what may stand in a derivative that is plain text.

Each row of the op table says how a gradient passes through, in Python's
expression syntax::

    exponent * self**(exponent - 1)      g @ mat2.T      expand(g) / n

``g`` is the gradient that arrived, ``result`` what the operation made, ``n`` the
number of elements reduced; the other names are the operation's parameters. A
rule without ``g`` is the *local derivative*, element by element: what arrived is
multiplied by it. ``sum``, ``mean`` and ``count`` run over the dimensions that the
operation reduced. A rule may come from a file, so it is parsed, checked against a
short list of what may stand in it, and never evaluated as Python. Whatever is
not in the list is a ``ValueError``.

Next: ``rules``, which says what a rule means, ``evaluate``, what it is worth, and
``textbook``, which writes it out.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from autoviz.records.value import Number

__all__ = [
    "ARITHMETIC",
    "COMPARISON",
    "KERNELS",
    "MATHS",
    "SHAPES",
    "number",
    "parse",
]

_LENGTH = 200
_DEPTH = 12
_ROUTES = {
    *("reshape", "squeeze", "unsqueeze"),
    *("transpose", "permute"),
    *("scatter", "select", "slice", "spread", "fold", "unfold"),
    *("gather", "cat", "stack", "fill", "tril", "triu"),
    *("diagonal", "flip", "roll", "cumsum"),
}
KERNELS = {
    *("conv", "conv_transpose", "gelu_backward", "glu_backward", "margins"),
    *("bags", "cdist_backward", "nll_loss", "shares", "trilinear"),
    *("count", "mean", "normalized", "size", "std", "window_mean"),
    *("interpolate", "interpolate_backward"),
    *("cross", "half", "solve", "eigh_backward", "qr_backward", "svd_backward"),
    *("pinv_backward", "digamma", "trigamma", "next_polygamma"),
}
SHAPES = _ROUTES | KERNELS | {"expand", "sum", "outer"}
_OF_TWO = {"conv", "conv_transpose", "cross", "outer", "shares", "solve"}
MATHS: Mapping[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "isnan": np.isnan,
    "sign": np.sign,
    "abs": np.abs,
    "sin": np.sin,
    "cos": np.cos,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "floor": np.floor,
    "inv": np.linalg.inv,
    "pinv": np.linalg.pinv,
    "mirrored": lambda x: np.tril(x) + np.swapaxes(np.tril(x, -1), -1, -2),
    "trunc": np.trunc,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Φ": lambda x: (1 + np.vectorize(math.erf, otypes=[float])(x / 2**0.5)) / 2,
    "φ": lambda x: np.exp(-x * x / 2) / math.sqrt(2 * math.pi),
}
ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
COMPARISON: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Gt: (">", np.greater),
    ast.Lt: ("<", np.less),
    ast.GtE: ("≥", np.greater_equal),
    ast.LtE: ("≤", np.less_equal),
    ast.Eq: ("=", np.equal),
    ast.NotEq: ("≠", np.not_equal),
}


@lru_cache(maxsize=1024)
def parse(rule: str) -> ast.expr:
    """The tree of a rule, in which nothing stands that may not; nobody changes it.

    Raises:
        ValueError: it is no rule.
    """
    if len(rule) > _LENGTH:
        raise ValueError(f"a rule has at most {_LENGTH} characters, not {len(rule)}")
    try:
        tree = ast.parse(rule.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"not an expression: {rule!r}") from error
    _check(tree, _DEPTH)
    return tree


def _check(node: ast.expr, depth: int) -> None:
    if depth == 0 or not _allowed(node):
        raise ValueError(f"not in the rule language: {type(node).__name__}")
    for each in _operands(node):
        _check(each, depth - 1)


def _allowed(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value):
            return isinstance(value, int | float)
        case ast.BinOp(_, operator, _):
            return isinstance(operator, ast.MatMult) or type(operator) in ARITHMETIC
        case ast.UnaryOp(operator, _):
            return isinstance(operator, ast.USub)
        case ast.Compare(_, [operator], [_]):
            return type(operator) in COMPARISON
        case ast.Call(ast.Name(name), arguments, []):
            count = 2 if name in _OF_TWO else 1
            return (name in SHAPES or name in MATHS) and len(arguments) == count
        case ast.Attribute(_, name):
            return name in ("T", "mT")
        case ast.Name() | ast.IfExp():
            return True
    return False


def _operands(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BinOp(left, _, right) | ast.Compare(left, _, [right]):
            return [left, right]
        case ast.UnaryOp(_, operand) | ast.Attribute(operand):
            return [operand]
        case ast.IfExp(test, body, orelse):
            return [test, body, orelse]
        case ast.Call(_, arguments):
            return arguments
    return []


def number(text: str) -> Number | None:
    """The plain number a text is, 1 for "True"; None for any other text.

    >>> number("2"), number("0.5"), number("x")
    (2, 0.5, None)
    """
    if text in ("True", "False"):
        return int(text == "True")
    if re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"-?(\d[\d.eE+-]{0,30}|\.\d{1,30}|inf|nan)", text, re.ASCII):
        try:
            return float(text)
        except ValueError:
            return None
    return None
