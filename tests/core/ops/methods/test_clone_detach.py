"""Copies and cut-off handles: what they share with the original."""

from __future__ import annotations

import pytest

from tests.core.ops.inputs import EVERYTHING
from tests.oracle import agree

EXPRESSIONS = (
    "x.clone()",
    "x.detach()",
    "x.detach() * x",
)


@pytest.mark.parametrize("given", EVERYTHING.values(), ids=EVERYTHING)
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_same_numbers_again_agree(expression: str, given: str) -> None:
    agree(given, expression)


@pytest.mark.parametrize(
    "expression",
    ["x.clone().view(-1)", "x.T.clone().view(-1)", "x.exp().view(-1)"],
)
@pytest.mark.parametrize("name", ["matrix", "stretched", "transposed", "sliced"])
def test_a_result_lies_in_memory_as_in_pytorch(expression: str, name: str) -> None:
    agree(EVERYTHING[name], expression)


def test_detach_shares_memory_and_version() -> None:
    agree("w = t.ones(2, requires_grad=True); x = w * 2", "x.detach().add_(1)._version")
