"""How wide a text will be, in pixels, before anybody has drawn it.

Boxes are sized before the browser, or whatever draws the picture, has chosen a
font. The widths of DejaVu Sans stand in for all: Verdana is as wide, the other
fonts of the stack are narrower. Digits and learners' code are set in a monospace
font, where every character is 0.602 of the size.

Next: ``card``.
"""

from __future__ import annotations

import functools
import unicodedata

__all__ = ["MONO_EM", "mono", "sans", "wrap"]

MONO_EM = 0.602

# Thousandths of the font size, for the characters from " " to "~".
_SANS = (
    "318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 "
    "636 636 636 636 636 636 337 337 838 838 838 531 1000 684 686 698 770 632 575 775 "
    "752 295 295 656 557 863 748 787 603 787 695 635 611 732 684 989 685 611 685 390 "
    "337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 579 278 974 634 612 "
    "635 635 411 521 392 634 592 818 592 592 525 636 337 636 838"
)
_WIDTHS = {chr(code): int(each) for code, each in enumerate(_SANS.split(), start=32)}


@functools.lru_cache(maxsize=10_000)
def mono(text: str, size: float) -> float:
    """The width in the monospace font.

    >>> mono("x**2", 10)
    24.08
    """
    ems = sum(1.0 if _is_wide(each) else MONO_EM for each in text)
    return round(ems * size, 2)


@functools.lru_cache(maxsize=10_000)
def sans(text: str, size: float) -> float:
    """The width in the proportional font.

    >>> sans("value", 10)
    27.32
    """
    thousandths = sum(
        _WIDTHS.get(each, 1000 if _is_wide(each) else 840) for each in text
    )
    return round(thousandths * size / 1000, 2)


def wrap(text: str, size: float, width: float) -> list[str]:
    """Lines of at most ``width``, broken at spaces, or within a word that is longer."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and sans(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for each in word:
            if lines[-1] and sans(lines[-1] + each, size) > width:
                lines.append("")
            lines[-1] += each
    return lines


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
