"""Copies side by side, other orders, and sorting: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

MATRIX = "x = t.tensor([[0.5, -1.25, 2.0], [3.0, 0.25, -0.5]], requires_grad=True)"
REPEATED = (
    "x.repeat(2)",
    "x.repeat(2, 3)",
    "x.repeat((2, 1, 2))",
    "x.repeat(1, 1)",
    "x.repeat(0, 2)",
    "x.tile(2)",
    "x.tile((2, 1, 2))",
    "t.tile(x, (2,))",
    "x.repeat_interleave(2)",
    "x.repeat_interleave(2, dim=1)",
    "x.repeat_interleave(0, -1)",
    "x.repeat_interleave(-1)",
    "x.repeat_interleave(2, 5)",
    "x.repeat_interleave(t.tensor([2, 1]), 0)",
    "x.repeat_interleave(t.tensor([2]), 0)",
    "x.repeat_interleave(t.tensor(2), 0)",
    "x.repeat_interleave(t.tensor([1, 2, 3]), 0)",
    "x.repeat_interleave(t.tensor([-1, 2]), 0)",
    "x.repeat_interleave(t.tensor([1.0, 2.0]), 0)",
)
MOVED = (
    "x.flip(0)",
    "x.flip(0, 1)",
    "x.flip((-1,))",
    "x.flip(0, 0)",
    "x.flip(5)",
    "t.flip(x, [0])",
    "x.fliplr()",
    "x.flipud()",
    "x.roll(1)",
    "x.roll(-1, 1)",
    "x.roll((1, 2), (0, 1))",
    "x.roll(1, 5)",
    "x.roll((1, 2), 0)",
    "x.roll(5, (0, 1))",
    "t.roll(x, 7)",
    "x.rot90()",
    "x.rot90(2)",
    "x.rot90(-1, (1, 0))",
    "x.rot90(1, (0, 0))",
    "x.rot90(1, (0,))",
)
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
@pytest.mark.parametrize("expression", REPEATED + MOVED)
def test_copies_and_other_orders_agree(expression: str, given: str) -> None:
    agree(given, expression)


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
    agree(MATRIX, "x.sort().values * 1")
    agree(MATRIX, "x.topk(2).indices")


def test_a_negative_number_of_times_is_an_error() -> None:
    agree(MATRIX, "x.repeat(2, -1)")
