"""Products over any dimensions: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN
from tests.oracle import agree

PRODUCTS = (
    *("t.tensordot(A, P)", "t.tensordot(A, P, 1)", "t.tensordot(A, P, 0)"),
    *("t.tensordot(v, v, 1)", "t.tensordot(B, W, ([2], [1]))", "t.tensordot(v, W, 0)"),
    *("t.tensordot(B, B, ([0, 2], [0, 1]))", "t.tensordot(B, W, dims=[[-1], [-1]])"),
    *("t.tensordot(W.T, b, ([0], [0]))", "t.tensordot(W[:, :1], A, ([1], [0]))"),
    *(
        "t.tensordot(A, W[:, :1], ([1], [1]))",
        "t.tensordot(A, P, t.tensor([[1], [0]]))",
    ),
    *("t.tensordot(A, P, t.tensor(1))", "t.tensordot(v[0], v[1], 0)"),
    *("t.tensordot(A, A.T, ([0, 1], [1, 0]))", "t.tensordot(A.T, A.T, 2)"),
    *("t.tensordot(A.int(), A.int(), 2)", "t.tensordot(A.T.int(), A.int().T, 2)"),
    *("t.tensordot(A[:, :1].int(), A[:, :1].int(), 2)", "t.tensordot(v, v[::2], 0)"),
    *("t.inner(A, P)", "t.inner(A, v)", "t.inner(v, v)", "v.inner(W)", "t.inner(B, W)"),
    *("t.inner(v[0], A)", "t.inner(v, v[0])", "t.vdot(v, v)", "v.vdot(v * v)"),
    *(
        "t.kron(A, b)",
        "t.kron(v, v)",
        "t.kron(A, v)",
        "t.kron(v, B)",
        "t.kron(v[0], A)",
    ),
    *("t.kron(A, t.tensor([[1, 2]]))", "t.kron(b[:0], A)", "t.kron(B, A)"),
    *("L.vecdot(A, v)", "L.vecdot(B, A)", "L.vecdot(A, P, dim=0)", "L.vecdot(v, v)"),
)
REFUSED = (
    *("t.tensordot(A, W)", "t.tensordot(A, P, 3)", "t.tensordot(A, P, -1)"),
    *("t.tensordot(A, W, ([0], [0, 1]))", "t.tensordot(A, W, ([0], [0]))"),
    *("t.tensordot(A, P, 1.5)", "t.tensordot(A, P.float(), 1)"),
    *("t.tensordot(A, P, ([0, 0], [0, 1]))", "t.tensordot(A, P, ([5], [0]))"),
    *("t.inner(A, W.T)", "t.inner(v, v[:2])", "t.inner(v, v.float())", "t.inner(2, v)"),
    *(
        "t.vdot(A, v)",
        "t.vdot(v, v[:2])",
        "t.vdot(v, v.float())",
        "t.vdot(v > 0, v > 0)",
    ),
    *("t.kron(A, 2)", "t.kron(2, A)", "t.vdot(2, v)", "L.vecdot(A, v[:2])"),
    *("L.vecdot(v.long(), v.long())", "L.vecdot(2, v)"),
)


@pytest.mark.parametrize("expression", PRODUCTS)
def test_a_product_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_does_not_fit_is_refused_in_the_same_words(expression: str) -> None:
    agree(GIVEN, expression)
