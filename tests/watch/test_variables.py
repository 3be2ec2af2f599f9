"""The learner's variables: which there are, and that to look leaves none alive."""

from __future__ import annotations

import sys
import weakref

import autoviz as av
from autoviz.watch.variables import local_variables, names_in


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


def test_names_in_gives_the_learners_variables_in_order() -> None:
    """Without Python's names, a notebook's, and values nobody wants."""
    hidden = [
        "__name__",
        "_",
        "__",
        "___",
        "_3",
        "_i",
        "_ii",
        "_i3",
        "_ih",
        "_oh",
        "_dh",
        "In",
        "Out",
        ".0",
    ]
    mapping = {**dict.fromkeys(hidden, 1.0), "w": 1.0, "n": 2, "_b": 3.0, "x1": 4.0}
    found = list(names_in(mapping, lambda value: isinstance(value, float)))
    assert found == [("w", 1.0), ("_b", 3.0), ("x1", 4.0)]


def test_names_in_can_be_read_while_variables_change() -> None:
    """A frame's variables may change under the hand that reads them."""
    mapping: dict[str, object] = {"a": 1, "b": 2}
    for name, _ in names_in(mapping, lambda value: True):
        mapping[name + "_"] = 3
    assert list(mapping) == ["a", "b", "a_", "b_"]
