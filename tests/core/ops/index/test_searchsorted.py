"""Where numbers belong: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree

GIVEN = """
v = t.tensor([1.0, 2.0, 2.0, 5.0], requires_grad=True)
x = t.tensor([[0.5, 2.0, 9.0, float('nan')], [1.0, 5.0, 4.0, -1.0]])
i = t.tensor([1, 2, 7])
"""

FOUND = (
    "t.searchsorted(v, x)",
    "t.searchsorted(v, 2.0)",
    "t.searchsorted(v, 2)",
    "t.searchsorted(v, t.tensor(2.0))",
    "t.searchsorted(v, x, right=True)",
    "t.searchsorted(v, x, side='right')",
    "t.searchsorted(v, x, side='left')",
    "t.searchsorted(v, x, side='left', right=True)",
    "t.searchsorted(v, x, side='mid')",
    "t.searchsorted(v, x, out_int32=True)",
    "t.searchsorted(i, i)",
    "t.searchsorted(x.sort(1).values, x)",
    "t.searchsorted(x.sort(1).values, x[:, :1].clone())",
    "t.searchsorted(x, x)",
    "t.searchsorted(v[:0], x)",
    "t.searchsorted(v, x[:0])",
    "t.searchsorted(x, v)",
    "t.searchsorted(x, 2.0)",
    "t.searchsorted(v, v, sorter=t.tensor([3, 2, 1, 0]))",
    "t.searchsorted(v[0], x)",
    "t.searchsorted(v, v > 1)",
    "t.bucketize(i > 1, v)",
    "t.bucketize(x, v)",
    "t.bucketize(x, v, right=True)",
    "t.bucketize(2.0, v)",
    "t.bucketize(i, i, out_int32=True)",
    "t.bucketize(v, x)",
)


@pytest.mark.parametrize("expression", FOUND)
def test_places_agree(expression: str) -> None:
    agree(GIVEN, expression)
