"""Which step is meant by a name or a line."""

from __future__ import annotations

import pytest

from autoviz.errors import RecordingError, StepError
from autoviz.picture.anchor import step_of
from autoviz.records import Seed
from tests.picture import stories
from tests.picture.programs import five
from tests.picture.traces import tutorial


@pytest.mark.parametrize(
    ("anchor", "phase", "k"),
    [
        ("x**2", None, 1),
        ("x**2", "backward", 11),
        ("loss", "backward", 7),
        ("x ** 2", "forward", 1),
        ("x", None, 12),
        ("x.grad", None, 12),
    ],
)
def test_a_name_or_a_line_is_a_step(anchor: str, phase: str | None, k: int) -> None:
    assert k == step_of(tutorial(), anchor, phase)


def test_a_line_of_code_is_its_first_step() -> None:
    trace = five("tutorial").trace
    assert isinstance(trace.steps[step_of(trace, "loss.backward()") - 1], Seed)


def test_a_grad_is_where_it_was_changed_last() -> None:
    trace = stories.grads_set()
    assert len(trace.steps) - 1 <= step_of(trace, "x.grad")


def test_what_is_not_there_says_what_is() -> None:
    with pytest.raises(RecordingError, match="there is no 'z' here; there are"):
        step_of(tutorial(), "z")


def test_a_phase_without_such_a_step_is_named() -> None:
    with pytest.raises(StepError) as caught:
        step_of(tutorial(), "x", "forward")
    assert "no step in the phase 'forward' is about 'x'" == str(caught.value)
