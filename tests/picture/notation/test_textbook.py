"""A rule as a textbook has it: names or numbers in, and tidy."""

from __future__ import annotations

import pytest

from autoviz.picture.notation.evaluate import evaluate
from autoviz.picture.notation.textbook import formula, substituted

POW = "exponent * self**(exponent - 1)"


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


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="mystery"):
        formula("mystery * self", {"self": "x"})
    with pytest.raises(ValueError):
        evaluate("mystery", {"self": 1.0})
