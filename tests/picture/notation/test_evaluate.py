"""What a rule is worth: sums along what was reduced, and what has no number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autoviz.picture.notation.evaluate import evaluate

POW = "exponent * self**(exponent - 1)"
MATRIX = np.array([[1.0, 2.0], [3.0, 6.0]])


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


def test_a_tower_of_powers_is_a_float() -> None:
    assert math.isinf(float(evaluate("9**9**9**9", {})))


@pytest.mark.parametrize(
    ("rule", "axes", "expected"),
    [
        ("sum(self)", (1,), [[3.0], [9.0]]),
        ("mean(self)", (0,), [[2.0, 4.0]]),
        ("mean(self)", None, [[3.0]]),
        ("count(self == 3)", None, [[1.0]]),
        ("size(self)", None, 4.0),
        ("self - sum(self)", (1,), [[-2.0, -1.0], [-6.0, -3.0]]),
        ("std(self)", (1,), [[0.5], [1.5]]),
        ("normalized(self)", (1,), [[-1.0, 1.0], [-1.0, 1.0]]),
        ("self @ self.T", None, [[5.0, 15.0], [15.0, 45.0]]),
    ],
)
def test_sums_run_along_what_was_reduced(
    rule: str, axes: tuple[int, ...] | None, expected: object
) -> None:
    assert expected == evaluate(rule, {"self": MATRIX}, axes).tolist()


@pytest.mark.parametrize("rule", ["scatter(g)", "conv(g, self)", "mystery"])
def test_what_moves_numbers_about_has_no_value(rule: str) -> None:
    with pytest.raises(ValueError):
        evaluate(rule, {"g": 1.0, "self": 1.0})
