"""Measuring on a noisy machine: CPU time, in turns, medians.

Two things are compared by running them in turns and taking the median of the
ratios, pair by pair; what slows the machine down then slows both.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Result", "cpu_of", "median", "paired", "warm"]


@dataclass(frozen=True)
class Result:
    """One row of the table; ``unit`` belongs to ``value`` and to ``gate``."""

    what: str
    value: float
    gate: float
    unit: str

    def row(self) -> str:
        shown = f"{self.what:<58}{self.value:>9.2f}"
        if not self.gate:  # there is none
            return f"{shown} {self.unit}"
        verdict = "" if self.value <= self.gate else "  over"
        return f"{shown} ≤ {self.gate:g} {self.unit}{verdict}"


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def warm(run: Callable[[], object], rounds: int = 25) -> float:
    """Median CPU milliseconds of a call, after three calls to warm up."""
    for _ in range(3):
        run()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(1000 * (time.process_time() - start))
    return median(times)


def cpu_of(command: Sequence[str]) -> float:
    """CPU seconds of a whole process and its children, output thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def paired(a: Sequence[str], b: Sequence[str], rounds: int = 15) -> float:
    """Median of the ratios a / b of the CPU time of two commands, in turns."""
    cpu_of(a)
    cpu_of(b)
    return median([cpu_of(a) / cpu_of(b) for _ in range(rounds)])
