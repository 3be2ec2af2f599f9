"""Size and sign: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, WRITES
from tests.oracle import agree, agree_on_story

METHODS = (
    "sign",
    "abs",
    "absolute",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", ["t.sign(x)", "t.sgn(x.detach())"])
def test_a_sign_agrees_on_every_kind_of_input(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("given", [v for k, v in EVERYTHING.items() if k != "bools"])
@pytest.mark.parametrize("expression", ["t.abs(x)", "abs(x)"])
def test_abs_agrees_on_every_number(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("method", METHODS)
def test_a_function_is_a_method_too(method: str) -> None:
    agree(EVERYTHING["matrix"], f"x.{method}()")


@pytest.mark.parametrize("method", METHODS)
def test_a_function_has_a_form_that_writes(method: str) -> None:
    agree_on_story(WRITES.format(method=method))
