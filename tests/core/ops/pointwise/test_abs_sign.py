"""Size and sign: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, OTHERS, WRITES
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


SIGNS = (
    "x.copysign(2)",
    "t.copysign(x, -1.5)",
    "x.copysign(-0.0)",
    "x.copysign(x)",
    "t.heaviside(x, x)",
    "t.heaviside(x.detach(), t.tensor(0.5))",
    "t.heaviside(x, 0.5)",
)
PAIRS = ("x.copysign(y)", "y.copysign(x)", "t.heaviside(x.detach(), y.detach())")
ZEROS = """
    y = t.tensor([0.0, -0.0, 2.0], requires_grad=True)
    x = t.tensor([0.0, -0.0, 0.0, float('nan')], requires_grad=True)[:3]
    x.copysign(y).sum().backward()
    say(y.grad, x.copysign(y), y.copysign(x), t.heaviside(x, y).requires_grad)
    ---
    x = t.tensor([0.5, 2.0], requires_grad=True)
    y = x * 1.5
    y.copysign_(-1); y.copysign_(x - 1)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([0.0, 2.0, float('nan')]); x.heaviside_(x); say(x, x._version)
    ---
    x = t.tensor([0.0, 2.0]).heaviside_(2)
    ---
    x = t.tensor([0.5, 2.0], requires_grad=True); t.heaviside(x, x).sum().backward()
    ---
    x = t.tensor([0.5, 2.0], requires_grad=True) * 1
    x.heaviside_(x.detach())
    x.sum().backward()
"""


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", SIGNS)
def test_a_given_sign_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ["matrix", "scalar", "ints"])
@pytest.mark.parametrize("expression", PAIRS)
def test_a_sign_of_another_agrees(expression: str, given: str, other: str) -> None:
    agree(f"{EVERYTHING[given]}; {other}", expression)


@pytest.mark.parametrize("program", ZEROS.split("---"))
def test_signs_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
