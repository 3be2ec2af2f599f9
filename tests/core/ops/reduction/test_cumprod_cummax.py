"""Running products and extremes: as in PyTorch, zeros and nan included."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

ALONG = ("0", "1", "-1", "-3")
VALUES = {
    "zero": "[2.0, 0.0, 3.0, 4.0]",
    "zeros": "[0.0, 2.0, 0.0, 4.0]",
    "columns": "[[0.0, 2.0], [1.0, 3.0], [0.0, 0.0]]",
    "equals": "[1.0, 2.0, 2.0, 1.0, 2.0]",
    "nan": "[1.0, float('nan'), 2.0, float('nan')]",
    "nan_first": "[float('nan'), 1.0]",
    "infinite": "[-float('inf'), -float('inf'), 1.0, float('inf'), 2.0]",
    "far": "[-1000.0, 1000.0, 999.0]",
}


@pytest.mark.parametrize(
    "given", [each for name, each in EVERYTHING.items() if name != "special"]
)
@pytest.mark.parametrize("arguments", [*ALONG, "0, dtype=t.float64"])
def test_a_running_product_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.cumprod({arguments})")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("dim", ALONG)
@pytest.mark.parametrize("function", ["cummax", "cummin"])
def test_a_running_extreme_agrees(function: str, dim: str, given: str) -> None:
    agree(given, f"x.{function}({dim})")
    agree(given, f"t.{function}(x, {dim}).values * 1")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("dim", ALONG)
def test_a_running_logarithm_agrees(dim: str, given: str) -> None:
    agree(given, f"x.logcumsumexp({dim})")


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize(
    "expression", ["x.cumprod(0)", "x.cumprod(-1)", "x.logcumsumexp(0)"]
)
def test_odd_numbers_agree(expression: str, values: str) -> None:
    agree(f"x = t.tensor({values}, requires_grad=True)", expression)


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("expression", ["x.cummax(0)", "x.cummin(-1)"])
def test_odd_extremes_agree(expression: str, values: str) -> None:
    agree(f"x = t.tensor({values}, requires_grad=True)", expression)
    agree(f"x = t.tensor({values}, requires_grad=True)", f"{expression}[0] * 1")


STORIES = """
    x = t.tensor([1.5, 2.0, -1.0], requires_grad=True)
    y = x * 1
    y.cumprod_(0)
    say(y, y._version, y.grad_fn)
    y.sum().backward()
    say(x.grad)
    ---
    x = t.tensor([1.0, 2.0], requires_grad=True)
    y = x.cummax(0)
    say(y.values.grad_fn._saved_indices, y.indices.requires_grad)
"""


@pytest.mark.parametrize("program", STORIES.split("---"))
def test_running_values_tell_the_same_story(program: str) -> None:
    agree_on_story(program)
