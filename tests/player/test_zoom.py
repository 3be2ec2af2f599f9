"""Zoom, pan, fit, follow."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.player.conftest import Players
from tests.player.sample import tall, tutorial
from tests.player.test_stepping import press

NARROW = {"width": 360, "height": 640}


def wide(page: Page) -> float:
    box = page.locator(".av-stage > svg").bounding_box()
    assert box is not None
    return box["width"]


def in_sight(page: Page, card: int) -> bool:
    inner = page.locator(f"[data-id=c{card}]").bounding_box()
    outer = page.locator(".av-stage").bounding_box()
    assert inner is not None
    assert outer is not None
    return (
        outer["x"] <= inner["x"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and outer["y"] <= inner["y"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def test_a_picture_that_fits_has_no_buttons_to_zoom(players: Players) -> None:
    page = players(tutorial())
    page.wait_for_timeout(50)
    assert page.locator(".av-zoom").is_hidden()


def test_buttons_and_the_wheel_zoom_and_fit_shows_all(players: Players) -> None:
    page = players(tutorial())
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    before = wide(page)
    page.get_by_role("button", name="larger").click()
    assert abs(wide(page) - 1.25 * before) < 1
    page.locator(".av-stage").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, 100)
    page.keyboard.up("Control")
    page.wait_for_function(
        f"document.querySelector('.av-stage > svg').clientWidth < {before}"
    )
    page.locator("#player0").focus()
    press(page, "0")
    assert 250 < wide(page) < 360
    assert all(in_sight(page, card) for card in range(6))


def test_a_wheel_without_control_scrolls_the_page(players: Players) -> None:
    page = players(tutorial())
    before = wide(page)
    page.locator(".av-stage").hover()
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(100)
    assert before == wide(page)


def test_dragging_moves_the_picture_and_picks_no_card(players: Players) -> None:
    page = players(tutorial())
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.locator("[data-id=c1]").hover()
    page.mouse.down()
    page.mouse.move(40, 60, steps=4)
    page.mouse.up()
    assert page.evaluate("document.querySelector('.av-stage').scrollLeft") > 50
    assert 0 == page.locator("[data-mark]").count()


def test_two_fingers_zoom(players: Players) -> None:
    page = players(tutorial())
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    before = wide(page)
    page.evaluate(
        """() => {
            const stage = document.querySelector('.av-stage');
            const place = { target: stage, clientY: 99 };
            const touch = (clientX, identifier) =>
                new Touch({ ...place, identifier, clientX });
            const send = (type, ...xs) => stage.dispatchEvent(
                new TouchEvent(type, { touches: xs.map(touch), cancelable: true }));
            send('touchstart', 100, 150);
            send('touchmove', 100, 200);
        }"""
    )
    assert abs(wide(page) - 2 * before) < 2


def test_the_focus_is_brought_into_sight(players: Players) -> None:
    players(tutorial()).set_viewport_size(NARROW)  # type: ignore[arg-type]
    for document in (tutorial(), tall()):
        page = players(document)
        for k, card in ((5, 5), (11, 1), (12, 0)):
            page.evaluate(f"player0.go({k})")
            page.wait_for_timeout(60)
            assert in_sight(page, card)
