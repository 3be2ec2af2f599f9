"""Phases, and what each step is about."""

from __future__ import annotations

from autoviz.records.grains import Phase, about, kinds, phases
from autoviz.records.graph import Graph
from autoviz.records.steps import Cut, Mode, Trace
from tests.picture import stories
from tests.picture.traces import twice


def test_phases_are_stretches_of_steps_that_cover_the_run() -> None:
    assert phases(twice()) == (
        Phase("forward", 1, 5),
        Phase("backward", 6, 13),
        Phase("failure", 14, 14),
    )


def test_a_run_of_no_steps_has_no_phase() -> None:
    assert phases(Trace(Graph(()), ())) == ()


def test_no_grad_is_a_phase_from_where_it_begins_to_where_it_ends() -> None:
    assert phases(stories.modes()) == (
        Phase("untracked", 1, 5),
        Phase("forward", 6, 6),
    )


def test_a_number_that_is_taken_out_belongs_to_what_goes_on() -> None:
    assert list(kinds(stories.cut())) == ["forward"] * 4
    steps = (Mode("no_grad", True), Cut(0, "item()"), Mode("no_grad", False))
    assert list(kinds(Trace(Graph(()), steps))) == ["untracked"] * 3


def test_hooks_are_of_the_backward_and_a_grad_that_is_set_is_an_update() -> None:
    assert list(kinds(stories.hooked()))[2:] == ["backward"] * 6
    assert list(kinds(stories.grads_set()))[4:] == ["update"] * 4


def test_a_mode_is_about_no_node() -> None:
    assert [about(each) for each in stories.modes().steps] == [
        None,
        1,
        None,
        None,
        None,
        2,
    ]
    assert about(None) is None
