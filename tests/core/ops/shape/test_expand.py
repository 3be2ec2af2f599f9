"""Stretching: views, as in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

EXPANSIONS = (
    "x.expand(2, 3)",
    "x.expand(4, 2, 3)",
    "x.expand((2, 2, 3))",
    "x.expand(4)",
    "x.expand(2)",
    "x.expand(0)",
    "x.expand(2, 2)",
    "x.expand(4, -1, -1)",
    "x.expand_as(t.ones(4, 2, 3))",
    "x.expand_as(t.ones(2))",
    "x.broadcast_to((4, 2, 3))",
    "t.broadcast_to(x, (2, 3))",
    "t.broadcast_tensors(x, t.ones(2, 1))[0]",
    "x.unsqueeze(0).expand(2, -1, -1).sum(0)",
)

SOME = {
    k: v
    for k, v in EVERYTHING.items()
    if k not in ("special", "int", "bools", "scalar")
}


@pytest.mark.parametrize("given", SOME.values(), ids=SOME)
@pytest.mark.parametrize("expression", EXPANSIONS)
def test_stretching_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize(
    "expression", ["x.expand(3)", "x.expand(2, 3)", "x.expand(())"]
)
def test_a_scalar_stretches_to_any_shape(expression: str) -> None:
    agree(EVERYTHING["scalar"], expression)


@pytest.mark.parametrize(
    "shapes",
    [
        "(2, 1), (3,)",
        "2, (3, 1)",
        "",
        "(0,), (1,)",
        "(1,), (2,), (3, 1)",
        "(2, 3), (3,), (4,)",
        "(2, 3), (5, 3)",
        "(2, 3), (2, 1, 1), (2, 4, 3)",
        "(2, -1)",
        "(2.0,)",
    ],
)
def test_common_shapes_agree(shapes: str) -> None:
    agree("", f"t.broadcast_shapes({shapes})")
