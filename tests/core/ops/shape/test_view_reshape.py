"""The same numbers in another shape: views where PyTorch has views."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

RESHAPES = (
    "x.reshape(-1)",
    "x.reshape(6)",
    "x.reshape(3, 2)",
    "x.reshape((3, -1))",
    "x.reshape([2, 2])",
    "x.reshape(())",
    "x.reshape(1, -1, 1)",
    "x.reshape(-1, -1)",
    "x.reshape(-2)",
    "x.reshape(0, -1)",
    "x.reshape(4)",
    "x.view(-1)",
    "x.view(3, 2)",
    "x.view(1, 2, 3, 1)",
    "x.T.reshape(-1)",
    "x.T.view(-1)",
    "(x + 1).view(-1)",
    "(x * x).reshape(-1)",
)

FLAT = (
    "x.flatten()",
    "x.flatten(1)",
    "x.flatten(0, 1)",
    "x.flatten(1, 0)",
    "x.flatten(-2, -1)",
    "x.ravel()",
    "x.mT.flatten()",
    "x.view_as(x)",
    "x.reshape_as(x.mT)",
    "t.ravel(x)",
    "t.flatten(x, 0, 0)",
)

UNFLATTENED = (
    "x.unflatten(0, (1, -1))",
    "x.unflatten(-1, (3, 1))",
    "x.unflatten(-1, (2, 2))",
    "x.unflatten(0, ())",
    "x.unflatten(5, (1,))",
    "t.unflatten(x, 0, (-1,))",
)

SOME = {
    k: v
    for k, v in EVERYTHING.items()
    if k not in ("special", "int", "bools", "scalar")
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", RESHAPES + FLAT)
def test_another_shape_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("given", SOME.values(), ids=SOME)
@pytest.mark.parametrize("expression", UNFLATTENED)
def test_one_dimension_as_several_agrees(expression: str, given: str) -> None:
    agree(given, expression)


def test_reshape_is_a_function_too() -> None:
    agree(EVERYTHING["matrix"], "t.reshape(x, (3, 2))")


@pytest.mark.parametrize(
    "expression",
    [
        "x.T",
        "x[0]",
        "x[0][0]",
        "x.T[0]",
        "x * 1",
        "x.detach()[0]",
        "x.reshape(6)",
        "x.T.reshape(6)",
        "x.expand(1, 2, 3)",
        "x.unsqueeze(0).squeeze(0)",
        "x[:]",
    ],
)
def test_a_view_names_its_base(expression: str) -> None:
    given = EVERYTHING["matrix"]
    agree(given, f"({expression})._base is x")
    agree(given, f"({expression})._base is None")
