"""The programs say and look like what was accepted (``python -m tests.gallery``)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gallery.chapters import PICTURES, script, title
from tests.gallery.golden import FOLDER, goldens


@pytest.mark.parametrize(("name", "make"), list(goldens()), ids=list(dict(goldens())))
def test_what_was_accepted_is_what_is_made(name: str, make: Callable[[], str]) -> None:
    accepted = (FOLDER / name).read_text(encoding="utf-8")
    assert make() == accepted, "if this is meant: python -m tests.gallery"


def test_there_is_no_golden_file_too_many() -> None:
    assert sorted(each.name for each in FOLDER.iterdir()) == sorted(dict(goldens()))


def test_golden_files_say_nothing_of_this_machine() -> None:
    for each in FOLDER.iterdir():
        text = each.read_text(encoding="utf-8")
        assert str(FOLDER.parents[2]) not in text
        assert " at 0x" not in text


def test_every_program_is_in_a_chapter_and_has_a_title() -> None:
    programs = {each.stem for each in (FOLDER.parent / "programs").glob("*.py")}
    assert programs <= set(PICTURES)
    assert [name for name in PICTURES if not title(name)] == []
    assert [name for name in PICTURES if not script(name).exists()] == []
