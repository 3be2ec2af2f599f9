"""What is on the picture and where: cards, edges, one layout for all steps.

``scopes`` has said what the cards stand for. Every step's texts are worked out first,
so that each box can be made large enough; then Graphviz is asked once. Stepping never
moves a card.

Next: ``frame``, which paints one step; ``svg``, which draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from autoviz.picture.card import Card, card
from autoviz.picture.cells import Size
from autoviz.picture.closed import closed_card, closed_face
from autoviz.picture.dot import Box, Link
from autoviz.picture.face import Face, face
from autoviz.picture.layout import Layout, Point, lay_out
from autoviz.picture.notation import numbers
from autoviz.picture.notation.flow import flows
from autoviz.picture.places import places
from autoviz.picture.routes import routes
from autoviz.picture.scopes import Arrow, Part, arrows, note, parts
from autoviz.picture.type import mono
from autoviz.picture.words import visible
from autoviz.records import Backward, Edge, History, Hook, Mode, Seed, Snapshot, Trace

__all__ = ["DETAIL", "MAIN", "EdgeLabel", "EdgeView", "View", "started", "view"]

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


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """The gradient on an edge, and on the running one the product it came from."""

    main: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EdgeView:
    """One arrow; ``labels`` has what it says after each step.

    ``edge`` leads from card to card. The ``edges`` from node to node that it stands
    for are several where a scope is closed.
    """

    id: str
    edge: Edge
    edges: tuple[Edge, ...]
    labels: tuple[EdgeLabel, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A trace, ready to be painted at any step.

    ``faces[k][i]`` is what card i says after step k; ``roots`` are the cards on
    which ``backward()`` was called, and on which nodes. ``note`` says what is drawn
    closed, and what the recording leaves out; ``modes``: grad mode changes.
    """

    trace: Trace
    snapshots: tuple[Snapshot, ...]
    faces: tuple[tuple[Face, ...], ...]
    cards: tuple[Card, ...]
    edges: tuple[EdgeView, ...]
    roots: dict[int, tuple[int, ...]]
    note: str
    modes: bool
    layout: Layout
    routes: dict[str, tuple[Point, ...]]
    labels: dict[str, Point]
    label_sizes: dict[str, Size]


def view(trace: Trace) -> View:
    """Size every card, and lay them out.

    Raises:
        LayoutError: the graph is too large to be drawn in one piece.
    """
    shown = parts(trace.graph)
    snapshots = tuple(History(trace))
    faces = tuple(
        tuple(_face(trace, snapshot, each) for each in shown) for snapshot in snapshots
    )
    cards = tuple(
        replace(_card(trace, part, [each[at] for each in faces]), id=at)
        for at, part in enumerate(shown)
    )
    edges = _edges(trace, arrows(trace.graph, shown), snapshots)
    roots = _roots(trace, cards)
    seeds = {root: _seed_size(snapshots, nodes) for root, nodes in roots.items()}
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
        roots=roots,
        note=" ".join([note(trace.graph, shown), *map(visible, trace.notes)]).strip(),
        modes=any(isinstance(each, Mode) for each in trace.steps),
        layout=layout,
        routes=ways,
        labels=places(layout, cards, ways, sizes),
        label_sizes=sizes,
    )


def _face(trace: Trace, snapshot: Snapshot, part: Part) -> Face:
    said = closed_face if part.scope is not None else face
    return said(trace, snapshot, trace.graph.nodes[part.node])


def _card(trace: Trace, part: Part, faces: Sequence[Face]) -> Card:
    if part.scope is not None:
        return closed_card(trace, part, faces)
    return card(trace, trace.graph.nodes[part.node], faces)


def _edges(
    trace: Trace, drawn: Sequence[Arrow], snapshots: Sequence[Snapshot]
) -> tuple[EdgeView, ...]:
    details = [_details(trace, snapshot) for snapshot in snapshots]
    return tuple(
        EdgeView(
            f"e{number}",
            Edge(arrow.tail, arrow.head, arrow.edges[0].input, arrow.needs_grad),
            arrow.edges,
            tuple(
                _label(arrow.edges, snapshot, detail)
                for snapshot, detail in zip(snapshots, details, strict=True)
            ),
        )
        for number, arrow in enumerate(drawn)
    )


def _label(
    edges: Sequence[Edge], snapshot: Snapshot, details: dict[tuple[int, int], str]
) -> EdgeLabel:
    """The gradient on an arrow; of several that came the number."""
    keys = [(each.head, each.input) for each in edges]
    sent = [key for key in keys if key in snapshot.sent]
    if not sent:
        return EdgeLabel()
    if len(sent) > 1:
        return EdgeLabel(f"{len(sent)} gradients")
    return EdgeLabel(numbers.item(snapshot.sent[sent[0]]), details.get(sent[0], ""))


def _roots(trace: Trace, cards: Sequence[Card]) -> dict[int, tuple[int, ...]]:
    """The cards on which ``backward()`` was called, with the nodes it was called on."""
    seeded = dict.fromkeys(step.node for step in trace.steps if isinstance(step, Seed))
    found: dict[int, tuple[int, ...]] = {}
    for node in seeded:
        root = next(each.id for each in cards if node in each.nodes)
        found[root] = (*found.get(root, ()), node)
    return found


def started(snapshot: Snapshot, nodes: Sequence[int]) -> str:
    """What ``backward()`` started with there; twice on one tensor is two seeds."""
    seeds = [each for node in nodes for each in snapshot.seeds.get(node, ())]
    return " + ".join(map(numbers.item, seeds))


def _seed_size(snapshots: Sequence[Snapshot], nodes: Sequence[int]) -> Size:
    starts = (each for each in snapshots if isinstance(each.step, Seed))
    return _room([started(each, nodes) for each in starts], [])


def _details(trace: Trace, snapshot: Snapshot) -> dict[tuple[int, int], str]:
    """``= 32 × 6`` for each edge of the node that has just run; what a hook took."""
    step = snapshot.step
    if isinstance(step, Hook) and step.where == "sent":
        return {
            (step.node, at): f"was {numbers.item(before)}"
            for at, before, after in zip(count(), step.before, step.after, strict=False)
            if before is not None and before != after and before.item() is not None
        }
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
    if len(cards) > MANY or _longest(cards, links.values()) > WIDEST:
        return lay_out(boxes, everything, "TB")
    wide = lay_out(boxes, everything, "LR")
    return wide if wide.width <= WIDEST else lay_out(boxes, everything, "TB")


def _longest(cards: Sequence[Card], links: Iterable[Link]) -> float:
    """How wide the longest way is, its cards and labels: no picture is narrower."""
    widths = {f"c{each.id}": each.size[0] for each in cards}
    reach = dict(widths)
    for link in links:
        label = link.label[0] if link.label else 0.0
        so_far = reach[link.tail] + label + widths[link.head]
        reach[link.head] = max(reach[link.head], so_far)
    return max(reach.values(), default=0.0)


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
