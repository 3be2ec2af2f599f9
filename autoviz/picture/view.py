"""What is on the picture and where: cards, edges, one layout for all steps.

``scopes`` has said what the cards stand for. Every step's texts are worked out first,
so that each box can be made large enough; then Graphviz is asked once. Stepping never
moves a card.

Next: ``frame``, which paints one step; ``svg``, which draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import count

from autoviz.picture.arrange import arrange
from autoviz.picture.broadcast import expanded, summed
from autoviz.picture.card import Card, card
from autoviz.picture.cells import Size
from autoviz.picture.closed import closed_card, closed_face
from autoviz.picture.divided import divided
from autoviz.picture.face import Face, face
from autoviz.picture.layout import Layout, Point
from autoviz.picture.notation import numbers
from autoviz.picture.notation.flow import flows
from autoviz.picture.opened import Opened, opened
from autoviz.picture.places import Place
from autoviz.picture.scopes import Arrow, Part, arrows, note, parts
from autoviz.picture.touched import touched
from autoviz.picture.type import mono
from autoviz.picture.words import visible
from autoviz.records import (
    Backward,
    Edge,
    Graph,
    History,
    Hook,
    Mode,
    Seed,
    Snapshot,
    Trace,
)

__all__ = [
    "DETAIL",
    "MAIN",
    "EdgeLabel",
    "EdgeView",
    "Run",
    "View",
    "cards_of",
    "rooms_of",
    "run",
    "started",
    "together",
    "view",
]

MAIN, DETAIL = 11.0, 9.0
"""Type sizes of a gradient on its edge, and of the product below it."""

_Near = Set[int] | None
"""Nodes that a step can have changed; None: all."""

LINE_HEIGHT = 13.0
NARROWEST = 20.0


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """The gradient on an edge, and on the running one the product it came from.

    Where an edge broadcasts, the detail says so, before there is a gradient as well.
    ``hint`` is the gradient with every digit, if it has more than are shown.
    """

    main: str = ""
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class EdgeView:
    """One arrow; ``labels`` has what it says after each step.

    ``edge`` leads from card to card. The ``edges`` from node to node that it stands
    for are several where a scope is closed. ``joined``: its head is a view of its tail.
    ``detailed`` and ``hinted``: some label has a detail, a hint.
    """

    id: str
    edge: Edge
    edges: tuple[Edge, ...]
    labels: tuple[EdgeLabel, ...]
    joined: bool
    detailed: bool
    hinted: bool


@dataclass(frozen=True, slots=True)
class View:
    """A trace, ready to be painted at any step.

    ``faces[k][i]`` is what card i says after step k; ``roots`` are the cards on
    which ``backward()`` was called, and on which nodes. ``note`` says what is drawn
    closed, and what the recording leaves out; ``modes``: grad mode changes. Each of the
    ``scopes`` is drawn open, with a box around it.
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
    labels: dict[str, Place]
    label_sizes: dict[str, Size]
    scopes: tuple[Opened, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A trace, with what its cards and arrows say; how large they are comes later."""

    trace: Trace
    shown: tuple[Part, ...]
    snapshots: tuple[Snapshot, ...]
    faces: tuple[tuple[Face, ...], ...]
    edges: tuple[EdgeView, ...]


def view(trace: Trace, asked: Set[int] = frozenset()) -> View:
    """Size every card, and lay them out; the scopes ``asked`` for are open.

    Raises:
        LayoutError: the graph is too large to be drawn in one piece.
    """
    return together([run(trace, asked)])[0]


def run(trace: Trace, asked: Set[int] = frozenset()) -> Run:
    """What everything says at each step."""
    trace = divided(trace)
    shown = parts(trace.graph, asked)
    snapshots = tuple(History(trace))
    near = [touched(trace.graph, each) for each in snapshots]
    faces = tuple(_faces(trace, snapshots, near, shown))
    edges = _edges(trace, arrows(trace.graph, shown), snapshots, near)
    return Run(trace, shown, snapshots, faces, edges)


def together(runs: Sequence[Run]) -> list[View]:
    """Runs of one graph as one picture, large enough for each of them."""
    first = runs[0].trace
    cards = cards_of(runs)
    roots = _roots(first, cards)
    ends = [(each.edge.tail, each.edge.head) for each in runs[0].edges]
    scopes = opened(first.graph, runs[0].shown, ends)
    sizes = rooms_of(runs, roots)
    drawn = {each.id: each.edge for each in runs[0].edges}
    seeds = {root: sizes[f"r{root}"] for root in roots}
    found = arrange(cards, drawn, sizes, seeds, scopes)
    notes = [note(first.graph, runs[0].shown), *map(visible, first.notes)]
    return [
        View(
            trace=each.trace,
            snapshots=each.snapshots,
            faces=each.faces,
            cards=cards,
            edges=edges,
            roots=roots,
            note=" ".join(notes).strip(),
            modes=any(isinstance(step, Mode) for step in first.steps),
            layout=found.layout,
            routes=found.routes,
            labels=found.labels,
            label_sizes=sizes,
            scopes=scopes,
        )
        for each, edges in zip(runs, _alike(runs), strict=True)
    ]


def cards_of(runs: Sequence[Run]) -> tuple[Card, ...]:
    """Each with room for what it says in any of the runs."""
    trace = runs[0].trace
    return tuple(
        replace(
            _card(trace, part, [each[at] for run in runs for each in run.faces]), id=at
        )
        for at, part in enumerate(runs[0].shown)
    )


def rooms_of(
    runs: Sequence[Run], roots: Mapping[int, tuple[int, ...]]
) -> dict[str, Size]:
    """How large the labels of arrows are, and those of the seeds, by id."""
    rooms = {each[0].id: _label_size(each) for each in _side_by_side(runs)}
    snapshots = [each for run in runs for each in run.snapshots]
    seeds = {f"r{root}": _seed_size(snapshots, nodes) for root, nodes in roots.items()}
    return rooms | seeds


def _side_by_side(runs: Sequence[Run]) -> list[tuple[EdgeView, ...]]:
    """Every arrow, as it is in each run."""
    return list(zip(*(run.edges for run in runs), strict=True))


def _alike(runs: Sequence[Run]) -> list[tuple[EdgeView, ...]]:
    """The arrows of each run, drawn in the same way."""
    rows = [
        [
            replace(
                each,
                detailed=any(other.detailed for other in row),
                hinted=any(other.hinted for other in row),
            )
            for each in row
        ]
        for row in _side_by_side(runs)
    ]
    return [tuple(row[at] for row in rows) for at in range(len(runs))]


def _faces(
    trace: Trace,
    snapshots: Sequence[Snapshot],
    near: Sequence[_Near],
    shown: Sequence[Part],
) -> Iterator[tuple[Face, ...]]:
    """What each card says, worked out anew only where a step can have changed it."""
    said: list[Face] = []
    for snapshot, nodes in zip(snapshots, near, strict=True):
        said = [
            said[at]
            if said and nodes is not None and part.node not in nodes
            else _face(trace, snapshot, part)
            for at, part in enumerate(shown)
        ]
        yield tuple(said)


def _face(trace: Trace, snapshot: Snapshot, part: Part) -> Face:
    said = closed_face if part.scope is not None else face
    return said(trace, snapshot, trace.graph.nodes[part.node])


def _card(trace: Trace, part: Part, faces: Sequence[Face]) -> Card:
    if part.scope is not None:
        return closed_card(trace, part, faces)
    return card(trace, trace.graph.nodes[part.node], faces)


def _edges(
    trace: Trace,
    drawn: Sequence[Arrow],
    snapshots: Sequence[Snapshot],
    near: Sequence[_Near],
) -> tuple[EdgeView, ...]:
    details = [_details(snapshot) for snapshot in snapshots]
    steps = list(zip(snapshots, details, near, strict=True))
    return tuple(
        _edge(trace.graph, f"e{number}", arrow, steps)
        for number, arrow in enumerate(drawn)
    )


def _edge(
    graph: Graph,
    id: str,
    arrow: Arrow,
    steps: Iterable[tuple[Snapshot, dict[tuple[int, int], str], _Near]],
) -> EdgeView:
    heads = {each.head for each in arrow.edges}
    labels: list[EdgeLabel] = []
    for snapshot, details, near in steps:
        if labels and near is not None and heads.isdisjoint(near):
            labels.append(labels[-1])
        else:
            labels.append(_label(graph, arrow.edges, snapshot, details))
    return EdgeView(
        id,
        Edge(arrow.tail, arrow.head, arrow.edges[0].input, arrow.needs_grad),
        arrow.edges,
        tuple(labels),
        joined=any(graph.nodes[each.head].view_of == each.tail for each in arrow.edges),
        detailed=any(each.detail for each in labels),
        hinted=any(each.hint for each in labels),
    )


def _label(
    graph: Graph,
    edges: Sequence[Edge],
    snapshot: Snapshot,
    details: dict[tuple[int, int], str],
) -> EdgeLabel:
    """The gradient on an arrow; of several that came the number."""
    keys = [(each.head, each.input) for each in edges]
    sent = [key for key in keys if key in snapshot.sent]
    if not sent:
        has_run = edges[0].head not in snapshot.future
        return EdgeLabel("", expanded(graph, edges) if has_run else "")
    if len(sent) > 1:
        return EdgeLabel(f"{len(sent)} gradients")
    gradient = snapshot.sent[sent[0]]
    detail = details.get(sent[0]) or summed(graph, edges)
    hint = numbers.hint(gradient, numbers.short)
    return EdgeLabel(numbers.item(gradient), detail, hint)


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


def _details(snapshot: Snapshot) -> dict[tuple[int, int], str]:
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
    moved = flows(snapshot)
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


def _label_size(edges: Sequence[EdgeView]) -> Size:
    """Room for an arrow's widest label; some also where there never is one.

    So a parallel pair, or a row of cards, stays evenly spaced.
    """
    labels = {id(label): label for each in edges for label in each.labels}.values()
    return _room([each.main for each in labels], [each.detail for each in labels])


def _room(mains: Sequence[str], details: Sequence[str]) -> Size:
    main = max(mono(each, MAIN + 1) for each in mains)
    detail = max((mono(each, DETAIL) for each in details), default=0.0)
    rows = 2 if detail else 1
    return max(NARROWEST, main, detail) + 2, rows * LINE_HEIGHT
