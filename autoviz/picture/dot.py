"""The picture as DOT: boxes of a fixed size, links with room for a label.

Graphviz is asked for positions only. A box has no text of its own; a label is a
placeholder of exactly the size wanted: in Courier a character is 0.6 of the font
size wide and a line 1.2 high, so that at size 1 any area can be spelled out.

Next: ``layout``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Box", "Cluster", "Direction", "Link", "dot"]

Direction = Literal["LR", "TB"]

INCH = 72.0
HURRY = "nslimit=0.1 mclimit=0.1 splines=line"
TOGETHER = "newrank=true"
"""So that no arrow runs back, which Graphviz allows between clusters otherwise."""

BORDER, NAME = 10, 14.0
"""Pixels from the boxes of a cluster to its edge; more where its name is."""

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
    ``unseen``: there is no line; the head only comes after the tail.
    """

    id: str
    tail: str
    head: str
    label: tuple[float, float] | None = None
    beside: bool = False
    straight: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Boxes that are kept together, by id; ``outer`` is the cluster around them.

    A cluster is told after the one around it, and before any that is not in it.
    """

    id: int
    outer: int | None
    boxes: tuple[str, ...]


def dot(
    boxes: Iterable[Box],
    links: Sequence[Link],
    direction: Direction,
    clusters: Sequence[Cluster] = (),
    *,
    hurried: bool = False,
) -> str:
    """The DOT text. Equal input gives equal text.

    ``hurried``: Graphviz shall stop improving early, and lead no edge around a box.
    """
    lines = [
        "digraph {",
        *([HURRY] if hurried else []),
        *([TOGETHER, "fontname=Courier fontsize=1"] if clusters else []),
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
    return "\n".join([*lines, *_together(clusters, direction), "}", ""])


def _together(clusters: Sequence[Cluster], direction: Direction) -> Iterator[str]:
    """Each in the one around it, with room for a name; left to right, all is turned."""
    side = "b" if direction == "LR" else "t"
    named = f'margin={BORDER} labelloc={side} label="{_placeholder(1, NAME)}"'
    around: list[int] = []
    for each in clusters:
        while around and around[-1] != each.outer:
            around.pop()
            yield "}"
        around.append(each.id)
        yield f"subgraph cluster{each.id} {{{named} {' '.join(each.boxes)}"
    yield from "}" * len(around)


def _attributes(link: Link, direction: Direction) -> str:
    if link.unseen:
        # of boxes beside each other Graphviz keeps the order only if it has a weight
        kept = int(link.beside or link.straight)
        return f'weight={kept} style=invis id="{link.id}"'
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
