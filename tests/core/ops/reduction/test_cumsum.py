"""Running sums: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", ["0", "1", "-1", "-3", "0, dtype=t.float64"])
def test_a_running_sum_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.cumsum({arguments})")


def test_a_running_sum_in_place_tells_the_same_story() -> None:
    agree_on_story("""
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x * 1
    y.cumsum_(0)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    """)
