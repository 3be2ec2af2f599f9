"""Elements by mask: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.index.given import GIVEN
from tests.oracle import agree, agree_on_story

MASKED = (
    "x.masked_select(x > 3)",
    "x.masked_select(v > 1)",
    "x.masked_select(t.ones(2, 3, 4) > 0)",
    "x.masked_select(t.ones(5) > 0)",
    "x.masked_select(j)",
    "x.masked_select(t.tensor(True))",
    "v[0].masked_select(t.tensor([True, False]))",
    "x.masked_scatter(x > 3, x * 2)",
    "x.masked_scatter(v > 1, x)",
    "x.masked_scatter(x > 9, v)",
    "x.masked_scatter(x > 3, x.double())",
    "x.masked_scatter(x > 3, v)",
)

WRITTEN = ("z.masked_scatter_(x > 3, x)",)


@pytest.mark.parametrize("expression", MASKED)
def test_picking_by_mask_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_placing_by_mask_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = x * 1; {line}", "z * 1")


@pytest.mark.parametrize("line", WRITTEN)
def test_a_leaf_is_not_written_to(line: str) -> None:
    agree_on_story(f"{GIVEN}\nsay(1); z = x; {line}")


def test_what_was_read_from_must_not_change() -> None:
    agree_on_story(f"""{GIVEN}
z = x * 1
p = z.masked_select(z > 1)
say(p)
z.add_(1)
p.sum().backward()
""")
