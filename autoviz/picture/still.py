"""A still picture of one step: it has to explain itself.

Around the drawing of ``svg``: the caption, which step of how many, and a legend of
the signs that are on screen. ``<title>`` and ``<desc>`` say the same to who cannot
see it.

Next: ``export``, which makes files of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from autoviz.picture import type as type_
from autoviz.picture.canvas import Canvas, clean
from autoviz.picture.caption import caption
from autoviz.picture.curve import arrowhead, between, path
from autoviz.picture.frame import Frame, frame
from autoviz.picture.layout import Point
from autoviz.picture.style import CAPTION, LEGEND, patterns, picture_css, tone_class
from autoviz.picture.svg import bounds, drawing, stop_sign
from autoviz.picture.text import described
from autoviz.picture.theme import LIGHT, Theme
from autoviz.picture.view import View
from autoviz.picture.words import plain

__all__ = [
    "Setting",
    "below",
    "legend",
    "opening",
    "paper",
    "setting",
    "sign_svg",
    "signs",
    "still",
    "stills",
]

SIDE, LINE, NARROWEST = 14.0, 17.0, 480.0

SIGN, APART = 28.0, 7.0
"""The room of a sign before its words, and after these."""

_Entry = tuple[float, str, str]
"""Where it begins, its sign, its words."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What pictures that are shown one after the other have in common.

    ``lines`` is how many the longest caption has; ``legend`` explains every sign that
    one of them has.
    """

    theme: Theme
    width: float
    height: float
    shift: Point
    lines: int
    legend: list[list[_Entry]]

    @property
    def line(self) -> float:
        """How high one of the caption and of the legend is."""
        return LINE * self.theme.words

    @property
    def foot(self) -> float:
        """Where the step's number stands, below the caption."""
        return self.height + self.line * self.lines + LINE - 4

    @property
    def bottom(self) -> float:
        return self.foot + self.line * len(self.legend) + LINE


def setting(view: View, steps: Sequence[int], theme: Theme) -> Setting:
    """The frame around the pictures of these steps."""
    width, height, shift = bounds(view)
    full = max(width, NARROWEST * theme.words)
    return Setting(
        theme,
        full,
        height,
        (shift[0] + (full - width) / 2, shift[1]),
        max(len(_note(view, k, full, theme)) for k in steps),
        _rows(_legend([frame(view, k) for k in steps]), full, LEGEND * theme.words),
    )


def _note(view: View, k: int, width: float, theme: Theme) -> list[str]:
    """The caption in lines."""
    said = plain(caption(view.trace, view.snapshots[k]))
    return type_.wrap(said, CAPTION * theme.words, width - 2 * SIDE)


def still(view: View, k: int, theme: Theme = LIGHT) -> str:
    """The picture after step ``k`` as a complete SVG file."""
    return next(stills(view, [k], theme))


def stills(view: View, steps: Sequence[int], theme: Theme = LIGHT) -> Iterator[str]:
    """Pictures of one size, to be shown one after the other."""
    common = setting(view, steps, theme)
    for k in steps:
        canvas = Canvas(frame(view, k), still=True, theme=theme)
        said = plain(caption(view.trace, view.snapshots[k]))
        canvas.raw(opening(common, said, described(view.trace, view.snapshots[k])))
        paper(canvas, common)
        drawing(canvas, view, common.shift)
        below(canvas, view, k, common)
        legend(canvas, common)
        canvas.raw("</svg>")
        yield str(canvas)


def opening(common: Setting, title: str, description: str) -> str:
    """The first tag, and what the picture is called where it cannot be seen."""
    own, shown = (
        [f"{by * each:g}" for each in (common.width, common.bottom)]
        for by in (1, common.theme.scale)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="av" role="img" '
        f'xml:space="preserve" width="{shown[0]}" height="{shown[1]}" '
        f'viewBox="0 0 {own[0]} {own[1]}">'
        f"<title>{clean(title)}</title><desc>{clean(description)}</desc>"
    )


def paper(canvas: Canvas, common: Setting) -> None:
    """What everything is drawn with, and on."""
    canvas.raw(f"<style>{picture_css(common.theme)}</style>{patterns(common.theme)}")
    canvas.rect("paper", 0, 0, common.width, common.bottom)


def below(canvas: Canvas, view: View, k: int, common: Setting) -> None:
    """The caption, and which step of how many."""
    y = common.height + common.line - 4
    for line in _note(view, k, common.width, common.theme):
        canvas.text("note", SIDE, y, line)
        y += common.line
    canvas.text("step", SIDE, common.foot, f"step {k} of {len(view.trace.steps)}")


def _legend(painted: Sequence[Frame]) -> list[tuple[str, str]]:
    """(sign, words) for what these frames show."""
    return signs({each for frame in painted for each in frame.classes.values()})


def signs(looks: Collection[str]) -> list[tuple[str, str]]:
    """(sign, words) for elements that look like this."""
    shown = {word for classes in looks for word in _words(classes.split())}
    found = [each for each in _SIGNS if each[0] in shown]
    if not {"forward", "backward"} <= shown:
        return found
    return [(e, f"runs {e}" if w == "this step" else w) for e, w in found]


_SIGNS = (
    ("leaf", "leaf"),
    ("op", "operation"),
    ("input", "input"),
    ("untracked", "not recorded"),
    ("scope", "scope"),
    ("closed", "scope, closed"),
    ("constant", "constant"),
    ("value", "value"),
    ("joined", "view: same memory"),
    ("gradient", "gradient"),
    ("forward", "this step"),
    ("backward", "this step"),
    ("future", "not run yet"),
    ("stop", "stopped here"),
    ("place", "look here"),
    ("saved", "saved"),
    ("freed", "freed"),
    ("stale", "stale"),
    ("mark", "hook or cut"),
    ("slot", ".grad"),
    ("tones", "negative, 0, positive"),
)


def _words(classes: list[str]) -> Iterator[str]:
    """Which signs of the legend an element with these classes is an example of."""
    if "off" in classes:
        return
    match classes:
        case ["fwd", *rest]:
            yield "joined" if "joined" in rest else "value"
        case ["grad" | "acc", *_]:
            yield "gradient"
        case ["halo", *rest]:
            yield "forward" if rest else "backward"
        case ["stop" | "constant" | "scope" as sign]:
            yield sign
        case ["tab", "held"]:
            yield "saved"
        case ["tab", "freed" | "stale" | "mark" as sign, *_]:
            yield sign
        case ["slot", *_]:
            yield "slot"
        case ["grid"]:
            yield "tones"
        case ["card", *rest]:
            kinds = {"closed"} if "closed" in rest else {"leaf", "op", "input"}
            yield from {"future", "place", "untracked", *kinds}.intersection(rest)


def _rows(
    legend: Sequence[tuple[str, str]], width: float, size: float
) -> list[list[_Entry]]:
    """The legend in lines of at most ``width``, in type of a size."""
    rows: list[list[_Entry]] = [[]]
    x = SIDE
    for sign, words in legend:
        wide = SIGN + type_.sans(words, size)
        if rows[-1] and x + wide > width - SIDE:
            rows.append([])
            x = SIDE
        rows[-1].append((x, sign, words))
        x += wide + APART
    return rows


def legend(canvas: Canvas, common: Setting) -> None:
    """Every sign with its word."""
    canvas.raw('<g class="legend">')
    y = common.foot + common.line + 4
    for row in common.legend:
        for x, sign, word in row:
            _sign(canvas, sign, x, y - 4)
            canvas.text("", x + SIGN, y, word)
        y += common.line
    canvas.raw("</g>")


def sign_svg(sign: str) -> str:
    """A sign by itself, in the colours of the page it is put into."""
    canvas = Canvas(Frame())
    canvas.raw('<svg class="av" width="32" height="16" aria-hidden="true">')
    _sign(canvas, sign, 0, 8)
    canvas.raw("</svg>")
    return str(canvas)


def _sign(canvas: Canvas, sign: str, x: float, y: float) -> None:
    canvas.raw(f'<g class="{_CLASSES[sign]}">')
    match sign:
        case "value" | "joined" | "gradient":
            line = between((x, y), (x + 24, y))
            canvas.path("line", path(line))
            if sign == "joined":
                canvas.path("core", path(line))
            tip = line[::-1] if sign == "gradient" else line
            canvas.path("head", arrowhead(tip, 7))
        case "stop":
            stop_sign(canvas, x + 18, y, 0.6)
        case "tones":
            for at, step in enumerate((-5, -2, -5, -2, 0, 0, 5, 5)):
                canvas.rect(tone_class(step), x + at * 3, y - 4, 3, 8)
            canvas.rect("frame", x, y - 4, 24, 8)
        case "constant":
            canvas.rect("", x + 12, y - 6, 12, 12, 3)
        case "saved" | "freed" | "stale" | "mark":
            canvas.rect("", x + 3, y - 5, 20, 10, 5 if sign == "mark" else 2)
        case "scope":
            canvas.rect("box", x + 3, y - 5, 20, 10, 3)
        case "closed":
            canvas.rect("sheet", x + 6, y - 3, 20, 10, 2)
            canvas.rect("body", x + 3, y - 6, 20, 10, 2)
        case _:
            canvas.rect("body", x + 3, y - 5, 20, 10, 2)
            if sign in ("leaf", "op", "input", "untracked", "future"):
                canvas.rect("bar", x + 3, y - 5, 5, 10)
    canvas.raw("</g>")


_CLASSES = {
    "leaf": "card leaf",
    "op": "card op",
    "input": "card input",
    "value": "fwd",
    "joined": "fwd joined",
    "gradient": "grad past",
    "forward": "card focus forward",
    "backward": "card focus",
    "future": "card future",
    "stop": "stop",
    "place": "card place",
    "saved": "tab held",
    "freed": "tab freed",
    "stale": "tab stale",
    "mark": "tab mark",
    "slot": "slot",
    "constant": "constant",
    "untracked": "card untracked",
    "closed": "card closed",
    "scope": "scope",
    "tones": "grid",
}
