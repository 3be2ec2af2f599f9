"""Pseudo-inverses and ranks: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree

INVERSES = (
    *(
        "L.pinv(W)",
        "L.pinv(W.T)",
        "L.pinv(A)",
        "L.pinv(B)",
        "L.pinv(P, hermitian=True)",
    ),
    *("t.pinverse(W)", "W.pinverse()", "L.pinv(W) @ W + 1", "L.pinv(W.float())"),
    *("L.pinv(W, 0.5)", "L.pinv(W, rtol=0.5)", "L.pinv(W, atol=2.5)"),
    *("L.pinv(W, atol=0.1, rtol=0.5)", "L.pinv(B, rtol=t.tensor([0.1, 0.5]))"),
    *("t.pinverse(W, 0.6)", "L.pinv(W, hermitian=True)", "L.pinv(W[:0])"),
)
RANKS = (
    *(
        "W",
        "B",
        "A.detach()",
        "P, hermitian=True",
        "W, 2.5",
        "W, tol=2.5",
        "W, rtol=0.5",
    ),
    *("W, atol=2.5", "W, atol=0.1, rtol=0.6", "B, rtol=t.tensor([0.1, 0.5])", "W[:0]"),
    *("W, hermitian=True", "v"),
)


@pytest.mark.parametrize("expression", INVERSES)
def test_a_pseudo_inverse_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("arguments", RANKS)
def test_a_rank_agrees(arguments: str) -> None:
    agree(GIVEN, f"L.matrix_rank({arguments}) + 0")


KNOWN = {
    name: each for name, each in MATRICES.items() if name not in ("half", "number")
}


@pytest.mark.parametrize("given", KNOWN.values(), ids=KNOWN)
def test_a_rank_of_any_matrix_agrees(given: str) -> None:
    agree(f"{given}; x = x.detach()", "t.linalg.matrix_rank(x) + 0")


EXACT = {
    name: each for name, each in KNOWN.items() if name != "wide" and "one_" not in name
}


@pytest.mark.parametrize("given", EXACT.values(), ids=EXACT)
def test_a_pseudo_inverse_of_any_matrix_agrees(given: str) -> None:
    agree(f"{given}; x = x.detach()", "t.linalg.pinv(x)")
