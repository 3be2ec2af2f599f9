"""Shared memory: what is written through one tensor is told of all that look at it."""

from __future__ import annotations

import textwrap
import weakref
from typing import Any

import pytest
import torch

import autoviz as av
from autoviz.records import Forward, Trace, Update
from autoviz.records.fold import fold
from autoviz.records.naming import names
from tests.oracle import ours
from tests.watch.parity import differences, recorded, recorded_twice

LIBRARIES = pytest.mark.parametrize("library", [torch, ours], ids=["torch", "numpy"])

Told = dict[str, tuple[Any, ...]]


def shared(trace: Trace) -> list[Told]:
    """Of each write to shared memory: who else holds what now."""
    called = names(trace.graph)
    return [
        {called[node]: value.numbers or () for node, value in step.shared}
        for step in trace.steps
        if isinstance(step, Forward | Update) and step.shared
    ]


def told(program: str, library: Any) -> list[Told]:
    return shared(recorded(textwrap.dedent(program), library).trace)


# who is told


@LIBRARIES
def test_a_view_and_a_detached_tensor_hold_what_is_written(library: Any) -> None:
    program = """
        x = t.tensor([1., 2., 3.], requires_grad=True)
        y = x * 2
        v = y[:2]
        d = y.detach()
        y.mul_(3)
    """
    assert [{"v": (6, 12), "d": (6, 12, 18)}] == told(program, library)


@LIBRARIES
def test_what_is_written_to_a_view_is_told_of_the_base(library: Any) -> None:
    program = """
        b = t.zeros(3)
        v, u = b[:2], b[2:]
        v.add_(1)
        u[0] = 5.
    """
    expected = [{"b": (1, 1, 0)}, {"b": (1, 1, 5)}]
    assert expected == told(program, library)


@LIBRARIES
def test_base_and_written_view_are_told_by_their_own_nodes(library: Any) -> None:
    program = """
        x = t.tensor([1., 2.], requires_grad=True)
        b = x * 1
        v = b[:1]
        d = b.detach()
        v.mul_(5)
    """
    assert [{"d": (5, 2)}] == told(program, library)


@LIBRARIES
def test_a_part_of_a_view_is_written_and_the_view_keeps_its_node(library: Any) -> None:
    program = """
        x = t.tensor([[1., 2.]], requires_grad=True)
        b = x * 1
        v = b[0]
        v[0] = 7.
    """
    assert [{"v": (7, 2)}] == told(program, library)


@LIBRARIES
def test_who_has_other_memory_or_is_gone_is_not_told(library: Any) -> None:
    program = """
        b = t.zeros(2)
        v, c = b[:1], b.clone()
        v = None
        b.add_(1)
    """
    assert [] == told(program, library)


@LIBRARIES
def test_a_view_from_before_the_recording_is_told(library: Any) -> None:
    b = library.zeros(2)
    v = b[:1]
    with av.record() as rec:
        s = v.sum() + b.sum()
        b.add_(1)
    assert s.item() == 0
    assert [{"v": (1,)}] == shared(rec.trace)


def test_an_optimizer_writes_for_all_that_look_at_a_parameter() -> None:
    w = torch.tensor([2.0], requires_grad=True)
    with av.record() as rec:
        before = w.detach()
        (w * w).sum().backward()
        torch.optim.SGD([w], lr=0.5).step()
    assert before.item() == 0
    assert [{"before": (0.0,)}] == shared(rec.trace)


# .data


@LIBRARIES
def test_data_has_the_memory_and_a_counter_of_its_own(library: Any) -> None:
    program = """
        w = t.tensor(4., requires_grad=True)
        d = w.data
        d.mul_(2)
        w.data -= 1
    """
    trace = recorded(textwrap.dedent(program), library).trace
    last = {"w": (7,), "d": (7,)}
    assert [{"w": (8,)}, last] == shared(trace)
    nodes = trace.graph.nodes
    (step, *_) = (each for each in trace.steps if isinstance(each, Forward))
    assert ("data", "{0}.data", "data") == (
        nodes[step.node].op,
        nodes[step.node].symbol,
        step.reason,
    )
    assert nodes[step.node].storage != nodes[0].storage


@LIBRARIES
def test_setting_data_is_a_write_and_shares_memory_from_then_on(library: Any) -> None:
    program = """
        w = t.tensor(4., requires_grad=True)
        old = w.detach()
        other = t.tensor(1.)
        w.data = other
        other.add_(1)
        old.add_(1)
    """
    trace = recorded(textwrap.dedent(program), library).trace
    assert [{"w": (2,)}] == shared(trace)
    (put,) = (e for e in trace.steps if isinstance(e, Forward) and e.writes == 0)
    assert ("set_data", (1.0,), 0) == (
        trace.graph.nodes[put.node].op,
        put.value.numbers,
        put.version,
    )


@LIBRARIES
def test_data_set_to_what_it_is_tells_nothing(library: Any) -> None:
    trace = recorded("x = t.ones(2)\nx.data = x\nx.data = x.detach()", library).trace
    ops = [node.op for node in trace.graph.nodes]
    assert [None, "detach"] == ops


def test_data_that_pytorch_itself_looks_at_is_not_told() -> None:
    model = torch.nn.Linear(2, 1)
    with av.record() as rec:
        model.double()
        model(torch.ones(1, 2, dtype=torch.float64))
    assert "data" not in [node.op for node in rec.trace.graph.nodes]


@LIBRARIES
def test_a_gradient_emptied_through_data_is_told_of_its_owner(library: Any) -> None:
    program = """
        w = t.tensor(3., requires_grad=True)
        (w * w).backward()
        w.grad.data.zero_()
    """
    trace = recorded(textwrap.dedent(program), library).trace
    assert (0.0,) == fold(trace, len(trace.steps)).grads[0].numbers


# both libraries


PROGRAMS: dict[str, str] = {
    "rows": """
        x = t.tensor([[1., 2.], [3., 4.]], requires_grad=True)
        y = x * 1
        rows = [y[0], y[1], y.T, y.detach().view(4)]
        rows[0].mul_(2)
        rows[2].add_(1)
        with t.no_grad():
            rows[3][1:3] = 0.
            y.t_()
            y.mul_(2)
        (rows[1].sum() + y.sum()).backward()
    """,
    "data": """
        w = t.tensor([4., 5.], requires_grad=True)
        for i in range(3):
            (w * w).sum().backward()
            w.data -= 0.1 * w.grad
            w.grad.data.zero_()
        w.data = w.data * 2
        v = w.data[0]
        v.fill_(9.)
        w.data[1:] = 8.
        w.data = t.zeros(3)
    """,
    "in and out of a gradient": """
        w = t.tensor([4., 5.], requires_grad=True)
        (w * w).sum().backward()
        g = w.grad.detach()
        g.mul_(2)
        w.grad.data[0] = 1.
        h = g * 2
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_both_libraries_tell_the_same(program: str) -> None:
    expected, actual = recorded_twice(textwrap.dedent(program))
    assert [] == differences(expected.trace, actual.trace, 1e-6)


@LIBRARIES
def test_nobody_is_kept_alive(library: Any) -> None:
    with av.record():
        b = library.zeros(2)
        v = b[:1]
        b.add_(1)
        gone = weakref.ref(v)
        del v
        assert gone() is None
