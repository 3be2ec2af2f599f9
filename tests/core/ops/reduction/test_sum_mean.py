"""Sum and mean: the same here and in PyTorch, over every choice of dimensions."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ARGUMENTS = (
    "",
    "0",
    "1",
    "-1",
    "-3",
    "0, True",
    "dim=1, keepdim=True",
    "(0, 1)",
    "()",
    "[0]",
    "(0, -1)",
    "(0, 0)",
    "dtype=t.float64",
    "0, dtype=t.float64",
    "dtype=t.int64",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", ARGUMENTS)
@pytest.mark.parametrize("function", ["sum", "mean"])
def test_a_reduction_agrees(function: str, arguments: str, given: str) -> None:
    agree(given, f"x.{function}({arguments})")


@pytest.mark.parametrize("expression", ["t.sum(x)", "t.mean(x, 0)", "t.sum(x, dim=1)"])
def test_a_reduction_is_a_function_too(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)


def test_a_sum_of_sums_agrees() -> None:
    agree(EVERYTHING["cube"], "(x.mean(1) * x.sum((0, 2), keepdim=True)).sum()")
