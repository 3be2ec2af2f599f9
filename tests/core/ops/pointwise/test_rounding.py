"""Rounding: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "x.floor()",
    "x.ceil()",
    "x.trunc()",
    "t.fix(x)",
    "x.round()",
    "x.frac()",
    "x.round(decimals=1)",
    "x.round(decimals=0)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_rounding_agrees(expression: str, given: str) -> None:
    agree(given, expression)


STORIES = """
    x = t.tensor([1.5, 2.5], requires_grad=True)
    (x.floor() + x.round() + x.ceil() + x.trunc()).sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1.5, -2.5]); say(x.fix_(), x._version, x.fix())
    ---
    t.tensor([True]).floor_()
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_rounding_tells_the_same_story(program: str) -> None:
    agree_on_story(program)
