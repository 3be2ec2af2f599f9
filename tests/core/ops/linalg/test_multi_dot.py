"""Products of many matrices: the same here and in PyTorch, with the same brackets."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree

CHAINS = (
    *("A, b", "W, A, b", "b.T, A, W.T", "A, A, A", "v, A", "A, v", "v, v", "v, A, v"),
    *("W, A, A, b", "b.T, A, A, W.T, W", "b, b.T, b, b.T, v", "v, b, b.T, A, b"),
    *("A, A, A, A", "A.float(), b.float()", "b, b[:0].T, b[:0]"),
)
REFUSED = (
    *("", "A", "A, 2", "A, W", "A, v[0]", "v[0], A", "A, B, A", "A, b.float()"),
    *("W, v[:2]", "v, W", "A, A, W"),
)
POWERS = ("0", "1", "2", "3", "4", "5", "6", "7", "-1", "-2", "-3", "-6", "1.5")


@pytest.mark.parametrize("matrices", CHAINS + REFUSED)
def test_a_product_of_many_agrees(matrices: str) -> None:
    agree(GIVEN, f"L.multi_dot([{matrices}])")


@pytest.mark.parametrize("matrices", ["A, A, b", "A", "", "A, v", "A, W", "2"])
def test_the_older_function_agrees(matrices: str) -> None:
    agree(GIVEN, f"t.chain_matmul({matrices})")


def test_what_is_no_list_is_refused_in_the_same_words() -> None:
    agree(GIVEN, "L.multi_dot(A)")


@pytest.mark.parametrize("n", POWERS)
@pytest.mark.parametrize("matrix", ["A", "B", "A.T"])
def test_a_power_agrees(matrix: str, n: str) -> None:
    agree(
        f"{GIVEN}\nB = (B + 1).detach().requires_grad_()",
        f"L.matrix_power({matrix}, {n})",
    )


@pytest.mark.parametrize("given", MATRICES.values(), ids=MATRICES)
@pytest.mark.parametrize("n", ["2", "-1", "0"])
def test_a_power_of_any_matrix_agrees(n: str, given: str) -> None:
    agree(given, f"t.matrix_power(x, {n})")
