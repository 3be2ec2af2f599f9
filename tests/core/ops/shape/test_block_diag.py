"""Matrices along a diagonal: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story

GIVEN = """
x = t.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0], requires_grad=True)
s = t.tensor(7.0, requires_grad=True)
"""

BLOCKS = (
    "t.block_diag(x)",
    "t.block_diag(x, x)",
    "t.block_diag(x, v, s)",
    "t.block_diag(s, v.double())",
    "t.block_diag(t.tensor([1]), x)",
    "t.block_diag(t.tensor([1]), t.tensor(2))",
    "t.block_diag(x[:0], v)",
    "t.block_diag()",
    "t.block_diag(x, x[None])",
)


@pytest.mark.parametrize("expression", BLOCKS)
def test_blocks_agree(expression: str) -> None:
    agree(GIVEN, expression)


def test_gradient_of_the_gradient_agrees() -> None:
    agree_on_story(f"""{GIVEN}
slopes = t.autograd.grad((t.block_diag(x, v, s) ** 2).sum(), [x, v, s],
                         create_graph=True)
say(*slopes)
t.block_diag(*slopes).sum().backward()
say(x.grad, v.grad, s.grad)
""")
