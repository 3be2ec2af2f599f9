"""The classes of the picture as CSS."""

from __future__ import annotations

import re

import pytest

from autoviz.picture import card, cells, style, view
from autoviz.picture.style import on_dark, patterns, picture_css, tone_class
from autoviz.picture.theme import DARK, LIGHT, ODD, PRINT, TONES, Theme

TOLD_APART = (
    (".av .body", ".av .focus .body"),
    (".av .body", ".av .future .body"),
    (".av .body", ".av .fail .body"),
    (".av .body", ".av .place .body"),
    (".av .body", ".av .slot .body"),
    (".av .slot .body", ".av .slot.focus .body"),
    (".av .b", ".av .future .b"),
    (".av .fwd path", ".av .grad path"),
    (".av .fwd path", ".av .fwd.future path"),
    (".av .fwd path", ".av .fwd.now path"),
    (".av .fwd path", ".av .fwd.joined .line"),
    (".av .grad path", ".av .grad.now .line"),
    (".av .acc path", ".av .acc.now .line"),
    (".av .main", ".av .main.now"),
    (".av .number.now", ".av .number.past"),
    (".av .label.now", ".av .label.past"),
    (".av .tab rect", ".av .tab.freed rect"),
    (".av .tab rect", ".av .tab.stale rect"),
)
"""What the rule for a state is added to, and that rule."""

COLOURED = ("fill", "stroke")


def looks(theme: Theme, *selectors: str) -> dict[str, str]:
    """The properties that the rules of these selectors set; later ones count."""
    found: dict[str, str] = {}
    for names, body in re.findall(r"([^{}]+)\{([^{}]*)\}", picture_css(theme)):
        if set(names.split(",")) & set(selectors):
            found |= dict(each.split(":") for each in body.split(";"))
    return found


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
    """Dots, as long as they are far apart, say something else."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", picture_css())
    dashed = [name for name, rule in rules if re.search(r"dasharray:[3-9]", rule)]
    assert dashed == [".av .grad path,.av .acc path"]


def test_texts_are_as_large_as_they_were_measured() -> None:
    sizes = {
        "title": card.TITLE,
        "sub": card.SUBTITLE,
        "label": card.LABEL,
        "number": card.NUMBER,
        "tab text": card.TAB,
        "main": view.MAIN,
        "detail": view.DETAIL,
        "cell": cells.CELL,
        "limit": cells.NOTE,
        "note": style.CAPTION,
        "legend text": style.LEGEND,
    }
    found = {each: looks(LIGHT, f".av .{each}")["font-size"] for each in sizes}
    assert {each: f"{size:g}px" for each, size in sizes.items()} == {
        each: f"{float(size.removesuffix('px')):g}px" for each, size in found.items()
    }


def test_on_paper_the_kinds_of_cards_have_bars_that_differ() -> None:
    kinds = ("leaf", "input", "untracked")
    fills = [looks(PRINT, ".av .bar", f".av .{kind} .bar")["fill"] for kind in kinds]
    assert len({PRINT.op, *fills}) == 4


def test_on_paper_a_step_backward_is_outlined_as_gradients_are() -> None:
    backward = looks(PRINT, ".av .body", ".av .focus .body")
    forward = backward | looks(PRINT, ".av .focus.forward .body")
    assert backward["stroke-dasharray"] != "none"
    assert forward["stroke-dasharray"] == "none"
    at_rest = looks(PRINT, ".av .body")["stroke-width"]
    assert float(forward["stroke-width"]) > 2 * float(at_rest)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=lambda theme: theme.name)
def test_every_pattern_that_is_used_is_there(theme: Theme) -> None:
    used = set(re.findall(r"url\(#([\w-]+)\)", picture_css(theme)))
    assert used == set(re.findall(r' id="([\w-]+)"', patterns(theme)))
    assert bool(used) == (theme is PRINT)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("plain", "special"), TOLD_APART)
def test_states_are_told_apart_without_colours(
    theme: Theme, plain: str, special: str
) -> None:
    usual = looks(theme, plain)
    assert shape(usual) != shape(usual | looks(theme, special))


def shape(looks: dict[str, str]) -> dict[str, str]:
    return {name: each for name, each in looks.items() if name not in COLOURED}


def test_every_tone_has_a_class_for_its_cell() -> None:
    css = picture_css()
    classes = [tone_class(step) for step in range(-5, 6)]
    assert len(set(classes)) == len(TONES)
    for name, (back, _) in zip(classes, TONES, strict=True):
        assert f".av .{name}{{fill:{back}}}" in css


def test_the_number_in_every_cell_has_the_colour_that_can_be_read_there() -> None:
    css = picture_css()
    dark, light = (
        re.search(rf"\.av \.cell{part}{{[^}}]*fill:(#\w+)}}", css)
        for part in ("", r" \.on")
    )
    assert dark is not None
    assert light is not None
    for tone, (_, text) in zip((*range(-5, 6), 6, None), (*TONES, *ODD), strict=True):
        assert text == (light if on_dark(tone) else dark)[1]


def test_what_is_not_a_number_has_a_class_of_its_own() -> None:
    assert tone_class(None) == "nan"
    assert tone_class(6) == tone_class(-6) == "beyond"
    assert tone_class(0) == "t0"
