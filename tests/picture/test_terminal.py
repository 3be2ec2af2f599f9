"""Columns of a terminal: wide letters, long words, and what gives way."""

from __future__ import annotations

import pytest

from autoviz.picture.terminal import columns, fitting, places, wrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("loss", 4), ("损失", 4), ("Ωx", 2), ("e\u0301", 1), ("ｘ", 2)],
)
def test_a_letter_takes_as_many_places_as_a_terminal_gives_it(
    text: str, expected: int
) -> None:
    assert expected == places(text)


def test_columns_of_wide_letters_stand_below_each_other() -> None:
    rows = [("损失", "9"), ("x", "10")]
    assert columns(rows) == ["损失  9", "x     10"]


def test_the_widest_column_gives_way() -> None:
    lines = columns([("tensor", "value"), ("x", "[1, 2, 3, 4, 5, 6]")], width=20)
    assert lines == ["tensor  value", "x       [1, 2, 3, 4…"]


def test_what_does_not_fit_ends_with_a_sign() -> None:
    assert [fitting(each, 5) for each in ("12345", "123456", "损失函数")] == [
        "12345",
        "1234…",
        "损失…",
    ]


def test_words_stay_whole_where_they_can() -> None:
    assert wrapped("32 arrived, sent to x", 12) == ["32 arrived,", "sent to x"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert wrapped("a " + "x" * 9, 4) == ["a", "xxxx", "xxxx", "x"]
    assert wrapped("损失函数", 4) == ["损失", "函数"]
