"""Numbers keep every bit, in no more digits than it takes."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoviz.errors import FileError
from autoviz.records import Graph, GraphNode, Summary, Trace, Value
from autoviz.records.file import read, write
from autoviz.records.file.numbers import entries_of, form_of

FLOAT32 = st.floats(width=32)


def with_value(value: Value) -> Trace:
    node = GraphNode(0, "input", None, None, value.shape, value.dtype, value=value)
    return Trace(Graph((node,)), ())


def again(value: Value) -> Value:
    """Written and read."""
    (node,) = read(write(with_value(value), "x").encode())[0].graph.nodes
    assert node.value is not None
    return node.value


def written(*numbers: Any, dtype: str = "float32") -> str:
    """The numbers as text."""
    text = write(with_value(Value((len(numbers),), dtype, numbers)), "x")
    return json.dumps(json.loads(text)["values"]["numbers"])


@given(st.lists(FLOAT32))
def test_every_float32_comes_back_bit_by_bit(numbers: list[float]) -> None:
    value = Value((len(numbers),), "float32", tuple(numbers))
    assert value == again(value)


@given(st.lists(st.floats()))
def test_every_float64_comes_back_bit_by_bit(numbers: list[float]) -> None:
    value = Value((len(numbers),), "float64", tuple(numbers))
    assert value == again(value)


@given(st.lists(st.integers(-(2**63), 2**64 - 1), min_size=1))
def test_every_whole_number_comes_back(numbers: list[int]) -> None:
    value = Value((len(numbers),), "int64", tuple(numbers))
    back = again(value)
    assert value == back
    assert {int} == {type(each) for each in back.numbers or ()}


def test_truth_values_stay_truth_values() -> None:
    value = again(Value((2,), "bool", (True, False)))
    assert (True, False) == value.numbers
    assert {bool} == {type(each) for each in value.numbers or ()}


def test_what_is_not_finite_is_text() -> None:
    assert '["nan", "inf", "-inf"]' == written(math.nan, math.inf, -math.inf)


def test_negative_zero_keeps_its_sign() -> None:
    assert "[0, -0.0]" == written(0.0, -0.0)
    numbers = again(Value((2,), "float32", (0.0, -0.0))).numbers or ()
    assert [1.0, -1.0] == [math.copysign(1, each) for each in numbers]


def test_a_whole_float_is_written_without_a_point_and_read_as_a_float() -> None:
    assert "[3, -2, 1e+20]" == written(3.0, -2.0, 1e20, dtype="float64")
    numbers = again(Value((1,), "float32", (3.0,))).numbers or ()
    assert {float} == {type(each) for each in numbers}


@given(FLOAT32.filter(lambda each: math.isfinite(each) and abs(each) > 1e-37))
def test_a_float32_has_no_more_digits_than_numpy_gives_it(number: float) -> None:
    """But a power of two, of which numpy may write a neighbour with one digit less."""
    (entry,) = entries_of([number], "float32")
    shortest = np.format_float_scientific(np.float32(number), trim="-")
    is_power = abs(math.frexp(number)[0]) == 0.5
    assert np.float32(number) == np.float32(entry)
    assert digits(repr(entry)) <= digits(shortest) + is_power


def digits(text: str) -> int:
    return len(text.partition("e")[0].replace(".", "").lstrip("-0").rstrip("0"))


@pytest.mark.parametrize(
    ("numbers", "form"),
    [
        ((0.5, math.nan), "float32"),
        ((0.1,), "float64"),
        ((1e39,), "float64"),
        ((3.4028234663852886e38, 1e-45 * 0), "float32"),
        ((1, 2), "int"),
        ((True,), "bool"),
        ((True, 2), "int"),
        ((), "float32"),
    ],
)
def test_the_form_is_the_first_that_keeps_every_bit(numbers: Any, form: str) -> None:
    assert form == form_of(numbers)


def test_a_thumbnail_is_written_as_short() -> None:
    short = float(np.float32(0.1))
    summary = Summary(short, 1.0, 0.5, 2.0, 0, 0, 0, ((short, math.nan), (-0.0, 1.0)))
    value = Value((2, 100), "float32", None, summary)
    text = write(with_value(value), "x")
    assert [0.1, "nan", -0.0, 1] == json.loads(text)["summaries"]["numbers"]
    assert value == again(value)


def test_a_value_without_numbers_is_one_without_numbers() -> None:
    for value in (
        Value((3, 4), "float32", None),
        Value((), "float32", None),
        Value((0,), "float32", ()),
        Value((2**31, 2**31), "complex64", None),
    ):
        assert value == again(value)


# numbers from elsewhere


def read_with(entry: str, form: str = "float32") -> Any:
    """The number that stands in a file as this text."""
    value = Value((2,), "x", (1.5, 2.5))
    first = "false" if form == "bool" else "0"
    text = write(with_value(value), "x").replace("[1.5,2.5]", f"[{first},{entry}]")
    text = text.replace('"float32"', f'"{form}"')
    (node,) = read(text.encode())[0].graph.nodes
    numbers = node.value.numbers if node.value is not None else None
    return numbers[1] if numbers is not None else None


@pytest.mark.parametrize(
    ("entry", "form", "expected"),
    [
        ("0.1", "float32", 0.10000000149011612),
        ("0.1", "float64", 0.1),
        ("1", "float32", 1.0),
        ("-0.0", "float32", -0.0),
        ('"inf"', "float64", math.inf),
        ("1e-400", "float64", 0.0),
        ("18446744073709551615", "int", 2**64 - 1),
        ("16777217", "float32", 16777216.0),
    ],
)
def test_numbers_may_be_written_in_any_way(
    entry: str, form: str, expected: Any
) -> None:
    found = read_with(entry, form)
    assert (repr(expected), type(expected)) == (repr(found), type(found))


@pytest.mark.parametrize(
    ("entry", "form", "why"),
    [
        ("1e39", "float32", "1e+39 is too large for a float32"),
        ("-1e999", "float64", "-Infinity is too large for a float64"),
        ("1" * 400, "float64", f"{'1' * 40}… is too large for a float64"),
        ("18446744073709551616", "int", "18446744073709551616 has more than 64 bits"),
        ("1.0", "int", "1.0 is no int"),
        ("true", "int", "true is no int"),
        ("true", "float32", "true is no float32"),
        ("1", "bool", "1 is no bool"),
        ('"NaN"', "float32", '"NaN" is no float32'),
        ('"nan"', "int", '"nan" is no int'),
        ("null", "float32", "null is no float32"),
        ("[]", "float32", "[] is no float32"),
        ("{}", "float64", "{} is no float64"),
    ],
)
def test_what_is_no_number_of_that_form_is_refused(
    entry: str, form: str, why: str
) -> None:
    with pytest.raises(FileError) as caught:
        read_with(entry, form)
    assert f"values[0].numbers[1]: {why}" == str(caught.value)
