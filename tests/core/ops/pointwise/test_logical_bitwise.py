"""True and false, bit by bit and number by number: the same as in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "x & 1",
    "x | True",
    "x ^ x",
    "~x",
    "1 | x",
    "True & x",
    "t.bitwise_not(x)",
    "t.bitwise_and(x, x)",
    "t.logical_and(x, x)",
    "t.logical_xor(x, x > 0)",
    "t.logical_or(x, t.tensor(1))",
    "t.logical_not(x)",
    "t.logical_and(x, 1)",
    "t.isnan(x)",
    "x.isinf()",
    "x.isfinite()",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_logic_agrees(expression: str, given: str) -> None:
    agree(given, expression)


STORIES = """
    i = t.tensor([1, -2, 6])
    i &= 3; i |= 8; i ^= i; i.bitwise_not_()
    say(i, i._version)
    ---
    b = t.tensor([True, False])
    b &= t.tensor([True, True]); b |= b; b ^= True; b.logical_not_()
    say(b)
    ---
    x = t.tensor([0.5, 0.0])
    x.logical_not_(); x.logical_or_(x); x.logical_and_(x); x.logical_xor_(x)
    say(x)
    ---
    x = t.tensor([0.5, 0.0]); x.bitwise_and_(1)
    ---
    i = t.tensor([1, 2]); i & 1.5
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_logic_tells_the_same_story(program: str) -> None:
    agree_on_story(program)
