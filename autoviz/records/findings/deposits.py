"""Findings on ``.grad``: what is put in, taken out, used, and changed by hooks.

The one idea: the life of a ``.grad`` is a row of events. In a training loop it is
emptied, filled, used, emptied again; any other order is worth a word, unless it is how
gradients are added up on purpose: filled several times, then used.

Next: ``ways``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple

from autoviz.records.findings.finding import Finding, Story
from autoviz.records.naming import is_same_code, listed
from autoviz.records.passes import reach
from autoviz.records.steps import (
    Accumulate,
    Cut,
    Forward,
    GradSet,
    Hook,
    Skipped,
    Update,
)
from autoviz.records.trail import is_finite, is_zero, largest
from autoviz.records.value import Value

__all__ = ["look_at_deposits"]

_FELT = 1e-6

Kind = Literal["put", "emptied", "used", "read", "skipped"]


class _Event(NamedTuple):
    """``put``: backward added to it; ``used``: an update of the leaf; ``read``.

    ``skipped``: nobody knows, it was not recorded.
    """

    k: int
    kind: Kind


def _lives(story: Story) -> Mapping[int, Sequence[_Event]]:
    """What happened to the ``.grad`` of each leaf, in order."""
    lives: dict[int, list[_Event]] = {each.id: [] for each in story.leaves}
    owners = {f"{name}.grad": e.id for e in story.leaves for name in e.names[:1]}
    for k, step in enumerate(story.trace.steps, 1):
        for node, kind in _touched(story, step, owners):
            if node in lives:
                lives[node].append(_Event(k, kind))
    return lives


def _touched(
    story: Story, step: object, owners: Mapping[str, int]
) -> Iterator[tuple[int, Kind]]:
    match step:
        case Skipped():
            yield from ((each.id, "skipped") for each in story.leaves)
        case Accumulate(node):
            yield node, "put"
        case GradSet(node):
            yield node, "emptied"
        case Update(node):
            yield node, "used"
        case Cut(node):
            for name in story.nodes[node].names:
                if name in owners:
                    yield owners[name], "read"
        case Forward(node, value, tracked):
            yield from _read(story, node, owners)
            for changed in () if tracked else step.changes:
                owner = _owner(story, changed, owners)
                if owner is None:
                    yield changed, "used"
                elif is_zero(value):
                    yield owner, "emptied"


def _read(
    story: Story, node: int, owners: Mapping[str, int]
) -> Iterator[tuple[int, Literal["read"]]]:
    """The leaves whose ``.grad`` a node was computed from."""
    for each in story.nodes[node].inputs:
        owner = None if each.node is None else _owner(story, each.node, owners)
        if owner is not None:
            yield owner, "read"


def _owner(story: Story, node: int, owners: Mapping[str, int]) -> int | None:
    """The leaf whose ``.grad`` a tensor is."""
    found = (owners.get(name) for name in story.nodes[node].names)
    return next((each for each in found if each is not None), None)


# filled, used, and filled again


def not_emptied(story: Story) -> Iterator[Finding]:
    """A ``.grad`` that an update has used got more on top, and was used again."""
    found = [(*each, leaf) for leaf, life in _lives(story).items()
             for each in _on_top(story, life)]  # fmt: skip
    if not found:
        return
    k, used, leaf = min(found)
    others = [each for _, _, each in sorted(found) if each != leaf]
    step = story.trace.steps[used - 1]
    by = f"{step.by} in step {used}" if isinstance(step, Update) else story.at(used)
    sentence = (
        f"backward() added to what was in {story.grad(leaf)}, which {by} had used "
        f"already: nothing emptied it in between{_and_of(story, others)}"
    )
    by_hand = f"{story.code(leaf)}.grad = None after each update"
    optimizer = "optimizer.zero_grad() before each backward()"
    tries = (optimizer,) if isinstance(step, Update) else (by_hand,)
    yield Finding("not emptied", k, leaf, sentence, tries)


def _on_top(story: Story, life: Sequence[_Event]) -> Iterator[tuple[int, int]]:
    """The first such put, and the update before it."""
    used = put = None
    for event in life:
        if event.kind in ("emptied", "skipped") or _is_fresh(story, event):
            used = put = None
        elif event.kind == "put" and used is not None:
            put = put or event.k
        elif event.kind == "used" and put is not None and used is not None:
            yield put, used
            return
        elif event.kind == "used":
            used = event.k


def added_up(story: Story) -> Iterator[Finding]:
    """The same was done twice, and ``.grad`` has it twice."""
    found: list[tuple[int, int]] = []
    for leaf, life in _lives(story).items():
        puts = [event.k for event in life if event.kind == "put"]
        if any(each.kind == "used" and each.k > puts[0] for each in life if puts):
            continue
        for before, k in zip((None, *puts), puts, strict=False):
            is_told = not is_finite(_accumulate(story, k).before)  # by ``numbers``
            if is_told or _is_fresh(story, _Event(k, "put")):
                continue
            if not story.is_whole(before or 0, k):
                continue
            if before is None or _is_again(story, before, k):
                found.append((k, leaf))
                break
    if not found:
        return
    k, leaf = min(found)
    others = [each for _, each in sorted(found) if each != leaf]
    step = _accumulate(story, k)
    sums = _sum(step.before, step.arrived, step.after)
    sentence = (
        f"backward() adds to what is in {story.grad(leaf)}, it does not replace it"
        f"{sums}{_and_of(story, others)}"
    )
    empty = f"{story.code(leaf)}.grad = None before backward(), if it is to start anew"
    yield Finding("added up", k, leaf, sentence, (empty,))


def _is_again(story: Story, before: int, k: int) -> bool:
    """Whether two backwards began at the same thing, by the learner's code."""
    one, other = story.pass_at(before).roots[0], story.pass_at(k).roots[0]
    return one == other or is_same_code(story.trace.graph, one, other)


def _is_fresh(story: Story, event: _Event) -> bool:
    """Whether backward found nothing in the ``.grad``, or zeros."""
    if event.kind != "put":
        return False
    before = _accumulate(story, event.k).before
    return before is None or is_zero(before)


def _accumulate(story: Story, k: int) -> Accumulate:
    step = story.trace.steps[k - 1]
    assert isinstance(step, Accumulate)
    return step


def _sum(before: Value | None, arrived: Value, after: Value) -> str:
    numbers = [each.item() for each in (before, arrived, after) if each is not None]
    if len(numbers) < 3 or None in numbers:
        return ""
    one, other, total = (f"{each or 0:.4g}" for each in numbers)
    return f": {one} + {f'({other})' if other.startswith('-') else other} = {total}"


# emptied, or never used


def emptied_unused(story: Story) -> Iterator[Finding]:
    """An update found the ``.grad`` empty, or round after round nobody looked at it."""
    for leaf, life in _lives(story).items():
        rows = list(zip(life, life[1:], (*life[2:], None), strict=False))
        for put, emptied, after in rows:
            if (put.kind, emptied.kind) != ("put", "emptied"):
                continue
            used = _in_vain(story, leaf, emptied.k, life)
            again = after is not None and after.kind == "put"
            loop = again and _is_thrown_away(story, life, emptied.k)
            if used is None and not loop:
                continue
            sentence = (
                f"{story.grad(leaf)} was emptied in step {emptied.k}, before anything "
                "used what backward() had put there"
            )
            if used is not None:
                sentence += f": the update in step {used} changed nothing"
            tries = ("empty it after the update, or at the start of a round",)
            yield Finding("emptied unused", emptied.k, leaf, sentence, tries)
            return


def _in_vain(
    story: Story, leaf: int, emptied: int, life: Sequence[_Event]
) -> int | None:
    """An update after it that left the leaf as it was."""
    later = [each for each in life if each.k > emptied and each.kind != "read"]
    if not later or later[0].kind != "used":
        return None
    k = later[0].k
    before = story.history.at(k - 1).values.get(leaf)
    return k if before == story.history.at(k).values.get(leaf) else None


def _is_thrown_away(story: Story, life: Sequence[_Event], emptied: int) -> bool:
    """In a loop with ``zero_grad()``, where nothing is ever updated or looked at."""
    step = story.trace.steps[emptied - 1]
    if not isinstance(step, GradSet) or step.by != "zero_grad()" or story.updates:
        return False
    puts = [each.k for each in life if each.kind == "put"]
    others = {each.kind for each in life} - {"put", "emptied"}
    return not others and len(puts) > 1 and _is_again(story, puts[0], puts[1])


def not_updated(story: Story) -> Iterator[Finding]:
    """An optimizer changed its neighbours, and not this one."""
    if story.has_failed:
        return
    changed = {step.node for _, step in story.updates}
    left: list[tuple[int, int, str]] = []
    for leaf, deposits in story.deposits.items():
        if leaf in changed or not story.nodes[leaf].names or leaf in story.written:
            continue
        since = [(k, step) for k, step in story.updates if k > deposits[0][0]]
        for k, step in since:
            same = _module(story, step.node) == _module(story, leaf)
            if same and _is_felt(story, leaf, k, step):
                left.append((k, leaf, step.by))
                break
    if left:
        k, leaf, by = min(left)
        others = [each for _, each, _ in sorted(left) if each != leaf]
        every = listed([story.name(each) for each in (leaf, *others)])
        sentence = f"{by} did not change {every}, though backward() came there"
        tries = ("give it to the optimizer: what it holds is decided when it is made",)
        yield Finding("not updated", k, leaf, sentence, tries)


def _module(story: Story, leaf: int) -> str:
    """``model`` for ``model.0.weight``, nothing for a plain variable."""
    name = (*story.nodes[leaf].names, "")[0]
    return name.partition(".")[0] if "." in name else ""


def _is_felt(story: Story, leaf: int, k: int, neighbour: Update) -> bool:
    """Whether its gradient is large enough to change its numbers."""
    before = story.history.at(k - 1)
    rate = dict(neighbour.arguments).get("lr", "")
    change = largest(before.grads.get(leaf))
    with suppress(ValueError):
        change *= float(rate)
    return change > _FELT * largest(before.values.get(leaf))


# changed on the way


def hooked(story: Story) -> Iterator[Finding]:
    """A hook put something else in the place of a gradient."""
    told: set[tuple[int, str]] = set()
    for k, step in enumerate(story.trace.steps, 1):
        if isinstance(step, Hook) and (step.node, step.name) not in told:
            told.add((step.node, step.name))
            yield _hook(story, k, step)


def _hook(story: Story, k: int, step: Hook) -> Finding:
    hook = f"the hook {step.name}" if step.name.isidentifier() else "a hook"
    what = "arrived at" if step.where == "arrived" else "went on from"
    before, after = (next(iter(each), None) for each in (step.before, step.after))
    numbers = [None if each is None else each.item() for each in (before, after)]
    change = ""
    if None not in numbers:
        change = f", from {numbers[0]:.4g} to {numbers[1]:.4g}"
    reached = [
        story.grad(each.id)
        for each in story.leaves
        if each.names and each.id in reach(step.node, story.ways.senders)
    ]
    so = f": what {listed(reached)} got is not the derivative" if reached else ""
    sentence = f"{hook} changed what {what} {story.name(step.node)}{change}{so}"
    remove = "remove it, if that is not meant: register_hook() gives a handle for it"
    return Finding("hook", k, step.node, sentence, (remove,))


def _and_of(story: Story, others: Sequence[int]) -> str:
    if not others:
        return ""
    return f"; so it is with {listed([story.name(each) for each in others])}"


def look_at_deposits(story: Story) -> Iterator[Finding]:
    """All there is to find on ``.grad``."""
    yield from not_emptied(story)
    yield from added_up(story)
    yield from emptied_unused(story)
    yield from not_updated(story)
    yield from hooked(story)
