"""A sentence for each small step within a step.

The same rules and numbers as in the "why" panel, one thing at a time: the node is
taken, what it saved is opened, the local derivative, the product, the sum.

Next: ``text``.
"""

from __future__ import annotations

from autoviz.picture.caption import caption
from autoviz.picture.label import grad_name, names
from autoviz.picture.memory import kept_as
from autoviz.picture.notation.flow import Flow, flows
from autoviz.picture.notation.numbers import item, said, shape, short
from autoviz.picture.panel import in_words
from autoviz.picture.phrases import (
    grad_fn,
    moving,
    operand,
    parts,
    saves,
    target,
    total,
)
from autoviz.picture.why_backward import derivative
from autoviz.picture.words import Span, Spans
from autoviz.records.fold import Snapshot
from autoviz.records.graph import Graph
from autoviz.records.micro import Micro
from autoviz.records.steps import Backward, Trace

__all__ = ["micro_caption"]


def micro_caption(trace: Trace, snapshot: Snapshot, micro: Micro) -> Spans:
    """What a small step does; ``snapshot`` is that of its step."""
    graph = trace.graph
    match micro.kind:
        case "take":
            return _take(graph, micro)
        case "keep":
            return _keep(graph, micro)
        case "open":
            return _open(graph, snapshot, micro)
        case "derivative" | "product":
            return _worked(trace, snapshot, micro)
        case "add":
            return _add(graph, micro)
        case "free":
            kept = saves(graph, graph.nodes[micro.node or 0])
            return ("", "Freed: "), *kept, ("", ", which backward no longer needs")
        case "put":
            return _put(graph, micro)
        case "step":
            return caption(trace, snapshot)


def _take(graph: Graph, micro: Micro) -> Spans:
    """``x**2 (PowBackward0) is next: 32 arrived``."""
    node = graph.nodes[micro.node or 0]
    spans: Spans = (("name", names(graph)[node.id]),)
    if node.grad_fn:
        spans = (*spans, ("muted", f" ({grad_fn(node)})"))
    spans = (*spans, ("", " is next"))
    if micro.value is None:
        return (
            (*spans, ("", f": {parts(micro.parts)} arrived")) if micro.parts else spans
        )
    if micro.value.item() is None:
        arrived = f" {shape(micro.value.shape)} arrived"
        return *spans, ("", ": the gradient "), ("code", "G"), ("", arrived)
    return *spans, ("", ": "), *total(micro.parts, micro.value), ("", " arrived")


def _keep(graph: Graph, micro: Micro) -> Spans:
    slot = grad_name(names(graph)[micro.target or 0])
    kept: Span = ("grad", said(micro.value) if micro.value else "")
    return ("", "retain_grad(): "), ("name", slot), ("", " keeps "), kept


def _open(graph: Graph, snapshot: Snapshot, micro: Micro) -> Spans:
    """``Saved x is opened: 3, at version 0 as when it was saved``."""
    node = graph.nodes[micro.node or 0]
    saved = node.saved[micro.at or 0]
    what: Spans = (("", "Saved "), ("code", kept_as(graph, node, saved)))
    then, now = micro.versions
    if micro.state == "freed":
        return *what, ("", " is opened: it is empty, an earlier backward() freed it")
    if micro.state == "stale":
        told = f" is opened: stale, it was saved at version {then} and is at {now} now"
        ran = isinstance(snapshot.step, Backward)
        return *what, ("", told), ("", "; it was not needed" if ran else "")
    if saved.node is None:
        return *what, ("", " is opened: a plain number, it cannot have changed")
    still = f"still at version {now}, as when it was saved"
    if micro.value is None:
        return *what, ("", f" is opened: {still}")
    return *what, ("", " is opened: "), ("value", said(micro.value)), ("", f", {still}")


def _worked(trace: Trace, snapshot: Snapshot, micro: Micro) -> Spans:
    """The local derivative of one input, or what is sent to it."""
    flow = _flow(trace, snapshot, micro)
    if flow is None:
        return (("grad", said(micro.value) if micro.value else "nothing"),)
    if micro.kind == "derivative":
        told = in_words(derivative(trace.graph, micro.node or 0, flow))
        return ("", "Local derivative for "), *target(flow), ("", ": "), *told
    number = flow.local.item() if flow.local is not None else None
    if flow.scalar and number is not None:
        spans: Spans = (("", f"{item(flow.arrived)} × {operand(short(number))} = "),)
        return *spans, ("grad", item(flow.sent)), ("", " for "), *target(flow)
    main, aside = moving(flow)
    end: Spans = (("", f", {aside}"),) if aside else ()
    return ("", "For "), *target(flow), ("", ": "), ("grad", main), *end


def _flow(trace: Trace, snapshot: Snapshot, micro: Micro) -> Flow | None:
    """The flow of one input: there is one for each that was sent something."""
    step = snapshot.step
    if not isinstance(step, Backward):
        return None
    inputs = trace.graph.nodes[step.node].inputs
    sent = [
        at
        for at, (edge, value) in enumerate(zip(inputs, step.sent, strict=False))
        if edge.node is not None and value is not None
    ]
    moved = flows(snapshot)
    if micro.at not in sent or len(moved) != len(sent):
        return None
    return moved[sent.index(micro.at)]


def _add(graph: Graph, micro: Micro) -> Spans:
    """``192 is added at x: 64 + 192 = 256, and that is all``."""
    name: Span = ("name", names(graph)[micro.target or 0])
    newest, missing = micro.parts[-1], micro.expected - len(micro.parts)
    number = newest.item() is not None
    lead: Spans = (("grad", item(newest) if number else "This"),)
    if micro.expected <= 1:
        return *lead, ("", " is all that comes to "), name
    if not number:
        told = f" is part {len(micro.parts)} of {micro.expected}"
        return *lead, ("", told), ("", " of the gradient of "), name
    if not micro.parts[:-1]:
        return *lead, ("", " comes to "), name, ("", f"; {missing} more to come")
    lead = (*lead, ("", " is added to what came to "), name, ("", ": "))
    if missing > 0:
        so_far = f"{parts(micro.parts)} so far, {missing} more to come"
        return *lead, ("", so_far)
    if micro.value is None:
        return *lead, ("", f"{parts(micro.parts)}, and that is all")
    return *lead, *total(micro.parts, micro.value)


def _put(graph: Graph, micro: Micro) -> Spans:
    """``AccumulateGrad puts 256 into x.grad``, or adds it to what is there."""
    slot: Span = ("name", grad_name(names(graph)[micro.node or 0]))
    newest = micro.parts[-1]
    arrived: Span = ("grad", "G" if newest.item() is None else item(newest))
    if len(micro.parts) == 1:
        put: Spans = (("", "AccumulateGrad puts "), arrived, ("", " into "), slot)
        return *put, ("", ", which was None")
    spans: Spans = (("", "AccumulateGrad adds "), arrived, ("", " to "), slot)
    if micro.value is None or micro.value.item() is None:
        return *spans, ("", ", which is not empty")
    return *spans, ("", ": "), *total(micro.parts, micro.value)
