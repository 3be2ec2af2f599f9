"""A tensor of three dimensions, as matrices."""

from __future__ import annotations

import numpy as np

from autoviz.picture.notation.slices import slices
from autoviz.watch.capture import value_of
from tests.picture.traces import value


def test_a_matrix_is_its_only_slice() -> None:
    (only,), more = slices(value([[1.0, 2.0]]))
    assert (only.index, only.value, more) == ("", value([[1.0, 2.0]]), 0)


def test_an_index_has_a_number_for_each_leading_dimension() -> None:
    shown, more = slices(value([[[[1]], [[2]]], [[[3]], [[4]]]], "int64"))
    assert [(each.index, each.value.numbers) for each in shown] == [
        ("[0, 0]", (1,)),
        ("[0, 1]", (2,)),
        ("[1, 0]", (3,)),
        ("[1, 1]", (4,)),
    ]
    assert more == 0


def test_a_tall_slice_is_shown_alone() -> None:
    given = value_of(np.ones((4, 9, 1)), 64)
    assert [each.index for each in slices(given)[0]] == ["[0]"]
    assert slices(given)[1] == 3


def test_slices_of_a_large_tensor_are_cut_out_of_its_thumbnail() -> None:
    array = np.stack([np.full((30, 40), float(each)) for each in range(5)])
    shown, more = slices(value_of(array, 64))
    found = [each.value.summary.thumbnail for each in shown if each.value.summary]
    assert [{x for row in rows for x in row} for rows in found] == [{0.0}, {1.0}]
    assert (len(found[0]), more) == (16, 3)


def test_an_empty_batch_has_no_slices_to_label() -> None:
    for shape in ((0, 2, 3), (2, 0, 3), (2, 3, 0)):
        (only,), more = slices(value_of(np.ones(shape), 64))
        assert (only.index, more) == ("", 0)
