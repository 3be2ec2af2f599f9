"""Products of vectors in space: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN
from tests.oracle import agree

PRODUCTS = (
    *("t.cross(v, v * v)", "t.cross(A, P, dim=0)", "t.cross(A, P, 1)", "L.cross(A, P)"),
    *("L.cross(W, A[:1])", "L.cross(B, A[None])", "t.cross(A, P)", "t.cross(b, b * b)"),
    *(
        "L.cross(A.T, P)",
        "L.cross(b, b * b, dim=0)",
        "A.cross(P, dim=-1)",
        "v.cross(v)",
    ),
    *("L.cross(v.detach(), v)", "L.cross(v.long(), v.long())", "L.cross(B[:0], B[:0])"),
)
REFUSED = (
    *("L.cross(A, v)", "L.cross(W, A)", "L.cross(W, W[:, :2])", "t.cross(W, W, dim=0)"),
    *("t.cross(b[:2], b[:2])", "t.cross(v[0], v[0])", "L.cross(b, b, dim=2)"),
    *(
        "t.cross(v, v.float())",
        "t.cross(v > 0, v > 0)",
        "t.cross(v, 2)",
        "t.cross(2, v)",
    ),
    *("L.cross(2, v)", "L.cross(v, 2)", "L.cross(W, W[:3])"),
)


@pytest.mark.parametrize("expression", PRODUCTS)
def test_a_product_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_is_no_vector_in_space_is_refused_in_the_same_words(
    expression: str,
) -> None:
    agree(GIVEN, expression)
