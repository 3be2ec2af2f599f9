"""One browser for all tests of the player; no test of it may ask any host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from autoviz.player.static_files import script, style
from tests.browser import FLAGS, find
from tests.player.lab import FRONT_ENDS, Lab, jupyterlab
from tests.player.notebook_page import guarded_page, open_notebook, shut_down
from tests.player.sample import page_of_players

Players = Callable[..., Page]
Open = Callable[[str], Page]

in_both = pytest.mark.parametrize("front", FRONT_ENDS.values(), ids=FRONT_ENDS)
"""A test for JupyterLab and for Notebook 7."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test for an error of its own or a foreign request."""
    faults: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            faults.append(route.request.url)
            route.abort()

    page = browser.new_page(viewport={"width": 900, "height": 700})
    page.route("**/*", guard)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert [] == faults


@pytest.fixture
def players(page: Page, tmp_path: Path) -> Players:
    """Open a page from disk with one player per document, all with ``options``."""

    def open_players(*documents: dict[str, Any], **options: Any) -> Page:
        file = tmp_path / "players.html"
        pairs = [(document, options) for document in documents]
        file.write_text(page_of_players(script(), style(), pairs), encoding="utf-8")
        page.goto(file.as_uri())
        return page

    return open_players


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with jupyterlab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def front() -> str:
    """JupyterLab, where a test is not for both."""
    return FRONT_ENDS["JupyterLab"]


@pytest.fixture
def opened(browser: Browser, lab: Lab, front: str) -> Iterator[Open]:
    """Open notebooks by name; a foreign request or an error fails the test."""
    faults: list[str] = []
    page = guarded_page(browser, faults, allowed=rf"https?://{re.escape(lab.host)}/")

    def open_by_name(name: str) -> Page:
        open_notebook(page, lab.address(name, front))
        return page

    yield open_by_name
    shut_down(page)
    page.close()
    assert [] == faults
