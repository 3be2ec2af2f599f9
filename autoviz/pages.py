"""Ready pages for a course: a common mistake each, with a player and one question.

What a page says stands in its program's docstring, what it shows is the recording of
that program, run when the page is made. ``autoviz pages`` writes them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from autoviz.comparing import compare
from autoviz.lessons import Question, lesson
from autoviz.player.page import Piece, pieces_html
from autoviz.recording import Recording
from autoviz.watch.script import run

__all__ = ["READY", "Page", "Ready", "pages"]

_FOLDER = Path(__file__).parent / "programs" / "mistakes"
_CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True)
class Ready:
    """One page: the name of its program, and the question about it.

    Of several recordings ``asked`` is the one with the question; ``labels`` are what
    they are called side by side.
    """

    name: str
    question: Question
    asked: int = 0
    labels: tuple[str, ...] = ()


READY = (
    Ready("gradient_is_none", Question("y", "grad")),
    Ready("backward_twice", Question(8, "fine")),
    Ready("forgotten_zero_grad", Question("w.grad", "number")),
    Ready("in_place_write", Question(5, "fine")),
    Ready(
        "detach_or_no_grad",
        Question("x.grad", "number"),
        asked=1,
        labels=("no cut", "detach()", "no_grad()"),
    ),
)


@dataclass(frozen=True)
class Page:
    """A page that is made: its file's name, what it is about, and its text.

    ``drawing`` is the picture before anything has run, which answers nothing.
    """

    name: str
    title: str
    line: str
    html: str
    drawing: str


def pages() -> Iterator[Page]:
    """All of them, each when its turn comes."""
    return map(_page, READY)


def _page(ready: Ready) -> Page:
    path = _FOLDER / f"{ready.name}.py"
    recordings = [each.recording for each in run(path).made]
    text = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    lead, *paragraphs = text.split("\n\n")
    title, line = lead.rstrip(".").split(": ", 1)
    asked = recordings[ready.asked]
    asked.title = title
    pieces: list[Piece | str] = [_article([_HINT]), _lesson(asked, ready.question)]
    if ready.labels:
        pieces += [_article([_BESIDE]), compare(*recordings, labels=ready.labels).piece]
    html = pieces_html(title, [*pieces, _answer(paragraphs)])
    sentence = f"{line[0].upper()}{line[1:]}."
    return Page(ready.name, title, sentence, html, asked[0].drawing)


_HINT = (
    "Step through the program with the buttons or the arrow keys. On the way there is "
    "a question: answer it before you go on. Then open what is said below."
)
_OPEN = "What happens here, why, and what to do instead"
_BESIDE = (
    "Side by side: The same lines without a cut, with `detach()`, and under "
    "`no_grad()`. They step together; what differs is outlined."
)


def _lesson(recording: Recording, question: Question) -> Piece:
    made = lesson(recording, questions=[question])
    return Piece(made._document, recording[-1].svg, options="{link: true}")


def _article(paragraphs: Sequence[str]) -> str:
    """Paragraphs as markup; a heading is what stands before a colon."""
    return f"<article>\n{''.join(map(_paragraph, paragraphs))}</article>\n"


def _answer(paragraphs: Sequence[str]) -> str:
    """Closed at first, so that it does not answer the question."""
    return f"<details>\n<summary>{_OPEN}</summary>\n{_article(paragraphs)}</details>\n"


def _paragraph(text: str) -> str:
    heading, colon, rest = text.partition(": ")
    if not colon or "." in heading:
        return f"<p>{_marked(text)}</p>\n"
    return f"<h2>{_marked(heading)}</h2>\n<p>{_marked(rest)}</p>\n"


def _marked(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(" ".join(text.split())))
