"""Sine and its relatives: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("function", ["sin", "cos", "tan", "atan", "arctan"])
def test_a_function_of_an_angle_agrees(function: str, given: str) -> None:
    agree(given, f"t.{function}(x)")


@pytest.mark.parametrize("name", ["scalar", "vector", "double", "special", "ints"])
@pytest.mark.parametrize("function", ["sinh", "cosh"])
def test_a_hyperbolic_function_agrees(function: str, name: str) -> None:
    agree(EVERYTHING[name], f"x.{function}()")


@pytest.mark.parametrize("function", ["sin", "cos", "tan", "atan", "sinh", "cosh"])
def test_in_place_it_saves_what_was_there(function: str) -> None:
    agree_on_story(f"""
        x = t.tensor([0.5, 1.25], requires_grad=True)
        y = x * 1
        y.{function}_()
        say(y, y._version, y.grad_fn)
        y.sum().backward()
        say(x.grad)
    """)
