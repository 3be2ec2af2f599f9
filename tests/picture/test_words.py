"""Words: spans and safe text."""

from __future__ import annotations

import pytest

from autoviz.picture.words import atomic, listing, plain, shorten, visible


def test_plain_is_the_text_of_all_spans() -> None:
    assert plain((("name", "x"), ("", " = "), ("value", "3"))) == "x = 3"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, ""), (1, "a"), (2, "a and b"), (3, "a, b and c")]
)
def test_listing_is_english(count: int, expected: str) -> None:
    assert plain(listing([(("code", each),) for each in "abc"[:count]])) == expected


def test_invisible_characters_are_shown_as_escapes() -> None:
    assert visible("a\x00\u202eb\u200b\ud800") == "a\\u0000\\u202eb\\u200b\\ud800"


def test_markup_stays_text() -> None:
    assert visible("<b>&amp;") == "<b>&amp;"


@pytest.mark.parametrize("text", ["x" * 10_000, "\u202e" * 50, "ab\n" * 40])
@pytest.mark.parametrize("at", ["middle", "end"])
def test_shortened_text_has_at_most_the_limit(text: str, at: str) -> None:
    short = shorten(text, 24, at=at)  # type: ignore[arg-type]
    assert len(short) <= 24
    assert short.count("…") == 1


def test_an_escape_is_never_cut_in_two() -> None:
    assert shorten("\u202e" * 50, 15) == "\\u202e…\\u202e"


def test_text_that_fits_is_left_alone() -> None:
    assert shorten("x**2 + 2*x", 24) == "x**2 + 2*x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", True),
        ("h₁", True),
        ("tanh(h + 1)", True),
        ("h.tanh().mean()", True),
        ("x[0, 1]", True),
        ("x + 1", False),
        ("-3", False),
        ("(a) + (b)", False),
        ("x @ W", False),
        (")(", False),
    ],
)
def test_atomic_needs_no_parentheses(text: str, expected: bool) -> None:
    assert atomic(text) is expected
