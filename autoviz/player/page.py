"""The page: one self-contained file that plays from disk.

It carries script, style and document in itself, and a policy that forbids it to
ask any host for anything. With scripts off it shows the still picture and all
captions.

Next: ``widget``.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from autoviz.picture.theme import DARK, LIGHT
from autoviz.player.html import html_file
from autoviz.player.output import script_text, sentence
from autoviz.player.static_files import script, style

__all__ = ["page_html"]

_POLICY = "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_FRAME = f"""\
:root{{color-scheme:light dark}}
body{{margin:0;background:{LIGHT.page};color:{LIGHT.ink}}}
main{{max-width:1800px;margin:0 auto;padding:12px clamp(8px,1.5vw,24px) 24px}}
h1{{margin:0 0 10px 2px;font:15px Verdana,"DejaVu Sans",sans-serif}}
noscript svg{{max-width:100%;height:auto}}
@media (prefers-color-scheme:dark){{body{{background:{DARK.page};color:{DARK.ink}}}}}
"""


def page_html(document: Mapping[str, Any], still: str, title: str) -> str:
    """The whole page as text; ``still`` is an SVG for where scripts are off."""
    body = f"""\
<main>
<h1>{escape(title)}</h1>
<div id="player" class="autoviz"></div>
{_without_scripts(document, still)}
</main>
<script type="module">
{script()}mount(document.getElementById("player"), {script_text(document)});
</script>
"""
    return html_file(title, _FRAME + style(), body, _POLICY)


def _without_scripts(document: Mapping[str, Any], still: str) -> str:
    captions = [escape(sentence(step)) for step in document["steps"]]
    items = "".join(f"<li>{caption}</li>\n" for caption in captions)
    return f'<noscript>{still}\n<ol start="0">\n{items}</ol></noscript>'
