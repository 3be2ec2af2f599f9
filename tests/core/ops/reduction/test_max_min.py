"""Largest, smallest, middle: the same here and in PyTorch, ties and NaN included."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

ONE = ("0", "1", "-1", "-3", "0, True", "dim=1, keepdim=True")
SEVERAL = (*ONE, "", "(0, 1)", "()", "[0]", "(0, -1)", "(0, 0)")
READ = {
    k: v
    for k, v in EVERYTHING.items()
    if k not in ("expanded", "stretched")  # PyTorch's median reads beside these
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("part", ["", ".values", ".indices"])
@pytest.mark.parametrize("arguments", ONE)
@pytest.mark.parametrize("function", ["max", "min"])
def test_an_extreme_with_its_index_agrees(
    function: str, arguments: str, part: str, given: str
) -> None:
    agree(given, f"x.{function}({arguments}){part}")


@pytest.mark.parametrize("given", READ.values(), ids=READ)
@pytest.mark.parametrize("part", ["", ".values", ".indices"])
@pytest.mark.parametrize("arguments", ONE)
def test_a_median_with_its_index_agrees(arguments: str, part: str, given: str) -> None:
    agree(given, f"x.median({arguments}){part}")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("function", ["max", "min", "median"])
def test_an_extreme_of_all_agrees(function: str, given: str) -> None:
    agree(given, f"x.{function}()")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", SEVERAL)
@pytest.mark.parametrize("function", ["amax", "amin"])
def test_extremes_over_dimensions_agree(
    function: str, arguments: str, given: str
) -> None:
    agree(given, f"x.{function}({arguments})")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", [*ONE, "", "keepdim=True"])
@pytest.mark.parametrize("function", ["argmax", "argmin"])
def test_a_place_agrees(function: str, arguments: str, given: str) -> None:
    agree(given, f"x.{function}({arguments})")


TIES = {
    "two": "[1.0, 2.0, 2.0]",
    "all": "[3.0, 3.0, 3.0]",
    "four": "[2.0, 1.0, 1.0, 0.0]",
    "rows": "[[1.0, 2.0, 2.0], [3.0, 3.0, 3.0]]",
    "nan": "[1.0, float('nan'), float('nan')]",
}
WINNERS = (
    "x.max()",
    "x.min()",
    "x.median()",
    "x.amax()",
    "x.amin(-1)",
    "x.amax(0, keepdim=True)",
    "x.max(0)[0]",
    "x.min(dim=-1).values",
    "x.median(-1).values",
    "t.max(x, 0).values",
)


@pytest.mark.parametrize("values", TIES.values(), ids=TIES)
@pytest.mark.parametrize("expression", WINNERS)
def test_a_tie_is_settled_as_in_pytorch(expression: str, values: str) -> None:
    agree(f"x = t.tensor({values}, requires_grad=True)", expression)


STORIES = """
    say(t.tensor([1.0, 2.0]).max(0), t.tensor([[1.0, 2.0]]).median(1, True))
    ---
    a, b = t.tensor([1.0, 2.0]).min(0)
    say(a, b)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    r = x.max(0)
    say(r.values.grad_fn._saved_indices, r.indices.requires_grad)
    r.indices.add_(0)
    r.values.backward()
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x.amax()
    y += 1
    y.backward()
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_extremes_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
