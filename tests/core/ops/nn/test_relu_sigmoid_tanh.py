"""tanh, sigmoid, relu, softplus: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

FUNCTIONS = ("tanh", "sigmoid", "relu")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_bend_agrees(function: str, given: str) -> None:
    agree(given, f"x.{function}()")


STORIES = """
    x = t.tensor([0.0, -0.0, 3.0], requires_grad=True)
    x.relu().sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.5, -2.0], requires_grad=True)
    y = x * 1
    z = y.tanh_()
    say(z is y, y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.5, -2.0], requires_grad=True)
    y = (x * 1).relu_().sigmoid_()
    y.sum().backward()
    say(y, x.grad)
    ---
    x = t.tensor([0.5, -2.0], requires_grad=True)
    y = x.sigmoid()
    y += 1
    y.sum().backward()
    ---
    x = t.tensor([True]); x.relu_()
    ---
    x = t.tensor([1, -2]); say(x.relu_(), x); x.tanh_()
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_bends_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
