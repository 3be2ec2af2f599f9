"""A first course runs with its import lines changed, and is recorded the same."""

from __future__ import annotations

import pytest

from autoviz.picture.divided import divided
from autoviz.picture.scopes import MOST, parts
from tests.programs.coursework import PROGRAMS, outcome, recordings, traces
from tests.watch.parity import unlike


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_the_same_with_both_libraries(name: str) -> None:
    outcome(name)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_recorded_the_same_with_both_libraries(name: str) -> None:
    expected, actual = recordings(name)
    assert len(expected) > 2
    assert [] == list(unlike("steps", expected, actual, 2e-4))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_picture_has_room_for_a_program(name: str) -> None:
    for trace in traces(name):
        assert len(parts(divided(trace).graph)) <= MOST


def test_there_are_more_than_thirty_programs() -> None:
    assert len(PROGRAMS) > 30
