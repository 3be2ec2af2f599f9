"""The rule language: a derivative as plain text, read without running it.

Each row of the op table says how a gradient passes through, in Python's
expression syntax::

    exponent * self**(exponent - 1)      g @ mat2.T      expand(g) / n

``g`` is the gradient that arrived, ``result`` what the operation made, ``n`` the
number of elements reduced; the other names are the operation's parameters. A
rule without ``g`` is the *local derivative*, element by element: what arrived is
multiplied by it. A rule may come from a file, so it is parsed, checked against a
short list of what may stand in it, and never evaluated as Python. Whatever is
not in the list is a ``ValueError``.

Next: ``flow``, which reads the rules of one backward step.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from autoviz.picture.notation.numbers import short
from autoviz.picture.words import atomic
from autoviz.records.value import Number

__all__ = [
    "Factor",
    "Family",
    "evaluate",
    "family",
    "formula",
    "is_outer",
    "number",
    "product",
    "route",
    "substituted",
]

Family = Literal["scale", "matmul", "route", "sum", "expand", "mixed"]
Names = Mapping[str, str]

_LENGTH = 200
_DEPTH = 12
_ROUTES = {
    *("reshape", "squeeze", "unsqueeze"),
    *("transpose", "permute"),
    *("scatter", "select", "slice", "spread"),
    *("gather", "cat", "stack", "fill", "tril", "triu"),
    *("diagonal", "flip", "roll"),
    *("cumsum", "flip"),
}
_KERNELS = {
    *("attention_backward", "bce_backward", "gelu_backward", "layer_norm_backward"),
    *("conv", "conv_transpose", "mean", "nll_loss", "normalized"),
}
_SHAPES = _ROUTES | _KERNELS | {"expand", "sum", "outer"}
_OF_TWO = {"conv", "conv_transpose", "outer"}
_MATHS: Mapping[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "sign": np.sign,
    "abs": np.abs,
    "sin": np.sin,
    "cos": np.cos,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "floor": np.floor,
    "trunc": np.trunc,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Φ": lambda x: (1 + np.vectorize(math.erf, otypes=[float])(x / 2**0.5)) / 2,
    "φ": lambda x: np.exp(-x * x / 2) / math.sqrt(2 * math.pi),
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_COMPARISON: Mapping[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Gt: (">", np.greater),
    ast.Lt: ("<", np.less),
    ast.GtE: ("≥", np.greater_equal),
    ast.LtE: ("≤", np.less_equal),
    ast.Eq: ("=", np.equal),
    ast.NotEq: ("≠", np.not_equal),
}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONDITION, _SUM, _PRODUCT, _POWER, _ATOM = range(5)


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
    nodes = list(ast.walk(_parse(rule)))
    if not any(isinstance(each, ast.Name) and each.id == "g" for each in nodes):
        return "scale"
    called = {name for each in nodes for name in _called(each)}
    if "outer" in called or any(isinstance(each, ast.MatMult) for each in nodes):
        return "matmul"
    if "expand" in called:
        return "expand"
    if called & _KERNELS or not _only_moves(nodes[0]):
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
    called = [name for each in ast.walk(_parse(rule)) for name in _called(each)]
    return called[0] if called else "transpose"


def product(rule: str) -> tuple[Factor, Factor] | None:
    """The two matrices a matmul rule multiplies; None for any other rule.

    >>> product("self.T @ g")[0]
    Factor(name='self', transposed=True)
    """
    match _parse(rule):
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


def is_outer(rule: str) -> bool:
    """Whether a matmul rule is a column times a row."""
    return rule.startswith("outer(")


def formula(rule: str, names: Names, arguments: Names | None = None) -> str:
    """The rule with the learner's names in, as short as a textbook has it.

    >>> formula("exponent * self**(exponent - 1)", {"self": "x"}, {"exponent": "3"})
    '3·x²'
    >>> formula("g @ mat2.T", {"mat2": "W"})
    'G @ Wᵀ'
    """
    texts = {"g": "G"} | dict(arguments or {}) | dict(names)
    return _render(_bind(_parse(rule), _constants(texts), tidy=True), texts)[0]


def substituted(
    rule: str, numbers: Mapping[str, Number], arguments: Names | None = None
) -> str:
    """The same with numbers in.

    >>> substituted("exponent * self**(exponent - 1)", {"self": -2.0, "exponent": 3})
    '3·(-2)²'
    """
    tidied = _bind(_parse(rule), _constants(arguments or {}), tidy=True)
    return _render(_bind(tidied, numbers, tidy=False), {})[0]


def evaluate(rule: str, numbers: Mapping[str, Any]) -> Any:
    """The rule's value: a float for numbers, an array for arrays.

    As in numpy, a division by zero gives inf or nan.

    >>> float(evaluate("1 - result**2", {"result": 0.5}))
    0.75
    """
    arrays = {name: np.asarray(each, np.float64) for name, each in numbers.items()}
    with np.errstate(all="ignore"):
        return _evaluate(_parse(rule), arrays)[()]


def number(text: str) -> Number | None:
    """The plain number a text is; None for any other text.

    >>> number("2"), number("0.5"), number("x")
    (2, 0.5, None)
    """
    if re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"-?(\d[\d.eE+-]{0,30}|\.\d{1,30}|inf|nan)", text, re.ASCII):
        try:
            return float(text)
        except ValueError:
            return None
    return None


def _parse(rule: str) -> ast.expr:
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
            return isinstance(operator, ast.MatMult) or type(operator) in _ARITHMETIC
        case ast.UnaryOp(operator, _):
            return isinstance(operator, ast.USub)
        case ast.Compare(_, [operator], [_]):
            return type(operator) in _COMPARISON
        case ast.Call(ast.Name(name), arguments, []):
            count = 2 if name in _OF_TWO else 1
            return (name in _SHAPES or name in _MATHS) and len(arguments) == count
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


def _called(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(ast.Name(name)) if name in _SHAPES:
            yield name


def _factor(node: ast.expr) -> Factor | None:
    match node:
        case ast.Name(name):
            return Factor(name, transposed=False)
        case ast.Attribute(ast.Name(name)):
            return Factor(name, transposed=True)
    return None


def _constants(texts: Names) -> dict[str, Number]:
    found = {name: number(text) for name, text in texts.items() if name != "g"}
    return {name: each for name, each in found.items() if each is not None}


def _bind(node: ast.expr, numbers: Mapping[str, Number], *, tidy: bool) -> ast.expr:
    """Numbers for names; with ``tidy``, ``1 * x`` becomes ``x``.

    An exponent is worked out always: nobody writes 3·2^(3 − 1).
    """

    def again(each: ast.expr) -> ast.expr:
        return _bind(each, numbers, tidy=tidy)

    match node:
        case ast.Name(name) if name in numbers:
            return ast.Constant(numbers[name])
        case ast.BinOp(base, ast.Pow() as power, exponent):
            raised = _bind(exponent, numbers, tidy=True)
            return _tidied(ast.BinOp(again(base), power, raised))
        case ast.BinOp(left, operator, right):
            bound = ast.BinOp(again(left), operator, again(right))
            return _tidied(bound) if tidy else bound
        case ast.UnaryOp(_, ast.Constant(int() | float() as value)) if tidy:
            return ast.Constant(-value)
        case ast.UnaryOp(operator, operand):
            return ast.UnaryOp(operator, again(operand))
        case ast.Compare(left, operators, [right]):
            return ast.Compare(again(left), operators, [again(right)])
        case ast.IfExp(test, body, orelse):
            choice = ast.IfExp(again(test), again(body), again(orelse))
            return _chosen(choice) if tidy else choice
        case ast.Call(function, arguments):
            return ast.Call(function, [again(each) for each in arguments], [])
        case ast.Attribute(operand, name):
            return ast.Attribute(again(operand), name)
    return node


def _chosen(node: ast.IfExp) -> ast.expr:
    """What is left of a choice between known numbers: one of the two."""
    match node.test:
        case ast.Compare(ast.Constant(a), [operator], [ast.Constant(b)]):
            holds = _COMPARISON[type(operator)][1](a, b)
            return node.body if holds else node.orelse
    return node


def _tidied(node: ast.BinOp) -> ast.expr:
    match node:
        case ast.BinOp(ast.Constant(a), ast.Add(), ast.Constant(b)):
            return ast.Constant(a + b)  # type: ignore[operator]
        case ast.BinOp(ast.Constant(a), ast.Sub(), ast.Constant(b)):
            return ast.Constant(a - b)  # type: ignore[operator]
        case ast.BinOp(x, ast.Pow() | ast.Div() | ast.Mult(), ast.Constant(1)):
            return x
        case ast.BinOp(ast.Constant(1), ast.Mult(), x):
            return x
        case ast.BinOp(ast.Constant(-1), ast.Mult(), x):
            return ast.UnaryOp(ast.USub(), x)
        case ast.BinOp(ast.Constant(0), ast.Mult(), _):
            return ast.Constant(0)
        case ast.BinOp(_, ast.Pow(), ast.Constant(0)):
            return ast.Constant(1)
    return node


def _render(node: ast.expr, texts: Names) -> tuple[str, int]:
    """The text, and how tightly it binds."""

    def at_least(each: ast.expr, level: int) -> str:
        text, binds = _render(each, texts)
        return text if binds >= level else f"({text})"

    match node:
        case ast.Constant(value) if isinstance(value, int | float):
            return short(value), _PRODUCT if value < 0 else _ATOM
        case ast.Name(name):
            if name not in texts:
                raise ValueError(f"a rule that names {name!r}, which is not known")
            return texts[name], _ATOM if atomic(texts[name]) else _SUM
        case ast.UnaryOp(_, operand):
            return "−" + at_least(operand, _POWER), _PRODUCT
        case ast.BinOp(base, ast.Pow(), exponent):
            return at_least(base, _ATOM) + _exponent(exponent, texts), _POWER
        case ast.BinOp(left, ast.Add(), right):
            return f"{at_least(left, _SUM)} + {at_least(right, _SUM)}", _SUM
        case ast.BinOp(left, ast.Sub(), right):
            return f"{at_least(left, _SUM)} − {at_least(right, _PRODUCT)}", _SUM
        case ast.BinOp(left, operator, right):
            sign = {ast.Mult: "·", ast.Div: "/"}.get(type(operator), " @ ")
            level = _PRODUCT if sign == " @ " else _POWER
            return f"{at_least(left, _PRODUCT)}{sign}{at_least(right, level)}", _PRODUCT
        case ast.Compare(left, [operator], [right]):
            sign = _COMPARISON[type(operator)][0]
            return f"{at_least(left, _SUM)} {sign} {at_least(right, _SUM)}", _CONDITION
        case ast.IfExp(test, body, orelse):
            parts = (_render(each, texts)[0] for each in (body, test, orelse))
            return "{} if {}, else {}".format(*parts), _CONDITION
        case ast.Call(ast.Name(name), arguments):
            inside = ", ".join(_render(each, texts)[0] for each in arguments)
            return f"{name}({inside})", _ATOM
        case ast.Attribute(operand):
            return at_least(operand, _ATOM) + "ᵀ", _ATOM
    raise ValueError(f"not in the rule language: {type(node).__name__}")


def _exponent(node: ast.expr, texts: Names) -> str:
    match node:
        case ast.Constant(int(value)) if value >= 0:
            return str(value).translate(_SUPERSCRIPT)
    text, binds = _render(node, texts)
    return f"^{text}" if binds == _ATOM else f"^({text})"


def _evaluate(node: ast.expr, numbers: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value):
            return np.asarray(value, np.float64)
        case ast.Name(name) if name in numbers:
            return numbers[name]
        case ast.UnaryOp(_, operand):
            return np.negative(_evaluate(operand, numbers))
        case ast.BinOp(left, operator, right) if type(operator) in _ARITHMETIC:
            compute = _ARITHMETIC[type(operator)]
            return compute(_evaluate(left, numbers), _evaluate(right, numbers))
        case ast.Compare(left, [operator], [right]):
            compare = _COMPARISON[type(operator)][1]
            return compare(_evaluate(left, numbers), _evaluate(right, numbers))
        case ast.IfExp(test, body, orelse):
            branches = _evaluate(body, numbers), _evaluate(orelse, numbers)
            return np.where(_evaluate(test, numbers), *branches)
        case ast.Call(ast.Name(name), [argument]) if name in _MATHS:
            return _MATHS[name](_evaluate(argument, numbers))
    raise ValueError("a rule that has no value by itself")
