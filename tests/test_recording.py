"""A recording as a sequence of pictures, as text, as a notebook's output."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import autoviz as av
from autoviz.errors import AutovizError, RecordingError, StepError
from autoviz.recording import Picture, Recording
from tests.records.bodies import FIVE, recorded

HOSTILE = '<script>"&'
STILL_RECORDING = "this recording is still recording: use it after its with-block"
EMPTY = "this recording is empty: no tensor was made or used in its block"


def squared(number: float = 3.0, name: str | None = None) -> Recording:
    with av.record() as rec:
        x = av.tensor(number, requires_grad=True)
        if name is not None:
            x.named(name)
        y = x * x
        y.backward()
    return rec


@pytest.fixture
def rec() -> Recording:
    return squared()


class Elements(HTMLParser):
    """The tags of a page, and all text that is not script or style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] not in ("script", "style"):
            self.texts.append(data)


# a sequence


def test_it_is_a_sequence_of_pictures_from_0_to_n(rec: Recording) -> None:
    assert isinstance(rec, Sequence)
    assert 5 == len(rec) == len(rec.trace.steps) + 1
    assert [0, 1, 2, 3, 4] == [picture.k for picture in rec]


@pytest.mark.parametrize(("k", "expected"), [(0, 0), (4, 4), (-1, 4), (-5, 0)])
def test_a_picture_is_taken_by_its_step(rec: Recording, k: int, expected: int) -> None:
    assert expected == rec[k].k


@pytest.mark.parametrize("k", [5, -6, 100])
def test_a_step_out_of_range_is_one_sentence(rec: Recording, k: int) -> None:
    with pytest.raises(StepError) as caught:
        rec[k]
    assert f"there is no step {k}: this recording has steps 0 to 4" == str(caught.value)
    assert isinstance(caught.value, IndexError)
    assert isinstance(caught.value, AutovizError)


def test_slices_are_lists_of_pictures(rec: Recording) -> None:
    assert [1, 2] == [picture.k for picture in rec[1:3]]
    assert [4, 3] == [picture.k for picture in rec[:-3:-1]]
    assert [] == rec[9:]


def test_a_step_is_also_what_it_is_about() -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2
        y.backward()
    assert rec.find("x**2") == rec["x**2"].k == rec["y"].k == 1
    assert 4 == rec["x.grad"].k
    assert 2 == rec["y.backward()"].k
    assert rec["y"].svg == rec[1].svg
    assert 4 == rec.widget(index="x.grad").index
    assert rec.page("y") == rec.page(1)
    assert rec.to_graphviz("y").source == rec.to_graphviz(1).source


def test_what_is_not_there_is_told_with_what_is(rec: Recording) -> None:
    for wrong in (lambda: rec["z"], lambda: rec.to_graphviz("z")):
        with pytest.raises(RecordingError, match="there is no 'z' here; there are"):
            wrong()


def test_a_step_is_any_whole_number_and_no_other(rec: Recording) -> None:
    assert 2 == rec[np.int64(2)].k
    for wrong in (1.0, None):
        with pytest.raises(TypeError):
            rec[wrong]  # type: ignore[call-overload]


# pictures


def test_a_picture_is_an_svg_with_its_sentence(rec: Recording) -> None:
    picture = rec[1]
    assert "{http://www.w3.org/2000/svg}svg" == ElementTree.fromstring(picture.svg).tag
    assert "1 of 4" in str(picture)
    assert "MulBackward0" in str(picture)
    assert f"<Picture: {picture}>" == repr(picture)


@pytest.mark.parametrize("name", FIVE)
def test_every_picture_of_every_program_is_well_formed(name: str) -> None:
    pictures = Recording(recorded(name))
    for picture in pictures:
        root = ElementTree.fromstring(picture.svg)
        assert {None} == {each.get("data-id") for each in root.iter()}
        assert {None} == {each.get("onload") for each in root.iter()}


def test_a_picture_in_a_notebook_is_an_image_with_its_sentence() -> None:
    picture = squared(name=HOSTILE)[0]
    html = Elements(picture._repr_html_())
    attributes = dict(html.attributes)
    assert ["img"] == html.tags
    assert str(picture) == attributes["alt"]
    assert (attributes["src"] or "").startswith("data:image/svg+xml;base64,")


# words


def test_repr_counts(rec: Recording) -> None:
    assert "<Recording: 4 steps, 2 tensors>" == repr(rec)
    with av.record() as one:
        av.tensor(1.0) * 2
    assert "<Recording: 1 step, 2 tensors>" == repr(one)


def test_print_tells_every_step(rec: Recording) -> None:
    text = str(rec)
    told = [line for line in text.splitlines() if re.match(r"\d+\W", line)]
    assert [*range(5)] == [int(re.findall(r"\d+", line)[0]) for line in told]
    assert "3 + 3 = 6" in told[-1]
    assert "x.grad" in told[-1]


def test_the_same_program_has_the_same_words_and_pictures(rec: Recording) -> None:
    again = squared()
    assert str(rec) == str(again)
    assert [each.svg for each in rec] == [each.svg for each in again]
    assert rec.page() == again.page()


# equality and copies


def test_equal_is_what_recorded_the_same(rec: Recording) -> None:
    assert rec == squared()
    assert rec != squared(4.0)
    assert rec != "a recording"


def test_a_recording_is_no_key(rec: Recording) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(rec)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_recording_pickles_also_after_it_was_shown(
    rec: Recording, protocol: int
) -> None:
    rec.title = "lesson"
    rec.page()
    again = pickle.loads(pickle.dumps(rec, protocol))
    assert rec == again
    assert ("lesson", rec.page()) == (again.title, again.page())


def test_a_pickle_opens_without_what_recorded_it(rec: Recording) -> None:
    code = (
        "import pickle, sys; rec = pickle.load(sys.stdin.buffer); "
        "print(rec, 'autoviz.core' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(rec), capture_output=True
    )
    assert f"{rec} False\n" == done.stdout.decode()


def test_a_copy_is_equal(rec: Recording) -> None:
    assert [rec, rec] == [copy.copy(rec), copy.deepcopy(rec)]


# notebook, page and widget


def test_in_a_notebook_it_is_the_player_and_its_repr(rec: Recording) -> None:
    bundle = rec._repr_mimebundle_(include=None, exclude=None)
    assert {"text/html", "text/plain"} == set(bundle)
    assert repr(rec) == bundle["text/plain"]
    assert ["div", "img", "script"] == Elements(bundle["text/html"]).tags


def test_a_front_end_that_reads_html_alone_gets_the_player_too(rec: Recording) -> None:
    html = rec._repr_html_()
    assert html is not None
    assert ["div", "img", "script"] == Elements(html).tags
    assert Recording()._repr_html_() is None


def test_in_a_notebook_words_stand_where_no_picture_can_be_drawn() -> None:
    with av.record() as rec:
        x = av.tensor(1.0, requires_grad=True)
        for _ in range(150):
            x = x * 2
    bundle = rec._repr_mimebundle_()
    assert bundle["text/plain"].startswith("this recording has 151 cards")
    assert bundle["text/plain"].endswith(str(rec))
    assert ["p", "details", "summary", "pre"] == Elements(bundle["text/html"]).tags


def test_a_hostile_name_is_text_everywhere() -> None:
    rec = squared(name=HOSTILE)
    assert HOSTILE in str(rec)
    texts = ["".join(each.itertext()) for each in map(svg_root, rec)]
    assert all(HOSTILE in text for text in texts)
    output = Elements(rec._repr_mimebundle_()["text/html"])
    assert ["div", "img", "script"] == output.tags
    page = Elements(rec.page())
    assert (1, 0) == (page.tags.count("script"), page.tags.count("img"))
    assert any(HOSTILE in text for text in page.texts)
    widget = rec.widget()
    assert HOSTILE in json.dumps(widget.document).replace('\\"', '"')


def svg_root(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def test_the_picture_in_a_document_is_well_formed_too() -> None:
    document = squared(name=HOSTILE).widget().document
    root = ElementTree.fromstring(document["svg"])
    assert HOSTILE in "".join(root.itertext())


@pytest.mark.parametrize("name", FIVE)
def test_a_document_is_plain_json(name: str) -> None:
    document = Recording(recorded(name)).widget().document
    text = json.dumps(document, allow_nan=False)
    assert text == json.dumps(json.loads(text))


def test_a_document_of_infinities_is_plain_json_too() -> None:
    with av.record() as rec:
        x = av.tensor([0.0, float("nan"), float("-inf")], requires_grad=True)
        x.sqrt().log().sum().backward()
    json.dumps(rec.widget().document, allow_nan=False)


def test_a_widget_starts_as_told(rec: Recording) -> None:
    widget = rec.widget(index=3, predict=True)
    assert (3, True, []) == (widget.index, widget.predict, widget.answers)


def test_a_title_is_the_page_s() -> None:
    rec = squared()
    rec.title = HOSTILE
    assert HOSTILE in Elements(rec.page()).texts


# too early, and empty

USES: dict[str, Any] = {
    "trace": lambda rec: rec.trace,
    "len": len,
    "index": lambda rec: rec[0],
    "iteration": list,
    "page": lambda rec: rec.page(),
    "widget": lambda rec: rec.widget(),
    "open": lambda rec: rec.open(),
    "pickle": pickle.dumps,
}


@pytest.mark.parametrize("use", USES)
def test_inside_its_own_block_it_says_so(use: str) -> None:
    with av.record() as rec:
        av.tensor(1.0)
        with pytest.raises(RecordingError) as caught:
            USES[use](rec)
    assert STILL_RECORDING == str(caught.value)
    assert 1 == len(rec)


def test_inside_its_own_block_it_can_be_printed_and_shown() -> None:
    with av.record() as rec:
        told = (repr(rec), str(rec), rec._repr_mimebundle_())
    waiting = "<Recording: still recording>"
    assert (waiting, waiting, {"text/plain": waiting}) == told


@pytest.mark.parametrize("use", ["index", "iteration", "page", "widget", "open"])
def test_an_empty_recording_says_so(use: str) -> None:
    with av.record() as rec:
        pass
    with pytest.raises(RecordingError) as caught:
        USES[use](rec)
    assert EMPTY == str(caught.value)


def test_an_empty_recording_can_be_printed_and_shown() -> None:
    with av.record() as rec:
        pass
    told = "<Recording: 0 steps, 0 tensors>"
    assert (told, told) == (repr(rec), str(rec))
    assert {"text/plain": told} == rec._repr_mimebundle_()
    assert 1 == len(rec)


def test_tensors_without_a_step_are_a_picture() -> None:
    with av.record() as rec:
        av.tensor([1.0, 2.0])
    assert 1 == len(rec)
    assert "mount(" in rec._repr_mimebundle_()["text/html"]


# numbers that are hard to draw


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_a_tensor_of_nothing_is_drawn(shape: tuple[int, ...]) -> None:
    with av.record() as rec:
        x = av.zeros(*shape, requires_grad=True)
        (x * 2).sum().backward()
    for picture in rec:
        svg_root(picture)
    assert "mount(" in rec.page()


@pytest.mark.parametrize("keep", [0, 64])
def test_a_large_tensor_is_drawn_whatever_is_kept(keep: int) -> None:
    with av.record(keep=keep) as rec:
        x = av.ones(10, 20, 30, requires_grad=True)
        (x * x).mean().backward()
    for picture in rec:
        svg_root(picture)
    assert len(rec.page()) < 400_000


def test_opened_is_the_same_recording_with_more_to_be_seen() -> None:
    with av.record() as rec:
        h = av.tensor(1.0, requires_grad=True)
        for _ in av.loop(range(60), "layer"):
            h = (h * 2).tanh() + 1
    closed = [each.closed for each in rec._view.cards]
    opened = rec.opened("layer 40")
    assert rec == opened
    assert sum(each.closed for each in opened._view.cards) == sum(closed) - 1
    again = pickle.loads(pickle.dumps(opened))
    assert len(opened._view.cards) == len(again._view.cards)
    with pytest.raises(
        RecordingError, match="there is no scope 'layer 61' here: layer"
    ):
        rec.opened("layer 61")
