"""Random numbers: shapes, types and refusals are PyTorch's; the numbers are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.oracle import agree, ours

FACTS = (
    "t.randn(2, 3).shape",
    "t.randn((2,)).dtype",
    "t.randn(()).ndim",
    "t.randn(2, dtype=t.float64, requires_grad=True).requires_grad",
    "t.rand(size=(2, 3)).shape",
    "t.rand(0)",
    "t.rand(2, requires_grad=True).requires_grad",
    "t.rand(2, generator=t.Generator().manual_seed(1)).shape",
    "t.randint(3, (2,)).shape",
    "t.randint(1, 3, (2,)).dtype",
    "t.randint(low=0, high=5, size=(2,)).shape",
    "t.randint(0, 2, (2,), dtype=t.float32).dtype",
    "t.randint(7, 8, (3,))",
    "t.rand_like(t.ones(2, dtype=t.float64)).dtype",
    "t.randn_like(t.ones(2, 3), requires_grad=True).requires_grad",
    "t.randint_like(t.ones(2), 1)",
    "t.randint_like(t.ones(2), 3, 4)",
    "t.randperm(0)",
    "t.randperm(3).sort().values",
    "t.randn(-1)",
    "t.rand(2, dtype=t.int64)",
    "t.randn(2, dtype=t.int64)",
    "t.randn_like(t.tensor([1]))",
    "t.randint(0, 0, (2,))",
    "t.randint(5, 2, (2,))",
    "t.manual_seed('a')",
    "t.manual_seed(7).initial_seed()",
    "(t.manual_seed(7), t.initial_seed())[1]",
)
DRAWN: dict[str, Callable[[], Any]] = {
    "rand": lambda: ours.rand(50),
    "randn": lambda: ours.randn(50),
    "randint": lambda: ours.randint(100, (50,)),
    "randperm": lambda: ours.randperm(50),
    "rand_like": lambda: ours.rand_like(ours.ones(50)),
}


@pytest.mark.parametrize("expression", FACTS)
def test_what_is_known_of_random_numbers_agrees(expression: str) -> None:
    agree("t.manual_seed(0)", expression)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_seed_makes_random_numbers_repeat(draw: Callable[[], Any]) -> None:
    ours.manual_seed(3)
    first, second = draw(), draw()
    ours.manual_seed(3)
    assert draw().tolist() == first.tolist()
    assert first.tolist() != second.tolist()


def test_a_generator_is_a_source_of_its_own() -> None:
    ours.manual_seed(3)
    alone = ours.randn(5).tolist()
    ours.manual_seed(3)
    source = ours.Generator().manual_seed(3)
    ours.rand(5, generator=source)
    assert ours.randn(5).tolist() == alone
    assert ours.randn(5, generator=source.manual_seed(3)).tolist() == alone


def test_a_fresh_seed_cannot_be_foreseen() -> None:
    assert ours.seed() != ours.seed()
    ours.manual_seed(0)


def test_random_numbers_are_distributed_as_they_say() -> None:
    ours.manual_seed(0)
    drawn = ours.randn(10_000).numpy()
    assert abs(drawn.mean()) < 0.05
    assert abs(drawn.std() - 1) < 0.05
    drawn = ours.rand(10_000).numpy()
    assert drawn.min() >= 0
    assert drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 0.02
    assert {0, 1, 2} == set(ours.randint(3, (100,)).tolist())
