"""PNG: pictures as pixels.

Next: ``moving``, which makes frames of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from autoviz.errors import SaveError
from autoviz.picture.export.look import Look, size
from autoviz.picture.export.svg import flat_stills
from autoviz.picture.export.typesetting import typeset
from autoviz.picture.view import View

__all__ = ["stills"]

_SOURCE = """
#set page(width: auto, height: auto, margin: 0pt)
#for each in given { page(image(bytes(each), format: "svg")) }
"""
SHARP = 2.0
"""Pixels for one of the picture's: screens and beamers show more than one."""

INCH = 96
AT_ONCE = 16
MOST = 100e6
"""Pixels: more than a poster needs, and 400 MB while they are drawn."""


def stills(view: View, steps: Sequence[int], look: Look) -> Iterator[bytes]:
    """A picture of each step, all of one size.

    Raises:
        SaveError: so large a picture cannot be meant; or Typst is not installed.
    """
    svgs = flat_stills(view, steps, look.theme)
    done = 0
    while some := list(islice(svgs, AT_ONCE)):
        factor = look.factor(some[0], SHARP)
        _check(some[0], factor)
        yield from typeset(_SOURCE, some, format="png", ppi=INCH * factor)
        done += len(some)
        look.told(done, len(steps))


def _check(svg: str, factor: float) -> None:
    width, height = (factor * each for each in size(svg))
    if width * height > MOST:
        raise SaveError(
            f"a picture of {width:.0f} × {height:.0f} pixels is too large: ask for a "
            "smaller width or scale, or for an .svg, which is sharp at any size"
        )
