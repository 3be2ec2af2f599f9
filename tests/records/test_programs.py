"""What was recorded of the five programs, against PyTorch running the same lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
import torch

from autoviz.records import (
    Accumulate,
    Backward,
    Failure,
    Forward,
    Seed,
    Trace,
    Value,
    fold,
)
from tests.oracle import graph_text, nodes
from tests.records.bodies import FIVE, LEAVES, recorded, run, run_to_backward

every_program = pytest.mark.parametrize("name", FIVE)


def node_called(trace: Trace, name: str) -> int:
    (found,) = (each.id for each in trace.graph.nodes if name in each.names)
    return found


def array(value: Value) -> np.ndarray[Any, Any]:
    assert value.numbers is not None
    return np.array(value.numbers, dtype=value.dtype).reshape(value.shape)


def same(expected: Any, actual: Value | None) -> None:
    """A torch tensor or None, and what was recorded."""
    if expected is None or actual is None:
        assert (expected, actual) == (None, None)
        return
    wanted = expected.detach().numpy()
    assert (wanted.shape, str(wanted.dtype)) == (actual.shape, actual.dtype)
    np.testing.assert_allclose(array(actual), wanted, rtol=1e-6, atol=1e-7)


@every_program
def test_values_and_leaf_gradients_are_pytorchs(name: str) -> None:
    trace, space = recorded(name), run(name, torch)
    end = fold(trace, len(trace.steps))
    variables = {
        each: tensor
        for each, tensor in space.items()
        if isinstance(tensor, torch.Tensor)
    }
    assert set(LEAVES[name]) <= set(variables)
    for each, tensor in variables.items():
        same(tensor, end.values[node_called(trace, each)])
    for leaf in LEAVES[name]:
        same(space[leaf].grad, end.grads[node_called(trace, leaf)])


@every_program
def test_the_graph_is_pytorchs(name: str) -> None:
    space, root = run_to_backward(name, torch)
    trace = recorded(name)
    assert graph_text(space[root]) == trace_text(trace, node_called(trace, root))


def trace_text(trace: Trace, root: int) -> str:
    """A recorded graph as the oracle tells PyTorch's."""
    found = list(_reached(trace, root))
    number = {node: str(at) for at, node in enumerate(found)} | {None: "None"}
    lines = []
    for node in found:
        edges = [f"({number[to]}, 0)" for to in _next(trace, node)]
        graph_node = trace.graph.nodes[node]
        title = graph_node.grad_fn or f"AccumulateGrad {list(graph_node.shape)}"
        lines.append(f"{number[node]} {title} -> {' '.join(edges)}".rstrip())
    return "\n".join(lines)


def _next(trace: Trace, node: int) -> list[int | None]:
    """PyTorch's ``next_functions``, from what was recorded of the inputs."""
    inputs = trace.graph.nodes[node].inputs
    return [each.node if each.needs_grad else None for each in inputs]


def _reached(trace: Trace, root: int) -> Iterator[int]:
    seen, stack = set(), [root]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            yield node
            stack.extend(to for to in reversed(_next(trace, node)) if to is not None)


@every_program
def test_backward_runs_in_pytorchs_order_with_pytorchs_numbers(name: str) -> None:
    """All that arrived at each node, and all that each node sent, one by one."""
    space, root = run_to_backward(name, torch)
    leaves = {space[leaf]: leaf for leaf in LEAVES[name]}
    expected = _torch_backward(space[root], leaves)
    trace = recorded(name)
    seeds = [k for k, step in enumerate(trace.steps) if isinstance(step, Seed)]
    ran = itertools.takewhile(
        lambda step: isinstance(step, Backward | Accumulate),
        trace.steps[seeds[0] + 1 :],
    )
    actual = [step for step in ran if isinstance(step, Backward | Accumulate)]
    titles = [_title(trace, step) for step in actual]
    assert [title for title, _, _ in expected] == titles
    for (_, arrived, sent), step in zip(expected, actual, strict=True):
        if isinstance(step, Accumulate):
            same(arrived, step.arrived)
            continue
        same(arrived, step.arrived[0])
        for wanted, got in zip(sent, step.sent, strict=True):
            same(wanted, got)


def _title(trace: Trace, step: Backward | Accumulate) -> str:
    node = trace.graph.nodes[step.node]
    return node.grad_fn or f"AccumulateGrad {node.names[0]}"


def _torch_backward(
    root: torch.Tensor, leaves: Mapping[torch.Tensor, str]
) -> list[tuple[str, Any, list[Any]]]:
    """Each node that runs: what it is called, what arrived, what it sent."""
    ran: list[tuple[str, Any, list[Any]]] = []

    def listen(node: Any) -> None:
        leaf = getattr(node, "variable", None)
        title = node.name() if leaf is None else f"AccumulateGrad {leaves[leaf]}"
        node.register_hook(
            lambda sent, arrived: ran.append((title, arrived[0].clone(), list(sent)))
        )

    for node in nodes(root):
        listen(node)
    root.backward()
    return ran


def test_a_failure_is_pytorchs() -> None:
    expected = run("backward_twice", torch)["error"]
    failure = recorded("backward_twice").steps[-1]
    assert isinstance(failure, Failure)
    assert (type(expected).__name__, str(expected)) == (failure.type, failure.message)


def test_operations_under_no_grad_are_steps_without_a_grad_fn() -> None:
    trace = recorded("tutorial")
    last = trace.steps[-2]
    assert isinstance(last, Forward)
    assert (False, "no_grad") == (last.tracked, last.reason)
    assert None is trace.graph.nodes[last.node].grad_fn
    assert None is run("tutorial", torch)["z"].grad_fn
