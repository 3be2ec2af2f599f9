"""Whole rows by number: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.index.given import GIVEN
from tests.oracle import agree, agree_on_story

ROWS = (
    "x.index_select(0, i)",
    "x.index_select(-1, i)",
    "x.index_select(0, t.tensor([1, 1, 0]))",
    "x.index_select(0, i + 9)",
    "x.index_select(0, i - 9)",
    "x.index_select(1, i + 9)",
    "x.index_select(1, i - 9)",
    "x.index_select(1, j)",
    "x.index_select(5, i)",
    "x.index_select(0, i.float())",
    "x.index_select(0, t.tensor(1))",
    "x.index_select(0, [0])",
    "v[0].index_select(0, t.tensor([0]))",
    "v[0].index_select(0, t.tensor([0, 0]))",
    "x.index_select(0, t.tensor([], dtype=t.int64))",
    "x.index_add(0, i, x[:2])",
    "x.index_add(1, i, t.ones(3, 2))",
    "x.index_add(0, t.tensor([1, 1]), x[:2], alpha=2)",
    "x.index_add(0, i, x)",
    "x.index_add(0, i, x[:2].double())",
    "x.index_add(0, i, v)",
    "x.index_add(0, i, y)",
    "x.index_add(0, i + 9, x[:2])",
    "x.index_add(0, i.float(), x[:2])",
    "x.index_add(0, j, x[:2])",
    "x.index_add(5, i, x[:2])",
    "x.index_fill(0, i, 2.0)",
    "x.index_fill(1, i, v[1])",
    "x.index_fill(0, i, v)",
    "x.index_fill(0, i + 9, 2.0)",
    "x.index_fill(0, -i - 1, 2.0)",
    "x.index_fill(0, i.float(), 2.0)",
    "x.index_fill(0, j, 2.0)",
    "x.index_copy(0, i, x[:2])",
    "x.index_copy(1, i, t.ones(3, 2))",
    "x.index_copy(0, i, x)",
    "x.index_copy(0, i, x[:2].double())",
    "x.index_copy(0, i, v)",
    "x.index_copy(0, i + 9, x[:2])",
)

WRITTEN = (
    "z.index_add_(0, i, x[:2], alpha=2)",
    "z.index_fill_(0, i, 1.0)",
    "z.index_fill_(0, i, v[1])",
    "z.index_copy_(0, i, x[:2])",
)


@pytest.mark.parametrize("expression", ROWS)
def test_rows_by_number_agree(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_placing_rows_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = x * 1; {line}", "z * 1")


@pytest.mark.parametrize("line", WRITTEN)
def test_a_leaf_is_not_written_to(line: str) -> None:
    agree_on_story(f"{GIVEN}\nsay(1); z = x; {line}")
