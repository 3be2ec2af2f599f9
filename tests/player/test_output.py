"""The notebook output."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from autoviz.player.output import data_uri, output_html, sentence
from tests.player.sample import HOSTILE, hostile, tutorial

STILL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def show(page: Page, folder: Path, text: str) -> None:
    file = folder / "output.html"
    file.write_text(
        f'<!doctype html><meta charset="utf-8"><body>{text}</body>', encoding="utf-8"
    )
    page.goto(file.as_uri())


def test_the_still_gives_way_to_the_player(page: Page, tmp_path: Path) -> None:
    show(page, tmp_path, output_html(tutorial(), STILL))
    assert "step 0 of 12" == page.locator(".av-count").text_content()
    assert 0 == page.locator("img").count()


def test_without_scripts_the_still_stays(page: Page, tmp_path: Path) -> None:
    text = output_html(tutorial(), STILL)
    show(page, tmp_path, re.sub("<(style|script).*?</\\1>", "", text, flags=re.DOTALL))
    image = page.locator("div.autoviz > img")
    assert "x.grad is 64 + 192 = 256" == image.get_attribute("alt")
    assert 9 == image.evaluate("(image) => image.naturalWidth")


def test_one_output_twice_makes_two_players(page: Page, tmp_path: Path) -> None:
    texts = [output_html(tutorial(), STILL) for _ in range(2)]
    show(page, tmp_path, "".join(texts))
    page.get_by_role("button", name="forward (→)").first.click()
    counts = page.locator(".av-count").all_text_contents()
    assert ["step 1 of 12", "step 0 of 12"] == counts


def test_a_frame_with_nothing_else_grows_with_the_player(page: Page) -> None:
    page.set_content('<iframe style="width: 800px; height: 100px"></iframe>')
    frame = page.frames[1]
    frame.set_content(output_html(tutorial(), STILL))
    frame.wait_for_function("innerHeight > 300")
    overflow = "document.documentElement.scrollHeight - innerHeight"
    frame.get_by_role("button", name="more").click()
    frame.get_by_role("button", name="ledger").click()
    frame.wait_for_function(f"innerHeight > 500 && {overflow} <= 0")


def test_a_frame_with_more_in_it_is_left_alone(page: Page) -> None:
    page.set_content('<iframe style="width: 800px; height: 100px"></iframe>')
    frame = page.frames[1]
    frame.set_content(f"<main>{output_html(tutorial(), STILL)}</main>")
    frame.locator(".av-player").wait_for()
    assert 100 == frame.evaluate("innerHeight")


def test_hostile_text_does_not_end_the_script(page: Page, tmp_path: Path) -> None:
    document = hostile()
    document["steps"][0]["caption"] = [["", f"</script><!--<script>{HOSTILE}\u2028"]]
    show(page, tmp_path, output_html(document, STILL))
    caption = page.locator(".av-caption[aria-live]").text_content()
    assert f"</script><!--<script>{HOSTILE}\u2028" == caption
    assert page.evaluate("window.hacked === undefined")


def test_hostile_text_stays_inside_the_image_s_caption(
    page: Page, tmp_path: Path
) -> None:
    document = tutorial()
    document["steps"][-1]["caption"] = [["name", HOSTILE]]
    text = output_html(document, STILL)
    show(page, tmp_path, text.partition("<script")[0])
    assert HOSTILE == page.locator("img").get_attribute("alt")


def test_sentence_joins_the_spans() -> None:
    assert "x is 3" == sentence({"caption": [["name", "x"], ["", " is 3"]]})


def test_a_still_is_an_address_of_its_own() -> None:
    assert "data:image/svg+xml;base64,PHN2Zy8+" == data_uri("<svg/>")
