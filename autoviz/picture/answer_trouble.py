"""Why a ``.grad`` is zero, nan, infinite or tiny: the step that made it so.

The sentences tell what arrived there and what was sent, with the numbers of the
recording; the local derivative is read from the rule, as in the "why" panel.
"""

from __future__ import annotations

from autoviz.picture.answer_numbers import counted, left, shown, summed
from autoviz.picture.label import grad_name, names
from autoviz.picture.notation.flow import Flow, flows
from autoviz.picture.notation.numbers import short
from autoviz.picture.phrases import computation
from autoviz.picture.words import plain
from autoviz.records.arrived import summands
from autoviz.records.diagnose import Reason
from autoviz.records.fold import fold
from autoviz.records.grains import about
from autoviz.records.naming import step_at
from autoviz.records.steps import Accumulate, Backward, Forward, Seed, Trace, Update
from autoviz.records.trail import Hop, has_nan, is_finite, is_zero, largest
from autoviz.records.value import Value

__all__ = ["infinite", "tiny", "zero"]

_UNDERFLOW = 1e-15
_STEPS = {f"{each}Backward0" for each in ("Ceil", "Floor", "Round", "Trunc")}


def zero(trace: Trace, found: Reason, name: str) -> str:
    """Where the gradient became 0."""
    first, *others = found.hops
    told = f"{left(found, name)}. {_turned(trace, first)}."
    steps = sorted({hop.step for hop in others} - {first.step})
    if steps:
        way = "another path" if len(steps) == 1 else "other paths"
        told += f" Over {way} it became 0 in {counted(steps)}."
    return told


def infinite(trace: Trace, found: Reason, name: str) -> str:
    """Where the first nan or inf came from, and where an inf became nan."""
    told = [left(found, name)]
    if found.source is not None:
        told.append(_value(trace, found, found.source))
    told += [_turned(trace, hop) for hop in found.hops]
    return ". ".join(dict.fromkeys(told)) + "."


def tiny(trace: Trace, found: Reason, name: str) -> str:
    """Where the gradient shrank most on its way."""
    hops = found.hops
    start, end = hops[0].before, hops[-1].after
    shrank = f"from {_most(start)} to {_most(end)}"
    worst = min(hops, key=lambda hop: hop.factor)
    told = (
        f"{left(found, name)}. On its way the gradient shrank {shrank}, most of all in "
        f"{step_at(trace, worst.step)}, which multiplied it by {short(worst.factor)}."
    )
    if len(hops) == 1:
        return told
    average = short((largest(end) / largest(start)) ** (1 / len(hops)))
    return (
        f"{told} On average each of the {len(hops)} steps multiplied it by {average}."
    )


def _most(value: Value | None) -> str:
    number = short(largest(value))
    return (
        number
        if value is not None and value.item() is not None
        else f"at most {number}"
    )


def _value(trace: Trace, found: Reason, source: int) -> str:
    """A value was nan or inf before any gradient was."""
    name = names(trace.graph)[source]
    step = trace.steps[found.at - 1] if found.at else None
    if isinstance(step, Update):
        of = f" from {grad_name(name)} = {shown(step.grad)}" if step.grad else ""
        made = f"{step.by} made {name} {shown(step.after, 'a tensor')}"
        return f"It began with a value, in step {found.at}: {made}{of}"
    if found.at is None or not isinstance(step, Forward):
        value = trace.graph.nodes[source].value
        return f"It began with a value: {name} was given as {shown(value, 'a tensor')}"
    worked = plain(computation(trace, fold(trace, found.at), step))
    if step.value.item() is None:
        worked = f"it made {shown(step.value, 'a tensor')}"
    return f"It began with a value, in {step_at(trace, found.at)}: {worked}"


def _turned(trace: Trace, hop: Hop) -> str:
    """What one step made of a gradient, and why."""
    step = trace.steps[hop.step - 1]
    to, after = names(trace.graph)[hop.to], shown(hop.after)
    if isinstance(step, Seed):
        return f"backward() was given {after} to start with, in step {hop.step}"
    if isinstance(step, Accumulate) and hop.before is not None:
        sums = summed([hop.before, step.arrived])
        return f"In step {hop.step} {grad_name(to)} became {sums}{after}"
    if trace.graph.output(hop.to)[0] == about(step):
        sums = summed(summands(trace.graph, fold(trace, hop.step), hop.to))
        return f"In step {hop.step} what arrived at {to} was added: {sums}{after}"
    came = shown(hop.before)
    if isinstance(step, Backward):
        came = " and ".join(shown(e) for e in step.arrived if e is not None) or came
    happened = f"{came} arrived, and {after} was sent to {to}"
    because = _because(trace, hop)
    return f"In {step_at(trace, hop.step)} {happened}{because and f': {because}'}"


def _because(trace: Trace, hop: Hop) -> str:
    """Why that was sent, as far as the rule of the operation tells."""
    node = trace.graph.nodes[about(trace.steps[hop.step - 1]) or 0]
    if node.grad_fn in _STEPS:
        return "its local derivative is 0 everywhere"
    for flow in flows(fold(trace, hop.step)):
        if flow.target == hop.to and repr(flow.sent) == repr(hop.after):
            if flow.local is None:
                return _without_local(flow)
            return _flat(flow) if is_finite(flow.sent) else _infinite(flow)
    return ""


def _without_local(flow: Flow) -> str:
    dtype = flow.sent.dtype
    if flow.family == "matmul":
        empty = [text for factor, text, value in flow.factors if is_zero(value)]
        return f"{empty[0]} holds only zeros" if empty else ""
    if flow.family != "scale" or has_nan(flow.sent):
        return ""
    if not is_finite(flow.sent):
        return f"the product is too large for {dtype}"
    is_small = largest(flow.arrived) < _UNDERFLOW
    return f"the product is too small for {dtype}" if is_small else ""


def _flat(flow: Flow) -> str:
    """The local derivative is 0, at least where it counts."""
    if flow.formula == "0":
        return "its local derivative is 0 everywhere"
    where = "here" if flow.arrived.item() is not None else "wherever a gradient arrived"
    if flow.local is not None and is_zero(flow.local) and flow.local.item() is None:
        where = "for every element"
    return f"its local derivative, {flow.formula}, is 0 {where}"


def _infinite(flow: Flow) -> str:
    local = flow.local
    if local is None or is_finite(local):
        if has_nan(flow.sent):
            return "" if flow.summed else "inf × 0 is nan"
        return f"the product is too large for {flow.sent.dtype}"
    number, arrived = local.item(), flow.arrived.item()
    told = f"its local derivative, {flow.formula}, is "
    told += short(number) if number is not None else f"{_bad(local)} in places"
    if not has_nan(flow.sent) or has_nan(local) or flow.summed:
        return told
    factor = short(arrived) if arrived is not None else "0"
    return f"{told}, and {factor} × {_bad(local)} is nan"


def _bad(value: Value) -> str:
    return "nan" if has_nan(value) else "inf"
