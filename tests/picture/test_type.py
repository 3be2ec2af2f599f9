"""How wide a text will be."""

from __future__ import annotations

import pytest

from autoviz.picture.type import mono, sans, wrap


def test_every_monospace_character_is_as_wide_as_any_other() -> None:
    assert mono("iiii", 10) == mono("WWWW", 10)
    assert mono("x**2", 12) == 2 * mono("xx", 12)


@pytest.mark.parametrize("measure", [mono, sans])
def test_east_asian_characters_are_wide(measure) -> None:  # type: ignore[no-untyped-def]
    assert measure("漢", 10) > measure("n", 10)


def test_width_grows_with_the_size() -> None:
    assert sans("gradient", 20) == pytest.approx(2 * sans("gradient", 10), abs=0.02)


def test_characters_outside_the_table_are_taken_to_be_wide() -> None:
    assert sans("∂", 10) > sans("n", 10)


def test_lines_are_broken_at_spaces() -> None:
    assert wrap("one two three", 10, sans("one two", 10)) == ["one two", "three"]


def test_a_line_that_fits_is_left_alone() -> None:
    assert wrap("one two", 10, 1000) == ["one two"]
    assert wrap("", 10, 1000) == [""]


def test_a_word_longer_than_a_line_is_broken_too() -> None:
    lines = wrap("a " + "m" * 100 + " z", 10, 200)
    assert max(sans(each, 10) for each in lines) <= 200
    assert "".join(lines).replace(" ", "") == "a" + "m" * 100 + "z"
