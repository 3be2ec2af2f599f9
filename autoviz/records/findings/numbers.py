"""Findings on the numbers: nan and inf, gradients that are 0, tiny or huge.

The one idea: one zero or one small number is nothing to speak of. Told is what holds
for a whole leaf, every time, and has a cause on the way: a gate that is shut, or many
steps that all shrink.

Next: ``losses``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from autoviz.records.diagnose import diagnose
from autoviz.records.findings.finding import Finding, Story, listed
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

__all__ = ["LOOKERS"]

_TINY, _HUGE = 1e-6, 1e6
_SHRINKS, _GROWS = 0.6, 1.4
_MANY = 5

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
    begun: dict[tuple[str, int], list[int]] = {}
    for leaf, deposits in story.deposits.items():
        if is_finite(deposits[-1][1].after):
            continue
        reason = diagnose(story.trace, leaf)
        if reason.at is not None:
            begun.setdefault((reason.kind, reason.at), []).append(leaf)
    for (kind, at), leaves in begun.items():
        grads = listed([story.grad(each) for each in leaves])
        holds = "hold" if len(leaves) > 1 else "holds"
        sentence = f"{grads} {holds} {kind}; it began in {story.at(at)}"
        tries = (
            "keep the numbers away from where the slope is infinite: clamp() them",
        )
        if isinstance(story.trace.steps[at - 1], Forward):
            tries = ("see what this was computed from: log(0), 0/0, a large exp()",)
        elif kind == "nan":
            tries = (*tries, "give where() a safe number before, not only after")
        yield Finding(kind, at, leaves[0], sentence, tries)


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
        node = story.nodes[getattr(story.trace.steps[at - 1], "node", 0)]
        grads = listed([story.grad(each) for each in leaves])
        always = "always 0" if len(story.passes) > 1 else "0"
        verb = "are" if len(leaves) > 1 else "is"
        sentence = (
            f"{grads} {verb} {always}: {story.at(at)} lets nothing through at these "
            "numbers"
        )
        tries = ("smaller weights or another learning rate", "leaky_relu() for relu()")
        if node.op in _STEPS:
            sentence = f"{grads} {verb} {always}: {node.op}() is flat everywhere"
            tries = (f"leave {node.op}() out of what is learned through",)
        elif node.op in ("sigmoid", "tanh"):
            tries = ("keep what goes in near 0: smaller weights, normalised input",)
        yield Finding("zero", at, leaves[0], sentence, tries)


def _is_gate(story: Story, hop: Hop) -> bool:
    step = story.trace.steps[hop.step - 1]
    return isinstance(step, Backward) and story.nodes[step.node].op in _GATES


def vanishing(story: Story) -> Iterator[Finding]:
    """Many steps made it smaller and smaller."""
    yield from _by_depth(story, "vanishing")


def exploding(story: Story) -> Iterator[Finding]:
    """Many steps made it larger and larger."""
    yield from _by_depth(story, "exploding")


def _by_depth(story: Story, kind: str) -> Iterator[Finding]:
    far: list[tuple[float, int, Sequence[Hop]]] = []
    for leaf, deposits in story.deposits.items():
        sizes = [largest(step.arrived) for _, step in deposits]
        small = all(0 < each < _TINY for each in sizes)
        large = all(is_finite(s.arrived) for _, s in deposits) and min(sizes) > _HUGE
        if not (small if kind == "vanishing" else large):
            continue
        hops = way_to(leaf, story.pass_at(deposits[0][0]))
        if _is_gradual(hops, kind):
            far.append((sizes[0], leaf, hops))
    if not far:
        return
    size, leaf, hops = min(far) if kind == "vanishing" else max(far)
    others = [story.grad(each) for _, each, _ in far if each != leaf]
    verb = "shrank" if kind == "vanishing" else "grew"
    worst = (min if kind == "vanishing" else max)(hops, key=lambda hop: hop.factor)
    mean = (size / (largest(hops[0].before) or 1.0)) ** (1 / len(hops))
    sentence = (
        f"on its way to {story.name(leaf)} the gradient {verb} over {len(hops)} steps "
        f"to {size:.2g}, each multiplied it by {mean:.2g} on average"
    )
    if others:
        sentence += f"; not much else came to {listed(others)}"
    other = "smaller weights, or clip the gradients"
    if kind == "vanishing":
        other = "relu() in place of sigmoid() or tanh()"
    tries = ("fewer steps, or ways around them: h = h + f(h)", other)
    yield Finding(kind, worst.step, leaf, sentence, tries)


def _is_gradual(hops: Sequence[Hop], kind: str) -> bool:
    """Whether many steps did it, and no single one."""
    factors = [hop.factor for hop in hops]
    if kind == "vanishing":
        moved = [each for each in factors if 0 < each < _SHRINKS]
        return len(moved) >= _MANY and all(each > _TINY for each in moved)
    moved = [each for each in factors if each > _GROWS]
    return len(moved) >= _MANY and all(each < _HUGE for each in moved)


LOOKERS: tuple[Callable[[Story], Iterator[Finding]], ...] = (
    not_finite,
    nan_result,
    zero,
    vanishing,
    exploding,
)
