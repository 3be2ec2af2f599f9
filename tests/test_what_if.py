"""Sliders: each run is a recording, a page has them all, a widget runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import traitlets

import autoviz as av
from autoviz.errors import LiveError, SaveError
from autoviz.player.live_widget import LiveWidget
from autoviz.records import Backward, Seed
from autoviz.what_if import Live


def parabola(x: Any) -> Any:
    return x**2 - 2 * x


def branch(x: Any) -> Any:
    y = x * 3
    if y > 0:
        return y.relu()
    return y.exp() - 1


def inverse(x: Any) -> Any:
    if x.item() == 0:
        raise ZeroDivisionError("of all numbers")
    return 1 / x


def line(x: Any, w: Any) -> Any:
    return x * w


def values(live: Live) -> list[tuple[float, ...]]:
    return [each.values for each in live._sliders]


def grad(widget: LiveWidget) -> str:
    """What the document says in the end, with the news in it."""
    texts = {tuple(path): rest for path, *rest in widget.news["patch"]}
    last = len(widget.document["frames"]) - 1
    patched = texts.get(("frames", last, "text", "s0v"))
    return patched[0] if patched else widget.document["frames"][last]["text"]["s0v"]


# ranges


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((0, 1, 0.25), (0.0, 0.25, 0.5, 0.75, 1.0)),
        ((0, 1, 0.3), (0.0, 0.3, 0.6, 0.9)),
        ([3, -1, 2], (3.0, -1.0, 2.0)),
        (np.linspace(-1, 1, 3), (-1.0, 0.0, 1.0)),
        (range(2), (0.0, 1.0)),
    ],
)
def test_a_tuple_is_a_range_and_all_else_positions(
    given: Any, expected: tuple[float, ...]
) -> None:
    assert [expected] == values(av.live(parabola, x=given))


def test_a_range_has_a_hundred_steps_of_round_numbers() -> None:
    (found,) = values(av.live(parabola, x=(-5, 5)))
    assert (101, -5.0, -4.9, 0.3, 5.0) == (len(found), *found[:2], found[53], found[-1])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (5, "x= is a tuple"),
        ("12", "x= is a tuple"),
        ((1, 2, 3, 4), "x= is a tuple"),
        ([], "x= is a tuple"),
        ([0, float("nan")], "x= is a tuple"),
        (["a"], "x= is a tuple"),
        ((5, -5), "x=\\(5, -5\\) with a step of -0.1 leads nowhere"),
        ((0, 1, -1), "leads nowhere"),
        ((0, 1, 1e-6), "x= has 1,000,001 positions"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(given: Any, said: str) -> None:
    with pytest.raises(LiveError, match=said):
        av.live(parabola, x=given)


def test_no_range_and_no_function_are_refused() -> None:
    with pytest.raises(LiveError, match=r"needs a range for each parameter"):
        av.live(parabola)
    with pytest.raises(LiveError, match=r"takes a function, and Linear is none"):
        av.live(torch.nn.Linear(1, 1), x=(0, 1))


# runs


def test_a_run_is_a_call_and_its_backward() -> None:
    live = av.live(parabola, x=(-5, 5))
    found = live.at(x=3)
    assert "parabola" == found.title
    assert [("x",)] == [each.names for each in found.trace.graph.nodes[:1]]
    assert "4" in str(found.why("x"))
    kinds = [type(each) for each in found.trace.steps]
    assert (1, 3) == (kinds.count(Seed), kinds.count(Backward))


def test_the_lines_are_those_of_the_function_alone() -> None:
    trace = av.live(parabola, x=(-5, 5)).at(x=3).trace
    text = [line for lines in trace.source.values() for line in lines.values()]
    assert ["def parabola(x: Any) -> Any:\n", "    return x**2 - 2 * x\n"] == [
        f"{each.rstrip()}\n" for each in text
    ]


def test_leaves_not_mentioned_are_where_their_sliders_start() -> None:
    live = av.live(line, x=(0, 8), w=[1, 2, 3, 4, 5])
    leaves = live.at(w=10).trace.graph.nodes
    assert [6.0, 10.0] == [leaf.value.item() for leaf in leaves[:2] if leaf.value]
    with pytest.raises(LiveError, match="there is no slider 'q'"):
        live.at(q=1)


def test_pytorch_makes_the_same_recording() -> None:
    ours = av.live(parabola, x=(-5, 5)).at(x=3)
    theirs = av.live(parabola, tensor=torch.tensor, x=(-5, 5)).at(x=3)
    assert str(ours) == str(theirs)


def test_what_is_no_scalar_is_told() -> None:
    with pytest.raises(LiveError, match="returned NoneType: return the tensor"):
        av.live(lambda x: None, x=(0, 1)).at()
    with pytest.raises(RuntimeError, match="only for scalar outputs"):
        av.live(lambda x: x * av.ones(2), x=(0, 1)).at()


# a page


def test_a_page_is_written_and_asks_no_host(tmp_path: Path) -> None:
    path = av.live(parabola, x=np.linspace(-3, 3, 5)).save(tmp_path / "x.html")
    text = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "<noscript>" in text


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"cannot save sliders as \.png"):
        av.live(parabola, x=[1]).save(tmp_path / "x.png")


def test_too_many_positions_are_counted() -> None:
    with pytest.raises(LiveError, match=r"these are 101 × 101 = 10,201: give fewer"):
        av.live(line, x=(-5, 5), w=(-5, 5)).page()


def test_a_function_that_always_fails_has_no_page_and_no_widget() -> None:
    live = av.live(inverse, x=[0, 0])
    with pytest.raises(LiveError, match=r"At x = 0, inverse raised ZeroDivisionError"):
        live.page()
    with pytest.raises(LiveError, match="fails wherever it is tried"):
        live.widget()


# a widget


def test_a_leaf_that_is_moved_sends_a_patch() -> None:
    widget = av.live(parabola, x=(-5, 5)).widget()
    document = widget.document
    assert "3.0" == grad(widget)
    widget.at = {"x": 4.0}
    assert document is widget.document
    assert ({"x": 4.0}, "6.0") == (widget.news["at"], grad(widget))


def test_a_patch_is_small_beside_the_document() -> None:
    import json

    widget = av.live(parabola, x=(-5, 5)).widget()
    widget.at = {"x": 4.0}
    sizes = [len(json.dumps(each)) for each in (widget.news, widget.document)]
    assert sizes[0] < sizes[1] / 4


def test_another_branch_is_another_document() -> None:
    widget = av.live(branch, x=(-2, 2)).widget()
    names = [[each["name"] for each in widget.document["cards"]]]
    widget.at = {"x": -1}
    names.append([each["name"] for each in widget.document["cards"]])
    assert [[], ["y.exp() - 1", "y.exp()"]] == [
        sorted(set(each) - set(names[0]), reverse=True) for each in names
    ]
    assert [] == widget.news["patch"]


def test_an_error_is_a_sentence_and_the_picture_stays() -> None:
    widget = av.live(inverse, x=(-2, 2)).widget()
    document = widget.document
    widget.at = {"x": 0.0}
    assert {
        "at": {"x": 0.0},
        "error": "At x = 0, inverse raised ZeroDivisionError: of all numbers.",
    } == widget.news
    assert document is widget.document


def test_it_begins_elsewhere_where_the_function_fails_at_first() -> None:
    def picky(x: Any) -> Any:
        assert x.item() < 0
        return x * x

    assert av.live(picky, x=(-4, 4)).widget().at["x"] < 0


def test_matrices_on_the_way_are_drawn_anew() -> None:
    ones = av.ones(2, 2)
    widget = av.live(lambda x: (ones * x).sum(), x=(0, 1)).widget()
    before = widget.document
    widget.at = {"x": 0.123}
    assert before is not widget.document
    assert "0.123" in widget.document["svg"]


def test_one_leaf_of_several_is_moved() -> None:
    widget = av.live(line, x=(-1, 1), w=(-1, 1)).widget()
    widget.at = {"w": 0.25}
    assert {"x": 0.5, "w": 0.25} == widget.at == widget.news["at"]
    with pytest.raises(traitlets.TraitError, match="there is no slider 'q'"):
        widget.at = {"q": 1.0}


def test_it_shows_the_end_unless_told_otherwise() -> None:
    live = av.live(parabola, x=(-5, 5))
    assert (8, 2) == (live.widget().index, live.widget(index=2).index)


def test_a_notebook_gets_the_widget_and_a_player_for_afterwards() -> None:
    data, _ = av.live(parabola, x=(-5, 5))._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "mount(" in data["text/html"]
    assert "<Live: parabola, x from -5 to 5>" == data["text/plain"]
