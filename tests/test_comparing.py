"""``av.compare``: whom it takes, what it says no to, and where it goes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import torch

import autoviz as av
from autoviz.errors import RecordingError, SaveError
from autoviz.recording import Recording
from tests.player.compare.runs import cube, detached, unrecorded


def cube_of_torch() -> Recording:
    with av.record() as rec:
        x = torch.tensor(3.0, requires_grad=True)
        h = x * x
        y = h * x
        y.backward()
    return rec


def test_labels_are_the_titles_if_those_differ() -> None:
    one, other = cube(), detached()
    assert ("first", "second") == av.compare(one, other).labels
    one.title, other.title = "plain", "cut"
    assert ("plain", "cut") == av.compare(one, other).labels


def test_a_recording_of_either_side_or_from_a_file(tmp_path: Path) -> None:
    loaded = av.load_recording(cube().save(tmp_path / "cube.json"))
    made = av.compare(cube(), cube_of_torch(), loaded)
    assert 3 * [7] == [len(each["steps"]) for each in made._document["parts"]]
    assert [] == [step for step in made._document["steps"] if step["said"]]


@pytest.mark.parametrize("count", [2, 6])
def test_two_to_six_recordings(count: int) -> None:
    made = av.compare(*[cube()] * count)
    assert count == len(made._document["parts"])


@pytest.mark.parametrize("count", [0, 1, 7])
def test_fewer_and_more_are_refused(count: int) -> None:
    with pytest.raises(RecordingError, match=f"2 to 6 recordings, not {count}"):
        av.compare(*[cube()] * count)


@pytest.mark.parametrize("other", [None, [cube(), cube()], torch.ones(2), "cube.json"])
def test_what_is_no_recording_is_named(other: Any) -> None:
    kind = type(other).__name__
    with pytest.raises(RecordingError, match=f"number 2 is a {kind}"):
        av.compare(cube(), other)


@pytest.mark.parametrize(
    ("labels", "told"),
    [(["a"], "not 1"), (["a", "b", "c"], "not 3"), ("ab", "one text")],
)
def test_labels_that_do_not_fit_are_refused(labels: Any, told: str) -> None:
    with pytest.raises(RecordingError, match=f"each of the 2 recordings, .*{told}"):
        av.compare(cube(), detached(), labels=labels)


def test_an_empty_or_running_recording_is_refused() -> None:
    one = cube()
    with av.record() as running, pytest.raises(RecordingError, match="still recording"):
        av.compare(one, running)
    with pytest.raises(RecordingError, match="empty"):
        av.compare(one, running)


def test_a_page_needs_its_ending(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=r"as \.svg: it is an \.html page"):
        av.compare(cube(), detached()).save(tmp_path / "x.svg")
    assert [] == list(tmp_path.iterdir())


def test_the_page_stands_alone(tmp_path: Path) -> None:
    path = av.compare(cube(), detached()).save(tmp_path / "x.html")
    page = path.read_text("utf-8")
    hosts = set(re.findall(r"https?://[^\"'<> )\\\\]*", page))
    assert hosts <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    assert "<noscript><svg" in page


def test_a_notebook_gets_the_player_and_a_still() -> None:
    made = av.compare(cube(), unrecorded(), labels=["with", "without"])
    html = made._repr_html_()
    assert "mountComparison(" in html
    assert "data:image/svg+xml;base64," in html
    assert "<Comparison: with · without>" == repr(made)


def test_the_still_has_every_recording_under_its_label() -> None:
    labels = ["<with>", "without & more"]
    still = ElementTree.fromstring(av.compare(cube(), detached(), labels=labels)._still)
    named = [each.text for each in still if each.tag.endswith("text")]
    assert labels == named
    pictures = [each for each in still if each.tag.endswith("svg")]
    tops = [float(each.get("y", 0)) for each in pictures]
    assert tops[0] + float(pictures[0].get("height", 0)) < tops[1]


def test_a_run_that_failed_is_compared_up_to_there() -> None:
    with pytest.raises(RuntimeError), av.record() as failed:
        x = av.tensor(3.0, requires_grad=True)
        h = x * x
        y = h * x
        y.backward()
        y.backward()
    last = av.compare(cube(), failed)._document["parts"]
    assert [True, False] == [part["steps"][-1]["waits"] for part in last]
