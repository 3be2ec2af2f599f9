"""Why the block raised: from the exception's words and what had happened until then.

The one idea: the recording knows the story behind PyTorch's sentence. ``advice`` has
what is true of every such mistake; here it is looked up who did it: which
``backward()`` freed the graph, who wrote, where the way to the loss was cut.

Next: ``findings``, for mistakes that raise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from autoviz.advice import ADVICE, Advice, topic_of
from autoviz.records.fold import fold
from autoviz.records.graph import GraphNode, Saved
from autoviz.records.naming import is_same_code, listed, names, step_at
from autoviz.records.passes import Pass, passes_of, reach, ways_of
from autoviz.records.reasons import remedy, stopped_at
from autoviz.records.saved import state_of
from autoviz.records.steps import (
    Backward,
    Cut,
    Failure,
    Forward,
    Skipped,
    Trace,
    Update,
)
from autoviz.records.subject import arguments, called, find, operands, subject
from autoviz.records.trail import bridge_between, unrecorded

__all__ = ["explain", "explained"]


def explained(trace: Trace) -> Trace:
    """The same trace; if it ends with a failure, with all that is known of it."""
    *before, last = trace.steps or (None,)
    if not isinstance(last, Failure) or last.why is not None:
        return trace
    return replace(trace, steps=(*before, explain(trace, last)))


def explain(trace: Trace, failure: Failure) -> Failure:
    """A failure with its node, why, what to try, and the places to look at.

    ``failure`` is the last step of ``trace``. Its ``node`` is the one that could not
    run backward, if it was one; else the node is found by the learner's line.
    """
    line = failure.source.expression if failure.source else ""
    topic = topic_of(failure.message, line)
    if topic is None:
        return failure
    if failure.node is None or topic in _ELSEWHERE:
        failure = replace(failure, node=_at_fault(trace, failure, topic))
    tell = _STORIES.get(topic)
    told = tell(trace, failure) if tell is not None else None
    return told or _plain(trace, failure, ADVICE[topic])


def _plain(
    trace: Trace, failure: Failure, advice: Advice, about: int | None = None
) -> Failure:
    """What is true of every such mistake, about its node or another one."""
    about = failure.node if about is None else about
    name, code = "the tensor", "x"
    if about is not None:
        name = names(trace.graph)[about]
        code = called(trace.graph.nodes[about], name)
    tries = tuple(each.format(name=name, code=code) for each in advice.tries)
    return replace(failure, why=advice.why.format(name=name, code=code), tries=tries)


# which tensor


_KINDS = {
    "leaf": ("leaf",),
    "view of a leaf": ("leaf",),
    "optimizer of a result": ("op",),
    "not a parameter": ("leaf",),
    "numpy": ("leaf", "op"),
    "result": ("op",),
    "copy of a result": ("op",),
    "size of a grad": ("leaf", "op"),
    "dtype of a grad": ("leaf", "op"),
    "kind of a grad": ("leaf", "op"),
    "no grad yet": ("leaf", "op"),
}
"""Kinds of nodes with which a mistake can be made at all."""
_ELSEWHERE = {"nan", "not used", "not wanted"}
"""Mistakes whose node is not the one that was to run next."""
_NOBODY = {"integers", "matrices", "shapes", "joined", "two dtypes", "number"}
_NOBODY |= {"whole labels", "optimizer of nothing", "not called", "inference saved"}


def _at_fault(trace: Trace, failure: Failure, topic: str) -> int | None:
    if topic in _NOBODY:
        return None
    if topic in ("not used", "not wanted"):
        return _given(trace, failure)
    if topic == "nan":
        ran = [each.node for each in trace.steps if isinstance(each, Backward)]
        return ran[-1] if ran else None
    return subject(trace.graph, failure.source, _KINDS.get(topic, ()))


def _given(trace: Trace, failure: Failure) -> int | None:
    """Of what ``grad(loss, inputs)`` was asked for: the one at fault."""
    given = arguments(failure.source)
    texts = given[1] if len(given) > 1 else ()
    found = [find(trace.graph, each) for each in texts]
    at = re.search(r"at index (\d+)", failure.message)
    if at is not None:
        number = int(at.group(1))
        return found[number] if number < len(found) else None
    kinds = ("input", "untracked")
    frozen = (each for each in found if each is not None)
    return next((e for e in frozen if trace.graph.nodes[e].kind in kinds), None)


# backward through what is not there


def _no_graph(trace: Trace, failure: Failure) -> Failure | None:
    """Where the way back from it was cut."""
    if failure.node is None:
        return None
    name = names(trace.graph)[failure.node]
    cuts = unrecorded(trace, failure.node)
    if not cuts:
        cuts = _numbers_taken(trace, failure.node)
    if cuts:
        steps = [trace.steps[k - 1] for k in cuts]
        where = stopped_at(trace, cuts[0])
        tries = _write_into_the_leaf(trace, cuts[0]) or map(remedy, steps)
        return replace(
            failure,
            why=f"{name} does not require grad: the way back is cut at {where}",
            tries=tuple(dict.fromkeys(tries))[:2],
            places=_nodes(trace, cuts, failure.node),
        )
    nodes = trace.graph.nodes
    behind = reach(failure.node, ways_of(trace).sources)
    asleep = tuple(each for each in sorted(behind) if nodes[each].kind == "leaf")
    if not asleep and any(node.kind == "leaf" for node in nodes):
        return None
    why = f"{name} was computed from nothing that requires grad"
    if asleep:
        every = listed([names(trace.graph)[each] for each in asleep])
        why = f"{name} was computed from {every}, which did not require grad then"
    tries = ADVICE["no graph"].tries[:1]
    return replace(failure, why=why, tries=tries, places=asleep)


def _write_into_the_leaf(trace: Trace, k: int) -> tuple[str, ...]:
    """``w = w - lr * w.grad`` in ``no_grad``: the name is another tensor's since."""
    step = trace.steps[k - 1]
    if not isinstance(step, Forward):
        return ()
    nodes = trace.graph.nodes
    name = (*nodes[step.node].names, "")[0]
    given = [nodes[e.node] for e in nodes[step.node].inputs if e.node is not None]
    is_moved = name and any(e.kind == "leaf" and name in e.names for e in given)
    return (
        (f"write into the leaf, so that it stays one: {name} -= …",) if is_moved else ()
    )


def _numbers_taken(trace: Trace, node: int) -> tuple[int, ...]:
    """Cuts at nodes before it, if it was made from nothing that requires grad."""
    kinds = {trace.graph.nodes[e].kind for e in reach(node, ways_of(trace).sources)}
    if not kinds <= {"input", "untracked"}:
        return ()
    return tuple(k for k, each in enumerate(trace.steps, 1) if isinstance(each, Cut))


def _number(trace: Trace, failure: Failure) -> Failure:
    """``backward()`` of a plain number: whose number it was."""
    told = _plain(trace, failure, ADVICE["number"])
    cuts = [each for each in trace.steps if isinstance(each, Cut)]
    return replace(told, node=cuts[-1].node) if cuts else told


# backward through what was let go of


def _freed(trace: Trace, failure: Failure) -> Failure | None:
    """Which backward let go of it: from the same root, an earlier one, or a sibling."""
    passes = passes_of(trace)
    node = failure.node
    if node is None or not passes or passes[-1].failure is None:
        return None
    before = [each for each in passes[:-1] if node in each.ran]
    last, told = passes[-1], _plain(trace, failure, ADVICE["freed"])
    skips = (each for each in trace.steps if isinstance(each, Skipped))
    if any(node in each.freed for each in skips):
        return told  # by one that was not recorded
    first = before[-1] if before else last  # it was before the recording
    if set(first.roots) & set(last.roots):
        return replace(told, tries=tuple(reversed(told.tries)))
    return _carried(trace, told, first, last) or _shared(trace, told, first, last)


def _carried(trace: Trace, told: Failure, first: Pass, last: Pass) -> Failure | None:
    """What one round computed is part of the next round's graph."""
    graph, (old, new) = trace.graph, (first.roots[0], last.roots[0])
    if not is_same_code(graph, old, new):
        return None
    behind = reach(new, ways_of(trace).senders)
    bridge = bridge_between(graph, first.ran.keys() & behind, behind - first.ran.keys())
    if bridge is None:
        return None
    why = (
        f"{names(graph)[new]} was computed from {names(graph)[bridge]} of an earlier "
        "round, and the backward() of that round has let go of what was saved there"
    )
    return replace(told, why=why, tries=(_cut_off(trace, bridge),), places=(bridge,))


def _cut_off(trace: Trace, bridge: int) -> str:
    code = called(trace.graph.nodes[bridge], names(trace.graph)[bridge])
    return f"cut it off at the start of each round: {code} = {code}.detach()"


def _shared(trace: Trace, told: Failure, first: Pass, last: Pass) -> Failure:
    """Two results were computed from one trunk."""
    graph, (old, new) = trace.graph, (first.roots[0], last.roots[0])
    one, other = (names(graph)[each] for each in (old, new))
    trunk = names(graph)[told.node or 0]
    codes = [called(graph.nodes[e], names(graph)[e]) for e in (old, new)]
    repair = f"add them up and call backward() once: ({' + '.join(codes)}).backward()"
    if is_same_code(graph, old, new):
        repair = f"compute {trunk} anew in each round"
    why = (
        f"{one} and {other} were both computed from {trunk}, and the backward() of "
        f"{one} has let go of what it had saved"
    )
    keep = "pass retain_graph=True to all but the last backward()"
    return replace(told, why=why, tries=(repair, keep), places=(old,))


# backward through what was written to


def _overwritten(trace: Trace, failure: Failure) -> Failure | None:
    """Which saved tensor it was, the version it had, and who wrote to it."""
    if failure.node is None:
        return None
    node = trace.graph.nodes[failure.node]
    saved = _stale(trace, failure, node)
    numbers = re.search(r"is at version (\d+); expected version (\d+)", failure.message)
    versions = (int(numbers[2]), int(numbers[1])) if numbers else None
    if saved is None or saved.node is None:
        told = replace(failure, node=None)
        told = _plain(trace, told, ADVICE["overwritten"])
        return replace(told, node=failure.node, versions=versions)
    told = _plain(trace, failure, ADVICE["overwritten"], saved.node)
    writers = _writers(trace, node.id, saved.node)
    places = _nodes(trace, writers, node.id, saved.node)
    why, tries = told.why or "", told.tries
    if writers:
        why += _by(trace, writers[0])
        tries = _before_the_step(trace, writers[0], saved.node) or tries
    return replace(
        told,
        why=why,
        tries=tries,
        places=tuple(dict.fromkeys((saved.node, *places))),
        saved=saved.name,
        versions=versions,
    )


def _by(trace: Trace, k: int) -> str:
    step = trace.steps[k - 1]
    if isinstance(step, Skipped):
        return f", by what was not recorded before step {k}"
    by = f" by {step.by} in step {k}" if isinstance(step, Update) else ""
    return by or f" in {step_at(trace, k)}"


def _stale(trace: Trace, failure: Failure, node: GraphNode) -> Saved | None:
    """The saved tensor that PyTorch means; by version, else by its words."""
    snapshot = fold(trace, len(trace.steps))
    held = [each for each in node.saved if each.node is not None]
    stale = [e for e in held if state_of(trace.graph, snapshot, node, e) == "stale"]
    if stale:
        return stale[0]
    shape = re.search(r"Tensor \[([\d, ]*)\]", failure.message)
    maker = re.search(r"which is output \d+ of (\w+)", failure.message)
    fitting: list[tuple[bool, int, Saved]] = []
    for each in held:
        made = trace.graph.nodes[each.node or 0]
        of = (made.grad_fn or "").replace("Backward", "")
        if shape is None or ", ".join(map(str, made.shape)) == shape[1]:
            is_so = of.startswith(maker[1]) if maker else made.kind == "leaf"
            fitting.append((not is_so, len(fitting), each))
    return min(fitting)[2] if fitting else None


def _writers(trace: Trace, reader: int, saved: int) -> list[int]:
    """The steps that wrote to a tensor's memory since a node saved it."""
    nodes, found = trace.graph.nodes, []
    storage, since = nodes[saved].storage, False
    for k, step in enumerate(trace.steps, 1):
        if isinstance(step, Update):
            target = step.node
        elif isinstance(step, Forward):
            since = since or step.node == reader
            target = step.node if step.writes is None else step.writes
        elif isinstance(step, Skipped):
            told = [nodes[each].storage for each, _ in step.versions]
            found += [k] if since and storage in told else []
            continue
        else:
            continue
        in_place = isinstance(step, Update) or step.writes is not None
        in_place = in_place or (target != saved and step.version > 0)
        if since and in_place and target != reader and nodes[target].storage == storage:
            found.append(k)
    return found


def _before_the_step(trace: Trace, writer: int, saved: int) -> tuple[str, ...]:
    """A parameter was changed by an update that came too early."""
    if trace.graph.nodes[saved].kind != "leaf":
        return ()
    rounds = passes_of(trace)[-2:]
    if len(rounds) == 2:
        one, other = rounds
        shared = one.ran.keys() & other.ran.keys()
        bridge = bridge_between(trace.graph, shared, other.ran.keys() - one.ran.keys())
        if bridge is not None:
            return (_cut_off(trace, bridge),)
    name = names(trace.graph)[saved]
    step = trace.steps[writer - 1]
    if isinstance(step, Skipped):
        return ()
    by = "the step() of the optimizer" if isinstance(step, Update) else "the update"
    once = f"go backward before {by} changes {name}"
    return once, "compute the loss anew after each change"


# shapes and views


def _of_two(trace: Trace, failure: Failure) -> Failure | None:
    """The tensors that do not fit together."""
    found = operands(trace.graph, failure.source)
    topic = topic_of(failure.message)
    if topic is None or not found:
        return None
    return replace(_plain(trace, failure, ADVICE[topic]), places=found)


def _of_a_view(trace: Trace, failure: Failure) -> Failure | None:
    """What the view that was written to looks at."""
    topic = topic_of(failure.message)
    if topic is None or failure.node is None:
        return None
    node = trace.graph.nodes[failure.node]
    base = node.view_of
    if base is None:
        base = next((e.node for e in node.inputs if e.node is not None), None)
    told = _plain(trace, failure, ADVICE[topic])
    return told if base is None else replace(told, places=(base,))


def _nodes(trace: Trace, steps: Iterable[int], *without: int) -> tuple[int, ...]:
    found = (getattr(trace.steps[k - 1], "node", None) for k in steps)
    return tuple(dict.fromkeys(e for e in found if e is not None and e not in without))


_STORIES: dict[str, Callable[[Trace, Failure], Failure | None]] = {
    "no graph": _no_graph,
    "number": _number,
    "freed": _freed,
    "overwritten": _overwritten,
    "matrices": _of_two,
    "shapes": _of_two,
    "joined": _of_two,
    "two dtypes": _of_two,
    "one of several": _of_a_view,
    "view from no_grad": _of_a_view,
    "view from inference_mode": _of_a_view,
    "view from a function": _of_a_view,
}
