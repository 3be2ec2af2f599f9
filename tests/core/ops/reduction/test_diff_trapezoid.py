"""Steps and areas: the same here and in PyTorch, down to the nodes."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, ours

STEPS = (
    "x.diff()",
    "t.diff(x, 2)",
    "x.diff(dim=0)",
    "x.diff(0)",
    "x.diff(-1)",
    "x.diff(9, 0)",
    "x.diff(dim=-3)",
    "x.diff(prepend=x)",
    "x.diff(append=x[..., :1], dim=-1)",
    "x.diff(2, 0, x, x)",
    "x.diff(prepend=t.tensor(1.0))",
    "x.diff(prepend=t.ones(5, 5, 5))",
    "x.diff(append=t.ones(5, 5))",
    "x.diff(append=t.ones(2))",
)
AREAS = (
    "t.trapezoid(x)",
    "t.trapz(x, dim=0)",
    "t.trapezoid(x, dx=2)",
    "t.trapezoid(x, dx=True)",
    "t.trapezoid(x, x)",
    "t.trapezoid(x, t.tensor([0.0, 1.0, 3.0], requires_grad=True))",
    "t.trapezoid(x, t.tensor([0.0, 1.0]), dim=0)",
    "t.trapezoid(x, t.tensor([[0.0, 1.0, 3.0]]))",
    "t.cumulative_trapezoid(x)",
    "t.cumulative_trapezoid(x, dx=0.5, dim=0)",
    "t.cumulative_trapezoid(x, x)",
    "t.cumulative_trapezoid(x, t.tensor([0.0, 1.0, 3.0]))",
    "t.cumulative_trapezoid(x, t.tensor([True, False]))",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", STEPS)
def test_steps_agree(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", AREAS)
def test_areas_agree(expression: str, given: str) -> None:
    """But for the version of an empty area."""
    agree(given, f"{expression} * 1")


def test_places_are_given_or_a_width_not_both() -> None:
    """PyTorch goes on with a list of signatures."""
    with pytest.raises(TypeError, match=r"got \(Tensor, Tensor, dx=int\)"):
        ours.trapezoid(ours.ones(3), ours.ones(3), dx=2)
