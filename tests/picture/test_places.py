"""Where labels stand: looked at as drawn, at every step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.picture.drawn import Box, Drawn, Text, overlap
from tests.picture.programs import EVERY, pictures, seen

UNAVOIDABLE = {("wide_diamond", "e1d")}
"""Five edges fan out of one card; between the second and its neighbours there is
less room than its widest text needs, on either side."""


def labels(drawn: Drawn) -> list[Text]:
    kinds = ("main", "detail", "")
    found = [each for each in drawn.texts if (each.css.split() or [""])[0] in kinds]
    return [each for each in found if each.content]


def boxes(drawn: Drawn) -> list[Box]:
    """Cards, slots and tabs."""
    tabs = [each for each in drawn.shapes if each.inside[-1].startswith("t")]
    return [each.box for each in drawn.shapes if each.css == "body"] + [
        each.box for each in tabs
    ]


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


@pytest.mark.parametrize("name", EVERY)
def test_no_label_covers_a_card_another_label_or_an_arrow(name: str) -> None:
    found = {each for drawn in pictures(name) for each in covered(drawn)}
    assert {each for each in found if (name, each[0]) not in UNAVOIDABLE} == set()


@pytest.mark.parametrize("name", EVERY)
def test_labels_fit_in_the_room_that_was_kept(name: str) -> None:
    view = seen(name)
    for drawn in pictures(name):
        for label in labels(drawn):
            if label.id:
                room = view.label_sizes[label.id[:-1]][0]
                assert label.box[2] - label.box[0] <= room


@pytest.mark.parametrize("name", EVERY)
def test_a_label_is_near_its_arrow(name: str) -> None:
    """Nearer to its own than one could take for another's."""
    for drawn in pictures(name):
        for label in labels(drawn):
            if not label.id.endswith("m"):
                continue
            own = (label.id[:-1] + "g", label.id[:-1])
            left, top, right, bottom = label.box
            away = min(
                max(left - x, x - right, 0) + max(top - y, y - bottom, 0)
                for line in drawn.lines
                for x, y in line.points
                if line.inside[-1] in own and line.css == "glow"
            )
            assert away < 45, (label.id, label.content)
