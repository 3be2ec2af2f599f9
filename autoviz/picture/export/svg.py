"""SVG: a step as a still, or several steps that play by themselves.

A still is the picture of ``still``, made ``flat``. The moving one is drawn once, with
all that any step shows; what differs from step to step changes by SMIL, the animation
that is part of SVG: groups change their class, and each text is there at its steps.
There is no script in it, so it plays in an ``<img>`` too. Where nothing plays, its last
step shows.

Next: ``typesetting``, which makes pixels and paper of stills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from autoviz.picture.canvas import Canvas
from autoviz.picture.export.flat import flat
from autoviz.picture.export.look import Look, size
from autoviz.picture.frame import frame
from autoviz.picture.still import below, legend, opening, paper, setting
from autoviz.picture.still import stills as drawn_alike
from autoviz.picture.svg import drawing
from autoviz.picture.text import sentence
from autoviz.picture.theme import Theme
from autoviz.picture.view import View

__all__ = ["LAST", "SECONDS", "flat_stills", "moving", "stills"]

SECONDS, LAST = 1.5, 4.0
"""How long a step is to be seen, and the last one."""


def stills(view: View, steps: Sequence[int], look: Look) -> Iterator[str]:
    """A picture of each step, all of one size."""
    svgs = flat_stills(view, steps, look.theme)
    for done, each in enumerate(svgs, start=1):
        yield _resized(each, look)
        look.told(done, len(steps))


def flat_stills(view: View, steps: Sequence[int], theme: Theme) -> Iterator[str]:
    """The same, one pixel for one pixel."""
    return map(flat, drawn_alike(view, steps, theme))


def moving(view: View, steps: Sequence[int], look: Look) -> str:
    """The steps one after the other, again and again, in one picture."""
    common = setting(view, steps, look.theme)
    canvas = Canvas(frame(view, steps[-1]), still=True)
    told = [sentence(view.trace, view.snapshots[k]) for k in steps]
    canvas.raw(opening(common, look.title, "\n".join(told)))
    paper(canvas, common)
    drawn, said = [], []
    for done, k in enumerate(steps, start=1):
        picture, words = (
            Canvas(frame(view, k), moving=True, theme=look.theme) for _ in range(2)
        )
        drawing(picture, view, common.shift)
        below(words, view, k, common)
        drawn.append(picture.parts)
        said.append(f"<g>{words}</g>")
        look.told(done, len(steps))
    for part in [*zip(*drawn, strict=True), said]:
        canvas.raw(_played(part))
    legend(canvas, common)
    canvas.raw("</svg>")
    return _resized(str(canvas), look)


def _played(part: Sequence[str]) -> str:
    """One part of the picture, as it is at each step."""
    if len(set(part)) == 1:
        return part[0]
    classes = [re.fullmatch(r'<g class="([^"]*)">', each) for each in part]
    if all(classes):
        return part[-1] + _animate("class", [each[1] for each in classes if each])
    return "".join(_at_times(each, part) for each in dict.fromkeys(part))


def _at_times(text: str, part: Sequence[str]) -> str:
    """A text, or a group of texts, that is there only at some steps."""
    if re.fullmatch(r"<text [^>]*></text>", text):
        return ""
    start = text.index(">")
    there = ["inline" if each == text else "none" for each in part]
    hidden = ' display="none"' if part[-1] != text else ""
    return f"{text[:start]}{hidden}>{_animate('display', there)}{text[start + 1 :]}"


def _animate(attribute: str, values: Sequence[str]) -> str:
    """What an attribute is at each step, as SMIL."""
    total = SECONDS * (len(values) - 1) + LAST
    first = [next(run) for _, run in groupby(range(len(values)), values.__getitem__)]
    times = ";".join(f"{SECONDS * k / total:.4g}" for k in first)
    return (
        f'<animate attributeName="{attribute}" values="'
        f'{";".join(values[k] for k in first)}" keyTimes="{times}" '
        f'calcMode="discrete" dur="{total:g}s" repeatCount="indefinite"/>'
    )


def _resized(svg: str, look: Look) -> str:
    factor = look.factor(svg)
    before, after = (
        ' width="{:g}" height="{:g}"'.format(*(by * each for each in size(svg)))
        for by in (1, factor)
    )
    return svg.replace(before, after, 1)
