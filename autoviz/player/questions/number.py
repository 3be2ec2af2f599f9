"""A number to type: what a node will send, what a ``.grad`` or a value will be.

Of a matrix its largest entry is asked for. The slips come from ``misconceptions``.

Next: ``misconceptions``.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from autoviz.picture.label import definition, grad_name
from autoviz.picture.notation import numbers
from autoviz.picture.notation.flow import Flow
from autoviz.picture.phrases import target
from autoviz.picture.update import descends, learning_rate
from autoviz.picture.words import Span, Spans
from autoviz.player.questions.asked import (
    Asked,
    CannotAskError,
    Moment,
    Slip,
    different,
    is_close,
)
from autoviz.player.questions.misconceptions import (
    of_deposit,
    of_flow,
    of_seed,
    of_update,
)
from autoviz.records import Accumulate, Backward, Forward, Seed, Update, Value

__all__ = ["largest", "number"]

_Answer = tuple[float, Spans, Iterable[Slip], tuple[int, ...]]


def number(moment: Moment) -> Asked:
    """Ask for the number of this step.

    Raises:
        CannotAskError: it has none, or none that was kept.
    """
    answer, prompt, slips, replay = _asked(moment)
    shown = numbers.short(answer)
    found = different(slips, answer)
    before = moment.before
    return Asked("number", before, prompt, answer, shown, (), found, replay=replay)


def largest(value: Value) -> tuple[int, float]:
    """Position and number of the largest magnitude.

    Raises:
        CannotAskError: it has no number that one could type.
    """
    if value.numbers is None:
        raise CannotAskError("its numbers were not kept: the tensor is too large")
    if not value.numbers or not all(isfinite(each) for each in value.numbers):
        raise CannotAskError("it has no finite number")
    at, number = max(enumerate(value.numbers), key=lambda each: abs(each[1]))
    return at, float(number)


def _asked(moment: Moment) -> _Answer:
    match moment.step:
        case Forward() as step:
            return _forward(moment, step)
        case Seed() as step:
            return _seed(moment, step)
        case Backward():
            return _sent(moment)
        case Accumulate() as step:
            return _deposit(moment, step)
        case Update() as step:
            return _update(moment, step)
    raise CannotAskError("that step works out no number")


def _forward(moment: Moment, step: Forward) -> _Answer:
    at, answer = largest(step.value)
    called, rest = definition(moment.trace.graph, step.node)
    what = _entry(step.value, at)
    be = ", be?" if what else " be?"
    asked: Spans = ("", "What will "), ("code", called + rest), *what, ("", be)
    return answer, asked, (), ()


def _seed(moment: Moment, step: Seed) -> _Answer:
    at, answer = largest(step.value)
    root: Span = ("code", moment.called(step.node))
    where = _entry(step.value, at)
    lead: Spans = (("code", "backward()"), ("", " starts at "), root, *where)
    asked: Spans = (*lead, ("", ". With which gradient?"))
    return answer, asked, of_seed(moment, step, at), ()


def _sent(moment: Moment) -> _Answer:
    moved = moment.moved
    if not moved:
        raise CannotAskError("nothing is sent on there")
    flow = moved[0]
    at, answer = largest(flow.sent)
    asked: Spans = (
        ("code", moment.called(flow.node.id)),
        ("", f" received {_received(flow)}. What will it send to "),
        *target(flow),
        *_entry(flow.sent, at),
        ("", "?"),
    )
    return answer, asked, of_flow(moment, moved, at), (moment.k,)


def _received(flow: Flow) -> str:
    number = flow.arrived.item()
    if number is None:
        return f"a gradient of shape {numbers.shape(flow.arrived.shape)}"
    return numbers.short(number)


def _deposit(moment: Moment, step: Accumulate) -> _Answer:
    at, answer = largest(step.after)
    slot: Span = ("code", grad_name(moment.called(step.node)))
    held = "" if step.before is None else " It is not empty now."
    what = _entry(step.after, at)
    be = f"{',' if what else ''} be?{held}"
    asked: Spans = ("", "What will "), slot, *what, ("", be)
    parts = moment.run.parts.get(step.node, ()) if moment.run else ()
    replay = tuple(dict.fromkeys(each.step for each in parts))
    return answer, asked, of_deposit(moment, step, at), replay


def _update(moment: Moment, step: Update) -> _Answer:
    """Plain SGD can be worked out."""
    if not descends(step) or step.before is None or step.grad is None:
        raise CannotAskError(f"{step.by}'s rule is not to be worked out by head")
    at, _ = largest(step.grad)
    called = moment.called(step.node)
    before, held = (each.numbers or () for each in (step.before, step.grad))
    answer = float((step.after.numbers or ())[at])
    if is_close(before[at], answer):
        raise CannotAskError("it changes no number by as much as one would see")
    rate = numbers.short(learning_rate(step) or 0)
    asked: Spans = (
        ("code", called),
        *_entry(step.after, at),
        ("", f" is {numbers.short(before[at])}, "),
        ("code", grad_name(called)),
        ("", f" is {numbers.short(held[at])}, lr is {rate}. What will "),
        ("code", called),
        ("", f" be after {step.by}'s step?"),
    )
    return answer, asked, of_update(moment, step, at), (moment.k,)


def _entry(value: Value, at: int) -> tuple[Span, ...]:
    if value.item() is not None:
        return ()
    index = []
    for length in reversed(value.shape):
        at, here = divmod(at, length)
        index.append(here)
    return (
        ("", ", at index "),
        ("code", f"[{', '.join(str(each) for each in reversed(index))}]"),
        ("", f" of {numbers.shape(value.shape)}"),
    )
