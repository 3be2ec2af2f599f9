"""From a sine back to the angle: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, OTHERS, WRITES
from tests.oracle import agree, agree_on_story

FUNCTIONS = ("asin", "acos", "atan", "asinh", "acosh", "atanh")
ALIASES = ("arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh")
POINTS = {
    "origin": "x = t.zeros(2, requires_grad=True); y = t.zeros(2, requires_grad=True)",
    "axes": (
        "x = t.tensor([0.0, -0.0, 1.0, -1.0], requires_grad=True); "
        "y = t.tensor([1.0, -1.0, 0.0, -0.0], requires_grad=True)"
    ),
    "far": (
        "x = t.tensor([float('inf'), 3.0, 1e30], requires_grad=True); "
        "y = t.tensor([1.0, -float('inf'), 1e30], requires_grad=True)"
    ),
    "ints": "x = t.tensor([1, -2]); y = t.tensor([3, 4])",
    "bools": "x = t.tensor([True, False]); y = t.tensor([True, True])",
    "number": "x = t.tensor([1.0]); y = 2.0",
    "number_first": "x = 2.0; y = t.tensor([1.0])",
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_inverse_agrees_on_every_kind_of_input(function: str, given: str) -> None:
    agree(given, f"t.{function}(x)")
    agree(given, f"t.{function}(x * 0.25)")


@pytest.mark.parametrize("function", ALIASES)
def test_an_inverse_has_two_names(function: str) -> None:
    agree(EVERYTHING["special"], f"t.{function}(x)")
    agree(EVERYTHING["special"], f"x.{function}()")


@pytest.mark.parametrize("method", [*FUNCTIONS, *ALIASES])
def test_an_inverse_has_a_form_that_writes(method: str) -> None:
    agree_on_story(WRITES.format(method=method))


@pytest.mark.parametrize("method", ["asinh", "acosh", "atanh"])
def test_of_some_that_write_no_gradient_comes_back(method: str) -> None:
    agree_on_story(f"""
        y = t.tensor([0.5, 0.25], requires_grad=True) * 1
        y.{method}_()
        y.sum().backward()
    """)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints", "computed"])
@pytest.mark.parametrize("function", ["atan2", "arctan2", "hypot"])
def test_angle_and_distance_agree(function: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", f"t.{function}(x, y)")


@pytest.mark.parametrize("given", POINTS.values(), ids=POINTS)
@pytest.mark.parametrize("function", ["atan2", "hypot"])
def test_angle_and_distance_agree_where_it_matters(function: str, given: str) -> None:
    agree(given, f"t.{function}(x, y)")


@pytest.mark.parametrize("call", ["atan2_(x)", "hypot_(x)", "arctan2_(x)", "hypot_(2)"])
def test_angle_and_distance_can_be_written(call: str) -> None:
    agree_on_story(f"""
        x = t.tensor([0.5, 2.0], requires_grad=True)
        y = x * 1.5
        y.{call}
        say(y, y._version, y.grad_fn)
        y.sum().backward()
        say(x.grad)
    """)
