"""Whether any, whether all, how many: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ARGUMENTS = ("", "0", "1", "-1", "-3", "0, True", "dim=1, keepdim=True", "(0, 1)", "()")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", ARGUMENTS)
@pytest.mark.parametrize("function", ["any", "all"])
def test_a_question_agrees(function: str, arguments: str, given: str) -> None:
    agree(given, f"x.{function}({arguments})")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", ["", "0", "dim=1", "(0, 1)"])
def test_a_count_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.count_nonzero({arguments})")


@pytest.mark.parametrize("expression", ["t.any(x)", "t.all(x > 0)", "t.numel(x)"])
def test_a_question_is_a_function_too(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)
