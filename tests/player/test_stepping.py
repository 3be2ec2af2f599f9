"""Moving through a recording: buttons, keys, slider, play."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.player.conftest import Players
from tests.player.sample import HOSTILE, hostile, matrix, tall, tutorial

PICTURE = "document.querySelector('#player0 .av-stage > svg').outerHTML"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def count(page: Page) -> str | None:
    return page.locator("#player0 .av-count").text_content()


def test_a_player_starts_before_anything_and_stays_there(players: Players) -> None:
    page = players(tutorial(), interval=5)
    page.wait_for_timeout(60)
    assert "step 0 of 12" == count(page)
    assert (
        "Nothing has run yet." == page.locator(".av-caption[aria-live]").text_content()
    )


def test_buttons_step(players: Players) -> None:
    page = players(tutorial())
    steps = []
    for name in ("forward (→)", "forward (→)", "back (←)", "last step", "first step"):
        page.get_by_role("button", name=name).click()
        steps.append(count(page))
    expected = [f"step {k} of 12" for k in (1, 2, 1, 12, 0)]
    assert expected == steps


def test_keys_step_and_stop_at_both_ends(players: Players) -> None:
    page = players(tutorial())
    page.locator("#player0").focus()
    steps = []
    keys = ("ArrowLeft", "ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight")
    for key in (*keys, "Home"):
        press(page, key)
        steps.append(count(page))
    assert [f"step {k} of 12" for k in (0, 1, 2, 1, 12, 12, 0)] == steps


def test_slider_steps_and_tells_its_phase(players: Players) -> None:
    page = players(tutorial())
    slider = page.get_by_role("slider")
    slider.fill("7")
    assert "step 7 of 12" == count(page)
    assert "step 7 of 12, backward" == slider.get_attribute("aria-valuetext")
    slider.focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowLeft")
    assert "step 8 of 12" == count(page)


def test_play_goes_to_the_end_and_stops_there(players: Players) -> None:
    page = players(tutorial(), interval=5)
    page.locator("#player0").focus()
    press(page, "Space")
    expect(page.locator(".av-count")).to_have_text("step 12 of 12")
    expect(page.get_by_role("button", name="play")).to_be_visible()


def test_space_pauses(players: Players) -> None:
    page = players(tutorial(), interval=60_000)
    page.locator("#player0").focus()
    press(page, "Space")
    assert "pause" == page.locator(".av-keys .av-play").text_content()
    press(page, "Space")
    assert "play" == page.locator(".av-keys .av-play").text_content()


def test_space_on_a_button_presses_that_button_only(players: Players) -> None:
    page = players(tutorial())
    page.get_by_role("button", name="forward (→)").focus()
    press(page, "Space")
    assert "step 1 of 12" == count(page)
    assert "play" == page.locator(".av-keys .av-play").text_content()


def test_keys_outside_the_player_do_nothing(players: Players) -> None:
    page = players(tutorial())
    page.locator("#outside").focus()
    press(page, "ArrowRight", "End")
    assert "step 0 of 12" == count(page)


def test_used_keys_go_no_further_and_others_do(players: Players) -> None:
    page = players(tutorial())
    page.evaluate("heard = []; addEventListener('keydown', (e) => heard.push(e.key))")
    page.locator("#player0").focus()
    press(page, "ArrowRight", "Home", "End", "Space", "b", "Control+ArrowLeft")
    assert ["b", "Control", "ArrowLeft"] == page.evaluate("heard")
    assert "step 12 of 12" == count(page)


def test_notebook_shortcuts_are_kept_out(players: Players) -> None:
    """JupyterLab asks the element that has the focus, not only those around it."""
    root = players(tutorial()).locator("#player0")
    assert "0" == root.get_attribute("tabindex")
    play, slider = root.locator("button.av-play").last, root.locator("[type=range]")
    for place in (root, play, slider):
        place.focus()
        assert "true" == place.get_attribute("data-lm-suppress-shortcuts")


def test_escape_leaves(players: Players) -> None:
    page = players(tutorial())
    page.locator("#player0").focus()
    press(page, "Escape")
    assert "BODY" == page.evaluate("document.activeElement.tagName")


def test_going_back_gives_the_same_bytes_as_going_forward(players: Players) -> None:
    page = players(tutorial())
    there, back = page.evaluate(
        f"""() => {{
            const there = [], back = [];
            for (let k = 0; k <= 12; k++) {{ player0.go(k); there.push({PICTURE}); }}
            for (let k = 12; k >= 0; k--) {{ player0.go(k); back.unshift({PICTURE}); }}
            return [there, back];
        }}"""
    )
    assert there == back
    assert 13 == len(set(there))


def test_a_jump_gives_the_same_bytes_as_single_steps(players: Players) -> None:
    page = players(tutorial())
    stepped = page.evaluate(f"[1,2,3,4,5,6,7].map((k) => player0.go(k)); {PICTURE}")
    jumped = page.evaluate(f"player0.go(12); player0.go(0); player0.go(7); {PICTURE}")
    assert stepped == jumped


def test_a_step_beyond_the_ends_is_the_nearest_one(players: Players) -> None:
    page = players(tutorial())
    page.evaluate("player0.go(99)")
    assert "step 12 of 12" == count(page)
    page.evaluate("player0.go(-3)")
    assert "step 0 of 12" == count(page)


def test_two_players_do_not_disturb_each_other(players: Players) -> None:
    page = players(tutorial(), tutorial())
    page.locator("#player1").focus()
    before = page.evaluate(PICTURE)
    press(page, "ArrowRight", "ArrowRight")
    assert "step 0 of 12" == count(page)
    assert "step 2 of 12" == page.locator("#player1 .av-count").text_content()
    assert before == page.evaluate(PICTURE)


def test_code_shows_the_running_line_and_what_was_made(players: Players) -> None:
    page = players(tutorial(), index=11)
    running = page.locator(".av-line[aria-current]")
    assert "4loss.backward()" == running.text_content()
    assert "x**2" == page.locator("mark").text_content()


def test_columns_count_characters_not_code_units(players: Players) -> None:
    document = tutorial()
    document["code"][0]["lines"][1] = [2, "𝑦 = 𝑥**2 + 1"]
    page = players(document, index=1)
    assert "𝑥**2" == page.locator("mark").text_content()


def test_a_focus_without_columns_marks_the_line(players: Players) -> None:
    document = tutorial()
    document["code"][0]["lines"][1] = [2, "    y = x**2"]
    document["steps"][1]["made"] = ["cell [3]", 2, None, None, None]
    page = players(document, index=1)
    assert "y = x**2" == page.locator("mark").text_content()


def test_a_focus_over_two_lines_marks_both(players: Players) -> None:
    document = tutorial()
    document["steps"][1]["made"] = ["cell [3]", 2, 4, 3, 4]
    page = players(document, index=1)
    assert ["x**2 + 2*x + 1", "loss"] == page.locator("mark").all_text_contents()


def test_why_shows_matrices_as_tables(players: Players) -> None:
    page = players(matrix(), index=11)
    assert 3 == page.locator(".av-why table").count()
    cell = page.locator(".av-why td").first
    assert ("2.00", "tp4") == (cell.text_content(), cell.get_attribute("class"))


def test_why_shows_formulas_as_mathematics(players: Players) -> None:
    page = players(tutorial(), index=11)
    formula = page.locator(".av-why math")
    assert "d(x**2)/dx" == formula.get_attribute("aria-label")
    above, below = formula.locator("mfrac > mrow").all()
    assert ("d(x**2)", "dx") == (above.text_content(), below.text_content())
    heights = [each.bounding_box() for each in (above, below)]
    assert heights[0]["y"] + heights[0]["height"] <= heights[1]["y"] + 1


def test_a_browser_without_mathematics_shows_the_text(players: Players) -> None:
    page = players(tutorial(), index=10)
    page.evaluate("delete window.MathMLElement")
    page.get_by_role("slider").fill("11")
    assert "d(x**2)/dx = 2·x" in page.locator(".av-why").inner_text()


def test_hostile_text_stays_text(players: Players) -> None:
    page = players(hostile(), index=11)
    page.evaluate("player0.set({ panels: ['code', 'why', 'ledger', 'text'] })")
    seen = page.locator("#player0 .av-player").inner_text()
    # twice in the text twin (list and table), once each elsewhere
    assert 7 <= seen.count(HOSTILE)
    assert HOSTILE == page.locator("[data-id=v1]").text_content()
    assert 0 == page.locator("#player0 :is(script, img)").count()
    assert page.evaluate("window.hacked === undefined")


def test_an_unknown_version_is_one_sentence(players: Players) -> None:
    page = players(tutorial() | {"autoviz": 2})
    assert (
        "This recording was written by another version of autoviz (document 2, this "
        "player reads 1): make it again with this one."
    ) == page.locator("#player0").text_content()


def test_missing_ids_are_told_and_stepping_goes_on(players: Players) -> None:
    document = tutorial()
    document["frames"][1]["class"]["nowhere"] = "s-card"
    document["frames"][2]["text"]["nowhere either"] = "1"
    page = players(document)
    assert (
        "Parts of this picture are missing (2); the steps go on without them."
    ) == page.get_by_role("status").last.text_content()
    page.get_by_role("button", name="last step").click()
    page.get_by_role("button", name="first step").click()
    page.get_by_role("button", name="forward (→)").click()
    assert "step 1 of 12" == count(page)
    assert "9.0" == page.locator("[data-id=v1]").text_content()


def test_a_narrow_page_does_not_scroll_sideways(players: Players) -> None:
    for document in (tutorial(), matrix(), tall()):
        page = players(document, index=11)
        page.set_viewport_size({"width": 360, "height": 640})
        page.get_by_role("button", name="more").click()
        for panel in ("ledger", "as text", "legend", "keys"):
            page.get_by_role("button", name=panel).click()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert 360 == wide


def test_a_picture_that_does_not_fit_is_scrolled_not_shrunk(players: Players) -> None:
    page = players(tutorial())
    page.set_viewport_size({"width": 360, "height": 640})
    assert 0.7 * 860 == page.locator(".av-stage > svg").bounding_box()["width"]  # type: ignore[index]
    expect(page.locator(".av-stage")).to_have_attribute("tabindex", "0")
    page.locator("#player0").focus()
    press(page, "Shift+ArrowRight")
    page.wait_for_function("document.querySelector('.av-stage').scrollLeft > 0")
    assert "step 0 of 12" == count(page)
    page.set_viewport_size({"width": 1200, "height": 640})
    expect(page.locator(".av-stage")).not_to_have_attribute("tabindex", "0")


def test_controls_stay_in_sight_below_a_tall_picture(players: Players) -> None:
    page = players(tall())
    box = page.locator(".av-transport").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 700


def test_a_tall_picture_stands_beside_the_rest_when_there_is_room(
    players: Players,
) -> None:
    page = players(tall())
    page.set_viewport_size({"width": 1600, "height": 700})
    stage = page.locator(".av-stage").bounding_box()
    control = page.locator(".av-control").bounding_box()
    assert stage is not None
    assert control is not None
    assert stage["x"] + stage["width"] <= control["x"]
    assert stage["y"] == control["y"]


def test_every_control_is_large_enough_to_hit(players: Players) -> None:
    page = players(tutorial())
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("button", name="more").click()
    controls = page.locator(".av-player :is(button, select, input)")
    assert 30 < controls.count()
    for control in controls.all():
        if control.is_visible():
            box = control.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24


def test_destroy_leaves_nothing(players: Players) -> None:
    page = players(tutorial())
    page.evaluate("player0.destroy()")
    page.locator("#player0").focus()
    press(page, "ArrowRight")
    assert "" == page.locator("#player0").inner_html()


def test_the_still_of_a_step_can_be_saved(players: Players) -> None:
    page = players(tutorial(), index=11)
    page.get_by_role("button", name="more").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="save picture").click()
    assert "tutorial-step-11.svg" == waiting.value.suggested_filename
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "step 11: x**2 (PowBackward0): 32 arrived" in text
    assert 0 == sum(text.count(f" {each}") for each in ("class=", "data-", "tabindex="))
    assert "stroke:rgb(184, 58, 0)" in text.replace(": ", ":")
