"""The text of a program, and what of it was written at a place.

Python reports less than was written, of ``x.mean()`` on several lines or of a store, or
more, of a with-block. Which is which the syntax tree of the file tells.

Next: ``source``.
"""

from __future__ import annotations

import ast
import contextlib
import dis
import io
import linecache
import re
import tokenize
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

__all__ = ["Role", "blocks", "characters", "cut", "text_of", "tree", "wider"]

Role = Literal["", "store", "with"]
"""What an instruction does, if that is more than its expression says."""


def text_of(filename: str) -> list[str]:
    """The lines of a file, or of a notebook's cell; none if it is not to be had."""
    linecache.checkcache(filename)
    return linecache.getlines(filename)


def characters(line: str, offset: int | None) -> int | None:
    """Python counts columns in UTF-8 bytes; people and pictures in characters."""
    if offset is None:
        return None
    return len(line.encode()[:offset].decode(errors="replace"))


def cut(text: Sequence[str], where: dis.Positions) -> str:
    """What stands there, in one line; nothing if the columns are not known."""
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
def blocks(text: str) -> Mapping[dis.Positions, dis.Positions]:
    """What Python reports of who enters a with-block -> the whole block.

    That is the whole block itself, or, from Python 3.13 on, what stands after with.
    """
    found = {}
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.With | ast.AsyncWith):
            whole = _span(node)
            found[whole] = whole
            found |= {_span(each.context_expr): whole for each in node.items}
    return found


@lru_cache(maxsize=16)
def wider(text: str) -> Mapping[tuple[Role, dis.Positions], dis.Positions]:
    """Where Python reports less than was written, or more: what was written.

    Of a method chain on several lines it reports ``mean()`` without what it was
    called on; of ``x[0] = 1``, a store, it reports the target; of a with-block,
    entered or left, all of its lines, or only what stands after with.
    """
    found: dict[tuple[Role, dis.Positions], dis.Positions] = {}
    for node in ast.walk(tree(text)):
        match node:
            case ast.Attribute():
                found["", _tail(node, node)] = _span(node)
            case ast.Call(func=ast.Attribute() as method):
                found["", _tail(method, node)] = _span(node)
            case ast.Assign(targets=targets):
                parts = [part for target in targets for part in ast.walk(target)]
                found |= {("store", _span(part)): _span(node) for part in parts}
            case ast.With(items=items) | ast.AsyncWith(items=items):
                last = items[-1].optional_vars or items[-1].context_expr
                end, end_column = last.end_lineno, last.end_col_offset
                whole = _span(node)
                head = whole._replace(end_lineno=end, end_col_offset=end_column)
                entered = [whole, *(_span(each.context_expr) for each in items)]
                found |= {("with", each): head for each in entered}
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                found["store", _span(target)] = _span(node)
    return found


@lru_cache(maxsize=16)
def tree(text: str) -> ast.Module:
    """Its syntax; of what is no Python an empty one."""
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
