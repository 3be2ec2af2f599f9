"""A few questions where no teacher asks: at the steps that are worth a thought.

Each kind of moment is asked about once, the first time it comes: a sum that is
complete over several paths, a second deposit, None, a choice among ready nodes, the
shape of a matrix product's gradient, a call that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from autoviz.player.questions.asked import Asked, CannotAskError, Kind, Moment
from autoviz.player.questions.fine import failure, fine
from autoviz.player.questions.grad import grad
from autoviz.player.questions.next import next_node
from autoviz.player.questions.number import number
from autoviz.player.questions.shape import shape
from autoviz.player.questions.waiting import Queue
from autoviz.records import (
    Accumulate,
    Backward,
    GradSet,
    Seed,
    Snapshot,
    Trace,
    Update,
)
from autoviz.records.grains import about
from autoviz.records.passes import passes_of

__all__ = ["ask", "automatic", "engine"]

_MOST = 6
_KINDS: Mapping[Kind, Callable[[Moment], Asked]] = {
    "number": number,
    "next": next_node,
    "grad": grad,
    "shape": shape,
    "fine": fine,
}


def ask(trace: Trace, snapshot: Snapshot, kind: Kind, node: int | None = None) -> Asked:
    """The question of a kind about a step; ``node`` if about another tensor.

    Raises:
        CannotAskError: it has no answer there.
    """
    about_it = about(snapshot.step) if node is None else node
    return _KINDS[kind](Moment(trace, snapshot, about_it, passes_of(trace)))


def automatic(trace: Trace, snapshots: Sequence[Snapshot]) -> dict[int, Asked]:
    """By step, at most six questions."""
    moments = _moments(trace, snapshots)
    found: dict[int, Asked] = {}
    for kind, places in _TELLING:
        at = (each for is_telling in places for each in filter(is_telling, moments))
        asked = (_if_possible(kind, each) for each in at)
        new = (each for each in asked if each and each.before not in found)
        first = next(new, None) if len(found) < _MOST else None
        if first is not None:
            found[first.before] = first
    return dict(sorted(found.items()))


def engine(trace: Trace, snapshots: Iterable[Snapshot]) -> dict[int, Asked]:
    """Which node runs next, wherever there is a choice."""
    asked = (_if_possible("next", each) for each in _moments(trace, snapshots))
    return {each.before: each for each in asked if each is not None}


def _moments(trace: Trace, snapshots: Iterable[Snapshot]) -> list[Moment]:
    runs = passes_of(trace)
    queues: dict[int, Queue] = {}
    there = (each for each in snapshots if each.k)
    return [Moment(trace, each, about(each.step), runs, queues) for each in there]


def _if_possible(kind: Kind, moment: Moment) -> Asked | None:
    try:
        return _KINDS[kind](moment)
    except CannotAskError:
        return None


def _fails(moment: Moment) -> bool:
    return failure(moment) is not None


def _meets(moment: Moment) -> bool:
    """Several gradients are added up at a leaf."""
    step = moment.step
    if not isinstance(step, Accumulate) or moment.run is None:
        return False
    return len(moment.run.parts.get(step.node, ())) > 1


def _adds(moment: Moment) -> bool:
    return isinstance(moment.step, Accumulate) and moment.step.before is not None


def _updates(moment: Moment) -> bool:
    return isinstance(moment.step, Update)


def _multiplies_matrices(moment: Moment) -> bool:
    return any(each.family == "matmul" for each in moment.moved)


def _has_choice(moment: Moment) -> bool:
    if not isinstance(moment.step, Backward) or moment.queue is None:
        return False
    return moment.queue.before(moment.k).ready > 1


def _passes_on(moment: Moment) -> bool:
    """A named tensor gets a gradient and keeps none."""
    if not isinstance(moment.step, Backward) or moment.node is None:
        return False
    named = moment.trace.graph.nodes[moment.node].names
    return bool(named) and moment.node not in moment.snapshot.grads


def _passes_through(moment: Moment) -> bool:
    """As before, of one that is on the way, not where ``backward()`` starts."""
    roots = moment.run.roots if moment.run else ()
    return _passes_on(moment) and moment.node not in roots


def _shares(moment: Moment) -> bool:
    """A mean gives each of its elements a part."""
    return any(e.family == "expand" and e.count > 1 for e in moment.moved)


def _sums_back(moment: Moment) -> bool:
    """Broadcasting is undone."""
    return any(each.summed for each in moment.moved)


def _empties(moment: Moment) -> bool:
    return isinstance(moment.step, GradSet) and moment.step.value is None


def _multiplies(moment: Moment) -> bool:
    """A product in which neither number is 1, so that one sees both."""
    local = moment.moved[0].local if moment.moved else None
    if local is None:
        return False
    return not {moment.moved[0].arrived.item(), local.item()} & {None, 0, 1}


def _changes(moment: Moment) -> bool:
    """What goes on is not what arrived."""
    return any(each.formula != "1" for each in moment.moved[:1])


def _goes_again(moment: Moment) -> bool:
    earlier = moment.trace.steps[: moment.k - 1]
    if not isinstance(moment.step, Seed) or moment.step.continues:
        return False
    return any(isinstance(e, Seed) and e.node == moment.step.node for e in earlier)


_TELLING: Sequence[tuple[Kind, Sequence[Callable[[Moment], bool]]]] = (
    ("fine", [_fails]),
    ("number", [_meets]),
    ("number", [_adds]),
    ("number", [_updates]),
    ("shape", [_sums_back, _multiplies_matrices]),
    ("grad", [_passes_through, _passes_on]),
    ("next", [_has_choice]),
    ("grad", [_empties]),
    ("fine", [_goes_again]),
    ("number", [_shares]),
    ("number", [_multiplies, _changes]),
)
"""What to ask, most telling first, and where: the first place that there is."""
