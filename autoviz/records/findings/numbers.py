"""Findings on the numbers: nan and inf, gradients that are 0, tiny or huge.

The one idea: one zero or one small number is nothing to speak of. Told is what holds
for a whole leaf, every time, and has a cause on the way: a gate that is shut, or many
steps that all shrink.

Next: ``losses``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoviz.records.diagnose import Reason, diagnose
from autoviz.records.findings.finding import Finding, Kind, Story
from autoviz.records.naming import listed
from autoviz.records.steps import Backward, Forward
from autoviz.records.trail import (
    Hop,
    has_nan,
    is_finite,
    is_zero,
    largest,
    origins,
    way_to,
)

__all__ = ["look_at_numbers"]

_TINY, _HUGE = 1e-6, 1e6
_SHRINKS, _GROWS = 0.6, 1.4
_MANY = 5
_OVERFLOWS = 1e18

_STEPS = {"ceil", "floor", "round", "sign", "trunc"}
_GATES = _STEPS | {
    "clamp",
    "clamp_max",
    "clamp_min",
    "elu",
    "gelu",
    "hardsigmoid",
    "hardswish",
    "hardtanh",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "softplus",
    "tanh",
    "threshold",
}
"""Operations that let a gradient through, or nothing of it."""


def not_finite(story: Story) -> Iterator[Finding]:
    """Gradients that became nan or infinite, told where it began."""
    begun: dict[tuple[Kind, int], tuple[Reason, list[int]]] = {}
    for leaf, deposits in story.deposits.items():
        if is_finite(deposits[-1][1].after):
            continue
        reason = diagnose(story.trace, leaf)
        if reason.at is not None:
            kind: Kind = "nan" if reason.kind == "nan" else "inf"
            told = begun.setdefault((kind, reason.at), (reason, []))
            told[1].append(leaf)
    for (kind, at), (reason, leaves) in begun.items():
        grads = listed([story.grad(each) for each in leaves])
        holds = "hold" if len(leaves) > 1 else "holds"
        sentence = f"{grads} {holds} {kind}; it began in {story.at(at)}"
        tries = _remedies(story, kind, reason.hops[0], at)
        yield Finding(kind, at, leaves[0], sentence, tries)


def _remedies(story: Story, kind: Kind, hop: Hop, at: int) -> tuple[str, ...]:
    if isinstance(story.trace.steps[at - 1], Forward):
        return ("see what this was computed from: log(0), 0/0, a large exp()",)
    if kind == "inf" and largest(hop.before) > _OVERFLOWS:
        return ("fewer or smaller factors: other weights, or the numbers scaled",)
    away = "keep the numbers away from where the slope is infinite: clamp() them"
    safe = "give where() a safe number before, not only after"
    return (away, safe) if kind == "nan" else (away,)


def nan_result(story: Story) -> Iterator[Finding]:
    """What was computed at the end is nan, and no gradient has told of it yet."""
    if any(not is_finite(each[-1][1].after) for each in story.deposits.values()):
        return
    roots = {root for each in story.passes for root in each.roots}
    ends = roots or {e.id for e in story.nodes if e.id not in story.ways.uses}
    value = {
        step.node: (k, step.value)
        for k, step in enumerate(story.trace.steps, 1)
        if isinstance(step, Forward) and step.tracked
    }
    for end in sorted(ends & value.keys()):
        at = end
        if not has_nan(value[at][1]):
            continue
        while bad := [
            each.node
            for each in story.nodes[at].inputs
            if each.node in value and has_nan(value[each.node][1])
        ]:
            at = bad[0]
        k = value[at][0]
        sentence = f"{story.name(end)} is nan; it began in {story.at(k)}"
        tries = ("see what this was computed from: log of a negative number, 0/0",)
        yield Finding("nan", k, at, sentence, tries)
        return


def zero(story: Story) -> Iterator[Finding]:
    """All that ever came to a leaf is 0, because of a gate."""
    shut: dict[int, list[int]] = {}
    for leaf, deposits in story.deposits.items():
        if all(is_zero(step.arrived) for _, step in deposits):
            run = story.pass_at(deposits[0][0])
            hops = origins(leaf, run, is_zero, all)
            gates = [hop for hop in hops if _is_gate(story, hop)]
            if gates and len(gates) == len(hops):
                shut.setdefault(gates[0].step, []).append(leaf)
    for at, leaves in shut.items():
        op = story.nodes[getattr(story.trace.steps[at - 1], "node", 0)].op or ""
        grads = listed([story.grad(each) for each in leaves])
        verb = "are" if len(leaves) > 1 else "is"
        always = "always 0" if len(story.passes) > 1 else "0"
        why = f"{story.at(at)} lets nothing through at these numbers"
        if op in _STEPS:
            why = f"{op}() is flat everywhere"
        sentence = f"{grads} {verb} {always}: {why}"
        yield Finding("zero", at, leaves[0], sentence, _ways_round(op))


def _ways_round(op: str) -> tuple[str, ...]:
    if op in _STEPS:
        return (f"leave {op}() out of what is learned through",)
    if op in ("sigmoid", "tanh"):
        return ("keep what goes in near 0: smaller weights, normalised input",)
    if op == "relu":
        return "leaky_relu() for relu()", "smaller weights, or a smaller learning rate"
    return ("keep what goes in where the slope is not 0",)


def _is_gate(story: Story, hop: Hop) -> bool:
    step = story.trace.steps[hop.step - 1]
    return isinstance(step, Backward) and story.nodes[step.node].op in _GATES


def vanishing(story: Story) -> Iterator[Finding]:
    """Many steps made it smaller and smaller."""
    yield from _by_depth(story, "vanishing")


def exploding(story: Story) -> Iterator[Finding]:
    """Many steps made it larger and larger."""
    yield from _by_depth(story, "exploding")


def _by_depth(story: Story, kind: Kind) -> Iterator[Finding]:
    far: list[tuple[float, int, tuple[Hop, ...]]] = []
    for leaf, deposits in story.deposits.items():
        sizes = [largest(step.arrived) for _, step in deposits]
        is_small = all(0 < each < _TINY for each in sizes)
        finite = all(is_finite(step.arrived) for _, step in deposits)
        if is_small if kind == "vanishing" else finite and min(sizes) > _HUGE:
            hops = way_to(leaf, story.pass_at(deposits[0][0]))
            if _is_gradual(hops, kind):
                far.append((sizes[0], leaf, hops))
    if not far:
        return
    pick = min if kind == "vanishing" else max
    size, leaf, hops = pick(far)
    others = [story.grad(each) for _, each, _ in far if each != leaf]
    mean = (size / (largest(hops[0].before) or 1.0)) ** (1 / len(hops))
    sentence = (
        f"the gradient {'shrank' if pick is min else 'grew'} to {size:.2g} on its way "
        f"to {story.name(leaf)}: each of the {len(hops)} steps multiplied it by "
        f"{mean:.2g} on average"
    )
    if others:
        sentence += f"; so it is with {listed(others)}"
    other = "smaller weights, or clip the gradients"
    if kind == "vanishing":
        other = "relu() in place of sigmoid() or tanh()"
    tries = ("fewer steps, or ways around them: h = h + f(h)", other)
    worst = pick(hops, key=lambda hop: hop.factor)
    yield Finding(kind, worst.step, leaf, sentence, tries)


def _is_gradual(hops: Sequence[Hop], kind: Kind) -> bool:
    """Whether many steps did it, and no single one."""
    factors = [hop.factor for hop in hops]
    if kind == "vanishing":
        moved = [each for each in factors if 0 < each < _SHRINKS]
        return len(moved) >= _MANY and all(each > _TINY for each in moved)
    moved = [each for each in factors if each > _GROWS]
    return len(moved) >= _MANY and all(each < _HUGE for each in moved)


def look_at_numbers(story: Story) -> Iterator[Finding]:
    """All there is to find on the numbers."""
    yield from not_finite(story)
    yield from nan_result(story)
    yield from zero(story)
    yield from vanishing(story)
    yield from exploding(story)
