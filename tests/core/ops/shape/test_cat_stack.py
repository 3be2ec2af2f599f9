"""Several tensors into one, as in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

GIVEN = """
x = t.tensor([[0.5, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]],
             requires_grad=True)
c = t.tensor([[[0.5, 1.0]], [[2.0, 3.0]], [[4.0, 5.0]]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
"""

JOINED = (
    "t.cat([x, x])",
    "t.cat((x, x[:1], x[1:]))",
    "t.cat([x, x[:, :2]], 1)",
    "t.cat([x, x], dim=-1)",
    "t.cat([x])",
    "t.cat([x, t.ones(3, 4)])",
    "t.cat([x, t.zeros(0)])",
    "t.cat([t.zeros(0, requires_grad=True), x], 1)",
    "t.cat([t.zeros(0), t.zeros(0)])",
    "t.cat([x, x.double()])",
    "t.cat([x, t.ones(3, 4, dtype=t.int64)])",
    "t.cat([x > 3, x > 4])",
    "t.cat([c, c], 2)",
    "t.concat([x, x])",
    "t.concatenate([x, x], 1)",
    "t.stack([x, x])",
    "t.stack([x, x * 2, x], 1)",
    "t.stack((x, x), dim=-1)",
    "t.stack([x])",
    "t.stack([x, x.double()])",
    "t.stack([x[0, 0], x[0, 1]])",
    "t.hstack([v, v])",
    "t.hstack([x, x])",
    "t.hstack([x[0, 0], x[0, 1]])",
    "t.vstack([v, v])",
    "t.vstack([x, v])",
    "t.row_stack([x, x])",
    "t.dstack([v, v])",
    "t.dstack([x, x])",
    "t.column_stack([v, v])",
    "t.column_stack([v, x.T])",
)

NOT_JOINED = (
    "t.cat([])",
    "t.cat(x)",
    "t.cat([x, 1])",
    "t.cat([x, v])",
    "t.cat([v, x])",
    "t.cat([x, x[:, :2]])",
    "t.cat([x, x], 5)",
    "t.cat([x[0, 0], x[0, 1]])",
    "t.cat([t.zeros(1, 0), x])",
    "t.stack([])",
    "t.stack(x)",
    "t.stack([x, v])",
    "t.stack([x, 1])",
    "t.stack([x, x], 3)",
    "t.stack([x, x], -4)",
    "t.hstack([])",
    "t.hstack(x)",
    "t.hstack([x, v])",
    "t.vstack([x[0, 0], v])",
)

OF_ANYTHING = (
    "t.cat([x, x])",
    "t.cat([x, x], 1)",
    "t.stack([x, x], -1)",
    "t.hstack([x, x])",
    "t.vstack([x, x])",
)


@pytest.mark.parametrize("expression", JOINED + NOT_JOINED)
def test_joining_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", OF_ANYTHING)
def test_joining_anything_agrees(expression: str, given: str) -> None:
    agree(given, expression)
    agree(given, f"({expression})[0] * 1")
