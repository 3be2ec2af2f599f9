"""A still picture of one step: it has to explain itself.

Around the drawing of ``svg``: the caption, which step of how many, and a legend of
the signs that are on screen. ``<title>`` and ``<desc>`` say the same to who cannot
see it.
"""

from __future__ import annotations

from autoviz.picture import type as type_
from autoviz.picture.canvas import Canvas, clean
from autoviz.picture.caption import caption
from autoviz.picture.curve import arrowhead, between, path
from autoviz.picture.frame import Frame, frame
from autoviz.picture.style import picture_css
from autoviz.picture.svg import bounds, drawing
from autoviz.picture.text import sentence
from autoviz.picture.theme import LIGHT, Theme
from autoviz.picture.view import View
from autoviz.picture.words import plain

__all__ = ["still"]

NOTE, SIDE = 12.0, 14.0
LINE = 17.0
NARROWEST = 460.0


def still(view: View, k: int, theme: Theme = LIGHT) -> str:
    """The picture after step ``k`` as a complete SVG file."""
    width, height, shift = bounds(view)
    full = max(width, NARROWEST)
    said = plain(caption(view.trace, view.snapshots[k]))
    note = type_.wrap(said, NOTE, full - 2 * SIDE)
    painted = frame(view, k)
    legend = _legend(painted)
    foot = LINE * (len(note) + 1) + 30
    canvas = Canvas(painted, still=True)
    canvas.raw(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="av" role="img" '
        f'width="{full:g}" height="{height + foot:g}" '
        f'viewBox="0 0 {full:g} {height + foot:g}">'
        f"<title>{clean(said)}</title>"
        f"<desc>{clean(sentence(view.trace, view.snapshots[k]))}</desc>"
        f"<style>{picture_css(theme)}</style>"
    )
    canvas.rect("paper", 0, 0, full, height + foot)
    drawing(canvas, view, (shift[0] + (full - width) / 2, shift[1]))
    y = height + LINE - 4
    for line in note:
        canvas.text("note", SIDE, y, line)
        y += LINE
    canvas.text("step", SIDE, y, f"step {k} of {len(view.trace.steps)}")
    _draw_legend(canvas, legend, SIDE, y + LINE + 4)
    canvas.raw("</svg>")
    return str(canvas)


def _legend(painted: Frame) -> list[tuple[str, str]]:
    """(sign, words) for what this frame shows."""
    classes = [each.split() for each in painted.classes.values()]
    shown = [("value", "value")]
    if any(each[0] == "grad" and each[-1] != "off" for each in classes):
        shown.append(("gradient", "gradient"))
    if any(each[0] == "tab" and each[-1] != "off" for each in classes):
        shown.append(("saved", "saved for backward"))
    if any(each[0] == "slot" for each in classes):
        shown.append(("slot", ".grad of a leaf"))
    if any(each[:2] == ["card", "untracked"] for each in classes):
        shown.append(("untracked", "not recorded"))
    return shown


def _draw_legend(
    canvas: Canvas, legend: list[tuple[str, str]], x: float, y: float
) -> None:
    canvas.raw('<g class="legend">')
    for sign, words in legend:
        _sign(canvas, sign, x, y - 4)
        width = type_.sans(words, 10)
        canvas.text("", x + 36, y, words, width=width)
        x += width + 58
    canvas.raw("</g>")


def _sign(canvas: Canvas, sign: str, x: float, y: float) -> None:
    line = between((x, y), (x + 28, y))
    match sign:
        case "value":
            canvas.raw('<g class="fwd">')
            canvas.path("line", path(line))
            canvas.path("head", arrowhead(line, 7))
            canvas.raw("</g>")
        case "gradient":
            canvas.raw('<g class="grad past">')
            canvas.path("line", path(line))
            canvas.path("head", arrowhead(line[::-1], 8))
            canvas.raw("</g>")
        case "saved":
            canvas.raw('<g class="tab held">')
            canvas.rect("", x + 4, y - 5, 22, 10, 3)
            canvas.raw("</g>")
        case "slot":
            canvas.raw('<g class="slot">')
            canvas.rect("body", x + 4, y - 5, 22, 10, 2)
            canvas.raw("</g>")
        case _:
            canvas.raw('<g class="card untracked">')
            canvas.rect("body", x + 4, y - 5, 22, 10, 2)
            canvas.rect("bar", x + 4, y - 5, 4, 10)
            canvas.raw("</g>")
