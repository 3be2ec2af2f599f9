"""Reading and placing along a dimension: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.index.given import GIVEN
from tests.oracle import agree, agree_on_story

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
    "x[0, 0].take_along_dim(t.tensor(0), 0)",
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

WRITTEN = (
    "z.scatter_(1, k, y)",
    "z.scatter_(1, k, 2.0)",
    "z.scatter_add_(1, k, y)",
)


@pytest.mark.parametrize("expression", GATHERED + SCATTERED)
def test_gathering_and_scattering_agree(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("line", WRITTEN)
def test_scattering_in_place_agrees(line: str) -> None:
    agree(f"{GIVEN}\nz = x * 1; {line}", "z * 1")


@pytest.mark.parametrize("line", WRITTEN)
def test_a_leaf_is_not_written_to(line: str) -> None:
    agree_on_story(f"{GIVEN}\nsay(1); z = x; {line}")


def test_what_was_read_from_must_not_change() -> None:
    agree_on_story(f"""{GIVEN}
z = x * 1
p = z.gather(1, k)
say(p)
z.add_(1)
p.sum().backward()
""")
