"""The names of nodes in a picture: a card's title, and derivatives.

What a node is called is decided in ``records.naming``, everywhere the same; here it is
made fit for a card and written into derivatives.

Next: ``notation`` (numbers and rules), then ``caption``.
"""

from __future__ import annotations

import re

from autoviz.records.graph import Graph, GraphNode, Scope, Source
from autoviz.records.naming import (
    assigned,
    definition,
    expression,
    grad_name,
    has_name,
    is_part,
    name,
    names,
    written,
)
from autoviz.records.wording import shorten

__all__ = [
    "definition",
    "differential",
    "grad_name",
    "name",
    "names",
    "ratio",
    "scope_name",
    "title",
    "written",
]

_TITLE = 18
_ROOMY = 12


def scope_name(graph: Graph, scope: Scope, room: int) -> str:
    """``layer 2``: a scope, and where there are several, which round or call."""
    calls = sum(each.name == scope.name for each in graph.scopes)
    return shorten(scope.name, room) + (f" {scope.call}" if calls > 1 else "")


def title(graph: Graph, id: int) -> tuple[str, str]:
    """A card's title: the bold part, and the rest: ``("loss", " = y**2")``.

    In a long expression, a part that has a card of its own becomes "…".
    """
    node = graph.nodes[id]
    called = names(graph)[id]
    if not has_name(graph, node):
        if len(called) <= _TITLE:
            return called, ""
        number = re.search(r" #\d+$|[₀-₉]+$|$", called)
        suffix = number.group() if number else ""
        room = _TITLE - len(suffix)
        return shorten(_folded(graph, node, room), room, at="end") + suffix, ""
    bold = shorten(called, _TITLE)
    rest = assigned(node)
    if not rest or len(bold) >= _TITLE - len(" = …"):
        return bold, ""
    if rest.startswith(" = ") and len(bold) + len(rest) > _ROOMY:
        rest = f" = {_folded(graph, node, _TITLE - len(bold) - len(' = '))}"
    return bold, shorten(rest, _TITLE - len(bold), at="end")


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


def _folded(graph: Graph, node: GraphNode, room: int) -> str:
    """The node's expression, with parts that have a card of their own as "…".

    From the left, until it fits: what is added last tells such cards apart.
    """
    if is_part(graph, node.id):
        return written(node, [each.constant or "…" for each in node.inputs])
    text = node.source.expression if node.source is not None else ""
    if not expression(node) or node.source is None:
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
