"""Positions from Graphviz."""

from __future__ import annotations

import pytest

from autoviz.picture.dot import Box, Direction, Link
from autoviz.picture.layout import lay_out, widened

BOXES = [Box(name, 80.0, 40.0) for name in ("a", "b", "c", "d")]
LINKS = [
    Link("ab", "a", "b", (30.0, 13.0)),
    Link("ac", "a", "c"),
    Link("bd", "b", "d"),
    Link("cd", "c", "d"),
]


@pytest.mark.parametrize(("direction", "along"), [("LR", 0), ("TB", 1)])
def test_a_head_comes_after_its_tail(direction: Direction, along: int) -> None:
    boxes = lay_out(BOXES, LINKS, direction).boxes
    assert boxes["a"][along] < boxes["b"][along] < boxes["d"][along]


@pytest.mark.parametrize(("direction", "across"), [("LR", 1), ("TB", 0)])
def test_what_was_given_first_comes_first(direction: Direction, across: int) -> None:
    boxes = lay_out(BOXES, LINKS, direction).boxes
    assert boxes["b"][across] < boxes["c"][across]


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_everything_lies_inside(direction: Direction) -> None:
    layout = lay_out(BOXES, LINKS, direction)
    assert set(layout.boxes) == {"a", "b", "c", "d"}
    assert set(layout.curves) == {"ab", "ac", "bd", "cd"}
    for x, y in layout.boxes.values():
        assert 40 <= x <= layout.width - 40
        assert 20 <= y <= layout.height - 20


@pytest.mark.parametrize(("direction", "across", "along"), [("LR", 0, 1), ("TB", 1, 0)])
def test_the_second_of_two_beside_each_other_follows_the_first(
    direction: Direction, across: int, along: int
) -> None:
    """The ``.grad`` slot: below its leaf, or to its right."""
    slot = [Link("as", "a", "b", beside=True)]
    boxes = lay_out(BOXES[:2], slot, direction).boxes
    assert boxes["a"][across] == boxes["b"][across]
    assert boxes["a"][along] < boxes["b"][along]


def test_a_curve_starts_and_ends_at_its_boxes() -> None:
    layout = lay_out(BOXES, LINKS, "LR")
    points = layout.curves["ab"].points
    assert len(points) % 3 == 1
    assert points[0][0] == pytest.approx(layout.boxes["a"][0] + 40, abs=1)
    assert points[-1][0] == pytest.approx(layout.boxes["b"][0] - 40, abs=1)


def test_equal_input_gives_equal_output() -> None:
    assert lay_out(BOXES, LINKS, "LR") == lay_out(list(BOXES), list(LINKS), "LR")


@pytest.mark.parametrize(("direction", "along"), [("LR", 0), ("TB", 1)])
def test_a_wider_gap_moves_on_what_comes_after_it(
    direction: Direction, along: int
) -> None:
    before = lay_out(BOXES, LINKS, direction)
    half = (80.0, 40.0)[along] / 2
    gap = before.ranks["a"] + half, before.ranks["b"] - half
    after = widened(before, [gap], 30.0)
    moved = {
        id: after.boxes[id][along] - place[along] for id, place in before.boxes.items()
    }
    assert moved == pytest.approx({"a": 0, "b": 30, "c": 30, "d": 30})
    across = 1 - along
    assert [each[across] for each in before.boxes.values()] == [
        each[across] for each in after.boxes.values()
    ]
    assert after.ranks["d"] == after.boxes["d"][along]
    starts, *_, ends = zip(
        before.curves["ab"].points, after.curves["ab"].points, strict=True
    )
    assert [b[along] - a[along] for a, b in (starts, ends)] == [
        pytest.approx(0, abs=1),
        pytest.approx(30, abs=1),
    ]


def test_the_picture_becomes_larger_by_as_much() -> None:
    before = lay_out(BOXES, LINKS, "LR")
    after = widened(before, [(80.0, 90.0), (200.0, 210.0)], 24.0)
    assert (after.width, after.height) == (before.width + 48, before.height)
