"""What a node is called, everywhere the same.

The learner's variable if it has one, else the learner's own expression, else the
operation written out. Names that would be equal are told apart, in the order in
which the nodes were recorded: h₁, h₂ for variables, ``x**2 #1`` for expressions.

Next: ``notation`` (numbers and rules), then ``caption``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from autoviz.picture.words import atomic, shorten
from autoviz.records.graph import Graph, GraphNode, Source

__all__ = [
    "definition",
    "differential",
    "grad_name",
    "name",
    "names",
    "ratio",
    "title",
    "written",
]

_NAME = 24
_TITLE = 18
_ROOMY = 12
_SENTENCE = 48
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_latest: tuple[Graph, tuple[str, ...]] | None = None


def names(graph: Graph) -> tuple[str, ...]:
    """What each node is called, by id.

    The last answer is kept: every caption of a recording asks for the same one.
    """
    global _latest
    latest = _latest
    if latest is None or latest[0] is not graph:
        latest = graph, _names(graph)
        _latest = latest
    return latest[1]


def name(graph: Graph, id: int) -> str:
    """What one node is called."""
    return names(graph)[id]


def title(graph: Graph, id: int) -> tuple[str, str]:
    """A card's title: the bold part, and the rest: ``("loss", " = y**2")``.

    In a long expression, a part that has a card of its own becomes "…".
    """
    node = graph.nodes[id]
    called = names(graph)[id]
    if not node.names:
        if len(called) <= _TITLE:
            return called, ""
        number = re.search(r" #\d+$|[₀-₉]+$|$", called)
        suffix = number.group() if number else ""
        room = _TITLE - len(suffix)
        return shorten(_folded(graph, node, room), room, at="end") + suffix, ""
    bold = shorten(called, _TITLE)
    rest = _assigned(node)
    if not rest or len(bold) >= _TITLE - len(" = …"):
        return bold, ""
    if rest.startswith(" = ") and len(bold) + len(rest) > _ROOMY:
        rest = f" = {_folded(graph, node, _TITLE - len(bold) - len(' = '))}"
    return bold, shorten(rest, _TITLE - len(bold), at="end")


def definition(graph: Graph, id: int) -> tuple[str, str]:
    """As ``title``, for a sentence: in full, up to 48 characters."""
    called = names(graph)[id]
    node = graph.nodes[id]
    return called, shorten(_assigned(node) if node.names else "", _SENTENCE)


def grad_name(called: str) -> str:
    """``x.grad``; ``(a + b).grad`` for a name that is an expression."""
    return f"{called}.grad" if atomic(called) else f"({called}).grad"


def differential(called: str, d: str = "d") -> str:
    """The d of a derivative: ``dx``, ``d loss``, ``d(x**2)``."""
    if re.fullmatch(r"[^\W\d_][\d₀-₉]*", called):
        return f"{d}{called}"
    return f"{d} {called}" if re.fullmatch(r"[\w.]+", called) else f"{d}({called})"


def ratio(above: str, below: str, *, partial: bool = False) -> str:
    """``d(x**2)/dx``; with room around the bar where the lower part needs it.

    A ``partial`` one, where other inputs are held still, is written with ∂.
    """
    d = "∂" if partial else "d"
    top, bottom = differential(above, d), differential(below, d)
    bar = "/" if re.fullmatch(r"∂?\w+", bottom) else " / "
    return f"{top}{bar}{bottom}"


def written(node: GraphNode, inputs: Sequence[str]) -> str:
    """The operation written out with ``inputs`` in: ``"3**2"``; "" if unknown.

    Inputs stand in ``symbol`` by position, arguments by name. What is not a
    simple name or a positive number gets parentheses, unless it stands alone
    between brackets or commas.
    """
    texts = {name: shorten(text, _NAME) for name, text in node.arguments} | {
        str(at): each for at, each in enumerate(inputs)
    }

    symbol = _symbol(node)

    def filled(match: re.Match[str]) -> str:
        text = texts.get(match.group(1), "…")
        before = symbol[: match.start()].rstrip()[-1:]
        after = symbol[match.end() :].lstrip()[:1]
        alone = before in ("", "(", ",") and after in ("", ")", ",")
        bare = alone or atomic(text) or re.fullmatch(r"\([^()]*\)", text)
        return text if bare else f"({text})"

    return re.sub(r"\{(\w{1,30})\}", filled, symbol)


def _symbol(node: GraphNode) -> str:
    """``node.symbol``, the other way round where ``2*x`` was recorded as x*2."""
    constant = node.inputs[-1].constant if node.inputs else None
    if constant is None or node.symbol not in ("{0} * {1}", "{0} + {1}"):
        return node.symbol
    number = re.escape(constant.removesuffix(".0"))
    typed = re.match(rf"{number}(\.0*)? ?[*+]", _expression(node))
    return "{1}" + node.symbol[3:-3] + "{0}" if typed else node.symbol


def _names(graph: Graph) -> tuple[str, ...]:
    plain: list[str] = []
    parts = _parts(graph)
    for node in graph.nodes:
        plain.append(_called(node, plain, part=node.id in parts))
    total = Counter(plain)
    taken = set(plain)
    seen: Counter[str] = Counter()
    told: list[str] = []
    for text in plain:
        if total[text] > 1:
            text = _numbered(text, seen, taken)
        told.append(text)
    return tuple(told)


def _numbered(text: str, seen: Counter[str], taken: set[str]) -> str:
    variable = text.isidentifier() and not text[-1].isdigit()
    while True:
        seen[text] += 1
        number = str(seen[text])
        told = text + (number.translate(_SUBSCRIPT) if variable else f" #{number}")
        if told not in taken:
            taken.add(told)
            return told


def _parts(graph: Graph) -> set[int]:
    """Nodes that are not the whole of their expression.

    ``6/x`` is two operations, 1/x and the product with 6.
    """
    return {
        each.node
        for node in graph.nodes
        for each in node.inputs
        if each.node is not None
        and node.source is not None
        and graph.nodes[each.node].source == node.source
    }


def _called(node: GraphNode, earlier: Sequence[str], *, part: bool) -> str:
    if node.names:
        return shorten(node.names[0], _NAME) or "tensor"
    text = "" if part and node.symbol else _expression(node)
    if not text:
        inputs = [
            shorten(each.constant or "", 12)
            if each.node is None
            else _earlier(earlier, each.node)
            for each in node.inputs
        ]
        text = written(node, inputs)
    return shorten(text or node.op or node.kind, _NAME)


def _earlier(earlier: Sequence[str], id: int) -> str:
    return earlier[id] if id < len(earlier) else "…"


def _expression(node: GraphNode) -> str:
    """The learner's text for exactly this node, on one line; "" if not known."""
    source = node.source
    if source is None or source.column is None:
        return ""
    return " ".join(source.expression.split())


def _assigned(node: GraphNode) -> str:
    """`` = y**2`` for ``loss = y**2``, `` += 1`` for ``y += 1``, else nothing."""
    text = _expression(node)
    if node.kind not in ("op", "untracked") or not text or text == node.names[0]:
        return ""
    if text.startswith(node.names[0]):
        rest = text[len(node.names[0]) :].lstrip()
        if re.match(r"(\*\*|//|[-+*/@%])?=(?!=)", rest):
            return f" {rest}"
    return f" = {text}"


def _folded(graph: Graph, node: GraphNode, room: int) -> str:
    """The node's expression, with parts that have a card of their own as "…".

    From the left, until it fits: what is added last tells such cards apart.
    """
    text = node.source.expression if node.source is not None else ""
    if not _expression(node) or node.source is None:
        return names(graph)[node.id]
    parts = [graph.nodes[each.node] for each in node.inputs if each.node is not None]
    spans = {
        _place(part.source, node.source)
        for part in parts
        if part.kind in ("op", "untracked") and not part.names and part.source
    }
    cut = 0
    for begin, end in sorted(each for each in spans if each):
        if cut and len(text) <= room:
            break
        text = text[: begin - cut] + "…" + text[end - cut :]
        cut += end - begin - 1
    return " ".join(text.split())


def _place(part: Source, whole: Source) -> tuple[int, int] | None:
    """Where the text of ``part`` stands in the text of ``whole``."""
    if part.file != whole.file or part.column is None or whole.column is None:
        return None
    if part.expression == whole.expression or not part.expression:
        return None
    begin = part.column - whole.column
    if part.line != whole.line or begin < 0:
        return None
    end = begin + len(part.expression)
    return (begin, end) if whole.expression[begin:end] == part.expression else None
