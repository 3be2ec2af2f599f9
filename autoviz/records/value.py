"""The numbers of one tensor at one moment.

A small tensor is kept whole; of a large one only what a picture can use is
kept: its extremes, and a thumbnail to draw as a heatmap.

Next: ``graph``.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Number", "Summary", "Value"]


Number = int | float | bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is kept of a tensor too large to keep whole.

    ``minimum``, ``maximum``, ``mean`` and ``norm`` are taken over the finite
    elements (0.0 where there are none). ``thumbnail`` holds at most 32 rows of
    at most 32 numbers: the tensor seen as a matrix (leading dimensions
    flattened), thinned evenly.
    """

    minimum: float
    maximum: float
    mean: float
    norm: float
    zeros: int
    nans: int
    infinities: int
    thumbnail: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """The numbers of one tensor at one moment.

    ``dtype`` is PyTorch's short name (``"float32"``). ``numbers`` is row-major
    and complete, or None for a tensor above the recording's ``keep``; then
    ``summary`` is there instead.

    >>> Value((2,), "float32", (1.0, 2.0)).numbers
    (1.0, 2.0)
    """

    shape: tuple[int, ...]
    dtype: str
    numbers: tuple[Number, ...] | None
    summary: Summary | None = None

    def item(self) -> Number | None:
        """The number of a one-element value; None for any other."""
        if self.numbers is not None and len(self.numbers) == 1:
            return self.numbers[0]
        return None
