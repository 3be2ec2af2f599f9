"""What a learner is asked before a step is shown.

The number that a node will send; what a parameter will be after SGD's step. Of a
matrix, its largest entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from autoviz.picture.label import grad_name, name
from autoviz.picture.notation import numbers
from autoviz.picture.update import descends, learning_rate
from autoviz.picture.words import Span, Spans
from autoviz.records import Backward, Snapshot, Trace, Update, Value

__all__ = ["question"]


def question(trace: Trace, snapshot: Snapshot) -> dict[str, Any] | None:
    """The question of a step, or None: one can be worked out from what is shown."""
    step = snapshot.step
    if isinstance(step, Update):
        return _after_update(name(trace.graph, step.node), step)
    if not isinstance(step, Backward) or not any(step.arrived):
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
            ("", f" received {_received(step.arrived)}. What will it send to "),
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


def _after_update(called: str, step: Update) -> dict[str, Any] | None:
    """Plain SGD can be worked out, if the step is so long that it shows."""
    place = _largest(step.after)
    if place is None or not descends(step) or step.before is None or step.grad is None:
        return None
    at, after = place
    before, held = (each.numbers or () for each in (step.before, step.grad))
    if abs(after - before[at]) <= max(0.005, 0.01 * abs(after)):
        return None
    asked: Spans = (
        ("code", called),
        *_where(step.after, at),
        ("", f" is {numbers.short(before[at])}, "),
        ("code", grad_name(called)),
        ("", f" is {numbers.short(held[at])}, lr is "),
        ("", f"{numbers.short(learning_rate(step) or 0)}. What will "),
        ("code", called),
        ("", f" be after {step.by}'s step?"),
    )
    return {
        "prompt": asked,
        "answer": float(after),
        "shown": numbers.short(after),
        "note": None,
    }


def _received(arrived: Iterable[Value | None]) -> str:
    return " and ".join(_told(each) for each in arrived if each is not None)


def _told(arrived: Value) -> str:
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
