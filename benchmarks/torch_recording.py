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


def ratios(program: Program, rounds: int = 60) -> list[float]:
    """Recorded / plain, of forward, of backward, and of the whole round."""
    for _ in range(5):
        times(program, nullcontext()), times(program, av.record())
    found = []
    for _ in range(rounds):
        plain, recorded = times(program, nullcontext()), times(program, av.record())
        found.append([r / p for r, p in zip(recorded, plain, strict=True)])
    return [median(each) for each in zip(*found, strict=True)]


def results() -> Iterator[Result]:
    """Three rows for each; a gate of 0 is none."""
    torch.set_num_threads(1)
    for name, program, gates in (
        ("scalar-1000", scalars, (0, 2.6, 0)),
        ("perceptron", perceptron(), (6.0, 1.8, 0)),
        ("transformer block", block(), (0, 1.5, 0)),
    ):
        parts = ("forward", "backward", "whole round")
        for part, ratio, gate in zip(parts, ratios(program), gates, strict=True):
            yield Result(f"{name}: recorded {part} / plain", ratio, gate, "×")


if __name__ == "__main__":
    for each in results():
        print(each.row())
