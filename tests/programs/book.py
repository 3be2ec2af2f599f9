"""The books of programs, read and told.

A program begins with ``## name | row | PyTorch's error``, and perhaps the library that
alone can run it. ``t`` is the library; what stands above a line ``--`` runs before the
block. Below, after ``=>``, stands what the recording says: a letter for each step, the
failure, and each finding. Where the two libraries differ, both are told.

The letters of steps: ``F`` forward, ``u`` untracked, ``C`` cut, ``[`` and ``]`` a mode,
``S`` seed, ``B`` backward, ``H`` hook, ``A`` accumulate, ``G`` a ``.grad`` set, ``P``
an update by an optimizer, ``!`` the failure.
"""

from __future__ import annotations

import contextlib
import itertools
import linecache
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.records import Failure, Forward, Mode, Step, Trace
from autoviz.records.naming import names
from tests.oracle import error_text, ours

__all__ = ["BOOKS", "LIBRARIES", "Program", "read", "record", "told", "unrecorded"]

BOOKS = ("raising", "silent", "clean")
LIBRARIES = {"torch": torch, "numpy": ours}

_FOLDER = Path(__file__).parent
_numbers = itertools.count()
_LETTERS = {"Update": "P", "Failure": "!"}


@dataclass(frozen=True)
class Program:
    """A program of ``row`` in the table of mistakes; 0 if it stands below it.

    ``code`` is the number of PyTorch's error; ``expected`` what is said, by library.
    """

    name: str
    row: int
    code: str
    before: str
    text: str
    expected: dict[str, Sequence[str]] = field(default_factory=dict)
    libraries: Sequence[str] = tuple(LIBRARIES)

    def __str__(self) -> str:
        only = self.libraries if len(self.libraries) == 1 else ()
        lines = [" | ".join([f"## {self.name}", str(self.row), self.code, *only])]
        lines += [self.before + "--"] if self.before else []
        lines.append(self.text.rstrip("\n"))
        told = list(self.expected.items())
        if len({tuple(each) for _, each in told}) == 1:
            told = [("", told[0][1])]
        lines += [f"{name}=> {line}" for name, each in told for line in each]
        return "\n".join(lines) + "\n"


def path(book: str) -> Path:
    """Where a book is kept."""
    return _FOLDER / f"{book}.txt"


def read(book: str) -> list[Program]:
    """The programs of a book."""
    sections = path(book).read_text("utf-8").split("## ")[1:]
    return [_program(each) for each in sections]


def _program(section: str) -> Program:
    head, *lines = section.rstrip("\n").split("\n")
    name, row, code, *only = (each.strip() for each in head.split("|"))
    expected: dict[str, list[str]] = {each: [] for each in only or LIBRARIES}
    code_lines = []
    for line in lines:
        who, arrow, said = line.partition("=> ")
        if not arrow or who not in ("", *LIBRARIES):
            code_lines.append(line)
            continue
        for each in [who] if who else expected:
            expected[each].append(said)
    before, cut, text = "\n".join(code_lines).rpartition("--\n")
    told = {name: tuple(each) for name, each in expected.items()}
    return Program(name, int(row), code, before if cut else "", text, told, [*expected])


# running them


def record(program: Program, library: str, keep: int = 64) -> Recording:
    """Record it, as a notebook records a cell."""
    code, space = _begun(program, library)
    made: list[Recording] = []
    with warnings.catch_warnings(), contextlib.suppress(Exception):
        warnings.simplefilter("ignore")
        lines = program.text.count("\n") + 1
        with av.record(keep=keep).cell(code.co_filename, lines, space) as rec:
            made.append(rec)
            exec(code, space)
    return made[0]


def unrecorded(program: Program, library: str) -> str:
    """Type and text of what it raises when nobody records it."""
    code, space = _begun(program, library)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(code, space)
        except Exception as error:
            return error_text(error)
    return ""


def _begun(program: Program, library: str) -> tuple[CodeType, dict[str, Any]]:
    lines = program.text.splitlines(keepends=True)
    filename = f"<learner {next(_numbers)}>"
    linecache.cache[filename] = (len(program.text), None, lines, filename)
    space: dict[str, Any] = {"t": LIBRARIES[library], "print": lambda *_: None}
    for each in LIBRARIES.values():
        each.manual_seed(0)
    exec(program.before, space)
    return compile(program.text, filename, "exec"), space


# what is said


def told(rec: Recording) -> Iterator[str]:
    """What a recording says, line by line."""
    trace = rec.trace
    yield "".join(map(_letter, trace.steps))
    for step in trace.steps[-1:]:
        if isinstance(step, Failure):
            yield from _failure(trace, step)
    for each in rec.findings:
        node = "" if each.node is None else f" {names(trace.graph)[each.node]}"
        yield f"found: {each.kind}{node}, step {each.step}: {each.sentence}"
        yield from (f"try: {one}" for one in each.tries)


def _failure(trace: Trace, step: Failure) -> Iterator[str]:
    called = names(trace.graph)
    at = "" if step.node is None else f" at {called[step.node]}"
    yield f"{step.type}{at}"
    yield f"why: {step.why}"
    yield from (f"try: {each}" for each in step.tries)
    if step.places:
        yield f"look at: {', '.join(called[each] for each in step.places)}"
    if step.versions is not None:
        then, now = step.versions
        yield f"saved: {step.saved}, version {then} then, {now} now"


def _letter(step: Step) -> str:
    match step:
        case Forward(tracked=tracked):
            return "F" if tracked else "u"
        case Mode(entered=entered):
            return "[" if entered else "]"
        case _:
            name = type(step).__name__
            return _LETTERS.get(name, name[0])
