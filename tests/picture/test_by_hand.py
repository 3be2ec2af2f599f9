"""Hooks, and a .grad that was set: in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autoviz.picture.caption import caption
from autoviz.picture.panel import Why
from autoviz.picture.why import Grid, why
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.steps import GradSet, Hook, Trace
from autoviz.records.value import Value
from tests.picture import stories
from tests.picture.traces import tutorial, value


def said(trace: Trace, k: int) -> str:
    return plain(caption(trace, fold(trace, k)))


def panel(trace: Trace, k: int) -> Why:
    return why(trace, fold(trace, k))


def after(*steps: Hook | GradSet) -> Trace:
    """The steps right after a ``backward()`` has begun."""
    trace = tutorial()
    return Trace(trace.graph, (*trace.steps[:6], *steps))


def test_a_hook_says_what_it_changed_before_and_after() -> None:
    assert [said(stories.hooked(), k) for k in (6, 7)] == [
        "x*x (MulBackward0): the hook double changed what is sent: to x 3 → 6",
        "x: a hook changed what arrived: 13 → 5",
    ]


def test_a_hook_that_takes_the_gradient_away() -> None:
    gone = Hook(5, "arrived", (value(1.0),), (None,), "drop")
    assert said(after(gone), 7).endswith("changed what arrived: 1 → None")


def test_a_hook_that_changed_nothing() -> None:
    same = Hook(5, "arrived", (value(1.0),), (value(1.0),), "look")
    assert said(after(same), 7) == (
        "loss (PowBackward0): the hook look looked at it and changed nothing"
    )


def test_of_a_matrix_before_and_after_stand_side_by_side() -> None:
    assert said(stories.hooked_tensor(), 5) == (
        "h (MulBackward0): the hook mask changed what arrived: other numbers, shape "
        "(2,)"
    )
    row = panel(stories.hooked_tensor(), 5).rows[0]
    assert [type(each) for each in row.items] == [Grid, tuple, Grid]


def test_what_a_hook_put_there_is_not_told_as_a_sum() -> None:
    assert said(stories.hooked(), 8) == (
        "5 is complete: AccumulateGrad puts it into x.grad"
    )
    assert "1 + 6 + 6" not in str(panel(stories.hooked(), 8))


def test_a_deposit_is_explained_by_the_hook_before_it() -> None:
    rows = {row.label: row.items for row in panel(stories.hooked(), 8).rows}
    assert (("grad", "13"), ("", " → "), ("grad", "5")) == rows["a hook"]


def test_what_a_hook_put_there_is_no_derivative() -> None:
    trace = tutorial()
    hooked = Hook(5, "arrived", (value(1.0),), (value(3.0),), "treble")
    ran = replace(trace.steps[6], arrived=(value(3.0),))
    told = Trace(trace.graph, (*trace.steps[:6], hooked, ran))
    rows = {row.label: row.items for row in panel(told, 8).rows}
    assert (("grad", "1"), ("", " → "), ("grad", "3")) == rows["the hook treble"]
    assert (("grad", "3"),) == rows["arrived"]


@pytest.mark.parametrize(
    ("before", "now", "by", "expected"),
    [
        (6.0, None, "= None", "x.grad is set to None: the 6 in it is gone; it is empty "
         "now, and None is not 0"),
        (6.0, None, "zero_grad()", "zero_grad() sets x.grad to None: the 6 in it is "
         "gone; it is empty now, and None is not 0"),
        (None, None, "zero_grad()", "zero_grad() sets x.grad to None: it was None "
         "already"),
        (6.0, 0.0, "zero_()", "x.grad.zero_(): the 6 in it becomes 0; it is not empty, "
         "and 0 is not None"),
        (6.0, 0.0, "zero_grad()", "zero_grad() sets x.grad to 0: the 6 in it becomes "
         "0; it is not empty, and 0 is not None"),
        (0.0, 0.0, "zero_()", "x.grad.zero_(): it was 0 already"),
        (None, 2.0, "=", "x.grad is set by hand: 2; it was None"),
        (3.0, 5.0, "retain_grad()", "retain_grad() keeps what arrived: x.grad = 5; it "
         "held 3. The node itself does not run"),
        ([1.0, 2.0], [3.0, 4.0], "=", "x.grad is set by hand: shape (2,); it was not "
         "empty"),
    ],
)  # fmt: skip
def test_a_grad_that_is_set(
    before: object, now: object, by: str, expected: str
) -> None:
    held, holds = (None if each is None else value(each) for each in (before, now))
    assert said(after(GradSet(0, held, holds, by)), 7) == expected


def nexts(now: Value | None) -> str:
    rows = panel(after(GradSet(0, value(6.0), now, "=")), 7).rows
    (row,) = (each for each in rows if each.label == "next")
    return plain(each for each in row.items if not isinstance(each, Grid))


def test_the_panel_says_what_the_next_backward_will_do() -> None:
    assert nexts(None) == "backward() will put in what arrives, as the first time"
    assert nexts(value(0.0)).startswith("backward() adds to 0")
    assert nexts(value(2.0)) == "backward() adds to what is in x.grad"
