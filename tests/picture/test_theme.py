"""Contrast, as WCAG 2.2 defines it: computed, not judged."""

from __future__ import annotations

import pytest

from autoviz.picture.style import picture_css
from autoviz.picture.theme import COLOURS, DARK, LIGHT, PRINT, Pair, Theme, variables

TEXT, LINE = 4.5, 3.0
THEMES = (LIGHT, DARK, PRINT)
EVERY = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
CELLS = {pair for theme in THEMES for pair in (*theme.tones, *theme.odd)}

BEHIND = {
    "ink": ("surface", "page", "mark", "track", "halo"),
    "muted": ("surface", "page", "mark", "track"),
    "faint": ("surface", "page"),
    "grad": ("surface", "page"),
    "trail": ("surface", "page"),
    "leaf": ("surface", "page"),
    "right": ("surface", "page"),
    "wrong": ("surface", "page"),
    "on_button": ("button", "leaf", "grad", "op", "wrong"),
}
"""Each colour of a text, and what it stands on."""

LINES = {
    "line": ("surface", "page"),
    "op": ("surface", "page"),
    "leaf": ("surface", "page", "track"),
    "input": ("surface", "page"),
    "grad": ("surface", "page", "halo"),
    "trail": ("surface", "page"),
    "wrong": ("surface", "page"),
    "button": ("surface", "page"),
    "ink": ("track",),
}
"""Each colour of a line, a bar or an outline, and what it must be told from."""


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(
    theme: Theme, pairs: dict[str, tuple[str, ...]], least: float
) -> list[str]:
    return [
        f"{front} on {back}: {found:.2f}"
        for front, grounds in pairs.items()
        for back in grounds
        if (found := contrast(getattr(theme, front), getattr(theme, back))) < least
    ]


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@EVERY
def test_texts_can_be_read(theme: Theme) -> None:
    assert too_weak(theme, BEHIND, TEXT) == []


@EVERY
def test_lines_can_be_seen(theme: Theme) -> None:
    assert too_weak(theme, LINES, LINE) == []


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_the_number_in_a_cell_can_be_read(cell: Pair) -> None:
    assert contrast(*cell) >= TEXT


@EVERY
def test_tones_grow_darker_on_both_sides_of_zero(theme: Theme) -> None:
    found = [luminance(back) for back, _ in theme.tones]
    assert found[:6] == sorted(found[:6])
    assert found[5:] == sorted(found[5:], reverse=True)


def test_what_runs_differs_from_what_has_run_by_more_than_colour() -> None:
    """The two oranges are near: width, weight and halo tell them apart."""
    css = picture_css(LIGHT)
    assert f".av .acc.now .line{{stroke:{LIGHT.grad};stroke-width:3.2}}" in css
    assert f"stroke:{LIGHT.trail};stroke-width:1.5" in css
    assert f".av .acc.now .glow{{stroke:{LIGHT.halo}" in css


def test_themes_have_the_same_names() -> None:
    light, dark = variables(LIGHT), variables(DARK)
    assert [each.split(":")[0] for each in light.split(";")] == [
        each.split(":")[0] for each in dark.split(";")
    ]
    assert "--av-on-button:#ffffff;" in light
    assert "name" not in light


def test_what_is_printed_is_black_and_white_and_matrices_are_grey() -> None:
    assert {getattr(PRINT, each) for each in COLOURS} == {"#000000", "#ffffff"}
    backs = [back for back, _ in (*PRINT.tones, *PRINT.odd)]
    assert [each for each in backs if len({each[1:3], each[3:5], each[5:]}) > 1] == []


def test_on_paper_a_number_is_on_light_grey_or_white_on_dark() -> None:
    """Copied twice, what is light is white, and what is dark is black."""
    assert [
        (back, text)
        for back, text in (*PRINT.tones, *PRINT.odd)
        if abs(luminance(back) - luminance(text)) < 0.35
    ] == []


def test_large_type_is_the_same_theme_but_for_its_size() -> None:
    large = DARK.large()
    assert variables(large) == variables(DARK)
    assert large.name == "dark-large"
    assert (large.scale > 1, large.words > 1) == (True, True)
