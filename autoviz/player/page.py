"""The page: one self-contained file that plays from disk.

It carries script, style and document in itself, and a policy that forbids it to
ask any host for anything. Style and documents are compressed. With scripts off it
shows the still picture and all captions.

Next: ``widget``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from autoviz.picture.theme import DARK, LIGHT
from autoviz.player.html import html_file
from autoviz.player.output import packed, sentence
from autoviz.player.static_files import LIVE, PLAYER, Bundle, script, style

__all__ = ["Piece", "live_page_html", "page_html", "pieces_html"]

_POLICY = "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_FRAME = f"""\
:root{{color-scheme:light dark}}
body{{margin:0;background:{LIGHT.page};color:{LIGHT.ink}}}
main{{max-width:1800px;margin:0 auto;padding:12px clamp(8px,1.5vw,24px) 24px}}
h1{{margin:0 0 10px 2px;font:15px Verdana,"DejaVu Sans",sans-serif}}
main:has(article) h1{{font-size:24px}}
article{{max-width:46em;margin:0 2px 1.2em}}
article,summary{{font:15px/1.6 Verdana,"DejaVu Sans",sans-serif}}
article h2{{margin:1.3em 0 .2em;font-size:1.1em}}
article p{{margin:0}}
article code{{font:.95em "DejaVu Sans Mono",Menlo,Consolas,monospace}}
noscript+:is(article,details){{margin-top:18px}}
summary{{margin:0 2px;font-weight:bold;cursor:pointer}}
noscript svg{{max-width:100%;height:auto}}
body:has([data-theme="dark"]){{background:{DARK.page};color:{DARK.ink}}}
@media (prefers-color-scheme:dark){{body:not(:has([data-theme="light"]))\
{{background:{DARK.page};color:{DARK.ink}}}}}
"""


def page_html(
    document: Mapping[str, Any], still: str, title: str, index: int = 0
) -> str:
    """The whole page as text, which opens at step ``index``.

    ``still`` is an SVG for where scripts are off.
    """
    options = f"{{link: true, index: {index}}}"
    return pieces_html(title, [Piece(document, still, options=options)])


def live_page_html(
    bundle: Mapping[str, Any], document: Mapping[str, Any], still: str, title: str
) -> str:
    """The page with sliders; ``document`` is one run, for where scripts are off."""
    return pieces_html(title, [Piece(document, still, LIVE, "{link: true}", bundle)])


@dataclass(frozen=True)
class Piece:
    """A player on a page; ``still`` and all captions stand there with scripts off.

    ``data`` is what the player gets, if it is not the document.
    """

    document: Mapping[str, Any]
    still: str
    bundle: Bundle = PLAYER
    options: str = "{}"
    data: Mapping[str, Any] | None = None


def pieces_html(title: str, pieces: Sequence[Piece | str]) -> str:
    """A page with several things one below the other; a text is markup."""
    players = [each for each in pieces if isinstance(each, Piece)]
    modules = dict.fromkeys(name for each in players for name in each.bundle.modules)
    sheets = dict.fromkeys(name for each in players for name in each.bundle.sheets)
    shown: list[str] = []
    starts: list[str] = []
    for each in pieces:
        if isinstance(each, str):
            shown.append(each)
            continue
        name = f"player{len(starts) + 1 if starts else ''}"
        shown.append(f'<div id="{name}" class="autoviz"></div>\n')
        shown.append(_without_scripts(each.document, each.still) + "\n")
        starts.append(
            f'{each.bundle.mount}(document.getElementById("{name}"), '
            f"documents.shift(), {each.options});\n"
        )
    documents = [each.data or each.document for each in players]
    body = f"""\
<main>
<h1>{escape(title)}</h1>
{"".join(shown)}</main>
<script type="module">
{script(tuple(modules))}const [styles, ...documents] = \
await {packed([style(tuple(sheets)), *documents])};
document.head.append(make("style", {{}}, styles));
{"".join(starts)}</script>
"""
    return html_file(title, _FRAME, body, _POLICY)


def _without_scripts(document: Mapping[str, Any], still: str) -> str:
    captions = [escape(sentence(step)) for step in document["steps"]]
    items = "".join(f"<li>{caption}</li>\n" for caption in captions)
    return f'<noscript>{still}\n<ol start="0">\n{items}</ol></noscript>'
