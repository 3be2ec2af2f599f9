"""Where labels stand: looked at as drawn, at every step."""

from __future__ import annotations

import pytest

from autoviz.picture.places import Place, _best, _Paper
from tests.picture.covering import covered, labels
from tests.picture.drawn import Drawn, Text
from tests.picture.programs import EVERY, pictures, seen


@pytest.mark.parametrize("name", EVERY)
def test_no_label_covers_a_card_another_label_or_an_arrow(name: str) -> None:
    assert {each for drawn in pictures(name) for each in covered(drawn)} == set()


@pytest.mark.parametrize("name", EVERY)
def test_labels_fit_in_the_room_that_was_kept(name: str) -> None:
    view = seen(name)
    for drawn in pictures(name):
        for label in labels(drawn):
            if label.id:
                room = view.label_sizes[label.id[:-1]][0]
                assert label.box[2] - label.box[0] <= room


def away(drawn: Drawn, label: Text, *groups: str) -> float:
    """How far a label is from the lines in these groups."""
    left, top, right, bottom = label.box
    return min(
        max(left - x, x - right, 0) + max(top - y, y - bottom, 0)
        for line in drawn.lines
        for x, y in line.points
        if line.inside[-1] in groups and line.css in ("line", "glow")
    )


@pytest.mark.parametrize("name", EVERY)
def test_a_label_is_near_its_arrow(name: str) -> None:
    """Nearer to its own than one could take for another's."""
    for drawn in pictures(name):
        for label in labels(drawn):
            own = label.id[:-1]
            if label.id.endswith("m"):
                assert away(drawn, label, own, f"{own}g") < 45, label


@pytest.mark.parametrize("name", EVERY)
def test_a_label_is_on_the_side_of_the_dashed_arrow(name: str) -> None:
    for drawn in pictures(name):
        for label in labels(drawn):
            own = label.id[:-1]
            if label.id.endswith("m") and label.id.startswith("e"):
                to_value = away(drawn, label, f"{own}f")
                assert away(drawn, label, f"{own}g") < to_value, label


def test_a_label_that_must_cover_something_covers_a_line_not_a_card() -> None:
    paper = _Paper()
    paper.add_box((0.0, 0.0, 40.0, 20.0))
    paper.add_line((0.0, 30.0), (40.0, 30.0))
    candidates = [((20.0, 10.0), False), ((20.0, 30.0), True)]
    assert _best(paper, candidates, (20.0, 10.0)) == Place((20.0, 30.0), True, 1)
