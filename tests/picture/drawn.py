"""What an SVG of ours has drawn, and where: read back from the file itself.

A text is as wide as the width table says; a line is a row of points. So a test can
ask what covers what, without a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from autoviz.picture import card, cells, view
from autoviz.picture.type import mono, sans

__all__ = ["Box", "Drawn", "Line", "Shape", "Text", "inside", "overlap", "read"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_FONTS = {
    "title": (mono, card.TITLE),
    "sub": (sans, card.SUBTITLE),
    "corner": (mono, card.SUBTITLE),
    "label": (sans, card.LABEL),
    "number": (mono, card.NUMBER),
    "mono": (mono, card.TAB),
    "main": (mono, view.MAIN),
    "detail": (mono, view.DETAIL),
    "cell": (mono, cells.CELL),
    "limit": (mono, 8.0),
    "note": (sans, 12.0),
    "step": (sans, 11.0),
    "mode": (sans, 11.0),
    "acc": (sans, card.SUBTITLE),
    "legend": (sans, 10.0),
}
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Shape:
    """A rectangle; ``inside`` are the ids, or else classes, of the groups it is in."""

    css: str
    inside: tuple[str, ...]
    box: Box


@dataclass(frozen=True)
class Text:
    css: str
    inside: tuple[str, ...]
    id: str
    content: str
    box: Box


@dataclass(frozen=True)
class Line:
    """A path; curves are followed in small steps."""

    css: str
    inside: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass
class Drawn:
    """Everything in one SVG, in its own pixels."""

    box: Box
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def read(svg: str) -> Drawn:
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    drawn = Drawn((left, top, left + width, top + height))
    _walk(root, (), (0.0, 0.0), drawn)
    return drawn


def inside(inner: Box, outer: Box, slack: float = 0.0) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _walk(
    element: ElementTree.Element,
    groups: tuple[str, ...],
    shift: tuple[float, float],
    drawn: Drawn,
) -> None:
    found = element.get("data-id")
    if found is not None:
        drawn.ids.append(found)
    css = element.get("class", "")
    match element.tag.removeprefix(_SVG):
        case "g":
            groups = (*groups, found or css)
            moved = re.findall(r"-?[\d.]+", element.get("transform", ""))
            if moved:
                shift = shift[0] + float(moved[0]), shift[1] + float(moved[1])
        case "rect":
            x, y, width, height = (
                float(element.attrib[each]) for each in ("x", "y", "width", "height")
            )
            box = _moved((x, y, x + width, y + height), shift)
            drawn.shapes.append(Shape(css, groups, box))
        case "path":
            points = tuple(
                (x + shift[0], y + shift[1]) for x, y in _points(element.attrib["d"])
            )
            drawn.lines.append(Line(css, groups, points))
        case "text":
            drawn.texts.append(_text(element, css, groups, shift))
    for each in element:
        _walk(each, groups, shift, drawn)


def _text(
    element: ElementTree.Element,
    css: str,
    groups: tuple[str, ...],
    shift: tuple[float, float],
) -> Text:
    content = "".join(element.itertext())
    name = (css.split() or [""])[0]
    if not name:
        name = "legend" if "legend" in groups else "acc"
    measure, size = _FONTS[name]
    if name == "main" and "now" in css:
        size += 1
    width = measure(content, size)
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    anchor = element.get("text-anchor", "start")
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    box = (left, y - 0.73 * size, left + width, y + 0.2 * size)
    return Text(css, groups, element.get("data-id", ""), content, _moved(box, shift))


def _moved(box: Box, shift: tuple[float, float]) -> Box:
    return box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]


def _points(data: str) -> Iterator[tuple[float, float]]:
    """Follow path data of the commands that are ours: M, L, C, m, h, v, q, z."""
    x = y = 0.0
    start = x, y
    for command, text in re.findall(r"([MLCVHmhvqaz])([^MLCVHmhvqaz]*)", data):
        at = [float(each) for each in re.findall(r"-?[\d.]+", text)]
        match command:
            case "M":
                x, y = start = at[0], at[1]
                yield x, y
            case "L":
                yield from _curve((x, y), [x, y, *at, *at])
                x, y = at
            case "m":
                x, y = start[0] + at[0], start[1] + at[1]
                start = x, y
                yield x, y
            case "C":
                for k in range(0, len(at), 6):
                    yield from _curve((x, y), at[k : k + 6])
                    x, y = at[k + 4 : k + 6]
            case "h" | "v" | "q" | "a":
                x += at[0] if command == "h" else at[-2] if command in "qa" else 0
                y += at[0] if command == "v" else at[-1] if command in "qa" else 0
                yield x, y
            case "H":
                x = at[0]
                yield x, y
            case "V":
                y = at[0]
                yield x, y


def _curve(
    start: tuple[float, float], at: list[float]
) -> Iterator[tuple[float, float]]:
    (ax, ay), (bx, by, cx, cy, dx, dy) = start, at
    for step in range(1, 41):
        t = step / 40
        s = 1 - t
        a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
        yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy
