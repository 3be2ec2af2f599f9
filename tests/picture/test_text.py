"""The text twin."""

from __future__ import annotations

from autoviz.picture.text import phase, readable, sentence, table
from autoviz.records.fold import fold
from tests.picture.traces import matrix, tutorial, twice, untracked


def test_a_sentence_says_where_it_stands() -> None:
    assert sentence(tutorial(), fold(tutorial(), 10)) == (
        "Step 10 of 12. 2*x (MulBackward0): 32 arrived, × 2, its local derivative, "
        "= 64, sent to x"
    )


def test_the_table_in_the_middle_of_a_backward() -> None:
    header, rows = table(tutorial(), fold(tutorial(), 10))
    assert header == ("tensor", "grad_fn", "value", "gradient", ".grad", "saved")
    assert rows == (
        ("x", "None", "3", "arriving: 64, 1 more to come", "None", "–"),
        ("x**2", "PowBackward0", "9", "arriving: 32", "–", "x"),
        ("2*x", "MulBackward0", "6", "32", "–", "2: freed"),
        ("x**2 + 2*x", "AddBackward0", "15", "32", "–", "–"),
        ("y", "AddBackward0", "16", "32", "–", "–"),
        ("loss", "PowBackward0", "256", "1", "–", "y: freed"),
    )


def test_what_does_not_exist_yet_is_a_dash() -> None:
    rows = table(tutorial(), fold(tutorial(), 0))[1]
    assert rows[0] == ("x", "None", "3", "–", "None", "–")
    assert rows[1] == ("x**2", "–", "–", "–", "–", "–")


def test_the_end_shows_the_grad() -> None:
    assert table(tutorial(), fold(tutorial(), 12))[1][0] == (
        "x",
        "None",
        "3",
        "256",
        "256",
        "–",
    )


def test_small_matrices_are_written_out() -> None:
    rows = table(matrix(), fold(matrix(), 0))[1]
    expected = "[[2, -2.6], [0.4, -0.6], [-0.5, -0.2]]"
    assert rows[0] == ("x", "None", expected, "–", "–", "–")


def test_an_unrecorded_tensor_has_no_grad_fn() -> None:
    rows = table(untracked(), fold(untracked(), 1))[1]
    assert rows[1] == ("z", "None", "6", "–", "–", "–")


def test_a_readable_recording_has_one_line_per_step() -> None:
    lines = readable(twice()).splitlines()
    assert len(lines) == 15
    assert lines[1].startswith(" 1  forward     x**2 (PowBackward0): 3**2 = 9")
    assert lines[14].startswith("14  error       RuntimeError: Trying to backward")


def test_phases() -> None:
    steps = (None, *twice().steps)
    assert [phase(each) for each in steps] == [
        "start",
        *["forward"] * 5,
        "seed",
        *["backward"] * 5,
        "accumulate",
        "seed",
        "error",
    ]
