"""Arrays as values: whole if small, summed up if large, copied in any case."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from autoviz.records import Summary, Value
from autoviz.records.value import THUMBNAIL
from autoviz.watch.capture import value_of


def summary(array: np.ndarray, keep: int = 3) -> Summary:
    value = value_of(array, keep)
    assert value.numbers is None
    assert value.summary is not None
    return value.summary


def test_a_small_array_is_kept_number_by_number_in_rows() -> None:
    array = np.array([[1, 2], [3, 4]], dtype=np.float32)
    assert Value((2, 2), "float32", (1.0, 2.0, 3.0, 4.0)) == value_of(array, 4)


def test_what_is_kept_does_not_change_with_the_array() -> None:
    array = np.zeros(2)
    value = value_of(array, 2)
    array[0] = 7
    assert (0.0, 0.0) == value.numbers


@pytest.mark.parametrize("keep", [4, 5])
def test_up_to_keep_elements_are_kept(keep: int) -> None:
    assert value_of(np.ones(4), keep).numbers is not None


def test_above_keep_only_the_summary_is() -> None:
    assert Value((5,), "float64", None, summary(np.ones(5), 4)) == value_of(
        np.ones(5), 4
    )


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (np.array(3.0), (3.0,)),
        (np.array([True, False]), (True, False)),
        (np.array([2**62, -1]), (2**62, -1)),
        (np.zeros((0, 3)), ()),
        (np.array([[1, 2], [3, 4]]).T, (1, 3, 2, 4)),
    ],
)
def test_numbers_are_pythons(array: np.ndarray, expected: tuple[object, ...]) -> None:
    numbers = value_of(array, 64).numbers
    assert numbers is not None
    assert expected == numbers
    assert [type(each) for each in expected] == [type(each) for each in numbers]


def test_nan_and_infinity_are_kept() -> None:
    numbers = value_of(np.array([math.nan, math.inf, -math.inf]), 3).numbers
    assert numbers is not None
    assert math.isnan(numbers[0])
    assert (math.inf, -math.inf) == numbers[1:]


def test_a_summary_leaves_out_what_is_not_finite_and_counts_it() -> None:
    array = np.array([3.0, 0.0, -4.0, math.nan, math.inf, -math.inf, 0.0])
    found = summary(array)
    assert (-4.0, 3.0, -0.25, 5.0) == (
        found.minimum,
        found.maximum,
        found.mean,
        found.norm,
    )
    assert (2, 1, 2) == (found.zeros, found.nans, found.infinities)


def test_a_summary_of_nothing_finite_is_zero() -> None:
    found = summary(np.full(5, math.nan))
    assert (0.0, 0.0, 0.0, 0.0) == (
        found.minimum,
        found.maximum,
        found.mean,
        found.norm,
    )
    assert (0, 5) == (found.zeros, found.nans)


def test_a_norm_too_large_is_infinite_and_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert math.inf == summary(np.full(5, 1e300)).norm


@pytest.mark.parametrize("array", [np.ones(9, bool), np.arange(9), np.array(1.0)])
def test_any_type_and_shape_is_summed_up(array: np.ndarray) -> None:
    assert float(array.max()) == summary(array, 0).maximum


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((4, 5), (4, 5)),
        ((2, 3, 4), (6, 4)),
        ((9,), (1, 9)),
        ((), (1, 1)),
        ((100, 50), (THUMBNAIL, THUMBNAIL)),
        ((3, 1000), (3, THUMBNAIL)),
    ],
)
def test_a_thumbnail_is_a_small_matrix(
    shape: tuple[int, ...], expected: tuple[int, int]
) -> None:
    rows = summary(np.ones(shape), 0).thumbnail
    assert expected == (len(rows), len(rows[0]))


@pytest.mark.parametrize(
    ("shape", "matrices", "rows"),
    [((8, 3, 28, 28), 2, 16), ((9, 5, 4), 6, 5), ((1, 100, 4), 1, THUMBNAIL)],
)
def test_of_three_dimensions_and_more_it_is_the_first_few_matrices(
    shape: tuple[int, ...], matrices: int, rows: int
) -> None:
    numbers = np.arange(math.prod(shape), dtype=float).reshape(shape)
    found = summary(numbers).thumbnail
    first = [found[at * rows][0] for at in range(matrices)]
    assert len(found) == matrices * rows
    assert first == numbers.reshape(-1, *shape[-2:])[:matrices, 0, 0].tolist()


def test_a_thumbnail_keeps_the_corners_and_averages_nothing() -> None:
    matrix = np.arange(100 * 70.0).reshape(100, 70)
    rows = summary(matrix).thumbnail
    corners = (rows[0][0], rows[0][-1], rows[-1][0], rows[-1][-1])
    assert (0.0, 69.0, 6930.0, 6999.0) == corners
    assert all(each == int(each) for row in rows for each in row)
