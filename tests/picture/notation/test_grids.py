"""Matrices beside others."""

from __future__ import annotations

import numpy as np
import pytest

from autoviz.picture.notation.grids import grid, reshaped, transposed
from autoviz.picture.words import plain
from autoviz.records.value import Value
from autoviz.watch.capture import value_of
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
    assert made.picture.startswith("data:image/png;base64,")
    assert plain(made.caption) == "W (64, 100), from -0.25 to 4"


def test_an_empty_matrix_says_so() -> None:
    assert plain(grid(Value((0, 3), "float32", ()), ()).caption) == " (0, 3), empty"


def test_what_is_odd_in_a_large_matrix_is_counted() -> None:
    made = grid(value([[float("nan")] + [1.0] * 8] * 2), ())
    assert plain(made.caption) == " (2, 9), from 1 to 1, 2 nan"


def test_what_was_not_seen_is_not_empty() -> None:
    made = grid(Value((2, 3), "float32", None), ())
    assert plain(made.caption) == " (2, 3), not seen"


def test_three_dimensions_are_told_by_their_indices() -> None:
    made = grid(value([[[1.0, 2.0]], [[3.0, 4.0]]]), (("code", "x"),))
    assert made.rows == (("1.00", "2.00"), ("3.00", "4.00"))
    assert plain(made.caption) == "x (2, 1, 2), [0] to [1], one below the other"


def test_of_a_large_batch_the_first_few_are_told() -> None:
    made = grid(value_of(np.ones((8, 3, 28, 28)), 64), ())
    told = " (8, 3, 28, 28), [0, 0] to [0, 1], one below the other, all 1"
    assert plain(made.caption) == told


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
