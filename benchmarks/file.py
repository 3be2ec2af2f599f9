"""Recordings as files, and folded: ``python -m benchmarks.file``.

How large a file is, for each step; how size and loading grow; how long it takes to
fold every snapshot. Each operation makes four new float32 numbers, and so does its
gradient. CPU time; where loading is compared, each load is the first of a process of
its own, as it is for whoever opens a file.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import History, Snapshot
from benchmarks.measure import Result, median, warm
from benchmarks.models import deep

LOAD = """
import sys, time
from autoviz.loading import load_recording
start = time.process_time()
load_recording(sys.argv[1])
print(time.process_time() - start)
"""


def turning(operations: int) -> Recording:
    """Four numbers, turned and stretched again and again; nothing settles."""
    torch.manual_seed(0)
    turn = av.tensor(torch.linalg.qr(torch.randn(4, 4)).Q.tolist())
    start = torch.randn(4).tolist()
    with av.record() as rec:
        y = av.tensor(start, requires_grad=True)
        for _ in range(operations // 4):
            y = turn @ y
            y = y.sin()
            y = turn @ y
            y = y * 1.0437
        y.sum().backward()
    return rec


def scalars(operations: int) -> Recording:
    """A chain of operations on scalars."""
    with av.record() as rec:
        x = av.tensor(1.0, requires_grad=True)
        y = x
        for _ in range(operations // 2):
            y = y * x + 0.5
        y.backward()
    return rec


def sizes(rec: Recording, folder: Path) -> tuple[float, float]:
    """Bytes for each step, plain and packed."""
    steps = len(rec.trace.steps)
    plain, packed = (rec.save(folder / name) for name in ("a.json", "a.json.gz"))
    return plain.stat().st_size / steps, packed.stat().st_size / steps


def load_times(paths: list[Path], rounds: int = 15) -> list[list[float]]:
    """CPU seconds of loading each file, in turns."""
    found: list[list[float]] = [[] for _ in paths]
    for _ in range(rounds):
        for times, path in zip(found, paths, strict=True):
            command = [sys.executable, "-c", LOAD, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            times.append(float(done.stdout))
    return found


def growth(folder: Path) -> Iterator[Result]:
    paths = [
        turning(operations).save(folder / f"{operations}.json")
        for operations in (1_000, 10_000)
    ]
    small, large = (path.stat().st_size for path in paths)
    yield Result("file, 10,000 nodes / 1,000: size", large / small, 11, "×")
    ratios = [b / a for a, b in zip(*load_times(paths), strict=True)]
    yield Result("file, 10,000 nodes / 1,000: loading", median(ratios), 11, "×")


def folding() -> Result:
    """Every snapshot of a trace, and every mapping in each of them read."""
    trace = scalars(300).trace
    names = [each.name for each in fields(Snapshot)]

    def fold_all() -> None:
        for snapshot in list(History(trace)):
            for name in names:
                held = getattr(snapshot, name)
                if isinstance(held, Mapping):
                    dict(held)
                elif name in ("future", "freed"):
                    set(held)

    return Result("all snapshots of 300 nodes", warm(fold_all, 15), 150, "ms")


def deep_graph(folder: Path) -> Iterator[Result]:
    """PyTorch's graph of 100,000 operations in a row: recorded, saved, loaded."""
    with av.record() as rec:
        deep(100_000).backward()
    path = rec.save(folder / "deep.json")
    assert av.load_recording(path) == rec
    yield Result("100,000 operations deep: file", path.stat().st_size / 1e6, 0, "MB")
    ((seconds,),) = load_times([path], rounds=1)
    yield Result("100,000 operations deep: loading", seconds, 0, "s")


def results(folder: Path) -> Iterator[Result]:
    for what, rec, gates in (
        ("file, four new numbers a step", turning(1_000), (110, 48)),
        ("file, one number a value", scalars(1_000), (0, 0)),
    ):
        plain, packed = sizes(rec, folder)
        yield Result(f"{what}: a step", plain, gates[0], "bytes")
        yield Result(f"{what}: a step, gzip", packed, gates[1], "bytes")
    yield from growth(folder)
    yield folding()
    yield from deep_graph(folder)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        for each in results(Path(made)):
            print(each.row())
