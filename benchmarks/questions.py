"""Questions about a long run: ``python -m benchmarks.questions``.

"Be the engine" asks at every step of a ``backward()``; four times the nodes should
take four times as long. CPU time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

from autoviz.player.questions.automatic import automatic, engine
from autoviz.records import History
from benchmarks.file import scalars
from benchmarks.measure import Result, warm

FEW, MANY = 1_000, 4_000


def results() -> Iterator[Result]:
    runs = []
    for operations in (FEW, MANY):
        trace = scalars(operations).trace
        runs.append((trace, tuple(History(trace))))
    gc.freeze()  # or the collector goes through the recordings again and again
    for what, ask in (("be the engine", engine), ("a few questions", automatic)):
        few, many = (warm(lambda run=run, ask=ask: ask(*run), 5) for run in runs)
        yield Result(f"{what}, {MANY:,} nodes", many, 0, "ms")
        yield Result(f"{what}, {MANY:,} nodes / {FEW:,}", many / few, 5, "×")


if __name__ == "__main__":
    for each in results():
        print(each.row())
