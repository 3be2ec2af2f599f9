"""A rule as a textbook has it: with the learner's names or numbers in, and tidy.

It is put together in three steps: numbers take the place of names (``_bind``), what
nobody would write is left out (``_tidied``: ``1·x``), and the rest becomes text with as
few brackets as can be (``_render``).

Next: ``flow``.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from autoviz.picture.notation.language import COMPARISON, number, parse
from autoviz.picture.notation.numbers import short
from autoviz.picture.words import atomic
from autoviz.records.value import Number

__all__ = [
    "Names",
    "bound",
    "formula",
    "substituted",
    "times",
    "with_numbers",
    "written",
]

Names = Mapping[str, str]
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONDITION, _SUM, _PRODUCT, _POWER, _ATOM = range(5)
_SIGNS: Mapping[type[ast.operator], tuple[str, int, int]] = {
    ast.Add: (" + ", _SUM, _SUM),
    ast.Sub: (" − ", _SUM, _PRODUCT),
    ast.Mult: ("·", _PRODUCT, _POWER),
    ast.Div: ("/", _PRODUCT, _POWER),
    ast.MatMult: (" @ ", _PRODUCT, _PRODUCT),
}
"""How it is written, how tightly it binds, and how tightly its right side must."""


def formula(rule: str, names: Names, arguments: Names | None = None) -> str:
    """The rule with the learner's names in, as short as a textbook has it.

    >>> formula("exponent * self**(exponent - 1)", {"self": "x"}, {"exponent": "3"})
    '3·x²'
    >>> formula("g @ mat2.T", {"mat2": "W"})
    'G @ Wᵀ'
    """
    texts = {"g": "G"} | dict(arguments or {}) | dict(names)
    return written(bound(rule, texts), texts)


def bound(rule: str, texts: Names) -> ast.expr:
    """The rule's tree, with a number for each name whose text is one, and tidy."""
    return _bind(parse(rule), _constants(texts), tidy=True)


def written(tree: ast.expr, texts: Names) -> str:
    """A tree, or a part of one, with ``texts`` for the names in it."""
    return _render(tree, texts)[0]


def substituted(
    rule: str, numbers: Mapping[str, Number], arguments: Names | None = None
) -> str:
    """The same with numbers in.

    >>> substituted("exponent * self**(exponent - 1)", {"self": -2.0, "exponent": 3})
    '3·(-2)²'
    """
    return written(with_numbers(bound(rule, arguments or {}), numbers), {})


def with_numbers(tree: ast.expr, numbers: Mapping[str, Number]) -> ast.expr:
    """The tree with numbers for names, and nothing worked out."""
    return _bind(tree, numbers, tidy=False)


def times(factor: ast.expr, tree: ast.expr) -> ast.expr:
    """The product; of a choice the choice between products."""
    if isinstance(tree, ast.IfExp):
        body, orelse = times(factor, tree.body), times(factor, tree.orelse)
        return ast.IfExp(tree.test, body, orelse)
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        return ast.BinOp(times(factor, tree.left), tree.op, tree.right)
    return _tidied(ast.BinOp(tree, ast.Mult(), factor))


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
        case ast.UnaryOp(operator, operand):
            return _negative(ast.UnaryOp(operator, again(operand)), tidy=tidy)
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


def _negative(node: ast.UnaryOp, *, tidy: bool) -> ast.expr:
    match node.operand:
        case ast.Constant(int() | float() as value) if tidy:
            return ast.Constant(-value)
    return node


def _chosen(node: ast.IfExp) -> ast.expr:
    """What is left of a choice between known numbers: one of the two."""
    match node.test:
        case ast.Compare(ast.Constant(a), [operator], [ast.Constant(b)]):
            holds = COMPARISON[type(operator)][1](a, b)
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
        case ast.BinOp(ast.Constant(0), ast.Sub(), x):
            return ast.UnaryOp(ast.USub(), x)
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
        case ast.BinOp(left, operator, right):
            sign, own, right_side = _SIGNS[type(operator)]
            return at_least(left, own) + sign + at_least(right, right_side), own
        case ast.Compare(left, [operator], [right]):
            sign = COMPARISON[type(operator)][0]
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
