"""Why a ``.grad`` is what it is at the end of a run, decided from the trace alone.

The one idea: walk, and calculate nothing. Why a leaf has no gradient is found by
walking over the graph, from the leaf along everything that was made from it; the
places where gradients could not pass are the answer. Why a gradient is zero, nan
or tiny is found by walking back along the gradients that came, to the first step
that made it so.

Next: ``passes``, which cuts the log into its backwards; then ``picture.answer``,
which says a ``Reason`` in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from autoviz.records.fold import fold
from autoviz.records.passes import (
    Deposit,
    Pass,
    Ways,
    deposits_of,
    passes_of,
    reach,
    ways_of,
)
from autoviz.records.steps import (
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Skipped,
    Step,
    Trace,
    Update,
)
from autoviz.records.subject import subject
from autoviz.records.trail import (
    Hop,
    has_nan,
    is_finite,
    is_poisoned,
    is_zero,
    largest,
    origins,
    unrecorded,
    way_to,
)
from autoviz.records.value import Value

__all__ = ["Kind", "Reason", "diagnose"]

Kind = Literal[
    "not a leaf",
    "needs no gradient",
    "not recorded",
    "no backward",
    "backward too early",
    "backward failed",
    "cut",
    "not used",
    "set by hand",
    "skipped",
    "zero",
    "nan",
    "inf",
    "tiny",
    "number",
]

_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the ``.grad`` of ``node`` is what it is.

    - ``steps``: those to look at, in order
    - ``at``: the step that decided, where one did
    - ``source``: the node whose value was the first nan or inf, where one was
    - ``hops``: where a gradient became zero, nan or inf, the first one first; of a
      tiny one its whole way to ``node``
    - ``deposits``: what the ``.grad`` is the sum of
    - ``failure``: the step in which the last ``backward()`` stopped, before it came
      to ``node``
    """

    kind: Kind
    node: int
    steps: tuple[int, ...] = ()
    at: int | None = None
    source: int | None = None
    hops: tuple[Hop, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    failure: int | None = None


def diagnose(trace: Trace, node: int) -> Reason:
    """Why the ``.grad`` of a node is None, or holds the numbers it holds."""
    passes = passes_of(trace)
    deposits = deposits_of(trace, node, passes)
    by_hand = _set_by_hand(trace, node)
    if by_hand is not None and (not deposits or deposits[-1].step < by_hand):
        return _set(trace, node, by_hand, passes, deposits)
    if deposits:
        reason = _held(trace, node, deposits, passes)
        return replace(reason, deposits=tuple(deposits))
    match trace.graph.nodes[node].kind:
        case "op":
            return _computed(trace, node, passes)
        case "input":
            return Reason("needs no gradient", node)
        case "untracked":
            return _unrecorded(trace, node)
        case "leaf":
            return _empty(trace, node, passes)


def _set_by_hand(trace: Trace, node: int) -> int | None:
    """The last step that set its ``.grad``, as ``zero_grad()`` or what was skipped."""
    for k, step in zip(
        range(len(trace.steps), 0, -1), reversed(trace.steps), strict=True
    ):
        if isinstance(step, GradSet) and step.node == node:
            return k
        if isinstance(step, Skipped) and node in dict(step.grads):
            return k
    return None


def _set(
    trace: Trace,
    node: int,
    k: int,
    passes: Sequence[Pass],
    deposits: Sequence[Deposit],
) -> Reason:
    """It was set, and no ``backward()`` has added to it since."""
    step = trace.steps[k - 1]
    later = [each for each in passes if each.seed > k]
    is_leaf = trace.graph.nodes[node].kind == "leaf"
    if isinstance(step, GradSet) and step.value is None and later and is_leaf:
        return _empty(trace, node, later)
    steps = _steps([each.step for each in deposits[-1:]], [k])
    kind: Kind = "skipped" if isinstance(step, Skipped) else "set by hand"
    return Reason(kind, node, steps, k, deposits=tuple(deposits))


# there is none


def _computed(trace: Trace, node: int, passes: Sequence[Pass]) -> Reason:
    """Gradients pass through what was computed; they are not kept."""
    made = _made(trace, [node])
    passed = [each.ran[node] for each in passes if node in each.ran][-1:]
    at = passed[0] if passed else None
    return Reason("not a leaf", node, (*made, *passed), at)


def _unrecorded(trace: Trace, node: int) -> Reason:
    """Back to the operations where autograd stopped recording."""
    found = unrecorded(trace, node)
    steps = _steps(found, _made(trace, [node]))
    return Reason("not recorded", node, steps, min(found, default=None))


def _empty(trace: Trace, node: int, passes: Sequence[Pass]) -> Reason:
    """A leaf that got nothing."""
    ways = ways_of(trace)
    if not passes:
        return _no_backward(trace, node, ways)
    for run in reversed(passes):
        reason = _missed(trace, node, run, ways)
        if reason is not None:
            return reason
    seed = passes[-1].seed
    used = _made(trace, ways.uses.get(node, ()))
    if used and min(used) > seed:
        return Reason("backward too early", node, (seed, min(used)), min(used))
    taken = _taken_out(trace, node, seed, ways)
    if taken is not None:
        return Reason("not used", node, (taken, seed), taken)
    return Reason("not used", node, tuple(each.seed for each in passes), seed)


def _taken_out(trace: Trace, node: int, seed: int, ways: Ways) -> int | None:
    """Where the numbers of what was computed from a leaf left autograd."""
    computed = reach(node, ways.takers)
    for k, step in enumerate(trace.steps[: seed - 1], 1):
        if isinstance(step, Cut) and step.node in computed:
            return k
    return None


def _no_backward(trace: Trace, node: int, ways: Ways) -> Reason:
    """None began. Perhaps one was called, on what has no ``grad_fn``."""
    failure = trace.steps[-1] if trace.steps else None
    if not isinstance(failure, Failure):
        return Reason("no backward", node)
    last = len(trace.steps)
    if "does not require grad" in failure.message:
        root = failure.node
        if root is None:
            root = subject(trace.graph, failure.source)
        cuts = _made(trace, ways.ends(node, root))
        if cuts:
            return Reason("cut", node, (*cuts, last), cuts[0], failure=last)
    return Reason("no backward", node, (last,), failure=last)


def _missed(trace: Trace, node: int, run: Pass, ways: Ways) -> Reason | None:
    """Why one ``backward()`` left nothing here; None if no way led here at all."""
    if not _reaches(run, node, ways):
        ends = _made(trace, {n for root in run.roots for n in ways.ends(node, root)})
        cuts = tuple(each for each in ends if each < run.seed)
        return Reason("cut", node, cuts, cuts[0]) if cuts else None
    if run.failure is not None:
        steps = (run.seed, run.failure)
        return Reason("backward failed", node, steps, run.failure, failure=run.failure)
    if node in run.parts:
        dropped = run.parts[node][-1].step
        return Reason("needs no gradient", node, (dropped,), dropped)
    cuts = _withheld(trace, run, reach(node, ways.takers))
    return Reason("cut", node, cuts, cuts[0]) if cuts else None


def _reaches(run: Pass, node: int, ways: Ways) -> bool:
    """Whether a way leads from one of its roots to ``node``."""
    return any(node in reach(root, ways.senders) for root in run.roots)


def _withheld(trace: Trace, run: Pass, towards: set[int]) -> tuple[int, ...]:
    """The backward steps that sent None where a gradient was due."""
    found = []
    for k in run.ran.values():
        step = trace.steps[k - 1]
        if isinstance(step, Backward):
            inputs = trace.graph.nodes[step.node].inputs
            edges = zip(inputs, step.sent, strict=False)
            if any(i.needs_grad and i.node in towards and v is None for i, v in edges):
                found.append(k)
    return _steps(found)


# there is one


def _held(
    trace: Trace, node: int, deposits: Sequence[Deposit], passes: Sequence[Pass]
) -> Reason:
    """Numbers are there: say what they came from."""
    held = deposits[-1].after
    if not is_finite(held):
        return _poisoned(trace, node, deposits, passes)
    run = _run(passes, deposits[-1])
    parts = [part.value for each in deposits for part in each.parts]
    if deposits[0].before is not None:
        parts.append(deposits[0].before)
    if parts and all(map(is_zero, parts)):
        hops = origins(node, run, is_zero, all)
        steps = _steps((each.step for each in hops), [deposits[-1].step])
        return Reason("zero", node, steps, hops[0].step, hops=hops)
    starts = [part for root in run.roots for part in run.parts[root]]
    seeds = [part.value for part in starts if part.node is None]
    if parts and 0 < max(map(largest, parts)) < _TINY <= max(map(largest, seeds)):
        hops = way_to(node, run)
        if hops:
            return _shrunk(node, deposits[-1], run, hops)
    return _summed(trace, node, deposits, passes)


def _summed(
    trace: Trace, node: int, deposits: Sequence[Deposit], passes: Sequence[Pass]
) -> Reason:
    steps = [each.step for each in deposits]
    if len(deposits) == 1:
        steps += [part.step for part in deposits[0].parts]
    last, failure = passes[-1], None
    if node not in last.ran and _reaches(last, node, ways_of(trace)):
        failure = last.failure
    steps += [failure] if failure else []
    return Reason("number", node, _steps(steps), failure=failure)


def _shrunk(node: int, deposit: Deposit, run: Pass, hops: tuple[Hop, ...]) -> Reason:
    worst = min(hops, key=lambda hop: hop.factor)
    steps = _steps([run.seed, deposit.step], (each.step for each in hops))
    return Reason("tiny", node, steps, worst.step, hops=hops)


def _poisoned(
    trace: Trace, node: int, deposits: Sequence[Deposit], passes: Sequence[Pass]
) -> Reason:
    """Back to the first number that was nan or infinite, forward or backward."""
    kind: Kind = "nan" if has_nan(deposits[-1].after) else "inf"
    first = next(each for each in deposits if not is_finite(each.after))
    run = _run(passes, first)
    if is_finite(first.arrived):
        hop = Hop(first.step, node, first.before, first.after)
        return Reason(kind, node, (first.step,), first.step, hops=(hop,))
    hops = origins(node, run, is_poisoned, any)
    if kind == "nan" and not has_nan(hops[0].after):
        hops = (*hops[:1], *origins(node, run, has_nan, any)[:1])
    steps = _steps((each.step for each in hops), [first.step])
    reason = Reason(kind, node, steps, hops[0].step, hops=hops)
    return _from_forward(trace, reason)


def _from_forward(trace: Trace, reason: Reason) -> Reason:
    """If a value was nan or inf before the gradient was: where that came from."""
    hop = reason.hops[0]
    step = trace.steps[hop.step - 1]
    runs, _ = trace.graph.output(hop.to)
    if not isinstance(step, Backward) or step.node == runs:
        return reason
    values, node = fold(trace, hop.step).values, step.node
    while bad := [
        each.node
        for each in trace.graph.nodes[node].inputs
        if each.node is not None and not is_finite(values.get(each.node))
    ]:
        node = bad[0]
    if is_finite(values.get(node)):
        return reason
    made = _first_poisoned(trace, node)
    at = made[0] if made else reason.at
    return replace(reason, steps=_steps(made, reason.steps), at=at, source=node)


def _first_poisoned(trace: Trace, node: int) -> tuple[int, ...]:
    """The step that made or wrote a nan or inf; none if it was given."""
    found = (
        k for k, step in enumerate(trace.steps, 1) if not is_finite(_put(step, node))
    )
    return tuple(found)[:1]


def _put(step: Step, node: int) -> Value | None:
    """What a step made of the numbers of a node; None if nothing."""
    match step:
        case Forward(value=value) if node in (step.node, step.writes):
            return value
        case Update(each, after=value) if each == node:
            return value
        case Forward(shared=values) | Update(shared=values) | Skipped(values=values):
            return dict(values).get(node)
    return None


def _run(passes: Sequence[Pass], deposit: Deposit) -> Pass:
    return [each for each in passes if each.seed < deposit.step][-1]


def _made(trace: Trace, nodes: Iterable[int]) -> tuple[int, ...]:
    """The forward steps of some nodes."""
    wanted = set(nodes)
    return tuple(
        k
        for k, step in enumerate(trace.steps, 1)
        if isinstance(step, Forward) and step.node in wanted
    )


def _steps(*groups: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({k for group in groups for k in group}))
