"""A formula as MathML, which browsers draw by themselves: fractions, powers, cases.

It is made from the same tree as the text of ``textbook``, and carries that text for
whoever cannot see it, and for browsers without MathML. An element is a tuple: its
name, then what is in it, elements or a text. So a text of a learner's is never read
as markup: whoever shows it makes an element of each tuple.

Next: ``flow``.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from autoviz.picture.label import ratio
from autoviz.picture.notation import textbook
from autoviz.picture.notation.language import COMPARISON
from autoviz.picture.notation.numbers import short
from autoviz.picture.notation.textbook import Names
from autoviz.picture.words import atomic

__all__ = ["Element", "Math", "formula_math", "plain_math", "ratio_math"]

Element = tuple[object, ...]
"""``("mfrac", ("mn", "1"), ("mi", "x"))``: elements of MathML Core, no attributes."""


class Math(NamedTuple):
    """A formula among spans: like a span it has a style and a text."""

    style: str
    text: str
    element: Element


def formula_math(tree: ast.expr, texts: Names) -> Math:
    """A rule, or a part of one, with ``texts`` for the names in it.

    >>> formula_math(textbook.bound("1 / other", {}), {"other": "b"}).element
    ('mfrac', ('mn', '1'), ('mi', 'b'))
    """
    return Math("math", textbook.written(tree, texts), _Writing(texts).of(tree)[0])


def ratio_math(above: str, below: str, *, partial: bool = False) -> Math:
    """``dy/dx`` as a fraction."""
    d = "∂" if partial else "d"
    parts = (("mrow", *_differential(d, each)) for each in (above, below))
    return Math("math", ratio(above, below, partial=partial), ("mfrac", *parts))


def _differential(d: str, name: str) -> tuple[Element, ...]:
    """``dx``, and with a thin space ``d loss``."""
    space: tuple[Element, ...] = (("mtext", "\u2009"),)
    if len(name) == 1 or not atomic(name):
        space = ()
    return ("mi", d), *space, _name(name)[0]


def plain_math(text: str) -> Math:
    """A number by itself, or a text that stands for one."""
    return Math("math", text, ("mn", text))


_CONDITION, _SUM, _PRODUCT, _ATOM = range(4)
_SIGNS: dict[type[ast.operator], tuple[str, int, int]] = {
    ast.Add: ("+", _SUM, _SUM),
    ast.Sub: ("−", _SUM, _PRODUCT),
    ast.Mult: ("·", _PRODUCT, _PRODUCT),
    ast.MatMult: ("@", _PRODUCT, _PRODUCT),
}


class _Writing(NamedTuple):
    """Writes a tree; each part with how tightly it binds."""

    texts: Names

    def of(self, node: ast.expr) -> tuple[Element, int]:
        match node:
            case ast.Constant(value) if isinstance(value, int | float):
                return ("mn", short(value)), _SUM if value < 0 else _ATOM
            case ast.Name(name):
                return _name(self.texts.get(name, name))
            case ast.UnaryOp(_, operand):
                inside = self._at_least(operand, _PRODUCT)
                return ("mrow", ("mo", "−"), inside), _SUM
            case ast.BinOp(left, operator, right):
                return self._operation(left, operator, right)
            case ast.Compare(left, [comparison], [right]):
                sign = COMPARISON[type(comparison)][0]
                sides = (self._at_least(each, _SUM) for each in (left, right))
                return _joined(sign, *sides), _CONDITION
            case ast.IfExp():
                return self._cases(node), _ATOM
            case ast.Call(ast.Name(name), arguments):
                return self._call(name, arguments), _ATOM
            case ast.Attribute(operand):
                return ("msup", self._at_least(operand, _ATOM), ("mi", "T")), _ATOM
        raise ValueError(f"not in the rule language: {type(node).__name__}")

    def _at_least(self, node: ast.expr, level: int) -> Element:
        element, binds = self.of(node)
        return element if binds >= level else _fenced(element)

    def _operation(
        self, left: ast.expr, operator: ast.operator, right: ast.expr
    ) -> tuple[Element, int]:
        if isinstance(operator, ast.Div):
            return ("mfrac", self.of(left)[0], self.of(right)[0]), _ATOM
        if isinstance(operator, ast.Pow):
            return ("msup", self._at_least(left, _ATOM), self.of(right)[0]), _PRODUCT
        sign, own, right_side = _SIGNS[type(operator)]
        sides = self._at_least(left, own), self._at_least(right, right_side)
        return _joined(sign, *sides), own

    def _cases(self, node: ast.expr) -> Element:
        """A line for each case."""
        lines: list[Element] = []
        while isinstance(node, ast.IfExp):
            condition = ("mrow", ("mtext", "if "), self.of(node.test)[0])
            lines.append(_line(self.of(node.body)[0], condition))
            node = node.orelse
        lines.append(_line(self.of(node)[0], ("mtext", "else")))
        return "mtable", *lines

    def _call(self, name: str, arguments: list[ast.expr]) -> Element:
        inside = [self.of(each)[0] for each in arguments]
        match name:
            case "sqrt":
                return "msqrt", *inside
            case "exp":
                return "msup", ("mi", "e"), *inside
            case "abs":
                return "mrow", ("mo", "|"), *inside, ("mo", "|")
            case "sum":
                return "mrow", ("mo", "∑"), _fenced(*inside)
        return "mrow", ("mi", name), _fenced(*inside)


def _name(text: str) -> tuple[Element, int]:
    """A name, or an expression of the learner's; that one in parentheses."""
    if atomic(text):
        return ("mi", text), _ATOM
    return _fenced(("mtext", text)), _ATOM


def _joined(sign: str, left: Element, right: Element) -> Element:
    """MathML knows no ``@``, and would leave no room around it."""
    if sign == "@":
        return "mrow", left, ("mtext", "\u2009@\u2009"), right
    return "mrow", left, ("mo", sign), right


def _fenced(*inside: Element) -> Element:
    listed: list[Element] = []
    for each in inside:
        listed += [("mo", ","), each] if listed else [each]
    return "mrow", ("mo", "("), *listed, ("mo", ")")


def _line(value: Element, condition: Element) -> Element:
    return "mtr", ("mtd", value), ("mtd", condition)
