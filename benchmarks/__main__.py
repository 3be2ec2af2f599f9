"""The benchmarks of the tutorial's path, each against its gate."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import autoviz as av
from autoviz.programs import perceptron, tutorial
from autoviz.recording import Recording
from benchmarks.browser import step_times
from benchmarks.measure import Result, median, paired, warm

PYTHON = sys.executable


def tutorial_program() -> Recording:
    """The program of the README."""
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2 * x + 1
        loss = y**2
        loss.backward()
    return rec


def document() -> object:
    return tutorial_program()._document


def imports() -> Iterator[Result]:
    numpy = [PYTHON, "-c", "import numpy"]
    for what, code in (
        ("import autoviz", "import autoviz"),
        ("import autoviz and a first tensor", "import autoviz; autoviz.tensor(1.0)"),
    ):
        ratio = paired([PYTHON, "-c", code], numpy)
        yield Result(f"{what} / import numpy, CPU", ratio, 1.5, "×")


def demo() -> Result:
    with tempfile.TemporaryDirectory() as folder:
        command = [PYTHON, "-m", "autoviz", "demo", "--no-open", "--output", folder]
        times = [_wall(command) for _ in range(6)][1:]
    return Result("autoviz demo, from the shell, wall", median(times), 4.0, "s")


def _wall(command: list[str]) -> float:
    import subprocess

    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def sizes() -> Iterator[Result]:
    for name, rec in (("README's", tutorial_program()), ("demo's", tutorial.rec)):
        size = len(rec.page().encode()) / 1000
        yield Result(f"the tutorial's page ({name})", size, 90, "kB")


def browser() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = perceptron.rec.save(Path(folder) / "perceptron.html")
        script, painted = step_times(path)
    yield Result("a step of the perceptron, script", script, 8, "ms")
    yield Result("a step of the perceptron, script, style and layout", painted, 8, "ms")


def main() -> None:
    results = [
        Result("tutorial, warm: record + layout + document", warm(document), 60, "ms"),
        *imports(),
        demo(),
        *sizes(),
        *browser(),
    ]
    for each in results:
        print(each.row())


if __name__ == "__main__":
    main()
