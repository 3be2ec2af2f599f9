"""How far along a direction: a line search with the strong Wolfe conditions.

A step is good if the loss has fallen by some of what the slope at the start promised,
and if the slope has become flat. First the step grows until such a point must lie
between two that were tried; then the space between them is narrowed down. Where to try
next says the cubic through two points that has their losses and slopes.

Source: Nocedal and Wright, *Numerical optimization* (2006), algorithms 3.5 and 3.6, and
formula 3.59 for the cubic.

Next: ``observed``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from autoviz.core.tensor import Tensor

__all__ = ["Point", "strong_wolfe"]

_FALLS, _FLAT = 1e-4, 0.9


@dataclass(frozen=True)
class Point:
    """What was found after going ``t`` times the direction."""

    t: float
    loss: float
    slope: float
    gradient: Tensor


class _Search:
    """Tries points, at most so many, and judges them by the one at the start."""

    def __init__(self, start: Point, attempt: Callable[[float], Point], most: int):
        self.start = start
        self.attempt = attempt
        self.left = most

    def next(self, t: float) -> Point:
        self.left -= 1
        return self.attempt(t)

    def is_too_high(self, point: Point) -> bool:
        allowed = self.start.loss + _FALLS * point.t * self.start.slope
        return point.loss > allowed

    def is_flat(self, point: Point) -> bool:
        return abs(point.slope) <= -_FLAT * self.start.slope


def strong_wolfe(
    start: Point,
    attempt: Callable[[float], Point],
    t: float,
    length: float,
    tolerance: float,
    most: int,
) -> Point:
    """A good point along the direction, or the best that was found.

    ``length`` is how long the direction is: differences below ``tolerance`` are none.
    The first attempt is at ``t``; after it there are at most ``most`` more.
    """
    search = _Search(start, attempt, most)
    pair = _bracket(search, attempt(t))
    if len(pair) == 1:
        return pair[0]
    return _narrowed(search, pair, tolerance / length if length else math.inf)


def _bracket(search: _Search, now: Point) -> list[Point]:
    """Two points with a good one between them; or one that is good already."""
    before, tried = search.start, 0
    while search.left > 0:
        if search.is_too_high(now) or (tried > 1 and now.loss >= before.loss):
            return [before, now]
        if search.is_flat(now):
            return [now]
        if now.slope >= 0:
            return [before, now]
        nearest = now.t + 0.01 * (now.t - before.t)
        t = _cubic(before, now, nearest, now.t * 10)
        before, now = now, search.next(t)
        tried += 1
    return [search.start, now]


def _narrowed(search: _Search, pair: list[Point], tolerance: float) -> Point:
    low, high = (0, 1) if pair[0].loss <= pair[1].loss else (1, 0)
    was_close = False
    while search.left > 0:
        first, last = sorted(each.t for each in pair)
        if last - first < tolerance:
            break
        t = _cubic(pair[0], pair[1], first, last)
        t, was_close = _away_from_ends(t, first, last, was_close)
        point = search.next(t)
        if search.is_too_high(point) or point.loss >= pair[low].loss:
            pair[high] = point
            low, high = (0, 1) if pair[0].loss <= pair[1].loss else (1, 0)
            continue
        if search.is_flat(point):
            return point
        if point.slope * (pair[high].t - pair[low].t) >= 0:
            pair[high] = pair[low]
        pair[low] = point
    return pair[low]


def _away_from_ends(
    t: float, first: float, last: float, was_close: bool
) -> tuple[float, bool]:
    """Twice in a row close to an end would be slow: then a tenth away from it."""
    margin = 0.1 * (last - first)
    if min(last - t, t - first) >= margin:
        return t, False
    if not (was_close or t >= last or t <= first):
        return t, True
    return (last - margin if abs(t - last) < abs(t - first) else first + margin), False


def _cubic(one: Point, other: Point, first: float, last: float) -> float:
    """Where the cubic through two points is lowest, between ``first`` and ``last``."""
    if one.t > other.t:
        one, other = other, one
    width = other.t - one.t
    bend = one.slope + other.slope - 3 * (one.loss - other.loss) / (one.t - other.t)
    square = bend**2 - one.slope * other.slope
    if square < 0:
        return (first + last) / 2.0
    root = math.sqrt(square)
    part = (other.slope + root - bend) / (other.slope - one.slope + 2 * root)
    return min(max(other.t - width * part, first), last)
