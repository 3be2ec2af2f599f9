"""Text with a purpose: the pieces every caption, panel and table is made of.

A sentence is a tuple of spans. A span says what its text *is* (the learner's own
code, a gradient that is moving), never how it looks; pictures decide that. The
learner's text only ever stands in the text half of a span, so it can never be
taken for markup.

Next: ``label`` (what a node is called), then ``caption``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from autoviz.records.wording import atomic, shorten, visible

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
