"""Axe finds nothing wrong, in any colours, in any state of the player."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from autoviz.player.page import page_html
from tests.player.sample import matrix, tutorial


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_nothing(
    page: Page,
    tmp_path: Path,
    scheme: Literal["light", "dark"],
    width: int,
    forced: Literal["none", "active"],
) -> None:
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    page.set_viewport_size({"width": width, "height": 800})
    for number, document in enumerate((tutorial(), matrix())):
        file = tmp_path / f"{number}.html"
        file.write_text(page_html(document, document["svg"], "A page"), "utf-8")
        page.goto(file.as_uri())
        page.get_by_role("slider").fill("11")
        page.get_by_role("button", name="more").click()
        for panel in ("ledger", "as text", "legend", "keys"):
            page.get_by_role("button", name=panel, exact=True).click()
        page.locator("[data-id=c3]").click()
        assert [] == faults(page)
        page.get_by_role("button", name="back (←)").click()
        page.get_by_role("button", name="predict").click()
        page.get_by_role("button", name="forward (→)").click()
        assert [] == faults(page)


def faults(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"]) for each in found for node in each["nodes"]]
