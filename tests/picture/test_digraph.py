"""A ``graphviz.Digraph`` that draws itself: formats, files, limits, looks."""

from __future__ import annotations

import json
import pickle
import webbrowser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import graphviz
import pytest

from autoviz.errors import LayoutError
from autoviz.picture import digraph as module
from autoviz.picture.digraph import ROLES, Arrow, Card, Digraph, digraph
from autoviz.picture.theme import LIGHT
from tests.picture.test_theme import LINE, TEXT, contrast

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def no_dot_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


@pytest.fixture
def graph() -> Digraph:
    return digraph(
        {2: Card("operation", ["Mul"], ["a: 1"]), 1: Card("output", ["y"])},
        [Arrow(2, 1), Arrow(2, 1, "saved"), Arrow(2, 1, "view")],
    )


# Text


def test_cards_stand_in_order_and_arrows_as_they_came(graph: Digraph) -> None:
    assert graph.source == (
        "digraph {\n"
        "\tgraph [nodesep=0.2 ranksep=0.3]\n"
        '\tnode [color="#4f5d6b" fillcolor="#eceff3" fontcolor="#1d2733" '
        'fontname=Courier fontsize=10 height=0.25 margin="0.1,0.06" shape=box '
        'style="rounded,filled"]\n'
        '\tedge [arrowsize=0.7 color="#778492"]\n'
        '\t1 [label=y color="#00703c" fillcolor="#d3f0de" peripheries=2 style=filled]\n'
        '\t2 [label="Mul\\na: 1\\l"]\n'
        "\t2 -> 1\n"
        "\t2 -> 1 [dir=none]\n"
        "\t2 -> 1 [style=dotted]\n"
        "}\n"
    )


def test_its_repr_has_no_address(graph: Digraph) -> None:
    assert repr(graph) == "<Digraph of 5 statements>"


# Formats


def test_a_notebook_gets_the_picture(graph: Digraph) -> None:
    bundle = graph._repr_mimebundle_()
    assert bundle == {"image/svg+xml": graph._repr_svg_()}
    assert bundle["image/svg+xml"].startswith("<?xml")
    assert graph._repr_mimebundle_(exclude=["image/svg+xml"]) == {}
    assert graph._repr_mimebundle_(include=["image/png"]) == {}


def test_pipe_gives_bytes_or_a_text(graph: Digraph) -> None:
    text = graph.pipe(encoding="utf-8")
    assert graph.pipe() == graph.pipe(format="svg") == text.encode()
    assert text == graph._repr_svg_()


def test_equal_graphs_give_equal_pictures(graph: Digraph) -> None:
    assert {graph.copy().pipe() for _ in range(5)} == {graph.pipe()}


def test_the_other_formats(graph: Digraph) -> None:
    assert graph.pipe("plain").startswith(b"graph 1 ")
    assert graph.pipe("dot").startswith(b"digraph {")
    assert len(json.loads(graph.pipe("json"))["objects"]) == 2


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"format": "png"}, "format='png'"),
        ({"format": "pdf"}, "format='pdf'"),
        ({"engine": "neato"}, "engine='neato'"),
        ({"format": "svg", "renderer": "cairo"}, "renderer='cairo'"),
    ],
)
def test_what_takes_a_dot_command_is_one_sentence(
    graph: Digraph, tmp_path: Path, options: dict[str, Any], what: str
) -> None:
    sentence = (
        f"{what} takes a dot command (graphviz.org), which can be given .source; "
        "without one, the formats are svg, dot, json, plain."
    )
    for draw in (graph.pipe, graph.render):
        with pytest.raises(ValueError) as caught:
            draw(**options)
        assert str(caught.value) == sentence
    assert [] == list(tmp_path.iterdir())


def test_options_of_the_usual_kind_are_taken(graph: Digraph) -> None:
    assert graph.pipe(engine="dot", quiet=True, neato_no_op=False) == graph.pipe()


def test_a_format_set_on_the_graph_is_kept(graph: Digraph) -> None:
    graph.format = "plain"
    assert graph.pipe() == graph.copy().pipe() == graph.pipe("plain")


# Files


def test_render_writes_text_and_picture(graph: Digraph, tmp_path: Path) -> None:
    path = graph.render(tmp_path / "graph")
    assert path == str(tmp_path / "graph.svg")
    assert (tmp_path / "graph").read_text("utf-8") == graph.source
    assert Path(path).read_bytes() == graph.pipe()


def test_render_into_a_directory(graph: Digraph, tmp_path: Path) -> None:
    path = graph.render("graph.gv", tmp_path / "new", cleanup=True, format="plain")
    assert path == str(tmp_path / "new" / "graph.gv.plain")
    assert [Path(path)] == list((tmp_path / "new").iterdir())


def test_the_ending_of_outfile_is_the_format(graph: Digraph, tmp_path: Path) -> None:
    path = graph.render(outfile=tmp_path / "picture.json")
    assert path == str(tmp_path / "picture.json")
    assert Path(path).read_bytes() == graph.pipe("json")
    assert (tmp_path / "picture.gv").read_text("utf-8") == graph.source


def test_view_opens_the_picture(
    graph: Digraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    graph.view(tmp_path / "graph")
    assert opened == [(tmp_path / "graph.svg").resolve().as_uri()]


# It goes on being a Digraph


def test_it_can_be_added_to(graph: Digraph) -> None:
    graph.node("mine", "my own")
    graph.edge("2", "mine")
    with graph.subgraph(name="cluster") as inner:
        inner.node("more")
    assert "my own" in graph._repr_svg_()
    assert isinstance(inner, Digraph)
    assert isinstance(graph, graphviz.Digraph)


def test_it_can_be_pickled(graph: Digraph) -> None:
    assert pickle.loads(pickle.dumps(graph)).source == graph.source


def test_text_that_is_no_dot_is_named(graph: Digraph) -> None:
    graph.body.append("-> ->\n")
    with pytest.raises(LayoutError, match="Failed to parse DOT source"):
        graph.pipe()


# Limits


def test_a_graph_too_large_leaves_no_file(
    graph: Digraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 4)
    with pytest.raises(LayoutError, match="5 boxes and arrows, and 4 are the most"):
        graph.render(tmp_path / "graph")
    assert [] == list(tmp_path.iterdir())


def test_a_layout_that_fails_gives_advice_that_fits(
    graph: Digraph,
) -> None:
    """A chain so long, added as one statement, overflows Graphviz's stack."""
    graph.body.append("; ".join(f"n{i} -> n{i + 1}" for i in range(40_000)))
    with pytest.raises(LayoutError) as caught:
        graph.pipe()
    assert str(caught.value) == (
        "Graphviz could not lay the graph out: it is too large for one piece; "
        "draw a smaller one, or give .source to a dot command."
    )


# Looks


@pytest.mark.parametrize("role", ROLES)
def test_contrast(role: str) -> None:
    looks: Any = {**ROLES["operation"], **ROLES[role]}  # type: ignore[index]
    assert contrast(looks["fontcolor"], looks["fillcolor"]) >= TEXT
    assert contrast(looks["color"], LIGHT.surface) >= LINE
    assert contrast(looks["color"], looks["fillcolor"]) >= LINE


def test_colour_is_never_the_only_sign() -> None:
    """Two roles of one shape differ in a word: "base of the view", "freed"."""

    def outline(role: Any) -> tuple[str, ...]:
        looks = {"penwidth": "1", "peripheries": "1", **ROLES["operation"]}
        looks |= ROLES[role]
        return tuple(
            looks[key] for key in ("shape", "style", "penwidth", "peripheries")
        )

    outlines = [outline(role) for role in ("operation", "leaf", "output", "saved")]
    assert len(set(outlines)) == 4
    assert (outline("base"), outline("freed")) == (outlines[2], outlines[3])


def test_texts_are_inside_their_boxes() -> None:
    """Widths are known for Courier, the font that the text is then set in."""
    card = Card("leaf", ["encoder.layers.0.weight"])
    svg = ElementTree.fromstring(digraph({1: card}, [])._repr_svg_())
    (text,) = svg.iter(f"{SVG}text")
    box = list(svg.iter(f"{SVG}polygon"))[1]
    xs = [float(point.split(",")[0]) for point in str(box.get("points")).split()]
    assert str(text.get("font-family")).startswith("Courier")
    assert max(xs) - min(xs) > 0.61 * 10 * len("encoder.layers.0.weight")
