"""The gamma function: the same here and in PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.core.ops.inputs import EVERYTHING, WRITES
from tests.oracle import agree, agree_on_story, ours

FINITE = {name: each for name, each in EVERYTHING.items() if name != "special"}
SINGLE = {name: each for name, each in FINITE.items() if name != "double"}
"""PyTorch's ``polygamma(1)`` has nine digits only."""


@pytest.mark.parametrize("given", FINITE.values(), ids=FINITE)
def test_the_logarithm_agrees(given: str) -> None:
    agree(given, "t.lgamma(x)")


@pytest.mark.parametrize("given", SINGLE.values(), ids=SINGLE)
@pytest.mark.parametrize(
    "expression",
    ["(x * 1.1).digamma()", *(f"t.polygamma({n}, x * 1.1)" for n in (0, 1, 2, 3, -1))],
)
def test_its_derivatives_agree(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize(
    "expression", ["t.lgamma(x)", "t.digamma(x)", "x.polygamma(2)", "x.polygamma(3)"]
)
def test_poles_agree(expression: str) -> None:
    agree("x = t.tensor([0.0, -0.0, -1.0, -2.0, float('nan'), 1.0])", expression)


def test_far_out_it_is_as_exact() -> None:
    at = [1e-5, 0.1, 9.9, 10.0, 1e3, 1e8, -0.5, -3.3, -99.7]
    for n in (0, 2, 3, 4):
        expected = torch.polygamma(n, torch.tensor(at, dtype=torch.float64))
        actual = ours.polygamma(n, ours.tensor(at, dtype=ours.float64))
        np.testing.assert_allclose(actual.numpy(), expected.numpy(), rtol=1e-11)


@pytest.mark.parametrize("method", ["lgamma", "digamma"])
def test_it_has_a_form_that_writes(method: str) -> None:
    agree_on_story(WRITES.format(method=method))


def test_a_polygamma_can_be_written() -> None:
    agree_on_story("""
        x = t.tensor([0.5, 2.0], requires_grad=True)
        y = x * 1
        y.polygamma_(2)
        say(y, y._version, y.grad_fn)
        y.sum().backward()
        say(x.grad)
    """)
