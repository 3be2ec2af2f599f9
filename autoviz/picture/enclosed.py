"""Drawing the box of an open scope, and the handle at which a hand can close it.

The box is drawn above the arrows and below the cards: closed, it covers the arrows in
it, and those that come from outside end at its edge.

Next: ``svg``.
"""

from __future__ import annotations

from autoviz.picture.canvas import Canvas
from autoviz.picture.card import SUBTITLE, TAB_LINE
from autoviz.picture.opened import HANDLE, PAD, Opened, boxes
from autoviz.picture.routes import Rectangle, corner
from autoviz.picture.type import mono
from autoviz.picture.view import View
from autoviz.picture.words import shorten

__all__ = ["draw_scopes"]

SIGN = mono("- ", SUBTITLE)
SHORTEST = 8
INSIDE = "this step is inside"


def draw_scopes(canvas: Canvas, view: View) -> None:
    """All boxes, the outer ones first."""
    places = boxes(view.layout, view.cards, view.scopes)
    for scope in view.scopes:
        if scope.id in places:
            _draw(canvas, view, scope, places[scope.id])


def _draw(canvas: Canvas, view: View, scope: Opened, box: Rectangle) -> None:
    """What it says when it is closed stands where a card is hidden then."""
    left, top, right, bottom = box
    me, hidden = f"o{scope.id}", view.cards[scope.hidden[0]]
    canvas.open(me)
    canvas.rect("box", left, top, right - left, bottom - top, 8)
    x, y = corner(view.layout, f"c{hidden.id}", hidden.size)
    canvas.open(f"{me}i")
    for line, text in enumerate((*scope.counts, INSIDE), 1):
        look = "sub here" if text is INSIDE else "sub"
        canvas.text(look, x, y + TAB_LINE * line, text)
    canvas.close()
    _handle(canvas, scope, left + PAD, top, (right - left) / 2)
    canvas.close()


def _handle(canvas: Canvas, scope: Opened, x: float, y: float, room: float) -> None:
    """Its name on the edge, and in the player a sign; arrows come to the middle."""
    me = f"o{scope.id}"
    fits = int((room - SIGN - 3 * PAD) / mono("x", SUBTITLE))
    title = shorten(scope.name, max(fits, SHORTEST))
    width = mono(title, SUBTITLE)
    canvas.open(f"{me}n")
    whole = SIGN + width + 2 * PAD
    canvas.rect("", x, y - HANDLE / 2, whole, HANDLE, HANDLE / 2)
    canvas.text("title", x + PAD / 2, y + 3.5, id=f"{me}s")
    canvas.text("mono", x + whole / 2, y + 3.5, title, anchor="middle", width=width)
    canvas.close()
