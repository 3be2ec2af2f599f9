"""Drawing: a view and a frame, as SVG.

The drawing itself is the same for a still picture and for the player: elements
with ids, classes and texts as one frame says. The player later sets other classes
and texts on the same elements. A still has its own style, a caption and a legend.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from autoviz.picture import type as type_
from autoviz.picture.card import (
    BAR,
    CELL_HEIGHT,
    LABEL,
    LEFT,
    LINE,
    PAD,
    SUBTITLE,
    TAB_LINE,
    Card,
    grid_size,
    has_numbers,
    heat_side,
)
from autoviz.picture.curve import arrowhead, between, moved, path, shortened
from autoviz.picture.frame import Frame
from autoviz.picture.layout import Point
from autoviz.picture.notation import numbers
from autoviz.picture.places import (
    ACCUMULATE,
    APART,
    accumulate_label,
    around,
    text_box,
)
from autoviz.picture.routes import Rectangle, accumulate_way, corner
from autoviz.picture.style import tone_class
from autoviz.picture.view import LINE_HEIGHT, EdgeView, View
from autoviz.records import Value

__all__ = ["Canvas", "draw"]

MARGIN = 12.0
SEED = 34.0

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Canvas:
    """SVG elements being written, with the classes and texts of one frame.

    A ``still`` has no ids, and none of what its frame hides.
    """

    def __init__(self, frame: Frame, *, still: bool = False) -> None:
        self._frame = frame
        self._still = still
        self._parts: list[str] = []
        self._hidden: list[int | None] = []

    def __str__(self) -> str:
        return "".join(self._parts)

    def raw(self, markup: str) -> None:
        self._parts.append(markup)

    def open(self, id: str) -> None:
        """A group whose class a frame can set."""
        classes = self._frame.classes.get(id, "")
        hidden = self._still and classes.endswith("off")
        self._hidden.append(len(self._parts) if hidden else None)
        self.raw(f'<g{self._id(id)} class="{classes}">')

    def close(self) -> None:
        self.raw("</g>")
        start = self._hidden.pop()
        if start is not None:
            del self._parts[start:]

    def _id(self, id: str) -> str:
        return f' data-id="{id}"' if id and not self._still else ""

    def rect(
        self, css: str, x: float, y: float, width: float, height: float, r: float = 0
    ) -> None:
        corner = f' rx="{_n(r)}"' if r else ""
        self.raw(
            f'<rect class="{css}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" '
            f'height="{_n(height)}"{corner}/>'
        )

    def path(self, css: str, data: str) -> None:
        self.raw(f'<path class="{css}" d="{data}"/>')

    def text(
        self,
        css: str,
        x: float,
        y: float,
        content: str = "",
        *,
        id: str = "",
        anchor: str = "",
        width: float = 0,
    ) -> None:
        """Text that stays; with an id, text (and class) that a frame sets."""
        content = self._frame.texts.get(id, content)
        css = self._frame.classes.get(id, css)
        if self._still and not content:
            return
        self.raw(
            f'<text class="{css}" x="{_n(x)}" y="{_n(y)}"'
            + (f' text-anchor="{anchor}"' if anchor else "")
            + self._id(id)
            + (
                f' textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"'
                if width
                else ""
            )
            + f">{clean(content)}</text>"
        )

    def spans(self, x: float, y: float, parts: Iterable[tuple[str, str, str]]) -> None:
        """One right-aligned line of parts: (id, class, text)."""
        self.raw(f'<text class="number" x="{_n(x)}" y="{_n(y)}" text-anchor="end">')
        for id, css, content in parts:
            css = self._frame.classes.get(id, css)
            content = self._frame.texts.get(id, content)
            self.raw(f'<tspan{self._id(id)} class="{css}">{clean(content)}</tspan>')
        self.raw("</text>")


def clean(text: str) -> str:
    """Text as SVG content, never markup."""
    return escape(printable(text))


def printable(text: str) -> str:
    """What XML forbids, made visible."""
    return _UNPRINTABLE.sub("\ufffd", text)


def draw(view: View, frame: Frame, label: str) -> str:
    """The picture, without style, caption or legend."""
    width, height, shift = bounds(view)
    canvas = Canvas(frame)
    canvas.raw(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="av" role="img" '
        f'aria-label={quoteattr(printable(label))} width="{_n(width)}" '
        f'height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}">'
    )
    drawing(canvas, view, shift)
    canvas.raw("</svg>")
    return str(canvas)


def bounds(view: View) -> tuple[float, float, Point]:
    """Width, height, and how far to move what is drawn, with a margin around it."""
    parts = list(_extents(view))
    left, top = min(each[0] for each in parts), min(each[1] for each in parts)
    right, bottom = max(each[2] for each in parts), max(each[3] for each in parts)
    return (
        round(right - left + 2 * MARGIN),
        round(bottom - top + 2 * MARGIN),
        (round(MARGIN - left, 1), round(MARGIN - top, 1)),
    )


def _extents(view: View) -> Iterator[Rectangle]:
    """The room that each drawn thing takes."""
    for card in view.cards:
        x, y = corner(view.layout, f"c{card.id}", card.size)
        below = card.tabs * TAB_LINE + 5 if card.tabs else 0
        yield x, y, x + card.size[0], y + card.size[1] + below
        if card.slot is not None:
            x, y = corner(view.layout, f"s{card.id}", card.slot)
            yield x, y, x + card.slot[0], y + card.slot[1]
            yield text_box(view.layout, card)
    for root in view.roots:
        (x, y), *_ = _seed_way(view, view.cards[root])
        yield x - 4, y - 4, x + 4, y + 4
    for route in view.routes.values():
        for x, y in route:
            yield x - APART - 4, y - APART - 4, x + APART + 4, y + APART + 4
    for each in view.edges:
        if each.id in view.labels:
            yield around(view.labels[each.id], view.label_sizes[each.id])


def drawing(canvas: Canvas, view: View, shift: Point) -> None:
    """Everything, arrows first."""
    canvas.raw(f'<g transform="translate({_n(shift[0])} {_n(shift[1])})">')
    for card in view.cards:
        _halos(canvas, view, card)
    for edge in view.edges:
        _edge(canvas, view, edge)
    for root in view.roots:
        _seed(canvas, view, view.cards[root])
    for card in view.cards:
        if card.slot is not None:
            _accumulate(canvas, view, card)
    for card in view.cards:
        _card(canvas, card, corner(view.layout, f"c{card.id}", card.size))
        if card.slot is not None:
            _slot(canvas, card, corner(view.layout, f"s{card.id}", card.slot))
    canvas.raw("</g>")


# cards


def _halos(canvas: Canvas, view: View, card: Card) -> None:
    """What the focus shines on, below all arrows."""
    for name, size in ((f"c{card.id}", card.size), (f"s{card.id}", card.slot)):
        if size is None:
            continue
        x, y = corner(view.layout, name, size)
        canvas.open(f"{name}h")
        canvas.rect("", x - 3, y - 3, size[0] + 6, size[1] + 6, 8)
        canvas.close()


def _card(canvas: Canvas, card: Card, at: Point) -> None:
    (x, y), (width, height) = at, card.size
    me = f"c{card.id}"
    canvas.open(me)
    if card.tabs:
        _tabs(canvas, card, x, y + height)
    canvas.rect("body", x, y, width, height, 5)
    canvas.path("bar", _bar(x, y, height))
    canvas.raw(f'<text class="title" x="{_n(x + LEFT)}" y="{_n(y + 17)}">')
    canvas.raw(f'<tspan class="b">{clean(card.bold)}</tspan>{clean(card.rest)}</text>')
    right = x + width - PAD
    if card.corner:
        canvas.text("corner", right, y + 16, card.corner, anchor="end")
    wide = type_.sans(card.subtitle, SUBTITLE)
    canvas.text("sub", x + LEFT, y + 29.5, card.subtitle, width=wide)
    if card.scalar:
        _number_rows(canvas, card, x + LEFT, right, y)
    else:
        _matrix_rows(canvas, card, x, y)
    _stop_sign(canvas, x + width + 2, y)
    canvas.close()


def _bar(x: float, y: float, height: float) -> str:
    return (
        f"M{_n(x + BAR)} {_n(y)}h-1a5 5 0 0 0 -5 5v{_n(height - 10)}a5 5 0 0 0 5 5h1z"
    )


def _stop_sign(canvas: Canvas, x: float, y: float) -> None:
    """An octagon with a bar: seen without colour."""
    r, s = 10.0, 4.1
    corners = [(-s, -r), (s, -r), (r, -s), (r, s), (s, r), (-s, r), (-r, s), (-r, -s)]
    data = "L".join(f"{_n(x + a)} {_n(y + b)}" for a, b in corners)
    canvas.path("stop", f"M{data}z")
    canvas.rect("stop-bar", x - 5.5, y - 1.8, 11, 3.6)


def _number_rows(
    canvas: Canvas, card: Card, left: float, right: float, y: float
) -> None:
    me = f"c{card.id}"
    first, second = y + 46, y + 46 + LINE
    width = type_.sans("value", LABEL)
    canvas.text("label", left, first, "value", width=width)
    canvas.text("number", right, first, id=f"{me}v", anchor="end")
    canvas.text("label", left, second, id=f"{me}l")
    canvas.spans(right, second, [(f"{me}p", "number", ""), (f"{me}n", "number", "")])
    if card.sums:
        total = f"{me}t"
        canvas.text("number now", right, second + LINE - 2, id=total, anchor="end")


def _matrix_rows(canvas: Canvas, card: Card, x: float, y: float) -> None:
    me = f"c{card.id}"
    gradient = x + card.gradient_left
    canvas.text("label", x + LEFT, y + 44, id=f"{me}v")
    canvas.text("label", gradient, y + 44, id=f"{me}l")
    for number, value in enumerate(card.values):
        _grid(canvas, f"{me}V{number}", value, x + LEFT, y + 50)
    for number, value in enumerate(card.gradients):
        _grid(canvas, f"{me}G{number}", value, gradient, y + 50)


def _tabs(canvas: Canvas, card: Card, x: float, y: float) -> None:
    """A tab hangs out from under the card."""
    canvas.open(f"t{card.id}")
    canvas.rect("", x + 10, y - 6, card.tab_width, card.tabs * TAB_LINE + 10, 3)
    for line in range(card.tabs):
        baseline = y + 10 + line * TAB_LINE
        canvas.text("mono", x + 16, baseline, id=f"t{card.id}x{line}")
    canvas.close()


def _slot(canvas: Canvas, card: Card, at: Point) -> None:
    assert card.slot is not None
    (x, y), (width, height) = at, card.slot
    me = f"s{card.id}"
    canvas.open(me)
    canvas.rect("body", x, y, width, height, 3)
    middle = y + height / 2 + 4
    canvas.text("title bold", x + PAD, middle, card.slot_name)
    canvas.text("number", x + width - PAD, middle, id=f"{me}v", anchor="end")
    for number, value in enumerate(card.grads):
        if not card.scalar:
            wide, high = grid_size(value)
            left, top = x + width - PAD - wide, y + (height - high) / 2
            _grid(canvas, f"{me}G{number}", value, left, top)
    canvas.close()


def _grid(canvas: Canvas, id: str, value: Value, x: float, y: float) -> None:
    canvas.open(id)
    if has_numbers(value):
        _numbered_cells(canvas, value, x, y)
    else:
        _heatmap(canvas, value, x, y)
    canvas.close()


def _numbered_cells(canvas: Canvas, value: Value, x: float, y: float) -> None:
    width, height = grid_size(value)
    rows, tones = numbers.cells(value), numbers.tones(value)
    cell = width / len(rows[0]) if rows and rows[0] else width
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            css = tone_class(tones[row][column])
            left, top = x + column * cell, y + row * CELL_HEIGHT
            canvas.rect(css, left, top, cell, CELL_HEIGHT)
            canvas.text(
                f"cell {css}", left + cell - 3, top + 10.5, text, anchor="end"
            )
    canvas.rect("frame", x, y, width, height)


def _heatmap(canvas: Canvas, value: Value, x: float, y: float) -> None:
    """One path per colour: a thousand cells stay a few kilobytes."""
    side = heat_side(value)
    squares: dict[str, list[str]] = {}
    tones = numbers.tones(value)
    for row, each in enumerate(tones):
        for column, tone in enumerate(each):
            square = f"M{_n(x + column * side)} {_n(y + row * side)}h{_n(side)}"
            square += f"v{_n(side)}h-{_n(side)}z"
            squares.setdefault(tone_class(tone), []).append(square)
    for css, data in sorted(squares.items()):
        canvas.path(css, "".join(data))
    width = side * len(tones[0]) if tones else 0
    canvas.rect("frame", x, y, width, side * len(tones))
    canvas.text("limit", x, y + side * len(tones) + 9, limits(value))


def limits(value: Value) -> str:
    """What full colour stands for: ``±2.31``."""
    largest = max(
        (abs(each) for row in numbers.matrix(value) for each in row if each == each),
        default=0.0,
    )
    return f"±{numbers.short(largest)}"


# arrows


def _edge(canvas: Canvas, view: View, each: EdgeView) -> None:
    """Two arrows, value and gradient; without a gradient one, in the middle."""
    route = view.routes[each.id]
    side = 1 if view.layout.direction == "LR" else -1
    both = each.edge.needs_grad
    forward = moved(route, -side * APART) if both else list(route)
    canvas.open(f"{each.id}f")
    canvas.path("line", path(shortened(forward, 0, 6)))
    canvas.path("head", arrowhead(forward, 7))
    canvas.close()
    if not both:
        return
    _gradient(canvas, f"{each.id}g", moved(route, side * APART)[::-1])
    x, y = view.labels[each.id]
    two = any(label.detail for label in each.labels)
    first = y - 2 if two else y + 4
    canvas.text("main", x, first, id=f"{each.id}m", anchor="middle")
    if two:
        second = first + LINE_HEIGHT - 1
        canvas.text("detail", x, second, id=f"{each.id}d", anchor="middle")


def _gradient(canvas: Canvas, id: str, points: list[Point]) -> None:
    canvas.open(id)
    canvas.path("glow", path(points))
    canvas.path("line", path(shortened(points, 0, 7)))
    canvas.path("head", arrowhead(points, 8))
    canvas.close()


def _seed(canvas: Canvas, view: View, card: Card) -> None:
    points = _seed_way(view, card)
    (x, y), *_, (end_x, end_y) = points
    wide = view.layout.direction == "LR"
    at = ((x + end_x) / 2 + 3, y + 15) if wide else (x + 13, (y + end_y) / 2 + 4)
    _gradient(canvas, f"r{card.id}", points)
    canvas.text("main", *at, id=f"r{card.id}m", anchor="middle")


def _seed_way(view: View, card: Card) -> list[Point]:
    """A short arrow into the tensor that backward() was called on."""
    left, top = corner(view.layout, f"c{card.id}", card.size)
    width, height = card.size
    if view.layout.direction == "LR":
        y = top + height / 2
        return between((left + width + SEED, y), (left + width, y))
    x, bottom = left + width / 2, top + height
    return between((x, bottom + SEED), (x, bottom))


def _accumulate(canvas: Canvas, view: View, card: Card) -> None:
    assert card.slot is not None
    points = list(accumulate_way(view.layout, card))
    canvas.open(f"a{card.id}")
    canvas.path("glow", path(points))
    canvas.path("line", path(shortened(points, 0, 6)))
    canvas.path("head", arrowhead(points, 7))
    x, y, anchor = accumulate_label(view.layout, card)
    width = type_.sans(ACCUMULATE, SUBTITLE)
    canvas.text("", x, y, ACCUMULATE, anchor=anchor, width=width)
    canvas.close()


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
