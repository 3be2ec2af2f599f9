"""Findings on the way back from the loss: where it is cut, and where it goes too far.

Next: ``names``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoviz.records.diagnose import Reason, diagnose
from autoviz.records.findings.finding import Finding, Story
from autoviz.records.graph import GraphNode
from autoviz.records.naming import is_same_code, listed
from autoviz.records.passes import Pass
from autoviz.records.reasons import remedy, stopped, stopped_at
from autoviz.records.steps import Backward, Cut, Forward, Seed, Step
from autoviz.records.trail import bridge_between, unrecorded

__all__ = ["look_at_ways"]


def island(story: Story) -> Iterator[Finding]:
    """``backward()`` was called on a leaf that stands for a loss."""
    for each in _islands(story):
        root = each.roots[0]
        name = story.name(root)
        others = [e.id for e in story.leaves if e.id != root and e.names]
        reached = f" to {listed([*map(story.name, others)])}" if others else ""
        sentence = (
            f"backward() began at {name}, which is a leaf: no way leads back from "
            f"it{reached}"
        )
        tries = ["leave out requires_grad = True: what is computed has it by itself"]
        cuts = unrecorded(story.trace, root) or _taken(story, each)
        if cuts:
            sentence += f"; it is cut at {stopped_at(story.trace, cuts[-1])}"
            tries.append(remedy(story.trace.steps[cuts[-1] - 1]))
        yield Finding("island", each.seed, root, sentence, tuple(reversed(tries)))
        return


def _islands(story: Story) -> Iterator[Pass]:
    """Passes from a leaf that was computed, or made of a number of another tensor."""
    for each in story.passes:
        (root, *more) = each.roots
        node = story.nodes[root]
        if not more and node.kind == "leaf" and (node.inputs or _taken(story, each)):
            yield each


def _taken(story: Story, run: Pass) -> tuple[int, ...]:
    """The steps that took a number out of a tensor, before a leaf of one was made."""
    if story.nodes[run.roots[0]].shape:
        return ()
    steps = enumerate(story.trace.steps[: run.seed - 1], 1)
    return tuple(k for k, step in steps if isinstance(step, Cut))


def unreached(story: Story) -> Iterator[Finding]:
    """Leaves that were used, and got nothing from any backward.

    ``grad()`` and ``backward(inputs=…)`` give to those that were asked for alone.
    """
    done = [each for each in story.passes if _is_for_all(story, each)]
    if story.has_failed or not done or any(_islands(story)):
        return
    asked = {node for each in story.passes if each not in done for node in each.parts}
    asked |= {node for _, step in story.skips for node, _ in step.grads}
    cuts: dict[str, list[Reason]] = {}
    forgotten: list[int] = []
    for leaf in story.leaves:
        if leaf.id in story.deposits or leaf.id in asked or leaf.grad is not None:
            continue
        reason = diagnose(story.trace, leaf.id)
        step = story.trace.steps[reason.at - 1] if reason.at else None
        if reason.kind == "cut" and _is_frozen(story, leaf.id, step):
            continue
        if reason.at and (reason.kind == "cut" or isinstance(step, Cut)):
            cuts.setdefault("" if step is None else stopped(step), []).append(reason)
        elif reason.kind == "not used" and _is_forgotten(story, leaf, done):
            forgotten.append(leaf.id)
    yield from (_cut(story, reasons) for reasons in cuts.values())
    if forgotten:
        yield _forgotten(story, forgotten, done[-1])


def _is_for_all(story: Story, run: Pass) -> bool:
    """Whether it went to every leaf it could, and did not fail."""
    source = story.trace.steps[run.seed - 1].source
    some = source is not None and "inputs" in source.expression
    return run.failure is None and not some and bool(run.ran.keys() & story.deposits)


def _is_frozen(story: Story, leaf: int, step: Step | None) -> bool:
    """Whether it did not require grad when it was used, and never has since."""
    if not isinstance(step, Forward) or leaf in story.ways.takers:
        return False
    return step.tracked or step.reason == "no input requires grad"


def _cut(story: Story, reasons: Sequence[Reason]) -> Finding:
    """Of leaves that are cut off for one and the same reason."""
    reasons = sorted(reasons, key=lambda each: each.at or 0)
    at, first = reasons[0].at or 0, reasons[0].node
    step = story.trace.steps[at - 1]
    every = listed([story.name(each.node) for each in reasons])
    if isinstance(step, Backward):
        sentence = f"no gradient came to {every}: {story.at(at)} sent None"
        give = "return a gradient for it from backward()"
        return Finding("cut", at, first, sentence, (give,))
    where = stopped_at(story.trace, at, first)
    sentence = f"no gradient came to {every}: the way back is cut at {where}"
    verb, them = ("is", "it") if len(reasons) == 1 else ("are", "them")
    keep = f"if {every} {verb} to stay so, say it: requires_grad = False for {them}"
    return Finding("cut", at, first, sentence, (remedy(step), keep))


def _is_forgotten(story: Story, leaf: GraphNode, done: Sequence[Pass]) -> bool:
    """Whether it was there, with a name, when its neighbours were used."""
    if not leaf.names:
        return False
    module, dot, _ = leaf.names[0].partition(".")
    if dot:  # another part of the same model got something
        return any(
            (*story.nodes[each].names, "")[0].startswith(f"{module}.")
            for each in story.deposits
        )
    first = min(min(each.roots) for each in done)
    return leaf.source is not None and leaf.id < first


def _forgotten(story: Story, leaves: Sequence[int], run: Pass) -> Finding:
    root = story.name(run.roots[0])
    every = listed([story.name(each) for each in leaves])
    sentence = f"no gradient came to {every}: {root} was not made from "
    sentence += "it" if len(leaves) == 1 else "them"
    uses = [use for each in leaves for use in story.ways.uses.get(each, ())]
    used = [story.name(each) for each in dict.fromkeys(uses)]
    verb = "were" if len(used or leaves) > 1 else "was"
    tries = (f"see whether {listed(used) or every} {verb} to be part of {root}",)
    return Finding("not reached", run.seed, leaves[0], sentence, tries)


# too far, or for nothing


def retained(story: Story) -> Iterator[Finding]:
    """``retain_graph=True`` round after round, and no graph is gone through again."""
    for one, other in zip(story.passes, story.passes[1:], strict=False):
        step = story.trace.steps[one.seed - 1]
        text = step.source.expression if isinstance(step, Seed) and step.source else ""
        same = is_same_code(story.trace.graph, one.roots[0], other.roots[0])
        if "retain_graph" not in text or not same or one.roots == other.roots:
            continue
        if not story.is_whole(one.seed, len(story.trace.steps)):
            continue
        later = {e for each in story.passes if each.seed > one.seed for e in each.ran}
        ops = {e for e in one.ran if story.nodes[e].kind == "op"}
        if not ops or ops & later:
            continue
        root = story.name(one.roots[0])
        sentence = (
            f"retain_graph=True keeps what the graph of {root} had saved, and nothing "
            "went through that graph again"
        )
        yield Finding("retained", one.seed, one.roots[0], sentence, ("leave it out",))
        return


def carried(story: Story) -> Iterator[Finding]:
    """Each round goes back through all the rounds before it."""
    graph = story.trace.graph
    for one, other in zip(story.passes, story.passes[1:], strict=False):
        old, new = one.roots[0], other.roots[0]
        if old == new or not is_same_code(graph, old, new):
            continue
        if not story.is_whole(one.seed, other.seed):
            continue
        bridge = bridge_between(
            graph, one.ran.keys() & other.ran.keys(), other.ran.keys() - one.ran.keys()
        )
        if bridge is None:
            continue
        name, code = story.name(bridge), story.code(bridge)
        sentence = (
            f"this backward() went on through {name} into the round before, and so "
            "does each: it takes longer every time"
        )
        tries = (f"cut it off at the start of each round: {code} = {code}.detach()",)
        yield Finding("carried", other.ran[bridge], bridge, sentence, tries)
        return


def look_at_ways(story: Story) -> Iterator[Finding]:
    """All there is to find on the way back."""
    yield from island(story)
    yield from unreached(story)
    yield from retained(story)
    yield from carried(story)
