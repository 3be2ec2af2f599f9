"""Sliding windows: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

WINDOWS = (
    "x.unfold(0, 1, 1)",
    "x.unfold(0, 2, 1)",
    "x.unfold(-1, 2, 1)",
    "x.unfold(-1, 2, 3)",
    "x.unfold(-1, 0, 1)",
    "x.unfold(0, 9, 1)",
    "x.unfold(0, 1, 0)",
    "x.unfold(0, -1, 1)",
    "x.unfold(7, 1, 1)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", WINDOWS)
def test_windows_agree(expression: str, given: str) -> None:
    agree(given, expression)


def test_windows_are_a_view_that_can_be_written_to() -> None:
    agree_on_story("""
x = t.arange(6.0).requires_grad_()
y = x * 1
w = y.unfold(0, 3, 3)
w.mul_(w.detach().clone())
say(y, w, y._version)
y.sum().backward()
say(x.grad)
""")


def test_gradient_of_the_gradient_agrees() -> None:
    agree_on_story("""
x = t.arange(6.0).requires_grad_()
seed = t.ones(3, 2).requires_grad_()
slope, = t.autograd.grad(x.unfold(0, 2, 2), x, seed, create_graph=True)
say(slope, graph(slope))
(slope * t.arange(6.0)).sum().backward()
say(seed.grad)
""")
