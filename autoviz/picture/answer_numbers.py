"""Why a ``.grad`` holds just these numbers: what came, from where, and what was added.

Two sums are told apart: of the gradients that arrive over several paths in one
``backward()``, and of what several of them left in ``.grad``.

Next: ``answer_trouble``, for a ``.grad`` that is zero, nan, infinite or tiny.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from autoviz.picture.label import grad_name, names
from autoviz.picture.notation.numbers import nested, shape, short
from autoviz.picture.phrases import operand, some
from autoviz.picture.words import Spans, plain, shorten
from autoviz.records.arrived import hooked
from autoviz.records.diagnose import Reason
from autoviz.records.fold import fold
from autoviz.records.passes import Part
from autoviz.records.steps import (
    Accumulate,
    Forward,
    GradSet,
    Seed,
    Skipped,
    Trace,
    Update,
)
from autoviz.records.trail import has_nan, is_finite, is_zero
from autoviz.records.value import Value

__all__ = [
    "counted",
    "left",
    "number",
    "set_by_hand",
    "shown",
    "skipped",
    "summed",
    "updated",
]

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FEW = 4
_SUMMED = 6


def counted(steps: Sequence[int]) -> str:
    """``step 3``, ``steps 3, 5 and 6``."""
    listed = plain(some([(("", str(k)),) for k in steps]))
    return f"step{'s' if len(steps) > 1 else ''} {listed}"


def shown(value: Value | None, what: str = "a gradient") -> str:
    """A value in a sentence: its numbers if they are few, else what can be said."""
    if value is None:
        return what
    if _is_short(value):
        one = value.item()
        return nested(value, short) if one is None else short(one)
    told = f"{what} of shape {shape(value.shape)}"
    if is_zero(value):
        return f"{told} with only zeros"
    if not is_finite(value):
        return f"{told} with {'nan' if has_nan(value) else 'inf'} in it"
    return told


def summed(values: Sequence[Value | None]) -> str:
    """``64 + 192 = ``, where there is something to add and it can be shown."""
    if len(values) < 2 or not all(map(_is_short, values)):
        return ""
    texts = [
        operand(shown(each)) if at else shown(each) for at, each in enumerate(values)
    ]
    if len(texts) > _SUMMED:
        texts = [*texts[:2], "…", texts[-1]]
    return " + ".join(texts) + " = "


def left(found: Reason, name: str, parts: Sequence[Part] = ()) -> str:
    """``backward() left 64 + 192 = 256 in x.grad``."""
    held = found.deposits[-1].after
    sums = summed([each.value for each in parts])
    return f"backward() left {sums}{shown(held)} in {grad_name(name)}"


def number(trace: Trace, found: Reason, name: str) -> str:
    """What the ``.grad`` is the sum of."""
    first = found.deposits[0]
    if len(found.deposits) > 1 or first.before is not None:
        told = _deposited(found, name)
    else:
        changed = _changed(trace, found)
        parts = first.parts if len(first.parts) > 1 and not changed else ()
        told = f"{left(found, name, parts)}. {_came(trace, first.parts, name)}{changed}"
    return told + _emptied(trace, found) + _added_nothing(trace, found, name)


def set_by_hand(trace: Trace, found: Reason, name: str) -> str:
    """Who set it, and what had been in it."""
    at = found.at or 0
    step = trace.steps[at - 1]
    slot = grad_name(name)
    if not isinstance(step, GradSet):
        return f"{slot} was set in step {at}."
    by = shorten(step.by, 24) if "(" in step.by else "the program"
    if step.value is None:
        told = f"{slot} is None because {by} set it so in step {at}."
    elif is_zero(step.value):
        told = f"{slot} is {shown(step.value)} because {by} set it so in step {at}."
    else:
        return (
            f"{slot} is {shown(step.value)}: {by} set it in step {at}, no backward()."
        )
    if not found.deposits:
        return told
    before = found.deposits[-1]
    put = f"What backward() had left there in step {before.step}"
    return f"{told} {put}, {shown(before.after)}, is gone."


def skipped(trace: Trace, found: Reason, name: str) -> str:
    """What it is was left by a part of the program that was not recorded."""
    step = trace.steps[(found.at or 1) - 1]
    now = dict(step.grads)[found.node] if isinstance(step, Skipped) else None
    told = (
        f"{grad_name(name)} is {shown(now, 'None')}: it was left so by what ran "
        f"without being recorded (step {found.at}), and no recorded backward() has "
        "added to it since."
    )
    if not found.deposits:
        return told
    before = found.deposits[-1]
    last = f"The last one put {shown(before.after)} there, in step {before.step}"
    return f"{told} {last}."


def updated(trace: Trace, found: Reason, name: str) -> str:
    """What was done to the tensor since: its ``.grad`` is of before that."""
    if not found.deposits:
        return ""
    last = found.deposits[-1].step
    since = [
        (k, step)
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Update) and step.node == found.node and k > last
    ]
    if not since:
        return _written(trace, found, name, last)
    before, after = since[0][1].before, since[-1][1].after
    optimizers = dict.fromkeys(shorten(step.by, 40) for _, step in since)
    by = plain(some([(("", each),) for each in optimizers]))
    moved = ""
    if _is_short(before) and _is_short(after):
        moved = f" from {shown(before)} to {shown(after)}"
    told = f" Since then {name} itself was changed by {by}{moved}, in "
    return f"{told}{counted([k for k, _ in since])}; step() leaves .grad as it is."


def _written(trace: Trace, found: Reason, name: str, last: int) -> str:
    """Somebody has written into it in ``no_grad()``."""
    since = [
        k
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Forward) and found.node in step.changes and k > last
    ]
    if not since:
        return ""
    told = f" Since then {name} itself was written to, in "
    return f"{told}{counted(since)}; .grad is of the numbers before that."


def _came(trace: Trace, parts: Sequence[Part], name: str) -> str:
    """Who sent what in which step."""
    if len(parts) == 1 and parts[0].node is None:
        return f"backward() was called on {name} itself, in step {parts[0].step}."
    sent = [_sent(trace, [*each]) for _, each in groupby(parts, lambda each: each.step)]
    listed = plain(some(sent))
    if len(parts) == 1:
        return f"One gradient came to {name}: {listed}."
    count = _count(len(parts)).capitalize()
    added = f"and what comes over several paths is added: {listed}"
    return f"{count} gradients came to {name}, {added}."


def _sent(trace: Trace, parts: Sequence[Part]) -> Spans:
    """``x * x sent 3 and 3 in step 4``."""
    what = " and ".join(shown(each.value) for each in parts)
    if len(parts) > 1 and not all(_is_short(each.value) for each in parts):
        what = f"{_count(len(parts))} of shape {shape(parts[0].value.shape)}"
    node = parts[0].node
    sender = "backward()" if node is None else names(trace.graph)[node]
    return (("", f"{sender} sent {what} in step {parts[0].step}"),)


def _deposited(found: Reason, name: str) -> str:
    deposits, before = found.deposits, found.deposits[0].before
    values = [each.arrived for each in deposits]
    sums = summed(values if before is None else [before, *values])
    held = f"{grad_name(name)} holds {sums}{shown(deposits[-1].after)}"
    added: list[Spans] = [
        (("", f"{shown(each.arrived)} in step {each.step}"),) for each in deposits
    ]
    was = f"{shown(before)} was there before; it" if before is not None else "It"
    rule = "backward() adds to what is in .grad, it never replaces it"
    return f"{held}: {rule}. {was} added {plain(some(added))}."


def _changed(trace: Trace, found: Reason) -> str:
    """A hook put something else in the place of what arrived."""
    step = found.deposits[0].step
    change = hooked(trace.graph, fold(trace, step - 1), found.node)
    if change is None:
        return ""
    before, after = (shown(each, "None") for each in change)
    if before == after:
        return f" A hook then changed its numbers, in step {step - 1}."
    return f" A hook then changed {before} to {after}, in step {step - 1}."


def _emptied(trace: Trace, found: Reason) -> str:
    """An earlier deposit is no longer in it."""
    steps = trace.steps[: found.deposits[0].step - 1]
    if not any(isinstance(e, Accumulate) and e.node == found.node for e in steps):
        return ""
    by = [
        f", by {'hand' if '=' in step.by else shorten(step.by, 24)} in step {k}"
        for k, step in enumerate(steps, 1)
        if isinstance(step, GradSet) and step.node == found.node
    ]
    who = by[-1] if by else ""
    return f" What an earlier backward() had left there was taken out in between{who}."


def _added_nothing(trace: Trace, found: Reason, name: str) -> str:
    if found.failure is None:
        return ""
    steps = enumerate(trace.steps[: found.failure], 1)
    seed = max(k for k, step in steps if isinstance(step, Seed) and not step.continues)
    return (
        f" The backward() that began in step {seed} stopped in step {found.failure}, "
        f"before it came to {name}, and added nothing."
    )


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def _is_short(value: Value | None) -> bool:
    """Whether its numbers fit into a sentence."""
    return value is not None and 0 < len(value.numbers or ()) <= _FEW
