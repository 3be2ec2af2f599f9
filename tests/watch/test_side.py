"""Looking at a frame's variables leaves no tensor alive."""

from __future__ import annotations

import sys
import weakref

import autoviz as av
from autoviz.watch.side import local_variables


def test_variable_that_was_looked_at_can_be_dropped() -> None:
    x = av.tensor(1.0)
    gone = weakref.ref(x)
    assert x is local_variables(sys._getframe())["x"]
    del x
    assert gone() is None


def test_recording_in_a_function_keeps_no_tensor() -> None:
    with av.record():
        x = av.tensor(1.0, requires_grad=True)
        for _ in range(2):
            y = x * 2
    gone = weakref.ref(y)
    del y
    assert gone() is None


def test_dictionary_of_the_learner_s_own_is_left_alone() -> None:
    x = 1.0
    mine = locals()
    assert x == local_variables(sys._getframe())["x"]
    assert "x" in mine
