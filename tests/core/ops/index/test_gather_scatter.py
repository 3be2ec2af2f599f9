"""Picking and placing by index and by mask: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree, agree_on_story

GIVEN = """
x = t.tensor([[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0]],
             requires_grad=True)
y = t.tensor([[0.5, 1.5], [2.5, 3.5]], requires_grad=True)
v = t.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
i = t.tensor([0, 2])
j = t.tensor([[0, 1, 0, 1], [2, 2, 2, 2]])
k = t.tensor([[0, 1], [1, 2]])
"""
GATHERED = (
    "x.gather(0, j)",
    "x.gather(1, j)",
    "x.gather(-1, j)",
    "t.gather(x, 1, k)",
    "x.gather(1, j + 7)",
    "x.gather(1, -j)",
    "x.gather(1, j.float())",
    "x.gather(0, i)",
    "x.gather(5, j)",
    "x.gather(1, t.tensor(0))",
    "v.gather(0, t.tensor(1))",
    "v[0].gather(0, t.tensor(0))",
    "v[0].gather(0, t.tensor([0, 0]))",
    "x.gather(0, t.zeros(1, 9, dtype=t.int64))",
    "x.gather(1, t.zeros(9, 1, dtype=t.int64))",
    "x.gather(1, t.zeros(0, 2, dtype=t.int64))",
    "x.gather(1, [[0]])",
    "x.take_along_dim(j, 0)",
    "x.take_along_dim(j, 1)",
    "x.take_along_dim(j)",
    "x.take_along_dim(i, 0)",
    "x.take_along_dim(j[:1], 1)",
    "x.take_along_dim(k.int(), 1)",
    "t.take_along_dim(x, x.argsort(1, descending=True), 1)",
)
SCATTERED = (
    "x.scatter(1, k, 5.0)",
    "x.scatter(1, k, y)",
    "x.scatter(0, k, y)",
    "x.scatter(1, k, x)",
    "x.scatter(1, j, y)",
    "x.scatter(1, k, y.double())",
    "x.scatter(1, k + 9, 5)",
    "x.scatter(1, k - 9, y)",
    "x.scatter(1, k.float(), 5)",
    "x.scatter(1, i, 5)",
    "t.scatter(x, 1, k, y)",
    "x.scatter_add(1, k, y)",
    "x.scatter_add(0, k, y)",
    "x.scatter_add(1, j, y)",
    "x.scatter_add(1, k, v)",
    "x.scatter_add(1, i, y)",
    "x.scatter_add(1, k, y.double())",
    "x.scatter_add(1, k + 9, y)",
    "x.scatter_add(1, k, 5.0)",
    "t.scatter_add(v, 0, t.tensor([0, 0, 1]), v[:3])",
)
ROWS = (
    "x.index_select(0, i)",
    "x.index_select(-1, i)",
    "x.index_select(0, t.tensor([1, 1, 0]))",
    "x.index_select(0, i + 9)",
    "x.index_select(0, i - 9)",
    "x.index_select(1, i + 9)",
    "x.index_select(1, i - 9)",
    "x.index_select(1, j)",
    "x.index_select(5, i)",
    "x.index_select(0, i.float())",
    "x.index_select(0, t.tensor(1))",
    "x.index_select(0, [0])",
    "v[0].index_select(0, t.tensor([0]))",
    "v[0].index_select(0, t.tensor([0, 0]))",
    "x.index_select(0, t.tensor([], dtype=t.int64))",
    "x.index_add(0, i, x[:2])",
    "x.index_add(1, i, t.ones(3, 2))",
    "x.index_add(0, t.tensor([1, 1]), x[:2], alpha=2)",
    "x.index_add(0, i, x)",
    "x.index_add(0, i, x[:2].double())",
    "x.index_add(0, i, v)",
    "x.index_add(0, i, y)",
    "x.index_add(0, i + 9, x[:2])",
    "x.index_add(0, i.float(), x[:2])",
    "x.index_add(0, j, x[:2])",
    "x.index_add(5, i, x[:2])",
    "x.index_fill(0, i, 2.0)",
    "x.index_fill(1, i, v[1])",
    "x.index_fill(0, i, v)",
    "x.index_fill(0, i + 9, 2.0)",
    "x.index_fill(0, -i - 1, 2.0)",
    "x.index_fill(0, i.float(), 2.0)",
    "x.index_fill(0, j, 2.0)",
    "x.index_copy(0, i, x[:2])",
    "x.index_copy(1, i, t.ones(3, 2))",
    "x.index_copy(0, i, x)",
    "x.index_copy(0, i, x[:2].double())",
    "x.index_copy(0, i, v)",
    "x.index_copy(0, i + 9, x[:2])",
)
MASKED = (
    "x.masked_select(x > 3)",
    "x.masked_select(v > 1)",
    "x.masked_select(t.ones(2, 3, 4) > 0)",
    "x.masked_select(t.ones(5) > 0)",
    "x.masked_select(j)",
    "x.masked_select(t.tensor(True))",
    "v[0].masked_select(t.tensor([True, False]))",
    "x.masked_scatter(x > 3, x * 2)",
    "x.masked_scatter(v > 1, x)",
    "x.masked_scatter(x > 9, v)",
    "x.masked_scatter(x > 3, x.double())",
    "x.masked_scatter(x > 3, v)",
    "x.take(i)",
    "t.take(x, j)",
    "x.take(-i - 1)",
    "x.take(i + 50)",
    "x.take(i.int())",
    "x.take([0])",
    "x.put(i, v[:2])",
    "x.put(t.tensor([5, 5]), v[:2], accumulate=True)",
)
FOUND = (
    "x.nonzero()",
    "(x > 0.4).nonzero()",
    "t.nonzero(x, as_tuple=True)",
    "t.argwhere(x)",
    "t.where(x > 0.4)",
)
WRITTEN = (
    "z.scatter_(1, k, y)",
    "z.scatter_(1, k, 2.0)",
    "z.scatter_add_(1, k, y)",
    "z.index_add_(0, i, x[:2], alpha=2)",
    "z.index_fill_(0, i, 1.0)",
    "z.index_fill_(0, i, v[1])",
    "z.index_copy_(0, i, x[:2])",
    "z.masked_scatter_(x > 3, x)",
    "z.put_(i, v[:2])",
    "z.tril_()",
    "z.triu_(1)",
)


@pytest.mark.parametrize("expression", GATHERED + SCATTERED + ROWS + MASKED)
def test_picking_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", FOUND)
def test_finding_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_placing_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = x * 1; {line}", "z * 1")


@pytest.mark.parametrize("line", WRITTEN)
def test_a_leaf_is_not_written_to(line: str) -> None:
    agree_on_story(f"{GIVEN}\nsay(1); z = x; {line}")


@pytest.mark.parametrize("method", ["gather(1, k)", "take(k)", "masked_select(z > 1)"])
def test_what_was_picked_from_must_not_change(method: str) -> None:
    agree_on_story(
        f"{GIVEN}\nz = x * 1; p = z.{method}; say(p); z.add_(1); p.sum().backward()"
    )
