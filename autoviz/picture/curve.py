"""Curves: moved sideways, cut short, and ended in an arrowhead.

An edge is drawn twice, as value and as gradient, on either side of its way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from autoviz.picture.layout import Point

__all__ = [
    "arrowhead",
    "between",
    "chords",
    "is_right_of",
    "moved",
    "on",
    "path",
    "px",
    "shortened",
]

CHORDS = 8
FARTHEST = 8.0


def moved(points: Sequence[Point], distance: float, axis: int) -> list[Point]:
    """Every control point, ``distance`` pixels to the right of the direction.

    The ends stay on the sides of their cards: there x (``axis`` 0) or y (1) is kept.
    """
    return list(_moved(tuple(points), distance, axis))


@lru_cache(maxsize=4096)
def _moved(points: tuple[Point, ...], distance: float, axis: int) -> tuple[Point, ...]:
    shifted = []
    for at, (x, y) in enumerate(points):
        before, after = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
        dx, dy = _unit(before, after)
        shifted.append((x - dy * distance, y + dx * distance))
    for end, neighbour in ((0, 1), (-1, -2)):
        towards = _unit(points[end], points[neighbour])
        missing = points[end][axis] - shifted[end][axis]
        way = missing / (towards[axis] or 1.0)
        way = max(-FARTHEST, min(FARTHEST, way))
        x, y = shifted[end]
        shifted[end] = x + towards[0] * way, y + towards[1] * way
    return tuple(shifted)


def shortened(points: Sequence[Point], start: float, end: float) -> list[Point]:
    """Cut off so many pixels at either end, for an arrowhead."""
    result = list(points)
    result[0] = _towards(points[0], points[1], start)
    result[-1] = _towards(points[-1], points[-2], end)
    return result


def between(start: Point, end: Point) -> list[Point]:
    """A straight line as a curve."""
    return [start, _mix(start, end, 1 / 3), _mix(start, end, 2 / 3), end]


def chords(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The curve as short straight lines; a straight one as it is."""
    for at in range(0, len(points) - 1, 3):
        piece = points[at : at + 4]
        if _is_straight(piece):
            yield piece[0], piece[3]
            continue
        passed = [on(piece, step / CHORDS)[0] for step in range(CHORDS + 1)]
        yield from pairwise(passed)


def on(points: Sequence[Point], share: float) -> tuple[Point, Point]:
    """A point of the curve, and the direction there."""
    pieces = (len(points) - 1) // 3
    piece = min(int(share * pieces), pieces - 1)
    t = share * pieces - piece
    a, b, c, d = points[3 * piece : 3 * piece + 4]
    ab, bc, cd = _mix(a, b, t), _mix(b, c, t), _mix(c, d, t)
    before, after = _mix(ab, bc, t), _mix(bc, cd, t)
    return _mix(before, after, t), _unit(before, after)


def is_right_of(points: Sequence[Point], place: Point) -> bool:
    """Whether ``place`` is on the right of the curve's nearest point."""
    middles = [_mix(start, end, 0.5) for start, end in chords(points)]
    nearest = min(middles, key=lambda each: math.dist(each, place))
    return place[0] > nearest[0]


def path(points: Sequence[Point]) -> str:
    """SVG path data; a straight piece is a line."""
    return _path(tuple(points))


@lru_cache(maxsize=4096)
def _path(points: tuple[Point, ...]) -> str:
    """Each step of a recording draws the same lines again."""
    texts = [f"{px(x)} {px(y)}" for x, y in points]
    data = f"M{texts[0]}"
    for at in range(0, len(points) - 1, 3):
        if _is_straight(points[at : at + 4]):
            data += f"L{texts[at + 3]}"
        else:
            data += f"C{' '.join(texts[at + 1 : at + 4])}"
    return data


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
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")


def _is_straight(piece: Sequence[Point]) -> bool:
    """Whether all four points are on one line, to a tenth of a pixel."""
    (x, y), *between, end = piece
    dx, dy = _unit((x, y), end)
    return all(abs(dx * (b - y) - dy * (a - x)) < 0.1 for a, b in between)


def _unit(a: Point, b: Point) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _towards(a: Point, b: Point, distance: float) -> Point:
    dx, dy = _unit(a, b)
    return a[0] + dx * distance, a[1] + dy * distance


def _mix(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
