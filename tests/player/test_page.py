"""The page, opened from disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from autoviz.player.page import page_html
from tests.player.sample import HOSTILE, hostile, tutorial

STILL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(page_html(tutorial(), STILL, "The tutorial"), encoding="utf-8")
    return path


def test_the_page_plays_from_disk(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.get_by_role("button", name="forward (→)").click()
    assert "step 1 of 12" == page.locator(".av-count").text_content()
    assert "The tutorial" == page.title()
    assert ["The tutorial"] == page.locator("main > h1").all_text_contents()
    assert "en" == page.locator("html").get_attribute("lang")


def test_the_page_may_ask_no_host(page: Page, file: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert [] == said
    failed = page.evaluate(
        "fetch('https://example.org/').then(() => 'answered', (e) => e.name)"
    )
    assert "TypeError" == failed
    assert "Content Security Policy" in said[0]


def test_without_scripts_there_are_still_and_captions(
    browser: Browser, file: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("svg").is_visible()
    captions = page.locator("ol li").all_text_contents()
    context.close()
    assert 13 == len(captions)
    assert "Nothing has run yet." == captions[0]


def test_hostile_titles_and_names_stay_text(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(page_html(hostile(), STILL, HOSTILE), encoding="utf-8")
    page.goto(path.as_uri())
    assert HOSTILE == page.title()
    assert HOSTILE == page.locator("h1").text_content()
    page.get_by_role("button", name="last step").click()
    assert page.evaluate("window.hacked === undefined")
