"""Deep graphs run and die without recursion; nothing is left to the collector."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.oracle import ours

IS_FULL = bool(os.environ.get("AUTOVIZ_FULL"))
DEPTH = 1_000_000 if IS_FULL else 100_000
ITERATIONS = 10_000 if IS_FULL else 1_000


@pytest.fixture
def _without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def deep_chain(x: Any) -> Any:
    """Operations that save nothing, a number, an input, their result, a base."""
    y = x
    for _ in range(DEPTH // 5):
        y = ((y + x) * 0.5 * x).tanh().view(())
    return y


@pytest.mark.usefixtures("_without_collector")
@pytest.mark.parametrize("is_run", [False, True])
def test_a_deep_chain_is_built_run_and_freed(is_run: bool) -> None:
    assert sys.getrecursionlimit() == 1000
    x = ours.tensor(1.0, requires_grad=True)
    y = deep_chain(x)
    last = weakref.ref(y.grad_fn)
    if is_run:
        y.backward()
    del y
    assert last() is None
    assert (x.grad is not None) == is_run


PROGRAMS: dict[str, Callable[[Any], Any]] = {
    "arithmetic": lambda x: (x * 2 + x / 3 - x**2).sum(),
    "saved results": lambda x: (x.exp() * x.tanh() + x.sigmoid().sqrt()).mean(),
    "views": lambda x: (x.reshape(2, 1).T[0].unsqueeze(0).expand(3, 2) * x).sum(),
    "matrices": lambda x: (x.reshape(1, 2) @ x.reshape(2, 1)).sum(),
    "in place": lambda x: (x * 2).add_(x).mul_(3).sum(),
}


@pytest.mark.usefixtures("_without_collector")
@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("is_run", [False, True])
def test_a_graph_is_freed_at_once(program: Callable[[Any], Any], is_run: bool) -> None:
    x = ours.tensor([0.5, 1.5], requires_grad=True)
    y = program(x)
    held = [weakref.ref(y), weakref.ref(y.grad_fn)]
    node = y.grad_fn
    while node.next_functions and node.next_functions[0][0] is not None:
        node = node.next_functions[0][0]
        held.append(weakref.ref(node))
    if is_run:
        y.backward()
    del y, node
    assert [None] * len(held) == [reference() for reference in held]


@pytest.mark.usefixtures("_without_collector")
def test_a_leaf_is_freed_with_its_gradient() -> None:
    x = ours.ones(2, requires_grad=True)
    (x * 2).sum().backward()
    held = [weakref.ref(x), weakref.ref(x.grad)]
    del x
    assert [None, None] == [reference() for reference in held]


@pytest.mark.usefixtures("_without_collector")
def test_retaining_a_gradient_keeps_nothing_else_alive() -> None:
    x = ours.ones(2, requires_grad=True)
    y = x * 2
    y.retain_grad()
    loss = y.sum()
    held = weakref.ref(y)
    del y
    assert held() is None
    loss.backward()
    assert x.grad.tolist() == [2.0, 2.0]


@pytest.mark.usefixtures("_without_collector")
def test_training_for_long_holds_memory_flat() -> None:
    """Forward, backward, a step in place, gradients set to None, and again."""
    w = ours.tensor([0.5, -0.5], requires_grad=True)
    b = ours.tensor(0.1, requires_grad=True)
    x, sizes = ours.tensor([1.0, 2.0]), []
    tracemalloc.start()
    for iteration in range(ITERATIONS):
        loss = ((w @ x + b).tanh() - 0.3) ** 2
        loss.backward()
        with ours.no_grad():
            for each in (w, b):
                each -= 0.1 * each.grad
                each.grad = None
        if iteration % (ITERATIONS // 10) == 0:
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert w._version == ITERATIONS
    assert max(sizes[1:]) - min(sizes[1:]) < 2_000


@pytest.mark.parametrize(
    ("operation", "most"),
    [
        (lambda y, x: y * 1.5, 450),
        (lambda y, x: y + x, 450),
        (lambda y, x: y.tanh(), 700),  # its result is kept, in a tensor's memory
    ],
    ids=["a number is kept", "nothing is kept", "a result is kept"],
)
def test_a_node_is_small(operation: Callable[[Any, Any], Any], most: int) -> None:
    """In bytes, of a chain of scalars that nobody records."""
    x = ours.tensor(0.5, requires_grad=True)
    y, length = operation(x, x), 2_000
    gc.collect()
    tracemalloc.start()
    for _ in range(length):
        y = operation(y, x)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / length <= most


@pytest.mark.parametrize(
    "module",
    ["ops.pointwise.arithmetic", "ops.shape.expand", "tensor", "apply", "engine"],
)
def test_any_module_can_be_imported_first(module: str) -> None:
    program = f"import autoviz.core.{module} as m; print(m.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == (f"autoviz.core.{module}\n", "")
