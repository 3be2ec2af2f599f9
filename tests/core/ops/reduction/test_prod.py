"""Products: the same here and in PyTorch, zeros included."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ONE = ("0", "1", "-1", "-3", "0, True", "dim=1, keepdim=True")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", [*ONE, "", "dtype=t.float64"])
def test_a_product_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.prod({arguments})")


@pytest.mark.parametrize(
    "values",
    [
        "[0.0, 2.0, 3.0]",
        "[0.0, 2.0, 0.0]",
        "[[0.0, 2.0], [1.0, 3.0]]",
        "[[0.0, 0.0], [1.0, 3.0]]",
    ],
)
@pytest.mark.parametrize("expression", ["x.prod()", "x.prod(-1)", "x.prod(0, True)"])
def test_a_product_with_zeros_has_a_finite_derivative(
    expression: str, values: str
) -> None:
    agree(f"x = t.tensor({values}, requires_grad=True)", expression)
