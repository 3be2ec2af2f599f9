"""Logarithms with care: the same here and in PyTorch, where they would go wrong too."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, OTHERS, WRITES
from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "t.logit(x + 0)",  # of -0.0 we have another infinity
    "t.logit(x, 0.25)",
    "(x + 0).logit(eps=0)",
    "t.logit(x / 4, 1e-3)",
    "t.special.entr(x)",
    "t.xlogy(x, 2)",
    "x.xlogy(-2)",
    "t.xlogy(x, 0)",
    "t.xlogy(2.5, x)",
    "t.xlogy(0, x)",
)
PAIRS = (
    "t.logaddexp(x, y)",
    "y.logaddexp(x)",
    "t.logaddexp2(x, y)",
    "t.xlogy(x, y)",
    "y.xlogy(x)",
)
ODD = "[0.0, 0.0, 0.0, 1.0, float('nan'), float('inf'), -float('inf')]"
OTHER = "[0.0, float('nan'), float('inf'), -1.0, 0.0, float('inf'), -float('inf')]"
NUMBERS = {
    "odd": f"x = t.tensor({ODD}, requires_grad=True); "
    f"y = t.tensor({OTHER}, requires_grad=True)",
    "large": "x = t.tensor([1e4, -1e4], requires_grad=True); y = x.detach().flip(0)",
    "ints": "x = t.tensor([1, -2]); y = t.tensor([3, 4])",
    "bools": "x = t.tensor([True, False]); y = t.tensor([True, True])",
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_logarithm_agrees_on_every_kind_of_input(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints", "computed"])
@pytest.mark.parametrize("expression", PAIRS)
def test_a_logarithm_of_two_agrees(expression: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", expression)


@pytest.mark.parametrize("given", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("expression", PAIRS)
def test_a_logarithm_of_odd_numbers_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("function", ["logaddexp", "logaddexp2"])
@pytest.mark.parametrize("numbers", ["2.0, t.ones(2)", "t.ones(2), 2.0"])
def test_logarithms_that_are_added_are_tensors(function: str, numbers: str) -> None:
    agree("", f"t.{function}({numbers})")


def test_a_logit_has_a_form_that_writes() -> None:
    agree_on_story(WRITES.format(method="logit").replace("2.0", "0.75"))


@pytest.mark.parametrize("call", ["xlogy_(x)", "xlogy_(2)", "logit_(0.3)"])
def test_a_logarithm_can_be_written(call: str) -> None:
    agree_on_story(f"""
        x = t.tensor([0.5, 2.0], requires_grad=True)
        y = x * 1.5
        y.{call}
        say(y, y._version, y.grad_fn)
        y.sum().backward()
        say(x.grad)
    """)
