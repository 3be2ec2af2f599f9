"""The text twin."""

from __future__ import annotations

from autoviz.picture.terminal import places
from autoviz.picture.text import described, phase, readable, sentence, table
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


def test_a_readable_recording_has_every_step_below_the_other() -> None:
    lines = readable(twice()).splitlines()
    numbered = [line for line in lines if line[:2].strip().isdigit()]
    assert [*range(15)] == [int(line[:2]) for line in numbered]
    assert numbered[1].startswith(" 1  forward     x**2 (PowBackward0): 3**2 = 9")
    assert numbered[14].startswith("14  error       RuntimeError: Trying to backward")


def test_a_readable_recording_fits_a_terminal() -> None:
    for trace in (tutorial(), twice(), matrix()):
        assert max(map(places, readable(trace).splitlines())) <= 100


def test_a_long_sentence_goes_on_below_its_beginning() -> None:
    lines = readable(tutorial()).splitlines()
    assert lines[1].endswith("saves x for")
    assert lines[2] == " " * 16 + "backward"


def test_a_readable_recording_ends_with_what_is_true_then() -> None:
    assert readable(tutorial()).splitlines()[-8:] == [
        "after step 12:",
        "tensor      value  gradient  .grad",
        "x           3      256       256",
        "x**2        9      32        –",
        "2*x         6      32        –",
        "x**2 + 2*x  15     32        –",
        "y           16     32        –",
        "loss        256    1         –",
    ]


def test_many_numbers_are_summed_up_at_the_end() -> None:
    last = readable(matrix()).splitlines()
    assert any("(3, 2) -2.6 to 2" in line for line in last)


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


def test_a_description_has_the_sentence_and_every_number() -> None:
    assert described(tutorial(), fold(tutorial(), 10)) == (
        "Step 10 of 12. 2*x (MulBackward0): 32 arrived, × 2, its local derivative, "
        "= 64, sent to x. After it: x: value 3, gradient arriving: 64, 1 more to come, "
        ".grad None; x**2: value 9, gradient arriving: 32, saved x; "
        "2*x: value 6, gradient 32, saved 2: freed; x**2 + 2*x: value 15, gradient 32; "
        "y: value 16, gradient 32; loss: value 256, gradient 1, saved y: freed"
    )


def test_a_description_of_the_start_says_what_is_not_there_yet() -> None:
    told = described(tutorial(), fold(tutorial(), 0))
    assert told.endswith("y: not made yet; loss: not made yet")
