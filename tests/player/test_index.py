"""The index page leads to each page, in light and dark, and asks no host."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from autoviz.player.index import Entry, index_html
from tests.player.sample import HOSTILE

DRAWING = '<svg class="av" role="img" aria-label="x" width="90" height="60"></svg>'


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two pages, the second with a hostile name."""
    entries = [
        Entry("first", "13 steps", "1-first.html", DRAWING),
        Entry(HOSTILE, HOSTILE, '2-#?"&.html', DRAWING),
    ]
    for each in entries:
        (tmp_path / each.file).write_text(f"<title>page {each.file[0]}</title>")
    path = tmp_path / "index.html"
    path.write_text(index_html(f"all {HOSTILE}", HOSTILE, entries), encoding="utf-8")
    return path


@pytest.mark.parametrize("k", [1, 2])
def test_a_click_on_the_picture_opens_the_page(page: Page, index: Path, k: int) -> None:
    page.goto(index.as_uri())
    page.locator("li").nth(k - 1).locator("svg").click(force=True)
    page.wait_for_url("**/*-*")
    assert f"page {k}" == page.title()


def test_hostile_names_are_shown_as_text(page: Page, index: Path) -> None:
    page.goto(index.as_uri())
    assert f"all {HOSTILE}" == page.title()
    assert ["first", HOSTILE] == page.locator("h2").all_text_contents()
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, index: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(index.as_uri())
    found = Axe().run(page).response["violations"]
    assert [] == [each["id"] for each in found]
