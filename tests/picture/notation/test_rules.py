"""The rule language: read, write, work out, and refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autoviz.picture.notation.rules import (
    Factor,
    evaluate,
    family,
    formula,
    number,
    product,
    route,
    substituted,
)

POW = "exponent * self**(exponent - 1)"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("1", "scale"),
        (POW, "scale"),
        ("g @ mat2.T", "matmul"),
        ("outer(g, vec)", "matmul"),
        ("expand(g) / n", "expand"),
        ("sum(g)", "sum"),
        ("g.T", "route"),
        ("scatter(g)", "route"),
        ("spread(g)", "route"),
        ("result * (g - sum(g * result))", "mixed"),
        ("conv_transpose(g, weight)", "mixed"),
        ("scatter(-g / n)", "mixed"),
        ("Φ(self) + self * φ(self)", "scale"),
    ],
)
def test_family(rule: str, expected: str) -> None:
    assert family(rule) == expected


@pytest.mark.parametrize(
    ("exponent", "expected"),
    [
        ("2", "2·x"),
        ("3", "3·x²"),
        ("12", "12·x¹¹"),
        ("1", "1"),
        ("0", "0"),
        ("0.5", "0.5·x^(-0.5)"),
        ("-1", "−x^(-2)"),
        ("-2", "-2·x^(-3)"),
        ("2.0", "2·x"),
    ],
)
def test_the_power_rule_as_a_textbook_has_it(exponent: str, expected: str) -> None:
    assert formula(POW, {"self": "x"}, {"exponent": exponent}) == expected


@pytest.mark.parametrize(
    ("rule", "names", "expected"),
    [
        ("other", {"other": "w"}, "w"),
        ("other", {"other": "2"}, "2"),
        ("-1", {}, "-1"),
        ("1 / other", {"other": "b"}, "1/b"),
        ("-self / other**2", {"self": "a", "other": "b"}, "−a/b²"),
        ("-self / other**2", {"self": "a + 1", "other": "b*c"}, "−(a + 1)/(b*c)²"),
        ("1 - result**2", {"result": "tanh(h)"}, "1 − tanh(h)²"),
        ("result * (1 - result)", {"result": "s"}, "s·(1 − s)"),
        ("1 / (2 * result)", {"result": "sqrt(x)"}, "1/(2·sqrt(x))"),
        ("1 if result > 0 else 0", {"result": "relu(x)"}, "1 if relu(x) > 0, else 0"),
        ("result * log(self)", {"result": "2**x", "self": "2"}, "(2**x)·log(2)"),
        (POW, {"self": "x", "exponent": "p"}, "p·x^(p − 1)"),
        ("sign(self)", {"self": "x"}, "sign(x)"),
        ("g @ mat2.T", {"mat2": "W2"}, "G @ W2ᵀ"),
        ("self.T @ g", {"self": "a + b"}, "(a + b)ᵀ @ G"),
        ("g @ mat2.mT", {"mat2": "W"}, "G @ Wᵀ"),
        ("outer(g, vec)", {"vec": "v"}, "outer(G, v)"),
        ("expand(g) / n", {"n": "6"}, "expand(G)/6"),
        ("Φ(self) + self * φ(self)", {"self": "x"}, "Φ(x) + x·φ(x)"),
        ("2 * self / (n if a == 1 else 1)", {"self": "x", "n": "6", "a": "1"}, "2·x/6"),
        ("2 * self / (n if a == 1 else 1)", {"self": "x", "n": "6", "a": "2"}, "2·x"),
    ],
)
def test_formula(rule: str, names: dict[str, str], expected: str) -> None:
    assert formula(rule, names) == expected


@pytest.mark.parametrize(
    ("rule", "numbers", "expected"),
    [
        (POW, {"self": 3.0, "exponent": 2}, "2·3"),
        (POW, {"self": 2.0, "exponent": 3}, "3·2²"),
        (POW, {"self": -2.0, "exponent": 3}, "3·(-2)²"),
        (POW, {"self": -3.0, "exponent": 2}, "2·(-3)"),
        ("other", {"other": -3.0}, "-3"),
        ("-self / other**2", {"self": -1.0, "other": -2.0}, "−(-1)/(-2)²"),
        ("1 - result**2", {"result": 0.5}, "1 − 0.5²"),
        ("1 / other", {"other": 4}, "1/4"),
    ],
)
def test_substituted(rule: str, numbers: dict[str, float], expected: str) -> None:
    assert substituted(rule, numbers) == expected


@pytest.mark.parametrize(
    ("rule", "numbers", "expected"),
    [
        (POW, {"self": 3.0, "exponent": 2}, 6.0),
        ("1 / other", {"other": 0.0}, math.inf),
        ("-1 / other", {"other": 0.0}, -math.inf),
        ("log(self)", {"self": 0.0}, -math.inf),
        ("exp(self)", {"self": 1e6}, math.inf),
        ("tanh(self)", {"self": 0.0}, 0.0),
        ("sign(self)", {"self": -4.0}, -1.0),
        ("1 if result > 0 else 0", {"result": 2.0}, 1.0),
        ("0 if condition else 1", {"condition": True}, 0.0),
        ("1 / (2 * result)", {"result": 4.0}, 0.125),
    ],
)
def test_evaluate(rule: str, numbers: dict[str, float], expected: float) -> None:
    assert float(evaluate(rule, numbers)) == expected


def test_what_has_no_value_is_nan() -> None:
    assert math.isnan(float(evaluate("sqrt(self)", {"self": -1.0})))
    assert math.isnan(float(evaluate("self / self", {"self": 0.0})))


def test_evaluate_takes_arrays() -> None:
    local = evaluate("1 - result**2", {"result": np.array([0.0, 0.5])})
    assert local.tolist() == [1.0, 0.75]


def test_the_factors_of_a_product() -> None:
    assert product("self.T @ g") == (Factor("self", True), Factor("g", False))
    assert product("outer(g, vec)") == (Factor("g", False), Factor("vec", False))
    assert product("other") is None


def test_route() -> None:
    assert [route("g.T"), route("reshape(g)")] == ["transpose", "reshape"]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "x =",
        "__import__('os')",
        "self.__class__",
        "(lambda: 0)()",
        "[g]",
        "g[0]",
        "'text'",
        "open(g)",
        "exp(self, other)",
        "exp(x=self)",
        "exp(*self)",
        "1j * self",
        "self and other",
        "self < other < 3",
        "self // other",
        "(self := 3)",
        "-" * 50 + "self",
        "(" * 90 + "g" + ")" * 90 + " + " * 2,
        "self + " * 40 + "self",
        "x" * 5000,
        "self\x00",
    ],
)
def test_what_is_not_in_the_language_is_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        family(rule)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="mystery"):
        formula("mystery * self", {"self": "x"})
    with pytest.raises(ValueError):
        evaluate("mystery", {"self": 1.0})


def test_a_tower_of_powers_is_a_float() -> None:
    assert math.isinf(float(evaluate("9**9**9**9", {})))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", 2), ("-0.5", -0.5), ("1e-05", 1e-05), ("x", None), ("1_000", None)],
)
def test_number(text: str, expected: float | None) -> None:
    assert number(text) == expected
