"""Covariances: the same here and in PyTorch, down to the nodes."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ROWS = {
    "two": (
        "x = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True); "
        "f = t.tensor([1, 2, 3]); a = t.tensor([0.5, 1.0, 0.25], requires_grad=True)"
    ),
    "ints": "x = t.tensor([[1, -2, 4]]); f = t.tensor([2, 0, 1]); a = t.ones(3)",
    "one": "x = t.tensor([1.0, 2.0, 4.0]); f = t.tensor([0, 0, 0]); a = t.zeros(3)",
}
WEIGHTED = (
    "t.cov(x, fweights=f)",
    "x.cov(aweights=a)",
    "x.cov(fweights=f, aweights=a)",
    "x.cov(correction=0, fweights=f, aweights=a)",
    "x.cov(fweights=a)",
    "x.cov(aweights=f)",
    "x.cov(fweights=f[:2])",
    "x.cov(fweights=f.view(1, 3))",
    "x.cov(fweights=-f)",
    "x.cov(aweights=-a)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize(
    "expression",
    ["t.cov(x)", "x.cov(correction=0)", "x.cov(correction=5)", "x.corrcoef()"],
)
def test_a_covariance_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("given", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("expression", WEIGHTED)
def test_a_weighted_covariance_agrees(expression: str, given: str) -> None:
    agree(given, expression)
