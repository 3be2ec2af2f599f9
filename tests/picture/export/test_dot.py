"""DOT files: Graphviz reads them, and a name is only a name."""

from __future__ import annotations

import json

import pytest

from autoviz.picture.export.dot import graph, stills
from autoviz.picture.export.look import Look
from tests.picture.export import lesson
from tests.picture.programs import EVERY, FIVE, seen


def boxes(k: int) -> list[dict[str, str]]:
    drawn = json.loads(graph(lesson(), k).pipe("json"))
    return [dict(each) for each in drawn["objects"]]


@pytest.mark.parametrize("name", EVERY)
def test_graphviz_reads_every_step_and_finds_each_card_and_arrow(name: str) -> None:
    view = seen(name)
    for k in {0, len(view.snapshots) // 2, len(view.snapshots) - 1}:
        drawn = json.loads(graph(view, k).pipe("json"))
        assert len(view.cards) == len(drawn["objects"])
        assert len(view.edges) == len(drawn.get("edges", []))


def test_a_box_says_what_is_true_after_the_step() -> None:
    labels = [each["label"] for each in boxes(12)]
    leaf = labels[0].replace("\\n", "\n").replace("\\l", "\n").split("\n")
    assert ["x", "leaf · grad_fn None", "value 3", "gradient 256"] == leaf[:4]
    assert ".grad 256" in leaf


def test_an_arrow_says_which_gradient_came_back() -> None:
    drawn = json.loads(graph(lesson(), 12).pipe("json"))
    labels = [each.get("label") for each in drawn["edges"]]
    assert {"192", "64", "32"} == set(labels)


def test_the_outline_of_the_step_is_the_thickest() -> None:
    widths = [float(each.get("penwidth", 1)) for each in boxes(11)]
    titles = [each["label"].split("\\n")[0] for each in boxes(11)]
    assert "x**2" == titles[widths.index(max(widths))]
    assert 1 == widths.count(max(widths))


def test_hostile_names_stay_labels() -> None:
    view = seen("hostile")
    drawn = json.loads(graph(view, len(view.snapshots) - 1).pipe("json"))
    assert len(view.cards) == len(drawn["objects"])
    (text,) = stills(view, [5], Look())
    assert text.isprintable() or {"\n", "\t"} >= {
        each for each in text if not each.isprintable()
    }


@pytest.mark.parametrize("name", FIVE)
def test_equal_input_gives_equal_text(name: str) -> None:
    assert graph(seen(name), 2).source == graph(seen(name), 2).source
