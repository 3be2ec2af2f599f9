"""Copies side by side: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

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


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", REPEATED)
def test_copies_agree(expression: str, given: str) -> None:
    agree(given, expression)


def test_a_negative_number_of_times_is_an_error() -> None:
    agree(EVERYTHING["matrix"], "x.repeat(2, -1)")
