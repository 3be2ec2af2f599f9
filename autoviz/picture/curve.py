"""Curves: moved sideways, cut short, and ended in an arrowhead.

An edge is drawn twice, as value and as gradient, on either side of the curve
that Graphviz found.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from autoviz.picture.layout import Point

__all__ = ["arrowhead", "between", "moved", "path", "px", "shortened"]


def moved(points: Sequence[Point], distance: float) -> list[Point]:
    """Every control point, ``distance`` pixels to the right of the direction."""
    shifted = []
    for at, (x, y) in enumerate(points):
        before, after = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
        dx, dy = _unit(before, after)
        shifted.append((x - dy * distance, y + dx * distance))
    return shifted


def shortened(points: Sequence[Point], start: float, end: float) -> list[Point]:
    """Cut off so many pixels at either end, for an arrowhead."""
    result = list(points)
    result[0] = _towards(points[0], points[1], start)
    result[-1] = _towards(points[-1], points[-2], end)
    return result


def between(start: Point, end: Point) -> list[Point]:
    """A straight line as a curve."""
    return [start, _mix(start, end, 1 / 3), _mix(start, end, 2 / 3), end]


def path(points: Sequence[Point]) -> str:
    """SVG path data."""
    first, *rest = (f"{px(x)} {px(y)}" for x, y in points)
    return f"M{first}C{' '.join(rest)}"


def arrowhead(points: Sequence[Point], length: float) -> str:
    """Path data of a triangle whose tip is the end of ``points``."""
    (x, y), before = points[-1], points[-2]
    dx, dy = _unit(before, (x, y))
    bx, by, half = x - dx * length, y - dy * length, length * 0.42
    corners = (
        (x, y),
        (bx - dy * half, by + dx * half),
        (bx + dy * half, by - dx * half),
    )
    return "M" + "L".join(f"{px(a)} {px(b)}" for a, b in corners) + "z"


def px(number: float) -> str:
    """A number of pixels, to a tenth.

    >>> px(3.0), px(2.75)
    ('3', '2.8')
    """
    return f"{number:.1f}".removesuffix(".0")


def _unit(a: Point, b: Point) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _towards(a: Point, b: Point, distance: float) -> Point:
    dx, dy = _unit(a, b)
    return a[0] + dx * distance, a[1] + dy * distance


def _mix(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
