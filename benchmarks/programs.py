"""The programs that are measured, for whichever library, and taking turns."""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from benchmarks.measure import median

__all__ = [
    "Program",
    "bytes_per_node",
    "chain",
    "computed",
    "in_turns",
    "ratio",
    "runner",
]

Program = Callable[[], Any]


def in_turns(programs: dict[str, Program], rounds: int = 25, inner: int = 1) -> Any:
    """Seconds of each program, round by round, after three rounds to warm up."""
    names = list(programs)
    found: dict[str, list[float]] = {name: [] for name in names}
    order = random.Random(0)
    for round in range(3 + rounds):
        order.shuffle(names)
        for name in names:
            gc.collect()
            start = time.process_time()
            for _ in range(inner):
                programs[name]()
            if round >= 3:
                found[name].append((time.process_time() - start) / inner)
    return found


def ratio(found: dict[str, list[float]], one: str, other: str) -> float:
    """The median of the ratios, round by round."""
    pairs = zip(found[one], found[other], strict=True)
    return median([a / b for a, b in pairs])


def computed(x: Any, operations: int) -> Any:
    """A chain of scalar operations; half of them use ``x`` itself."""
    y = x
    for _ in range(operations // 2):
        y = y * x + 0.5
    return y


def chain(lib: Any, operations: int) -> Any:
    """The chain, forward and backward."""
    x = lib.tensor(1.0, requires_grad=True)
    computed(x, operations).backward()
    return x.grad


def bytes_per_node(
    lib: Any, block: AbstractContextManager[Any], operations: int = 20_000
) -> float:
    """Of the chain that stands ready for backward, all that Python has allocated.

    It is built and measured inside of ``block``.
    """
    computed(lib.tensor(1.0, requires_grad=True), operations)
    gc.collect()
    tracemalloc.start()
    with block:
        held = computed(lib.tensor(1.0, requires_grad=True), operations)
        gc.collect()
        size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del held
    return size / operations


def tensors(lib: Any, arrays: list[Any], wanted: bool) -> list[Any]:
    """A leaf for each array."""
    return [
        lib.tensor(np.array(each), requires_grad=wanted and each.dtype.kind == "f")
        for each in arrays
    ]


def runner(lib: Any, network: Any, parameters: Any, given: Any) -> Program:
    """Forward and backward; what was in ``.grad`` is dropped before."""
    leaves = tensors(lib, parameters, True)
    inputs = tensors(lib, given, False)

    def program() -> Any:
        for each in leaves:
            each.grad = None
        loss = network(lib, leaves, inputs)
        loss.backward()
        return loss, [each.grad for each in leaves]

    return program
