"""How large a matrix is drawn."""

from __future__ import annotations

import pytest

from autoviz.picture.cells import HEIGHT, NARROWEST, grid_size, has_numbers, limit
from autoviz.picture.notation import numbers
from autoviz.picture.type import mono
from autoviz.records import Value
from tests.picture.traces import large, value

LARGE = large((40, 30), -2.0, 3.0)


def test_up_to_eight_by_eight_every_number_is_written() -> None:
    assert has_numbers(value([[1.0] * 8] * 8))
    assert not has_numbers(value([[1.0] * 9]))
    assert not has_numbers(value([[1.0]] * 9))
    assert not has_numbers(LARGE)


@pytest.mark.parametrize(
    "given",
    [
        value([[1.0, -2.5]]),
        value([0.1, float("nan"), float("-inf")]),
        value([[True, False], [False, True]], "bool"),
        value([[1, -20000], [3, 4]], "int64"),
        value([1e-30, -1e30]),
    ],
)
def test_every_number_fits_in_its_cell(given: Value) -> None:
    width, height = grid_size(given)
    rows = numbers.cells(given)
    cell = width / len(rows[0])
    assert max(mono(text, 9.0) for row in rows for text in row) + 3 <= cell
    assert height == HEIGHT * len(rows)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_an_empty_tensor_has_a_size(shape: tuple[int, ...]) -> None:
    assert grid_size(Value(shape, "float32", ())) == (NARROWEST, HEIGHT)


def test_a_heatmap_stays_small() -> None:
    width, height = grid_size(LARGE)
    assert (width <= 100, height <= 110) == (True, True)


def test_a_single_row_is_high_enough_to_be_seen() -> None:
    assert grid_size(value([float(each) for each in range(20)]))[1] >= 10


def test_the_limit_is_what_full_colour_stands_for() -> None:
    assert limit(LARGE) == "±3"
    assert limit(value([float("nan")])) == "±0"
