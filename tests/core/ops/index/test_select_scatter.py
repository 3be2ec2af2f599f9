"""Copies in which a part is another tensor: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.index.given import GIVEN
from tests.oracle import agree, agree_on_story

COVERED = (
    "x.select_scatter(v, 0, 1)",
    "t.select_scatter(x, v[:3], 1, -1)",
    "x.select_scatter(v.double(), 0, 0)",
    "x.select_scatter(y, 0, 0)",
    "x.select_scatter(v, 0, 9)",
    "x.select_scatter(v, 5, 0)",
    "v[0].select_scatter(v[0], 0, 0)",
    "x.T.select_scatter(v[:3], 0, 0)",
    "x.slice_scatter(v.expand(3, 4))",
    "x.slice_scatter(y, 0, 1, 3)",
    "x[:2].slice_scatter(y, 1, 0, 9, 2)",
    "x[:2].slice_scatter(y, 1, -2)",
    "t.slice_scatter(x[:2], y, dim=-1, end=2)",
    "x.slice_scatter(v, 1, 0, 2)",
    "x.slice_scatter(y, 1, 0, 2, 0)",
    "t.stack([x, x], -1)[..., 0].select_scatter(v, 0, 1)",
    "v[0].slice_scatter(v[0])",
    "x.diagonal_scatter(v[:3])",
    "x.diagonal_scatter(v[:2], -1)",
    "t.diagonal_scatter(x, v[:3], 1, 0, 1)",
    "x.diagonal_scatter(v)",
    "x.diagonal_scatter(v, 0, 0, 0)",
)


@pytest.mark.parametrize("expression", COVERED)
def test_covered_copies_agree(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize(
    "expression",
    [
        "x.select_scatter(v, 0, 1)",
        "x.slice_scatter(v[None], 0, 1, 2)",
        "x.diagonal_scatter(v[:3])",
    ],
)
def test_gradient_of_the_gradient_agrees(expression: str) -> None:
    agree_on_story(f"""{GIVEN}
made = {expression}
seed = t.arange(12.0).reshape(3, 4).requires_grad_()
of_x, of_v = t.autograd.grad(made, [x, v], seed, create_graph=True)
say(of_x, graph(of_x), of_v, graph(of_v))
""")
