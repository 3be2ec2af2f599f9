"""Golden files: what the five programs say and look like, kept as text.

Each program has its text twin, and two steps as pictures. Somebody has looked at
these; a change of them is to be looked at too::

    python -m tests.golden          # write them anew, then read the difference

Next: ``test_golden``, which compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.picture.programs import five

__all__ = ["FOLDER", "STEPS", "goldens"]

FOLDER = Path(__file__).parent / "golden"

STEPS = {
    "tutorial": (10, 11),
    "neuron": (5, 8),
    "fan_out": (4, 5),
    "perceptron": (5, 18),
    "backward_twice": (6, 8),
}
"""The telling ones: a sum half and wholly arrived, one node that sends to two, two
edges at once, matrices forward and backward, a ``.grad`` filled, a failure."""


def goldens() -> Iterator[tuple[str, Callable[[], str]]]:
    """Each file's name, and how to make what is in it."""
    for name, steps in STEPS.items():
        yield f"{name}.txt", lambda name=name: f"{five(name)}\n"
        for k in steps:
            yield f"{name}-{k}.svg", lambda name=name, k=k: _lines(five(name)[k].svg)


def _lines(svg: str) -> str:
    """One element per line, so that a difference can be read."""
    return svg.replace("><", ">\n<") + "\n"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    wanted = dict(goldens())
    for path in FOLDER.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, make in wanted.items():
        (FOLDER / name).write_text(make(), encoding="utf-8", newline="\n")
    print(f"{len(wanted)} files in {FOLDER}")


if __name__ == "__main__":
    main()
