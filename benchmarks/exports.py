"""What an exported picture costs: seconds and bytes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import autoviz as av
from autoviz.recording import Recording
from benchmarks.measure import Result, median


def tutorial_program() -> Recording:
    """The program of the README."""
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        y = x**2 + 2 * x + 1
        loss = y**2
        loss.backward()
    return rec


def layers(count: int) -> Recording:
    """A net of scalars, four of them wide, whose layers are scopes."""
    with av.record() as rec:
        h = [av.tensor(0.5 + 0.1 * k, requires_grad=True) for k in range(4)]
        for _ in av.loop(range(count)):
            h = [(h[k] * h[(k + 1) % 4]).tanh() for k in range(4)]
        loss = (h[0] + h[1]) * (h[2] + h[3])
        loss.backward()
    return rec


def moving(rec: Recording, folder: Path) -> Iterator[Result]:
    """Wall-clock seconds, as somebody waits for it; fonts are found before."""
    rec.save(folder / "a.png")
    for ending, gate in ((".gif", 3.0), (".webp", 0), (".svg", 0), (".pdf", 0)):
        options = {"width": 1000} if ending in (".gif", ".webp") else {"steps": "all"}
        times = []
        for _ in range(5):
            start = time.perf_counter()
            path = rec.save(folder / f"a{ending}", **options)
            times.append(time.perf_counter() - start)
        what = f"the tutorial's {len(rec)} steps as {ending}"
        yield Result(what, median(times), gate, "s")
        yield Result(f"{what}, size", path.stat().st_size / 1000, 0, "kB")


def stills(rec: Recording, folder: Path) -> Iterator[Result]:
    for name, k in (("last", -1), ("largest", largest(rec))):
        size = rec.save(folder / "a.svg", step=k).stat().st_size / 1000
        yield Result(f"still SVG of the tutorial, {name} step", size, 14, "kB")
    for ending in (".png", ".pdf"):
        size = rec.save(folder / f"a{ending}").stat().st_size / 1000
        yield Result(f"the last step as {ending}", size, 0, "kB")


def largest(rec: Recording) -> int:
    return max(range(len(rec)), key=lambda k: len(rec[k].svg))


def outputs(tutorial: Recording) -> Iterator[Result]:
    recordings = (tutorial, 80), (layers(5), 180), (layers(17), 500), (layers(24), 500)
    for rec, gate in recordings:
        made, drawn = len(rec.trace.graph.nodes), len(rec._view.cards)
        size = len(rec._repr_mimebundle_()["text/html"].encode()) / 1000
        what = f"notebook output, {made} tensors on {drawn} cards"
        yield Result(what, size, gate, "kB")


def main() -> None:
    rec = tutorial_program()
    with tempfile.TemporaryDirectory() as name:
        for part in (moving, stills):
            for each in part(rec, Path(name)):
                print(each.row())
    for each in outputs(rec):
        print(each.row())


if __name__ == "__main__":
    main()
