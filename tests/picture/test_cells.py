"""How a tensor is laid out when it is drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autoviz.picture.cells import CELL, HEIGHT, NARROWEST, NOTE_LINE, figure, hover
from autoviz.picture.type import mono
from autoviz.records import Value
from autoviz.watch.capture import value_of
from tests.picture.traces import large, value

LARGE = large((40, 30), -2.0, 3.0)


def kept(array: np.ndarray, keep: int = 64) -> Value:
    return value_of(array, keep)


def notes(given: Value) -> list[str]:
    return [text for _, text in figure(given).notes]


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (value([[1.0] * 8] * 8), True),
        (value([[1.0] * 9]), False),
        (value([[1.0]] * 9), False),
        (LARGE, False),
    ],
)
def test_up_to_eight_by_eight_every_number_is_written(
    given: Value, written: bool
) -> None:
    assert bool(figure(given).blocks[0].texts) == written


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
    (block,) = figure(given).blocks
    cell = block.size[0] / len(block.texts[0])
    assert max(mono(text, CELL) for row in block.texts for text in row) + 4 <= cell
    assert block.size[1] == HEIGHT * len(block.texts)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 3)])
def test_an_empty_tensor_says_so(shape: tuple[int, ...]) -> None:
    found = figure(Value(shape, "float32", ()))
    assert (found.size, notes(Value(shape, "float32", ()))) == (
        (NARROWEST, HEIGHT),
        ["empty"],
    )


def test_what_was_not_seen_is_not_empty() -> None:
    assert notes(Value((2, 3), "float32", None)) == ["not seen"]


def test_a_heatmap_stays_small() -> None:
    width, height = figure(LARGE).size
    assert (width <= 100, height <= 110) == (True, True)


@pytest.mark.parametrize(("shape", "side"), [((20,), 1), ((20, 1), 0)])
def test_a_single_row_or_column_is_wide_enough_to_be_seen(
    shape: tuple[int, ...], side: int
) -> None:
    given = kept(np.arange(20.0).reshape(shape))
    assert figure(given).blocks[0].size[side] >= 10


def test_a_vector_is_a_row_and_a_column_a_column() -> None:
    shapes = [
        (len(block.tones), len(block.tones[0]))
        for each in (value([1.0, 2.0, 3.0]), value([[1.0], [2.0], [3.0]]))
        for block in figure(each).blocks
    ]
    assert shapes == [(1, 3), (3, 1)]


def test_the_extremes_are_printed_below_a_heatmap() -> None:
    assert notes(LARGE) == ["-2 to 3"]
    assert notes(value([[0.5] * 9])) == ["all 0.5"]


def test_nan_and_infinity_are_counted_and_marked() -> None:
    array = np.linspace(-1, 1, 400).reshape(20, 20)
    array[0, 0], array[1, :2], array[2, 0] = math.nan, math.inf, -math.inf
    found = figure(kept(array))
    assert found.notes[1:] == (("nan", "1 nan"), ("beyond", "3 inf"))
    tones = found.blocks[0].tones
    assert (tones[0][0], tones[1][0], tones[2][0]) == (None, 6, -6)


def test_a_few_that_are_far_larger_are_cut_off_and_it_is_said() -> None:
    array = np.linspace(-1, 1, 400).reshape(20, 20)
    array[3, 3] = 1e6
    found = figure(kept(array))
    assert notes(kept(array)) == ["-1 to 1e+06", "over ±1"]
    assert found.blocks[0].tones[3][3] == 6
    assert found.blocks[0].tones[-1][-1] == 5


def test_a_batch_is_slices_under_their_index() -> None:
    found = figure(kept(np.arange(12.0).reshape(2, 2, 3)))
    assert [each.index for each in found.blocks] == ["[0]", "[1]"]
    below = found.blocks[0].top + found.blocks[0].size[1]
    assert found.blocks[1].top >= below + NOTE_LINE


def test_slices_have_one_scale_of_colours_and_cells_of_one_width() -> None:
    found = figure(value([[[1.0, 2.0]], [[-100.0, 400.0]]]))
    assert [each.tones for each in found.blocks] == [((0, 0),), ((-1, 5),)]
    assert len({each.size for each in found.blocks}) == 1


@pytest.mark.parametrize(
    ("shape", "indices", "more"),
    [
        ((16, 2, 2), 4, ["+ 12 more"]),
        ((3, 1, 3, 3), 2, ["+ 1 more"]),
        ((8, 3, 28, 28), 2, ["+ 22 more", "all 1"]),
        ((100, 5, 10), 4, ["+ 96 more", "all 1"]),
        ((1, 40, 30), 1, ["all 1"]),
    ],
)
def test_of_many_slices_the_first_few_are_shown_and_the_rest_is_counted(
    shape: tuple[int, ...], indices: int, more: list[str]
) -> None:
    given = kept(np.ones(shape))
    assert len(figure(given).blocks) == indices
    assert notes(given) == more


def test_a_thumbnail_that_is_none_of_slices_is_one_heatmap() -> None:
    given = large((4, 10, 7), -1.0, 1.0)
    assert [each.index for each in figure(given).blocks] == [""]


def test_all_that_is_noted_fits_into_the_size() -> None:
    array = np.zeros((9, 1))
    array[0] = math.nan
    found = figure(kept(array))
    assert found.size[0] >= max(
        mono(text, 8.0) + 9 * bool(css) for css, text in found.notes
    )
    assert found.size[1] == found.blocks[0].size[1] + 2 * NOTE_LINE


def test_what_the_cells_say_in_full_is_not_said_again() -> None:
    assert hover(value([[1.0, -2.5], [0.0, 100.0]])) == ""
    assert hover(value([True, False], "bool")) == ""


def test_what_the_cells_shorten_is_said_with_every_digit() -> None:
    third = float(np.float32(1 / 3))
    assert hover(value([third, 1.0])) == "float32 [0.33333334, 1]"
    assert hover(value([1e30, 123456.0])) == "float32 [1e+30, 123456]"
    assert hover(LARGE) == "float32 (40, 30), from -2 to 3"


def test_slices_that_are_left_out_are_in_what_is_said() -> None:
    assert hover(value([[[1]]] * 9, "int64")).count("[[1]]") == 9
