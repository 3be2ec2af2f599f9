"""Where everything goes: boxes and curves, in pixels, y downwards.

Left to right, the picture is Graphviz's upside down: Graphviz puts a label above
its line, and ours belongs below, beside the dashed arrow of the gradient. So that
what comes first is on top all the same, Graphviz is told everything backwards.

Next: ``frame``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoviz.errors import LayoutError
from autoviz.picture.dot import Box, Direction, Link, dot
from autoviz.picture.engine import run

__all__ = ["Curve", "Layout", "Point", "lay_out"]

Point = tuple[float, float]

PATIENCE = 2.0
"""Seconds. Long edges take Graphviz long, many cards do not."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A Bézier curve of 3n + 1 points from tail to head, and its label's centre."""

    points: tuple[Point, ...]
    label: Point | None


@dataclass(frozen=True, slots=True)
class Layout:
    """``boxes``: centre by box id; ``curves``: by link id."""

    width: float
    height: float
    direction: Direction
    boxes: dict[str, Point]
    curves: dict[str, Curve]


def lay_out(
    boxes: Sequence[Box], links: Sequence[Link], direction: Direction
) -> Layout:
    """Ask Graphviz once.

    Raises:
        LayoutError: it did not finish, or could not.
    """
    down = direction == "TB"
    if not down:
        boxes, links = boxes[::-1], [_turned(each) for each in links[::-1]]
    found = _positions(boxes, links, direction)
    _, _, width, height = (float(each) for each in found["bb"].split(","))

    def point(text: str) -> Point:
        x, y = (float(each) for each in text.split(","))
        return round(x, 1), round(height - y if down else y, 1)

    return Layout(
        width=width,
        height=height,
        direction=direction,
        boxes={
            each["name"]: point(each["pos"])
            for each in found.get("objects", ())
            if "pos" in each
        },
        curves={each["id"]: _curve(each, point) for each in found.get("edges", ())},
    )


def _positions(
    boxes: Sequence[Box], links: Sequence[Link], direction: Direction
) -> dict[str, Any]:
    """A good layout if it does not take long, else a quick one."""
    try:
        return run(dot(boxes, links, direction), deadline=PATIENCE)
    except LayoutError:
        return run(dot(boxes, links, direction, hurried=True))


def _turned(link: Link) -> Link:
    """What stands beside: upside down, the second of two comes first."""
    if not link.beside:
        return link
    return replace(link, tail=link.head, head=link.tail)


def _curve(edge: dict[str, Any], point: Any) -> Curve:
    points = tuple(
        point(each) for each in edge["pos"].split() if not each.startswith(("e", "s"))
    )
    return Curve(points, point(edge["lp"]) if "lp" in edge else None)
