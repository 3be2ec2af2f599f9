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
from autoviz.picture.dot import Box, Cluster, Direction, Link, dot
from autoviz.picture.engine import run

__all__ = ["Curve", "Layout", "Point", "lay_out", "widened"]

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
    """``boxes``: centre by box id; ``curves``: by link id.

    ``ranks`` is where each box's rank is: its x left to right, its y top to bottom.
    """

    width: float
    height: float
    direction: Direction
    boxes: dict[str, Point]
    curves: dict[str, Curve]
    ranks: dict[str, float]


def lay_out(
    boxes: Sequence[Box],
    links: Sequence[Link],
    direction: Direction,
    clusters: Sequence[Cluster] = (),
) -> Layout:
    """Ask Graphviz once.

    Raises:
        LayoutError: it did not finish, or could not.
    """
    down = direction == "TB"
    if not down:
        boxes, links = boxes[::-1], [_turned(each) for each in links[::-1]]
    found = _positions(boxes, links, direction, clusters)
    _, _, width, height = (float(each) for each in found["bb"].split(","))

    def point(text: str) -> Point:
        x, y = (float(each) for each in text.split(","))
        return round(x, 1), round(height - y if down else y, 1)

    placed = {
        each["name"]: point(each["pos"])
        for each in found.get("objects", ())
        if "pos" in each
    }
    return Layout(
        width=width,
        height=height,
        direction=direction,
        boxes=placed,
        curves={each["id"]: _curve(each, point) for each in found.get("edges", ())},
        ranks={name: place[down] for name, place in placed.items()},
    )


def widened(layout: Layout, gaps: Sequence[tuple[float, float]], by: float) -> Layout:
    """With each gap between two ranks wider, and what comes after it moved on."""

    def there(at: float) -> float:
        shares = (min(max((at - low) / (high - low), 0), 1) for low, high in gaps)
        return round(at + by * sum(shares), 1)

    down = layout.direction == "TB"

    def moved(place: Point) -> Point:
        x, y = place
        return (x, there(y)) if down else (there(x), y)

    more = by * len(gaps)
    return replace(
        layout,
        width=layout.width + (0 if down else more),
        height=layout.height + (more if down else 0),
        boxes={id: moved(place) for id, place in layout.boxes.items()},
        curves={
            id: replace(each, points=tuple(map(moved, each.points)))
            for id, each in layout.curves.items()
        },
        ranks={id: there(at) for id, at in layout.ranks.items()},
    )


def _positions(
    boxes: Sequence[Box],
    links: Sequence[Link],
    direction: Direction,
    clusters: Sequence[Cluster],
) -> dict[str, Any]:
    """A good layout if it does not take long, else a quick one without clusters."""
    try:
        return run(dot(boxes, links, direction, clusters), deadline=PATIENCE)
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
