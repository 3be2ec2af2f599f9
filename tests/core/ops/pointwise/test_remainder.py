"""Division with a remainder: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "x // 2",
    "x // 0.5",
    "x // -3",
    "x // 0",
    "2 // x",
    "x % 2",
    "x % -1.5",
    "x % 0",
    "2 % x",
    "-2.5 % x",
    "x.remainder(2)",
    "t.remainder(2, x)",
    "t.fmod(x, 2)",
    "t.fmod(x, -1.5)",
    "x.fmod(0)",
    "t.floor_divide(x, 2)",
    "t.div(x, 2, rounding_mode='floor')",
    "t.div(x, 2, rounding_mode='trunc')",
    "t.div(x, -0.7, rounding_mode='trunc')",
    "x.div(0, rounding_mode='floor')",
    "x.div(2, rounding_mode='up')",
)

PAIRS = (
    "x % y",
    "y % x",
    "t.fmod(x, y)",
    "t.div(x, y, rounding_mode='floor')",
    "t.div(x, y, rounding_mode='trunc')",
)

OTHERS = {
    "tracked": "y = t.tensor([0.5, -2.0, 2.0], requires_grad=True)",
    "constant": "y = t.tensor([0.5, -2.0, 0.0])",
    "double": "y = t.tensor([0.5, -2.0, 2.0], dtype=t.float64, requires_grad=True)",
    "ints": "y = t.tensor([1, -2, 3])",
    "zero": "y = t.tensor([1, 0, 3])",
    "bools": "y = t.tensor([True, False, True])",
    "misfit": "y = t.ones(2, requires_grad=True)",
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_remainder_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints"])
@pytest.mark.parametrize("expression", PAIRS)
def test_a_remainder_of_two_agrees(expression: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", expression)


STORIES = """
    x = t.tensor([1.5, 2.5], requires_grad=True)
    y = x // 2
    say(y, y.grad_fn.name())
    y.sum().backward()
    ---
    x = t.tensor([1.5, 2.5], requires_grad=True)
    (2 % x).sum().backward()
    ---
    x = t.tensor([0.5, 2.0, 0.25], requires_grad=True)
    y = x * 1.5
    y.floor_(); y.add_(0.3); y %= 2; y.fmod_(0.75); y.remainder_(x); y.round_()
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([3.5, -2.0])
    x //= 2
    x.div_(0.3, rounding_mode="trunc"); x.frac_(); x.ceil_(); x.trunc_()
    x.round_(decimals=1)
    say(x, x._version)
    ---
    x = t.tensor([3, -2]); x //= 2; x.remainder_(3); x.floor_(); say(x)
    ---
    x = t.tensor([3, -2]); x //= 0
    ---
    x = t.ones(0, dtype=t.int64)
    say(x % 0, x // 0, x.fmod(0), x.div(0, rounding_mode="trunc"))
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_remainders_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
