"""Grids and pairs: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story, ours

GIVEN = """
v = t.tensor([1.0, 2.0, 3.0], requires_grad=True)
w = t.tensor([4.0, 5.0], requires_grad=True)
x = t.ones(2, 2)
"""

MADE = (
    "t.meshgrid(v, w)",
    "t.meshgrid(v, w, indexing='ij')",
    "t.meshgrid([v, w], indexing='xy')",
    "t.meshgrid(v, w, indexing='ij')[0]",
    "t.meshgrid(v, w, indexing='ij')[1]",
    "t.meshgrid(v, w, v, indexing='xy')[0]",
    "t.meshgrid(v, w, v, indexing='xy')[2]",
    "t.meshgrid(v, t.tensor(2.0), indexing='ij')",
    "t.meshgrid(v[:0], w, indexing='ij')[0]",
    "t.meshgrid(v, indexing='xy')",
    "t.meshgrid(v, w.double(), indexing='ij')",
    "t.meshgrid(v, w, indexing='qq')",
    "t.meshgrid(indexing='ij')",
    "t.meshgrid(1, 2, indexing='ij')",
    "t.cartesian_prod(v)",
    "t.cartesian_prod(v, w)",
    "t.cartesian_prod(v, w, v)",
    "t.cartesian_prod(x, v)",
    "t.cartesian_prod()",
    "t.combinations(v)",
    "t.combinations(v, 1)",
    "t.combinations(v, 3)",
    "t.combinations(v, 2, True)",
    "t.combinations(v, 4)",
    "t.combinations(v, 0)",
    "t.combinations(v, -1)",
    "t.combinations(x)",
)


@pytest.mark.parametrize("expression", MADE)
def test_grids_agree(expression: str) -> None:
    agree(GIVEN, expression)


def test_what_was_paired_gets_the_sum_of_its_pairs() -> None:
    agree_on_story(f"""{GIVEN}
(t.cartesian_prod(v, w) * t.arange(12.0).reshape(6, 2)).sum().backward()
say(v.grad, w.grad)
""")


def test_an_axis_is_a_row() -> None:
    """PyTorch prints the tensor as its C++ does, which is not imitated."""
    with pytest.raises(RuntimeError, match="Expected 0D or 1D tensor in the tensor"):
        ours.meshgrid(ours.ones(2), ours.ones(2, 2), indexing="ij")
