"""What recording the numpy core costs: ``python -m benchmarks.recording``.

Forward and backward, recorded and not, in turns, with one thread; CPU time counts, and
the median of each round's ratio. What recording puts off until somebody looks is not
part of it. PyTorch is not loaded: who has loaded it is watched there, too.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator
from typing import Any

import autoviz as av
from benchmarks.measure import Result
from benchmarks.networks import NETWORKS
from benchmarks.programs import (
    Program,
    bytes_per_node,
    chain,
    in_turns,
    ratio,
    runner,
)

__all__ = ["main"]

GATES = {"MLP": 1.5, "CNN": 1.2, "tra": 1.2}


def recorded(program: Program) -> Program:
    """The same, in a block that is recorded."""

    def in_block() -> Any:
        with av.record() as recording:
            program()
        return recording

    return in_block


def on_and_off(program: Program, *, rounds: int = 25, inner: int = 1) -> float:
    """Recorded / not."""
    programs = {"off": program, "on": recorded(program)}
    return ratio(in_turns(programs, rounds, inner), "on", "off")


def results() -> Iterator[Result]:
    """All rows."""
    few = on_and_off(lambda: chain(av, 1000), inner=3)
    yield Result("scalar-1000: recorded / not", few, 1.6, "×")
    for name, make in NETWORKS.items():
        network, _, parameters, given = make()
        cost = on_and_off(runner(av, network, parameters, given), inner=5)
        yield Result(f"{name}: recorded / not", cost, GATES[name[:3]], "×")
    many = on_and_off(lambda: chain(av, 100_000), rounds=7)
    yield Result("100,000 scalar operations: recorded / not", many, 1.7, "×")
    yield Result(
        "bytes per scalar node, recorded", bytes_per_node(av, av.record()), 700, "B"
    )


def main() -> None:
    for each in results():
        print(each.row(), flush=True)


if __name__ == "__main__":
    main()
