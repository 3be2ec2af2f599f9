"""Questions: their answers are bools without a graph, as in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, of
from tests.oracle import agree, agree_on_story

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
    "t.isposinf(x)",
    "x.isneginf()",
    "x.signbit()",
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


@pytest.mark.parametrize(
    "expression",
    [
        "t.isin(x, t.tensor([1, 2]))",
        "t.isin(x, t.tensor([1, 2]), assume_unique=True)",
        "t.isin(x, t.tensor([0.5, 2.0], requires_grad=True))",
        "t.isin(2, x)",
        "t.isin(x, True)",
        "t.isin(x, 0.5, invert=True)",
    ],
)
@pytest.mark.parametrize(
    "name", ["scalar", "vector", "matrix", "empty", "special", "ints", "int", "bools"]
)
def test_being_among_others_agrees(name: str, expression: str) -> None:
    """Of tensors that do not lie row by row PyTorch refuses some."""
    agree(EVERYTHING[name], expression)


@pytest.mark.parametrize("other", PAIRS.values(), ids=PAIRS)
@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_a_comparison_of_two_agrees(sign: str, other: str) -> None:
    agree(f"{of('matrix')['matrix']}; {other}", f"x {sign} y")


@pytest.mark.parametrize("given", ["x = t.ones(2); y = t.ones(3)", *PAIRS.values()])
@pytest.mark.parametrize("function", ["equal", "allclose"])
def test_a_comparison_of_the_whole_agrees(function: str, given: str) -> None:
    start = "" if given.startswith("x") else of("matrix")["matrix"] + "; "
    agree(start + given, f"t.{function}(x, y)")


WRITERS = ("eq_", "ne_", "lt_", "le_", "gt_", "ge_", "not_equal_", "less_", "greater_")


@pytest.mark.parametrize("method", [*WRITERS, "less_equal_", "greater_equal_"])
def test_a_comparison_can_be_written(method: str) -> None:
    agree_on_story(f"""
        x = t.tensor([0.5, 1.5, 2.0], requires_grad=True)
        y = x * 1
        z = y.{method}(1.5)
        say(z is y, y, y._version, y.grad_fn)
        y.{method}(x)
        say(y, graph(y))
        y.sum().backward()
        say(x.grad)
    """)


@pytest.mark.parametrize("other", ["2", "1.5", "True", "y", "y > 1", "y.view(3, 1)"])
@pytest.mark.parametrize("given", ["y * 1", "t.tensor([1, 2, 3])", "t.ones(3) > 2"])
def test_what_is_written_has_the_type_that_was_there(given: str, other: str) -> None:
    agree_on_story(f"""
        y = t.tensor([0.1, 1.5, 3.0])
        x = {given}
        say(x.lt_({other}), x.ge_({other}), x._version)
    """)
