"""Drawing a tensor: its cells row by row, or its heatmap as one image.

A row of numbers is one text in a monospace font, and all cells of one colour are one
path, so that a matrix is a few elements, not two for each of its numbers.

Next: ``svg``, which puts matrices on cards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise

from autoviz.picture.canvas import Canvas
from autoviz.picture.cells import (
    HEIGHT,
    NOTE_LINE,
    SWATCH,
    Block,
    figure,
    hover,
)
from autoviz.picture.curve import px
from autoviz.picture.heatmap import heatmap
from autoviz.picture.style import on_dark, tone_class
from autoviz.records import Value

__all__ = ["draw_matrix"]

GAP = "\u00a0"
"""A space that no program leaves out where there are several."""


def draw_matrix(canvas: Canvas, id: str, value: Value, x: float, y: float) -> None:
    """All of a tensor, with its upper left corner at a point."""
    whole = figure(value)
    canvas.open(id)
    told = hover(value)
    if told:
        canvas.hint(told)
    if not whole.blocks:
        canvas.text("limit", x + 4, y + 10, whole.notes[0][1])
        canvas.rect("frame", x, y, *whole.size)
    for block in whole.blocks:
        if block.index:
            canvas.text("limit", x, y + block.top - 3, block.index)
        if block.texts:
            _cells(canvas, block, x, y + block.top)
        else:
            _heatmap(canvas, block, x, y + block.top)
        canvas.rect("frame", x, y + block.top, *block.size)
    if whole.blocks:
        _notes(canvas, whole.notes, x, y + whole.size[1])
    canvas.close()


def _cells(canvas: Canvas, block: Block, x: float, y: float) -> None:
    wide = block.size[0]
    squares = defaultdict(list)
    for row, tones in enumerate(block.tones):
        for column, tone in enumerate(tones):
            squares[tone_class(tone)].append((column, row))
    for css, places in sorted(squares.items()):
        canvas.path(css, _squares(places, wide / len(block.tones[0]), x, y))
    half = wide / len("".join(block.texts[0]) + GAP * len(block.texts[0])) / 2
    for row, (texts, tones) in enumerate(zip(block.texts, block.tones, strict=True)):
        canvas.raw(
            f'<text class="cell" x="{px(x + half)}" y="{px(y + row * HEIGHT + 10.3)}" '
            f'textLength="{px(wide - 2 * half)}">{_line(texts, tones)}</text>'
        )


def _squares(places: Sequence[tuple[int, int]], wide: float, x: float, y: float) -> str:
    """All cells of one colour: each begins so far from where the last one began."""
    column, row = places[0]
    square = f"h{px(wide)}v{px(HEIGHT)}h-{px(wide)}z"
    parts = [f"M{px(x + column * wide)} {px(y + row * HEIGHT)}{square}"]
    for (column, row), (right, below) in pairwise(places):
        across, down = (right - column) * wide, (below - row) * HEIGHT
        parts.append(f"m{px(across)} {px(down)}{square}")
    return "".join(parts)


def _line(texts: Sequence[str], tones: Sequence[int | None]) -> str:
    """A row of numbers; those on a dark colour are light."""
    spaced = [f"{text}{GAP}".replace(" ", GAP) for text in texts[:-1]]
    pairs = zip([*spaced, texts[-1].replace(" ", GAP)], tones, strict=True)
    parts = []
    for light, run in groupby(pairs, lambda each: on_dark(each[1])):
        text = "".join(text for text, _ in run)
        parts.append(f'<tspan class="on">{text}</tspan>' if light else text)
    return "".join(parts)


def _heatmap(canvas: Canvas, block: Block, x: float, y: float) -> None:
    wide, high = block.size
    canvas.raw(
        f'<image x="{px(x)}" y="{px(y)}" width="{px(wide)}" height="{px(high)}" '
        f'preserveAspectRatio="none" image-rendering="optimizeSpeed" '
        f'style="image-rendering:pixelated" '
        f'href="{heatmap(block.tones, canvas.theme)}"/>'
    )


def _notes(
    canvas: Canvas, notes: Sequence[tuple[str, str]], x: float, foot: float
) -> None:
    """Below the matrices, each with the colour it speaks of."""
    top = foot - NOTE_LINE * len(notes)
    for line, (css, text) in enumerate(notes):
        y = top + NOTE_LINE * line + 9
        if css:
            canvas.rect(css, x, y - 6, 6, 6)
        canvas.text("limit", x + (SWATCH if css else 0), y, text)
