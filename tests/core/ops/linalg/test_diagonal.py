"""Diagonals: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

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
