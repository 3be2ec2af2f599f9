"""SVG elements, written one after the other.

``Canvas`` knows how a rectangle or a text is spelled in SVG, and looks up the class
and the text that a frame gives to an id. It knows nothing of cards or arrows.

Next: ``svg``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from autoviz.picture.curve import px
from autoviz.picture.frame import Frame
from autoviz.picture.theme import LIGHT, Theme
from autoviz.picture.type import mono

__all__ = ["Canvas", "clean", "printable"]

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Canvas:
    """SVG elements being written, with the classes and texts of one frame.

    A ``still`` has no ids, and none of what its frame hides. One that is ``moving``
    has no ids either, but everything: its ``parts`` are as many in every frame.
    ``theme`` has the colours of images, which no stylesheet reaches.
    """

    def __init__(
        self,
        frame: Frame,
        *,
        still: bool = False,
        moving: bool = False,
        theme: Theme = LIGHT,
    ) -> None:
        self.theme = theme
        self._frame = frame
        self._still = still
        self._has_ids = not (still or moving)
        self.parts: list[str] = []
        self._hidden: list[int | None] = []

    def __str__(self) -> str:
        return "".join(self.parts)

    def raw(self, markup: str) -> None:
        self.parts.append(markup)

    def open(self, id: str) -> None:
        """A group whose class a frame can set."""
        classes = self._frame.classes.get(id, "")
        hidden = self._still and classes.endswith("off")
        self._hidden.append(len(self.parts) if hidden else None)
        self.raw(f'<g{self._id(id)} class="{classes}">')

    def close(self) -> None:
        self.raw("</g>")
        start = self._hidden.pop()
        if start is not None:
            del self.parts[start:]

    def _id(self, id: str) -> str:
        return f' data-id="{id}"' if id and self._has_ids else ""

    def rect(
        self, css: str, x: float, y: float, width: float, height: float, r: float = 0
    ) -> None:
        corner = f' rx="{px(r)}"' if r else ""
        self.raw(
            f'<rect class="{css}" x="{px(x)}" y="{px(y)}" width="{px(width)}" '
            f'height="{px(height)}"{corner}/>'
        )

    def path(self, css: str, data: str) -> None:
        self.raw(f'<path class="{css}" d="{data}"/>')

    def text(
        self,
        css: str,
        x: float,
        y: float,
        content: str = "",
        *,
        id: str = "",
        anchor: str = "",
        width: float = 0,
    ) -> None:
        """Text that stays; with an id, text (and class) that a frame sets."""
        content = self._frame.texts.get(id, content)
        css = self._frame.classes.get(id, css)
        if self._still and not content:
            return
        self.raw(
            f'<text class="{css}" x="{px(x)}" y="{px(y)}"'
            + (f' text-anchor="{anchor}"' if anchor else "")
            + self._id(id)
            + (f' textLength="{px(width)}"' if width else "")
            + f">{clean(content)}</text>"
        )

    def title(self, x: float, y: float, bold: str, rest: str, size: float) -> None:
        """A bold part and a plain one, in the width that was worked out for them."""
        plain = rest.lstrip()
        width = mono(bold, size)
        self.text("title b", x, y, bold, width=width)
        if plain:
            x += width + mono(rest[: len(rest) - len(plain)], size)
            self.text("title", x, y, plain, width=mono(plain, size))

    def hint(self, content: str = "", *, id: str = "") -> None:
        """What is said where a mouse rests on the group; not in what moves."""
        content = self._frame.texts.get(id, content)
        if self._has_ids or (self._still and content):
            self.raw(f"<title{self._id(id)}>{clean(content)}</title>")

    def spans(self, css: str, x: float, y: float, ids: Iterable[str]) -> None:
        """One right-aligned line of texts that a frame sets."""
        texts = [(id, self._frame.classes[id], self._frame.texts[id]) for id in ids]
        spans = "".join(
            f'<tspan{self._id(id)} class="{own}">{clean(content)}</tspan>'
            for id, own, content in texts
            if content or not self._still
        )
        self.raw(
            f'<text class="{css}" x="{px(x)}" y="{px(y)}" text-anchor="end">'
            f"{spans}</text>"
        )


def clean(text: str) -> str:
    """Text as SVG content, never markup."""
    return escape(printable(text))


def printable(text: str) -> str:
    """What XML forbids, made visible."""
    return _UNPRINTABLE.sub("\ufffd", text)
