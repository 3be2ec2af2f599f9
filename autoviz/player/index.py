"""The index page: recordings side by side, each a still with a link to its page.

It is a family member of ``page``: one file, the same colours by light and dark,
and it asks no host for anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from autoviz.picture.style import picture_css
from autoviz.picture.theme import DARK, LIGHT, SANS, variables
from autoviz.player.html import html_file

__all__ = ["Entry", "index_html"]

_POLICY = "style-src 'unsafe-inline'"
_STYLE = f"""\
:root{{color-scheme:light dark;{variables(LIGHT)}}}
@media (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}
body{{margin:0;background:var(--av-page);color:var(--av-ink);font:15px/1.5 {SANS}}}
main{{max-width:1240px;margin:0 auto;padding:20px clamp(12px,2vw,28px) 32px}}
h1{{margin:0;font-size:1.35em}}
h2{{margin:0;font-size:1.1em}}
p{{margin:.2em 0 0;color:var(--av-muted)}}
ol{{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,24em),1fr));\
gap:16px;margin:20px 0 0;padding:0;list-style:none}}
li{{position:relative;display:flex;flex-direction:column;padding:14px 18px 0;\
border:1px solid var(--av-border);border-radius:10px;background:var(--av-surface)}}
li:hover{{border-color:var(--av-line)}}
li:focus-within{{outline:2px solid var(--av-leaf);outline-offset:2px}}
a{{color:var(--av-leaf);outline:none}}
a::after{{content:"";position:absolute;inset:0;z-index:1}}
div{{max-height:17em;margin:auto 0;padding:1em 0;overflow:hidden;\
mask:linear-gradient(#000 calc(100% - 1em),#0000)}}
svg{{display:block;max-width:100%;height:auto;margin:0 auto}}
"""


@dataclass(frozen=True)
class Entry:
    """One recording on the index: the page it has, and what is said of it."""

    title: str
    line: str
    file: str
    drawing: str  # as SVG without colours of its own


def index_html(title: str, line: str, entries: Sequence[Entry]) -> str:
    """The whole page as text."""
    body = f"""\
<main>
<h1>{escape(title)}</h1>
<p>{escape(line)}</p>
<ol>
{"".join(_item(each) for each in entries)}</ol>
</main>
"""
    return html_file(title, _STYLE + picture_css(), body, _POLICY)


def _item(entry: Entry) -> str:
    return (
        f'<li><h2><a href="{quote(entry.file, errors="surrogateescape")}">'
        f"{escape(entry.title)}</a></h2>\n"
        f"<p>{escape(entry.line)}</p>\n<div>{entry.drawing}</div></li>\n"
    )
