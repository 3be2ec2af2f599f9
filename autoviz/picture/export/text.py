"""Text and Markdown: steps as sentences, and with a table of all that is true then.

Markdown is for notes and issue trackers. Whatever a learner wrote is escaped in it:
``x**2`` is no emphasis there, and a name is never markup.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from autoviz.picture.canvas import printable
from autoviz.picture.text import sentence, table
from autoviz.records import History, Snapshot, Trace

__all__ = ["markdown", "programs", "sections", "sentences"]

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&$]|^[-+])")


def sentences(trace: Trace, steps: Sequence[int]) -> Iterator[str]:
    """Each step as a line of its own."""
    for each in _snapshots(trace, steps):
        yield f"{sentence(trace, each)}\n"


def sections(trace: Trace, steps: Sequence[int]) -> Iterator[str]:
    """Each step in Markdown: its sentence, and the table."""
    for each in _snapshots(trace, steps):
        header, rows = table(trace, each)
        lines = [header, ("---",) * len(header), *(map(_escaped, row) for row in rows)]
        cells = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        number, _, said = sentence(trace, each).partition(". ")
        yield f"## {number}\n\n{_escaped(said)}\n\n{cells}\n"


def markdown(trace: Trace, steps: Sequence[int], title: str) -> str:
    """The program, then the steps."""
    code = map(_fenced, programs(trace))
    return "\n".join([f"# {_escaped(title)}\n", *code, *sections(trace, steps)])


def programs(trace: Trace) -> list[str]:
    """The recorded lines of each file."""
    texts = (
        "\n".join(each[at] for at in sorted(each)) for each in trace.source.values()
    )
    return [printable(textwrap.dedent(each)) for each in texts]


def _snapshots(trace: Trace, steps: Sequence[int]) -> Iterator[Snapshot]:
    every = tuple(History(trace))
    return (every[k] for k in steps)


def _fenced(code: str) -> str:
    """Between fences that are longer than any in it."""
    longest = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}python\n{code}\n{fence}\n"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(printable(text).split()))
