"""Formulas as MathML: the elements, and what a learner wrote stays text."""

from __future__ import annotations

import ast

import pytest

from autoviz.picture.notation.mathml import Math, formula_math, ratio_math
from autoviz.picture.notation.textbook import bound
from tests.core.test_table import DIFFERENTIABLE

CORE = {
    *("mfrac", "mi", "mn", "mo", "mrow", "msqrt", "msup", "mtable", "mtd", "mtext"),
    "mtr",
}
"""Of MathML Core, what is used."""


def element(rule: str, **texts: str) -> object:
    return formula_math(bound(rule, {"g": "G", **texts}), {"g": "G", **texts}).element


X = ("mi", "x")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("1 / self", ("mfrac", ("mn", "1"), X)),
        ("self**2", ("msup", X, ("mn", "2"))),
        ("-self", ("mrow", ("mo", "−"), X)),
        ("sqrt(self)", ("msqrt", X)),
        ("exp(self)", ("msup", ("mi", "e"), X)),
        ("self.T", ("msup", X, ("mi", "T"))),
        ("2 * self", ("mrow", ("mn", "2"), ("mo", "·"), X)),
        ("abs(self)", ("mrow", ("mo", "|"), X, ("mo", "|"))),
        ("g @ self", ("mrow", ("mi", "G"), ("mtext", "\u2009@\u2009"), X)),
    ],
)
def test_a_rule_as_mathematics(rule: str, expected: object) -> None:
    assert expected == element(rule, self="x")


def test_only_what_must_stand_in_brackets_does() -> None:
    told = str(element("(1 - self) * self / (self + 1)", self="x"))
    assert 1 == told.count("'('")


def test_cases_are_lines_of_a_table() -> None:
    found = element("1 if self > 0 else 0.5 if self == 0 else 0", self="x")
    assert isinstance(found, tuple)
    assert found[0] == "mtable"
    assert [each[0] for each in found[1:]] == ["mtr", "mtr", "mtr"]


def test_an_expression_of_the_learners_is_a_text_in_brackets() -> None:
    hostile = "<script> + x"
    brackets = ("mo", "("), ("mtext", hostile), ("mo", ")")
    assert element("self", self=hostile) == ("mrow", *brackets)


def test_a_derivative_is_a_fraction() -> None:
    assert ratio_math("y", "x").element == (
        "mfrac",
        ("mrow", ("mi", "d"), ("mi", "y")),
        ("mrow", ("mi", "d"), X),
    )
    assert ratio_math("loss", "x", partial=True).text == "∂ loss/∂x"


def test_a_formula_reads_as_text_too() -> None:
    formula = formula_math(bound("1 / self", {}), {"self": "x"})
    assert isinstance(formula, Math)
    assert (formula.style, formula.text) == ("math", "1/x")


@pytest.mark.parametrize("row", DIFFERENTIABLE)
def test_every_rule_of_the_table_is_written_in_elements_that_browsers_draw(
    row: str,
) -> None:
    for each in DIFFERENTIABLE[row].grads:
        tree = bound(each.rule, {})
        names = {n.id: n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        assert set() == set(tags(formula_math(tree, names).element)) - CORE


def tags(found: tuple[object, ...]) -> list[str]:
    inside = [
        tag for each in found[1:] if isinstance(each, tuple) for tag in tags(each)
    ]
    return [str(found[0]), *inside]
