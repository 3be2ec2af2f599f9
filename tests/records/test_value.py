"""When two values, and so two recordings, are the same: bit by bit."""

from __future__ import annotations

import pickle

import pytest

import autoviz as av
from autoviz.records import Summary, Value

NAN, OTHER_NAN = float("nan"), -float("nan")


def value(*numbers: float, dtype: str = "float32") -> Value:
    return Value((len(numbers),), dtype, numbers)


def summed(mean: float, *row: float) -> Value:
    summary = Summary(-1.0, 1.0, mean, 1.0, 0, 0, 0, (row,))
    return Value((1000,), "float32", None, summary)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (value(NAN, 1.0), value(OTHER_NAN, 1.0), True),
        (value(NAN, 1.0), value(NAN, 2.0), False),
        (value(0.0), value(-0.0), False),
        (value(1.0, 2.0), value(1.0, 2.0), True),
        (value(1.0), value(1.0, dtype="float64"), False),
        (value(2**60, dtype="int64"), value(2**60 + 1, dtype="int64"), False),
        (Value((1, 2), "float32", (1.0, 2.0)), value(1.0, 2.0), False),
        (Value((2,), "float32", None), Value((2,), "float32", None), True),
        (summed(NAN, NAN), summed(OTHER_NAN, OTHER_NAN), True),
        (summed(0.0, 0.0), summed(0.0, -0.0), False),
        (summed(0.5, 1.0), summed(0.25, 1.0), False),
    ],
)
def test_equal_is_what_is_the_same_bit_by_bit(
    one: Value, other: Value, expected: bool
) -> None:
    assert expected == (one == other)
    assert len({one, other}) == (1 if expected else 2)


def test_a_value_is_equal_to_values_only() -> None:
    assert value(1.0) != (1.0,)
    assert summed(0.0).summary != (1.0,)


def test_recordings_with_nan_in_them_are_compared() -> None:
    def run() -> av.Recording:
        with av.record() as rec:
            x = av.tensor([0.0, 1.0], requires_grad=True)
            y = x / x
            y.sum().backward()
        return rec

    rec = run()
    copied = pickle.loads(pickle.dumps(rec))
    assert rec == copied
    assert "nan" in str(rec.why("x"))
