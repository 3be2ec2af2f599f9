"""Powers of e, and logarithms: as in PyTorch, corner cases included."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, WRITES
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "t.exp(x)",
    "t.exp2(x)",
    "t.expm1(x)",
    "t.log(x)",
    "t.log1p(x)",
    "t.log2(x)",
    "t.log10(x)",
    "t.erf(x)",
    "t.erfc(x)",
    "t.erfc(x * 4)",
    "t.relu(x) * t.exp(x)",
)

METHODS = (
    "exp",
    "exp2",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "erf",
    "erfc",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_function_agrees_on_every_kind_of_input(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("method", METHODS)
def test_a_function_is_a_method_too(method: str) -> None:
    agree(EVERYTHING["matrix"], f"x.{method}()")


@pytest.mark.parametrize("method", METHODS)
def test_a_function_has_a_form_that_writes(method: str) -> None:
    agree_on_story(WRITES.format(method=method))


@pytest.mark.parametrize("large", [-1000.0, -90.0, 90.0, 1000.0])
@pytest.mark.parametrize("function", ["exp", "exp2", "erfc", "sigmoid", "tanh", "log"])
def test_large_numbers_overflow_as_in_pytorch(function: str, large: float) -> None:
    agree(f"x = t.tensor([{large}], requires_grad=True)", f"t.{function}(x)")


@pytest.mark.parametrize("given", ["2.0", "'a'", "None", "[1.0]"])
def test_only_a_tensor_has_an_exponential(given: str) -> None:
    agree(f"x = {given}", "t.exp(x)")
