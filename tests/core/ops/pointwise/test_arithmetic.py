"""Adding, multiplying, powers: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING, of
from tests.oracle import agree, agree_on_story

WITH_A_NUMBER = (
    "x + 1",
    "x + 1.5",
    "1 + x",
    "x - 1",
    "1 - x",
    "2.5 - x",
    "x * 2",
    "2 * x",
    "x * 2.5",
    "x * True",
    "x + True",
    "x - True",
    "x / 2",
    "2 / x",
    "x / 2.5",
    "x**2",
    "x**3",
    "x**1",
    "x**0",
    "x**2.0",
    "2**x",
    "0**x",
    "-x",
    "+x",
    "x.reciprocal()",
    "x * x + x",
    "t.add(x, 1, alpha=2)",
    "t.add(x, x, alpha=0.5)",
    "t.add(x, x, alpha=True)",
    "x.add(2.5, alpha=2)",
    "x.sub(x, alpha=3)",
    "t.rsub(x, 2)",
    "x.subtract(1)",
    "x.multiply(2)",
    "x.true_divide(2)",
    "x.negative()",
)
WITH_A_TENSOR = ("x + y", "x - y", "x * y", "x / y", "y + x", "y - x", "y / x")
WITH_A_TENSOR += ("t.add(x, y, alpha=2)", "t.sub(x, y, alpha=0.5)", "t.rsub(x, y)")
OTHERS = {
    "column": "y = t.tensor([[1.0], [2.0]], requires_grad=True)",
    "row": "y = t.tensor([1.0, -2.0, 0.5], requires_grad=True)",
    "zero_dim": "y = t.tensor(3.0, requires_grad=True)",
    "zero_dim_double": "y = t.tensor(3.0, dtype=t.float64, requires_grad=True)",
    "double": "y = t.tensor([1.0, -2.0, 0.5], dtype=t.float64, requires_grad=True)",
    "constant": "y = t.tensor([1.0, -2.0, 0.5])",
    "ints": "y = t.tensor([1, -2, 3])",
    "int": "y = t.tensor(2)",
    "bool": "y = t.tensor(True)",
    "bools": "y = t.tensor([True, False, True])",
    "block": "y = t.ones(4, 1, 3, requires_grad=True)",
    "misfit": "y = t.ones(2, requires_grad=True)",
    "misfit_block": "y = t.ones(2, 3, 4)",
    "empty": "y = t.zeros(0, 3)",
    "transposed": "y = t.ones(3, 2).T",
    "itself": "y = x",
}
ONES = of("matrix", "scalar", "ints", "int")
NUMBERS = ("2", "2.5", "-1", "0", "True")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", WITH_A_NUMBER)
def test_arithmetic_with_a_number_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("given", ONES.values(), ids=ONES)
@pytest.mark.parametrize("expression", WITH_A_TENSOR)
def test_arithmetic_of_two_tensors_agrees(
    expression: str, given: str, other: str
) -> None:
    agree(f"{given}; {other}", expression)


@pytest.mark.parametrize("other", [v for k, v in OTHERS.items() if "bool" not in k])
@pytest.mark.parametrize("given", ONES.values(), ids=ONES)
@pytest.mark.parametrize("expression", ["x**y", "y**x"])
def test_powers_of_two_tensors_agree(expression: str, given: str, other: str) -> None:
    agree(f"{given}; {other}", expression)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("function", ["add", "sub", "mul", "div", "pow"])
def test_a_method_takes_a_number(function: str, number: str) -> None:
    agree("x = t.tensor([1.0, 2.0], requires_grad=True)", f"x.{function}({number})")


@pytest.mark.parametrize("base", ["0.0", "0", "-1.5", "1", "2.5"])
@pytest.mark.parametrize("exponents", ["[0.5, -1.25, 2.0, 0.0]", "[1.0, -0.0, -3.0]"])
def test_a_number_to_the_power_of_a_tensor_agrees(base: str, exponents: str) -> None:
    agree(f"x = t.tensor({exponents}, requires_grad=True)", f"{base}**x")


@pytest.mark.parametrize("exponent", ["0", "0.5", "-1", "-0.5", "3"])
def test_the_power_of_zero_agrees(exponent: str) -> None:
    agree("x = t.tensor([0.0, 4.0], requires_grad=True)", f"x**{exponent}")


def test_whole_numbers_to_whole_powers_stay_whole() -> None:
    agree("x = t.tensor([1, -1, 2, 0]); y = t.tensor([-3, -3, -1, -2])", "x**y")
    agree("x = t.tensor([1, -1, 2, 0])", "x**-1")


@pytest.mark.parametrize("scalar", ["np.float64(2)", "np.float32(2)", "np.int64(2)"])
@pytest.mark.parametrize("expression", ["x * s", "s * x", "x + s", "s - x", "x**s"])
def test_a_number_of_numpy_is_a_number(expression: str, scalar: str) -> None:
    given = f"import numpy as np; s = {scalar}; x = t.tensor([1.0], requires_grad=True)"
    agree(given, expression)


@pytest.mark.parametrize("sign", ["+", "-", "/", "**", "*", "<"])
@pytest.mark.parametrize("other", ["'a'", "None", "[1.0]", "{}"])
def test_what_is_no_number_is_refused_in_pythons_words(sign: str, other: str) -> None:
    agree(f"x = t.tensor([1.0]); y = {other}", f"x {sign} y")
    agree(f"x = t.tensor([1.0]); y = {other}", f"y {sign} x")


IN_PLACE = """
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x + 0
    z = y
    y -= 1; y *= 3; y /= 2; y **= 2; y += x
    say(y, z is y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.ones(3)
    y = x
    x += 1; x -= t.ones(3); x *= 2; x /= 4; x **= 2
    say(x, x is y, x._version)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x * 2
    y.mul_(x)
    say(y, y._version, y.grad_fn, y.grad_fn._saved_other)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = t.zeros(2)
    y.add_(x)
    say(y, y.requires_grad, y.is_leaf, y.grad_fn, y.grad_fn.next_functions[0])
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x * 1
    w = t.ones(2, dtype=t.float64, requires_grad=True)
    y.mul_(w)
    y.sum().backward()
    say(y, x.grad, w.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x * 1
    y.add_(x, alpha=0.5); y.sub_(x, alpha=2); y.neg_(); y.reciprocal_(); y.multiply_(2)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    w = t.tensor([1.0, 2.0], requires_grad=True)
    (w * w).sum().backward()
    with t.no_grad():
        w.add_(w.grad, alpha=-0.1)
    say(w, w._version)
    ---
    x = t.ones(3); x.add_(t.ones(2, 3))
    ---
    x = t.ones(3); x.add_(t.ones(4))
    ---
    x = t.tensor([1, 2]); x.add_(1.5)
    ---
    x = t.tensor([1, 2]); x.mul_(t.tensor(1.5))
    ---
    x = t.tensor([1, 2]); x.div_(2)
    ---
    x = t.tensor([True, False]); x.add_(1)
    ---
    x = t.tensor([1.0, 2.0]); x.add_(t.ones(2, dtype=t.float64)); say(x, x.dtype)
    ---
    x = t.ones(3).expand(2, 3); x.add_(1)
    ---
    x = t.ones(3); say(x.expand(3).add_(1), x)
"""


@pytest.mark.parametrize("program", IN_PLACE.split("---"))
def test_writing_in_place_agrees(program: str) -> None:
    agree_on_story(program)
