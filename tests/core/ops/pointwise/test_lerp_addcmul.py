"""lerp, addcmul, addcdiv: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story

EXPRESSIONS = (
    "t.lerp(x, y, 0.25)",
    "t.lerp(x, y, 2)",
    "x.lerp(y, 0.75)",
    "t.lerp(x, y, y)",
    "t.lerp(x, x, y)",
    "t.lerp(x, y, t.tensor(0.75))",
    "t.addcmul(x, y, y, value=2)",
    "x.addcmul(y, x)",
    "t.addcdiv(x, y, y, value=0.5)",
)
SETTINGS = {
    "two_leaves": (
        "x = t.tensor([[0.5, -1.25], [3.0, 0.25]], requires_grad=True); "
        "y = t.tensor([0.75, -2.0], requires_grad=True)"
    ),
    "constant": "x = t.tensor([0.5, -1.25], requires_grad=True); y = t.ones(2)",
    "double": "x = t.ones(2); y = t.ones(2, dtype=t.float64, requires_grad=True)",
    "ints": "x = t.tensor([1, -2]); y = t.tensor([3, 4])",
    "bools": "x = t.tensor([True, False]); y = t.tensor([True, True])",
    "misfit": "x = t.ones(3, requires_grad=True); y = t.ones(2, requires_grad=True)",
}


@pytest.mark.parametrize("given", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_mixture_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize(
    "call",
    ["lerp_(x, 0.25)", "lerp_(x, x)", "addcmul_(x, x)", "addcdiv_(x, x, value=2)"],
)
def test_in_place_agrees(call: str) -> None:
    agree_on_story(f"""
        x = t.tensor([0.5, 2.0], requires_grad=True)
        y = x * 1.5
        y.{call}
        say(y, y._version, y.grad_fn)
        y.sum().backward()
        say(x.grad)
    """)
