"""What the numpy core costs: ``python -m benchmarks.core``.

Forward and backward, against PyTorch, against the same written by hand in numpy
(``networks``), and, where it is installed (``pip install autograd``), against HIPS
autograd. All do the same in turns, in an order that is shuffled each round, with one
thread; CPU time counts, and the median of each round's ratio. Before anything is
measured, losses and gradients are compared.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded
os.environ.setdefault("OMP_NUM_THREADS", "1")

import functools
import gc
import importlib
import importlib.util
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import numpy as np
import torch

import autoviz as av
from benchmarks.measure import Result, median
from benchmarks.networks import NETWORKS
from benchmarks.programs import (
    Program,
    bytes_per_node,
    chain,
    computed,
    in_turns,
    ratio,
    runner,
)

__all__ = ["main"]


# scalars


def hips(operations: int) -> Program:
    """The same for HIPS autograd."""
    autograd: Any = importlib.import_module("autograd")
    gradient = autograd.grad(functools.partial(computed, operations=operations))
    return lambda: gradient(1.0)


def scalars() -> Iterator[Result]:
    programs: dict[str, Program] = {
        "autoviz": lambda: chain(av, 1000),
        "torch": lambda: chain(torch, 1000),
    }
    if importlib.util.find_spec("autograd") is not None:
        programs["HIPS"] = hips(1000)
    found = in_turns(programs, rounds=25, inner=3)
    us = 1000 * median(found["autoviz"])
    yield Result(
        f"scalar-1000: autoviz / PyTorch ({us:.1f} ms)",
        ratio(found, "autoviz", "torch"),
        1.1,
        "×",
    )
    if "HIPS" in programs:
        gain = ratio(found, "autoviz", "HIPS")
        yield Result("scalar-1000: autoviz / HIPS autograd", gain, 1 / 3.5, "×")


# networks

GATES = {"MLP": (1.6, 1.0), "CNN": (1.3, 1.3), "tra": (1.25, 1.3)}


def check(name: str, programs: dict[str, Program]) -> None:
    """Nobody may be fast by being wrong."""
    results = {
        who: [
            np.asarray(each) for each in (loss.detach() if who != "hand" else loss, *g)
        ]
        for who, (loss, g) in ((who, run()) for who, run in programs.items())
    }
    for who, result in results.items():
        for ours, theirs in zip(result, results["torch"], strict=True):
            if not np.allclose(ours, theirs, rtol=1e-3, atol=1e-5):
                sys.exit(f"{name}: {who} and PyTorch do not agree")


def networks() -> Iterator[Result]:
    for name, make in NETWORKS.items():
        network, by_hand, parameters, given = make()
        programs: dict[str, Program] = {
            "autoviz": runner(av, network, parameters, given),
            "torch": runner(torch, network, parameters, given),
            "hand": functools.partial(by_hand, parameters, given),
        }
        check(name, programs)
        found = in_turns(programs, rounds=25, inner=5)
        ms = 1000 * median(found["autoviz"])
        against_hand, against_torch = GATES[name[:3]]
        yield Result(
            f"{name}: by hand ({ms:.2f} ms)",
            ratio(found, "autoviz", "hand"),
            against_hand,
            "×",
        )
        yield Result(
            f"{name}: PyTorch", ratio(found, "autoviz", "torch"), against_torch, "×"
        )
        print(f"  PyTorch / by hand: {ratio(found, 'torch', 'hand'):.2f}")


# convolutions

SHAPES = (
    ((16, 1, 28, 28), (8, 1, 3, 3)),
    ((16, 8, 14, 14), (16, 8, 3, 3)),
    ((8, 16, 32, 32), (16, 16, 3, 3)),
    ((8, 3, 32, 32), (8, 3, 5, 5)),
    ((1, 1, 8, 8), (1, 1, 3, 3)),
)
"""Of images, and of filters."""


def convolved(lib: Any, operands: Any, given: Any) -> Any:
    """Images, filters and bias all want a gradient."""
    return lib.nn.functional.conv2d(*operands).sum()


def convolutions() -> Iterator[Result]:
    numbers = np.random.default_rng(0).standard_normal
    for sizes in SHAPES:
        operands = [numbers(size).astype(np.float32) for size in (*sizes, sizes[1][0])]
        programs: dict[str, Program] = {
            "autoviz": runner(av, convolved, operands, []),
            "torch": runner(torch, convolved, operands, []),
        }
        name = f"conv2d {'x'.join(map(str, sizes[0]))}, k{sizes[1][-1]} / PyTorch"
        check(name, programs)
        found = in_turns(programs, rounds=25, inner=5)
        ms = 1000 * median(found["autoviz"])
        gain = ratio(found, "autoviz", "torch")
        yield Result(f"{name} ({ms:.2f} ms)", gain, 1.7, "×")


# growth


def growth(rounds: int = 7) -> float:
    """Time per node of 100,000 over that of 1,000, without the collector."""
    ratios = []
    gc.disable()
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(20):
            chain(av, 1000)
        middle = time.process_time()
        chain(av, 100_000)
        end = time.process_time()
        ratios.append((end - middle) / (middle - start) / 5)
    gc.enable()
    return median(ratios)


def main() -> None:
    torch.set_num_threads(1)
    for results in (scalars(), networks(), convolutions()):
        for each in results:
            print(each.row(), flush=True)
    print(
        Result(
            "bytes per scalar node", bytes_per_node(av, nullcontext()), 450, "B"
        ).row()
    )
    print(Result("time per node, 100,000 over 1,000", growth(), 1.3, "×").row())


if __name__ == "__main__":
    main()
