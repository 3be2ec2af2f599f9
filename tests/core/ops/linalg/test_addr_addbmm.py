"""Two more products with something added: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.linalg.given import GIVEN
from tests.oracle import agree

SUMS = (
    *("t.addr(A, v, v)", "t.addr(v, v[:2], v)", "t.addr(v[0], v, v[:2])"),
    *("t.addr(A, v, v, beta=0.5, alpha=2)", "(A * 1).addr(v, v)"),
    *("t.addr(A * float('nan'), v, v, beta=0)", "t.addr(A.float(), v, v)"),
    *("t.addr(A.long(), v.long(), v.long())", "t.addr(A > 0, v > 0, v > 0)"),
    *("t.addbmm(A, B, B)", "t.addbmm(v, B, B, beta=0.5, alpha=2)", "A.addbmm(B, B)"),
    *("t.addbmm(v[0], B[:0], B[:0])", "t.addbmm(A * float('nan'), B, B, beta=0)"),
    *("t.addbmm(b[:, :1], B, B)", "t.addbmm(A.long(), B.long(), B.long())"),
)
REFUSED = (
    *("t.addr(A, v, v[:2])", "t.addr(A, A, v)", "t.addr(A, v, A)", "t.addr(2, v, v)"),
    *("t.addr(A, 2, v)", "t.addr(A.long(), v.long(), v.long(), alpha=0.5)"),
    *("t.addbmm(A, A, A)", "t.addbmm(A, B, B[:1])", "t.addbmm(A, B, B[:, :2])"),
    *("t.addbmm(A, B, B.float())", "t.addbmm(A.float(), B, B)", "t.addbmm(W, B, B)"),
    *("t.addbmm(A > 0, B > 0, B > 0)", "t.addbmm(A, 2, B)"),
)
WRITTEN = ("z.addr_(v, v)", "z.addbmm_(B, B, alpha=2)", "z.addr_(v, v, beta=0.5)")


@pytest.mark.parametrize("expression", SUMS)
def test_a_product_with_something_added_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_does_not_fit_is_refused_in_the_same_words(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_adding_a_product_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = A * 1; {line}", "z * 1")
