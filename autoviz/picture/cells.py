"""How a tensor is laid out when it is drawn: numbers in cells, heatmaps, slices.

Up to 8×8 every number is written out. A larger matrix, or what is kept of one, is
a heatmap, with its extremes below. Of three dimensions and more the first few matrices
stand one below the other, each under its index.

Next: ``matrix``, which draws it; ``card``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from autoviz.picture.notation import numbers
from autoviz.picture.notation.slices import Slice, slices
from autoviz.picture.type import MONO_EM, mono
from autoviz.records import Value
from autoviz.records.trail import largest

__all__ = [
    "CELL",
    "HEIGHT",
    "NOTE",
    "NOTE_LINE",
    "SWATCH",
    "Block",
    "Figure",
    "Size",
    "figure",
    "hover",
]

Size = tuple[float, float]

CELL, NOTE = 9.0, 8.0
"""The type sizes of a number in a cell, and of what is written around cells."""

HEIGHT, NOTE_LINE = 14.0, 11.0
HEAT, LEAST, VISIBLE = 96.0, 2.0, 10.0
"""Pixels of a heatmap, of one of its cells, and of one that is all of a row."""

SWATCH = 9.0
NARROWEST = 48.0

Tones = tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One matrix, ``top`` pixels down; ``index`` stands above it.

    ``texts`` are its numbers, all equally wide; none in a heatmap.
    """

    index: str
    top: float
    size: Size
    texts: tuple[tuple[str, ...], ...]
    tones: Tones


@dataclass(frozen=True, slots=True)
class Figure:
    """A tensor's matrices, and notes below them; ``size`` is that of all together.

    A note is a text, and the class of the small square before it, "" for none.
    """

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, str], ...]
    size: Size


@functools.lru_cache(maxsize=256)
def figure(value: Value) -> Figure:
    """Where everything goes."""
    matrix = numbers.matrix(value)
    if not matrix or not matrix[0]:
        nothing = "not seen" if value.numbers is None else "empty"
        return Figure((), (("", nothing),), (NARROWEST, HEIGHT))
    shown, more = slices(value)
    full = numbers.limit(value)
    blocks = tuple(_blocks(full, shown))
    notes = tuple(_notes(value, more, None if blocks[0].texts else full))
    wide = [mono(text, NOTE) + (SWATCH if css else 0) for css, text in notes]
    below = blocks[-1].top + blocks[-1].size[1]
    width = max(*wide, *(each.size[0] for each in blocks), 0.0)
    return Figure(blocks, notes, (width, below + NOTE_LINE * len(notes)))


def hover(value: Value) -> str:
    """What its cells do not say: every digit; nothing where they say it all."""
    blocks = figure(value).blocks
    texts = [text.strip() for each in blocks for row in each.texts for text in row]
    kept = [numbers.exact(each) for each in value.numbers or ()]
    if len(texts) == len(kept) and value.numbers is not None:
        pairs = zip(texts, kept, strict=True)
        if all(x in (text, text.rstrip("0").rstrip(".")) for text, x in pairs):
            return ""
    return f"{value.dtype} {numbers.nested(value)}"


def _blocks(full: float, shown: tuple[Slice, ...]) -> Iterator[Block]:
    """One below the other; their colours mean the same, their cells are as wide."""
    top = 0.0
    written = all(numbers.has_cells(each.value) for each in shown)
    texts = [numbers.cells(each.value) if written else () for each in shown]
    widest = max(
        (len(text) for each in texts for row in each for text in row), default=0
    )
    for each, rows in zip(shown, texts, strict=True):
        tones = numbers.tones(each.value, full)
        shape = each.value.shape
        size = _written_size(tones, widest) if written else _heat_size(tones, shape)
        top += NOTE_LINE if each.index else 0.0
        wide = tuple(tuple(text.rjust(widest) for text in row) for row in rows)
        yield Block(each.index, top, size, wide, tones)
        top += size[1] + 2


def _written_size(tones: Tones, widest: int) -> Size:
    """Half a character is left free on both sides of each number."""
    cell = round((widest + 1) * MONO_EM * CELL)
    return float(cell * len(tones[0])), HEIGHT * len(tones)


def _heat_size(tones: Tones, shape: tuple[int, ...]) -> Size:
    """Square cells, higher where rows are left out, as far as there is room.

    A single row or column is made so wide that it can be seen.
    """
    rows, columns = len(tones), len(tones[0])
    side = max(LEAST, min(8.0, HEAT // max(rows, columns)))
    if rows == 1 or columns == 1:
        return (
            (max(side, VISIBLE), side * rows)
            if rows > 1
            else (side * columns, max(side, VISIBLE))
        )
    left_out = shape[-2] / rows * columns / shape[-1]
    return side * columns, max(side * rows, min(HEAT, side * rows * left_out))


def _notes(value: Value, more: int, full: float | None) -> Iterator[tuple[str, str]]:
    """What is left out; of a heatmap, with ``full`` for its colours, what is in it."""
    if more:
        yield "", f"+ {more} more"
    if full is None:
        return
    yield "", numbers.extremes(value).removeprefix("from ")
    if full < largest(value):
        yield "beyond", f"over ±{numbers.short(full)}"
    for text in numbers.odd(value):
        yield ("nan" if text.endswith("nan") else "beyond"), text
