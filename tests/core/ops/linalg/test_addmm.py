"""Products with something added: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree

GIVEN = """
x = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)
w = t.tensor([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0], [0.25, 3.0, 1.0], [1.0, 1.0, 2.0]],
             requires_grad=True)
b = t.tensor([1.0, -2.0, 0.5, 4.0], requires_grad=True)
c = t.tensor([[[1.0, 2.0], [0.5, 3.0]], [[4.0, 1.0], [2.0, -1.0]]], requires_grad=True)
"""
SUMS = (
    "t.addmm(b, x, w.T)",
    "t.addmm(b, x, w.t(), beta=2, alpha=3)",
    "t.addmm(b * float('nan'), x, w.T, beta=0)",
    "t.addmm(b[0], x, w.T)",
    "t.addmm(b[:2].unsqueeze(1), x, w.T)",
    "(x @ w.T).addmm(x, w.T)",
    "t.addmm(b, x, w)",
    "t.addmm(b[:3], x, w.T)",
    "t.addmm(b, x, w.T.double())",
    "t.addmm(b.double(), x, w.T)",
    "t.addmm(b, x, w[0])",
    "t.addmm(b, x[0], w.T)",
    "t.addmm(b, x, 2)",
    "t.addmm(2, x, w.T)",
    "t.addmv(b[:2], x, w[0])",
    "t.addmv(b[0], x, w[0])",
    "t.addmv(b[:2], x, w[0], beta=2, alpha=3)",
    "t.addmv(b, x, w[0])",
    "t.addmv(b[:2], x, w)",
    "t.addmv(b[:2], x, w[0].double())",
    "t.baddbmm(b[:2], c, c.mT)",
    "t.baddbmm(c, c, c.mT, beta=2, alpha=3)",
    "t.baddbmm(c.sum(), c, c)",
    "t.baddbmm(b, c, c)",
    "t.baddbmm(b[:2], x, x)",
    "t.baddbmm(b[:2], c, c[:1])",
    "t.baddbmm(b[:2], c, c.double())",
)
WRITTEN = (
    "z.addmm_(x, w.T)",
    "z.addmm_(x, w.T, beta=0.5, alpha=2)",
)


@pytest.mark.parametrize("expression", SUMS)
def test_a_product_with_something_added_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_adding_a_product_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = x @ w.T; {line}", "z * 1")


@pytest.mark.parametrize("sizes", [(0, 3, 2), (2, 0, 3), (2, 3, 0)])
def test_a_product_of_nothing_leaves_what_was_added(sizes: tuple[int, ...]) -> None:
    n, m, p = sizes
    given = f"a = t.ones({n}, {m}, requires_grad=True); b = t.ones({m}, {p})"
    agree(given, f"t.addmm(t.ones({p}), a, b)")
