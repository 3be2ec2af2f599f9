"""A turn and a triangle: the same here and in PyTorch, but for the signs of columns.

What is compared does not depend on them. It is multiplied by 1, for the last node to
save nothing that does.
"""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN, MATRICES
from tests.oracle import agree, agree_on_story

PARTS = (
    *(
        "L.qr(W)[0].abs()",
        "L.qr(W).R.abs()",
        "L.qr(A)[0] ** 2",
        "L.qr(W.T)[1] ** 2",
    ),
    *(
        "L.qr(W.T).Q.abs()",
        "L.qr(B)[1].abs()",
        "L.qr(W.T, 'complete')[1].abs()",
    ),
    *(
        "L.qr(W, 'r')[1].detach().abs()",
        "L.qr(W, 'complete')[1].detach().abs()",
    ),
    *("L.qr(W, 'r')[1].abs()", "L.qr(W, 'complete')[1].abs()"),
    *("t.qr(W)[1].abs()", "t.qr(W, some=False)[0].detach()[:, :3].abs()"),
    *("W.qr().Q ** 2", "L.qr(W, 'x')"),
)


@pytest.mark.parametrize("expression", PARTS)
def test_a_part_agrees(expression: str) -> None:
    agree(GIVEN, f"1 * ({expression})")


@pytest.mark.parametrize("matrix", ["W", "W.T", "A", "B"])
def test_the_parts_make_the_matrix_again(matrix: str) -> None:
    agree(f"{GIVEN}\nQ, R = L.qr({matrix})", "Q @ R ** 2 @ R.mT * 1")


REFUSED = {n: MATRICES[n] for n in ("vector", "scalar", "ints", "bools", "half")}


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
def test_what_is_no_matrix_of_floats_is_refused(given: str) -> None:
    agree(given, "t.linalg.qr(x)")


def test_the_parts_have_names() -> None:
    agree_on_story("""
        Q, R = found = t.linalg.qr(t.tensor([[0.0, 2.0], [3.0, 0.0]]))
        say(Q.abs(), R.abs(), found.Q is Q, type(found).__name__)
        say(t.linalg.qr(t.zeros(0, 2)), t.linalg.qr(t.zeros(2, 0)))
        say(t.linalg.qr(t.eye(2), mode="r").Q, type(t.qr(t.eye(2))).__name__)
    """)
