"""Against torchviz, torchview and torchlens: ``python -m benchmarks.peers``.

Every tool has a process of its own, with everything imported, because torchlens
leaves PyTorch patched. They work in turns; what is compared is CPU time, with that
of the ``dot`` commands they start, and each ratio is the median of the rounds.

A tool that is not installed is named and left out.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import torch

import autoviz as av
from benchmarks import models
from benchmarks.measure import Result, median
from benchmarks.models import Example

ROUNDS = 15


# From a tensor, or a model, to an SVG


def make_dot(program: Example) -> object:
    params = dict(program.model.named_parameters())
    return av.make_dot(program(), params=params).pipe("svg")


def show(program: Example) -> object:
    return av.show(program())[-1].svg


def torchviz(program: Example) -> object:
    import torchviz

    params = dict(program.model.named_parameters())
    return torchviz.make_dot(program(), params=params).pipe("svg")


def torchview(program: Example) -> object:
    import torchview

    return torchview.draw_graph(program.model, program.batch).visual_graph.pipe("svg")


def torchlens(program: Example) -> object:
    trace = torchlens_trace(program)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trace.draw(vis_outpath=str(path), vis_fileformat="svg", vis_save_only=True)
        return path.with_suffix(".svg").read_bytes()


# Capture alone


def record(program: Example) -> object:
    with av.record() as recording:
        program.model(program.batch)
    return recording


def torchlens_trace(program: Example) -> Any:
    import torchlens

    return torchlens.trace(program.model, program.batch)


TASKS: dict[str, Callable[[Example], object]] = {
    each.__name__: each
    for each in (
        make_dot,
        show,
        torchviz,
        torchview,
        torchlens,
        record,
        torchlens_trace,
    )
}


# In turns


class Worker:
    """A process that does one task for one program whenever it is asked."""

    def __init__(self, task: str, name: str) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peers", task, name]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def cost(self) -> float:
        """Milliseconds of CPU of one call, with the processes it starts."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate()


def work(task: str, name: str) -> None:
    """What a worker runs: a line in, the cost of a call out."""
    torch.set_num_threads(1)
    program, answers = getattr(models, name)(), os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a tool prints
    for _ in sys.stdin:
        start = _cpu()
        TASKS[task](program)
        answers.write(f"{1000 * (_cpu() - start)}\n")
        answers.flush()


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def costs(tasks: Sequence[str], name: str) -> dict[str, list[float]]:
    """The cost of each task, round by round, without the first three."""
    workers = {task: Worker(task, name) for task in tasks}
    rounds = [
        {task: worker.cost() for task, worker in workers.items()}
        for _ in range(3 + ROUNDS)
    ]
    for worker in workers.values():
        worker.end()
    return {task: [each[task] for each in rounds[3:]] for task in tasks}


def compared(
    ours: Sequence[str], theirs: Sequence[str], name: str, gate: float
) -> Iterator[Result]:
    """One row for each pair of ours and theirs."""
    found = costs([*ours, *theirs], name)
    for our, their in product(ours, theirs):
        pairs = zip(found[our], found[their], strict=True)
        times = f"{median(found[our]):.1f} / {median(found[their]):.1f} ms"
        what = f"{name}: {our} / {their}, {times}"
        yield Result(what, median([a / b for a, b in pairs]), gate, "×")


# Depth


_DEEP = """
import json, resource, sys, time
from benchmarks.models import deep
import autoviz as av
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
with av.record() as recording:
    loss = deep(int(sys.argv[1]))
nodes = len(recording.trace.graph.nodes)
recorded = time.process_time()
del loss, recording
freed = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([nodes, recorded - start, freed - recorded, (peak - before) / 1024]))
"""


def depth(operations: int) -> str:
    """A chain is recorded and let go, in a process of its own: it might crash."""
    command = [sys.executable, "-c", _DEEP, str(operations)]
    process = subprocess.run(command, capture_output=True, text=True)
    if process.returncode:
        return f"{operations:,} deep: exit status {process.returncode}"
    nodes, recorded, freed, peak = json.loads(process.stdout)
    return (
        f"{nodes:,} nodes: recorded in {recorded:.1f} s, let go in {freed:.2f} s, "
        f"{peak:.0f} MB more at most"
    )


def growth(operations: int) -> Iterator[str]:
    """A long chain as DOT text; laying it out is Graphviz's business."""
    tools: dict[str, Callable[[torch.Tensor], Any]] = {"autoviz": av.make_dot}
    if importlib.util.find_spec("torchviz") is not None:
        from torchviz import make_dot as theirs

        tools["torchviz"] = theirs
    chain = models.deep(operations)
    for tool, draw in tools.items():
        draw(models.deep(1))
        start = time.process_time()
        try:
            text = draw(chain).source
        except RecursionError:
            yield f"{operations:,} operations, {tool}: RecursionError"
            continue
        taken = 1000 * (time.process_time() - start)
        size = len(text) / 1000
        yield f"{operations:,} operations, {tool}: {taken:.1f} ms, {size:.0f} kB"


# The tables


def installed() -> list[str]:
    """Those of the peers that can be asked; the others are named."""
    found = []
    for peer in ("torchviz", "torchview", "torchlens"):
        if importlib.util.find_spec(peer) is None:
            print(f"{peer} is not installed, and left out")
        else:
            found.append(peer)
    if found and shutil.which("dot") is None:
        print("there is no dot command: no peer can draw")
    return found


def results() -> Iterator[Result]:
    peers = installed()
    if peers and shutil.which("dot") is not None:
        for name in ("tutorial", "perceptron", "cnn", "resnet18"):
            yield from compared(["make_dot", "show"], peers, name, gate=1.0)
    if "torchlens" in peers:
        for name in ("perceptron", "cnn"):
            yield from compared(["record"], ["torchlens_trace"], name, gate=0.05)


def main() -> None:
    for result in results():
        print(result.row(), flush=True)
    for operations in (100_000, 400_000):
        print(depth(operations), flush=True)
    for operations in (300, 10_000):
        for line in growth(operations):
            print(line, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(*sys.argv[1:])
    else:
        main()
