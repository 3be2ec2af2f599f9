"""Counting: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

ONCE = (
    "x.unique()",
    "t.unique(x, return_inverse=True)",
    "t.unique(x, return_counts=True)",
    "x.unique(True, True, True)",
    "x.unique(dim=5)",
    "x.unique_consecutive()",
    "t.unique_consecutive(x, True, True)",
    "t.unique_consecutive(x, return_counts=True)",
)
ROWS = (
    "x.unique(dim=0)",
    "t.unique(x, dim=-1, return_inverse=True, return_counts=True)",
    "x.unique_consecutive(dim=0)",
    "x.unique_consecutive(True, True, 1)",
)
TABLES = {
    "ints": "x = t.tensor([[1, 2, 2], [1, 2, 2], [0, 5, 5]])",
    "turned": "x = t.tensor([[1, 1, 0], [2, 2, 5], [2, 2, 5]]).T",
    "floats": "x = t.tensor([[2.0, 1.0], [2.0, 1.0]], requires_grad=True)",
}
COUNTS = (
    "t.bincount(x)",
    "x.bincount(minlength=5)",
    "x.bincount(minlength=-1)",
    "x.bincount(t.tensor([0.5, 1.0, 2.0]))",
    "x.bincount(t.tensor([1, 2, 3]), 6)",
    "x.bincount(t.tensor([0.5, 1.0, 2.0], dtype=t.float64, requires_grad=True))",
    "x.bincount(t.ones(1, 3))",
    "x.bincount(t.ones(2))",
)
BINS = (
    *("", "4", "3, -1, 2", "bins=2, min=0.5, max=0.5"),
    *("0", "2, 1, 0", "3, 0, float('inf')"),
)
COUNTED = {
    "ints": "x = t.tensor([1, 0, 3])",
    "bytes": "x = t.tensor([1, 0, 3], dtype=t.uint8)",
    "none": "x = t.tensor([], dtype=t.int64)",
    "negative": "x = t.tensor([1, -1, 0])",
    "matrix": "x = t.tensor([[1, 0, 3]])",
    "floats": "x = t.tensor([1.0, 0.0, 3.0])",
    "bools": "x = t.tensor([True])",
}


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", ONCE)
def test_what_there_is_agrees(expression: str, given: str) -> None:
    agree(given.replace("requires_grad=True", "requires_grad=False"), expression)


@pytest.mark.parametrize("given", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("expression", ROWS)
def test_whole_rows_agree(expression: str, given: str) -> None:
    agree(given.replace("requires_grad=True", "requires_grad=False"), expression)


@pytest.mark.parametrize(
    "expression",
    ["x.unique()", "x.unique(dim=0)", "t.unique_consecutive(x)", "w.bincount(x)"],
)
def test_no_gradient_comes_back(expression: str) -> None:
    agree_on_story(f"""
        x = t.tensor([2.0, 1.0, 2.0], requires_grad=True)
        w = t.tensor([2, 1, 2])
        y = {expression}
        say(y, y.grad_fn)
        y.sum().backward()
    """)


@pytest.mark.parametrize("given", COUNTED.values(), ids=COUNTED)
@pytest.mark.parametrize("expression", COUNTS)
def test_a_count_agrees(expression: str, given: str) -> None:
    without = expression.replace(", requires_grad=True", "")
    agree(given, without)


@pytest.mark.parametrize(
    "given",
    [each for name, each in EVERYTHING.items() if name != "special"],
)
@pytest.mark.parametrize("arguments", BINS)
def test_a_histogram_agrees(arguments: str, given: str) -> None:
    agree(given, f"t.histc(x, {arguments})")


def test_what_is_not_a_number_is_in_no_bin() -> None:
    agree("x = t.tensor([1.0, float('nan'), 0.5, 7.0])", "x.histc(3, 0, 1)")


HISTOGRAMS = (
    "t.histogram(x, 4)",
    "t.histogram(x, bins=1)",
    "t.histogram(x, density=True)",
    "t.histogram(x, 4, range=(0.0, 3.0))",
    "t.histogram(x, 4, range=(1.0, 2.0), density=True)",
    "t.histogram(x, 3, weight=t.arange(5.0))",
    "t.histogram(x, t.tensor([0.0, 1.0, 5.0]))",
    "x.histogram(4).hist",
    "x.histogram(4).bin_edges",
    "t.histogram(x, 0)",
    "t.histogram(x, 4, range=(3.0, 1.0))",
    "t.histogram(x * float('nan'), 4)",
    "t.histogram(x.long(), 4)",
    "t.histogram(x * 0, 4)",
    "t.histogram(x[:0], 4)",
    "t.histogram(t.ones(2, 3), 2)",
)


@pytest.mark.parametrize("expression", HISTOGRAMS)
def test_a_histogram_is_pytorchs(expression: str) -> None:
    agree("x = t.tensor([1.0, 2.0, 1.0, 0.5, 3.0])", expression)


def test_a_histogram_has_no_gradient() -> None:
    agree_on_story(
        """
        x = t.tensor([1.0, 2.0], requires_grad=True)
        hist, edges = x.histogram(2)
        say(graph(hist), graph(edges))
        hist.sum().backward()
        """
    )
