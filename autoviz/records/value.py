"""The numbers of one tensor at one moment.

A small tensor is kept whole; of a large one only what a picture can use is
kept: its extremes, and a thumbnail to draw as a heatmap.

Next: ``graph``.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, prod

__all__ = ["THUMBNAIL", "Number", "Summary", "Value", "in_thumbnail"]

THUMBNAIL = 32
"""At most so many rows of so many numbers are kept of a tensor too large to keep."""


Number = int | float | bool


_NAN = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What is kept of a tensor too large to keep whole.

    ``minimum``, ``maximum``, ``mean`` and ``norm`` are taken over the finite
    elements (0.0 where there are none). ``thumbnail`` holds at most 32 rows of
    at most 32 numbers: the tensor seen as a matrix, thinned evenly. Of three
    dimensions and more it is the first few matrices, one below the other, as
    ``in_thumbnail`` says.
    """

    minimum: float
    maximum: float
    mean: float
    norm: float
    zeros: int
    nans: int
    infinities: int
    thumbnail: tuple[tuple[float, ...], ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Summary):
            return NotImplemented
        if self is other or self._measures() != other._measures():
            return self is other
        mine, others = self.thumbnail, other.thumbnail
        return [*map(_bits, mine)] == [*map(_bits, others)]

    def __hash__(self) -> int:
        return hash(self._measures())

    def _measures(self) -> tuple[object, ...]:
        """All but the thumbnail: so few numbers tell nearly all tensors apart."""
        extremes = (self.minimum, self.maximum, self.mean, self.norm)
        return _bits(extremes), self.zeros, self.nans, self.infinities


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """The numbers of one tensor at one moment.

    ``dtype`` is PyTorch's short name (``"float32"``). ``numbers`` is row-major
    and complete, or None for a tensor above the recording's ``keep``; then
    ``summary`` is there instead.

    Two are equal if they are the same bit by bit: nan is nan, and -0.0 is not 0.0.

    >>> Value((2,), "float32", (1.0, 2.0)).numbers
    (1.0, 2.0)
    """

    shape: tuple[int, ...]
    dtype: str
    numbers: tuple[Number, ...] | None
    summary: Summary | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Value):
            return NotImplemented
        return self is other or self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        numbers: object = self.numbers
        if self.numbers and "float" in self.dtype:
            numbers = _bits(self.numbers)
        return self.shape, self.dtype, numbers, self.summary

    def item(self) -> Number | None:
        """The number of a one-element value; None for any other."""
        if self.numbers is not None and len(self.numbers) == 1:
            return self.numbers[0]
        return None


def in_thumbnail(shape: tuple[int, ...]) -> tuple[int, int]:
    """Of how many matrices a thumbnail shows how many rows each.

    >>> in_thumbnail((100, 50)), in_thumbnail((8, 3, 28, 28)), in_thumbnail((9, 5, 4))
    ((1, 32), (2, 16), (6, 5))
    """
    height = shape[-2] if len(shape) > 1 else 1
    count = prod(shape[:-2])
    rows = min(height, THUMBNAIL if count == 1 else THUMBNAIL // 2)
    return (min(count, THUMBNAIL // rows), rows) if rows else (0, 0)


def _bits(numbers: Sequence[Number]) -> bytes:
    """Every nan has the same; 0.0 and -0.0 have not."""
    return array("d", [_NAN if isnan(each) else each for each in numbers]).tobytes()
