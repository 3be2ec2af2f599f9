"""Numbers kept within bounds: the same here and in PyTorch, ties included."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, OTHERS
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "x.clamp(0, 1)",
    "x.clamp(-0.5, 1.5)",
    "x.clamp(min=0)",
    "x.clamp(max=1)",
    "x.clamp(1, 0)",
    "x.clamp()",
    "x.clip(0, 2)",
    "t.clamp(x, min=0.5)",
    "x.clamp(min=True)",
    "x.clamp(min=float('nan'))",
    "x.clamp_min(0.5)",
    "x.clamp_max(1)",
    "x.clamp(min=x)",
    "x.clamp(max=x)",
    "x.clamp(x, x)",
    "x.clamp(t.tensor(0.5), t.tensor(1))",
    "x.nan_to_num()",
    "t.nan_to_num(x, 1)",
    "t.nan_to_num(x, nan=0.5, posinf=2.0, neginf=-2)",
)

PAIRS = (
    "x.clamp(min=y)",
    "x.clamp(max=y)",
    "x.clamp(y, y + 1)",
    "x.clamp(y, y - 1)",
    "x.clamp(y - 1, y)",
    "x.clamp_min(y)",
    "x.clamp_max(y)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_bounds_agree(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints"])
@pytest.mark.parametrize("expression", PAIRS)
def test_bounds_that_are_tensors_agree(expression: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", expression)


STORIES = """
    x = t.tensor([0.0, 1.0, 2.0, -1.0], requires_grad=True)
    x.clamp(0, 1).sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.0, 1.0, 2.0, -1.0], requires_grad=True)
    low = t.zeros(4, requires_grad=True)
    high = t.ones(4, requires_grad=True)
    x.clamp(low, high).sum().backward()
    say(x.grad, low.grad, high.grad)
    ---
    x = t.tensor([0.0, 1.0, 2.0, -1.0], requires_grad=True)
    low = t.ones(4, requires_grad=True)
    high = t.zeros(4, requires_grad=True)
    x.clamp(low, high).sum().backward()
    say(x.grad, low.grad, high.grad)
    ---
    x = t.tensor([0.0, 1.0, 2.0, -1.0], requires_grad=True)
    low = t.ones(4, requires_grad=True)
    x.clamp(low, low).sum().backward()
    say(x.grad, low.grad)
    ---
    x = t.tensor([0.5, 2.0, -1.0], requires_grad=True)
    y = x * 1
    y.clamp_(0, 1); y.clamp_min_(0.25); y.clamp_max_(x); y.clip_(max=x)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.5, float("nan"), float("-inf")], requires_grad=True)
    y = x * 1
    y.nan_to_num_(neginf=2)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1, 5]); say(x.clamp_(2, 3), x); x.clamp_(0.5, 1)
    ---
    y = t.ones(2, requires_grad=True)
    node = y.clamp(0, 2).grad_fn
    say(node._saved_self, node._saved_min, node._saved_max)
    say(y.clamp(min=y).grad_fn._saved_max)
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_bounds_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
