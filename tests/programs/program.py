"""One program, and what is expected of its recording."""

from __future__ import annotations

import contextlib
import itertools
import linecache
import textwrap
import warnings
from dataclasses import dataclass
from typing import Any

import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Failure, Forward, Step, Trace
from autoviz.records.naming import names
from tests.oracle import ours

__all__ = ["LIBRARIES", "Program", "kinds", "last", "record", "runs"]

LIBRARIES = {"torch": torch, "numpy": ours}

_numbers = itertools.count()

_LETTERS = {
    "Accumulate": "A",
    "Backward": "B",
    "Cut": "C",
    "Failure": "!",
    "GradSet": "G",
    "Hook": "H",
    "Seed": "S",
    "Update": "P",
}


@dataclass(frozen=True)
class Program:
    """A program of ``row`` in the table; 0 for one that stands below it.

    ``before`` runs before the block. ``steps`` are the kinds of its steps: ``F``
    forward and ``u`` untracked, ``[`` and ``]`` a mode, then the initials, ``P`` for an
    update by an optimizer and ``!`` for the failure. ``finds`` are kind and tensor of
    each finding; ``code`` the number of PyTorch's error.
    """

    name: str
    row: int
    text: str
    steps: str = ""
    finds: tuple[tuple[str, str], ...] = ()
    says: str = ""
    code: str = ""
    error: str = ""
    blames: str | None = None
    places: tuple[str, ...] = ()
    saved: tuple[str, tuple[int, int]] | None = None
    tries: str = ""
    before: str = ""
    only: str = ""


def runs(programs: tuple[Program, ...]) -> list[tuple[Program, str]]:
    """Each program with each library that can run it."""
    return [
        (program, library)
        for program in programs
        for library in LIBRARIES
        if program.only in ("", library)
    ]


def record(program: Program, library: str) -> Recording:
    """Record it, as a notebook records a cell."""
    text = textwrap.dedent(program.text).strip("\n")
    lines = text.splitlines(keepends=True)
    filename = f"<learner {next(_numbers)}>"
    linecache.cache[filename] = (len(text), None, lines, filename)
    space: dict[str, Any] = {"t": LIBRARIES[library]}
    torch.manual_seed(0)
    made: list[Recording] = []
    with warnings.catch_warnings(), contextlib.suppress(Exception):
        warnings.simplefilter("ignore")
        exec(textwrap.dedent(program.before), space)
        with av.record().cell(filename, len(lines), space) as rec:
            made.append(rec)
            exec(compile(text, filename, "exec"), space)
    return made[0]


def kinds(trace: Trace) -> str:
    """The kinds of the steps, a letter for each."""
    return "".join(map(_letter, trace.steps))


def _letter(step: Step) -> str:
    if isinstance(step, Forward):
        return "F" if step.tracked else "u"
    name = type(step).__name__
    if name == "Mode":
        return "[" if getattr(step, "entered", False) else "]"
    return _LETTERS[name]


def last(trace: Trace) -> Failure:
    """The failure that it ends with."""
    step = trace.steps[-1]
    assert isinstance(step, Failure), f"it ends with {step}"
    return step


def called(trace: Trace, node: int | None) -> str | None:
    """What we call a node."""
    return None if node is None else names(trace.graph)[node]
