"""Text with a purpose: the pieces every caption, panel and table is made of.

A sentence is a tuple of spans. A span says what its text *is* (the learner's own
code, a gradient that is moving), never how it looks; pictures decide that. The
learner's text only ever stands in the text half of a span, so it can never be
taken for markup.

Next: ``label`` (what a node is called), then ``caption``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

__all__ = [
    "Span",
    "Spans",
    "Style",
    "atomic",
    "listing",
    "plain",
    "shorten",
    "visible",
]

Style = Literal["", "code", "name", "value", "grad", "muted"]
"""What a span is.

- ``""``: our own words
- ``"code"``: the learner's own text
- ``"name"``: the learner's name that is in focus (bold)
- ``"value"``: a forward number
- ``"grad"``: the gradient that is moving (bold, coloured)
- ``"muted"``: secondary
"""

Span = tuple[Style, str]
Spans = tuple[Span, ...]

_BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")


def plain(spans: Iterable[Span]) -> str:
    """The text alone.

    >>> plain((("name", "x"), ("", " is a leaf")))
    'x is a leaf'
    """
    return "".join(text for _, text in spans)


def listing(items: Sequence[Spans], word: str = "and") -> Spans:
    """``a``, ``a and b``, ``a, b and c``.

    >>> plain(listing([(("code", "w"),), (("code", "x"),), (("code", "b"),)]))
    'w, x and b'
    """
    spans: list[Span] = []
    for position, item in enumerate(items):
        if position:
            last = position == len(items) - 1
            spans.append(("", f" {word} " if last else ", "))
        spans.extend(item)
    return tuple(spans)


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
