"""Diagonals: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

DIAGONALS = (
    "x.diagonal()",
    "x.diagonal(1)",
    "x.diagonal(-1)",
    "x.diagonal(9)",
    "x.diagonal(0, -1, -2)",
    "x.diagonal(0, 1, 1)",
    "x.diagonal(0, 5, 1)",
    "x.diag()",
    "x.diag(1)",
    "x.diag_embed()",
    "x.diag_embed(1)",
    "x.diag_embed(0, 0, 0)",
    "x.diagflat()",
    "x.trace()",
    "t.diagonal(x, offset=1)",
    "t.diag(x)",
    "t.trace(x)",
    "x.diagonal() * 2",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", DIAGONALS)
def test_a_diagonal_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize("size", ["5, 2", "7, 3", "3, 3", "2, 5", "2, 2, 2", "0, 3"])
def test_a_filled_diagonal_agrees(size: str, wrap: bool) -> None:
    agree_on_story(f"""
x = t.ones({size}, requires_grad=True)
y = x * 2
z = y.fill_diagonal_(5, wrap={wrap})
say(z is y, y, y._version, graph(y))
y.sum().backward()
say(x.grad)
""")


@pytest.mark.parametrize("size", ["3", "2, 2, 3"])
def test_what_has_no_diagonal_to_fill_is_refused(size: str) -> None:
    agree_on_story(f"t.ones({size}).fill_diagonal_(5)")


def test_a_filled_transpose_agrees() -> None:
    agree_on_story("x = t.zeros(2, 3); x.T[1:].fill_diagonal_(7); say(x)")
