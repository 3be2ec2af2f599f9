"""Matrices beside others."""

from __future__ import annotations

import pytest

from autoviz.picture.notation.grids import grid, reshaped, transposed
from autoviz.picture.words import plain
from autoviz.records.value import Value
from tests.picture.traces import large, value


def test_a_small_matrix_has_texts_tones_and_its_shape() -> None:
    made = grid(value([[1.0, -2.0]]), (("code", "W"),))
    assert made.rows == (("1.00", "-2.00"),)
    assert made.tones == ((2, -5),)
    assert plain(made.caption) == "W (1, 2)"


@pytest.mark.parametrize(("side", "rows"), [(8, 8), (9, 0)])
def test_eight_by_eight_is_the_largest_with_numbers(side: int, rows: int) -> None:
    assert len(grid(value([[0.5] * side] * side), ()).rows) == rows


def test_a_large_matrix_says_its_extremes() -> None:
    made = grid(large((64, 100), -0.25, 4.0), (("code", "W"),))
    assert made.rows == ()
    assert len(made.tones) == 32
    assert plain(made.caption) == "W (64, 100), from -0.25 to 4"


def test_an_empty_matrix_says_so() -> None:
    assert plain(grid(Value((0, 3), "float32", ()), ()).caption) == " (0, 3), empty"


def test_transposed() -> None:
    made = transposed(value([[1, 2, 3], [4, 5, 6]], "int64"))
    assert (made.shape, made.numbers) == ((3, 2), (1, 4, 2, 5, 3, 6))


def test_a_large_matrix_is_transposed_by_its_thumbnail() -> None:
    made = transposed(large((100, 10), -1.0, 1.0))
    assert made.shape == (10, 100)
    assert made.summary is not None
    assert len(made.summary.thumbnail) == 10


def test_a_vector_as_a_column() -> None:
    assert grid(reshaped(value([1.0, 2.0]), (2, 1)), ()).rows == (("1.00",), ("2.00",))
