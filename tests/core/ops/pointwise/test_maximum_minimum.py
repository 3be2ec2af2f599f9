"""The larger and the smaller of two: as in PyTorch, ties included."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, OTHERS
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "t.maximum(x, x)",
    "t.maximum(x, t.tensor(1))",
    "t.minimum(t.tensor(0.5), x)",
    "t.max(x, x * 1)",
    "t.min(x, other=x)",
    "t.maximum(x, 1)",
    "t.fmax(x, x)",
    "t.fmin(x, t.tensor(1))",
    "t.fmax(x, 1)",
)

PAIRS = (
    "t.maximum(x, y)",
    "t.minimum(x, y)",
    "x.max(y)",
    "t.min(x, y)",
    "x.fmax(y)",
    "t.fmin(y, x)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_maximum_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints"])
@pytest.mark.parametrize("expression", PAIRS)
def test_the_extreme_of_two_agrees(expression: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", expression)


STORIES = """
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = t.tensor([1.0, 3.0], requires_grad=True)
    (t.maximum(x, y) + 2 * t.minimum(x, y)).sum().backward()
    say(x.grad, y.grad)
    ---
    x = t.tensor([0.1, 0.3], requires_grad=True)
    y = t.tensor(0.1, dtype=t.float64, requires_grad=True)
    (t.maximum(x, y) + 2 * t.minimum(y, x)).sum().backward()
    say(x.grad, y.grad)
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_extremes_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
