"""Products, running sums, logsumexp: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

ONE = ("0", "1", "-1", "-3", "0, True", "dim=1, keepdim=True")
SEVERAL = (*ONE, "(0, 1)", "[0]", "(0, -1)", "(0, 0)")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", [*ONE, "", "dtype=t.float64"])
def test_a_product_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.prod({arguments})")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", ["0", "1", "-1", "-3", "0, dtype=t.float64"])
def test_a_running_sum_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.cumsum({arguments})")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", SEVERAL)
def test_logsumexp_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.logsumexp({arguments})")


@pytest.mark.parametrize(
    "values",
    [
        "[0.0, 2.0, 3.0]",
        "[0.0, 2.0, 0.0]",
        "[[0.0, 2.0], [1.0, 3.0]]",
        "[[0.0, 0.0], [1.0, 3.0]]",
    ],
)
@pytest.mark.parametrize("expression", ["x.prod()", "x.prod(-1)", "x.prod(0, True)"])
def test_a_product_with_zeros_has_a_finite_derivative(
    expression: str, values: str
) -> None:
    agree(f"x = t.tensor({values}, requires_grad=True)", expression)


STORIES = """
    x = t.tensor([1000.0, 1000.0], requires_grad=True)
    y = x.logsumexp(0)
    y.backward()
    say(y, x.grad)
    ---
    x = t.tensor([-float('inf'), -float('inf')], requires_grad=True)
    y = x.logsumexp(0)
    y.backward()
    say(y, x.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x * 1
    y.cumsum_(0)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x.logsumexp(0)
    y += 1
    y.backward()
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_products_and_sums_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
