"""Sine and its relatives: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, WRITES
from tests.oracle import agree, agree_on_story


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize(
    "function", ["sin", "cos", "tan", "sinc", "deg2rad", "rad2deg"]
)
def test_a_function_of_an_angle_agrees(function: str, given: str) -> None:
    agree(given, f"t.{function}(x)")


@pytest.mark.parametrize("name", ["scalar", "vector", "double", "special", "ints"])
@pytest.mark.parametrize("function", ["sinh", "cosh"])
def test_a_hyperbolic_function_agrees(function: str, name: str) -> None:
    agree(EVERYTHING[name], f"x.{function}()")


@pytest.mark.parametrize(
    "method", ["sin", "cos", "tan", "sinh", "cosh", "sinc", "deg2rad", "rad2deg"]
)
def test_a_function_has_a_form_that_writes(method: str) -> None:
    agree_on_story(WRITES.format(method=method))
