"""Which cards a step can have changed."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.picture.face import face
from autoviz.picture.touched import touched
from autoviz.picture.view import view
from autoviz.records import History, Trace
from tests.picture.programs import EVERY, recorded
from tests.picture.traces import tutorial


def hooks_in_a_row() -> Trace:
    with av.record() as rec:
        x = av.tensor([1.0, 2.0], requires_grad=True)
        a, b = x * 2, x * 3
        for each in (a, b):
            each.register_hook(lambda g: g * 10)
        (a * b).sum().backward()
    return rec.trace


TRACES = {name: lambda name=name: recorded(name).trace for name in EVERY}
TRACES["hooks_in_a_row"] = hooks_in_a_row


@pytest.mark.parametrize("name", TRACES)
def test_what_is_not_touched_says_the_same(name: str) -> None:
    trace = TRACES[name]()
    before = []
    for snapshot in History(trace):
        now = [face(trace, snapshot, node) for node in trace.graph.nodes]
        near = touched(trace.graph, snapshot)
        if near is not None and before:
            changed = [at for at, each in enumerate(now) if each != before[at]]
            assert [at for at in changed if at not in near] == []
        before = now


def test_a_step_touches_its_neighbours_only() -> None:
    trace = tutorial()
    found = [touched(trace.graph, each) for each in History(trace)]
    assert found[2] == {1, 2}
    assert found[6] is None
    assert found[8] == {3, 4, 5}


def test_cards_that_nothing_touched_are_not_made_anew() -> None:
    faces = view(tutorial()).faces
    assert faces[8][0] is faces[7][0]
    assert faces[8][3] is not faces[7][3]
