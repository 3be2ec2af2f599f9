"""Wrong numbers, and the belief behind each: worked out from the run.

A learner who types one of these numbers did not slip anywhere: 6 for ``x*x + x`` at 3
is right for somebody who sees one path. So the answer is told by the name of what was
missed. ``at`` is the position of the entry that is asked for, 0 of a single number.

Next: ``next``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from autoviz.picture.label import grad_name
from autoviz.picture.notation.flow import Flow
from autoviz.picture.notation.numbers import short
from autoviz.picture.phrases import operand
from autoviz.picture.update import learning_rate
from autoviz.picture.words import Span, Spans
from autoviz.player.questions.asked import Moment, Slip, is_close
from autoviz.records import Accumulate, Seed, Update, Value
from autoviz.records.arrived import summands
from autoviz.records.passes import Part

__all__ = ["missed_paths", "of_deposit", "of_flow", "of_seed", "of_update"]

_MOST = 4
"""Of so many paths every selection is looked at; of more, only what each brings."""

_SHOWN = 12
"""Of more paths than this only some are looked at, added up and shown again."""


def of_seed(moment: Moment, step: Seed, at: int) -> Iterator[Slip]:
    """``backward()`` starts with 1, not with the loss."""
    root: Span = ("code", moment.called(step.node))
    value = _entry(moment.snapshot.values.get(step.node), at)
    if value is not None:
        says: Spans = (
            ("", f"{short(value)} is the value of "),
            root,
            ("", ". The gradient says how it changes with itself: 1 for 1"),
        )
        yield Slip(value, "value taken for gradient", says, moment.made([step.node]))
    nothing: Spans = ("", "from 0 nothing could go back: "), root, ("", " counts once")
    yield Slip(0.0, "nothing to start from", nothing)


# what one node sends


def of_flow(moment: Moment, moved: Sequence[Flow], at: int) -> Iterator[Slip]:
    """Slips about the first of the flows of a step."""
    flow = moved[0]
    sent = _entry(flow.sent, at) or 0.0
    if flow.family in ("sum", "expand") and flow.count > 1:
        yield from _mean_or_sum(flow, sent)
    yield from _factors(moment, flow, at)
    yield from _missed_in_arrived(moment, flow)
    yield from _confused(moment, moved, at)
    yield from _added_up(moment, flow, at, sent)
    yield from _value_taken(moment, flow.target, at)
    if flow.sent.item() is None and len(flow.sent.shape) == 2:
        yield from _transposed(flow, at)
    yield _sign(-sent)


def _factors(moment: Moment, flow: Flow, at: int) -> Iterator[Slip]:
    """The product of what arrived and the local derivative, with a half missing."""
    came = _steps_to(moment, flow.node.id)
    local = None if flow.local is None else _entry(flow.local, at)
    arrived = _entry(flow.arrived, at if flow.arrived.shape == flow.sent.shape else 0)
    if arrived is None or flow.family not in ("scale", None):
        return
    if local is None:
        says = f"{short(arrived)} is what arrived there; it does not go on unchanged"
        yield Slip(arrived, "left out the local derivative", (("", says),))
        return
    by, came_in = short(local), short(arrived)
    says = f"{by} is the local derivative; it is multiplied by the {came_in} that came"
    yield Slip(local, "forgot what arrived", (("", says),), came)
    says = f"{came_in} is what arrived; the local derivative {by} comes on top: × {by}"
    yield Slip(arrived, "left out the local derivative", (("", says),), (moment.k,))
    says = f"{came_in} and {operand(by)} are multiplied, not added"
    yield Slip(arrived + local, "added instead of multiplied", (("", says),))


def _mean_or_sum(flow: Flow, sent: float) -> Iterator[Slip]:
    """Each of n elements gets all of it, or the n-th part."""
    if "/ n" in flow.rule:
        says = f"a mean of {flow.count} gives each of them 1/{flow.count} of it"
        yield Slip(sent * flow.count, "mean taken for sum", (("", says),))
    else:
        says = f"a sum of {flow.count} gives each of them all of it"
        yield Slip(sent / flow.count, "sum taken for mean", (("", says),))


def _missed_in_arrived(moment: Moment, flow: Flow) -> Iterator[Slip]:
    """Only one of several paths that led to the node."""
    local = flow.local.item() if flow.local is not None else None
    parts = summands(moment.trace.graph, moment.snapshot, flow.node.id)
    if local is None or not flow.scalar or len(parts) < 2:
        return
    for each in parts:
        number = each.item() or 0
        says = (
            f"that is what becomes of {short(number)} alone; {_word(len(parts))} "
            "gradients came, and they are added up first"
        )
        came = _steps_to(moment, flow.node.id)
        yield Slip(number * local, "missed a path", (("", says),), came)


def _confused(moment: Moment, moved: Sequence[Flow], at: int) -> Iterator[Slip]:
    for other in moved[1:]:
        number = _entry(other.sent, at)
        if number is not None and other.target != moved[0].target:
            there: Span = ("code", other.to)
            says: Spans = ("", f"{short(number)} is what goes to "), there
            yield Slip(number, "mixed up the inputs", says, (moment.k,))


def _added_up(moment: Moment, flow: Flow, at: int, sent: float) -> Iterator[Slip]:
    """All that has come to the target by now, in place of this part."""
    waiting = moment.snapshot.before.arriving.get(flow.target)
    before = [_entry(each, at) for each in waiting.parts] if waiting else []
    known = [each for each in before if each is not None]
    if not known:
        return
    number = sum(known) + sent
    says: Spans = (
        ("", f"{short(number)} is all that has come to "),
        ("code", flow.to),
        ("", " by then; asked is what this step sends"),
    )
    yield Slip(number, "added up already", says, (moment.k,))


def _transposed(flow: Flow, at: int) -> Iterator[Slip]:
    rows, columns = flow.sent.shape
    if rows == columns and flow.sent.numbers is not None:
        row, column = divmod(at, columns)
        number = float(flow.sent.numbers[column * columns + row])
        says = f"{short(number)} stands at [{column}, {row}]: rows come first"
        yield Slip(number, "transposed", (("", says),))


# what is put into a .grad


def of_deposit(moment: Moment, step: Accumulate, at: int) -> Iterator[Slip]:
    """What a leaf's ``.grad`` becomes: a sum over paths, added to what it held."""
    slot: Span = ("code", grad_name(moment.called(step.node)))
    before = None if step.before is None else _entry(step.before, at)
    arrived = _entry(step.arrived, at)
    if before is not None and arrived is not None:
        held, came = short(before), short(arrived)
        says: Spans = (
            ("", f"{came} is what this backward() brings; "),
            slot,
            ("", f" held {held} and backward() adds to it: {held} + {operand(came)}"),
        )
        earlier = _deposits(moment, step.node)
        yield Slip(arrived, "replaced, not added", says, earlier)
        says = (slot, ("", f" held {held} before; backward() adds {came} to it"))
        yield Slip(before, "nothing was added", says, (moment.k,))
    parts = moment.run.parts.get(step.node, ()) if moment.run else ()
    yield from missed_paths(moment, step.node, parts, at, before or 0.0)
    yield from _value_taken(moment, step.node, at)
    yield Slip(0.0, "thought to be 0", (("", "a gradient arrived, and is kept"),))
    yield _sign(-(_entry(step.after, at) or 0.0))


def missed_paths(
    moment: Moment, node: int, parts: Sequence[Part], at: int, before: float = 0.0
) -> Iterator[Slip]:
    """``6 is what x*x sends; x reaches y by three paths: 3 + 3 + 1 = 7``."""
    brought = [_entry(each.value, at) for each in parts]
    known = [each for each in brought if each is not None]
    if len(parts) < 2 or len(known) < len(parts) or moment.run is None:
        return
    total = moment.run.arrived.get(node)
    if not is_close(sum(known), _entry(total, at) or 0.0):
        return  # a hook made something else of it
    roots = [moment.called(each) for each in moment.run.roots]
    whole = _sum(known)
    for chosen in _selections(parts):
        others = (each.step for i, each in enumerate(parts) if i not in chosen)
        missed = islice(others, _SHOWN)
        number = sum(known[i] for i in chosen)
        says: Spans = (
            ("", f"{_with(before, number)} is "),
            *_what(moment, parts, chosen),
            ("", "; "),
            ("code", moment.called(node)),
            ("", " reaches "),
            ("code", roots[0]),
            ("", f" by {_word(len(parts))} paths: {whole}"),
        )
        replay = tuple(dict.fromkeys(missed))
        yield Slip(before + number, "missed a path", says, replay)


def _with(before: float, number: float) -> str:
    """``9 is 6 + 3, and 3``: what ``.grad`` held is in the answer too."""
    if not before:
        return short(number)
    both = f"{short(before)} + {operand(short(number))}"
    return f"{short(before + number)} is {both}, and {short(number)}"


def _selections(parts: Sequence[Part]) -> Iterator[tuple[int, ...]]:
    """Which parts somebody may have seen: those of one node, one, all but some."""
    every = range(len(parts))
    groups: dict[int | None, list[int]] = defaultdict(list)
    for i in every:
        groups[parts[i].node].append(i)
    several = [each for each in groups.values() if 1 < len(each) < len(parts)]
    yield from map(tuple, several[:_SHOWN])
    if len(parts) > _MOST:
        yield from combinations(every[:_SHOWN], 1)
        return
    for size in range(1, len(parts)):
        yield from combinations(every, size)


def _what(moment: Moment, parts: Sequence[Part], chosen: tuple[int, ...]) -> Spans:
    if len(chosen) == 1:
        return (("", "one path"),)
    senders = {parts[i].node for i in chosen}
    (sender, *others) = senders
    if others or sender is None:
        return (("", f"{_word(len(chosen))} of the paths"),)
    return ("", "what "), ("code", moment.called(sender)), ("", " sends")


def _sum(known: Sequence[float]) -> str:
    first, *rest = map(short, known)
    terms = [first, *map(operand, rest)]
    if len(terms) > _SHOWN:
        terms[_SHOWN - 1 : -1] = ["…"]
    return f"{' + '.join(terms)} = {short(sum(known))}"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _word(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


# what an optimizer makes of it


def of_update(moment: Moment, step: Update, at: int) -> Iterator[Slip]:
    """``w − lr · w.grad``, with a piece wrong."""
    before, grad = _entry(step.before, at), _entry(step.grad, at)
    rate = learning_rate(step)
    if before is None or grad is None or rate is None:
        return
    w = moment.called(step.node)
    rule: Spans = (("code", f"{w} − lr · {grad_name(w)}"),)
    here = (moment.k,)
    says: Spans = ("", "the step goes down, against the gradient: "), *rule
    yield Slip(before + rate * grad, "wrong sign of the update", says, here)
    says = ("", "the gradient counts lr times: "), *rule
    yield Slip(before - grad, "forgot lr", says, here)
    says = ("", f"{short(rate * grad)} is taken away from "), ("code", w)
    yield Slip(rate * grad, "the change, not the result", says, here)
    says = ("code", w), ("", " itself is changed by the step: "), *rule
    yield Slip(before, "nothing was changed", says, here)
    last = _last_deposit(moment, step.node)
    if last is not None and last[1].before is not None:
        k, deposit = last
        brought = _entry(deposit.arrived, at) or 0.0
        says = (
            ("", f"{short(brought)} is what the last backward() brought; "),
            ("code", grad_name(w)),
            ("", f" holds {short(grad)}, the sum of several: nothing emptied it"),
        )
        yield Slip(before - rate * brought, "replaced, not added", says, (k,))


def _last_deposit(moment: Moment, node: int) -> tuple[int, Accumulate] | None:
    for k in range(moment.k, 0, -1):
        step = moment.trace.steps[k - 1]
        if isinstance(step, Accumulate) and step.node == node:
            return k, step
    return None


# pieces


def _value_taken(moment: Moment, node: int, at: int) -> Iterator[Slip]:
    value = _entry(moment.snapshot.values.get(node), at)
    if value is None:
        return
    says: Spans = (
        ("", f"{short(value)} is the value of "),
        ("code", moment.called(node)),
        ("", ", not the gradient that comes back to it"),
    )
    yield Slip(value, "value taken for gradient", says, moment.made([node]))


def _sign(number: float) -> Slip:
    return Slip(number, "lost a sign", (("", "the size is right, the sign is not"),))


def _steps_to(moment: Moment, node: int) -> tuple[int, ...]:
    """Where what arrived at a node came from."""
    parts = moment.run.parts.get(node, ()) if moment.run else ()
    return tuple(dict.fromkeys(each.step for each in parts))


def _deposits(moment: Moment, node: int) -> tuple[int, ...]:
    """The steps so far that put something into a ``.grad``."""
    return tuple(
        k
        for k, step in enumerate(moment.trace.steps[: moment.k], 1)
        if isinstance(step, Accumulate) and step.node == node
    )


def _entry(value: Value | None, at: int) -> float | None:
    """The number at a position; of a single one, that."""
    if value is None or value.numbers is None:
        return None
    kept = value.numbers
    if len(kept) == 1:
        return float(kept[0])
    return float(kept[at]) if at < len(kept) else None
