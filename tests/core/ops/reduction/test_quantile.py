"""Quantiles: the same here and in PyTorch, down to the nodes."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

ARGUMENTS = (
    *("0.5", "0.4, 0", "0.25, 1", "0, -1", "1, -3", "True", "0.6, dim=0, keepdim=True"),
    *("0.4, None, True", "t.tensor(0.4)", "t.tensor([0.1, 0.9]), -1"),
    *("t.tensor([0.1, 0.5, 0.9]), 0, True", "t.tensor([0.4])", "t.tensor([]), 0"),
    *("0.4, interpolation='lower'", "0.4, 0, interpolation='higher'"),
    "0.4, 0, interpolation='nearest'",
    "t.tensor([0.4, 0.5]), interpolation='midpoint'",
)
REFUSED = (
    *("2", "-0.5", "float('nan')", "t.tensor([2.0])", "t.ones(1, 1)"),
    *(
        "t.ones(1).double()",
        "0.5, 5",
        "0.5, interpolation='up'",
        "2, interpolation='up'",
    ),
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", [*ARGUMENTS, *REFUSED])
@pytest.mark.parametrize("function", ["quantile", "nanquantile"])
def test_a_quantile_agrees(function: str, arguments: str, given: str) -> None:
    agree(given, f"x.{function}({arguments})")


@pytest.mark.parametrize("function", ["quantile", "nanquantile"])
@pytest.mark.parametrize("dim", ["None", "0", "1"])
def test_without_nan_or_with_it(dim: str, function: str) -> None:
    nan = "float('nan')"
    given = f"x = t.tensor([[1.0, {nan}, 3.0], [{nan}, 5.0, 4.0]], requires_grad=True)"
    agree(given, f"t.{function}(x, 0.4, {dim})")


def test_a_share_can_be_learnt() -> None:
    share = "y = t.tensor([0.1, 0.55], requires_grad=True)"
    agree(f"{EVERYTHING['matrix']}; {share}", "t.quantile(x, y, 1)")
