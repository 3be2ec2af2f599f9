"""The small steps within a step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autoviz.records.micro import Micro, micro_steps
from autoviz.records.steps import Accumulate, Backward, Trace
from tests.picture import stories
from tests.picture.traces import affine, matrix, square_plus, tutorial, twice, value
from tests.records.bodies import FIVE, recorded


def told(each: Micro) -> tuple[object, ...]:
    number = None if each.value is None else each.value.item()
    return each.kind, each.target, each.at, number


def test_a_node_is_taken_opened_worked_out_added_and_freed() -> None:
    assert [told(each) for each in micro_steps(tutorial(), 11)] == [
        ("take", None, None, 32.0),
        ("open", 0, 0, 3.0),
        ("derivative", 0, 0, None),
        ("product", 0, 0, 192.0),
        ("add", 0, 0, 256.0),
        ("free", None, None, None),
    ]


def test_each_input_has_its_own_derivative_and_product() -> None:
    found = micro_steps(affine(), 8)
    assert [(each.kind, each.target) for each in found[3:9]] == [
        ("derivative", 0),
        ("product", 0),
        ("derivative", 1),
        ("product", 1),
        ("add", 0),
        ("add", 1),
    ]


def test_a_sum_grows_part_by_part() -> None:
    adds = [each for each in micro_steps(square_plus(), 5) if each.kind == "add"]
    assert [[part.item() for part in each.parts] for each in adds] == [
        [1.0, 3.0],
        [1.0, 3.0, 3.0],
    ]
    assert [each.expected for each in adds] == [3, 3]
    totals = [each.value and each.value.item() for each in adds]
    assert totals == [None, 7.0]


def test_a_rule_that_holds_what_arrived_is_no_factor() -> None:
    assert [each.kind for each in micro_steps(matrix(), 10)] == [
        "take",
        "open",
        "product",
        "add",
        "free",
    ]


def test_a_leaf_takes_what_arrived_and_puts_it_into_grad() -> None:
    take, put = micro_steps(square_plus(before=7.0), 6)
    assert [part.item() for part in take.parts] == [1.0, 3.0, 3.0]
    assert (take.kind, put.kind, put.node) == ("take", "put", 0)
    assert [part.item() for part in put.parts] == [7.0, 7.0]
    assert put.value == value(14.0)


def test_what_a_hook_put_there_is_taken() -> None:
    take, _ = micro_steps(stories.hooked(), 8)
    assert (take.value, take.parts) == (value(5.0), ())


def test_a_gradient_that_is_retained_is_kept() -> None:
    trace = tutorial()
    steps = list(trace.steps)
    step = steps[7]
    assert isinstance(step, Backward)
    steps[7] = replace(step, retained=(value(32.0),))
    kept = micro_steps(replace(trace, steps=tuple(steps)), 8)[1]
    assert (kept.kind, kept.target, kept.value) == ("keep", 4, value(32.0))


def test_a_node_that_keeps_its_graph_frees_nothing() -> None:
    trace = tutorial()
    steps = list(trace.steps)
    step = steps[10]
    assert isinstance(step, Backward)
    steps[10] = replace(step, freed=False)
    found = micro_steps(replace(trace, steps=tuple(steps)), 11)
    assert [each.kind for each in found][-1] == "add"


def test_a_backward_that_stopped_opened_what_was_freed() -> None:
    take, opened, end = micro_steps(twice(), 14)
    assert (take.kind, opened.kind, end.kind) == ("take", "open", "step")
    assert (opened.state, opened.value) == ("freed", None)


def test_a_backward_that_stopped_opened_what_was_stale() -> None:
    _, opened, _ = micro_steps(stories.written(), 5)
    assert (opened.state, opened.versions, opened.target) == ("stale", (0, 1), 1)


@pytest.mark.parametrize("name", FIVE)
def test_any_other_step_is_its_own_only_small_step(name: str) -> None:
    trace = recorded(name)
    for k, step in enumerate(trace.steps, 1):
        found = micro_steps(trace, k)
        assert {each.k for each in found} == {k}
        if not isinstance(step, Backward | Accumulate) and k < len(trace.steps):
            assert [each.kind for each in found] == ["step"]


def test_before_anything_there_is_one_small_step_about_nothing() -> None:
    assert micro_steps(tutorial(), 0) == (Micro(0, "step", None),)


@pytest.mark.parametrize("name", FIVE)
def test_what_is_added_is_what_was_sent(name: str) -> None:
    trace: Trace = recorded(name)
    for k, step in enumerate(trace.steps, 1):
        if isinstance(step, Backward):
            sent = [each for each in step.sent if each is not None]
            adds = [each for each in micro_steps(trace, k) if each.kind == "add"]
            assert sent == [each.parts[-1] for each in adds]
