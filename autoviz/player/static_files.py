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
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from autoviz.picture.notation.numbers import BEYOND
from autoviz.picture.style import picture_css, tone_class
from autoviz.picture.theme import COLOURS, DARK, LIGHT, MONO, ODD, SANS, TONES

__all__ = [
    "COMPARISON",
    "LIVE",
    "MODULES",
    "PLAYER",
    "Bundle",
    "comparison_module",
    "live_module",
    "live_style",
    "script",
    "style",
    "widget_module",
]

MODULES = (
    "dom.js",
    "frames.js",
    "picture.js",
    "zoom.js",
    "folding.js",
    "cards.js",
    "timeline.js",
    "grain.js",
    "moves.js",
    "transport.js",
    "menu.js",
    "code.js",
    "why.js",
    "answer.js",
    "choose.js",
    "copying.js",
    "predict.js",
    "ledger.js",
    "keys.js",
    "twin.js",
    "panels.js",
    "still.js",
    "link.js",
    "state.js",
    "asking.js",
    "playing.js",
    "acting.js",
    "showing.js",
    "player.js",
    "widget.js",
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What makes a player: modules, stylesheets, and the function that starts it."""

    modules: tuple[str, ...]
    sheets: tuple[str, ...]
    mount: str


PLAYER = Bundle(MODULES, ("player.css",), "mount")
LIVE = Bundle((*MODULES, "live.js"), ("player.css", "live.css"), "live")
COMPARISON = Bundle(
    (
        "dom.js",
        "frames.js",
        "picture.js",
        "timeline.js",
        "moves.js",
        "code.js",
        "keys.js",
        "twin.js",
        "compare.js",
    ),
    ("player.css", "compare.css"),
    "mountComparison",
)

_COMMENT = re.compile(r"^\s*/\*.*?\*/\n?", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_INDENT = re.compile(r"^\s+", re.MULTILINE)

_SPACE = re.compile(r"\s*([{};,])\s*|(?<=:) ")

_LIGHT_PLACES = (
    '[data-theme="light"]',
    '[data-jp-theme-light="true"] *',
    "body.vscode-light *",
    '[data-vscode-theme-kind*="light"] *',
)
_DARK_PLACES = (
    '[data-jp-theme-light="false"] *',
    "body.vscode-dark *",
    '[data-vscode-theme-kind*="dark"] *',
    '[data-vscode-theme-kind="vscode-high-contrast"] *',
)


@cache
def script(modules: tuple[str, ...] = MODULES) -> str:
    """All modules as one; ``mount(root, document, options)`` starts a player."""
    return "".join(_bare(_read(name)) for name in modules)


@cache
def widget_module() -> str:
    """The script as the module that anywidget loads."""
    return script() + "export default { render };\n"


@cache
def live_module() -> str:
    """With sliders, as the module that anywidget loads."""
    return script(LIVE.modules) + "export default { render: renderLive };\n"


@cache
def style(sheets: tuple[str, ...] = PLAYER.sheets) -> str:
    """The stylesheet: colours by theme, matrix tones, the player, the picture."""
    own = [_SPACE.sub(r"\1", _COMMENT.sub("", _read(name))) for name in sheets]
    return "".join((_themes(), _tones(), *own, picture_css()))


@cache
def comparison_module() -> str:
    """Recordings side by side, as the module that anywidget loads."""
    return script(COMPARISON.modules) + "export default { render: renderComparison };\n"


def live_style() -> str:
    """The stylesheet with that of the sliders."""
    return style(LIVE.sheets)


def _read(name: str) -> str:
    return (files("autoviz.player") / "static" / name).read_text(encoding="utf-8")


def _bare(module: str) -> str:
    for pattern in (_COMMENT, _IMPORT, _EXPORT, _INDENT):
        module = pattern.sub("", module)
    return module


def _themes() -> str:
    """Light, unless the system, the notebook, or the element itself says dark."""
    light, dark = ",".join(_LIGHT_PLACES), ",".join(_DARK_PLACES)
    told = f'.autoviz:is({dark}):not([data-theme="light"]),.autoviz[data-theme="dark"]'
    colours = "".join(
        f"--av-{name.replace('_', '-')}:"
        f"light-dark({getattr(LIGHT, name)},{getattr(DARK, name)});"
        for name in COLOURS
    )
    return (
        ".autoviz{color-scheme:light dark;"
        f"--av-sans:{SANS};--av-mono:{MONO};{colours}}}\n"
        f".autoviz:where({light}){{color-scheme:light}}\n"
        f"{told}{{color-scheme:dark}}\n"
    )


def _tones() -> str:
    """A class for each tone of a matrix cell: ``tm5`` … ``t0`` … ``tp5``, and none."""
    most = len(TONES) // 2
    tones = (*range(-most, most + 1), BEYOND, None)
    usual = TONES[most][1]
    rules = [f"td{{color:{usual}}}\n"]
    for tone, (fill, ink) in zip(tones, (*TONES, *ODD), strict=True):
        own = "" if ink == usual else f";color:{ink}"
        rules.append(f".{tone_class(tone)}{{background:{fill}{own}}}\n")
    return f".autoviz .av-grid{{{''.join(rules)}}}\n"
