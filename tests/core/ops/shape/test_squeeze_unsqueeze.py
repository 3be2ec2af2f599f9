"""Dimensions of length 1: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ONES = (
    "x.unsqueeze(0)",
    "x.unsqueeze(-1)",
    "x.unsqueeze(1)",
    "x.unsqueeze(5)",
    "x.squeeze()",
    "x.squeeze(0)",
    "x.squeeze(1)",
    "x.squeeze(-1)",
    "x.squeeze(5)",
    "x.squeeze((0, 1))",
    "x.squeeze((0,))",
    "x.squeeze(())",
    "x.unsqueeze(0).squeeze(0)",
)

AT_LEAST = (
    "t.atleast_1d(x)",
    "t.atleast_2d(x)",
    "t.atleast_3d(x)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", ONES + AT_LEAST)
def test_dimensions_of_length_one_agree(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize(
    "expression", ["t.unsqueeze(x, 0)", "t.squeeze(x)", "t.squeeze(x, 0)"]
)
def test_squeezing_is_a_function_too(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)
