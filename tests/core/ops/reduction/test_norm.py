"""Norms: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, OTHERS
from tests.oracle import agree, agree_on_story

NORMS = (
    *("", "2", "1", "3", "1.5", "0.5", "-1", "float('inf')", "-float('inf')"),
    *("2, 0", "1, 0, True", "p=2, dim=1, keepdim=True", "2, ()", "3, -1"),
    *("'fro'", "'fro', dim=(0, 1)", "'fro', 0", "dim=0", "float('inf'), 0"),
    *("'odd'", "p=None", "dtype=t.float64", "dim=5"),
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", NORMS)
def test_a_norm_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.norm({arguments})")


def test_a_norm_is_a_function_too() -> None:
    agree(EVERYTHING["matrix"], "t.norm(x, dim=1)")


@pytest.mark.parametrize(
    "expression",
    [
        *(f"t.zeros(2, requires_grad=True).norm({p})" for p in ("", "1", "3", "1.5")),
        "t.zeros(2, requires_grad=True).norm(float('inf'))",
        "t.tensor([3.0, -3.0, 1.0], requires_grad=True).norm(float('inf'))",
    ],
)
def test_a_kink_is_settled_as_in_pytorch(expression: str) -> None:
    made, _, call = expression.rpartition(").")
    agree(f"x = {made})", f"x.{call}")


def test_a_count_of_nonzero_elements_has_no_gradient() -> None:
    agree_on_story("""
        x = t.tensor([1.0, 0.0, 3.0], requires_grad=True)
        y = x.norm(0)
        y.backward()
        say(y, x.grad)
    """)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints", "empty_matrix"])
@pytest.mark.parametrize("p", ["2", "1", "3", "0.5", "float('inf')", "-float('inf')"])
def test_a_distance_agrees(p: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", f"t.dist(x, y, {p})")


@pytest.mark.parametrize("expression", ["x.dist(x)", "x.dist(x * 2)", "t.dist(x, 2)"])
def test_a_distance_is_a_method_too(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)


def test_the_singular_values_of_a_matrix_are_added_up() -> None:
    agree(EVERYTHING["matrix"], "x.norm('nuc')")
