"""Numbers are short and true."""

from __future__ import annotations

import math
import struct
from dataclasses import replace

import pytest

from autoviz.picture.notation.numbers import (
    card,
    cells,
    exact,
    extremes,
    fitted,
    hint,
    item,
    limit,
    nested,
    odd,
    said,
    short,
    tones,
)
from autoviz.records.value import Summary, Value
from tests.picture.traces import large, value

POISONED = Summary(-0.5, 2.0, 0.0, 1.0, 0, 3, 0, ((0.0, 1.0),))


def float32(x: float) -> float:
    return float(struct.unpack("f", struct.pack("f", x))[0])


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (32.0, "32"),
        (0.123456, "0.1235"),
        (1.2e-05, "1.2e-05"),
        (-0.275, "-0.275"),
        (-0.0, "-0"),
        (65536.0, "65536"),
        (12345.678, "12345.7"),
        (1e9, "1e+09"),
        (3, "3"),
        (True, "True"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (float32(0.1), "0.1"),
        (float32(0.7), "0.7"),
    ],
)
def test_short(x: float, expected: str) -> None:
    assert short(x) == expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (9.0, "9.0"),
        (256.0, "256.0"),
        (-0.275, "-0.275"),
        (1.2e-05, "1.2e-05"),
        (3, "3"),
        (False, "False"),
        (float32(0.1), "0.1"),
        (-math.inf, "-inf"),
        (-0.0, "-0.0"),
    ],
)
def test_a_float_on_a_card_keeps_its_point(x: float, expected: str) -> None:
    assert card(x) == expected


@pytest.mark.parametrize(
    "x", [-1.23456e-105, -999999.5, 1234567.891, 2**62, -(2**62), -123456.789, 1e300]
)
def test_a_card_has_room_for_nine_characters(x: float) -> None:
    text = card(x)
    assert len(text) <= 9
    assert math.isclose(float(text), x, rel_tol=0.05)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (float32(1 / 3), "0.33333334"),
        (1 / 3, "0.3333333333333333"),
        (float32(0.1), "0.1"),
        (256.0, "256"),
        (-0.0, "-0"),
        (1e-45, "1e-45"),
        (1e300, "1e+300"),
        (2**62, str(2**62)),
        (True, "True"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
    ],
)
def test_exact_has_every_digit_and_none_that_the_type_has_not(
    x: float, expected: str
) -> None:
    assert exact(x) == expected


@pytest.mark.parametrize(
    ("constant", "expected"),
    [
        ("2", "2"),
        ("3.0", "3.0"),
        ("1000000.0", "1e+06"),
        ("9.094947017729282e-13", "9e-13"),
        ("-0.123456", "-0.12"),
        ("a_long_name", "a_…me"),
    ],
)
def test_a_constant_has_as_many_digits_as_there_is_room_for(
    constant: str, expected: str
) -> None:
    assert fitted(constant, 5) == expected


def test_what_a_card_shortens_can_be_hovered_over() -> None:
    assert [hint(value(each)) for each in (0.5, 12.0, 0.123456)] == ["", "", "0.123456"]
    assert [hint(each) for each in (None, value([0.123456, 1.0]))] == ["", ""]


def test_a_value_in_a_sentence_is_its_number_or_its_shape() -> None:
    assert [item(value(6.0)), item(value([1.0, 2.0])), said(value([1.0, 2.0]))] == [
        "6",
        "(2,)",
        "shape (2,)",
    ]


def test_nested_writes_brackets_as_python_does() -> None:
    assert nested(value([[1.0, 2.5], [0.1, -3.0]])) == "[[1, 2.5], [0.1, -3]]"
    assert nested(value([[[1], [2]]], "int64")) == "[[[1], [2]]]"
    assert nested(Value((0,), "float32", ())) == "[]"
    assert nested(Value((2, 0), "float32", ())) == "[[], []]"


def test_a_large_value_is_its_shape_and_extremes() -> None:
    assert nested(large((64, 64), -0.5, 2.0)) == "(64, 64), from -0.5 to 2"


def test_cells_of_a_column_have_one_precision() -> None:
    rows = [[2.0, 0.4, -0.5], [-2.6, -0.6, -0.2]]
    expected = (("2.00", "0.40", "-0.50"), ("-2.60", "-0.60", "-0.20"))
    assert cells(value(rows)) == expected


def test_a_vector_is_one_row_and_a_number_one_cell() -> None:
    assert cells(value([1.0, 2.0])) == (("1.00", "2.00"),)
    assert cells(value(1.0)) == (("1.00",),)
    assert cells(value([3, -4], "int64")) == (("3", "-4"),)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (120.5, "120.5"),
        (-2600.0, "-2600"),
        (1e5, "1e5"),
        (-1e5, "-1e5"),
        (1e-5, "1e-05"),
        (-1e-5, "-1e-5"),
        (0.004, "0.004"),
        (-1e-12, "-tiny"),
        (-1e120, "-huge"),
        (0.0, "0.00"),
        (math.nan, "nan"),
    ],
)
def test_a_cell_has_at_most_five_characters(x: float, expected: str) -> None:
    assert cells(value([[x]])) == ((expected,),)


def test_what_is_not_zero_is_not_shown_as_zero() -> None:
    assert cells(value([[100.0], [0.01]])) == (("100.0",), ("0.01",))


def test_white_is_zero_and_the_limit_is_symmetric() -> None:
    assert tones(value([-2.0, 0.0, 1.2, 2.0])) == ((-5, 0, 3, 5),)
    assert tones(value([0.0, 0.0])) == ((0, 0),)


def test_nan_has_no_tone_and_infinity_is_beyond_the_last() -> None:
    assert tones(value([math.nan, -math.inf, 1.0])) == ((None, -6, 5),)


def test_full_colour_stands_for_the_largest_number_there_is() -> None:
    assert [limit(value(each)) for each in ([-3.0, 1.0], [0.0], [math.nan])] == [
        3,
        0,
        0,
    ]
    assert limit(large((64, 64), -0.5, 2.0)) == 2


def test_a_few_far_larger_ones_do_not_make_all_others_white() -> None:
    rows = [[float(x + y) for x in range(10)] for y in range(10)]
    rows[0][0] = -1e9
    assert limit(value(rows)) == 18
    rows[0][:] = [1e9] * 10
    assert limit(value(rows)) == 18
    rows[1][0] = 1e9
    assert limit(value(rows)) == 1e9


def test_a_matrix_of_few_numbers_apart_from_zeros_is_not_cut_off() -> None:
    rows = [[0.0] * 10 for _ in range(10)]
    rows[0][:3] = [1.0, 0.001, 5.0]
    assert limit(value(rows)) == 5


def test_numbers_that_are_written_out_are_not_cut_off() -> None:
    assert limit(value([[1.0] * 7 + [1000.0]] * 2)) == 1000


def test_what_is_odd_is_counted() -> None:
    rows = [math.nan, math.inf, -math.inf, 0.0]
    assert odd(value(rows)) == ("1 nan", "2 inf")
    assert nested(replace(large((64, 64), -0.5, 2.0), summary=POISONED)) == (
        "(64, 64), from -0.5 to 2, 3 nan"
    )


def test_extremes_of_what_is_all_the_same() -> None:
    assert extremes(value([2.0, 2.0])) == "all 2"
    assert extremes(value([2.0, math.nan])) == "from 2 to 2"
    assert extremes(value([math.nan, math.inf])) == ""


def test_tones_of_a_large_value_are_those_of_its_thumbnail() -> None:
    rows = tones(large((100, 100), -1.0, 4.0))
    assert (len(rows), len(rows[0]), rows[0][0], rows[-1][-1]) == (32, 32, -1, 5)
