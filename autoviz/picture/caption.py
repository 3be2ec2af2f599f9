"""One sentence per step: what just happened, led by the learner's own expression.

The sentence of a backward step follows the family of its rule: a local
derivative to multiply by (scale), a product of matrices (matmul), the same
numbers elsewhere (route), many into one (sum), one into many (expand).

Next: ``why``, which says the same at more length.
"""

from __future__ import annotations

from collections.abc import Sequence

from autoviz.picture.broadcast import spread
from autoviz.picture.by_hand import grad_set_caption, hook_caption
from autoviz.picture.failure import failure_caption
from autoviz.picture.label import definition, grad_name, names, ratio
from autoviz.picture.memory import looks, written_to
from autoviz.picture.notation.flow import Flow, flows
from autoviz.picture.notation.numbers import item, said, shape, short
from autoviz.picture.outside import cut_caption, mode_caption
from autoviz.picture.phrases import (
    because,
    called,
    computation,
    goes,
    grad_fn,
    idle,
    operand,
    output,
    piece,
    reason,
    saves,
    some,
    target,
    total,
)
from autoviz.picture.skipped import skipped_caption
from autoviz.picture.update import update_caption
from autoviz.picture.words import Span, Spans, listing
from autoviz.records.arrived import summands
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.steps import (
    Accumulate,
    Backward,
    Cut,
    Failure,
    Forward,
    GradSet,
    Hook,
    Mode,
    Seed,
    Skipped,
    Trace,
    Update,
)
from autoviz.records.value import Value

__all__ = ["caption"]


_OUTSIDE: Span = ("", "From what is not recorded ")


def caption(trace: Trace, snapshot: Snapshot) -> Spans:
    """What step k did, in one sentence."""
    match snapshot.step:
        case None:
            return _start(trace, snapshot)
        case Forward() as step:
            return _forward(trace, snapshot, step)
        case Cut() as step:
            return cut_caption(trace.graph, snapshot, step)
        case Mode() as step:
            return mode_caption(snapshot, step)
        case Seed() as step:
            return _seed(trace.graph, step)
        case Backward() as step:
            return _backward(trace, snapshot, step)
        case Hook() as step:
            return hook_caption(trace.graph, step)
        case Accumulate() as step:
            return _accumulate(trace, snapshot, step)
        case GradSet() as step:
            return grad_set_caption(trace.graph, step)
        case Update() as step:
            stale = written_to(trace.graph, snapshot, step)
            return *update_caption(trace.graph, step), *stale
        case Skipped() as step:
            return skipped_caption(trace.graph, step)
        case Failure() as step:
            return failure_caption(trace.graph, step)


def _start(trace: Trace, snapshot: Snapshot) -> Spans:
    """Which moment this is: it decides what every ``.grad`` can be."""
    graph = trace.graph
    leaves = [node for node in graph.nodes if node.kind == "leaf"]
    opening: Span = ("", "Before anything runs: ")
    if not trace.steps:
        opening = (
            "",
            "After backward(): " if snapshot.grads else "Before backward(): ",
        )
    if not leaves:
        return opening, ("", "no tensor requires grad")
    listed = some([called(graph, node.id) for node in leaves])
    verb = " is a leaf that requires grad; "
    if len(leaves) > 1:
        verb = " are leaves that require grad; "
    if any(node.id in snapshot.grads for node in leaves):
        holds = "it holds" if len(leaves) == 1 else "some hold"
        return opening, *listed, ("", verb), ("", f"{holds} a gradient already")
    owner = "its " if len(leaves) == 1 else "their "
    none: Spans = (("", owner), ("code", ".grad"), ("", " is None"))
    return opening, *listed, ("", verb), *none


def _forward(trace: Trace, snapshot: Snapshot, step: Forward) -> Spans:
    node = trace.graph.nodes[step.node]
    name, rest = definition(trace.graph, node.id)
    spans: list[Span] = [("name", name)]
    if rest:
        spans.append(("code", rest))
    worked = (*computation(trace, snapshot, step), *spread(trace.graph, node))
    if piece(node):
        worked = (*worked, ("", f"; {piece(node)}"))
    memory = (*looks(trace.graph, node), *written_to(trace.graph, snapshot, step))
    if not step.tracked:
        told: Span = ("", f", not recorded ({reason(step)})")
        return *spans, ("", ": "), *worked, told, *memory
    spans += [("muted", f" ({grad_fn(node)})"), ("", ": "), *worked]
    spans += [("", "; recorded because "), *because(trace.graph, node)]
    kept = saves(trace.graph, node)
    if kept:
        spans += [("", "; saves "), *kept, ("", " for backward")]
    return *spans, *memory


def _seed(graph: Graph, step: Seed) -> Spans:
    name = names(graph)[step.node]
    if step.outside:
        came: Spans = (("grad", said(step.value)),)
        if step.value.item() is None:
            came = ("", "the gradient "), ("code", "G"), ("", f" {item(step.value)}")
        return _OUTSIDE, *came, ("", " arrives at "), ("name", name)
    lead: Spans = (("code", "backward()"), ("", " starts at "), ("name", name))
    if step.continues:
        lead = (*lead, ("", " as well"))
    if step.value.item() == 1:
        return (
            *lead,
            ("", ": "),
            ("code", ratio(name, name)),
            ("", " = "),
            ("grad", "1"),
        )
    label = "" if step.value.item() is not None else "of shape "
    given = f" with the gradient it was given, {label}"
    return *lead, ("", given), ("grad", item(step.value))


def _backward(trace: Trace, snapshot: Snapshot, step: Backward) -> Spans:
    node = trace.graph.nodes[step.node]
    name = names(trace.graph)[node.id]
    spans: list[Span] = [("name", name), ("muted", f" ({grad_fn(node)})"), ("", ": ")]
    spans += _arrived(trace.graph, node, step.arrived)
    moved = flows(snapshot)
    if moved and all(each.scalar and each.local is not None for each in moved):
        spans += _multiplied(moved)
    else:
        for each in moved:
            spans += [("", "; "), *goes(each)]
    kept: list[Spans] = [
        (("code", grad_name(names(trace.graph)[each])),)
        for each, held in zip(node.outputs, step.retained, strict=False)
        if each is not None and held is not None
    ]
    if kept:
        spans += [("", "; kept in "), *listing(kept), ("", " (retain_grad)")]
    if node.kind == "op" and not node.inputs:
        spans.append(("", "; what it was made from is not recorded"))
    left_out = [called(trace.graph, each) for each in idle(trace.graph, step)]
    if left_out:
        needs = "it needs no gradient" if len(left_out) == 1 else "they need none"
        spans += [("", ". Nothing goes to "), *listing(left_out, "or")]
        spans.append(("", f": {needs}"))
    return tuple(spans)


def _arrived(graph: Graph, node: GraphNode, arrived: Sequence[Value | None]) -> Spans:
    there = [(at, each) for at, each in enumerate(arrived) if each is not None]
    if not there:
        return (("", "no gradient arrived"),)
    if node.results:
        return _arrived_for(graph, node, there, len(arrived))
    ((_, value),) = there
    if value.item() is not None:
        return (("", f"{item(value)} arrived"),)
    gradient: Spans = (("", "the gradient "), ("code", "G"))
    return *gradient, ("", f" {shape(value.shape)} arrived")


def _arrived_for(
    graph: Graph, node: GraphNode, there: Sequence[tuple[int, Value]], outputs: int
) -> Spans:
    """What arrived for which of several results."""
    listed: list[Spans] = []
    for at, value in there:
        text = item(value) if value.item() is not None else f"G {shape(value.shape)}"
        listed.append((("", f"{text} for "), ("code", output(graph, node, at))))
    told: Spans = (*some(listed), ("", " arrived"))
    missing = outputs - len(there)
    if not missing:
        return told
    rest = "the other counts" if missing == 1 else "the others count"
    got = f": {len(there)} of {outputs} outputs got a gradient, {rest} as zero"
    return *told, ("", got)


def _multiplied(moved: Sequence[Flow]) -> Spans:
    """One number in, one number out on each edge: × 6 = 192."""
    factors = [_factor(each) for each in moved]
    if len(set(factors)) == 1:
        targets = listing([(("", "to "), *target(each)) for each in moved])
        return (
            ("", f", × {factors[0]}, its local derivative, = "),
            ("grad", item(moved[0].sent)),
            ("", ", sent "),
            *targets,
        )
    spans: list[Span] = []
    for factor, each in zip(factors, moved, strict=True):
        spans += [("", f"; × {factor} = "), ("grad", item(each.sent))]
        spans += [("", ", sent to "), *target(each)]
    return tuple(spans)


def _factor(flow: Flow) -> str:
    number = flow.local.item() if flow.local is not None else None
    return "?" if number is None else operand(short(number))


def _accumulate(trace: Trace, snapshot: Snapshot, step: Accumulate) -> Spans:
    name = names(trace.graph)[step.node]
    slot: Span = ("name", grad_name(name))
    if step.arrived.item() is None:
        spans: Spans = (
            ("", "The gradient for "),
            ("code", name),
            ("", ", shape "),
            ("grad", shape(step.arrived.shape)),
            ("", ","),
        )
    else:
        spans = total(summands(trace.graph, snapshot, step.node), step.arrived)
    if step.before is None:
        return *spans, ("", " is complete: AccumulateGrad puts it into "), slot
    spans = (*spans, ("", " is complete: AccumulateGrad adds it to "), slot)
    if step.before.item() is None:
        return *spans, ("", ", which is not empty")
    added = total((step.before, step.arrived), step.after)
    return *spans, ("", f", which was {item(step.before)}: "), *added
