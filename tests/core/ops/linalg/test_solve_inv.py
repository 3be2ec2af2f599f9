"""Systems of equations and inverses: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree, agree_on_story, ours, raised

SYSTEMS = (
    *("L.inv(A)", "L.inv(B)", "L.inv(A.T)", "t.inverse(A)", "A.inverse()"),
    *("L.inv(A) @ b", "L.inv(L.inv(A))", "L.inv(A.float())"),
    *("L.solve(A, b)", "L.solve(A, v)", "L.solve(B, b)", "L.solve(A, B * 3 - 1)"),
    *("L.solve(B, B[:, 0])", "L.solve(B, v)", "L.solve(A.T, b)"),
    *("L.solve(A, b.T, left=False)", "L.solve(B, b.T, left=False)"),
    *("L.solve(A.detach(), b)", "L.solve(A, b.detach())", "L.solve(A, b[:, :0])"),
    "L.solve(B[:0], B[:0])",
)
REFUSED = (
    *("L.solve(A, b.T)", "L.solve(A, v[:2])", "L.solve(W, b)", "L.solve(v, v)"),
    *("L.solve(A, b, left=False)", "L.solve(A, v, left=False)", "L.solve(A, v[0])"),
    *("L.solve(A, b.float())", "L.solve(A.long(), b)", "L.solve(A, 2)"),
    *("L.solve(2, b)", "L.solve(B, t.ones(3, 3, 1, dtype=t.float64))"),
    *("L.solve(A * 0, b)", "L.solve(B * t.tensor([1.0, 0.0])[:, None, None], b)"),
)


@pytest.mark.parametrize("expression", SYSTEMS)
def test_a_solution_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_no_system_is_refused_in_the_same_words(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("given", MATRICES.values(), ids=MATRICES)
def test_an_inverse_agrees(given: str) -> None:
    agree(given, "t.linalg.inv(x)")
    agree(given, "t.inverse(x)")


def test_the_error_can_be_caught_by_its_name() -> None:
    agree_on_story("""
        try:
            t.linalg.inv(t.zeros(2, 2))
        except t.linalg.LinAlgError as error:
            say(error, isinstance(error, RuntimeError), type(error).__name__)
    """)


def test_what_is_not_here_says_so() -> None:
    told = raised(lambda t: t.linalg.eig, ours)
    assert told == "AttributeError: module 'autoviz.linalg' has no attribute 'eig'"
