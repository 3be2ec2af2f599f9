"""Text in columns, for a terminal: every letter as wide as a terminal makes it.

A Chinese character takes two places and an accent none; whoever counts characters
gets crooked columns.

Next: ``text``, which puts a whole recording into columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

__all__ = ["WIDTH", "columns", "fitting", "places", "wrapped"]

WIDTH = 100
_GAP = 2
_NARROWEST = 6


def places(text: str) -> int:
    """How many places a text takes.

    >>> places("abc"), places("损失")
    (3, 4)
    """
    return len(text) if text.isascii() else sum(map(_places, text))


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` places.

    >>> wrapped("32 arrived, sent to x", 12)
    ['32 arrived,', 'sent to x']
    """
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if places(joined) <= width:
            lines[-1] = joined
            continue
        pieces = list(_cut(word, width))
        lines = [*lines, *pieces] if lines[-1] else pieces
    return lines


def _cut(word: str, width: int) -> Iterator[str]:
    """A word longer than a line, in pieces."""
    while places(word) > width:
        end = next(
            at
            for at in range(len(word), 0, -1)
            if places(word[:at]) <= width or at == 1
        )
        yield word[:end]
        word = word[end:]
    yield word


def fitting(text: str, width: int) -> str:
    """At most ``width`` places; what is left out as "…".

    >>> fitting("PowBackward0", 8)
    'PowBack…'
    """
    if places(text) <= width:
        return text
    while text and places(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def columns(rows: Sequence[Sequence[str]], width: int = WIDTH) -> list[str]:
    """Lines in which the cells of a column stand below each other.

    Where they are too wide together, the widest column gives way first.

    >>> columns([("tensor", "value"), ("x", "3")])
    ['tensor  value', 'x       3']
    """
    widths = [max(map(places, column)) for column in zip(*rows, strict=True)]
    room = width - _GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return [_line(row, widths).rstrip() for row in rows]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (fitting(cell, width) for cell, width in zip(row, widths, strict=True))
    return (" " * _GAP).join(
        cell + " " * (width - places(cell))
        for cell, width in zip(cells, widths, strict=True)
    )
