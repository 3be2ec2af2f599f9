"""What it costs to record real PyTorch: ``python -m benchmarks.torch_recording``.

Forward and backward of a chain of 1,000 scalar operations, of a perceptron of three
layers and of a transformer block, recorded and plain, in turns; the median of the
ratios. Each round is one of training: ``.grad`` is None when backward begins. What
recording puts off until its block has ended is in the third figure, the whole round.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import torch

import autoviz as av
from benchmarks.measure import Result, median
from benchmarks.models import Example, block, perceptron, scalars

Program = Callable[[], torch.Tensor]


def times(program: Program, recording: Any) -> tuple[float, float, float]:
    """Seconds of CPU for forward, for backward, and for all with the block."""
    if isinstance(program, Example):
        program.model.zero_grad()
    before = time.process_time()
    with recording:
        start = time.process_time()
        loss = program()
        middle = time.process_time()
        torch.autograd.backward(loss)
        end = time.process_time()
    return middle - start, end - middle, time.process_time() - before


def ratios(program: Program, totals: bool, rounds: int = 60) -> list[float]:
    """Recorded / plain, of forward, of backward, and of the whole round."""
    found = []
    for _ in range(5 + rounds):
        plain = times(program, nullcontext())
        recorded = times(program, av.record(totals=totals))
        found.append([r / p for r, p in zip(recorded, plain, strict=True)])
    del found[:5]
    return [median(each) for each in zip(*found, strict=True)]


def results() -> Iterator[Result]:
    """Three rows for each; a gate of 0 is none."""
    torch.set_num_threads(1)
    for name, program, gates, gate_of_totals in (
        ("scalar-1000", scalars, (0, 2.6, 0), 1.8),
        ("perceptron", perceptron(), (6.0, 1.8, 0), 1.3),
        ("transformer block", block(), (0, 1.5, 0), 1.25),
    ):
        parts = ("forward", "backward", "whole round")
        found = ratios(program, totals=False)
        for part, ratio, gate in zip(parts, found, gates, strict=True):
            yield Result(f"{name}: recorded {part} / plain", ratio, gate, "×")
        _, backward, _ = ratios(program, totals=True)
        what = f"{name}: recorded backward, totals / plain"
        yield Result(what, backward, gate_of_totals, "×")


if __name__ == "__main__":
    for each in results():
        print(each.row())
