"""Triangular systems of equations: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN
from tests.oracle import agree

SYSTEMS = (
    *("A, b, upper=True", "A, b, upper=False", "B, b, upper=True"),
    *("A, b, upper=True, unitriangular=True", "A, B, upper=False"),
    *("A, b.T, upper=True, left=False", "B, b.T, upper=False, left=False"),
    *("A, b.T, upper=False, left=False, unitriangular=True", "A.T, b, upper=True"),
    *("A.detach(), b, upper=True", "A, b.detach(), upper=True"),
    *("A[:0, :0], b[:0], upper=True", "A, b[:, :0], upper=True"),
)
REFUSED = (
    *("A, v, upper=True", "W, b, upper=True", "A, b.T, upper=True"),
    *("A, b, upper=True, left=False", "A.long(), b.long(), upper=True"),
    *("2, b, upper=True", "A, 2, upper=True"),
)


@pytest.mark.parametrize("arguments", SYSTEMS)
def test_a_solution_agrees(arguments: str) -> None:
    agree(GIVEN, f"L.solve_triangular({arguments})")


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_is_no_system_is_refused_in_the_same_words(arguments: str) -> None:
    agree(GIVEN, f"L.solve_triangular({arguments})")


def test_a_zero_on_the_diagonal_is_not_refused() -> None:
    agree(GIVEN, "L.solve_triangular(A.detach() * 0, b.detach(), upper=True)")
