"""What a node is called, everywhere the same.

The learner's variable if it has one, else the learner's own expression, else the
operation written out, with "…" for operands that would make it too long. Names that
would be equal are told apart, in the order in which the nodes were recorded: h₁, h₂
for variables, ``x**2 #1`` for expressions.

Next: ``passes``, what each ``backward()`` did.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from autoviz.records.grains import about
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.steps import Trace
from autoviz.records.wording import atomic, shorten

__all__ = [
    "assigned",
    "definition",
    "expression",
    "grad_name",
    "has_name",
    "is_part",
    "is_same_code",
    "listed",
    "name",
    "names",
    "step_at",
    "written",
]

_NAME = 24
_SENTENCE = 48
_LISTED = 3
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_Latest = tuple[Graph, tuple[str, ...], Set[int]]
"""A graph, the names of its nodes, and those that are parts of an expression."""

_latest: _Latest | None = None


def names(graph: Graph) -> tuple[str, ...]:
    """What each node is called, by id.

    The last answer is kept: every caption of a recording asks for the same one.
    """
    return _looked_at(graph)[1]


def is_part(graph: Graph, id: int) -> bool:
    """Whether a node is one of several operations of its expression, not the last."""
    return id in _looked_at(graph)[2]


def _looked_at(graph: Graph) -> _Latest:
    global _latest
    latest = _latest
    if latest is None or latest[0] is not graph:
        parts = _parts(graph)
        latest = _latest = graph, _names(graph, parts), parts
    return latest


def name(graph: Graph, id: int) -> str:
    """What one node is called."""
    return names(graph)[id]


def definition(graph: Graph, id: int) -> tuple[str, str]:
    """As ``title``, for a sentence: in full, up to 48 characters."""
    called = names(graph)[id]
    node = graph.nodes[id]
    rest = assigned(node) if has_name(graph, node) else ""
    return called, shorten(rest, _SENTENCE)


def has_name(graph: Graph, node: GraphNode) -> bool:
    """Whether a variable stands for it, and not for what it wrote into.

    After ``w -= 1`` in ``no_grad`` it is the same tensor that is called ``w``.
    """
    if not node.names:
        return False
    given = node.inputs[0].node if node.inputs else None
    if given is None or node.kind != "untracked" or node.view_of is not None:
        return True
    target = graph.nodes[given]
    is_same = node.storage == target.storage and node.op != "detach"
    return not (is_same and node.names[0] in target.names)


def step_at(trace: Trace, k: int) -> str:
    """``step 3 (h = x * 2)``: a step, and the learner's text of its node."""
    node = about(trace.steps[k - 1])
    if node is None:
        return f"step {k}"
    return f"step {k} ({''.join(definition(trace.graph, node))})"


def listed(texts: Sequence[str], word: str = "and") -> str:
    """``w``, ``w and b``, ``w, b, v and 7 more``.

    >>> listed(["w", "b"]), listed(["a", "b", "c", "d", "e"])
    ('w and b', 'a, b, c and 2 more')
    """
    if len(texts) > _LISTED + 1:
        texts = [*texts[:_LISTED], f"{len(texts) - _LISTED} more"]
    *first, last = texts or ("",)
    return f"{', '.join(first)} {word} {last}" if first else last


def is_same_code(graph: Graph, one: int, other: int) -> bool:
    """Whether two nodes are the same thing, computed twice: in a loop, or again.

    They come from the same place in the code, or go by the same name.
    """
    a, b = graph.nodes[one], graph.nodes[other]
    if a.source is not None and a.source == b.source:
        return True
    return bool(a.names and b.names) and a.names[0] == b.names[0]


def grad_name(called: str) -> str:
    """``x.grad``; ``(a + b).grad`` for a name that is an expression."""
    return f"{called}.grad" if atomic(called) else f"({called}).grad"


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
    typed = re.match(rf"{number}(\.0*)? ?[*+]", expression(node))
    return "{1}" + node.symbol[3:-3] + "{0}" if typed else node.symbol


def _names(graph: Graph, parts: Set[int]) -> tuple[str, ...]:
    plain: list[str] = []
    for node in graph.nodes:
        plain.append(_called(graph, node, plain, part=node.id in parts))
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


def _called(
    graph: Graph, node: GraphNode, earlier: Sequence[str], *, part: bool
) -> str:
    if has_name(graph, node):
        return shorten(node.names[0], _NAME) or "tensor"
    text = "" if part and node.symbol else expression(node)
    if not text:
        inputs = [
            shorten(each.constant or "", 12)
            if each.node is None
            else _earlier(earlier, each.node)
            for each in node.inputs
        ]
        text = written(node, inputs)
        if len(text) > _NAME:
            text = written(node, [each if _is_name(each) else "…" for each in inputs])
    return shorten(text or node.op or node.kind, _NAME)


def _is_name(text: str) -> bool:
    """Whether it is a name or a number, and no expression."""
    return re.fullmatch(r"[\w.]+", text) is not None


def _earlier(earlier: Sequence[str], id: int) -> str:
    return earlier[id] if id < len(earlier) else "…"


def expression(node: GraphNode) -> str:
    """The learner's text for exactly this node, on one line; "" if not known."""
    source = node.source
    if source is None or source.column is None:
        return ""
    return " ".join(source.expression.split())


def assigned(node: GraphNode) -> str:
    """`` = y**2`` for ``loss = y**2``, `` += 1`` for ``y += 1``, else nothing."""
    text = expression(node)
    if node.kind not in ("op", "untracked") or not text or text == node.names[0]:
        return ""
    if text.startswith(node.names[0]):
        rest = text[len(node.names[0]) :].lstrip()
        if re.match(r"(\*\*|//|[-+*/@%])?=(?!=)", rest):
            return f" {rest}"
    return f" = {text}"
