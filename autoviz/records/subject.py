"""Which tensor a line of code is about: what it writes to, or calls a method of.

Of an exception one knows the learner's line, not the tensor. The line tells: in
``w -= 0.1 * w.grad`` and ``w[0] = 5`` it is ``w``, in ``loss.sum().backward()`` it is
``loss.sum()``. Such a text is then looked for among the nodes, the newest first.

Next: ``failures``.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterator, Sequence

from autoviz.records.graph import Graph, GraphNode, Source

__all__ = ["arguments", "called", "find", "operands", "subject"]

_LONG = 2000


def subject(
    graph: Graph, source: Source | None, kinds: Collection[str] = ()
) -> int | None:
    """The node that a line is about, perhaps one of certain kinds."""
    found = (find(graph, each, kinds) for each in _subjects(source))
    return next((each for each in found if each is not None), None)


def operands(graph: Graph, source: Source | None) -> tuple[int, ...]:
    """The nodes an operation is done with: both sides of ``a @ b``."""
    match _parsed(source):
        case ast.BinOp(left, _, right) | ast.AugAssign(left, _, right):
            given: list[ast.expr] = [left, right]
        case ast.Call(ast.Attribute(value), args):
            given = [value, *args]
        case ast.Call(_, args):
            given = args
        case _:
            given = []
    texts = [_text(source, part) for each in given for part in _members(each)]
    found = (find(graph, each) for each in texts)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def arguments(source: Source | None) -> tuple[tuple[str, ...], ...]:
    """The texts of what a call is given, one by one; of a list all its members."""
    line = _parsed(source)
    if not isinstance(line, ast.Call):
        return ()
    given = [*line.args, *(each.value for each in line.keywords)]
    return tuple(tuple(_text(source, part) for part in _members(e)) for e in given)


def find(graph: Graph, text: str, kinds: Collection[str] = ()) -> int | None:
    """The newest node that a learner would write so, perhaps of certain kinds."""
    wanted = " ".join(text.split())
    for node in reversed(graph.nodes):
        own = " ".join(node.source.expression.split()) if node.source else ""
        is_so = wanted in (*node.names, own, f"({own})")
        if wanted and is_so and (not kinds or node.kind in kinds):
            return node.id
    return None


def called(node: GraphNode, name: str) -> str:
    """How a learner would write a node in an expression; ``name`` is what we say."""
    if node.names:
        return node.names[0]
    return name if name.isidentifier() else f"({name})"


def _subjects(source: Source | None) -> Iterator[str]:
    """Texts of what a line may be about, the best first."""
    match _parsed(source):
        case ast.Assign([target]) | ast.AugAssign(target) | ast.AnnAssign(target):
            found: list[ast.expr] = [target]
        case ast.Call(ast.Attribute(value), args):
            found = [value, *args]
        case ast.Call(_, args):
            found = args
        case ast.expr() as expression:
            found = [expression]
        case _:
            found = []
    for each in found:
        for part in _members(each):
            yield _text(source, part)
            while isinstance(part, ast.Subscript | ast.Attribute):
                part = part.value
                yield _text(source, part)


def _parsed(source: Source | None) -> ast.AST | None:
    """The one statement or expression of a source."""
    text = source.expression.strip() if source else ""
    if not text or len(text) > _LONG:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is not our text
        try:
            body: Sequence[ast.stmt] = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    line = body[0] if len(body) == 1 else None
    return line.value if isinstance(line, ast.Expr) else line


def _members(node: ast.expr) -> Sequence[ast.expr]:
    return node.elts if isinstance(node, ast.List | ast.Tuple) else (node,)


def _text(source: Source | None, node: ast.expr) -> str:
    text = source.expression.strip() if source else ""
    return ast.get_source_segment(text, node) or ""
