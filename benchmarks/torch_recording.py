"""What it costs to record real PyTorch: ``python -m benchmarks.torch_recording``.

Forward and backward of a chain of 1,000 scalar operations and of a perceptron of
three layers, recorded and plain, in turns; the median of the ratios.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import torch

import autoviz as av
from benchmarks.measure import Result, median

Program = Callable[[], torch.Tensor]


def scalars() -> torch.Tensor:
    """A chain of 1,000 operations, two inputs each."""
    x = torch.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(500):
        y = y * x + 0.5
    return y


def perceptron() -> Program:
    """64-128-128-10 on a batch of 32."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 128),
        torch.nn.ReLU(),
        torch.nn.Linear(128, 128),
        torch.nn.ReLU(),
        torch.nn.Linear(128, 10),
    )
    batch, labels = torch.randn(32, 64), torch.randint(0, 10, (32,))
    return lambda: torch.nn.functional.cross_entropy(model(batch), labels)


def times(program: Program, recording: Any) -> tuple[float, float]:
    """Seconds of CPU for forward and backward, within the block."""
    with recording:
        start = time.process_time()
        loss = program()
        middle = time.process_time()
        torch.autograd.backward(loss)
        end = time.process_time()
    return middle - start, end - middle


def ratios(program: Program, rounds: int = 60) -> tuple[float, float]:
    """Recorded / plain, of forward and of backward."""
    for _ in range(5):
        times(program, nullcontext()), times(program, av.record())
    forward, backward = [], []
    for _ in range(rounds):
        plain, recorded = times(program, nullcontext()), times(program, av.record())
        forward.append(recorded[0] / plain[0])
        backward.append(recorded[1] / plain[1])
    return median(forward), median(backward)


def results() -> Iterator[Result]:
    """One row for each; the gates are those of the design."""
    torch.set_num_threads(1)
    for name, program, gate in (
        ("scalar-1000", scalars, 2.6),
        ("perceptron", perceptron(), 1.8),
    ):
        forward, backward = ratios(program)
        yield Result(f"{name}: recorded backward / plain", backward, gate, "×")
        yield Result(f"{name}: recorded forward / plain", forward, 6.0, "×")


if __name__ == "__main__":
    for each in results():
        print(each.row())
