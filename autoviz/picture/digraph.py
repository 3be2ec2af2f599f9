r"""A graph as DOT text that draws itself: what ``make_dot`` returns.

``Digraph`` is the class of the package ``graphviz``, with all its methods, but for
one thing: it asks ``engine`` for the picture, so that no ``dot`` command has to be
installed. Its ``source`` is ordinary DOT, which any ``dot`` command reads.

``digraph`` writes cards and arrows into one. What a card stands for is told by
its colour, and by its shape as well:

=========  ===========================  ======
operation  rounded box                  grey
leaf       box with a thick outline     blue
output     box with a double outline    green
base       the same, and says so        darker green
saved      sheet with a folded corner   orange
freed      the same, and says so        white
=========  ===========================  ======

Next: ``engine``.
"""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

import graphviz
from graphviz.quoting import a_list, quote

from autoviz.errors import LayoutError
from autoviz.picture.engine import Format, render
from autoviz.picture.theme import LIGHT
from autoviz.picture.words import visible

__all__ = ["ROLES", "Arrow", "Card", "Digraph", "Role", "digraph", "escaped"]

Role = Literal["operation", "leaf", "output", "base", "saved", "freed"]

MOST = 5_000
"""Boxes and arrows: Graphviz takes seconds for so many, and nobody can read them."""

ROLES: Mapping[Role, Mapping[str, str]] = {
    "operation": {
        "shape": "box",
        "style": "rounded,filled",
        "fillcolor": "#eceff3",
        "color": LIGHT.op,
        "fontcolor": LIGHT.ink,
    },
    "leaf": {
        "style": "filled",
        "fillcolor": "#cfe5f7",
        "color": LIGHT.leaf,
        "penwidth": "2",
    },
    "output": {
        "style": "filled",
        "fillcolor": "#d3f0de",
        "color": LIGHT.right,
        "peripheries": "2",
    },
    "base": {
        "style": "filled",
        "fillcolor": "#a3d9b8",
        "color": LIGHT.right,
        "peripheries": "2",
    },
    "saved": {
        "shape": "note",
        "style": "filled",
        "fillcolor": "#ffdfb8",
        "color": LIGHT.trail,
    },
    "freed": {
        "shape": "note",
        "style": "filled",
        "fillcolor": LIGHT.surface,
        "color": LIGHT.line,
        "fontcolor": LIGHT.muted,
    },
}

_LOOKS = {
    role: "" if role == "operation" else f" {a_list(kwargs=looks)}"
    for role, looks in ROLES.items()
}

_KINDS = {"flow": "", "saved": " [dir=none]", "view": " [style=dotted]"}

FORMATS = get_args(Format)


@dataclass(frozen=True, slots=True)
class Card:
    """A box: ``lines`` in the middle, ``rows`` below them from the left."""

    role: Role
    lines: Sequence[str]
    rows: Sequence[str] = ()
    thick: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """Between cards, by number; ``saved`` has no head, ``view`` is dotted."""

    tail: int
    head: int
    kind: Literal["flow", "saved", "view"] = "flow"
    label: str = ""


class Digraph(graphviz.Digraph):
    """A ``graphviz.Digraph`` that needs no ``dot`` command.

    It shows itself in a notebook; ``render("name")`` writes ``name.svg``, and beside
    it ``name``, the DOT text, which is also in ``source``. The formats are svg, dot,
    json and plain.
    """

    def __init__(self, *args: Any, format: str | None = None, **options: Any) -> None:
        super().__init__(*args, format=format or "svg", **options)

    def __repr__(self) -> str:
        return f"<Digraph of {len(self.body)} statements>"

    def pipe(  # type: ignore[override]
        self,
        format: str | None = None,
        *,
        encoding: str | None = None,
        quiet: bool = False,
        **options: Any,
    ) -> Any:
        """The drawn graph: bytes, or a str when an encoding is given.

        Raises:
            ValueError: a format or an option that takes a ``dot`` command.
            LayoutError: the graph is too large to be drawn.
        """
        text = self._drawn(format, options)
        return text if encoding else text.encode()

    def render(
        self,
        filename: str | os.PathLike[str] | None = None,
        directory: str | os.PathLike[str] | None = None,
        view: bool = False,
        cleanup: bool = False,
        format: str | None = None,
        *,
        outfile: str | os.PathLike[str] | None = None,
        quiet: bool = False,
        quiet_view: bool = False,
        **options: Any,
    ) -> str:
        """Write the DOT text into a file, and the picture beside it.

        Returns:
            The path of the picture: ``outfile``, or that of the DOT text and the
            format as its ending.

        Raises:
            ValueError: a format or an option that takes a ``dot`` command.
            LayoutError: the graph is too large to be drawn; nothing is written.
        """
        if outfile is not None:
            target = Path(os.fsdecode(directory or self.directory), outfile)
            format = format or target.suffix[1:]
            filename, directory = filename or target.with_suffix(".gv"), ""
        text = self._drawn(format, options)
        source = self.save(filename, directory=directory)
        if outfile is None:
            target = Path(f"{source}.{format or self.format}")
        target.write_bytes(text.encode())
        if cleanup:
            os.remove(source)
        if view or quiet_view:
            webbrowser.open(target.resolve().as_uri())
        return str(target)

    def _repr_svg_(self) -> str:
        return self._drawn("svg", {})

    def _repr_mimebundle_(
        self,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        """What a notebook shows: the picture, or why there is none."""
        try:
            shown = {"image/svg+xml": self._repr_svg_()}
        except LayoutError as error:
            shown = {"text/plain": str(error)}
        wanted = set(shown if include is None else include) - set(exclude or ())
        return {name: each for name, each in shown.items() if name in wanted}

    def _drawn(self, format: str | None, options: Mapping[str, Any]) -> str:
        format = format or self.format
        _check(format, {"engine": self.engine, **options})
        if len(self.body) > MOST:
            raise LayoutError(
                f"This graph is too large to be drawn: {len(self.body):,} boxes and "
                f"arrows, and {MOST:,} are the most; .source is its DOT text."
            )
        return render(
            self.source,
            cast("Format", format),
            advice="draw a smaller one, or give .source to a dot command",
        )


def digraph(cards: Mapping[int, Card], arrows: Iterable[Arrow]) -> Digraph:
    """The graph, in the order of the cards' numbers. Equal input gives equal text."""
    body = [_box(number, card) for number, card in sorted(cards.items())]
    body += [f"\t{each.tail} -> {each.head}{_looks(each)}\n" for each in arrows]
    return Digraph(
        graph_attr={"ranksep": "0.3", "nodesep": "0.2"},
        node_attr={
            "fontname": "Courier",
            "fontsize": "10",
            "height": "0.25",
            "margin": "0.1,0.06",
            **ROLES["operation"],
        },
        edge_attr={"color": LIGHT.line, "arrowsize": "0.7"},
        body=body,
    )


def _box(number: int, card: Card) -> str:
    r"""The statement of a card, in which only our ``\n`` and ``\l`` mean something.

    By hand: ``Digraph.node`` takes longer than all the rest of ``make_dot``.
    """
    middle = "\\n".join(map(escaped, card.lines))
    left = "".join(f"{escaped(row)}\\l" for row in card.rows)
    label = quote(graphviz.nohtml(f"{middle}\\n{left}" if left else middle))
    outline = " penwidth=4" if card.thick else ""
    return f"\t{number} [label={label}{_LOOKS[card.role]}{outline}]\n"


def _looks(arrow: Arrow) -> str:
    if not arrow.label:
        return _KINDS[arrow.kind]
    return f" [label={quote(graphviz.nohtml(escaped(arrow.label)))}]"


def escaped(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace("&", "&amp;")


def _check(format: str, options: Mapping[str, Any]) -> None:
    """Refuse what only Graphviz's own commands can do."""
    wanted = {"format": "svg" if format in FORMATS else format, **options}
    usual = {"format": "svg", "engine": "dot"}
    for name, each in wanted.items():
        if each and each != usual.get(name):
            raise ValueError(
                f"{name}={each!r} takes a dot command (graphviz.org), which can be "
                f"given .source; without one, the formats are {', '.join(FORMATS)}."
            )
