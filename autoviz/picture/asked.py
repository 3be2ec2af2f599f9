"""Which tensor a learner means by a name.

The names are those of the picture (``"x"``, ``"h₁"``, ``"x**2"``). ``"h1"`` is as
good as ``"h₁"``, spaces do not count, and ``"x.grad"`` asks for ``x``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from autoviz.errors import RecordingError
from autoviz.picture.label import names
from autoviz.records.graph import Graph, GraphNode
from autoviz.records.naming import has_name

__all__ = ["asked", "known_names"]

_LISTED = 20


def asked(graph: Graph, name: str) -> int:
    """The node that ``name`` means.

    Raises:
        RecordingError: there is none, or several; it says which names there are.
    """
    for wanted in (name, name.removesuffix(".grad")):
        found = _meant(graph, _key(wanted))
        if len(found) == 1:
            return found[0]
        if found:
            shown = [repr(names(graph)[each]) for each in found]
            raise RecordingError(
                f"there are {len(found)} tensors called {wanted!r}; ask for "
                f"{', '.join(shown[:-1])} or {shown[-1]}"
            )
    raise RecordingError(f"there is no {name!r} here; {known_names(graph, name)}")


def known_names(graph: Graph, near: str = "") -> str:
    """``there are 'loss', 'x' and 'y'``: every name, those like ``near`` first."""
    called = list(dict.fromkeys(names(graph)))
    if not called:
        return "this recording is empty"
    close = get_close_matches(near, called, n=3)
    shown = list(map(repr, [*close, *(each for each in called if each not in close)]))
    if len(shown) == 1:
        return f"there is only {shown[0]}"
    if len(shown) > _LISTED:
        shown = [*shown[:_LISTED], f"{len(shown) - _LISTED} more"]
    return f"there are {', '.join(shown[:-1])} and {shown[-1]}"


def _meant(graph: Graph, wanted: str) -> list[int]:
    """The nodes shown by that name; else all that have it."""
    shown = [_key(each) for each in names(graph)]
    found = [id for id, each in enumerate(shown) if each == wanted]
    if len(found) == 1:
        return found
    every = graph.nodes
    return [e.id for e in every if wanted in map(_key, _texts(graph, e))]


def _texts(graph: Graph, node: GraphNode) -> Iterable[str]:
    """What the learner calls it, or wrote for it."""
    named = has_name(graph, node)
    if named or node.source is None or node.source.column is None:
        return node.names if named else ()
    return (node.source.expression,)


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
