"""The picture as DOT: boxes of a fixed size, links with room for a label.

Graphviz is asked for positions only. A box has no text of its own; a label is a
placeholder of exactly the size wanted: in Courier a character is 0.6 of the font
size wide and a line 1.2 high, so that at size 1 any area can be spelled out.

Next: ``layout``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Box", "Direction", "Link", "dot"]

Direction = Literal["LR", "TB"]

INCH = 72.0
HURRY = "nslimit=0.1 mclimit=0.1 splines=line"
SPARED = 4.0
"""Pixels: left to right, Graphviz leaves 8 on either side of a label, and 6 will do."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a place: ``id`` is letters and digits; pixels."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """From ``tail`` to ``head``, with room for a label of so many pixels.

    ``beside``: the head stands next to the tail, not after it; give it as the next box.
    ``straight``: rather than others it should be short, and lead straight on.
    """

    id: str
    tail: str
    head: str
    label: tuple[float, float] | None = None
    beside: bool = False
    straight: bool = False


def dot(
    boxes: Iterable[Box],
    links: Sequence[Link],
    direction: Direction,
    *,
    hurried: bool = False,
) -> str:
    """The DOT text. Equal input gives equal text.

    ``hurried``: Graphviz shall stop improving early, and lead no edge around a box.
    """
    lines = [
        "digraph {",
        *([HURRY] if hurried else []),
        f"rankdir={direction} "
        + (
            "nodesep=0.3 ranksep=0.1"
            if direction == "LR"
            else "nodesep=0.2 ranksep=0.3"
        ),
        'node [shape=box fixedsize=true label=""]',
        "edge [fontname=Courier fontsize=1 arrowhead=none]",
    ]
    for box in boxes:
        width, height = box.width / INCH, box.height / INCH
        lines.append(f"{box.id} [width={width:.4f} height={height:.4f}]")
    for link in links:
        if link.beside:
            lines.append(f"{{rank=same {link.tail} {link.head}}}")
        lines.append(f"{link.tail} -> {link.head} [{_attributes(link, direction)}]")
    return "\n".join([*lines, "}", ""])


def _attributes(link: Link, direction: Direction) -> str:
    weight = "weight=20 minlen=0 " if link.beside else ""
    if link.straight:
        weight = "weight=8 "
    if link.label is None:
        return f'{weight}id="{link.id}"'
    width, height = link.label
    if direction == "LR":
        width -= SPARED
    return f'{weight}id="{link.id}" label="{_placeholder(width, height)}"'


def _placeholder(width: float, height: float) -> str:
    columns, rows = max(1, round(width / 0.6)), max(1, round(height / 1.2))
    return "\\n".join(["x" * columns] + ["x"] * (rows - 1))
