"""The same numbers in another shape: views where PyTorch has views."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, FLOATS, of
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
    "t.atleast_1d(x)",
    "t.atleast_2d(x)",
    "t.atleast_3d(x)",
)
UNFLATTENED = (
    "x.unflatten(0, (1, -1))",
    "x.unflatten(-1, (3, 1))",
    "x.unflatten(-1, (2, 2))",
    "x.unflatten(0, ())",
    "x.unflatten(5, (1,))",
    "t.unflatten(x, 0, (-1,))",
)
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
ONES = (
    "x.unsqueeze(0)",
    "x.unsqueeze(-1)",
    "x.unsqueeze(1)",
    "x.unsqueeze(5)",
    "x.squeeze()",
    "x.squeeze(0)",
    "x.squeeze(1)",
    "x.squeeze(-1)",
    "x.squeeze(5)",
    "x.squeeze((0, 1))",
    "x.squeeze((0,))",
    "x.squeeze(())",
    "x.unsqueeze(0).squeeze(0)",
)
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
MOST = {k: v for k, v in EVERYTHING.items() if k not in ("special", "int", "bools")}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", RESHAPES + FLAT)
def test_another_shape_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("name", [each for each in MOST if each != "scalar"])
@pytest.mark.parametrize("expression", UNFLATTENED)
def test_one_dimension_as_several_agrees(expression: str, name: str) -> None:
    agree(MOST[name], expression)


@pytest.mark.parametrize(
    "given", [v for k, v in MOST.items() if k != "scalar"], ids=lambda text: text[:30]
)
@pytest.mark.parametrize("expression", TURNS)
def test_another_order_of_dimensions_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", ONES)
def test_dimensions_of_length_one_agree(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("name", [each for each in MOST if each != "scalar"])
@pytest.mark.parametrize("expression", EXPANSIONS)
def test_stretching_agrees(expression: str, name: str) -> None:
    agree(MOST[name], expression)


@pytest.mark.parametrize(
    "expression", ["x.expand(3)", "x.expand(2, 3)", "x.expand(())"]
)
def test_a_scalar_stretches_to_any_shape(expression: str) -> None:
    agree(FLOATS["scalar"], expression)


@pytest.mark.parametrize(
    "expression",
    [
        "t.reshape(x, (3, 2))",
        "t.transpose(x, 0, 1)",
        "t.permute(x, (1, 0))",
        "t.unsqueeze(x, 0)",
        "t.squeeze(x)",
        "t.squeeze(x, 0)",
    ],
)
def test_a_change_of_shape_is_a_function_too(expression: str) -> None:
    agree(of("matrix")["matrix"], expression)


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
    given = of("matrix")["matrix"]
    agree(given, f"({expression})._base is x")
    agree(given, f"({expression})._base is None")
