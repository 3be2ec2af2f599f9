"""Runs that share a document: patches, sizes, and when it is another document."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

import autoviz as av
from autoviz.picture.frame import frame
from autoviz.picture.view import run, together
from autoviz.player.live_document import Album, Slider, live_document, pages, patch
from autoviz.records import Trace

Json = dict[str, Any]


def trace(x: float, exponent: int = 2) -> Trace:
    return av.live(lambda x: x**exponent + 1, x=[x]).at().trace


def as_sent(document: Json) -> Json:
    sent: Json = json.loads(json.dumps(document))
    return sent


def put(document: Json, changes: list[Any]) -> Json:
    """What the script does with a patch."""
    made = copy.deepcopy(document)
    for (*path, key), *value in changes:
        place: Any = made
        for each in path:
            place = place[each]
        if value:
            place[key] = value[0]
        else:
            del place[key]
    return made


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": [1, 2]}, {"a": (1, 3)}, [[["a", 1], 3]]),
        ({"a": [1]}, {"a": [1, 2]}, [[["a"], [1, 2]]]),
        ({"a": {"b": 1}}, {"a": {"c": 2}}, [[["a", "b"]], [["a", "c"], 2]]),
        ({"a": 1}, {"a": None}, [[["a"], None]]),
        ({"svg": "one"}, {"svg": "two"}, []),
    ],
)
def test_a_patch_is_what_differs(old: Json, new: Json, expected: list[Any]) -> None:
    assert expected == patch(old, new)


def test_a_patched_document_is_that_of_the_other_run() -> None:
    views = together([run(trace(each)) for each in (2.0, -1.5, 12345.0)])
    first, *others = [as_sent(live_document(each, "runs")) for each in views]
    for other in others:
        assert other | {"svg": first["svg"]} == put(first, patch(first, other))


def test_cards_have_room_for_every_run_and_none_moves() -> None:
    alone = together([run(trace(2.0))])[0]
    both = together([run(trace(2.0)), run(trace(-12345.5))])
    assert both[0].cards == both[1].cards
    assert both[0].layout is both[1].layout
    pairs = zip(alone.cards, both[0].cards, strict=True)
    wider = [after.size[0] - before.size[0] for before, after in pairs]
    assert min(wider) >= 0 < max(wider)


def test_start_has_every_element_of_the_picture() -> None:
    view = together([run(trace(2.0))])[0]
    start = live_document(view, "runs")["start"]
    first = frame(view, 0)
    assert first.classes == start["class"]
    assert first.texts.items() <= start["text"].items()


def test_pages_share_a_picture_as_long_as_the_graph_is_the_same() -> None:
    found = [trace(1.0), None, trace(2.0), trace(1.0, exponent=3), trace(3.0)]
    pictures, runs = pages(found, "runs")
    assert 2 == len(pictures)
    assert [0, None, 0, 1, 0] == [each and each["picture"] for each in runs]
    assert [] == (runs[0] or {})["patch"]


def test_a_run_that_needs_more_room_gets_another_picture() -> None:
    album = Album("runs")
    for each in (1.0, 2.0, 3.0):
        album.expect(trace(each))
    first, changes = album.add(trace(1.5))
    assert [] == changes
    same, changes = album.add(trace(2.5))
    assert first is same
    assert changes
    wider, changes = album.add(trace(-12345.5))
    assert first is not wider
    assert [] == changes
    assert wider is album.add(trace(2.0))[0]


def test_a_slider_starts_three_quarters_up() -> None:
    starts = [Slider("x", tuple(map(float, range(n)))).start for n in (1, 2, 5, 101)]
    assert [0, 0, 3, 75] == starts
