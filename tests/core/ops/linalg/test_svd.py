"""Singular values: the same here and in PyTorch, but for the signs of the vectors.

What is compared does not depend on them, as a loss must not either. It is multiplied by
1, for the last node to save nothing that does.
"""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree, agree_on_story

SINGULAR = (
    *("L.svd(W).S", "L.svd(W, full_matrices=False)[1]", "L.svd(A)[1]", "t.svd(W)[1]"),
    *("L.svdvals(W)", "L.svdvals(W.T)", "L.svdvals(B)", "W.svd().S"),
    *("L.svd(A).U ** 2", "L.svd(A).Vh ** 2", "t.svd(A).V ** 2"),
    *("t.svd(W)[0].abs()", "L.svd(W, False)[0] ** 2"),
    *("L.svd(W.T, False)[2] ** 2", "L.svd(B)[0] ** 2"),
    *("t.svd(W, some=False)[1]", "L.svd(W.float())[1]"),
    *("L.svdvals(W[:0])", "L.svdvals(W[:, :0])"),
)
DECOMPOSED = ("W", "W.T", "A", "B")


@pytest.mark.parametrize("expression", SINGULAR)
def test_singular_values_agree(expression: str) -> None:
    agree(GIVEN, f"1 * ({expression})")


@pytest.mark.parametrize("matrix", DECOMPOSED)
def test_the_parts_make_the_matrix_again(matrix: str) -> None:
    agree(
        f"{GIVEN}\nU, S, Vh = L.svd({matrix}, full_matrices=False)",
        "U @ ((1 + S).unsqueeze(-1) * Vh) * 1",
    )


def test_square_matrices_take_part_with_the_columns_that_are_known() -> None:
    given = f"{GIVEN}\nU, S, Vh = L.svd(W)"
    agree(given, "U[:, :3] @ ((1 + S).unsqueeze(-1) * Vh) * 1")


REGULAR = {name: each for name, each in MATRICES.items() if "singular" not in name}


@pytest.mark.parametrize("given", REGULAR.values(), ids=REGULAR)
def test_singular_values_of_any_matrix_agree(given: str) -> None:
    agree(given, "t.linalg.svdvals(x)")


def test_the_values_are_to_be_had_alone() -> None:
    agree(GIVEN, "t.svd(W, compute_uv=False)")


def test_the_parts_have_names() -> None:
    agree_on_story("""
        x = t.tensor([[0.0, 2.0, 0.0], [3.0, 0.0, 0.0]])
        U, S, Vh = found = t.linalg.svd(x)
        say(U.abs(), S, Vh.abs(), found.S is S, type(found).__name__)
        say(t.svd(x).V.abs(), type(t.svd(x)).__name__, t.linalg.svd(x, False)[2].abs())
        t.svd(x[0])
    """)
