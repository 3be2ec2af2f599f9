"""Eigenvalues: the same here and in PyTorch, but for the signs of the vectors.

What is compared does not depend on them, as a loss must not either. It is multiplied by
1, for the last node to save nothing that does.
"""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree, agree_on_story

EIGEN = (
    *("L.eigh(P)[0]", "L.eigh(P, 'U').eigenvalues", "L.eigh(P, UPLO='l')[0]"),
    *("L.eigvalsh(P)", "L.eigvalsh(B @ B.mT)", "L.eigvalsh(A)", "L.eigvalsh(A, 'U')"),
    *("L.eigvalsh(P.float())", "L.eigvalsh(P).max()", "L.eigh(P)[1] ** 2"),
    *("L.eigh(P).eigenvectors.abs()", "L.eigh(B @ B.mT)[1] ** 2"),
)
VALUES_ONLY = {
    name: given
    for name, given in MATRICES.items()
    if name not in ("singular", "one_is_singular", "no_rows")
}


@pytest.mark.parametrize("expression", EIGEN)
def test_eigenvalues_agree(expression: str) -> None:
    agree(GIVEN, f"1 * ({expression})")


def test_values_and_vectors_together_make_the_matrix_again() -> None:
    agree(
        f"{GIVEN}\nvalues, vectors = L.eigh(P)",
        "vectors @ t.diag(values.exp()) @ vectors.mT * 1",
    )


@pytest.mark.parametrize("given", VALUES_ONLY.values(), ids=VALUES_ONLY)
def test_eigenvalues_of_any_matrix_agree(given: str) -> None:
    agree(given, "t.linalg.eigvalsh(x)")


def test_another_half_is_refused_in_the_same_words() -> None:
    agree(GIVEN, "L.eigh(P, 'X')")


def test_the_parts_have_names() -> None:
    agree_on_story("""
        values, vectors = found = t.linalg.eigh(t.diag(t.tensor([1.0, 3.0])))
        say(found.eigenvalues is values, found.eigenvectors.abs(), type(found).__name__)
        say(t.linalg.eigh(t.zeros(0, 0)), t.linalg.eigh(t.eye(2, dtype=t.float64) * 2))
    """)
