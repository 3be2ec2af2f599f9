"""Random numbers put into a tensor that is there."""

from __future__ import annotations

import pytest

from tests.oracle import agree, agree_on_story, ours

FILLINGS = (
    *("normal_()", "uniform_()", "bernoulli_(0.5)", "exponential_()"),
    *("random_()", "random_(3)", "random_(2, 5)"),
)
REFUSED = (
    "t.ones(2, requires_grad=True).normal_()",
    "t.tensor([1]).normal_()",
    "t.tensor([1]).uniform_()",
    "t.tensor([1]).exponential_()",
    "t.ones(2).uniform_(2, 1)",
    "t.ones(2).normal_(0, -1)",
    "t.ones(2).bernoulli_(1.5)",
    "t.ones(2).exponential_(0)",
    "t.ones(2).random_(-3)",
    "t.ones(2).random_(4, 3)",
)
CERTAIN = (
    "t.zeros(3).normal_(2, 0)",
    "t.zeros(3).uniform_(2, 2)",
    "t.zeros(3).bernoulli_(1.0)",
    "t.zeros(3, dtype=t.int64).bernoulli_(0.0)",
    "t.zeros(0, 3).normal_()",
    "t.zeros(()).uniform_(1, 1)",
    "t.ones(2).random_(1)",
    "t.ones(2, dtype=t.int64).random_(3, 4)",
    "t.ones(0).random_()",
)


@pytest.mark.parametrize("filling", FILLINGS)
def test_nothing_comes_back_from_what_was_drawn_over(filling: str) -> None:
    agree_on_story(f"""
        x = t.ones(2, requires_grad=True)
        y = x * 2
        say(y.{filling} is y, y._version, graph(y))
        y.sum().backward()
        say(x.grad)
    """)


@pytest.mark.parametrize("filling", FILLINGS)
def test_what_was_saved_has_been_drawn_over(filling: str) -> None:
    agree_on_story(f"""
        y = t.ones(2, requires_grad=True) * 2
        z = y * y
        y.{filling}
        z.sum().backward()
    """)


@pytest.mark.parametrize("expression", [*REFUSED, *CERTAIN])
def test_drawing_agrees(expression: str) -> None:
    agree("", expression)


def test_a_seed_makes_them_repeat() -> None:
    for filling in FILLINGS:
        name, argument = filling.rstrip(")").split("(")
        given = eval(f"[{argument}]")
        drawn = []
        for _ in range(2):
            ours.manual_seed(1)
            drawn.append(getattr(ours.zeros(50), name)(*given).tolist())
        assert drawn[0] == drawn[1]
        assert len(set(drawn[0])) > 1


@pytest.mark.parametrize("dtype", ["float32", "int64", "uint8", "bool"])
def test_whole_numbers_are_drawn_that_the_type_has(dtype: str) -> None:
    drawn = ours.zeros(1000, dtype=getattr(ours, dtype)).random_()
    assert (drawn == drawn.long()).all()
    assert drawn.long().min() >= 0
    assert len(drawn.unique()) > 1


def test_bounds_are_kept() -> None:
    assert [2, 3, 4] == ours.zeros(200).random_(2, 5).unique().tolist()
