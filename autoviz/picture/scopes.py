"""Which calls of modules are drawn closed, each as one card.

A picture with room for everything shows everything. A larger one shows scopes: at
first all are closed, and they are opened from the outside in, as long as the picture
stays one that can be read. Of equal modules all are opened, or else the first, which
shows how they are made. A learner can ask for some to be open.

Arrows into and out of a closed scope are drawn once between two cards, whatever
number of edges they stand for. What was computed without a gradient only for one
closed scope is drawn as part of it; and one input of many scopes (the sequence that a
recurrent network reads) without its arrows, which would cover the picture.

Next: ``divided``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from autoviz.errors import LayoutError, RecordingError
from autoviz.picture.label import names
from autoviz.records import Edge, Graph, GraphNode, Scope

__all__ = [
    "FEW",
    "MOST",
    "PASS",
    "Arrow",
    "Part",
    "arrows",
    "asked",
    "needed",
    "note",
    "parts",
    "within",
]

MOST = 150
"""Cards. Above this Graphviz may take minutes, and nobody reads the picture."""

FEW = 60
"""Cards, where not all can be shown: about as many as can be taken in."""

FEW_OF_EACH = 30
"""Cards, where several passes may be open: all are alike."""

KNOWN = 12
"""Names of scopes that an error tells."""

PASS = "backward pass"
"""The type of a scope that ``divided`` makes."""

FAN = 8
"""Arrows that carry no gradient, from one card, before they are left out."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one card stands for: a tensor, or a scope that is drawn closed.

    ``nodes`` is everything in it, and ``node`` the one whose numbers it shows: of a
    scope, what leaves it. ``first`` is the first that is computed. ``calls`` is how
    often the module of the scope was called.
    """

    node: int
    nodes: frozenset[int]
    first: int
    scope: Scope | None = None
    calls: int = 1
    operations: int = 0
    parameters: int = 0


@dataclass(frozen=True, slots=True)
class Arrow:
    """What one arrow stands for: edges from one card into another, by position."""

    tail: int
    head: int
    edges: tuple[Edge, ...]

    @property
    def needs_grad(self) -> bool:
        """Whether a gradient goes back along it."""
        return any(each.needs_grad for each in self.edges)


def asked(graph: Graph, wanted: Sequence[str]) -> frozenset[int]:
    """The numbers of the scopes with these names, and of those around them.

    ``"layer"`` is every scope of that name, ``"layer 2"`` its second call or round.

    Raises:
        RecordingError: there is none of that name.
    """
    found: set[int] = set()
    for name in wanted:
        meant = [e for e in graph.scopes if name in (e.name, f"{e.name} {e.call}")]
        if not meant:
            raise RecordingError(f"there is no scope {name!r} here: {_known(graph)}")
        for scope in meant:
            while scope.id not in found:
                found.add(scope.id)
                if scope.outer is None:
                    break
                scope = graph.scopes[scope.outer]
    return frozenset(found)


def _known(graph: Graph) -> str:
    known = list(dict.fromkeys(each.name for each in graph.scopes))
    if not known:
        return "it has none"
    return ", ".join(known[:KNOWN]) + (", …" if len(known) > KNOWN else "")


def needed(graph: Graph) -> int:
    """How many cards it takes, with scopes closed as far as need be."""
    return len(set(_boxes(graph, frozenset())))


def parts(graph: Graph, asked: Set[int] = frozenset()) -> tuple[Part, ...]:
    """What the cards of a picture stand for, in the order of the recording.

    ``asked``: scopes that shall be open, by number.

    Raises:
        LayoutError: even with all other scopes closed there are too many.
    """
    boxes = _boxes(graph, asked)
    found: defaultdict[int | Scope, list[int]] = defaultdict(list)
    for node, box in enumerate(boxes):
        found[box].append(node)
    if len(found) > MOST:
        raise _too_many(graph, len(found), asked)
    leaving = {
        edge.tail for edge in graph.edges if boxes[edge.tail] != boxes[edge.head]
    }
    parameters = _parameters(graph, boxes)
    calls = Counter(each.name for each in graph.scopes)
    return tuple(
        _closed(graph, box, nodes, leaving, parameters[box.id], calls[box.name])
        if isinstance(box, Scope)
        else Part(box, frozenset(nodes), box)
        for box, nodes in found.items()
    )


def arrows(graph: Graph, parts: Sequence[Part]) -> tuple[Arrow, ...]:
    """The arrows between the cards, in the order in which the operations ran."""
    found = _arrows(graph, parts)
    many = _fans(parts, found)
    return tuple(each for each in found if each.needs_grad or each.tail not in many)


def _arrows(graph: Graph, parts: Sequence[Part]) -> Sequence[Arrow]:
    place = {node: at for at, part in enumerate(parts) for node in part.nodes}
    found: dict[tuple[int, int, int], list[Edge]] = {}
    for number, edge in enumerate(graph.edges):
        tail, head = place[edge.tail], place[edge.head]
        if tail == head or _has(graph, parts[head].scope, edge):
            continue
        merged = parts[tail].scope is not None or parts[head].scope is not None
        key = (tail, head, -1 if merged else number)
        found.setdefault(key, []).append(edge)
    return [Arrow(key[0], key[1], tuple(edges)) for key, edges in found.items()]


def _fans(parts: Sequence[Part], arrows: Sequence[Arrow]) -> Counter[int]:
    """Cards with too many arrows that carry no gradient, where something is closed."""
    if all(part.scope is None for part in parts):
        return Counter()
    idle = Counter(each.tail for each in arrows if not each.needs_grad)
    return Counter({card: number for card, number in idle.items() if number > FAN})


def note(graph: Graph, parts: Sequence[Part]) -> str:
    """What is drawn closed, and what is left out; "" where everything is shown."""
    closed = sum(part.scope is not None for part in parts)
    if not closed:
        return ""
    scopes = "1 scope is" if closed == 1 else f"{closed} scopes are"
    first = next(part.scope.name for part in parts if part.scope is not None)
    said = (
        f"{scopes} drawn closed, as one card each: "
        f"{len(parts)} cards for {len(graph.nodes)} tensors. "
        f'recording.opened("{first}") opens one.'
    )
    for card, number in _fans(parts, _arrows(graph, parts)).items():
        called = names(graph)[parts[card].node]
        left_out = f"{number} arrows from {called}, which carry no gradient"
        said += f" {left_out}, are left out."
    return said


def within(graph: Graph, part: Part) -> Iterator[Scope]:
    """The open scopes that a card is in, from the inside out."""
    scopes = _around(graph, graph.nodes[part.node])
    if part.scope is not None:
        next((each for each in scopes if each == part.scope), None)
    yield from scopes


def _too_many(graph: Graph, cards: int, asked: Set[int]) -> LayoutError:
    if asked:
        counted, advice = f"{cards} cards with these scopes open", "open fewer"
    elif graph.scopes:
        counted = f"{cards} cards even with its scopes closed"
        advice = "record fewer steps"
    else:
        counted = f"{cards} cards"
        advice = (
            "record fewer steps, or give them parts that can be drawn closed: "
            'with av.scope("name"), for i in av.loop(range(n)), or the call of a '
            "torch.nn.Module"
        )
    return LayoutError(
        f"this recording has {counted}, and a picture holds {MOST}: {advice}; "
        "print(recording) tells all steps, and av.make_dot(x) draws the whole graph "
        "behind a tensor x"
    )


# what is open


def _boxes(graph: Graph, asked: Set[int]) -> list[int | Scope]:
    """For each node its own number, or the closed scope that it is in."""
    if len(graph.nodes) <= MOST:
        return [node.id for node in graph.nodes]
    opened = _opened(graph, asked)
    found: list[int | Scope] = []
    for node in graph.nodes:
        around = [each for each in _around(graph, node) if each.id not in opened]
        found.append(around[-1] if around else node.id)
    _draw_in(graph, found)
    return found


def _draw_in(graph: Graph, boxes: list[int | Scope]) -> None:
    """What was computed without a gradient for one closed scope alone, the last first.

    It was computed before the scope began: no arrow turns round.
    """
    users: defaultdict[int, set[int | Scope]] = defaultdict(set)
    edges = graph.edges
    at = len(edges)
    for node in reversed(graph.nodes):
        while at and edges[at - 1].head > node.id:
            at -= 1
            users[edges[at].tail].add(boxes[edges[at].head])
        if node.kind == "untracked" and boxes[node.id] == node.id:
            only, *more = users[node.id] or {node.id}
            if isinstance(only, Scope) and not more:
                boxes[node.id] = only


def _around(graph: Graph, node: GraphNode) -> Iterator[Scope]:
    """The scopes that a node is in, from the inside out."""
    at = node.scope
    while at is not None:
        yield graph.scopes[at]
        at = graph.scopes[at].outer


def _opened(graph: Graph, asked: Set[int]) -> set[int]:
    """The scopes to be opened: those that are asked for, and more, level by level.

    The outermost ones may take what room there is: one card says nothing. But a row of
    passes, one open, says how the loss went. Further in, a module without parts stays
    closed: there is little to see in a ``Linear``, and its parameters take much room.
    """
    content = Counter(node.scope for node in graph.nodes)
    for scope in reversed(graph.scopes):  # the inner ones first
        if content[scope.id]:
            content[scope.outer] += 1
    whole = {each.outer for each in graph.scopes if content[each.id]}
    opened = {each for each in asked if content[each]}
    cards = content[None] + sum(content[each] - 1 for each in opened)
    level = [each for each in graph.scopes if each.outer is None and content[each.id]]
    room = MOST
    while level:
        chosen = [each for each in level if each.id in asked]
        for group in _by_type([each for each in level if each.id not in asked]):
            more = [content[each.id] - 1 for each in group]
            together = FEW_OF_EACH if group[0].type == PASS else room
            if cards + sum(more) <= together or not any(more):
                several = len(group)
            else:
                several = 1 if cards + more[0] <= room else 0
            cards += sum(more[:several])
            chosen += group[:several]
        opened |= {each.id for each in chosen}
        inside = {each.id for each in chosen}
        level = [each for each in graph.scopes if each.outer in inside]
        plain = whole | asked | {id for id, held in content.items() if held == 1}
        level = [each for each in level if each.id in plain]
        room = FEW
    return opened


def _by_type(scopes: Sequence[Scope]) -> list[list[Scope]]:
    found: dict[str, list[Scope]] = {}
    for each in scopes:
        found.setdefault(each.type, []).append(each)
    return list(found.values())


# what is in a closed one


def _closed(
    graph: Graph,
    scope: Scope,
    nodes: Sequence[int],
    leaving: set[int],
    parameters: set[int],
    calls: int,
) -> Part:
    own = [each for each in nodes if scope in _around(graph, graph.nodes[each])]
    computed = [each for each in own if graph.nodes[each].op is not None]
    results = {each for at in own for each in graph.nodes[at].results}
    tracked = [each for each in computed if graph.nodes[each].kind == "op"]
    out = [each for each in tracked if each in leaving] or tracked or computed
    return Part(
        node=(out or nodes)[-1],
        nodes=frozenset(nodes),
        first=(computed or nodes)[0],
        scope=scope,
        calls=calls,
        operations=len(set(computed) - results),
        parameters=len(parameters),
    )


def _parameters(graph: Graph, boxes: Sequence[int | Scope]) -> Mapping[int, set[int]]:
    """The parameters used in each closed scope that are its own."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for edge in graph.edges:
        box, tail = boxes[edge.head], graph.nodes[edge.tail]
        if not isinstance(box, Scope) or tail.kind != "leaf" or tail.scope is None:
            continue
        if boxes[edge.tail] == box or _has(graph, box, edge):
            found[box.id].add(edge.tail)
    return found


def _has(graph: Graph, box: Scope | None, edge: Edge) -> bool:
    """Whether a parameter is that of a module which is called again, within a box.

    It belongs to the first call, and is inside of each.
    """
    tail = graph.nodes[edge.tail]
    if box is None or tail.op is not None or tail.scope is None:
        return False
    owner = graph.scopes[tail.scope].name
    for each in _around(graph, graph.nodes[edge.head]):
        if each.name == owner:
            return True
        if each == box:
            break
    return False
