"""Where in the learner's code an operation was written, and what it was called.

The one idea: while a program runs, take almost nothing; work it out later. An
operation costs one ``here()``, which notes which instruction of which function
was running: a code object and an offset, no frame, no text. Afterwards
``resolve`` asks Python for that instruction's line and columns and cuts the
exact text out of the source (``"x**2"``), and ``bound_name`` reads the
instructions behind it to see into which variable the value goes (``"y"``).

The rest of the file reads whole lines, for showing the program beside the
picture, and finds tensors among a frame's variables.

Next: ``writer``.
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
import textwrap
import tokenize
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import CodeType, FrameType

from autoviz.records import Source

__all__ = [
    "Position",
    "block_lines",
    "bound_name",
    "function_lines",
    "here",
    "lines",
    "margin",
    "names_in",
    "resolve",
    "short_file",
]

Position = tuple[CodeType, int]

_AUTOVIZ = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_PROGRAMS = _AUTOVIZ + "programs" + os.sep
_STDLIB = os.path.dirname(linecache.__file__) + os.sep
_SITE = (_STDLIB + "site-packages", _STDLIB + "dist-packages")


def here() -> tuple[Position, FrameType] | None:
    """The innermost instruction of the learner's that is running now.

    Frames of autoviz, torch, numpy and the standard library are walked over.
    The frame is for looking at variables at once; keep the position only.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if _is_learners(code.co_filename):
            return (code, frame.f_lasti), frame
        frame = frame.f_back
    return None


@cache
def _is_learners(filename: str) -> bool:
    if filename.startswith(_AUTOVIZ):
        return filename.startswith(_PROGRAMS)
    if filename.startswith(_STDLIB):
        return filename.startswith(_SITE) and not _in_package(filename)
    return not filename.startswith("<frozen ") and not _in_package(filename)


def _in_package(filename: str) -> bool:
    """Whether this is torch's or numpy's own code, where they are imported."""
    modules = (sys.modules.get("torch"), sys.modules.get("numpy"))
    files = [getattr(module, "__file__", None) for module in modules]
    return filename.startswith(
        tuple(os.path.dirname(file) + os.sep for file in files if file)
    )


def short_file(where: CodeType | str) -> str:
    """What a learner calls a file: ``"train.py"``, ``"cell [3]"``; never a path.

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
    """The execution count of the notebook cell that has this file name."""
    ipython = sys.modules.get("IPython")
    shell = getattr(ipython, "get_ipython", lambda: None)()
    label = getattr(getattr(shell, "compile", None), "format_code_name", None)
    words = label(filename) if label else None
    found = re.search(r"\d+", words[1]) if words else None
    if found is None:
        found = re.search(r"(?<=\bipython-input-)\d+(?=-)", filename)
    return found.group() if found else None


def resolve(position: Position) -> Source | None:
    """The text that was written at a position, and where it stands.

    Several lines are joined into one, without their comments. With no columns
    the expression is the whole line; with no source text it is empty.
    """
    code, offset = position
    instructions = _instructions(code)
    at = _index(instructions, offset)
    where = None if at is None else instructions[at].positions
    if at is None or where is None or where.lineno is None:
        return None
    text = _text(code.co_filename)
    stores = instructions[at].opname.startswith("STORE_")
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
    """Where Python reports less than was written: what was written.

    Of a method chain on several lines it reports ``mean()`` without what it was
    called on; of ``x[0] = 1``, a store, it reports the target.
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
    return dis.Positions(
        *(getattr(node, name, None) for name in dis.Positions._fields),
    )


def _tail(name: ast.Attribute, whole: ast.expr) -> dis.Positions:
    """From the attribute's own name to the end of the whole."""
    start = (name.end_col_offset or 0) - len(name.attr.encode())
    return _span(whole)._replace(lineno=name.end_lineno, col_offset=start)


def bound_name(position: Position) -> str | None:
    """The variable that an instruction's value is stored in at once.

    Of ``y = x**2 + 1`` that is ``"y"`` for the sum and None for the power;
    attributes come with their owner (``"self.w"``); of ``a = b = x + 1`` the
    first name. Where it would take guessing, None. It speaks of the value of
    the instruction: when one call runs several operations (``y = sum(xs)``),
    they share a position, and only the tensor that the call returns is ``y``.
    """
    instructions = _instructions(position[0])
    at = _index(instructions, position[1])
    if at is None or not _makes_one_value(instructions[at]):
        return None
    stack: _Stack = [_VALUE]
    while _VALUE in stack and at + 1 < len(instructions):
        at += 1
        each = instructions[at]
        if each.opname == "JUMP_FORWARD":
            at = bisect_left(instructions, each.argval, key=_start) - 1
        elif each.opname == "STORE_ATTR":
            owner, value = _pop(stack), _pop(stack)
            if value == _VALUE:
                return _attribute(owner or _owner(instructions, at), each.argval)
        elif each.opname in _STORES:
            for name in _names(each)[: _STORES[each.opname]]:
                if _pop(stack) == _VALUE:
                    return name
            stack += _names(each)[_STORES[each.opname] :]
        elif each.opname in ("BUILD_TUPLE", "BUILD_LIST") and _undone(instructions, at):
            at += 1
            stack += [_pop(stack) for _ in range(each.arg or 0)]
        else:
            _move(each, stack)
    return None


_Stack = list[str | None]
"""What the instructions push and pop: the value that is followed, the names
other things were loaded under (``"self.layer"``), None for anything else."""

_VALUE = "(value)"

_MAKERS = (
    *("BINARY_OP", "BINARY_SUBSCR", "BINARY_SLICE", "COMPARE_OP", "LOAD_ATTR"),
    *("UNARY_NEGATIVE", "UNARY_POSITIVE", "UNARY_INVERT"),
    *("CALL", "CALL_KW", "CALL_FUNCTION_EX"),
)

_LOADS = (
    *("LOAD_NAME", "LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_DEREF", "LOAD_CLASSDEREF"),
    *("LOAD_GLOBAL", "LOAD_FAST_LOAD_FAST"),
)

_STORES = {
    "STORE_NAME": 1,
    "STORE_FAST": 1,
    "STORE_GLOBAL": 1,
    "STORE_DEREF": 1,
    "STORE_FAST_STORE_FAST": 2,
    "STORE_FAST_LOAD_FAST": 1,
}
"""How many of the names of an instruction are stored; the others are loaded."""

_SILENT = ("EXTENDED_ARG", "KW_NAMES", "NOP", "PRECALL", "RESUME")

_EFFECTS = {
    "BINARY_OP": (2, 0, 1),
    "BINARY_SLICE": (3, 0, 1),
    "BINARY_SUBSCR": (2, 0, 1),
    "BUILD_LIST": (0, 1, 1),
    "BUILD_SLICE": (0, 1, 1),
    "BUILD_TUPLE": (0, 1, 1),
    "CALL": (2, 1, 1),
    "CALL_INTRINSIC_1": (1, 0, 1),
    "CALL_KW": (3, 1, 1),
    "COMPARE_OP": (2, 0, 1),
    "LOAD_CONST": (0, 0, 1),
    "LOAD_METHOD": (1, 0, 2),
    "POP_TOP": (1, 0, 0),
    "PUSH_NULL": (0, 0, 1),
    "STORE_SLICE": (4, 0, 0),
    "STORE_SUBSCR": (3, 0, 0),
    "UNARY_INVERT": (1, 0, 1),
    "UNARY_NEGATIVE": (1, 0, 1),
    "UNARY_POSITIVE": (1, 0, 1),
}
"""How many an instruction pops, how many more for each of its arguments, and
how many it pushes. What is not listed here is not followed."""


@lru_cache(maxsize=64)
def _instructions(code: CodeType) -> tuple[dis.Instruction, ...]:
    """Those that do something, each from the offset of the silent ones before it."""
    found = []
    start = None
    for each in dis.get_instructions(code):
        start = each.offset if start is None else start
        if each.opname not in _SILENT:
            found.append(each._replace(offset=start))
            start = None
    return tuple(found)


def _start(instruction: dis.Instruction) -> int:
    return instruction.offset


def _index(instructions: Sequence[dis.Instruction], offset: int) -> int | None:
    at = bisect_right(instructions, offset, key=_start) - 1
    return at if at >= 0 else None


def _makes_one_value(instruction: dis.Instruction) -> bool:
    if instruction.opname == "CALL_INTRINSIC_1":
        return instruction.argrepr == "INTRINSIC_UNARY_POSITIVE"
    return instruction.opname in _MAKERS and not _loads_method(instruction)


def _loads_method(instruction: dis.Instruction) -> bool:
    """Since Python 3.12 ``LOAD_ATTR`` is ``LOAD_METHOD`` too."""
    odd = (instruction.arg or 0) % 2 == 1
    return instruction.opname == "LOAD_ATTR" and odd and sys.version_info >= (3, 12)


def _names(instruction: dis.Instruction) -> tuple[str, ...]:
    """Python 3.13 loads or stores two variables in one instruction."""
    names = instruction.argval
    return names if isinstance(names, tuple) else (names,)


def _undone(instructions: Sequence[dis.Instruction], at: int) -> bool:
    """Whether what is packed here is unpacked next: ``a, b, c, d = 1, 2, 3, 4``."""
    packed, unpacked = instructions[at : at + 2]
    return unpacked.opname == "UNPACK_SEQUENCE" and packed.arg == unpacked.arg


def _move(instruction: dis.Instruction, stack: _Stack) -> None:
    """Do to the stack what the instruction does; empty it where that is unknown."""
    name, number = instruction.opname, instruction.arg or 0
    if name in ("COPY", "SWAP"):
        stack[:0] = [None] * (number - len(stack))
        if name == "COPY":
            stack.append(stack[-number])
        else:
            stack[-number], stack[-1] = stack[-1], stack[-number]
    elif name == "LOAD_ATTR" and not _loads_method(instruction):
        stack.append(_attribute(_pop(stack), instruction.argval))
    elif name == "LOAD_GLOBAL" and number % 2 == 1:
        stack += [None, None]
    elif name in _LOADS:
        stack += _names(instruction)
    elif name == "LOAD_ATTR" or name in _EFFECTS:
        pops, more, pushes = _EFFECTS.get(name, (1, 0, 2))
        for _ in range(pops + more * number):
            _pop(stack)
        stack += [None] * pushes
    else:
        stack.clear()


def _pop(stack: _Stack) -> str | None:
    return stack.pop() if stack else None


def _attribute(owner: str | None, name: str) -> str | None:
    return f"{owner}.{name}" if owner and owner != _VALUE else None


def _owner(instructions: Sequence[dis.Instruction], at: int) -> str | None:
    """The ``"a"`` of ``a.b += 1``: it was loaded before the value was made.

    The load of ``a.b`` stands where its store stands, after a copy of ``a``.
    """
    where = instructions[at].positions
    if where is None or where.col_offset is None:
        return None
    for back in range(at - 1, 1, -1):
        load, copy = instructions[back], instructions[back - 1]
        if load.positions == where and copy.opname == "COPY":
            return _chain(instructions, back - 2)
    return None


def _chain(instructions: Sequence[dis.Instruction], at: int) -> str | None:
    """What the instructions up to this one load, if it is names and dots."""
    each = instructions[at]
    if each.opname == "LOAD_ATTR" and at > 0:
        return _attribute(_chain(instructions, at - 1), each.argval)
    return _names(each)[-1] if each.opname in _LOADS else None


def block_lines(frame: FrameType) -> tuple[int, int] | None:
    """The first and last line inside the ``with`` that a frame stands at.

    Comments right above the first statement belong to it.
    """
    text = _text(frame.f_code.co_filename)
    for node in ast.walk(_tree("".join(text))):
        if not isinstance(node, ast.With | ast.AsyncWith):
            continue
        ends = [each.end_lineno or 0 for item in node.items for each in _parts(item)]
        if node.lineno <= frame.f_lineno <= max(ends):
            first = min(each.lineno for each in [node.body[0], *_decorators(node)])
            while text[first - 2].lstrip().startswith("#"):
                first -= 1
            return first, node.body[-1].end_lineno or first
    return None


def _parts(item: ast.withitem) -> list[ast.expr]:
    return [item.context_expr, *([item.optional_vars] if item.optional_vars else [])]


def _decorators(block: ast.With | ast.AsyncWith) -> list[ast.expr]:
    return getattr(block.body[0], "decorator_list", [])


def function_lines(code: CodeType) -> tuple[int, int]:
    """The first and last line of a function, its decorators included."""
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    ends = [end or line for line, end, _, _ in code.co_positions()]
    ends += [function_lines(each)[1] for each in inner]
    return code.co_firstlineno, max(end or 0 for end in [code.co_firstlineno, *ends])


def lines(filename: str, first: int, last: int) -> dict[int, str]:
    """Line number -> text, moved to the left by their common ``margin``."""
    text = textwrap.dedent("".join(_text(filename)[first - 1 : last])).rstrip()
    return dict(enumerate(text.split("\n"), first)) if text else {}


def margin(filename: str, first: int, last: int) -> int:
    """How many columns ``lines`` cut off: a ``Source`` counts them."""
    whole = _text(filename)
    for number, line in lines(filename, first, last).items():
        if line.strip():
            return len(whole[number - 1].rstrip()) - len(line.rstrip())
    return 0


_HIDDEN = re.compile(r"__\w*__|_+|_i+|_i?\d+|_[iod]h|In|Out")


def names_in(
    mapping: Mapping[str, object], wanted: Callable[[object], bool]
) -> Iterator[tuple[str, object]]:
    """The learner's variables in a frame's locals or globals that are wanted.

    Python's own names and a notebook's (``_``, ``_3``, ``Out``) are left out.
    """
    for name, value in list(mapping.items()):
        if name.isidentifier() and not _HIDDEN.fullmatch(name) and wanted(value):
            yield name, value
