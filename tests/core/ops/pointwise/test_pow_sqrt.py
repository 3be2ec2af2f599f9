"""Powers, written in three ways, and roots: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, WRITES, of
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "x**0.5",
    "x**-1",
    "x**-2",
    "x**-2.5",
    "2.5**x",
    "(-2) ** x",
    "1**x",
    "x.pow(0)",
    "x.pow(True)",
    "t.pow(x, 2)",
    "t.pow(2, x)",
    "t.square(x)",
    "x.square()",
    "x.float_power(3)",
    "t.float_power(x, -1.5)",
    "t.float_power(2, x)",
    "t.float_power(x, 0)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_power_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("given", of("scalar", "matrix", "special", "ints", "bools"))
def test_a_power_of_itself_agrees(given: str) -> None:
    agree(EVERYTHING[given], "x**x")
    agree(EVERYTHING[given], "x.float_power(x)")


STORIES = """
    x = t.tensor([0.0, 1.0, 2.0], requires_grad=True)
    (x**0).sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.0, 1.0, 2.0], requires_grad=True)
    (0**x).sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.0, 4.0], requires_grad=True)
    (x**0.5).sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.0, -1.0], requires_grad=True)
    e = t.tensor([0.0, 2.0], requires_grad=True)
    (x**e).sum().backward()
    say(x.grad, e.grad)
    ---
    x = t.tensor([1, -2])
    x**-1
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x * 1
    y.pow_(3); y.square_(); y **= x
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1.0, 2.0], dtype=t.float64, requires_grad=True)
    y = x * 1
    y.float_power_(3)
    say(y, y._version, y.grad_fn)
    y.float_power_(t.tensor([1, 2]))
    say(y, y._version, graph(y))
    ---
    t.tensor([1.0]).float_power_(2)
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_powers_tell_the_same_story(program: str) -> None:
    agree_on_story(program)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", ["t.sqrt(x)", "t.rsqrt(x)"])
def test_a_root_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("method", ["sqrt", "rsqrt"])
def test_a_root_has_a_form_that_writes(method: str) -> None:
    agree_on_story(WRITES.format(method=method))
