"""Shapes: printing, broadcasting and its undoing, dimensions from the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoviz.core.shapes import (
    Size,
    broadcast_shape,
    infer_shape,
    sum_to,
    wrap_dim,
    wrap_dims,
)

SHAPES = st.lists(st.integers(0, 3), max_size=4).map(tuple)


def test_a_size_is_a_tuple_that_prints_as_pytorchs() -> None:
    size, theirs = Size((2, 3)), torch.Size((2, 3))
    assert repr(size) == repr(theirs)
    assert repr(size[:1]) == repr(theirs[:1])
    assert repr(size + size) == repr(theirs + theirs)
    assert size == (2, 3)
    assert size[1] == 3
    assert size.numel() == theirs.numel()


def told(function: Callable[[], Sequence[int]]) -> tuple[int, ...] | str:
    """A shape, or the words in which it is refused."""
    try:
        return tuple(function())
    except RuntimeError as error:
        return str(error)


@given(SHAPES, SHAPES)
def test_shapes_broadcast_or_fail_as_in_pytorch(a: tuple, b: tuple) -> None:
    expected = told(lambda: (torch.empty(a) + torch.empty(b)).shape)
    assert expected == told(lambda: broadcast_shape(a, b))


@given(SHAPES, st.data())
def test_sum_to_undoes_broadcasting(stretched: tuple, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(stretched)))
    size = tuple(data.draw(st.sampled_from((n, 1))) for n in stretched[kept:])
    if 0 in stretched:
        size = stretched[kept:]
    array = np.arange(np.prod(stretched, dtype=int), dtype=float).reshape(stretched)
    expected = torch.tensor(array).sum_to_size(size).numpy()
    np.testing.assert_array_equal(sum_to(array, size), expected)


def test_what_already_fits_is_not_copied() -> None:
    array = np.ones((2, 3))
    assert sum_to(array, (2, 3)) is array


@pytest.mark.parametrize(("dim", "ndim"), [(0, 2), (-1, 2), (1, 2), (0, 0), (-1, 0)])
def test_a_dimension_counts_from_either_end(dim: int, ndim: int) -> None:
    assert wrap_dim(dim, ndim) == dim % max(ndim, 1)


@pytest.mark.parametrize(("dim", "ndim"), [(2, 2), (-3, 2), (1, 0)])
def test_a_dimension_out_of_range_is_named(dim: int, ndim: int) -> None:
    with pytest.raises(IndexError) as theirs:
        torch.empty((1,) * ndim).sum(dim)
    with pytest.raises(IndexError) as ours:
        wrap_dim(dim, ndim)
    assert str(theirs.value) == str(ours.value)


def test_one_dimension_or_several_are_a_tuple() -> None:
    assert wrap_dims(-1, 3) == (2,)
    assert wrap_dims([0, -1], 3) == (0, 2)


@given(st.lists(st.integers(-2, 4), max_size=3), st.integers(0, 12))
def test_a_free_size_is_filled_in_as_in_pytorch(size: list[int], numel: int) -> None:
    expected = told(lambda: torch.empty(numel).reshape(size).shape)
    assert expected == told(lambda: infer_shape(size, numel))
