"""Questions: their answers are bools without a graph, as in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, of
from tests.oracle import agree

EXPRESSIONS = (
    "x == 1",
    "x != 1",
    "x < 1.5",
    "x <= 1",
    "x > 0",
    "x >= True",
    "1 < x",
    "x == x",
    "x.eq(1)",
    "x.ge(x)",
)
PAIRS = {
    "broadcast": "y = t.tensor([[1.0], [2.0]], requires_grad=True)",
    "ints": "y = t.tensor([1, -2, 3])",
    "misfit": "y = t.ones(2)",
    "no_tensor": "y = 'a'",
    "none": "y = None",
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_comparison_with_a_number_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_a_comparison_of_two_agrees(sign: str, other: str) -> None:
    agree(f"{of('matrix')['matrix']}; {other}", f"x {sign} y")
