"""What a rule means: its family and its factors."""

from __future__ import annotations

import pytest

from autoviz.picture.notation.rules import Factor, family, names, product, route

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
        ("expand(g) * self", "mixed"),
        ("alpha * gather(g)", "mixed"),
        ("sum(gather(g))", "sum"),
        ("scatter(-g / n)", "mixed"),
        ("Φ(self) + self * φ(self)", "scale"),
    ],
)
def test_family(rule: str, expected: str) -> None:
    assert family(rule) == expected


def test_the_factors_of_a_product() -> None:
    assert product("self.T @ g") == (Factor("self", True), Factor("g", False))
    assert product("outer(g, vec)") == (Factor("g", False), Factor("vec", False))
    assert product("other") is None


def test_route() -> None:
    assert [route("g.T"), route("reshape(g)")] == ["transpose", "reshape"]


def test_a_sum_from_the_end_is_told_from_a_turn() -> None:
    assert [route("flip(cumsum(flip(g)))"), route("flip(g)")] == ["cumsum", "flip"]


def test_the_names_of_a_rule_begin_with_the_gradient() -> None:
    assert names("exp(result) * sum(g)") == ("g", "result")
