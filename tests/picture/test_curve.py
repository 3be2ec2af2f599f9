"""Curves and arrowheads."""

from __future__ import annotations

import pytest

from autoviz.picture.curve import (
    arrowhead,
    between,
    chords,
    is_right_of,
    moved,
    on,
    path,
    px,
    shortened,
)

LEVEL = between((0.0, 0.0), (90.0, 0.0))
SLANTED = between((0.0, 0.0), (30.0, 40.0))
ARCH = [(0.0, 0.0), (0.0, 40.0), (90.0, 40.0), (90.0, 0.0)]


def test_a_straight_line_has_its_thirds() -> None:
    assert LEVEL == [(0.0, 0.0), (30.0, 0.0), (60.0, 0.0), (90.0, 0.0)]


def test_moved_to_the_right_of_the_direction_is_down() -> None:
    assert [y for _, y in moved(LEVEL, 4.0, 0)] == [4.0] * 4


@pytest.mark.parametrize("distance", [4.0, -4.0])
@pytest.mark.parametrize("axis", [0, 1])
def test_moved_ends_stay_on_the_sides_of_their_cards(
    axis: int, distance: float
) -> None:
    there = moved(SLANTED, distance, axis)
    assert there[0][axis] == pytest.approx(SLANTED[0][axis])
    assert there[-1][axis] == pytest.approx(SLANTED[-1][axis])


def test_shortened_at_both_ends() -> None:
    assert shortened(LEVEL, 2.0, 6.0)[0] == (2.0, 0.0)
    assert shortened(LEVEL, 2.0, 6.0)[-1] == (84.0, 0.0)


def test_a_point_of_a_curve_and_its_direction() -> None:
    assert on(LEVEL, 0.5) == ((45.0, 0.0), (1.0, 0.0))
    (x, y), (dx, dy) = on(ARCH, 0.5)
    assert (x, y, dx, dy) == (45.0, 30.0, 1.0, 0.0)


def test_chords_follow_the_curve_from_end_to_end() -> None:
    assert list(chords(LEVEL)) == [((0.0, 0.0), (90.0, 0.0))]
    lines = list(chords(ARCH))
    assert (lines[0][0], lines[-1][1]) == (ARCH[0], ARCH[-1])
    assert max(y for _, (_, y) in lines) == 30.0


def test_the_side_of_a_curve() -> None:
    upright = between((10.0, 0.0), (10.0, 80.0))
    assert is_right_of(upright, (14.0, 40.0))
    assert not is_right_of(upright, (6.0, 40.0))


def test_path_data() -> None:
    assert path(ARCH).startswith(f"M{px(ARCH[0][0])} {px(ARCH[0][1])}C")
    assert px(-0.04) == "0"


def test_a_straight_piece_is_written_as_a_line() -> None:
    assert path(LEVEL) == "M0 0L90 0"


def test_the_tip_of_an_arrowhead_is_the_end() -> None:
    assert arrowhead(LEVEL, 10.0) == "M90 0L80 4.2L80 -4.2z"


def test_a_curve_without_length_is_no_error() -> None:
    nothing = between((5.0, 5.0), (5.0, 5.0))
    assert arrowhead(nothing, 7.0).startswith("M5 5")
    assert len(moved(nothing, 4.0, 0)) == 4
