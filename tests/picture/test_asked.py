"""Which tensor a name means, and what is said when it means none or several."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.errors import RecordingError
from autoviz.picture.asked import asked, known_names
from autoviz.picture.label import names
from autoviz.records import Graph
from tests.picture.traces import tutorial
from tests.records.bodies import FIVE, recorded


def looped() -> Graph:
    """Three tensors called h."""
    with av.record() as rec:
        h = av.tensor(1.0, requires_grad=True)
        for _ in range(2):
            h = h * 2
    return rec.trace.graph


@pytest.mark.parametrize("name", FIVE)
def test_every_name_of_the_picture_means_its_tensor(name: str) -> None:
    graph = recorded(name).graph
    shown = names(graph)
    assert list(range(len(shown))) == [asked(graph, each) for each in shown]


@pytest.mark.parametrize(
    ("name", "node"),
    [("x", 0), ("x**2", 1), ("x ** 2", 1), ("x.grad", 0), ("loss.grad", 5), (" y ", 4)],
)
def test_a_name_may_be_written_as_one_likes(name: str, node: int) -> None:
    assert node == asked(tutorial().graph, name)


def test_the_small_numbers_need_not_be_small() -> None:
    graph = looped()
    assert ("h₁", "h₂", "h₃") == names(graph)
    assert [1, 1] == [asked(graph, "h₂"), asked(graph, "h2")]


def test_one_name_of_several_tensors_asks_which() -> None:
    with pytest.raises(RecordingError) as caught:
        asked(looped(), "h")
    said = "there are 3 tensors called 'h'; ask for 'h₁', 'h₂' or 'h₃'"
    assert said == str(caught.value)


def test_an_unknown_name_lists_those_there_are_the_closest_first() -> None:
    with pytest.raises(RecordingError) as caught:
        asked(tutorial().graph, "lss")
    said = (
        "there is no 'lss' here; there are 'loss', 'x', 'x**2', '2*x', "
        "'x**2 + 2*x' and 'y'"
    )
    assert said == str(caught.value)


def test_few_names_and_many() -> None:
    graph = tutorial().graph
    assert "this recording is empty" == known_names(Graph(()))
    assert "there is only 'x'" == known_names(Graph(graph.nodes[:1]))
    with av.record() as rec:
        for _ in range(30):
            av.tensor(1.0)
    listed = known_names(rec.trace.graph)
    assert listed.endswith(" and 10 more")
    assert 20 == listed.count("'") // 2
