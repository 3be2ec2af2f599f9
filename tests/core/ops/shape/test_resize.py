"""Another shape in place: PyTorch's numbers, versions and refusals."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story, ours

GIVEN = "x = t.arange(6.0); y = t.arange(6.0).view(2, 3).t()"
RESIZED = (
    "x.clone().resize_(2, 3)",
    "x.clone().resize_((3, 2))",
    "x.clone().resize_(4)",
    "x.clone().resize_(0)",
    "x.clone().resize_(2, 1, 2)",
    "x.clone().resize_as_(t.ones(2, 2))",
    "y.clone().resize_(6)",
    "x.clone().resize_(-1)",
    "x.clone().requires_grad_().resize_(6)",
    "(x.clone().requires_grad_() * 1).resize_(6)",
)


@pytest.mark.parametrize("expression", RESIZED)
def test_the_numbers_are_those_of_the_memory(expression: str) -> None:
    agree(GIVEN, expression)


def test_fewer_numbers_share_the_memory() -> None:
    agree_on_story(
        """
        x = t.arange(6.0)
        seen = x.view(2, 3)
        say(x.resize_(2, 2) is x, x._version)
        x[0, 0] = 7.0
        say(seen, x)
        """
    )


def test_more_numbers_keep_those_there_are() -> None:
    x = ours.tensor([1, 2])
    x.resize_(2, 2)
    assert [1, 2] == x[0].tolist()
    assert (2, 2) == x.shape
