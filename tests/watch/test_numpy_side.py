"""What is recorded of the numpy core: nodes, edges, reasons, what was there before."""

from __future__ import annotations

import threading

import pytest

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    GraphNode,
    Saved,
    Seed,
    Trace,
)


def nodes(rec: Recording) -> tuple[GraphNode, ...]:
    return rec.trace.graph.nodes


def kinds(rec: Recording) -> list[tuple[str, tuple[str, ...]]]:
    return [(node.kind, node.names) for node in nodes(rec)]


def steps(trace: Trace) -> list[str]:
    return [type(step).__name__ for step in trace.steps]


def leaf(number: float = 2.0) -> av.Tensor:
    return av.tensor(number, requires_grad=True)


# what was not recorded, and why


def reasons(rec: Recording) -> list[tuple[bool, str | None]]:
    forward = [step for step in rec.trace.steps if isinstance(step, Forward)]
    return [(step.tracked, step.reason) for step in forward]


def test_an_operation_on_what_requires_grad_is_tracked() -> None:
    with av.record() as rec:
        leaf() * 2
    assert [(True, None)] == reasons(rec)
    assert ("op", "MulBackward0") == (nodes(rec)[1].kind, nodes(rec)[1].grad_fn)


def test_every_reason_for_not_tracking_is_told() -> None:
    with av.record() as rec:
        x = leaf()
        with av.no_grad():
            x * 2
        x.detach()
        _ = x > 1
        av.tensor(1.0) + 1
    assert [
        (False, "no_grad"),
        (False, "detach"),
        (False, "the result is bool"),
        (False, "no input requires grad"),
    ] == reasons(rec)
    untracked = [node for node in nodes(rec) if node.kind == "untracked"]
    assert [None] * 4 == [node.grad_fn for node in untracked]
    assert [()] * 4 == [node.saved for node in untracked]


def test_no_gradient_travels_along_an_untracked_edge() -> None:
    with av.record() as rec:
        x = leaf()
        with av.no_grad():
            y = x * 2
        z = y * x
        z.backward()
    edges = [(edge.tail, edge.head, edge.needs_grad) for edge in rec.trace.graph.edges]
    assert [(0, 1, False), (1, 2, False), (0, 2, True)] == edges


# what a node saved


def test_saved_tensors_are_told_by_whose_value_they_are() -> None:
    with av.record() as rec:
        x, y = leaf(), leaf()
        (x * y).tanh()
    assert (Saved("self", 0, None, 0), Saved("other", 1, None, 0)) == nodes(rec)[
        2
    ].saved
    assert (Saved("result", 3, None, 0),) == nodes(rec)[3].saved


def test_a_saved_constant_is_told_by_its_text() -> None:
    with av.record() as rec:
        leaf() * 3
    assert (Saved("other", None, "3", 0),) == nodes(rec)[1].saved


def test_what_is_saved_has_the_version_it_was_saved_at() -> None:
    with av.record() as rec:
        x = leaf()
        y = x * 2
        y.add_(1)
        y.tanh() * y
    versions = [[each.version for each in node.saved] for node in nodes(rec)]
    assert [[], [0], [], [0], [0, 1]] == versions


# tensors and graphs from before


def test_a_tensor_made_before_the_block_is_a_leaf_in_it() -> None:
    x, data = leaf(), av.tensor(5.0)
    with av.record() as rec:
        x * data
    assert [("leaf", ("x",)), ("input", ("data",)), ("op", ())] == kinds(rec)
    values = [node.value and node.value.item() for node in nodes(rec)]
    assert [2.0, 5.0, None] == values


def test_a_graph_made_before_the_block_is_there_when_it_runs_backward() -> None:
    x = leaf()
    loss = (x * 3).tanh()
    with av.record() as rec:
        loss.backward()
    assert [("leaf", ("x",)), ("op", ()), ("op", ("loss",))] == kinds(rec)
    assert [None, "MulBackward0", "TanhBackward0"] == [n.grad_fn for n in nodes(rec)]
    assert ["Seed", "Backward", "Backward", "Accumulate"] == steps(rec.trace)
    assert [2, 2, 1, 0] == [step.node for step in rec.trace.steps]


def test_a_graph_from_before_may_be_deep_and_wide() -> None:
    x = h = leaf(1.0)
    for _ in range(3000):
        h = h * 1.0 + x * 0.0
    with av.record() as rec:
        h.backward()
    assert 1 + 3 * 3000 == len(nodes(rec))
    assert "Accumulate" == steps(rec.trace)[-1]
    assert 1.0 == x.grad.item()  # type: ignore[union-attr]


def test_half_a_graph_from_before_is_joined_to_the_rest() -> None:
    x = leaf()
    y = x * x
    with av.record() as rec:
        loss = y * 3
        loss.backward()
    assert [("leaf", ("x",)), ("op", ("y",)), ("op", ("loss",))] == kinds(rec)
    assert 12.0 == x.grad.item()  # type: ignore[union-attr]


def test_one_graph_in_two_recordings_has_numbers_in_each() -> None:
    x = leaf()
    with av.record() as first:
        y = x * x
        y.backward(retain_graph=True)
    with av.record() as second:
        y.backward()
    assert [1, 1, 0] == [step.node for step in second.trace.steps]
    assert kinds(first) == kinds(second)


# in place


def test_an_update_under_no_grad_writes_into_the_leaf() -> None:
    with av.record() as rec:
        w = leaf()
        (w * w).backward()
        with av.no_grad():
            w -= 0.1 * w.grad
    last = rec.trace.steps[-2]
    assert isinstance(last, Forward)
    assert (False, "no_grad", 0) == (last.tracked, last.reason, last.writes)
    assert 1.6 == pytest.approx(last.value.item())
    names = [node.names for node in nodes(rec)]
    assert ("w",) == names[0]
    assert ("w.grad",) == names[2]


def test_a_write_into_what_was_computed_before_is_one_operation() -> None:
    x = leaf(2.0)
    h = x * 2
    with av.record() as rec:
        h *= 3
    assert [("leaf", ("x",)), ("op", ("h",)), ("op", ("h",))] == kinds(rec)
    assert [4.0, 12.0] == [nodes(rec)[1].value.item(), rec.trace.steps[0].value.item()]


def test_a_leaf_that_was_written_to_goes_on_as_the_same_leaf() -> None:
    with av.record() as rec:
        w = leaf()
        for _ in range(2):
            (w * w).backward()
            with av.no_grad():
                w -= 0.1 * w.grad
            w.grad = None
    deposits = [step for step in rec.trace.steps if isinstance(step, Accumulate)]
    assert [0, 0] == [step.node for step in deposits]
    assert [None, None] == [step.before for step in deposits]


def test_a_tracked_write_makes_a_new_node_for_the_same_tensor() -> None:
    with av.record() as rec:
        x = leaf()
        y = x * 2
        y.add_(1)
        y.backward()
    assert ["MulBackward0", "AddBackward0"] == [n.grad_fn for n in nodes(rec)[1:]]
    assert [1] == [each.node for each in nodes(rec)[2].inputs if each.node is not None]
    forward = [step for step in rec.trace.steps if isinstance(step, Forward)]
    assert [None, None] == [step.writes for step in forward]


# requires_grad, said late


def test_a_tensor_may_be_told_to_require_grad_after_it_was_made() -> None:
    with av.record() as rec:
        w, v = av.zeros(2), av.ones(2).requires_grad_()
        w.requires_grad = True
        (w * v).sum().backward()
    assert [("leaf", ("w",)), ("leaf", ("v",))] == kinds(rec)[:2]


def test_a_detached_tensor_may_become_a_leaf() -> None:
    with av.record() as rec:
        w = leaf()
        v = (w * 2).detach().requires_grad_()
        (v * v).backward()
    assert [("leaf", ("v",)), ("op", ())] == kinds(rec)[2:]
    assert 2 == rec.trace.steps[-1].node


def test_an_input_that_asks_for_no_gradient_stays_an_input() -> None:
    with av.record() as rec:
        x = av.tensor(1.0)
        x * leaf()
    assert "input" == nodes(rec)[0].kind


# backward


def test_a_retained_gradient_is_in_the_step() -> None:
    with av.record() as rec:
        y = leaf() * 2
        y.retain_grad()
        (y * 3).backward()
    backward = [step for step in rec.trace.steps if isinstance(step, Backward)]
    assert [[], [3.0]] == [
        [each.item() for each in step.retained if each] for step in backward
    ]


def test_retain_graph_frees_nothing() -> None:
    with av.record() as rec:
        y = leaf() ** 2
        y.backward(retain_graph=True)
        y.backward()
    backward = [step for step in rec.trace.steps if isinstance(step, Backward)]
    assert [False, True] == [step.freed for step in backward]


def test_a_seed_of_ones_own_is_recorded() -> None:
    with av.record() as rec:
        y = av.tensor([1.0, 2.0], requires_grad=True) * 2
        y.backward(av.tensor([1.0, 10.0]))
    (seed,) = (step for step in rec.trace.steps if isinstance(step, Seed))
    assert (1.0, 10.0) == seed.value.numbers


def test_a_write_after_saving_is_the_node_s_failure() -> None:
    def write_after_saving() -> None:
        y = leaf() * 1
        z = y**2
        y.add_(1)
        z.backward()

    with pytest.raises(RuntimeError, match="inplace operation"), av.record() as rec:
        write_after_saving()
    failure = rec.trace.steps[-1]
    assert isinstance(failure, Failure)
    assert failure.node is not None
    assert "PowBackward0" == nodes(rec)[failure.node].grad_fn
    assert ("self", (0, 1)) == (failure.saved, failure.versions)


# values


def test_values_are_those_of_the_moment() -> None:
    with av.record() as rec:
        x = av.tensor([1.0, 2.0])
        y = x * 2
        y.mul_(10)
    values = [s.value.numbers for s in rec.trace.steps if isinstance(s, Forward)]
    assert [(2.0, 4.0), (20.0, 40.0)] == values


def test_keep_says_how_large_a_tensor_is_kept_whole() -> None:
    with av.record(keep=3) as rec:
        av.ones(3)
        av.ones(4)
    small, large = (node.value for node in nodes(rec))
    assert small is not None
    assert large is not None
    assert ((1.0, 1.0, 1.0), None) == (small.numbers, small.summary)
    assert None is large.numbers
    assert large.summary is not None


def test_bool_and_int_tensors_keep_their_types() -> None:
    with av.record() as rec:
        whole = av.tensor([1, 2])
        _ = whole > 1
    assert [("int64", (1, 2)), ("bool", None)] == [
        (node.dtype, node.value and node.value.numbers) for node in nodes(rec)
    ]
    (step,) = rec.trace.steps
    assert isinstance(step, Forward)
    assert (False, True) == step.value.numbers


# who is watched


def test_another_thread_is_not_recorded() -> None:
    def work() -> None:
        (leaf() * 2).backward()

    with av.record() as rec:
        x = leaf()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        x * 3
    assert ["leaf", "op"] == [node.kind for node in nodes(rec)]
    assert ["Forward"] == steps(rec.trace)


def test_two_threads_may_record_at_once() -> None:
    found: dict[int, Recording] = {}
    together = threading.Barrier(2)

    def work(times: int) -> None:
        with av.record() as rec:
            together.wait(10)
            x = leaf()
            for _ in range(times):
                x = x * 2
            together.wait(10)
        found[times] = rec

    threads = [threading.Thread(target=work, args=(times,)) for times in (1, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [1, 3] == [len(found[times].trace.steps) for times in (1, 3)]
