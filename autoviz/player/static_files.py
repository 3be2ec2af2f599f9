"""The player's script and stylesheet, as two texts.

The player is written as small ES modules and used as one: a notebook output or a
page from disk can import nothing. Joining them takes no build step: the modules
are put one after the other, in an order in which each comes after those it
imports, without their ``import`` lines, the word ``export`` and their comments.
One consequence: a name at the top of a module must be unique among all of them.

Next: ``output``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from autoviz.picture import svg
from autoviz.picture.theme import DARK, LIGHT, MONO, SANS, TONES, Theme, variables

__all__ = ["MODULES", "script", "style", "widget_module"]

MODULES = (
    "dom.js",
    "frames.js",
    "picture.js",
    "timeline.js",
    "transport.js",
    "code.js",
    "why.js",
    "predict.js",
    "twin.js",
    "still.js",
    "keys.js",
    "player.js",
    "widget.js",
)

_COMMENT = re.compile(r"^\s*/\*.*?\*/\n?", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)

_DARK_PLACES = (
    '[data-jp-theme-light="false"] .autoviz',
    "body.vscode-dark .autoviz",
    "body.vscode-high-contrast:not(.vscode-high-contrast-light) .autoviz",
    '[data-vscode-theme-kind*="dark"] .autoviz',
    '.autoviz.autoviz[data-theme="dark"]',
)
_LIGHT_PLACES = (
    '[data-jp-theme-light="true"] .autoviz',
    "body.vscode-light .autoviz",
    '[data-vscode-theme-kind*="light"] .autoviz',
    '.autoviz.autoviz[data-theme="light"]',
)


@cache
def script() -> str:
    """All modules as one; ``mount(root, document, options)`` starts a player."""
    return "".join(_bare(_read(name)) for name in MODULES)


@cache
def widget_module() -> str:
    """The script as the module that anywidget loads."""
    return script() + "export default { render };\n"


@cache
def style() -> str:
    """The stylesheet: colours by theme, matrix tones, the player, the picture."""
    player = _INDENT.sub("", _COMMENT.sub("", _read("player.css")))
    return "".join((_themes(), _tones(), player, svg.style()))


def _read(name: str) -> str:
    return (files("autoviz.player") / "static" / name).read_text(encoding="utf-8")


def _bare(module: str) -> str:
    for pattern in (_COMMENT, _IMPORT, _EXPORT, _INDENT):
        module = pattern.sub("", module)
    return module


def _themes() -> str:
    """Light, unless the system, the notebook, or the element itself says dark."""
    return (
        f".autoviz{{--av-sans:{SANS};--av-mono:{MONO};{_colours(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{.autoviz{{{_colours(DARK)}}}}}\n"
        f"{','.join(_LIGHT_PLACES)}{{{_colours(LIGHT)}}}\n"
        f"{','.join(_DARK_PLACES)}{{{_colours(DARK)}}}\n"
    )


def _colours(theme: Theme) -> str:
    return f"color-scheme:{theme.name};{variables(theme)}"


def _tones() -> str:
    """A class for each tone of a matrix cell: ``tm5`` … ``t0`` … ``tp5``."""
    middle = len(TONES) // 2
    names = [
        "t0" if tone == 0 else f"t{'m' if tone < 0 else 'p'}{abs(tone)}"
        for tone in range(-middle, middle + 1)
    ]
    return "".join(
        f".autoviz .av-grid .{name}{{background:{fill};color:{ink}}}\n"
        for name, (fill, ink) in zip(names, TONES, strict=True)
    )
