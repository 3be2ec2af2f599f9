"""Variance and deviation: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

SPREADS = (
    *("", "0", "1", "-1", "-3", "dim=1, keepdim=True", "(0, 1)", "()", "[0]", "(0, 0)"),
    *("unbiased=False", "0, False", "True", "False", "0, unbiased=False, keepdim=True"),
    *("correction=0", "1, correction=2", "(0, 1), correction=3"),
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", SPREADS)
@pytest.mark.parametrize("function", ["var", "std"])
def test_a_spread_agrees(function: str, arguments: str, given: str) -> None:
    agree(given, f"x.{function}({arguments})")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", SPREADS)
@pytest.mark.parametrize("function", ["var_mean", "std_mean"])
def test_a_spread_with_its_mean_agrees(
    function: str, arguments: str, given: str
) -> None:
    call = f"t.{function}(x, {arguments})"
    agree(given, call)
    agree(given, f"{call}[0] * 1")
    agree(given, f"{call}[1] * 1")
    agree(given, f"{call}[0] * {call.replace('x, ', 'x * 2, ')}[1]")


@pytest.mark.parametrize("function", ["var_mean", "std_mean"])
def test_of_two_results_both_send_something_back(function: str) -> None:
    agree_on_story(f"""
        x = t.tensor([1.0, 3.0, 5.0], requires_grad=True)
        spread, mean = t.{function}(x)
        say(spread, mean, spread.grad_fn is mean.grad_fn)
        (spread * mean).backward()
        say(x.grad)
    """)


@pytest.mark.parametrize("expression", ["t.var(x)", "t.std(x, 0)"])
def test_a_spread_is_a_function_too(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)


@pytest.mark.parametrize(
    "expression",
    [
        "t.ones(2, requires_grad=True).std()",
        "t.ones(1, requires_grad=True).var()",
        "t.tensor([1.0, 2.0], requires_grad=True).var(correction=2)",
        "t.tensor([1.0, 2.0], requires_grad=True).var(0, correction=2)",
    ],
)
def test_too_few_numbers_are_treated_as_in_pytorch(expression: str) -> None:
    made, _, call = expression.rpartition(").")
    agree(f"x = {made})", f"x.{call}")
