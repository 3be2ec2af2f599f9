"""The classes of the picture as CSS."""

from __future__ import annotations

import re

from autoviz.picture.style import picture_css, tone_class
from autoviz.picture.theme import DARK, LIGHT, TONES, Theme


def test_the_player_gets_custom_properties_that_every_theme_has() -> None:
    used = set(re.findall(r"var\(--av-([\w-]+)\)", picture_css()))
    known = {name.replace("_", "-") for name in Theme.__dataclass_fields__}
    assert "grad" in used
    assert used <= known


def test_an_export_gets_the_literal_colours_of_one_theme() -> None:
    light, dark = picture_css(LIGHT), picture_css(DARK)
    assert "var(" not in light + dark
    assert "@" not in light + dark + picture_css()
    assert (LIGHT.grad in light, LIGHT.grad in dark) == (True, False)


def test_both_say_the_same() -> None:
    themed = picture_css(LIGHT)
    assert re.sub(r"#\w+", "C", themed) == re.sub(
        r"var\([\w-]+\)|#\w+", "C", picture_css()
    )


def test_rules_touch_nothing_outside_the_picture() -> None:
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", picture_css())
    selectors = [each for rule in rules for each in rule.split(",")]
    assert [each for each in selectors if not each.startswith(".av ")] == []


def test_only_gradients_are_dashed() -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", picture_css())
    dashed = [name for name, rule in rules if re.search(r"stroke-dasharray:\d", rule)]
    assert dashed == [".av .grad path,.av .acc path"]


def test_every_tone_has_a_class_for_its_cell_and_its_text() -> None:
    css = picture_css()
    classes = [tone_class(step) for step in range(-5, 6)]
    assert len(set(classes)) == len(TONES)
    for name, (back, text) in zip(classes, TONES, strict=True):
        assert f".av .{name}{{fill:{back}}}" in css
        assert f".av text.{name}{{fill:{text}}}" in css


def test_what_is_not_a_number_has_a_class_of_its_own() -> None:
    assert tone_class(None) == "nan"
    assert tone_class(0) == "t0"
