"""Elements by number: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.index.given import GIVEN
from tests.oracle import agree, agree_on_story

TAKEN = (
    "x.take(i)",
    "t.take(x, j)",
    "x.take(-i - 1)",
    "x.take(i + 50)",
    "x.take(i.int())",
    "x.take([0])",
    "x.put(i, v[:2])",
    "x.put(t.tensor([5, 5]), v[:2], accumulate=True)",
)

WRITTEN = ("z.put_(i, v[:2])",)


@pytest.mark.parametrize("expression", TAKEN)
def test_elements_by_number_agree(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_putting_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = x * 1; {line}", "z * 1")


@pytest.mark.parametrize("line", WRITTEN)
def test_a_leaf_is_not_written_to(line: str) -> None:
    agree_on_story(f"{GIVEN}\nsay(1); z = x; {line}")


def test_what_was_read_from_must_not_change() -> None:
    agree_on_story(f"""{GIVEN}
z = x * 1
p = z.take(k)
say(p)
z.add_(1)
p.sum().backward()
""")
