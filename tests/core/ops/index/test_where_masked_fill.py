"""``where``: the gradient goes to the side that was taken, and only there."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

SETTINGS = {
    "two_leaves": "a = t.ones(2, 3, requires_grad=True); b = t.zeros(3)",
    "broadcast": "a = t.ones(2, 1, requires_grad=True); b = t.ones(3).requires_grad_()",
    "number": "a = t.ones(3, requires_grad=True); b = 2",
    "number_first": "a = 0.5; b = t.ones(3, requires_grad=True)",
    "two_numbers": "a = 1; b = 2.5",
    "double": "a = t.ones(3, dtype=t.float64, requires_grad=True); b = t.ones(3)",
    "zero_dim_double": "a = t.ones(3); b = t.tensor(1.0, dtype=t.float64)",
    "ints": "a = t.tensor([1, 2, 3]); b = t.ones(3, requires_grad=True)",
    "misfit": "a = t.ones(2); b = t.ones(3)",
}


@pytest.mark.parametrize("given", SETTINGS.values(), ids=SETTINGS)
def test_where_agrees(given: str) -> None:
    agree(f"c = t.tensor([True, False, True]); {given}", "t.where(c, a, b)")


FILLED = (
    "x.masked_fill(x > 0, 2)",
    "x.masked_fill(x > 0, 2.5)",
    "t.masked_fill(x, x > 0, True)",
    "x.masked_fill(x > 0, t.tensor(2))",
    "x.masked_fill(x > 0, t.ones(1))",
    "x.masked_fill(x, 1)",
    "t.where(x > 0, x, 0)",
    "t.where(x > 0, 1.5, x)",
    "x.where(x > 0, -1)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", FILLED)
def test_filling_agrees(expression: str, given: str) -> None:
    agree(given, expression)


STORIES = """
    x = t.tensor([0.5, 2.0, 0.25], requires_grad=True)
    v = t.tensor(2.5, requires_grad=True)
    y = x.masked_fill(x < 1, v)
    say(y, y.grad_fn, y.grad_fn._saved_mask)
    y.sum().backward()
    say(x.grad, v.grad)
    ---
    x = t.tensor([0.5, 2.0, 0.25], requires_grad=True)
    y = x * 1.5
    y.masked_fill_(y > 1, 2.5)
    y.masked_fill_(y < 0.5, x[0])
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    i = t.tensor([1, 2]); say(i.masked_fill_(i > 1, 2.5), i)
    ---
    t.where(t.ones(2), t.ones(2), t.ones(2))
    ---
    x = t.tensor([0.0, 1.0], requires_grad=True)
    y = t.where(x > 0, t.sqrt(x), 0.0).sum()
    y.backward()
    say(y, x.grad)
    ---
    x = t.tensor([0.0, 1.0], requires_grad=True)
    y = t.where(x > 0, x, float("inf") * x).sum()
    y.backward()
    say(x.grad)
    ---
    x = t.tensor([4.0, 9.0], requires_grad=True)
    c = x > 5
    y = t.where(c, x, x * 2)
    say(y.grad_fn._saved_condition)
    c.mul_(False)
    y.sum().backward()
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_where_tells_the_same_story(program: str) -> None:
    agree_on_story(program)
