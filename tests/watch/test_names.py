"""What tensors are called in a recording, by the numpy core and by PyTorch."""

from __future__ import annotations

import pytest

from autoviz.recording import Recording
from tests.watch.parity import recorded_twice

SETUP = """
from functools import reduce
class Layer:
    def __init__(self):
        self.w = t.tensor([1., 2.], requires_grad=True)
    def __call__(self, x):
        return x * self.w
def triple(x):
    return x * 3
def kept(x):
    h = x * 3
    return h
def inverse(x):
    return 1 / x
def two(x):
    return x * 3, x * 4
def through(x):
    return triple(x)
def passed_on(f):
    def inner(*args):
        return f(*args)
    return inner
@passed_on
def decorated(x):
    return x * 3
@t.no_grad()
def quiet(x):
    return x * 3
class M:
    pass
m, layer = M(), Layer()
x = t.tensor([1., 2.], requires_grad=True)
"""


def names(recording: Recording) -> list[tuple[str, tuple[str, ...]]]:
    nodes = recording.trace.graph.nodes
    return [(each.op or "", each.names) for each in nodes]


NAMES = {
    "for _ in range(2): y = triple(x)": [("mul", ("y",))] * 2,
    "for _ in range(2): y = kept(x)": [("mul", ("h", "y"))] * 2,
    "for _ in range(2): y = through(x)": [("mul", ("y",))] * 2,
    "for _ in range(2): y = decorated(x)": [("mul", ("y",))] * 2,
    "for _ in range(2): y = quiet(x)": [("mul", ("y",))] * 2,
    "for _ in range(2): m.w = triple(x)": [("mul", ("m.w",))] * 2,
    "for _ in range(2): a, b = two(x)": [("mul", ("a",)), ("mul", ("b",))] * 2,
    "for _ in range(2): (y := triple(x))": [("mul", ("y",))] * 2,
    "for _ in range(2): y = inverse(x)": [("reciprocal", ()), ("mul", ("y",))] * 2,
    "for _ in range(2): x = triple(x)": [("mul", ("x",))] * 2,
    "a = b = x * 3\ndel a, b": [("mul", ("a", "b"))],
    "y = x * 3\nz = y": [("mul", ("y", "z"))],
    "y = triple(x)\ny = y * 2": [("mul", ("y",)), ("mul", ("y",))],
    "y = reduce(lambda a, b: a * b, [x, x, x])": [("mul", ("a",)), ("mul", ("y",))],
    "v, i = x.sort()\ndel v, i": [("sort", ("v",)), ("sort", ("i",))],
    "y = x.sort()": [("sort", ()), ("sort", ())],
}


@pytest.mark.parametrize("program", NAMES)
def test_result_is_called_after_where_it_was_stored(program: str) -> None:
    """In every round, and by functions too."""
    for recording in recorded_twice(program, before=SETUP):
        assert NAMES[program] == names(recording)[1:]


ROWS = {
    "for row in x: row * 2": ["row", "row"],
    "for i, row in enumerate(x): row * 2": ["row", "row"],
    "ys = [k * 2 for k in x]": ["k", "k"],
    "a, b = x\ndel a, b": ["a", "b"],
    "a, b = x.split(1)\ndel a, b": ["a", "b"],
}


@pytest.mark.parametrize("program", ROWS)
def test_rows_are_called_after_the_loop_s_variable(program: str) -> None:
    for recording in recorded_twice(program, before=SETUP):
        nodes = recording.trace.graph.nodes
        rows = [each.names[0] for each in nodes if each.op == "output"]
        assert ROWS[program] == rows


def test_attribute_of_an_object_names_a_leaf_where_it_is_used() -> None:
    for recording in recorded_twice("y = layer(x)", before=SETUP):
        assert [("x",), ("self.w",), ("y",)] == [
            each.names for each in recording.trace.graph.nodes
        ]


@pytest.mark.filterwarnings("ignore:Using a target size")
def test_inner_operation_does_not_take_the_name() -> None:
    """``mse_loss`` expands a scalar first; that is not the loss."""
    program = "loss = t.nn.functional.mse_loss(x.sum(), x)"
    for recording in recorded_twice(program, before=SETUP):
        found = names(recording)
        assert [] == [each for each in found if each[0] == "expand" and each[1]]
        assert ("mse_loss", ("loss",)) == found[-1]
