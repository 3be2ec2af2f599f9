"""A number that is read late is what it was at that moment, whoever writes afterwards.

Tensors here are larger than ``keep``: they are held, and read when the trace is.
"""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import (
    Accumulate,
    Backward,
    Forward,
    GradSet,
    Hook,
    Step,
    Summary,
    Value,
)

COUNT = 100


def large(number: float, *, requires_grad: bool = True) -> av.Tensor:
    return av.tensor([number] * COUNT, requires_grad=requires_grad)


def mean(value: Value | None) -> float:
    assert value is not None
    assert isinstance(value.summary, Summary)
    return value.summary.mean


def means(rec: Recording) -> list[float]:
    """Of what each operation came to, if it is large."""
    forward = [step for step in rec.trace.steps if isinstance(step, Forward)]
    return [mean(step.value) for step in forward if step.value.summary is not None]


def only(rec: Recording, kind: type[Step]) -> list[Any]:
    return [step for step in rec.trace.steps if isinstance(step, kind)]


# writes


def test_a_write_in_the_block_comes_too_late_for_what_was_there() -> None:
    with av.record() as rec:
        x = large(1.0)
        y = x * 2
        y.add_(1)
        y[0].mul_(100)
    assert [2.0, 3.0] == means(rec)[:2]
    assert 1.0 == mean(rec.trace.graph.nodes[0].value)


def test_a_write_after_the_block_comes_too_late() -> None:
    with av.record() as rec:
        x = large(1.0)
        y = x * 2
    with av.no_grad():
        x.fill_(7.0)
        y[:50].fill_(9.0)
    y.data.fill_(11.0)
    assert [2.0] == means(rec)
    assert 1.0 == mean(rec.trace.graph.nodes[0].value)


def test_training_shows_each_round_as_it_was() -> None:
    w = large(1.0)
    with av.record() as rec:
        for _ in range(3):
            (w * 3).sum().backward()
            with av.no_grad():
                w -= w.grad  # type: ignore[operator]
            w.grad.zero_()  # type: ignore[union-attr]
    w.grad.fill_(5.0)  # type: ignore[union-attr]
    assert 1.0 == mean(rec.trace.graph.nodes[0].value)
    assert [3.0, -2.0, -6.0, -5.0, -15.0, -8.0] == means(rec)
    deposits = [(mean(s.arrived), mean(s.after)) for s in only(rec, Accumulate)]
    assert [(3.0, 3.0)] * 3 == deposits
    assert [None, 0.0, 0.0] == [
        s.before and mean(s.before) for s in only(rec, Accumulate)
    ]
    assert [(3.0, 0.0)] * 3 == [
        (mean(s.before), mean(s.value)) for s in only(rec, GradSet)
    ]


def test_memory_of_a_numpy_array_is_copied_at_once() -> None:
    array = np.full(COUNT, 1.0, dtype=np.float32)
    with av.record() as rec:
        x = av.from_numpy(array)
        y = x * 2
        seen = y.numpy()
        z = y * 5
        seen[:] = 99.0
    array[:] = 99.0
    assert 10.0 == z[0].item()
    assert [2.0, 10.0] == means(rec)
    assert 1.0 == mean(rec.trace.graph.nodes[0].value)


def test_data_is_the_same_memory_by_another_name() -> None:
    with av.record() as rec:
        x = large(1.0)
        y = x * 2
        other = y.data
        _ = other * 1
        y.add_(1)
        other.mul_(10)
    assert [2.0, 2.0, 2.0, 3.0, 30.0] == means(rec)


# gradients that somebody writes to


def test_a_hook_may_write_into_the_gradient_it_is_given() -> None:
    def double(g: av.Tensor) -> None:
        g.mul_(2)

    with av.record() as rec:
        x = large(1.0)
        y = x + 1
        y.register_hook(double)
        (y * 3).sum().backward()
    assert [1.0, 3.0, 6.0] == [
        mean(each)
        for step in only(rec, Backward)
        for each in step.sent
        if each is not None
    ]
    assert [(3.0, 6.0)] == [
        (mean(step.before[0]), mean(step.after[0])) for step in only(rec, Hook)
    ]


def test_a_function_may_write_into_the_gradient_it_is_given() -> None:
    class Clipped(av.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            return x * 1

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            g.clamp_(max=0.5)
            return g

    with av.record() as rec:
        x = large(1.0)
        (Clipped.apply(x) * 3).sum().backward()
    sent = [mean(step.sent[0]) for step in only(rec, Backward)]
    assert [1.0, 3.0, 0.5] == sent


def test_a_gradient_that_was_asked_for_may_be_written_to() -> None:
    with av.record() as rec:
        x = large(1.0)
        (g,) = av.autograd.grad((x * 3).sum(), [x])
        g.zero_()
    assert [1.0, 3.0] == [mean(step.sent[0]) for step in only(rec, Backward)]


def test_a_seed_may_be_written_to_afterwards() -> None:
    seed = large(2.0, requires_grad=False)
    with av.record() as rec:
        x = large(1.0)
        (x + 1).backward(seed)
    seed.zero_()
    assert [2.0] == [mean(step.sent[0]) for step in only(rec, Backward)]


# how much is held, and for how long


def test_beyond_keep_bytes_numbers_are_summed_up_at_once() -> None:
    def program() -> None:
        x = large(1.0)
        y = (x * 2).sum()
        y.backward()

    with av.record(keep_bytes=COUNT) as short:
        program()
    with av.record() as long:
        program()
    assert long.trace.steps[0].value == short.trace.steps[0].value  # type: ignore[union-attr]
    assert [2.0] == means(short)
    assert () == long.trace.notes
    (note,) = short.trace.notes
    assert "keep_bytes" in note


def test_a_recording_that_is_let_go_frees_what_it_held() -> None:
    gc.collect()
    gc.disable()
    try:
        with av.record() as rec:
            x = large(1.0)
            y = x * 2
        array = weakref.ref(y.array)
        del x, y
        assert array() is not None
        del rec
        assert array() is None
    finally:
        gc.enable()


def test_a_trace_that_was_read_holds_no_tensors_and_no_nodes() -> None:
    with av.record() as rec:
        x = large(1.0)
        y = x * 2
    node, array = weakref.ref(y.grad_fn), weakref.ref(y.array)
    assert 1 == len(rec.trace.steps)
    del y
    assert (None, None) == (node(), array())


def test_nothing_is_left_on_a_node() -> None:
    with av.record():
        y = large(1.0) * 2
    assert y.grad_fn is not None
    assert None is y.grad_fn.known_metadata
    assert {} == y.__dict__


def test_a_tensor_is_known_by_its_node_after_the_block() -> None:
    with av.record() as rec:
        x = large(1.0)
        pair = [x * 2, x * 3]
    (pair[0] + pair[1]).sum().backward()
    assert 1 == len({str(rec.why(each)) for each in [pair[0]]})
    assert str(rec.why(pair[0])) != str(rec.why(x))


# order


def test_what_is_noted_and_what_is_written_at_once_are_in_order() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        y = x * 3
        y.item()
        z = y + 1
        z.detach()
        with av.no_grad():
            _ = z * 2
        w = av.tensor(1.0, requires_grad=True)
        out = z * w
        out.backward()
        x.grad = None
    kinds = [type(step).__name__ for step in rec.trace.steps]
    assert [
        *("Forward", "Cut", "Forward", "Forward", "Mode", "Forward", "Mode", "Forward"),
        *("Seed", "Backward", "Accumulate", "Backward", "Backward", "Accumulate"),
        "GradSet",
    ] == kinds
    names = [node.names for node in rec.trace.graph.nodes]
    assert [("x",), ("y",), ("z",), (), ("_",), ("w",), ("out",)] == names
