"""What the books say is what the recordings say, whichever library ran."""

from __future__ import annotations

import re

import pytest

from autoviz.records import Failure
from tests.programs.book import BOOKS, Program, path, read, record, told, unrecorded

EVERY = {book: read(book) for book in BOOKS}
WARNINGS = {"E5", "E11", "E12", "E23", "E34"}
ERRORS = {f"E{number}" for number in range(1, 39)} - WARNINGS
MORE = {"E6c", "E8a", "E8l", "E9a", "E9b", "E9c", "E17b"}


def runs(*books: str) -> list[tuple[Program, str]]:
    return [
        (program, library)
        for book in books
        for program in EVERY[book]
        for library in program.libraries
    ]


def name(given: object) -> str | None:
    return given.name if isinstance(given, Program) else None


def each(*books: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("program", "library"), runs(*books), ids=name)


@each(*BOOKS)
def test_a_program_says_what_the_book_says(program: Program, library: str) -> None:
    assert list(program.expected[library]) == list(told(record(program, library)))


@each("raising")
def test_an_error_is_the_one_without_recording(program: Program, library: str) -> None:
    failure = record(program, library).trace.steps[-1]
    assert isinstance(failure, Failure)
    message = re.sub(r" \(Triggered internally at .*\)", "", failure.message)
    assert unrecorded(program, program.libraries[0]) == f"{failure.type}: {message}"
    assert failure.why
    assert 1 <= len(failure.tries) <= 2


@each("silent")
def test_a_silent_mistake_is_found(program: Program, library: str) -> None:
    assert "" == unrecorded(program, library)
    found = record(program, library).findings
    assert found
    assert [] == [each for each in found if not each.tries]


@each("clean")
def test_of_a_clean_program_nothing_is_found(program: Program, library: str) -> None:
    assert "" == unrecorded(program, library)
    assert () == record(program, library).findings


def test_the_books_say_no_more_than_the_libraries_differ() -> None:
    """Both libraries say the same, but for what ``UNLIKE`` tells."""
    unlike = [
        program.name
        for book in BOOKS
        for program in EVERY[book]
        if len({tuple(said) for said in program.expected.values()}) > 1
    ]
    assert sorted(UNLIKE) == sorted(unlike)


UNLIKE = {
    "not wanted": "PyTorch's side tells a seed before PyTorch refuses it",
    "hooks that change the shape": "PyTorch's side tells a hook that is refused",
    "once, and twice": "the graph of a gradient has steps of its own (docs/parity.md)",
    "a gradient penalty": "the graph of a gradient",
    "two derivatives": "the graph of a gradient",
    "tensor() of a tensor in the loss": "the core tells of an input, not of a copy",
    "a column against a row": "the core tells of the target's expand, too",
}


def test_every_row_of_the_table_has_a_program() -> None:
    rows = {program.row for book in BOOKS for program in EVERY[book]}
    assert set(range(33)) == rows


def test_every_error_has_a_program() -> None:
    codes = {program.code for program in EVERY["raising"]}
    assert (ERRORS - {"E9"}) | MORE <= codes


@pytest.mark.parametrize("book", BOOKS)
def test_a_book_is_written_as_it_is_read(book: str) -> None:
    assert path(book).read_text("utf-8") == "\n".join(map(str, EVERY[book]))
