"""Sorting: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

SORTED = (
    "x.sort()",
    "x.sort(0)",
    "x.sort(-1, descending=True)",
    "x.sort(stable=True)",
    "x.sort(5)",
    "t.sort(x, dim=0, descending=True)",
    "x.argsort()",
    "x.argsort(0, descending=True)",
    "x.msort()",
    "x.topk(1)",
    "x.topk(1, 0)",
    "x.topk(9)",
    "x.topk(1, 5)",
    "x.kthvalue(9)",
    "x.kthvalue(1, 5)",
)

WITHOUT_EQUALS = (
    "x.topk(2, largest=False)",
    "x.topk(2, 0)",
    "x.kthvalue(1)",
    "x.kthvalue(2, 0)",
    "x.kthvalue(1, keepdim=True)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", SORTED)
def test_sorting_agrees(expression: str, given: str) -> None:
    agree(given, expression)
    agree(given, f"({expression})[0] * 1")


@pytest.mark.parametrize("name", ["vector", "matrix", "cube", "transposed", "bools"])
@pytest.mark.parametrize("expression", WITHOUT_EQUALS)
def test_the_first_few_agree(expression: str, name: str) -> None:
    agree(EVERYTHING[name], expression)
    agree(EVERYTHING[name], f"({expression})[0] * 1")


@pytest.mark.parametrize("descending", [False, True])
def test_equals_stay_in_their_order(descending: bool) -> None:
    given = "x = t.tensor([2.0, 1.0, 2.0, 1.0, 1.0])"
    agree(given, f"x.sort(descending={descending}, stable=True)")


def test_what_was_sorted_has_names() -> None:
    agree(EVERYTHING["matrix"], "x.sort().values * 1")
    agree(EVERYTHING["matrix"], "x.topk(2).indices")
