"""Other orders: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

MOVED = (
    "x.flip(0)",
    "x.flip(0, 1)",
    "x.flip((-1,))",
    "x.flip(0, 0)",
    "x.flip(5)",
    "t.flip(x, [0])",
    "x.fliplr()",
    "x.flipud()",
    "x.roll(1)",
    "x.roll(-1, 1)",
    "x.roll((1, 2), (0, 1))",
    "x.roll(1, 5)",
    "x.roll((1, 2), 0)",
    "x.roll(5, (0, 1))",
    "t.roll(x, 7)",
    "x.rot90()",
    "x.rot90(2)",
    "x.rot90(-1, (1, 0))",
    "x.rot90(1, (0, 0))",
    "x.rot90(1, (0,))",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", MOVED)
def test_another_order_agrees(expression: str, given: str) -> None:
    agree(given, expression)
