"""What the numbers on the arrows of a drawn picture cover."""

from __future__ import annotations

from collections.abc import Iterator

from tests.picture.drawn import Box, Drawn, Text, overlap

__all__ = ["boxes", "covered", "labels"]


def labels(drawn: Drawn) -> list[Text]:
    """The numbers, and the words at the arrows into a ``.grad``."""
    kinds = ("main", "detail", "")
    found = [each for each in drawn.texts if (each.css.split() or [""])[0] in kinds]
    return [each for each in found if each.content]


def boxes(drawn: Drawn) -> list[Box]:
    """Cards and slots, and of tabs what hangs out from under a card."""
    cards = [each.box for each in drawn.shapes if each.css == "body"]
    tabs = [each.box for each in drawn.shapes if each.inside[-1].startswith("t")]
    return cards + [(left, top + 6, right, low) for left, top, right, low in tabs]


def covered(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """(label, what it covers)."""
    found = labels(drawn)
    for at, label in enumerate(found):
        me = label.id or label.inside[-1]
        if any(overlap(label.box, each) for each in boxes(drawn)):
            yield me, "a box"
        for other in found[at + 1 :]:
            if overlap(label.box, other.box):
                yield me, f"the label {other.id}"
        left, top, right, bottom = label.box
        for line in drawn.lines:
            if line.css in ("line", "head") and any(
                left < x < right and top < y < bottom for x, y in line.points
            ):
                yield me, f"the arrow {line.inside[-1]}"
