"""A graph that is drawn already, with other numbers."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.picture.again import again
from autoviz.picture.frame import frame
from autoviz.picture.view import View, run, together
from autoviz.records import Trace


def trace(x: float) -> Trace:
    return av.live(lambda x: x**2 + x, x=[x]).at().trace


def wide() -> View:
    return together([run(trace(each)) for each in (-1234.5, 2.0)])[-1]


def test_the_numbers_are_its_own_and_the_places_those_of_the_other() -> None:
    there, own = wide(), run(trace(0.5))
    found = again(own, there)
    assert found is not None
    assert there.layout is found.layout
    assert [each.size for each in there.cards] == [each.size for each in found.cards]
    assert "0.5" == frame(found, 0).texts["c0v"]
    assert own.snapshots == found.snapshots


@pytest.mark.parametrize("number", [-123456.789, 1.2345e-30])
def test_where_a_number_needs_more_room_there_is_none(number: float) -> None:
    there = together([run(trace(2.0))])[0]
    assert again(run(trace(2.0)), there) is not None
    assert again(run(trace(number)), there) is None


def test_what_was_never_said_there_has_no_place() -> None:
    """An exact number is told where it is rounded, and 2 never is."""
    there, rounded = together([run(trace(2.0))])[0], run(trace(1 / 3))
    assert not any(each.hints for each in there.cards)
    assert again(rounded, there) is None
    both = together([run(trace(2.0)), rounded])[0]
    assert again(run(trace(2.0)), both) is not None


def test_the_frames_have_the_same_elements() -> None:
    there = wide()
    found = again(run(trace(0.5)), there)
    assert found is not None
    for k in range(len(found.snapshots)):
        one, other = frame(there, k), frame(found, k)
        assert one.classes.keys() == other.classes.keys()
        assert one.texts.keys() == other.texts.keys()
