"""Another order of dimensions: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

TURNS = (
    "x.T",
    "x.T.T",
    "x.mT",
    "x.H",
    "x.mH",
    "x.adjoint()",
    "x.t()",
    "x.transpose(0, 1)",
    "x.transpose(-1, 0)",
    "x.transpose(0, 0)",
    "x.transpose(0, 5)",
    "x.swapaxes(0, 1)",
    "x.swapdims(0, 1)",
    "x.movedim(0, 1)",
    "x.movedim(-1, 0)",
    "x.moveaxis((0, 1), (1, 0))",
    "x.movedim((0, 1), (0,))",
    "x.movedim((0, 0), (0, 1))",
    "x.movedim((0, 1), (1, 1))",
    "t.movedim(x, 0, 5)",
    "x.permute(1, 0)",
    "x.permute((1, 0))",
    "x.permute(-1, 0)",
    "x.permute(2, 0, 1)",
    "x.permute(0, 0)",
    "x.permute(0)",
)

SOME = {
    k: v
    for k, v in EVERYTHING.items()
    if k not in ("special", "int", "bools", "scalar")
}


@pytest.mark.parametrize("given", SOME.values(), ids=SOME)
@pytest.mark.parametrize("expression", TURNS)
def test_another_order_of_dimensions_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("expression", ["t.transpose(x, 0, 1)", "t.permute(x, (1, 0))"])
def test_an_order_is_a_function_too(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)
