"""One tensor into several, as in PyTorch: the pieces share a node."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

GIVEN = """
x = t.tensor([[0.5, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]],
             requires_grad=True)
c = t.tensor([[[0.5, 1.0]], [[2.0, 3.0]], [[4.0, 5.0]]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
"""

PIECES = (
    "x.split(2)",
    "x.split(5)",
    "x.split(1, -1)",
    "x.split([1, 2])",
    "x.split((1, 1, 2), 1)",
    "x.split(0)",
    "x.split(-1)",
    "x.split([1, 1])",
    "x.split([1, -1, 3])",
    "x.split(2, 5)",
    "x.split('a')",
    "x.split(2.5)",
    "t.split(x, 2)",
    "x.chunk(2)",
    "x.chunk(3, 1)",
    "x.chunk(9)",
    "x.chunk(0)",
    "x.chunk(2, 5)",
    "t.chunk(x, 2, -1)",
    "t.unsafe_split(x, 2, 1)",
    "x.unsafe_chunk(2)",
    "x.unsafe_split(-1)",
    "x.unbind()",
    "x.unbind(-1)",
    "x.unbind(5)",
    "t.unbind(x, 1)",
    "tuple(x)",
    "x.tensor_split(2)",
    "x.tensor_split(3, dim=1)",
    "x.tensor_split((1, 2))",
    "x.tensor_split([1, 9])",
    "x.tensor_split([2, 1])",
    "x.tensor_split(t.tensor([1, 2]))",
    "x.tensor_split(0)",
    "t.hsplit(x, 2)",
    "x.hsplit(3)",
    "t.hsplit(v, (1, 3))",
    "t.vsplit(x, 3)",
    "x.vsplit(2)",
    "v.vsplit(2)",
    "x.dsplit(2)",
    "c.dsplit(2)",
)

OF_ANYTHING = (
    "x.unbind()",
    "x.unbind(1)",
    "x.split(2)",
    "x.split([1, 1], 1)",
    "x.chunk(2, -1)",
    "x.tensor_split(2)",
)


@pytest.mark.parametrize("expression", PIECES)
def test_taking_to_pieces_agrees(expression: str) -> None:
    agree(GIVEN, expression)
    agree(GIVEN, f"({expression})[0]")
    agree(GIVEN, f"({expression})[-1] * 1")


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", OF_ANYTHING)
def test_splitting_anything_agrees(expression: str, given: str) -> None:
    agree(given, expression)
    agree(given, f"({expression})[0] * 1")


@pytest.mark.parametrize(
    "expression",
    [
        "a * b",
        "a.sum() + a.sum()",
        "t.cat([b, a])",
        "t.stack([a, b, a])",
        "a - a",
    ],
)
@pytest.mark.parametrize("pieces", ["x[:2].unbind()", "x[:2].chunk(2)", "x[:2]"])
def test_pieces_that_are_used_together_share_a_node(
    pieces: str, expression: str
) -> None:
    agree(f"{GIVEN}\na, b = {pieces}", expression)


def test_a_loop_over_a_tensor_goes_through_its_rows() -> None:
    agree_on_story(
        """
        x = t.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        total = 0
        for number, row in enumerate(x, start=1):
            say(row, row.output_nr)
            total = total + number * row.sum()
        total.backward()
        say(x.grad)
        for each in t.tensor(1.0):
            say(each)
        """
    )


def test_too_many_rows_for_the_names_is_an_error() -> None:
    agree_on_story("say(1); a, b = t.ones(3, 2)")
