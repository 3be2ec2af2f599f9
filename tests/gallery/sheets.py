"""Contact sheets: pictures side by side, so that somebody looks at all of them.

Above each stands the program's name and title. A picture that is larger than a sheet
is shown smaller.

Next: ``golden``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from autoviz.picture.still import still
from autoviz.picture.theme import DARK, LIGHT, PRINT, Theme
from autoviz.picture.view import view
from autoviz.player.output import data_uri
from tests.browser import find
from tests.gallery.chapters import PICTURES, recorded, title

__all__ = ["sheets"]

THEMES = (LIGHT, DARK, PRINT)
WIDTH, HEIGHT, GAP, CAPTION = 1760.0, 1200.0, 16.0, 20.0
"""Pixels of a sheet, between pictures, and of the line above each."""

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:{gap}px;display:flex;flex-wrap:wrap;gap:{gap}px;align-items:flex-start;
font:14px/{caption}px sans-serif;background:{page};color:{ink}}}
figure{{margin:0}}figcaption{{height:{caption}px;overflow:hidden}}
img{{display:block;outline:1px solid {line}}}
</style>{figures}"""


@dataclass(frozen=True)
class Figure:
    """One picture, as large as it is shown."""

    name: str
    svg: str
    width: float
    height: float


def sheets(folder: Path) -> Iterator[Path]:
    """Write all of them, theme by theme; one path after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox"]
        )
        size = {"width": int(WIDTH + 2 * GAP), "height": 200}
        page = browser.new_page(viewport=size, device_scale_factor=0.75)
        for theme in THEMES:
            for number, figures in enumerate(_packed(_figures(theme)), start=1):
                path = folder / f"{theme.name}-{number:02}.png"
                page.set_content(_html(figures, theme))
                page.screenshot(path=path, full_page=True)
                yield path
        browser.close()


def _figures(theme: Theme) -> Iterator[Figure]:
    for name, steps in PICTURES.items():
        found = view(recorded(name).trace)
        for k in steps:
            svg = still(found, k % len(found.snapshots), theme)
            sizes = re.findall(r'(?:width|height)="([\d.]+)"', svg)[:2]
            width, height = map(float, sizes)
            fit = min(1.0, WIDTH / width, HEIGHT / height)
            yield Figure(name, svg, width * fit, height * fit)


def _packed(figures: Iterator[Figure]) -> Iterator[list[Figure]]:
    """What fits on a sheet: rows from the left, as a browser wraps them."""
    sheet: list[Figure] = []
    x = y = row = 0.0
    for each in figures:
        if x + each.width > WIDTH:
            x, y, row = 0.0, y + row + GAP, 0.0
        row = max(row, each.height + CAPTION)
        if sheet and y + row > HEIGHT + CAPTION:
            yield sheet
            sheet, x, y, row = [], 0.0, 0.0, each.height + CAPTION
        sheet.append(each)
        x += each.width + GAP
    yield sheet


def _html(figures: list[Figure], theme: Theme) -> str:
    shown = "".join(
        f'<figure style="width:{each.width}px"><figcaption><b>{each.name}</b> · '
        f"{html.escape(title(each.name))}</figcaption>"
        f'<img width="{each.width}" src="{data_uri(each.svg)}"></figure>'
        for each in figures
    )
    return _PAGE.format(
        gap=GAP,
        caption=CAPTION,
        page=theme.page,
        ink=theme.ink,
        line=theme.line,
        figures=shown,
    )
