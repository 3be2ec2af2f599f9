"""A matrix as a square: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree

FACTORS = (
    *("L.cholesky(P)", "L.cholesky(P, upper=True)", "L.cholesky(B @ B.mT)"),
    *("t.cholesky(P)", "P.cholesky()", "t.cholesky(P, True)", "P.cholesky(upper=True)"),
    *("L.cholesky(P.T)", "L.cholesky(P.float())", "L.cholesky(t.stack([P, -P]))"),
    "L.solve_triangular(L.cholesky(P), b, upper=False)",
)


@pytest.mark.parametrize("expression", FACTORS)
def test_a_factor_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("given", MATRICES.values(), ids=MATRICES)
@pytest.mark.parametrize("function", ["linalg.cholesky", "cholesky"])
def test_what_has_no_factor_is_refused_in_the_same_words(
    function: str, given: str
) -> None:
    agree(given, f"t.{function}(x)")
