"""The "why" panel, row by row."""

from __future__ import annotations

import pytest

from autoviz.picture.why import Grid, Why, why
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.graph import Graph
from autoviz.records.steps import Failure, Trace
from tests.picture.traces import (
    FREED,
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
)


def panel(trace: Trace, k: int) -> Why:
    return why(trace, fold(trace, k))


def rows(trace: Trace, k: int) -> list[tuple[str, str]]:
    """Label and text; a grid as its caption in brackets."""
    return [
        (row.label, " ".join(map(_text, row.items)).replace("  ", " "))
        if any(isinstance(each, Grid) for each in row.items)
        else (row.label, "".join(map(_text, row.items)))
        for row in panel(trace, k).rows
    ]


def _text(item: object) -> str:
    if isinstance(item, Grid):
        return f"[{plain(item.caption)}]"
    assert isinstance(item, tuple)
    return str(item[1])


def test_the_chain_rule_with_numbers() -> None:
    trace = tutorial()
    assert plain(panel(trace, 11).title) == "why 192?"
    assert rows(trace, 11) == [
        ("arrived", "d loss / d(x**2) = 32"),
        ("local derivative", "d(x**2)/dx = 2·x = 2·3 = 6"),
        ("sent to x", "32 × 6 = 192"),
        ("x so far", "64 + 192 = 256, goes to x.grad next"),
        ("freed", "x, no longer needed"),
    ]


def test_a_sum_under_way_says_what_is_still_to_come() -> None:
    assert ("x so far", "64, 1 more to come") in rows(tutorial(), 10)


def test_what_is_said_twice_is_said_once() -> None:
    assert rows(tutorial(), 10)[1] == ("local derivative", "d(2*x)/dx = 2")


def test_a_row_for_each_input() -> None:
    assert plain(panel(affine(), 8).title) == "why 42 and 28?"
    assert rows(affine(), 8) == [
        ("arrived", "d loss / d(w*x) = 14"),
        ("local derivative", "d(w*x)/dw = x = 3"),
        ("sent to w", "14 × 3 = 42"),
        ("local derivative", "d(w*x)/dx = w = 2"),
        ("sent to x", "14 × 2 = 28"),
        ("w so far", "42, goes to w.grad next"),
        ("x so far", "28, goes to x.grad next"),
        ("freed", "w and x, no longer needed"),
    ]


def test_a_local_derivative_is_not_mistaken_for_the_whole_one() -> None:
    """dy/dx is 7; the edge from y to x has 1, with x*x held still."""
    assert rows(square_plus(), 4)[3:5] == [
        ("local derivative", "∂y/∂x = 1, x*x held still"),
        ("sent to x", "1 × 1 = 1"),
    ]


def test_each_edge_of_a_square() -> None:
    assert rows(square_plus(), 5) == [
        ("arrived", "dy / d(x*x) = 1"),
        (
            "local derivative",
            "∂(x*x) / ∂(the first x) = x = 3, the other one held still",
        ),
        ("sent to the first x", "1 × 3 = 3"),
        (
            "local derivative",
            "∂(x*x) / ∂(the second x) = x = 3, the other one held still",
        ),
        ("sent to the second x", "1 × 3 = 3"),
        ("x so far", "1 + 3 + 3 = 7, goes to x.grad next"),
        ("freed", "x, no longer needed"),
    ]


def test_where_paths_meet_the_sum_is_what_arrived() -> None:
    assert rows(square_plus(), 6) == [
        ("from y", "1"),
        ("from x*x", "3"),
        ("from x*x", "3"),
        ("arrived", "1 + 3 + 3 = 7"),
        ("x.grad before", "None"),
        ("x.grad now", "7"),
    ]


def test_a_second_backward_adds() -> None:
    assert rows(square_plus(before=7.0), 6)[-3:] == [
        ("x.grad before", "7"),
        ("x.grad now", "7 + 7 = 14"),
        ("because", "backward() adds to what is in .grad, it never replaces it"),
    ]
    assert plain(panel(square_plus(before=7.0), 6).title) == "why is x.grad 14?"


def test_a_product_of_matrices_can_be_checked_by_hand() -> None:
    assert plain(panel(matrix(), 10).title) == "why this gradient for W?"
    assert rows(matrix(), 10) == [
        ("arrived", "G = d loss / d(x @ W), shape (3, 3)"),
        ("sent to W", "xᵀ @ G, shape (2, 3)"),
        ("", "[xᵀ (2, 3)] @ [G (3, 3)] = [d loss/dW (2, 3)]"),
        ("W so far", "complete, goes to W.grad next"),
        ("sent to x", "nothing: it needs no gradient"),
        ("freed", "x, no longer needed"),
    ]
    transposed = panel(matrix(), 10).rows[2].items[0]
    assert isinstance(transposed, Grid)
    assert transposed.rows == (("2.00", "0.40", "-0.50"), ("-2.60", "-0.60", "-0.20"))


def test_element_by_element_shows_the_local_derivative_as_a_matrix() -> None:
    assert rows(matrix(), 7) == [
        ("arrived", "G = d loss / d(h.tanh()), shape (3, 3)"),
        ("local derivative", "1 − tanh(h)², element by element"),
        ("sent to h", "G ⊙ (1 − tanh(h)²)"),
        ("", "[G (3, 3)] ⊙ [1 − tanh(h)² (3, 3)] = [d loss/dh (3, 3)]"),
        ("freed", "its result, no longer needed"),
    ]


def test_broadcasting_is_summed() -> None:
    assert rows(matrix(), 8) == [
        ("arrived", "G = d loss/dh, shape (3, 3)"),
        ("sent to x @ W", "G, unchanged"),
        ("", "[d loss / d(x @ W) (3, 3)]"),
        ("sent to b", "G, summed to shape (3,)"),
        ("", "[G (3, 3)] summed = [d loss/db (3,)]"),
        ("b so far", "complete, goes to b.grad next"),
    ]


def test_one_number_for_every_element() -> None:
    assert rows(matrix(), 6)[1:] == [
        ("local derivative", "1/9, of each element"),
        ("sent to h.tanh()", "1 × 1/9 = 0.1111, to each of 9 elements"),
        ("", "[d loss / d(h.tanh()) (3, 3)]"),
    ]


def test_a_column_times_a_row() -> None:
    outer = single(
        "outer(g, self)", [3.0, 4.0], [0.0], [1.0, 2.0], [[3.0, 4.0], [6, 8]]
    )
    found = panel(outer, 3).rows[2].items
    assert rows(outer, 3)[2] == ("", "[G (2, 1)] @ [x (1, 2)] = [gradient of x (2, 2)]")
    assert isinstance(found[0], Grid)
    assert found[0].rows == (("1.00",), ("2.00",))


def test_a_matrix_too_large_for_numbers_is_a_heatmap() -> None:
    big = large((64, 100), -1.0, 1.0)
    trace = single("1 - result**2", big, big, big, big)
    row = panel(trace, 3).rows[3]
    assert [plain(each.caption) for each in row.items if isinstance(each, Grid)] == [
        "G (64, 100), from -1 to 1",
        "gradient of x (64, 100), from -1 to 1",
    ]


def test_a_condition_says_which_way_it_went() -> None:
    trace = single("1 if result > 0 else 0", 3.0, 3.0, 2.0, 2.0)
    assert rows(trace, 3)[1] == (
        "local derivative",
        "dy/dx = 1 if y > 0, else 0; here 1",
    )


def test_only_after_a_seed_of_one_is_it_a_derivative() -> None:
    trace = single("2 * self", 3.0, 9.0, 5.0, 30.0)
    assert rows(trace, 3)[0] == ("arrived", "gradient of y = 5")


def test_forward_says_what_is_kept_and_what_for() -> None:
    assert plain(panel(tutorial(), 1).title) == "how x**2 is made"
    assert rows(tutorial(), 1) == [
        ("value", "3**2 = 9"),
        ("grad_fn", "PowBackward0, because x requires grad"),
        ("saved", "x, to work out 2·x in backward"),
    ]
    assert rows(tutorial(), 3)[2] == (
        "saved",
        "nothing: backward needs no number from here",
    )
    assert rows(affine(), 1)[2] == ("saved", "w and x, for backward")


def test_what_is_not_recorded_and_what_follows() -> None:
    assert plain(panel(untracked(), 1).title) == "why is z not recorded?"
    assert rows(untracked(), 1)[1:] == [
        ("not recorded", "inside no_grad() autograd records nothing"),
        ("grad_fn", "None: no gradient will pass through here"),
    ]


def test_the_start_lists_what_there_is() -> None:
    assert rows(matrix(), 0) == [
        ("x", "shape (3, 2); needs no gradient"),
        ("W", "shape (2, 3); requires grad, W.grad is None"),
        ("b", "shape (3,); requires grad, b.grad is None"),
    ]


def test_the_seed() -> None:
    assert rows(tutorial(), 6) == [
        ("start", "d loss / d loss = 1"),
        ("because", "nudge loss by a little, and loss changes by just as much"),
    ]


def test_a_failure_has_its_whole_message() -> None:
    assert rows(twice(), 14) == [
        ("RuntimeError", FREED),
        ("why", "the saved y of loss was freed by the first backward()"),
        ("at", "loss"),
    ]


def test_a_message_of_several_lines_keeps_them() -> None:
    trace = Trace(Graph(()), (Failure("ValueError", "one\ntwo\u202e"),))
    assert rows(trace, 1) == [("ValueError", "one"), ("", "two\\u202e")]


@pytest.mark.parametrize("make", [tutorial, affine, square_plus, matrix, twice])
def test_every_step_has_a_question_and_an_answer(make: object) -> None:
    trace = make()  # type: ignore[operator]
    for k in range(len(trace.steps) + 1):
        found = panel(trace, k)
        assert plain(found.title)
        assert found.rows


def test_of_what_was_compiled_nothing_is_claimed() -> None:
    build = Builder("y = fast(x)")
    x = build.tensor("x", 2.0)
    inputs = [edge("input 0", x, None)]
    build.op("compiled f", "CompiledFunctionBackward", inputs, 4.0, name="y")
    found = dict(rows(build.trace(), 1))
    inside = "torch.compile ran f as one piece: what happened inside is not to be seen"
    assert (inside, "what backward needs, inside") == (found["inside"], found["saved"])
