"""The image of a large matrix, read back by another program."""

from __future__ import annotations

import base64
import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from autoviz.picture.heatmap import heatmap
from autoviz.picture.theme import LIGHT, ODD, PRINT, TONES, Theme

Tones = tuple[tuple[int | None, ...], ...]


def pixels(tones: Tones, theme: Theme = LIGHT) -> np.ndarray:
    head, _, data = heatmap(tones, theme).partition(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


def colour(code: str) -> list[int]:
    return list(bytes.fromhex(code[1:]))


def luminance(pixel: np.ndarray) -> float:
    return float(pixel @ (0.299, 0.587, 0.114))


def test_it_has_two_pixels_for_each_number() -> None:
    assert pixels(((0,) * 7,) * 3).shape == (3, 14, 3)


def test_zero_and_above_are_of_one_colour() -> None:
    for tone in range(6):
        (found,) = pixels(((tone,),))
        assert found.tolist() == [colour(TONES[tone + 5][0])] * 2


def test_below_zero_the_halves_differ_without_colour_too() -> None:
    for tone in (-5, -4, -3, -2):
        ((left, right),) = pixels(((tone,),))
        assert left.tolist() == colour(TONES[tone + 5][0])
        assert luminance(right) - luminance(left) > 15


def test_nan_and_what_is_beyond_have_a_black_half() -> None:
    (found,) = pixels(((None, 6, -6),))
    black, yellow = (colour(each) for each, _ in ODD)
    above, below = colour(TONES[-1][0]), colour(TONES[1][0])
    assert found.tolist() == [black, yellow, black, above, black, below]


@pytest.mark.parametrize("theme", [LIGHT, PRINT], ids=lambda theme: theme.name)
def test_nan_and_both_ends_are_told_apart_without_colours(theme: Theme) -> None:
    (found,) = pixels(((None, 6, -6),), theme)
    greys = sorted(luminance(each) for each in found[1::2])
    assert min(b - a for a, b in pairwise(greys)) > 40


def test_on_paper_there_are_only_greys() -> None:
    (found,) = pixels(((*range(-6, 7), None),), PRINT)
    assert [each for each in found.tolist() if len(set(each)) > 1] == []


def test_a_thumbnail_is_about_a_kilobyte() -> None:
    normal = np.random.default_rng(0).standard_normal((32, 32)).clip(-2, 2)
    tones = tuple(tuple(row) for row in (normal * 2.5).round().astype(int).tolist())
    assert len(heatmap(tones)) < 1200
