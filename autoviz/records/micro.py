"""The small steps within one step of a ``backward()``: derived, never stored.

A node that runs backward is taken, what it saved is opened (and its version looked
at), each local derivative is multiplied with what arrived, the products are added to
the sums of its inputs, and what it saved is freed. A leaf hands what arrived to its
``.grad``. All of that follows from the step itself and the state around it.

Next: ``picture.micro_text``, which says each in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autoviz.records.arrived import summands
from autoviz.records.fold import Snapshot, fold
from autoviz.records.grains import about
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.saved import State, state_of, version_of
from autoviz.records.steps import Accumulate, Backward, Failure, Trace
from autoviz.records.value import Value

__all__ = ["Micro", "MicroKind", "micro_steps", "small_steps"]

MicroKind = Literal[
    "take", "keep", "open", "derivative", "product", "add", "free", "put", "step"
]


@dataclass(frozen=True, slots=True)
class Micro:
    """One small step within step ``k``, which is about ``node``.

    - ``take``: the node is next. ``value`` is what arrived (of several outputs, that
      of the first that got something), ``parts`` what that is the sum of
    - ``keep``: ``retain_grad()`` put ``value`` into the ``.grad`` of ``target``
    - ``open``: its saved tensor number ``at``, called ``name``, is looked at. It is
      that of ``target``, None for a plain number; ``state`` and ``versions`` (when it
      was saved, now) say whether it can be used; ``value`` is what it holds, if so
    - ``derivative``: the local derivative for its input number ``at``, ``name``
    - ``product``: ``value`` is what goes to ``target``, by the rule of that input
    - ``add``: it is added up at ``target``: ``parts`` have come, this one last,
      ``expected`` will; ``value`` is the sum, once it is complete
    - ``free``: what it saved is let go
    - ``put``: AccumulateGrad puts ``parts`` (what ``.grad`` held, if it held
      something, and what arrived) into ``.grad``, which is ``value`` then
    - ``step``: all of a step that has no smaller ones, or the end of one that failed
    """

    k: int
    kind: MicroKind
    node: int | None
    target: int | None = None
    at: int | None = None
    name: str = ""
    value: Value | None = None
    parts: tuple[Value, ...] = ()
    expected: int = 0
    state: State = "held"
    versions: tuple[int, int] = (0, 0)


def micro_steps(trace: Trace, k: int) -> tuple[Micro, ...]:
    """The small steps of step ``k``, in order; at least one.

    A ``backward()`` that stopped at a node took it, and opened what it could.
    """
    return small_steps(trace, fold(trace, k))


def small_steps(trace: Trace, snapshot: Snapshot) -> tuple[Micro, ...]:
    """As ``micro_steps``, of the step that a snapshot is of."""
    graph, k = trace.graph, snapshot.k
    match snapshot.step:
        case Backward(node) as step:
            return tuple(_backward(graph, snapshot, step, graph.nodes[node]))
        case Accumulate(node, before, arrived, after):
            came = summands(graph, snapshot, node)
            take = Micro(k, "take", node, value=arrived, parts=came)
            held = () if before is None else (before,)
            put = Micro(k, "put", node, value=after, parts=(*held, arrived))
            return take, put
        case Failure(node=int(node)) if _was_next(graph, snapshot, node):
            return tuple(_failed(graph, snapshot, graph.nodes[node]))
        case step:
            return (Micro(k, "step", about(step)),)


def _backward(
    graph: Graph, snapshot: Snapshot, step: Backward, node: GraphNode
) -> Iterator[Micro]:
    k = snapshot.k
    first = next((at for at, each in enumerate(step.arrived) if each is not None), 0)
    output = node.outputs[first]
    came = () if output is None else summands(graph, snapshot, output)
    yield Micro(k, "take", node.id, value=step.arrived[first], parts=came)
    for each, held in zip(node.outputs, step.retained, strict=False):
        if each is not None and held is not None:
            yield Micro(k, "keep", node.id, target=each, value=held)
    yield from _opened(graph, snapshot.before, k, node)
    products = list(_products(k, step, node))
    for product in products:
        at = product.at or 0
        rule = node.inputs[at].rule
        if rule and not re.search(r"\bg\b", rule):  # by what g is multiplied
            yield Micro(k, "derivative", node.id, product.target, at, product.name)
        yield product
    yield from _added(snapshot, products)
    if step.freed and node.saved:
        yield Micro(k, "free", node.id)


def _opened(
    graph: Graph, snapshot: Snapshot, k: int, node: GraphNode
) -> Iterator[Micro]:
    """What a node saved, as it was found."""
    for at, saved in enumerate(node.saved):
        state = state_of(graph, snapshot, node, saved)
        value, versions = None, (saved.version, saved.version)
        if saved.node is not None:
            versions = saved.version, version_of(graph, snapshot, saved.node)
            value = snapshot.values.get(saved.node) if state == "held" else None
        yield Micro(
            k, "open", node.id, saved.node, at, saved.name, value,
            state=state, versions=versions,
        )  # fmt: skip


def _products(k: int, step: Backward, node: GraphNode) -> Iterator[Micro]:
    pairs = zip(node.inputs, step.sent, strict=False)
    for at, (edge, sent) in enumerate(pairs):
        if edge.node is not None and sent is not None:
            yield Micro(k, "product", node.id, edge.node, at, edge.name, sent)


def _added(snapshot: Snapshot, products: list[Micro]) -> Iterator[Micro]:
    """Each product joins what had come to its target before."""
    come: dict[int, tuple[Value, ...]] = {}
    for each in products:
        to, value = each.target, each.value
        if to is None or value is None or to not in snapshot.arriving:
            continue
        if to not in come:
            waiting = snapshot.before.arriving.get(to)
            come[to] = waiting.parts if waiting else ()
        parts = come[to] = (*come[to], value)
        now = snapshot.arriving[to]
        total = now.total if len(parts) == len(now.parts) else None
        yield Micro(
            each.k, "add", each.node, to, each.at, each.name, total, parts,
            now.expected,
        )  # fmt: skip


def _was_next(graph: Graph, snapshot: Snapshot, node: int) -> bool:
    """Whether a gradient waited at a node, so that it was the one to run."""
    waiting = snapshot.before.arriving
    return any(each in waiting for each in graph.nodes[node].outputs)


def _failed(graph: Graph, snapshot: Snapshot, node: GraphNode) -> Iterator[Micro]:
    """It was taken, and opened what it had saved up to what it could not use."""
    k, waiting = snapshot.k, snapshot.before.arriving
    outputs = [each for each in node.outputs if each is not None]
    came = next(waiting[each] for each in outputs if each in waiting)
    yield Micro(k, "take", node.id, value=came.total, parts=came.parts)
    for each in _opened(graph, snapshot, k, node):
        yield each
        if each.state != "held":
            break
    yield Micro(k, "step", node.id)
