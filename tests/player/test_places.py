"""Cards as the learner meets them, and what small steps point at."""

from __future__ import annotations

import pytest

from autoviz.picture.view import view
from autoviz.picture.words import plain
from autoviz.player.document import document
from autoviz.player.places import Places
from tests.picture.drawn import read
from tests.picture.programs import EVERY, seen
from tests.picture.traces import tutorial


def test_a_card_has_a_name_a_line_and_inputs() -> None:
    found = Places(view(tutorial())).cards(lambda source: source and source.line)
    assert [each["name"] for each in found][:4] == ["x", "x**2", "2*x", "x**2 + 2*x"]
    assert [each["inputs"] for each in found] == [[], [0], [0], [1, 2], [3], [4]]
    assert [each["made"] for each in found] == [None, 2, 2, 2, 2, 3]


def test_a_step_is_about_a_card() -> None:
    places = Places(view(tutorial()))
    assert [places.card(k) for k in (0, 1, 5, 11, 12)] == [None, 1, 5, 1, 0]


def test_small_steps_say_what_they_do_and_where() -> None:
    found = Places(view(tutorial())).small(11)
    assert [each["at"] for each in found] == [
        ["c1"],
        ["t1"],
        ["c1"],
        ["e0g"],
        ["c0"],
        ["t1"],
    ]
    assert plain(found[3]["caption"]) == "32 × 6 = 192 for x"


def test_a_step_of_one_small_step_has_none_to_show() -> None:
    places = Places(view(tutorial()))
    assert [places.small(k) for k in (0, 1, 6)] == [[], [], []]


@pytest.mark.parametrize("name", EVERY)
def test_all_that_is_pointed_at_is_drawn(name: str) -> None:
    found = document(seen(name), name)
    drawn = set(read(found["svg"]).ids)
    pointed = {
        id for step in found["steps"] for small in step["small"] for id in small["at"]
    }
    assert pointed <= drawn
    assert {f"c{i}" for i in range(len(found["cards"]))} <= drawn
