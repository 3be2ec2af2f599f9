"""What a rule means: its family, its factors, its value."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autoviz.picture.notation.rules import Factor, evaluate, family, product, route

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


def test_a_tower_of_powers_is_a_float() -> None:
    assert math.isinf(float(evaluate("9**9**9**9", {})))
