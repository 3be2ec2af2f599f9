"""Where in the learner's code an operation was written, and what it was called.

The one idea: while a program runs, take almost nothing; work it out later. An
operation costs one ``here()``, which notes which instruction of which function
was running: a code object and an offset, no frame, no text. Afterwards
``resolve`` asks Python for that instruction's line and columns and cuts the
exact text out of the source (``"x**2"``), and ``bound_name`` reads the
instructions behind it to see into which variable the value goes (``"y"``).

The rest of the file reads whole lines, for showing the program beside the
picture, and finds tensors among a frame's variables.

Next: ``binding``.
"""

from __future__ import annotations

import ast
import dis
import linecache
import ntpath
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from types import CodeType, FrameType

from autoviz.records import Source
from autoviz.watch.written import (
    Role,
    blocks,
    characters,
    cut,
    text_of,
    tree,
    wider,
)

__all__ = [
    "ENTERS",
    "NETWORKS",
    "Position",
    "asked",
    "between",
    "block",
    "block_lines",
    "function_lines",
    "here",
    "index",
    "instructions",
    "is_learners",
    "lines",
    "resolve",
    "short_file",
    "through",
]

Position = tuple[CodeType, int]

_AUTOVIZ = os.path.dirname(os.path.dirname(__file__)) + os.sep
_PROGRAMS = _AUTOVIZ + "programs" + os.sep
_STDLIB = os.path.dirname(linecache.__file__) + os.sep
NETWORKS = (_AUTOVIZ + "nn" + os.sep, _AUTOVIZ + "optim" + os.sep)
"""What of autoviz learners call as they call a function of their own."""
_SITE = (_STDLIB + "site-packages", _STDLIB + "dist-packages")


def here() -> tuple[Position, FrameType] | None:
    """Find the innermost instruction of the learner's that is running now.

    Frames of autoviz, torch, numpy and the standard library are walked over.
    The frame is for looking at variables at once; keep the position only.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if is_learners(code.co_filename):
            return (code, frame.f_lasti), frame
        frame = frame.f_back
    return None


def asked(through: str) -> tuple[Position, FrameType] | None:
    """Find the learner's instruction that asked for what happens now.

    Of autoviz only files that end in ``through`` may stand in between, and who passes
    it on; None if it is the library that asks.
    """
    between = (through, "observers.py", "numpy_parts.py")
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if is_learners(code.co_filename):
            return (code, frame.f_lasti), frame
        name = code.co_filename
        if name.startswith(_AUTOVIZ) and not name.endswith(between):
            return None
        frame = frame.f_back
    return None


def between(folders: tuple[str, ...]) -> Iterator[FrameType]:
    """Functions in these folders that run for the learner's line, inner ones first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not is_learners(frame.f_code.co_filename):
        if frame.f_code.co_filename.startswith(folders):
            yield frame
        frame = frame.f_back


def through(folders: tuple[str, ...]) -> str | None:
    """Which of these functions the learner has called, as ``"zero_grad()"``, if any."""
    names = [each.f_code.co_name for each in between(folders)]
    if "zero_grad" in names:
        return "zero_grad()"
    plain = [each for each in names if not each.startswith("_") and each != "inner"]
    return f"{plain[-1]}()" if plain else None


@cache
def is_learners(filename: str) -> bool:
    """Tell the learner's code from ours, torch's, numpy's and Python's own."""
    if filename.startswith(_AUTOVIZ):
        return filename.startswith(_PROGRAMS)
    if filename.startswith(("<frozen ", *_library_folders())):
        return False
    return filename.startswith(_SITE) or not filename.startswith(_STDLIB)


def _library_folders() -> list[str]:
    modules = (sys.modules.get("torch"), sys.modules.get("numpy"))
    files = [getattr(module, "__file__", None) for module in modules]
    return [os.path.dirname(file) + os.sep for file in files if file]


def short_file(where: CodeType | str) -> str:
    """Say what a learner calls a file: ``"train.py"`` or ``"cell [3]"``, no path.

    >>> short_file("/home/ada/course/train.py"), short_file("<stdin>")
    ('train.py', '<stdin>')
    """
    filename = where if isinstance(where, str) else where.co_filename
    cell = _cell_number(filename)
    if cell is not None:
        return f"cell [{cell}]"
    if filename.startswith("<"):
        return "<" + ntpath.basename(filename.removeprefix("<"))
    return ntpath.basename(filename)


def _cell_number(filename: str) -> str | None:
    """Look up the execution count of the notebook cell of this file name."""
    ipython = sys.modules.get("IPython")
    shell = getattr(ipython, "get_ipython", lambda: None)()
    label = getattr(getattr(shell, "compile", None), "format_code_name", None)
    words = label(filename) if label else None
    found = re.search(r"\d+", words[1]) if words else None
    if found is None:
        found = re.search(r"(?<=\bipython-input-)\d+(?=-)", filename)
    return found.group() if found else None


def resolve(position: Position) -> Source | None:
    """Cut out the text that was written at a position, and say where it stands.

    Several lines are joined into one, without their comments. With no columns
    the expression is the whole line; with no source text it is empty.
    """
    code, offset = position
    steps = instructions(code)
    at = index(steps, offset)
    where = steps[at].positions if at >= 0 else None
    if where is None or where.lineno is None:
        return None
    text = text_of(code.co_filename)
    where = wider("".join(text)).get((_role(steps, at), where), where)
    line = where.lineno or 0
    end_line = where.end_lineno or line
    expression = cut(text, where)
    column = end_column = None
    if expression:
        column = characters(text[line - 1], where.col_offset)
        end_column = characters(text[end_line - 1], where.end_col_offset)
    elif line <= len(text):
        expression = text[line - 1].strip()
    return Source(short_file(code), line, end_line, column, end_column, expression)


def block(position: Position) -> tuple[int, int]:
    """The first and the last line of the with-block that is entered at a position."""
    code, offset = position
    steps = instructions(code)
    where = steps[index(steps, offset)].positions
    if where is None or where.lineno is None:
        return 0, 0
    whole = blocks("".join(text_of(code.co_filename))).get(where, where)
    return whole.lineno or 0, whole.end_lineno or 0


def _role(steps: Sequence[dis.Instruction], at: int) -> Role:
    """What an instruction does, if that is more than its expression says.

    A with-block is left by calling its ``__exit__`` with three times None.
    """
    each, before = steps[at], steps[at - 1]
    if each.opname.startswith("STORE_"):
        return "store"
    if each.opname in ENTERS or each.opname == "WITH_EXCEPT_START":
        return "with"
    gives_none = before.opname.startswith("LOAD_") and before.argval is None
    return "with" if gives_none and before.positions == each.positions else ""


ENTERS = ("BEFORE_WITH", "BEFORE_ASYNC_WITH", "LOAD_SPECIAL")
"""The instructions that enter a with-block, of all Pythons."""

NOWHERE = dis.Positions()
_OFFSET = attrgetter("offset")
_SILENT = ("EXTENDED_ARG", "KW_NAMES", "NOP", "PRECALL", "RESUME")


@lru_cache(maxsize=64)
def instructions(code: CodeType) -> tuple[dis.Instruction, ...]:
    """List those that do something, each from the offset of the silent before it.

    Python 3.13 loads or stores two variables at once: these are listed one by one.
    """
    found: list[dis.Instruction] = []
    start = None
    for each in dis.get_instructions(code):
        start = each.offset if start is None else start
        if each.opname not in _SILENT:
            found += _one_by_one(each._replace(offset=start))
            start = None
    margin = _margin(code.co_filename, found)
    return tuple(_moved(each, margin) for each in found) if margin else tuple(found)


def _margin(filename: str, steps: Sequence[dis.Instruction]) -> int:
    """How many columns a file has before the text that Python was given.

    A marimo program has each cell in a function, and runs it moved to the left: there
    something stands before the first letter of its line.
    """
    text = text_of(filename)
    margins = [0]
    for line, end_line, column, end in (each.positions or NOWHERE for each in steps):
        if line is None or column is None or (line, column) == (end_line, end):
            continue
        if line <= len(text) and text[line - 1].strip():
            margins.append(len(text[line - 1]) - len(text[line - 1].lstrip()) - column)
    return max(margins)


def _moved(each: dis.Instruction, by: int) -> dis.Instruction:
    where = each.positions
    if where is None or where.col_offset is None or where.end_col_offset is None:
        return each
    start, end = where.col_offset + by, where.end_col_offset + by
    return each._replace(positions=where._replace(col_offset=start, end_col_offset=end))


def _one_by_one(each: dis.Instruction) -> list[dis.Instruction]:
    names = _TWO_AT_ONCE.get(each.opname)
    if names is None:
        return [each]
    pairs = zip(names, each.argval, strict=True)
    return [each._replace(opname=name, argval=variable) for name, variable in pairs]


_TWO_AT_ONCE = {
    "LOAD_FAST_LOAD_FAST": ("LOAD_FAST", "LOAD_FAST"),
    "STORE_FAST_LOAD_FAST": ("STORE_FAST", "LOAD_FAST"),
    "STORE_FAST_STORE_FAST": ("STORE_FAST", "STORE_FAST"),
}


def index(instructions: Sequence[dis.Instruction], offset: int) -> int:
    """Return which instruction is at or around an offset; -1 before the first."""
    return bisect_right(instructions, offset, key=_OFFSET) - 1


def block_lines(filename: str, line: int) -> tuple[int, int] | None:
    """Find the first and last line inside the ``with`` that is at a line.

    Comments right above the first statement belong to it.
    """
    text = text_of(filename)
    for node in ast.walk(tree("".join(text))):
        if isinstance(node, ast.With | ast.AsyncWith):
            body, end = node.body[0], node.body[-1].end_lineno
            starts = [body, *getattr(body, "decorator_list", [])]
            first = min(each.lineno for each in starts)
            if node.lineno <= line < max(first, node.lineno + 1):
                while text[first - 2].lstrip().startswith("#"):
                    first -= 1
                return first, end or first
    return None


def function_lines(code: CodeType) -> tuple[int, int]:
    """Find the first and last line of a function, its decorators included."""
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    ends = [end or line or 0 for line, end, _, _ in code.co_positions()]
    ends += [function_lines(each)[1] for each in inner]
    return code.co_firstlineno, max([code.co_firstlineno, *ends])


def lines(filename: str, first: int, last: int) -> dict[int, str]:
    """Read lines of a file by number, without those that are empty at the end."""
    text = "".join(text_of(filename)[first - 1 : last]).rstrip()
    return dict(enumerate(text.split("\n"), first)) if text else {}
