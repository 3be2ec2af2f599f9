"""Where each number of a result is taken from, along one dimension after the other.

A reflected frame copies numbers, enlarging an image blends two neighbours: each is a
list of places and weights for every dimension. ``gathered`` makes the result, and
``scattered`` goes the other way, which is the derivative: to each place, all that it
was given to, by the same weights.

Next: ``reflection_pad``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoviz.core.dtypes import Array

__all__ = ["Source", "gathered", "scattered"]


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """Of each number along a dimension: places of the input, and their weights.

    Both are rows as long as the result, one for each neighbour that is blended; no
    weights at all means copies.
    """

    places: Array
    weights: Array | None = None

    def weighed(self, number: int, array: Array) -> Array:
        """What has been taken, or is to be given, times its weights."""
        if self.weights is None:
            return array
        weighed: Array = array * self.weights[number].astype(array.dtype)
        return weighed


def gathered(array: Array, sources: Sequence[Source]) -> Array:
    """The result: ``sources`` are those of the last dimensions.

    >>> gathered(np.array([5.0, 7.0]), [Source(np.array([[1, 0, 0]]))])
    array([7., 5., 5.])
    """
    for back, source in enumerate(reversed(sources), 1):
        turned = np.moveaxis(array, -back, -1)
        parts = [
            source.weighed(number, turned.take(places, -1))
            for number, places in enumerate(source.places)
        ]
        array = np.moveaxis(sum(parts[1:], parts[0]), -1, -back)
    return np.ascontiguousarray(array)


def scattered(g: Array, sources: Sequence[Source], size: Sequence[int]) -> Array:
    """What arrived, added up at the places it was taken from.

    >>> scattered(np.array([1.0, 2.0, 4.0]), [Source(np.array([[1, 0, 0]]))], (2,))
    array([6., 1.])
    """
    for axis, source in enumerate(sources, g.ndim - len(sources)):
        given = np.moveaxis(g, axis, -1)
        total = np.zeros((*given.shape[:-1], size[axis]), g.dtype)
        for number, places in enumerate(source.places):
            at: Any = (..., places)
            np.add.at(total, at, source.weighed(number, given))
        g = np.moveaxis(total, -1, axis)
    return np.ascontiguousarray(g)
