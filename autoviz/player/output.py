"""The notebook output: a still picture that a script replaces by the player.

Where a notebook runs scripts (one's own, or a converted page), the player comes
up, with no kernel needed. Where scripts are stripped (a notebook that came from
someone else, a repository's preview), the still stays. The document is compressed, and
the stylesheet with it: a notebook keeps every output it has, and a long recording says
much of it many times. The script is not: unpacking one takes ``eval`` or a ``blob:``,
which some notebooks forbid.

Next: ``page``.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any
from uuid import uuid4

from autoviz.player.static_files import PLAYER, Bundle, script, style

__all__ = [
    "data_uri",
    "output_html",
    "packed",
    "sentence",
    "words_html",
]


def output_html(
    document: Mapping[str, Any], still: str, bundle: Bundle = PLAYER
) -> str:
    """What a notebook shows for a recording; ``still`` is an SVG."""
    name = f"autoviz-{uuid4().hex}"
    caption = escape(sentence(document["steps"][-1]))
    return (
        f'<div id="{name}" class="autoviz av-embedded">'
        f'<img style="max-width:100%" alt="{caption}" '
        f'src="{data_uri(_mute(still))}"></div>\n'
        f'<script type="module">\n{script(bundle.modules)}'
        f'const place = document.getElementById("{name}");\n'
        f"const [styles, shown] = await {packed([style(bundle.sheets), document])};\n"
        'place.before(make("style", {}, styles));\n'
        f"{bundle.mount}(place, shown);\n"
        f"{_FILL_FRAME}</script>"
    )


_FILL_FRAME = """\
if (frameElement && place.parentNode === document.body)
new ResizeObserver(() => {
const { offsetTop: above, offsetHeight: own } = place;
frameElement.style.height = `${2 * above + own}px`;
}).observe(place);
"""
"""marimo puts an output with a script into a frame of its own, of a fixed height."""


def _mute(still: str) -> str:
    """A picture without the texts that an ``<img>`` never shows: it has its ``alt``."""
    return _TITLES.sub("", still)


_TITLES = re.compile(r"<(title|desc)>.*?</\1>", re.DOTALL)


def words_html(why: str, words: str) -> str:
    """What a notebook shows where there is no picture: ``why``, and every step."""
    return (
        f"<p>{escape(why)}</p>\n<details><summary>every step in words</summary>"
        f"<pre>{escape(words)}</pre></details>"
    )


def packed(data: Any) -> str:
    """A document, compressed, as an expression that unpacks it in the browser."""
    json_text = json.dumps(data, separators=(",", ":")).encode()
    text = b64encode(gzip.compress(json_text, mtime=0)).decode()
    return f"""\
new Response(
new Blob([Uint8Array.from(atob("{text}"), (each) => each.charCodeAt(0))])
.stream().pipeThrough(new DecompressionStream("gzip"))).json()"""


def sentence(step: Mapping[str, Any]) -> str:
    """The caption of a step of the document, without its styles."""
    return "".join(text for _, text in step["caption"])


def data_uri(still: str) -> str:
    """An SVG as an address that needs no file and no host."""
    code = b64encode(still.encode("utf-8", "replace")).decode("ascii")
    return f"data:image/svg+xml;base64,{code}"
