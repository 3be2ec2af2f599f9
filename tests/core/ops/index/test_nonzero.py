"""Where something is: the same here and in PyTorch."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

FOUND = (
    "x.nonzero()",
    "(x > 0.4).nonzero()",
    "t.nonzero(x, as_tuple=True)",
    "t.argwhere(x)",
    "t.where(x > 0.4)",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", FOUND)
def test_places_agree(expression: str, given: str) -> None:
    agree(given, expression)
