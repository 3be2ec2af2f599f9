"""What is on the picture and where: cards, edges, one layout for all steps.

Every step's texts are worked out first, so that each box can be made large
enough; then Graphviz is asked once. Stepping never moves a card.

Next: ``frame``, which paints one step; ``svg``, which draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoviz.errors import LayoutError
from autoviz.picture.card import Card, Face, card, face
from autoviz.picture.cells import Size
from autoviz.picture.dot import Box, Link
from autoviz.picture.layout import Layout, Point, lay_out
from autoviz.picture.notation import numbers
from autoviz.picture.notation.flow import flows
from autoviz.picture.places import places
from autoviz.picture.routes import routes
from autoviz.picture.type import mono
from autoviz.records import Backward, Edge, Seed, Snapshot, Trace, fold

__all__ = ["DETAIL", "MAIN", "EdgeLabel", "EdgeView", "View", "view"]

MAIN, DETAIL = 11.0, 9.0
"""Type sizes of a gradient on its edge, and of the product below it."""

LINE_HEIGHT = 13.0
NARROWEST = 20.0
SEED = 28.0
PAIR = 12.0
WIDEST = 900.0
"""Pixels. A wider picture runs top to bottom."""

MANY = 40
"""Cards. Above this nobody need try whether they fit side by side."""

MOST = 150
"""Cards. Above this Graphviz may take minutes, and nobody reads the picture."""


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """The gradient on an edge, and on the running one the product it came from."""

    main: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EdgeView:
    """One edge; ``labels`` has what it says after each step."""

    id: str
    edge: Edge
    labels: tuple[EdgeLabel, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A trace, ready to be painted at any step.

    ``faces[k][i]`` is what card i says after step k; ``roots`` are the nodes on
    which ``backward()`` was called.
    """

    trace: Trace
    snapshots: tuple[Snapshot, ...]
    faces: tuple[tuple[Face, ...], ...]
    cards: tuple[Card, ...]
    edges: tuple[EdgeView, ...]
    roots: tuple[int, ...]
    layout: Layout
    routes: dict[str, tuple[Point, ...]]
    labels: dict[str, Point]
    label_sizes: dict[str, Size]


def view(trace: Trace) -> View:
    """Size every card, and lay them out.

    Raises:
        LayoutError: the graph is too large to be drawn in one piece.
    """
    nodes = trace.graph.nodes
    if len(nodes) > MOST:
        raise LayoutError(
            f"this recording has {len(nodes)} cards, and a picture holds {MOST}; "
            "record a smaller part, or read it with print(recording)"
        )
    snapshots = tuple(fold(trace, k) for k in range(len(trace.steps) + 1))
    faces = tuple(
        tuple(face(trace, snapshot, node) for node in nodes) for snapshot in snapshots
    )
    cards = tuple(
        card(trace, node, [each[node.id] for each in faces]) for node in nodes
    )
    edges = _edges(trace, snapshots)
    seeds = _seeds(trace)
    pairs = Counter((each.edge.tail, each.edge.head) for each in edges)
    links = {each.id: _link(each, pairs) for each in edges}
    layout = _layout(cards, links)
    stubs = {root: max(SEED, size[0]) for root, size in seeds.items()}
    ways = routes(layout, cards, {each.id: each.edge for each in edges}, stubs)
    sizes = {each.id: _label_size(each) for each in edges if each.edge.needs_grad}
    sizes |= {f"r{root}": size for root, size in seeds.items()}
    return View(
        trace=trace,
        snapshots=snapshots,
        faces=faces,
        cards=cards,
        edges=edges,
        roots=tuple(seeds),
        layout=layout,
        routes=ways,
        labels=places(layout, cards, ways, sizes),
        label_sizes=sizes,
    )


def _edges(trace: Trace, snapshots: Sequence[Snapshot]) -> tuple[EdgeView, ...]:
    details = [_details(trace, snapshot) for snapshot in snapshots]
    return tuple(
        EdgeView(
            f"e{number}",
            edge,
            tuple(
                _label(edge, snapshot, detail)
                for snapshot, detail in zip(snapshots, details, strict=True)
            ),
        )
        for number, edge in enumerate(trace.graph.edges)
    )


def _label(
    edge: Edge, snapshot: Snapshot, details: dict[tuple[int, int], str]
) -> EdgeLabel:
    key = (edge.head, edge.input)
    sent = snapshot.sent.get(key)
    if sent is None:
        return EdgeLabel()
    return EdgeLabel(numbers.item(sent), details.get(key, ""))


def _seeds(trace: Trace) -> dict[int, Size]:
    """On which nodes ``backward()`` was called, with room for what it said there."""
    said: dict[int, list[str]] = {}
    for step in trace.steps:
        if isinstance(step, Seed):
            said.setdefault(step.node, []).append(numbers.item(step.value))
    return {root: _room(texts, []) for root, texts in said.items()}


def _details(trace: Trace, snapshot: Snapshot) -> dict[tuple[int, int], str]:
    """``= 32 × 6`` for each edge of the node that has just run."""
    step = snapshot.step
    if not isinstance(step, Backward):
        return {}
    positions = [at for at, sent in enumerate(step.sent) if sent is not None]
    moved = flows(trace, snapshot)
    if len(moved) != len(positions):  # several results: whose is whose is not known
        return {}
    found = {}
    for at, flow in zip(positions, moved, strict=True):
        local = flow.local.item() if flow.local is not None else None
        if flow.scalar and local is not None:
            arrived = numbers.item(flow.arrived)
            found[step.node, at] = f"= {arrived} × {_factor(numbers.short(local))}"
    return found


def _factor(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _layout(cards: Sequence[Card], links: Mapping[str, Link]) -> Layout:
    """Left to right where that is not too wide, else top to bottom."""
    boxes, beside = [], []
    for each in cards:
        boxes.append(Box(f"c{each.id}", *each.box))
        if each.slot is not None:
            boxes.append(Box(f"s{each.id}", *each.slot))
            pair = (f"c{each.id}", f"s{each.id}")
            beside.append(Link(f"a{each.id}", *pair, beside=True))
    everything = [*beside, *links.values()]
    if len(cards) > MANY:
        return lay_out(boxes, everything, "TB")
    wide = lay_out(boxes, everything, "LR")
    return wide if wide.width <= WIDEST else lay_out(boxes, everything, "TB")


def _link(each: EdgeView, pairs: Mapping[tuple[int, int], int]) -> Link:
    """Two edges between the same cards get more room: their labels share it."""
    tail, head = each.edge.tail, each.edge.head
    width, height = _label_size(each)
    if pairs[tail, head] > 1:
        width += PAIR
    return Link(each.id, f"c{tail}", f"c{head}", (width, height))


def _label_size(edge: EdgeView) -> Size:
    """Room for the widest label; some also on edges that never have one.

    So a parallel pair, or a row of cards, stays evenly spaced.
    """
    labels = edge.labels
    return _room([each.main for each in labels], [each.detail for each in labels])


def _room(mains: Sequence[str], details: Sequence[str]) -> Size:
    main = max(mono(each, MAIN + 1) for each in mains)
    detail = max((mono(each, DETAIL) for each in details), default=0.0)
    rows = 2 if detail else 1
    return max(NARROWEST, main, detail) + 2, rows * LINE_HEIGHT
