"""Which node runs next: the newest that is ready, a leaf as soon as it is complete.

The same question serves "be the engine", where it is asked at each step of a
``backward()``, and a wrong pick is told its reason and may be followed by another.

Next: ``grad``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoviz.picture.notation.numbers import short
from autoviz.picture.words import Span, Spans, listing
from autoviz.player.questions.asked import (
    Asked,
    CannotAskError,
    Choice,
    Moment,
    Slip,
)
from autoviz.player.questions.waiting import Queue
from autoviz.records import Accumulate, Backward, Hook
from autoviz.records.passes import Part

__all__ = ["next_node"]

_SHOWN = 6
"""So many steps of those that a node still waits for are shown again."""


def next_node(moment: Moment) -> Asked:
    """Ask which node runs in this step, by the nodes that will still run.

    Raises:
        CannotAskError: none runs backward in it, or a hook has told which.
    """
    step, queue = moment.step, moment.queue
    if not isinstance(step, Backward | Accumulate) or queue is None:
        raise CannotAskError("no node runs backward in that step")
    if isinstance(moment.snapshot.before.step, Hook):
        raise CannotAskError("its hook, one step earlier, tells it already")
    choices = tuple(_choices(moment, queue, step.node))
    if len(choices) < 2:
        raise CannotAskError("it is the only node left to run")
    prompt: Spans = (("", "Which node runs next?"),)
    note = _reason_right(moment, queue, step.node)
    answer, k = _called(moment, step.node), moment.k
    return Asked("next", k, prompt, answer, answer, choices, (), note, (k,))


def _choices(moment: Moment, queue: Queue, truth: int) -> Iterator[Choice]:
    """The truth, where gradients wait, and some of the others: by age."""
    waiting = queue.before(moment.k)
    for node in sorted({truth, *waiting.newest, *waiting.others}):
        if node == truth or _is_as_good(moment, queue, node, truth):
            yield Choice(_called(moment, node), True, None, node)
        else:
            slip = _slip(moment, queue, node, truth)
            yield Choice(_called(moment, node), False, slip, node)


def _is_leaf(moment: Moment, node: int) -> bool:
    return moment.trace.graph.nodes[node].kind == "leaf"


def _called(moment: Moment, node: int) -> str:
    """As a choice: a leaf is where its AccumulateGrad runs."""
    called = moment.called(node)
    return f"AccumulateGrad of {called}" if _is_leaf(moment, node) else called


def _is_as_good(moment: Moment, queue: Queue, node: int, truth: int) -> bool:
    """Of leaves that are complete together PyTorch takes any."""
    both = _is_leaf(moment, node) and _is_leaf(moment, truth)
    return both and queue.come(node, moment.k) == len(queue.parts(node))


def _slip(moment: Moment, queue: Queue, node: int, truth: int) -> Slip:
    me: Span = ("code", moment.called(node))
    other: Span = ("code", moment.called(truth))
    come, parts = queue.come(node, moment.k), queue.parts(node)
    if come < len(parts):
        got = f"{come} of {len(parts)} gradients" if come else "nothing yet"
        lead: Span = ("", f" has got {got}: it waits for ")
        missing = parts[come : come + _SHOWN]
        says: Spans = me, lead, *_senders(moment, missing)
        replay = tuple(dict.fromkeys(each.step for each in missing))
        return Slip(_called(moment, node), "not ready", says, replay)
    if _is_leaf(moment, truth):
        says = other, ("", " is a leaf, and complete: that goes before any other node")
        return Slip(_called(moment, node), "leaf not taken first", says, (moment.k,))
    says = me, ("", " is ready as well, but "), other
    says = (*says, ("", " was made later: the newest goes first"))
    made = moment.made([node, truth])
    return Slip(_called(moment, node), "older node first", says, made)


def _senders(moment: Moment, missing: Sequence[Part]) -> Spans:
    nodes = dict.fromkeys(each.node for each in missing if each.node is not None)
    names: list[Spans] = [(("code", moment.called(each)),) for each in nodes]
    return listing(names[:3]) if names else (("", "the seed"),)


def _reason_right(moment: Moment, queue: Queue, node: int) -> Spans:
    """Why it is this one."""
    me: Span = ("code", moment.called(node))
    if _is_leaf(moment, node):
        came = [each.value.item() for each in queue.parts(node)]
        known = " + ".join(short(each) for each in came if each is not None)
        told = f" ({known})" if known and None not in came else ""
        return me, ("", f" is a leaf, and all it waits for has come{told}")
    ready = queue.before(moment.k).ready
    rank = "the newest of those that are" if ready > 1 else "the only one that is"
    return me, ("", f" is {rank} ready")
