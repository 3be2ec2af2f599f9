"""Drawing: a view and a frame, as SVG.

The drawing itself is the same for a still picture and for the player: elements
with ids, classes and texts as one frame says. The player later sets other classes
and texts on the same elements. A still has its own style, a caption and a legend.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from autoviz.picture import type as type_
from autoviz.picture.canvas import Canvas, printable
from autoviz.picture.card import (
    BAR,
    LEFT,
    LINE,
    PAD,
    SHEETS,
    SUBTITLE,
    TAB_LINE,
    TITLE,
    Card,
    tabs_height,
)
from autoviz.picture.cells import figure
from autoviz.picture.curve import arrowhead, is_right_of, moved, path, px, shortened
from autoviz.picture.enclosed import draw_scopes
from autoviz.picture.frame import Frame
from autoviz.picture.layout import Point
from autoviz.picture.matrix import draw_matrix
from autoviz.picture.opened import HANDLE, boxes
from autoviz.picture.places import (
    APART,
    accumulate_label,
    around,
    plugs,
    taken,
)
from autoviz.picture.routes import Rectangle, accumulate_way, corner
from autoviz.picture.view import LINE_HEIGHT, EdgeView, View

__all__ = ["bounds", "draw", "drawing", "stop_sign"]

MARGIN = 10.0
NOTE, NOTE_LINE = 11.0, 16.0
NARROWEST_NOTE = 300.0


def draw(view: View, frame: Frame, label: str) -> str:
    """The picture, without style, caption or legend."""
    width, height, shift = bounds(view)
    canvas = Canvas(frame)
    canvas.raw(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="av" role="img" '
        f'aria-label={quoteattr(printable(label))} width="{px(width)}" '
        f'height="{px(height)}" viewBox="0 0 {px(width)} {px(height)}">'
    )
    drawing(canvas, view, shift)
    canvas.raw("</svg>")
    return str(canvas)


def bounds(view: View) -> tuple[float, float, Point]:
    """Width, height, and how far to move what is drawn, with a margin around it."""
    parts = list(_extents(view))
    left, top = min(each[0] for each in parts), min(each[1] for each in parts)
    right, bottom = max(each[2] for each in parts), max(each[3] for each in parts)
    if view.note or view.modes:
        right = max(right, left + NARROWEST_NOTE)
        top -= NOTE_LINE * (len(_note(view, right - left)) + 1.4 * view.modes)
    return (
        round(right - left + 2 * MARGIN),
        round(bottom - top + 2 * MARGIN),
        (round(MARGIN - left, 1), round(MARGIN - top, 1)),
    )


def _extents(view: View) -> Iterator[Rectangle]:
    """The room that each drawn thing takes."""
    for card in view.cards:
        yield from taken(view.layout, card)
    enclosed = boxes(view.layout, view.cards, view.scopes)
    for left, top, right, bottom in enclosed.values():
        yield left, top - HANDLE / 2, right, bottom
    for route in view.routes.values():
        for x, y in route:
            yield x - APART - 4, y - APART - 4, x + APART + 4, y + APART + 4
    for id, place in view.labels.items():
        yield around(place.centre, view.label_sizes[id])


def _note(view: View, width: float) -> list[str]:
    """What is drawn closed or left out, in lines above the picture."""
    return type_.wrap(view.note, NOTE, width) if view.note else []


def drawing(canvas: Canvas, view: View, shift: Point) -> None:
    """Everything, arrows first."""
    left, top = MARGIN - shift[0], MARGIN - shift[1]
    canvas.raw(f'<g transform="translate({px(shift[0])} {px(shift[1])})">')
    note = _note(view, bounds(view)[0] - 2 * MARGIN)
    for number, line in enumerate(note):
        canvas.text("step", left, top + 10 + NOTE_LINE * number, line)
    if view.modes:
        canvas.text("mode", left, top + 10 + NOTE_LINE * len(note), id="mode")
    for card in view.cards:
        _halos(canvas, view, card)
    for edge in view.edges:
        _edge(canvas, view, edge)
    for root in view.roots:
        _seed(canvas, view, view.cards[root])
    for card in view.cards:
        if card.slot is not None:
            _accumulate(canvas, view, card)
    draw_scopes(canvas, view)
    for card in view.cards:
        _card(canvas, view, card)
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


def _card(canvas: Canvas, view: View, card: Card) -> None:
    me, (width, height) = f"c{card.id}", card.sheet
    x, y = corner(view.layout, me, card.size)
    canvas.open(me)
    for behind in (SHEETS, SHEETS / 2) if card.closed else ():
        canvas.rect("sheet", x + behind, y + behind, width, height, 5)
    if card.hints:
        canvas.hint(id=f"{me}e")
    if card.marks:
        _hanging(canvas, card, f"q{card.id}", x, y + height, len(card.marks))
    if card.tabs:
        _hanging(canvas, card, f"t{card.id}", x, y + height, card.tabs)
    canvas.rect("body", x, y, width, height, 5)
    canvas.path("bar", _bar(x, y, height))
    canvas.title(x + LEFT, y + 17, card.bold, card.rest, TITLE)
    right = x + width - PAD
    if card.corner:
        canvas.text("corner", right, y + 16, card.corner, anchor="end")
    wide = type_.sans(card.subtitle, SUBTITLE)
    canvas.text("sub", x + LEFT, y + 29.5, card.subtitle, width=wide)
    if card.versions:
        canvas.text("sub", right, y + 29.5, id=f"{me}w", anchor="end")
    if card.closed:
        wide = type_.sans(card.counts, SUBTITLE)
        canvas.text("sub", x + LEFT, y + 29.5 + card.top, card.counts, width=wide)
    if card.scalar:
        _number_rows(canvas, card, x + LEFT, right, y + card.top)
    else:
        _matrix_rows(canvas, card, x, y + card.top)
    if card.constants:
        _constants(canvas, view, card)
    if card.fails:
        canvas.open(f"{me}x")
        stop_sign(canvas, x + width + 1, y - 1, 0.85)
        canvas.close()
    canvas.close()


def _constants(canvas: Canvas, view: View, card: Card) -> None:
    """Pale labels on the left edge, as if plugged in: no gradient goes there."""
    canvas.open(f"k{card.id}")
    found = plugs(view.layout, card)
    for text, (left, top, right, bottom) in zip(card.constants, found, strict=True):
        canvas.rect("", left, top, right - left, bottom - top, 3)
        canvas.text("mono", left + 3.5, top + 9.8, text)
    canvas.close()


def _bar(x: float, y: float, height: float) -> str:
    return (
        f"M{px(x + BAR)} {px(y)}h-1a5 5 0 0 0 -5 5v{px(height - 10)}a5 5 0 0 0 5 5h1z"
    )


def stop_sign(canvas: Canvas, x: float, y: float, scale: float = 1.0) -> None:
    """An octagon with a bar: seen without colour."""
    r, s = 10.0 * scale, 4.1 * scale
    corners = [(-s, -r), (s, -r), (r, -s), (r, s), (s, r), (-s, r), (-r, s), (-r, -s)]
    data = "L".join(f"{px(x + a)} {px(y + b)}" for a, b in corners)
    canvas.path("", f"M{data}z")
    width, height = 11 * scale, 3.6 * scale
    canvas.rect("", x - width / 2, y - height / 2, width, height)


def _number_rows(
    canvas: Canvas, card: Card, left: float, right: float, y: float
) -> None:
    me = f"c{card.id}"
    first, second = y + 46, y + 46 + LINE
    canvas.text("label", left, first, "value")
    canvas.text("number", right, first, id=f"{me}v", anchor="end")
    if card.takes_gradient:
        canvas.text("label", left, second, id=f"{me}l")
        canvas.spans("number", right, second, [f"{me}p", f"{me}n", f"{me}m"])
    if card.sums:
        css, third = "number now coming", second + LINE - 2
        canvas.text(css, right, third, id=f"{me}t", anchor="end")


def _matrix_rows(canvas: Canvas, card: Card, x: float, y: float) -> None:
    me = f"c{card.id}"
    gradient = x + card.gradient_left
    canvas.text("label", x + LEFT, y + 44, "value")
    if card.takes_gradient:
        canvas.text("label", gradient, y + 44, id=f"{me}l")
    for number, value in enumerate(card.values):
        draw_matrix(canvas, f"{me}V{number}", value, x + LEFT, y + 50)
    for number, value in enumerate(card.gradients):
        draw_matrix(canvas, f"{me}G{number}", value, gradient, y + 50)


def _hanging(
    canvas: Canvas, card: Card, id: str, x: float, y: float, lines: int
) -> None:
    """A tab hangs out from under the card; marks, rounder, from under the tab."""
    marks = id.startswith("q")
    above = tabs_height(card.tabs) if marks else 0.0
    canvas.open(id)
    height = above + lines * TAB_LINE + 10
    canvas.rect("", x + 10, y - 6, card.tab_width, height, 8 if marks else 3)
    for line in range(lines):
        baseline = y + above + 10.8 + line * TAB_LINE
        canvas.text("mono", x + 16, baseline, id=f"{id}x{line}")
    canvas.close()


def _slot(canvas: Canvas, card: Card, at: Point) -> None:
    assert card.slot is not None
    (x, y), (width, height) = at, card.slot
    me = f"s{card.id}"
    canvas.open(me)
    if card.hints:
        canvas.hint(id=f"{me}e")
    canvas.rect("body", x, y, width, height, 3)
    if card.deposits:
        height -= TAB_LINE
        right, below = x + width - PAD, y + height + TAB_LINE - 7
        canvas.text("corner", right, below, id=f"{me}d", anchor="end")
    middle = y + height / 2 + 4
    canvas.text("title bold", x + PAD, middle, card.slot_name)
    canvas.text("number", x + width - PAD, middle, id=f"{me}v", anchor="end")
    for number, value in enumerate(card.grads):
        if not card.scalar:
            wide, high = figure(value).size
            left, top = x + width - PAD - wide, y + (height - high) / 2
            draw_matrix(canvas, f"{me}G{number}", value, left, top)
    canvas.close()


# arrows


def _edge(canvas: Canvas, view: View, each: EdgeView) -> None:
    """Two arrows, value and gradient; without a gradient one, in the middle."""
    route = view.routes[each.id]
    side, axis = (1, 0) if view.layout.direction == "LR" else (-1, 1)
    both = each.edge.needs_grad
    if both and view.labels[each.id].other_side:
        side = -side
    forward = moved(route, -side * APART, axis) if both else list(route)
    canvas.open(f"{each.id}f")
    line = path(shortened(forward, 0, 6))
    if view.layout.direction == "TB":
        line = _from_below_tabs(view, each.edge.tail, forward[0]) + line[1:]
    canvas.path("line", line)
    if each.joined:
        canvas.path("core", line)
    canvas.path("head", arrowhead(forward, 7))
    canvas.close()
    if not both:
        return
    _gradient(canvas, f"{each.id}g", moved(route, side * APART, axis)[::-1])
    if each.hinted:
        canvas.raw("<g>")
        canvas.hint(id=f"{each.id}h")
    _label(canvas, view, each.id, two=each.detailed)
    if each.hinted:
        canvas.raw("</g>")


def _from_below_tabs(view: View, card: int, start: Point) -> str:
    """Tabs are not there before their node has run: the line begins under them."""
    _, top = corner(view.layout, f"c{card}", view.cards[card].size)
    return f"M{px(start[0])} {px(top + view.cards[card].size[1])}L"


def _label(canvas: Canvas, view: View, id: str, *, two: bool) -> None:
    """Texts of any width: set against the side where the arrow is."""
    x, y = view.labels[id].centre
    anchor = "middle"
    if view.layout.direction == "TB":
        anchor = "start" if is_right_of(view.routes[id], (x, y)) else "end"
        half = view.label_sizes[id][0] / 2 - 1
        x += -half if anchor == "start" else half
    first = y - 2 if two else y + 4
    canvas.text("main", x, first, id=f"{id}m", anchor=anchor)
    if two:
        second = first + LINE_HEIGHT - 1
        canvas.text("detail", x, second, id=f"{id}d", anchor=anchor)


def _gradient(canvas: Canvas, id: str, points: list[Point]) -> None:
    canvas.open(id)
    canvas.path("glow", path(points))
    canvas.path("line", path(shortened(points, 0, 7)))
    canvas.path("head", arrowhead(points, 8))
    canvas.close()


def _seed(canvas: Canvas, view: View, card: Card) -> None:
    """A short arrow into the tensor that backward() was called on."""
    id = f"r{card.id}"
    _gradient(canvas, id, list(view.routes[id])[::-1])
    _label(canvas, view, id, two=False)


def _accumulate(canvas: Canvas, view: View, card: Card) -> None:
    assert card.slot is not None
    points = list(accumulate_way(view.layout, card))
    canvas.open(f"a{card.id}")
    canvas.path("glow", path(points))
    canvas.path("line", path(shortened(points, 0, 6)))
    canvas.path("head", arrowhead(points, 7))
    word, x, y, anchor = accumulate_label(view.layout, card)
    width = type_.sans(word, SUBTITLE)
    canvas.text("", x, y, word, anchor=anchor, width=width)
    canvas.close()
