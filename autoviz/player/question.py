"""What a learner is asked before a backward step is shown.

The number that the node will send; of a matrix, its largest entry.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

from autoviz.picture.label import name
from autoviz.picture.notation import numbers
from autoviz.picture.words import Span, Spans
from autoviz.records import Backward, Snapshot, Trace, Value

__all__ = ["question"]


def question(trace: Trace, snapshot: Snapshot) -> dict[str, Any] | None:
    """The question of a step, or None: only nodes that run backward have one."""
    step = snapshot.step
    if not isinstance(step, Backward) or step.arrived[0] is None:
        return None
    node = trace.graph.nodes[step.node]
    for each, sent in zip(node.inputs, step.sent, strict=True):
        if sent is None or each.node is None:
            continue
        place = _largest(sent)
        if place is None:
            return None
        position, number = place
        who, target = name(trace.graph, step.node), name(trace.graph, each.node)
        asked: Spans = (
            ("code", who),
            ("", f" received {_received(step.arrived[0])}. What will it send to "),
            ("code", target),
            *_where(sent, position),
            ("", "?"),
        )
        return {
            "prompt": asked,
            "answer": float(number),
            "shown": numbers.short(number),
            "note": None,
        }
    return None


def _received(arrived: Value) -> str:
    number = arrived.item()
    if number is not None:
        return numbers.short(number)
    return f"a gradient of shape {numbers.shape(arrived.shape)}"


def _largest(value: Value) -> tuple[int, float] | None:
    """Position and number of the largest magnitude, if there is one to type."""
    if not value.numbers or not all(isfinite(each) for each in value.numbers):
        return None
    return max(enumerate(value.numbers), key=lambda each: abs(each[1]))


def _where(value: Value, position: int) -> tuple[Span, ...]:
    if value.item() is not None:
        return ()
    index = []
    for length in reversed(value.shape):
        position, here = divmod(position, length)
        index.append(here)
    return (
        ("", ", at index "),
        ("code", f"[{', '.join(str(each) for each in reversed(index))}]"),
        ("", f" of {numbers.shape(value.shape)}"),
    )
