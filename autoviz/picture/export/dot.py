"""DOT: a step as text for Graphviz, and for everything that reads its language.

The cards are boxes with the cells of the text twin in them, the arrows run the way the
numbers ran, each with the gradient that came back on it. The box of the step has the
thickest outline. A layout of one's own can be made of it; ours is not in it.

Next: ``markdown``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from autoviz.picture.card import Card as Drawn
from autoviz.picture.digraph import Arrow, Card, Digraph, Role, digraph, escaped
from autoviz.picture.export.look import Look
from autoviz.picture.text import sentence, table
from autoviz.picture.view import View
from autoviz.picture.words import shorten
from autoviz.records.grains import about

__all__ = ["graph", "stills"]

LONGEST, WIDEST = 60, 90


def stills(view: View, steps: Sequence[int], look: Look) -> Iterator[str]:
    """The text of each step."""
    for k in steps:
        yield graph(view, k).source


def graph(view: View, k: int) -> Digraph:
    """The graph after step ``k``; it draws itself without a ``dot`` command."""
    snapshot = view.snapshots[k]
    header, rows = table(view.trace, snapshot)
    now = about(snapshot.step)
    cards = {
        each.id: Card(
            _role(view, each),
            (f"{each.bold}{each.rest}", each.subtitle),
            [
                shorten(f"{label} {cell}", LONGEST, at="end")
                for label, cell in zip(header[2:], rows[each.node][2:], strict=True)
                if cell != "–"
            ],
            thick=now in each.nodes,
        )
        for each in view.cards
    }
    arrows = [
        Arrow(each.edge.tail, each.edge.head, label=each.labels[k].main)
        for each in view.edges
    ]
    drawn = digraph(cards, arrows)
    drawn.edge_attr.update(fontname="Courier", fontsize="10")
    lines = textwrap.wrap(sentence(view.trace, snapshot), WIDEST)
    said = "".join(f"{escaped(each)}\\l" for each in lines)
    drawn.graph_attr.update(label=said, fontname="Helvetica", fontsize="11")
    return drawn


def _role(view: View, card: Drawn) -> Role:
    if card.id in view.roots:
        return "output"
    return "leaf" if card.kind == "leaf" else "operation"
