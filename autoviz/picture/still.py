"""A still picture of one step: it has to explain itself.

Around the drawing of ``svg``: the caption, which step of how many, and a legend of
the signs that are on screen. ``<title>`` and ``<desc>`` say the same to who cannot
see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoviz.picture import type as type_
from autoviz.picture.canvas import Canvas, clean
from autoviz.picture.caption import caption
from autoviz.picture.curve import arrowhead, between, path
from autoviz.picture.frame import Frame, frame
from autoviz.picture.style import picture_css, tone_class
from autoviz.picture.svg import bounds, drawing, stop_sign
from autoviz.picture.text import sentence
from autoviz.picture.theme import LIGHT, Theme
from autoviz.picture.view import View
from autoviz.picture.words import plain

__all__ = ["still"]

NOTE, SIDE = 12.0, 14.0
LINE = 17.0
NARROWEST = 460.0
SMALL, SIGN = 10.0, 34.0
"""Type size of the legend, and the room of a sign before its words."""

_Entry = tuple[float, str, str]
"""Where it begins, its sign, its words."""


def still(view: View, k: int, theme: Theme = LIGHT) -> str:
    """The picture after step ``k`` as a complete SVG file."""
    width, height, shift = bounds(view)
    full = max(width, NARROWEST)
    said = plain(caption(view.trace, view.snapshots[k]))
    note = type_.wrap(said, NOTE, full - 2 * SIDE)
    painted = frame(view, k)
    legend = _rows(_legend(painted), full)
    foot = LINE * (len(note) + len(legend)) + 30
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
    _draw_legend(canvas, legend, y + LINE + 4)
    canvas.raw("</svg>")
    return str(canvas)


def _legend(painted: Frame) -> list[tuple[str, str]]:
    """(sign, words) for what this frame shows."""
    shown = {
        word for classes in painted.classes.values() for word in _words(classes.split())
    }
    return [each for each in _SIGNS if each[0] in shown]


_SIGNS = (
    ("value", "value"),
    ("gradient", "gradient"),
    ("forward", "this step"),
    ("backward", "this step"),
    ("stop", "stopped here"),
    ("future", "not run yet"),
    ("saved", "saved for backward"),
    ("stale", "stale: written to since"),
    ("slot", ".grad"),
    ("untracked", "not recorded"),
    ("closed", "a module call, closed"),
    ("tones", "negative, 0, positive"),
)


def _words(classes: list[str]) -> Iterator[str]:
    """Which signs of the legend an element with these classes is an example of."""
    if "off" in classes:
        return
    match classes:
        case ["fwd", *_]:
            yield "value"
        case ["grad" | "acc", *_]:
            yield "gradient"
        case ["halo", *rest]:
            yield "forward" if rest else "backward"
        case ["stop"]:
            yield "stop"
        case ["tab", "stale"]:
            yield "stale"
        case ["tab", "held" | "freed"]:
            yield "saved"
        case ["slot", *_]:
            yield "slot"
        case ["grid"]:
            yield "tones"
        case ["card", *rest]:
            yield from {"closed", "future", "untracked"}.intersection(rest)


def _rows(legend: Sequence[tuple[str, str]], width: float) -> list[list[_Entry]]:
    """The legend in lines of at most ``width``."""
    rows: list[list[_Entry]] = [[]]
    x = SIDE
    for sign, words in legend:
        wide = SIGN + type_.sans(words, SMALL)
        if rows[-1] and x + wide > width - SIDE:
            rows.append([])
            x = SIDE
        rows[-1].append((x, sign, words))
        x += wide + 18
    return rows


def _draw_legend(canvas: Canvas, rows: Sequence[Sequence[_Entry]], y: float) -> None:
    canvas.raw('<g class="legend">')
    for line, row in enumerate(rows):
        for x, sign, words in row:
            _sign(canvas, sign, x, y + line * LINE - 4)
            width = type_.sans(words, SMALL)
            canvas.text("", x + SIGN, y + line * LINE, words, width=width)
    canvas.raw("</g>")


def _sign(canvas: Canvas, sign: str, x: float, y: float) -> None:
    classes = _CLASSES[sign]
    canvas.raw(f'<g class="{classes}">')
    match sign:
        case "value" | "gradient":
            line = between((x, y), (x + 28, y))
            canvas.path("line", path(line))
            tip = line if sign == "value" else line[::-1]
            canvas.path("head", arrowhead(tip, 7))
        case "stop":
            stop_sign(canvas, x + 15, y, 0.6)
        case "tones":
            for at, step in enumerate((-4, 0, 4)):
                canvas.rect(tone_class(step), x + 3 + at * 8, y - 4, 8, 8)
            canvas.rect("frame", x + 3, y - 4, 24, 8)
        case "saved" | "stale":
            canvas.rect("", x + 4, y - 5, 22, 10, 3)
        case "closed":
            canvas.rect("sheet", x + 7, y - 3, 22, 10, 2)
            canvas.rect("body", x + 4, y - 6, 22, 10, 2)
        case _:
            canvas.rect("body", x + 4, y - 5, 22, 10, 2)
            if sign == "untracked":
                canvas.rect("bar", x + 4, y - 5, 4, 10)
    canvas.raw("</g>")


_CLASSES = {
    "value": "fwd",
    "gradient": "grad past",
    "forward": "card focus forward",
    "backward": "card focus",
    "stop": "stop",
    "future": "card future",
    "saved": "tab held",
    "stale": "tab stale",
    "slot": "slot",
    "untracked": "card untracked",
    "closed": "card closed",
    "tones": "grid",
}
