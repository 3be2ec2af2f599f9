"""What arrived, and what a hook made of it."""

from __future__ import annotations

from autoviz.records.arrived import hooked, summands
from autoviz.records.fold import fold
from autoviz.records.steps import Trace
from autoviz.records.value import Value
from tests.picture import stories
from tests.picture.traces import square_plus


def numbers(values: tuple[Value | None, ...] | None) -> list[object]:
    return [None if each is None else each.item() for each in values or ()]


def added(trace: Trace, k: int, node: int) -> list[object]:
    return numbers(summands(trace.graph, fold(trace, k), node))


def test_a_node_runs_with_the_sum_of_what_had_arrived() -> None:
    assert added(square_plus(), 6, 0) == [1.0, 3.0, 3.0]
    assert added(square_plus(), 4, 2) == [1.0]


def test_what_a_hook_put_there_is_the_sum_of_nothing() -> None:
    assert added(stories.hooked(), 8, 0) == []


def test_a_hook_changes_what_waits_until_the_node_runs() -> None:
    trace = stories.hooked()
    found = [numbers(hooked(trace.graph, fold(trace, k), 0)) for k in (6, 7, 8)]
    assert found == [[], [13.0, 5.0], []]


def test_a_hook_on_what_is_sent_changes_nothing_that_had_arrived() -> None:
    trace = stories.hooked()
    assert hooked(trace.graph, fold(trace, 6), 1) is None


def test_of_hooks_in_a_row_the_first_and_the_last_count() -> None:
    trace = stories.hooked()
    last = trace.steps[6]
    again = type(last)(0, "arrived", (last.after[0],), (last.before[0],))
    steps = (*trace.steps[:7], again)
    longer = Trace(trace.graph, steps)
    assert numbers(hooked(trace.graph, fold(longer, 8), 0)) == [13.0, 13.0]
