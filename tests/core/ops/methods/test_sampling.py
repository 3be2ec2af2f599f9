"""Numbers drawn as a tensor says: all but the numbers is PyTorch's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.oracle import agree, agree_on_story, ours

GIVEN = """
t.manual_seed(0)
m = t.tensor([[1.0], [2.0]], requires_grad=True)
z = t.zeros(3, requires_grad=True)
i = t.tensor([1, 0])
"""

FACTS = (
    "t.normal(0.0, 1.0, (2,)).shape",
    "t.normal(t.tensor([1.0, 2.0]), t.zeros(2))",
    "t.normal(t.zeros(2, 1), 1.0).shape",
    "t.bernoulli(t.tensor([0.0, 1.0]))",
    "t.multinomial(t.tensor([0.0, 1.0]), 3, replacement=True)",
    "t.multinomial(t.tensor([[0.0, 1.0], [2.0, 0.0]]), 1)",
    "t.multinomial(t.ones(3), 3).sort().values",
    "t.bernoulli(t.tensor([2.0]))",
    "t.multinomial(t.tensor([-1.0]), 1)",
    "t.multinomial(t.tensor([0.0]), 1)",
    "t.multinomial(t.ones(2), 3)",
    "t.normal(m, 0.0)",
    "t.normal(m)[:, 0] * 0",
    "t.normal(m, z)",
    "t.normal(m.double(), z)",
    "t.normal(2.0, z)",
    "t.normal(m, z - 1)",
    "t.normal(m, -1.0)",
    "t.normal(0.0, z - 1)",
    "t.normal(z, t.zeros(2))",
    "t.normal(i, 1.0)",
    "t.normal(2.0, 0.0, (2,), dtype=t.float64)",
    "t.bernoulli(z)",
    "(z + 1).bernoulli()",
    "t.bernoulli(i)",
    "t.bernoulli(i > 0)",
    "t.poisson(z)",
    "t.poisson(z - 1)",
    "t.poisson(i)",
    "i.double().multinomial(1)",
    "t.multinomial(i, 1)",
    "t.multinomial(z[0], 1)",
    "t.multinomial(t.ones(2), 0)",
    "t.multinomial(t.ones(2, 2, 2), 1)",
)
DRAWN: dict[str, Callable[[], Any]] = {
    "normal": lambda: ours.normal(0.0, 1.0, (50,)),
    "bernoulli": lambda: ours.bernoulli(ours.full((50,), 0.5)),
    "poisson": lambda: ours.poisson(ours.full((50,), 5.0)),
    "multinomial": lambda: ours.multinomial(ours.ones(50), 50, replacement=True),
}


@pytest.mark.parametrize("expression", FACTS)
def test_what_is_known_of_samples_agrees(expression: str) -> None:
    agree(GIVEN, expression)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_seed_makes_samples_repeat(draw: Callable[[], Any]) -> None:
    ours.manual_seed(3)
    first, second = draw(), draw()
    ours.manual_seed(3)
    assert draw().tolist() == first.tolist()
    assert first.tolist() != second.tolist()


def test_samples_do_not_train_what_they_were_drawn_from() -> None:
    agree_on_story("""
mean = t.tensor([1.0, 2.0], requires_grad=True)
std = t.tensor([0.5, 0.5], requires_grad=True)
drawn = t.normal(mean, std)
say(drawn.requires_grad, graph(drawn))
(drawn ** 2).sum().backward()
say(mean.grad, std.grad)
""")


def test_samples_are_distributed_as_they_say() -> None:
    ours.manual_seed(0)
    counted = ours.multinomial(ours.tensor([1.0, 3.0]), 10_000, replacement=True)
    assert abs(counted.numpy().mean() - 0.75) < 0.02
    drawn = ours.normal(ours.full((10_000,), 2.0), 0.5).numpy()
    assert abs(drawn.mean() - 2) < 0.05
    assert abs(drawn.std() - 0.5) < 0.02
    assert abs(ours.poisson(ours.full((10_000,), 3.0)).numpy().mean() - 3) < 0.1
