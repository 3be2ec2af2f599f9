"""The card of a scope that is drawn closed.

It is the card of the tensor that leaves the scope, its value and its gradient, under
the scope's name, with what is inside counted. It looks like a pile of sheets.

Next: ``opened``, the box around an open one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autoviz.picture.card import (
    LEFT,
    PAD,
    SHEETS,
    SUBTITLE,
    TAB_LINE,
    TITLE,
    Card,
    card,
)
from autoviz.picture.face import Face, face
from autoviz.picture.scopes import Part
from autoviz.picture.type import mono, sans
from autoviz.picture.words import shorten
from autoviz.records import Failure, GraphNode, Snapshot, Trace

__all__ = ["closed_card", "closed_face", "counted"]

NAME = 26


def closed_face(trace: Trace, snapshot: Snapshot, node: GraphNode) -> Face:
    """What the card of a closed scope says, of which ``node`` leaves it."""
    whole = face(trace, snapshot, node)
    return replace(whole, tabs=(), grad=None, stale=False, version="")


def closed_card(trace: Trace, part: Part, faces: Sequence[Face]) -> Card:
    """A card large enough for all its faces."""
    assert part.scope is not None
    inner = card(trace, trace.graph.nodes[part.node], faces)
    bold = shorten(part.scope.name, NAME)
    word = "round" if part.scope.type == "loop" else "call"
    rest = f" · {word} {part.scope.call}" if part.calls > 1 else ""
    type_ = shorten(part.scope.type, NAME, at="end")
    counts = " · ".join(counted(part.operations, part.parameters))
    corner = mono(inner.corner, SUBTITLE) + 10 if inner.corner else 0.0
    width = max(
        inner.size[0],
        LEFT + mono(bold + rest, TITLE) + corner + PAD,
        LEFT + max(sans(type_, SUBTITLE), sans(counts, SUBTITLE)) + PAD,
    )
    return replace(
        inner,
        nodes=part.nodes,
        first=part.first,
        bold=bold,
        rest=rest,
        subtitle=type_,
        counts=counts,
        fails=any(
            isinstance(step, Failure) and step.node in part.nodes
            for step in trace.steps
        ),
        size=(round(width + SHEETS), round(inner.size[1] + TAB_LINE + SHEETS)),
        slot=None,
        marks=(),
        constants=(),
        deposits=False,
    )


def counted(operations: int, parameters: int) -> tuple[str, ...]:
    """``12 operations`` and ``1 parameter``."""
    numbers = (operations, "operation"), (parameters, "parameter")
    told = [f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in numbers if n]
    return tuple(told) or ("no operation",)
