"""Both extremes, and the most frequent: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

ALONG = ("0", "1", "-1", "-3", "0, keepdim=True")
EQUALS = {
    "two": "[1.0, 2.0, 2.0, 1.0, 3.0]",
    "all": "[2.0, 2.0, 2.0]",
    "rows": "[[1.0, 2.0, 2.0, 3.0], [3.0, 3.0, 1.0, 1.0]]",
    "nan": "[1.0, 1.0, float('nan')]",
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("arguments", ["", "keepdim=True", *ALONG])
def test_both_extremes_agree(arguments: str, given: str) -> None:
    named = f"dim={arguments}" if arguments in ALONG else arguments
    agree(given, f"x.aminmax({named})")
    agree(given, f"t.aminmax(x, {named}).max * 2")
    agree(given, f"x.aminmax({named}).min * 2")


@pytest.mark.parametrize(
    "given", [each for name, each in EVERYTHING.items() if name != "special"]
)
@pytest.mark.parametrize("arguments", ["", *ALONG])
def test_the_most_frequent_agrees(arguments: str, given: str) -> None:
    agree(given, f"x.mode({arguments})")
    agree(given, f"t.mode(x, {arguments}).values * 1")


@pytest.mark.parametrize("values", EQUALS.values(), ids=EQUALS)
@pytest.mark.parametrize(
    "expression",
    ["x.mode()", "x.mode(0)[0] * 1", "x.aminmax(dim=0).max * 1", "x.aminmax()[0] * 1"],
)
def test_equals_are_settled_as_in_pytorch(expression: str, values: str) -> None:
    agree(f"x = t.tensor({values}, requires_grad=True)", expression)


def test_what_arrives_at_both_extremes_is_added() -> None:
    agree_on_story("""
        x = t.tensor([[1.0, 1.0, 4.0], [2.0, 2.0, 2.0]], requires_grad=True)
        low, high = x.aminmax(dim=1)
        (low * high).sum().backward()
        say(x.grad, low.grad_fn is high.grad_fn, low.grad_fn._saved_max)
    """)
