"""Basic indexing: taken apart into the same small views as in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

EXPRESSIONS = (
    "x[0]",
    "x[-1]",
    "x[5]",
    "x[-5]",
    "x[0, 1]",
    "x[1, -1]",
    "x[0, 0, 0]",
    "x[:]",
    "x[:, 0]",
    "x[0, :]",
    "x[:, :]",
    "x[...]",
    "x[..., 0]",
    "x[0, ...]",
    "x[None]",
    "x[:, None]",
    "x[None, ..., None]",
    "x[None, 0]",
    "x[0:1]",
    "x[0:1, 1:]",
    "x[::2]",
    "x[1:0]",
    "x[-2:]",
    "x[0:100]",
    "x[0, -3:]",
    "x[:5, 0]",
    "x[()]",
    "x[0:1][0]",
    "x[:, 1:3:2]",
    "x[0, None, 0]",
    "x[0][1]",
)
ROWS = (
    "x.select(0, 1)",
    "x.select(-1, -1)",
    "x.select(0, 5)",
    "x.select(5, 0)",
    "t.select(x, 1, 0)",
    "x.narrow(0, 1, 1)",
    "x.narrow(-1, -1, 1)",
    "x.narrow(0, 1, 5)",
    "x.narrow(0, 1, -1)",
    "x.narrow(0, -4, 1)",
    "x.narrow(0, 0, 0)",
    "x.narrow(0, t.tensor(1), 1)",
    "t.narrow(x, 1, 0, 1)",
)
ODD = (
    "x['a']",
    "x[{}]",
    "x[:, 1.0]",
    "x[0.5:]",
    "x[t.tensor(0) : t.tensor(1)]",
    "x[t.tensor([0, 1]) :]",
    "x[0, 5]",
    "x[:, None, 5]",
    "x[-9:, 0]",
    "x[::-1]",
    "x[::0]",
    "x[1.5]",
    "x[t.tensor(0)]",
    "x[0, t.tensor(1)]",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS + ROWS)
def test_an_index_agrees(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize("expression", ODD)
def test_an_odd_index_agrees(expression: str) -> None:
    agree(EVERYTHING["matrix"], expression)
