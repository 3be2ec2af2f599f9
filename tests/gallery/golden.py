"""The golden files: their names, and how to make what is in them.

Next: ``test_golden``, which compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.gallery.chapters import PICTURES, recorded

__all__ = ["FOLDER", "goldens", "write"]

FOLDER = Path(__file__).parent / "golden"


def goldens() -> Iterator[tuple[str, Callable[[], str]]]:
    """Each file's name, and how to make what is in it."""
    for name, steps in PICTURES.items():
        yield f"{name}.txt", lambda name=name: f"{recorded(name)}\n"
        for k in steps:
            yield (
                f"{name}{k:+}.svg",
                lambda name=name, k=k: _lines(recorded(name)[k].svg),
            )


def _lines(svg: str) -> str:
    """One element per line, so that a difference can be read."""
    return svg.replace("><", ">\n<") + "\n"


def write() -> int:
    """Write all of them, and leave no other; how many there are."""
    FOLDER.mkdir(exist_ok=True)
    wanted = dict(goldens())
    for path in FOLDER.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, make in wanted.items():
        (FOLDER / name).write_text(make(), encoding="utf-8", newline="\n")
    return len(wanted)
