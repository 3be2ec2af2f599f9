"""The notebook output: a still picture that a script replaces by the player.

Where a notebook runs scripts (one's own, or a converted page), the player comes
up, with no kernel needed. Where scripts are stripped (a notebook that came from
someone else, a repository's preview), the still stays.

Next: ``page``.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any
from uuid import uuid4

from autoviz.player.static_files import script, style

__all__ = ["data_uri", "output_html", "script_text", "sentence"]

_UNSAFE = re.compile("[<\u2028\u2029\ud800-\udfff]")


def output_html(document: Mapping[str, Any], still: str) -> str:
    """What a notebook shows for a recording; ``still`` is an SVG."""
    name = f"autoviz-{uuid4().hex}"
    caption = escape(sentence(document["steps"][-1]))
    return (
        f'<div id="{name}" class="autoviz av-embedded">'
        f'<img src="{data_uri(still)}" alt="{caption}"></div>\n'
        f"<style>\n{style()}</style>\n"
        f'<script type="module">\n{script()}'
        f'mount(document.getElementById("{name}"), {script_text(document)});\n'
        "</script>"
    )


def sentence(step: Mapping[str, Any]) -> str:
    """The caption of a step of the document, without its styles."""
    return "".join(text for _, text in step["caption"])


def data_uri(still: str) -> str:
    """An SVG as an address that needs no file and no host."""
    code = b64encode(still.encode("utf-8", "replace")).decode("ascii")
    return f"data:image/svg+xml;base64,{code}"


def script_text(document: Mapping[str, Any]) -> str:
    """The document as JSON that no HTML parser can mistake for markup."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
