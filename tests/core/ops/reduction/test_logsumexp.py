"""A smooth maximum: the same here and in PyTorch, without overflow."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

ONE = ("0", "1", "-1", "-3", "0, True", "dim=1, keepdim=True")

SEVERAL = (*ONE, "(0, 1)", "[0]", "(0, -1)", "(0, 0)")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", SEVERAL)
def test_logsumexp_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.logsumexp({arguments})")


STORIES = """
    x = t.tensor([1000.0, 1000.0], requires_grad=True)
    y = x.logsumexp(0)
    y.backward()
    say(y, x.grad)
    ---
    x = t.tensor([-float('inf'), -float('inf')], requires_grad=True)
    y = x.logsumexp(0)
    y.backward()
    say(y, x.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x.logsumexp(0)
    y += 1
    y.backward()
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_logsumexp_tells_the_same_story(program: str) -> None:
    agree_on_story(program)
