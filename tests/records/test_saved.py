"""What became of what a node saved."""

from __future__ import annotations

from dataclasses import replace

from autoviz.records.fold import fold
from autoviz.records.graph import Graph
from autoviz.records.saved import (
    sharing,
    stamp_of,
    state_of,
    turned_stale,
    version_of,
    written_to,
)
from autoviz.records.steps import Forward, Trace
from tests.picture import stories
from tests.picture.traces import tutorial

E, Y, MORE = 1, 2, 3
"""Nodes of ``written``: exp(x), e*e, and e += 1."""


def states(trace: Trace, node: int, k: int) -> list[str]:
    each = trace.graph.nodes[node]
    return [state_of(trace.graph, fold(trace, k), each, saved) for saved in each.saved]


def test_it_is_held_until_it_is_freed() -> None:
    assert [states(tutorial(), 1, k) for k in (1, 10, 11)] == [
        ["held"],
        ["held"],
        ["freed"],
    ]


def test_a_write_makes_stale_what_was_saved_before_it() -> None:
    trace = stories.written()
    assert [states(trace, Y, k) for k in (2, 3)] == [["held"] * 2, ["stale"] * 2]
    assert [states(trace, E, k) for k in (2, 3)] == [["held"], ["stale"]]


def test_a_plain_number_is_never_stale() -> None:
    assert states(tutorial(), 2, 2) == ["held"]


def test_who_shares_memory_has_its_version() -> None:
    trace = stories.looked_at()
    before, after = fold(trace, 2), fold(trace, 3)
    assert [version_of(trace.graph, before, each) for each in range(4)] == [0] * 4
    assert [version_of(trace.graph, after, each) for each in range(4)] == [0, 1, 1, 1]
    assert [sharing(trace.graph, each) for each in (0, 2)] == [(0,), (1, 2, 3)]


def test_numbers_have_the_version_of_when_they_were_made() -> None:
    trace = stories.written()
    stamps = [stamp_of(trace, fold(trace, 3), node) for node in (E, Y, MORE)]
    assert stamps == [0, 0, 1]
    trace = stories.updated()
    assert [stamp_of(trace, fold(trace, k), 0) for k in (0, 1, 2)] == [0, 0, 1]


def test_what_was_written_in_place_is_known_with_and_without_its_name() -> None:
    trace = stories.written()
    found = [written_to(trace.graph, fold(trace, k)) for k in range(4)]
    assert found == [None, None, None, E]
    step = trace.steps[2]
    assert isinstance(step, Forward)
    named = replace(trace, steps=(*trace.steps[:2], replace(step, writes=Y)))
    assert written_to(named.graph, fold(named, 3)) == Y


def test_only_the_step_that_writes_turns_something_stale() -> None:
    trace = stories.written()
    found = [turned_stale(trace.graph, fold(trace, k)) for k in range(6)]
    assert [[(node, saved.name) for node, saved in each] for each in found] == [
        [],
        [],
        [],
        [(E, "result"), (Y, "self"), (Y, "other")],
        [],
        [],
    ]


def test_an_optimizer_writes_too() -> None:
    trace = stories.updated()
    assert [node for node, _ in turned_stale(trace.graph, fold(trace, 2))] == [1, 1]


def test_what_was_freed_is_not_made_stale() -> None:
    trace = stories.updated()
    w, y = trace.graph.nodes
    graph = Graph((w, replace(y, freed=True)))
    assert turned_stale(graph, fold(replace(trace, graph=graph), 2)) == ()
