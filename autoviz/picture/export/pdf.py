"""PDF: a step on a page of its own size, or a handout of many on paper.

Text stays text, to be searched and copied, and each picture is described for who has
it read aloud. The handout begins with the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autoviz.errors import SaveError
from autoviz.picture.canvas import printable
from autoviz.picture.export.look import Look, size
from autoviz.picture.export.svg import flat_stills
from autoviz.picture.export.text import programs
from autoviz.picture.export.typesetting import typeset
from autoviz.picture.text import sentence
from autoviz.picture.theme import SANS
from autoviz.picture.view import View

__all__ = ["handout", "stills"]

_DOCUMENT = """
#set document(title: given.title, date: none)
#set text(lang: "en")
#let picture(each) = image(
  bytes(each.svg), format: "svg", alt: each.said, width: each.width * 1pt)
"""
_STILL = f"""{_DOCUMENT}
#set page(width: auto, height: auto, margin: 0pt)
#picture(given.picture)
"""
_HANDOUT = f"""{_DOCUMENT}
#set page(paper: "a4", margin: (x: 15mm, y: 14mm), fill: rgb(given.paper),
  footer: align(right, context text(8pt, counter(page).display("1 / 1", both: true))))
#set text(font: given.fonts, size: 9pt, fill: rgb(given.ink))
#show raw: set text(font: "DejaVu Sans Mono", size: 9pt)
#heading(text(14pt, given.title))
#for text in given.code {{ block(above: 12pt, raw(text, block: true)) }}
#set par(leading: 8pt)
#for each in given.pictures {{ box(picture(each)); h(12pt, weak: true) }}
"""
PIXEL = 0.75
"""Points, of which an inch has 72 and 96 pixels."""

PAPER = 180 / 25.4 * 72, 265 / 25.4 * 72
"""Points that a picture may be wide and high."""


def stills(view: View, steps: Sequence[int], look: Look) -> Iterator[bytes]:
    """Each step as a file of its own, as large as the picture."""
    for each in _pictures(view, steps, look):
        each["width"] *= look.factor(each["svg"])
        given = {"title": look.title, "picture": each}
        yield from typeset(_STILL, given, format="pdf")


def handout(view: View, steps: Sequence[int], look: Look) -> bytes:
    """The program and all these steps, on sheets of A4."""
    if look.width is not None or look.scale is not None:
        raise SaveError("a handout fits its paper: leave out width and scale")
    pictures = list(_pictures(view, steps, look))
    for each in pictures:
        width, height = (PIXEL * part for part in size(each["svg"]))
        each["width"] *= min(1.0, PAPER[0] / width, PAPER[1] / height)
    given = {
        "title": look.title,
        "code": programs(view.trace),
        "pictures": pictures,
        "paper": look.theme.surface,
        "ink": look.theme.ink,
        "fonts": [*(each.strip(' "') for each in SANS.split(",")), "Libertinus Serif"],
    }
    (done,) = typeset(_HANDOUT, given, format="pdf")
    return done


def _pictures(view: View, steps: Sequence[int], look: Look) -> Iterator[dict[str, Any]]:
    """What Typst is told of each: the SVG, its description, and how wide it is."""
    svgs = flat_stills(view, steps, look.theme)
    for done, (k, svg) in enumerate(zip(steps, svgs, strict=True), start=1):
        said = printable(sentence(view.trace, view.snapshots[k]))
        yield {"svg": svg, "said": said, "width": PIXEL * size(svg)[0]}
        look.told(done, len(steps))
