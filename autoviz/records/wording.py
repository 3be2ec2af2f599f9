"""The learner's text made fit to be shown: short, and with nothing invisible in it.

>>> shorten("alpha + beta + gamma", 11), atomic("a + b")
('alpha…gamma', False)

Next: ``naming``, what a node is called.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

__all__ = ["atomic", "shorten", "visible"]

_BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")


def visible(text: str) -> str:
    r"""Control, bidirectional and other invisible characters as escapes.

    >>> visible("a\nb\u202e")
    'a\\nb\\u202e'
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def shorten(text: str, limit: int, *, at: Literal["middle", "end"] = "middle") -> str:
    """At most ``limit`` characters, made visible, what is left out as "…".

    >>> shorten("alpha + beta + gamma", 11)
    'alpha…gamma'
    """
    if len(text) <= limit and text.isprintable():
        return text
    if len(text) > 2 * limit:
        text = text[:limit] + "…" + text[-limit:]
    pieces = [_visible(each) for each in text]
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    tail = (limit - 1) // 2 if at == "middle" else 0
    end = _fitting(reversed(pieces), tail)
    head = _fitting(pieces, limit - 1 - sum(map(len, end)))
    return "".join(head).rstrip() + "…" + "".join(reversed(end)).lstrip()


def atomic(text: str) -> bool:
    """Whether ``text`` can be squared or multiplied without parentheses.

    >>> atomic("x"), atomic("tanh(h)"), atomic("a + b"), atomic("(a) + (b)")
    (True, True, False, False)
    """
    before = None
    while text != before:
        before = text
        text = _BRACKETS.sub("", text)
    return re.fullmatch(r"[\w.…]+", text) is not None


def _fitting(pieces: Iterable[str], room: int) -> list[str]:
    taken: list[str] = []
    for each in pieces:
        room -= len(each)
        if room < 0:
            break
        taken.append(each)
    return taken


def _visible(character: str) -> str:
    if character in "\n\t\r":
        return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[character]
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        code = ord(character)
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return character
