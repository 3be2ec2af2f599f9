"""The sentence of each step, word for word."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autoviz.picture.caption import caption
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.graph import Graph
from autoviz.records.steps import Backward, Failure, Forward, Seed, Trace
from tests.picture.traces import (
    Builder,
    affine,
    edge,
    large,
    matrix,
    single,
    square_plus,
    tutorial,
    twice,
    untracked,
    value,
)


def said(trace: Trace, k: int) -> str:
    return plain(caption(trace, fold(trace, k)))


TUTORIAL = (
    "Before anything runs: x is a leaf that requires grad; its .grad is None",
    "x**2 (PowBackward0): 3**2 = 9; recorded because x requires grad; "
    "saves x for backward",
    "2*x (MulBackward0): 2 * 3 = 6; recorded because x requires grad; "
    "saves 2 for backward",
    "x**2 + 2*x (AddBackward0): 9 + 6 = 15; recorded because x**2 and 2*x require grad",
    "y = x**2 + 2*x + 1 (AddBackward0): 15 + 1 = 16; recorded because x**2 + 2*x "
    "requires grad",
    "loss = y**2 (PowBackward0): 16**2 = 256; recorded because y requires grad; "
    "saves y for backward",
    "backward() starts at loss: d loss / d loss = 1",
    "loss (PowBackward0): 1 arrived, × 32, its local derivative, = 32, sent to y",
    "y (AddBackward0): 32 arrived, × 1, its local derivative, = 32, sent to x**2 + 2*x",
    "x**2 + 2*x (AddBackward0): 32 arrived, × 1, its local derivative, = 32, "
    "sent to x**2 and to 2*x",
    "2*x (MulBackward0): 32 arrived, × 2, its local derivative, = 64, sent to x",
    "x**2 (PowBackward0): 32 arrived, × 6, its local derivative, = 192, sent to x",
    "64 + 192 = 256 is complete: AccumulateGrad puts it into x.grad",
)


@pytest.mark.parametrize(("k", "expected"), list(enumerate(TUTORIAL)))
def test_the_tutorial_program(k: int, expected: str) -> None:
    assert said(tutorial(), k) == expected


def test_the_focus_and_the_moving_number_are_marked() -> None:
    spans = caption(tutorial(), fold(tutorial(), 11))
    assert spans[0] == ("name", "x**2")
    assert ("grad", "192") in spans
    assert spans[-1] == ("code", "x")


def test_each_input_gets_its_own_product() -> None:
    expected = (
        "w*x (MulBackward0): 14 arrived; × 3 = 42, sent to w; × 2 = 28, sent to x"
    )
    assert said(affine(), 8) == expected


def test_leaves_are_listed() -> None:
    expected = (
        "Before anything runs: w, x and b are leaves that require grad; "
        "their .grad is None"
    )
    assert said(affine(), 0) == expected


def test_two_edges_to_one_tensor() -> None:
    expected = (
        "x*x (MulBackward0): 1 arrived, × 3, its local derivative, = 3, "
        "sent to the first x and to the second x"
    )
    assert said(square_plus(), 5) == expected
    expected = "1 + 3 + 3 = 7 is complete: AccumulateGrad puts it into x.grad"
    assert said(square_plus(), 6) == expected


def test_what_was_in_grad_is_added_to() -> None:
    expected = (
        "1 + 3 + 3 = 7 is complete: AccumulateGrad adds it to x.grad, which was 7: "
        "7 + 7 = 14"
    )
    assert said(square_plus(before=7.0), 6) == expected


MATRIX = {
    1: "x @ W (MmBackward0): (3, 2) @ (2, 3) gives shape (3, 3); recorded because W "
    "requires grad; saves x for backward",
    2: "h = x @ W + b (AddBackward0): (3, 3) + (3,) gives shape (3, 3); b (3,) "
    "expanded to (3, 3); recorded because x @ W and b require grad",
    3: "h.tanh() (TanhBackward0): shape (3, 3); recorded because h requires grad; "
    "saves its result for backward",
    6: "loss (MeanBackward0): 1 arrived; 0.1111, 1/9 of it, goes to each of the 9 "
    "elements of h.tanh()",
    7: "h.tanh() (TanhBackward0): the gradient G (3, 3) arrived; "
    "G ⊙ (1 − tanh(h)²) goes to h",
    8: "h (AddBackward0): the gradient G (3, 3) arrived; G goes unchanged to x @ W; "
    "G, summed to shape (3,), goes to b",
    9: "The gradient for b, shape (3,), is complete: AccumulateGrad puts it into "
    "b.grad",
    10: "x @ W (MmBackward0): the gradient G (3, 3) arrived; xᵀ @ G, shape (2, 3), "
    "goes to W. Nothing goes to x: it needs no gradient",
}


@pytest.mark.parametrize(("k", "expected"), list(MATRIX.items()))
def test_the_matrix_program(k: int, expected: str) -> None:
    assert said(matrix(), k) == expected


def test_an_operation_that_is_not_recorded_says_why() -> None:
    assert said(untracked(), 1) == "z = x*2: 3 * 2 = 6, not recorded (no_grad)"


def test_a_failure_leads_with_type_and_message() -> None:
    expected = (
        "RuntimeError: Trying to backward through the graph a second time (or "
        "directly access saved tensors after they have already been freed). Why: "
        "the saved y of loss was freed by the first backward()"
    )
    assert said(twice(), 14) == expected


def test_a_hostile_message_stays_one_short_line() -> None:
    failure = Failure("Error\n" * 100, "<b>\u202e" * 5000, None, "\x00" * 5000)
    text = said(Trace(Graph(()), (failure,)), 1)
    assert text.isprintable()
    assert len(text) < 600


ONES = [1.0, 1.0, 1.0]
ROWS = [ONES, ONES]


@pytest.mark.parametrize(
    ("rule", "shapes", "expected"),
    [
        ("expand(g)", (ONES, 1.0, 1.0, ONES), "1 arrived; 1 goes to each of the 3 "
         "elements of x"),
        ("expand(g) / n", (3.0, 3.0, 2.0, 2.0), "2 arrived; 2 goes to x"),
        ("expand(g)", (ROWS, ONES, ONES, ROWS), "the gradient G (3,) arrived; G, "
         "copied to shape (2, 3), goes to x"),
        ("expand(g) / n", (ROWS, ONES, ONES, ROWS), "the gradient G (3,) arrived; G, "
         "copied to shape (2, 3) and divided by 2, goes to x"),
        ("sum(g)", (ONES, ROWS, ROWS, ONES), "the gradient G (2, 3) arrived; G, summed "
         "to shape (3,), goes to x"),
        ("reshape(g)", ([ONES], ONES, ONES, [ONES]), "the gradient G (3,) arrived; G, "
         "passed on in shape (1, 3), goes to x"),
        ("g.T", ([ONES], [[1.0]] * 3, [[1.0]] * 3, [ONES]), "the gradient G (3, 1) "
         "arrived; G, turned back to shape (1, 3), goes to x"),
        ("scatter(g)", (ONES, 1.0, 4.0, [0.0, 4.0, 0.0]), "4 arrived; 4, put back "
         "where it was taken from, 0 elsewhere, shape (3,), goes to x"),
        ("-1", (ONES, ONES, ONES, [-1.0] * 3), "the gradient G (3,) arrived; −G goes "
         "to x"),
        ("2", (ONES, ONES, ONES, [2.0] * 3), "the gradient G (3,) arrived; G × 2 goes "
         "to x"),
        ("2 * self", (ONES, ONES, ONES, [2.0] * 3), "the gradient G (3,) arrived; "
         "G ⊙ (2·x) goes to x"),
        ("self", ([3.0, 4.0], 25.0, 2.0, [6.0, 8.0]), "2 arrived; 2 × x, shape (2,), "
         "goes to x"),
        ("-1", (3.0, -3.0, 5.0, -5.0), "5 arrived, × (-1), its local derivative, = -5, "
         "sent to x"),
        ("2 * self", (3.0, 9.0, 1.0, 5.0), "1 arrived; 5 goes to x"),
        ("no rule!", (3.0, 9.0, 1.0, 5.0), "1 arrived; 5, by the rule no rule!, goes "
         "to x"),
    ],
)  # fmt: skip
def test_families(rule: str, shapes: tuple[object, ...], expected: str) -> None:
    assert said(single(rule, *shapes), 3) == f"y (FBackward0): {expected}"


def test_a_large_tensor_has_the_same_words() -> None:
    big = large((64, 100), -1.0, 1.0)
    expected = (
        "y (FBackward0): the gradient G (64, 100) arrived; G ⊙ (1 − y²) goes to x"
    )
    assert said(single("1 - result**2", big, big, big, big), 3) == expected


def test_a_given_gradient_is_not_called_a_derivative() -> None:
    trace = Trace(tutorial().graph, (Seed(5, value(2.0)), Seed(5, value(ONES))))
    assert (
        said(trace, 1) == "backward() starts at loss with the gradient it was given, 2"
    )
    expected = "backward() starts at loss with the gradient it was given, of shape (3,)"
    assert said(trace, 2) == expected


def test_a_retained_gradient_is_told() -> None:
    trace = tutorial()
    steps = list(trace.steps)
    assert isinstance(steps[7], Backward)
    steps[7] = replace(steps[7], retained=(value(32.0),))
    assert said(replace(trace, steps=tuple(steps)), 8).endswith(
        "sent to x**2 + 2*x; kept in y.grad (retain_grad)"
    )


def test_an_in_place_operation_shows_the_numbers_it_had_before() -> None:
    build = Builder("y += 1")
    y = build.tensor("y", 2.0, leaf=False)
    made = build.op(
        "add", "AddBackward0", [edge("self", y, "1")], 3.0, at=("y += 1", 1), name="y",
        symbol="{0} + 1",
    )  # fmt: skip
    step = build.steps[0]
    assert isinstance(step, Forward)
    build.steps[0] = replace(step, writes=y)
    assert (made, said(build.trace(), 1)) == (
        1,
        "y₂ += 1 (AddBackward0): 2 + 1 = 3; recorded because y₁ requires grad; "
        "writes into y₁ in place",
    )


def test_a_long_sum_shows_its_ends() -> None:
    build = Builder("y = f(x)")
    x = build.tensor("x", 1.0)
    edges = [edge(f"a{at}", x, "1") for at in range(9)]
    y = build.op("f", "FBackward0", edges, 9.0, name="y")
    build.steps.append(Seed(y, value(1.0)))
    build.backward(y, 1.0, *[-1.0] * 9)
    build.accumulate(x, -9.0)
    expected = (
        "-1 + (-1) + … + (-1) = -9 is complete: AccumulateGrad puts it into x.grad"
    )
    assert said(build.trace(), 4) == expected


def test_numbers_of_float32_have_no_noise() -> None:
    tenth = float(np.float32(0.1))
    trace = single("other", tenth, tenth, 1.0, tenth)
    assert said(trace, 3) == "y (FBackward0): 1 arrived; 0.1 goes to x"


def test_a_computation_that_says_nothing_is_left_out() -> None:
    build = Builder("h = -y")
    y = build.tensor("y", 4.0)
    build.op(
        "neg", "NegBackward0", [edge("self", y, "-1")], -4.0, at=("-y", 1), name="h",
        symbol="-{0}",
    )  # fmt: skip
    expected = "h = -y (NegBackward0): -4; recorded because y requires grad"
    assert said(build.trace(), 1) == expected
