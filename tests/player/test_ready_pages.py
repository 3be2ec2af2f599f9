"""Ready pages in a browser: one question each, words on demand, the last compares."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from autoviz.pages import READY, Page, pages
from tests.player.test_accessibility import faults


@pytest.fixture(scope="module")
def made() -> dict[str, Page]:
    return {each.name: each for each in pages()}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("gradient_is_none", "None"),
        ("backward_twice", "an error"),
        ("forgotten_zero_grad", "12"),
        ("in_place_write", "an error"),
        ("detach_or_no_grad", "9"),
    ],
)
def test_a_page_asks_one_question_which_can_be_answered(
    made: dict[str, Page], page: Tab, tmp_path: Path, name: str, answer: str
) -> None:
    file = tmp_path / f"{name}.html"
    file.write_text(made[name].html, "utf-8")
    page.goto(file.as_uri())
    player = page.locator("#player")
    asked = player.locator(".av-ask:visible")
    while not asked.count():
        player.get_by_role("button", name="forward (→)").click()
    if asked.get_by_role("radio").count():
        asked.get_by_label(answer, exact=True).check()
    else:
        asked.get_by_role("textbox").fill(answer)
    asked.get_by_role("button", name="answer").click()
    expect(player.locator(".av-verdict")).to_have_text(f"you said {answer} ✓")
    expect(page.locator("details article")).not_to_be_visible()
    page.get_by_text("What happens here, why").click()
    expect(page.locator("details article")).to_be_visible()
    assert [] == faults(page)


def test_the_last_page_compares_three(
    made: dict[str, Page], page: Tab, tmp_path: Path
) -> None:
    file = tmp_path / "last.html"
    file.write_text(made[READY[-1].name].html, "utf-8")
    page.goto(file.as_uri())
    compared = page.locator("#player2")
    compared.get_by_role("button", name="last step (End)").click()
    row = compared.locator(".av-ledger tbody tr").first
    assert ["x.grad", "27", "9", "9"] == row.locator("th, td").all_text_contents()
    assert "step 0 of 6" == page.locator("#player .av-count").text_content()
