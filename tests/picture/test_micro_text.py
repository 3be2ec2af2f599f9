"""The sentence of each small step, word for word."""

from __future__ import annotations

import pytest

from autoviz.picture.micro_text import micro_caption
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.micro import micro_steps
from autoviz.records.steps import Trace
from tests.picture import stories
from tests.picture.programs import recorded
from tests.picture.traces import matrix, square_plus, tutorial, twice


def said(trace: Trace, k: int) -> list[str]:
    snapshot = fold(trace, k)
    return [
        plain(micro_caption(trace, snapshot, each)) for each in micro_steps(trace, k)
    ]


def test_numbers() -> None:
    assert said(tutorial(), 11) == [
        "x**2 (PowBackward0) is next: 32 arrived",
        "Saved x is opened: 3, still at version 0, as when it was saved",
        "Local derivative for x: d(x**2)/dx = 2·x = 2·3 = 6",
        "32 × 6 = 192 for x",
        "192 is added to what came to x: 64 + 192 = 256",
        "Freed: x, which backward no longer needs",
    ]
    assert said(tutorial(), 10)[1:5:3] == [
        "Saved 2 is opened: a plain number, it cannot have changed",
        "64 comes to x; 1 more to come",
    ]


def test_a_leaf() -> None:
    assert said(tutorial(), 12) == [
        "x is next: 64 + 192 = 256 arrived",
        "AccumulateGrad puts 256 into x.grad, which was None",
    ]
    assert said(square_plus(before=7.0), 6)[1] == (
        "AccumulateGrad adds 7 to x.grad: 7 + 7 = 14"
    )


def test_two_edges_to_one_tensor() -> None:
    assert said(square_plus(), 5)[-3:-1] == [
        "3 is added to what came to x: 1 + 3 so far, 1 more to come",
        "3 is added to what came to x: 1 + 3 + 3 = 7",
    ]


def test_matrices() -> None:
    assert said(matrix(), 10) == [
        "x @ W (MmBackward0) is next: the gradient G (3, 3) arrived",
        "Saved x is opened: shape (3, 2), still at version 0, as when it was saved",
        "For W: xᵀ @ G, shape (2, 3)",
        "This is all that comes to W",
        "Freed: x, which backward no longer needs",
    ]
    assert said(matrix(), 7)[2:4] == [
        "Local derivative for h: 1 − tanh(h)², element by element",
        "For h: G ⊙ (1 − tanh(h)²)",
    ]


def test_what_could_not_be_used_is_named() -> None:
    assert said(twice(), 14)[1] == (
        "Saved y is opened: it is empty, an earlier backward() freed it"
    )
    assert said(stories.written(), 5)[1] == (
        "Saved e₁ is opened: stale, it was saved at version 0 and is at 1 now"
    )


def test_a_step_without_small_ones_has_its_caption() -> None:
    assert said(stories.modes(), 1) == [
        "no_grad() begins: what runs now is not recorded"
    ]


@pytest.mark.parametrize("name", ["perceptron", "big_matrices", "hostile"])
def test_every_small_step_of_a_real_run_has_a_sentence(name: str) -> None:
    trace = recorded(name).trace
    for k in range(len(trace.steps) + 1):
        assert all(said(trace, k))
