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
    "x.greater(1)",
    "x.less_equal(1)",
    "t.not_equal(x, x)",
    "t.equal(x, x)",
    "t.equal(x, x + 1)",
    "t.equal(x, 2)",
    "t.allclose(x, x)",
    "t.allclose(x, x + 1)",
    "x.isclose(x).tolist()",
    "x.isclose(x + 1, rtol=0.5).tolist()",
    "x.isclose(x, equal_nan=True).tolist()",
    "t.isclose(x, x, rtol=-1)",
    "t.isclose(x, 2)",
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


@pytest.mark.parametrize("given", ["x = t.ones(2); y = t.ones(3)", *PAIRS.values()])
@pytest.mark.parametrize("function", ["equal", "allclose"])
def test_a_comparison_of_the_whole_agrees(function: str, given: str) -> None:
    start = "" if given.startswith("x") else of("matrix")["matrix"] + "; "
    agree(start + given, f"t.{function}(x, y)")
