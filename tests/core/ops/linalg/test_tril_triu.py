"""Triangles: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

TRIANGLES = (
    "x.tril()",
    "x.tril(1)",
    "x.triu()",
    "x.triu(-1)",
    "t.tril(x, diagonal=-1)",
    "t.triu(x, 9)",
)

WRITTEN = (
    "x.tril_()",
    "x.triu_(1)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", TRIANGLES)
def test_a_triangle_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_a_triangle_in_place_agrees(line: str) -> None:
    agree(f"{EVERYTHING['matrix']}; x = x * 1; {line}", "x * 1")


@pytest.mark.parametrize("line", WRITTEN)
def test_a_leaf_is_not_written_to(line: str) -> None:
    agree_on_story(f"{EVERYTHING['matrix']}; say(1); {line}")
