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
import contextlib
import dis
import io
import linecache
import ntpath
import os
import re
import sys
import tokenize
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from types import CodeType, FrameType

from autoviz.records import Source

__all__ = [
    "Position",
    "asked",
    "block_lines",
    "function_lines",
    "here",
    "index",
    "instructions",
    "is_learners",
    "is_shown",
    "lines",
    "names_in",
    "resolve",
    "short_file",
]

Position = tuple[CodeType, int]

_AUTOVIZ = os.path.dirname(os.path.dirname(__file__)) + os.sep
_PROGRAMS = _AUTOVIZ + "programs" + os.sep
_STDLIB = os.path.dirname(linecache.__file__) + os.sep
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
    between = (through, "observers.py")
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
    text = _text(code.co_filename)
    stores = steps[at].opname.startswith("STORE_")
    where = _wider("".join(text)).get((stores, where), where)
    line = where.lineno or 0
    end_line = where.end_lineno or line
    expression = _cut(text, where)
    column = end_column = None
    if expression:
        column = _characters(text[line - 1], where.col_offset)
        end_column = _characters(text[end_line - 1], where.end_col_offset)
    elif line <= len(text):
        expression = text[line - 1].strip()
    return Source(short_file(code), line, end_line, column, end_column, expression)


def _text(filename: str) -> list[str]:
    linecache.checkcache(filename)
    return linecache.getlines(filename)


def _characters(line: str, offset: int | None) -> int | None:
    """Python counts columns in UTF-8 bytes; people and pictures in characters."""
    if offset is None:
        return None
    return len(line.encode()[:offset].decode(errors="replace"))


def _cut(text: Sequence[str], where: dis.Positions) -> str:
    line, end_line, column, end_column = where
    if line is None or end_line is None or column is None or end_column is None:
        return ""
    if end_line > len(text):
        return ""
    rows = [row.rstrip("\n").encode() for row in text[line - 1 : end_line]]
    rows[-1] = rows[-1][:end_column]
    rows[0] = rows[0][column:]
    return _joined([row.decode(errors="replace") for row in rows])


def _joined(rows: Sequence[str]) -> str:
    """Several lines as one, as they would be written there.

    >>> _joined(["relu(", "    x  # the input", "    + 1)"])
    'relu(x + 1)'
    """
    comments = _comments(rows) if len(rows) > 1 else {}
    joined = ""
    for number, row in enumerate(rows):
        piece = row[: comments.get(number)].strip().removesuffix("\\").rstrip()
        opened = joined.endswith(("(", "[", "{"))
        closes = re.match(r"[)\]}]|\.\D", piece)
        space = " " if joined and piece and not opened and not closes else ""
        joined += space + piece
    return joined


def _comments(rows: Sequence[str]) -> dict[int, int]:
    """Row number -> the column where its comment begins."""
    text = io.StringIO("\n".join(["(", *rows, ")"]))
    found = {}
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(text.readline):
            if token.type == tokenize.COMMENT:
                found[token.start[0] - 2] = token.start[1]
    return found


@lru_cache(maxsize=16)
def _wider(text: str) -> Mapping[tuple[bool, dis.Positions], dis.Positions]:
    """Where Python reports less than was written, or more: what was written.

    Of a method chain on several lines it reports ``mean()`` without what it was
    called on; of ``x[0] = 1``, a store, it reports the target; of a with-block,
    entered or left, all of its lines.
    """
    found = {}
    for node in ast.walk(_tree(text)):
        match node:
            case ast.Attribute():
                found[False, _tail(node, node)] = _span(node)
            case ast.Call(func=ast.Attribute() as method):
                found[False, _tail(method, node)] = _span(node)
            case ast.Assign(targets=targets):
                parts = [part for target in targets for part in ast.walk(target)]
                found |= {(True, _span(part)): _span(node) for part in parts}
            case ast.With(items=items) | ast.AsyncWith(items=items):
                last = items[-1].optional_vars or items[-1].context_expr
                end, end_column = last.end_lineno, last.end_col_offset
                whole = _span(node)
                head = whole._replace(end_lineno=end, end_col_offset=end_column)
                found[False, whole] = head
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                found[True, _span(target)] = _span(node)
    return found


@lru_cache(maxsize=16)
def _tree(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def _span(node: ast.AST) -> dis.Positions:
    return dis.Positions(*(getattr(node, name, None) for name in dis.Positions._fields))


def _tail(name: ast.Attribute, whole: ast.expr) -> dis.Positions:
    """From the attribute's own name to the end of the whole."""
    start = (name.end_col_offset or 0) - len(name.attr.encode())
    return _span(whole)._replace(lineno=name.end_lineno, col_offset=start)


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
    return tuple(found)


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
    text = _text(filename)
    for node in ast.walk(_tree("".join(text))):
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
    text = "".join(_text(filename)[first - 1 : last]).rstrip()
    return dict(enumerate(text.split("\n"), first)) if text else {}


_HIDDEN = re.compile(r"__\w*__|_+|_i+|_i?\d+|_[iod]h|In|Out")


def names_in(
    mapping: Mapping[str, object], wanted: Callable[[object], bool]
) -> Iterator[tuple[str, object]]:
    """Go through the learner's variables in a frame's locals or globals.

    Those whose value is ``wanted``, without Python's own names and a notebook's
    (``_``, ``_3``, ``Out``).
    """
    for name, value in list(mapping.items()):
        if wanted(value) and is_shown(name):
            yield name, value


def is_shown(name: str) -> bool:
    """Tell a learner's variable from Python's own names and a notebook's."""
    return name.isidentifier() and not _HIDDEN.fullmatch(name)
