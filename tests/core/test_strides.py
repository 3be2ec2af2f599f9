"""Where the elements of an array are, found again in other memory."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from autoviz.core.strides import Geometry, extent, geometry, is_dense, memory_of, places

WAYS = {
    "whole": lambda x: x,
    "row": lambda x: x[1],
    "steps": lambda x: x[:, ::2],
    "transposed": lambda x: x.T,
    "one element": lambda x: x[1:2, 2:3],
    "nothing": lambda x: x[:0],
    "column of a part": lambda x: x[1:, 1:].T[0],
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_places_are_counted_as_pytorch_counts_them(way: object) -> None:
    expected, actual = way(torch.zeros(3, 4)), geometry(way(np.zeros((3, 4))))
    assert tuple(expected.shape) == actual.size
    if expected.numel():
        assert (expected.stride(), expected.storage_offset()) == actual[1:]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_view_is_found_again_in_memory_laid_out_alike(way: object) -> None:
    array = np.arange(12).reshape(3, 4)
    where = geometry(way(array))
    found = places(np.arange(12), where)
    assert way(array).tolist() == found.tolist()
    assert not found.size or np.shares_memory(places(memory_of(array), where), array)


def test_memory_of_a_transposed_owner_is_in_its_own_order() -> None:
    owner = np.array([[1, 2, 3], [4, 5, 6]], order="F")
    assert [1, 4, 2, 5, 3, 6] == memory_of(owner[1:]).tolist()
    assert Geometry((1, 3), (1, 2), 1) == geometry(owner[1:])


def test_memory_reaches_to_the_last_element() -> None:
    assert 6 == extent(Geometry((2, 2), (3, 1), 1))
    assert 3 == extent(Geometry((), (), 2))
    assert 2 == extent(Geometry((0, 5), (5, 1), 2))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_dense_is_what_pytorch_takes_for_it(way: object) -> None:
    there = way(torch.zeros(3, 4))
    expected = torch.ops.aten.is_non_overlapping_and_dense.default(there)
    assert expected == is_dense(way(np.zeros((3, 4)))) or not there.numel()


def test_what_repeats_is_not_dense() -> None:
    assert not is_dense(np.broadcast_to(np.ones(3), (2, 3)))
    assert is_dense(np.ones((2, 1, 3)).transpose(2, 0, 1))
