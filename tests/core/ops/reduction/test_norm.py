"""Norms: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story, ours, raised

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


def test_only_vectors_have_a_norm_in_the_core() -> None:
    told = raised(lambda t: t.ones(2, 2).norm("nuc"), ours)
    assert told.startswith('NotImplementedError: norm(p="nuc")')
