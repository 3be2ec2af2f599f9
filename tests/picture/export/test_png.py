"""PNG files."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image

from autoviz.errors import SaveError
from autoviz.picture.export.look import Look, size
from autoviz.picture.export.png import stills
from autoviz.picture.export.svg import stills as svgs
from autoviz.picture.theme import DARK, LIGHT
from autoviz.picture.view import View
from tests.picture.export import lesson
from tests.picture.programs import seen


def picture(look: Look, k: int = 11, view: View | None = None) -> Image.Image:
    (png,) = stills(view or lesson(), [k], look)
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_pixel_of_the_picture_is_four_of_the_file() -> None:
    (svg,) = svgs(lesson(), [11], Look())
    width, height = size(svg)
    assert (2 * width, 2 * height) == picture(Look()).size


@pytest.mark.parametrize("width", [100, 999, 1000, 1920])
def test_it_is_exactly_as_wide_as_asked(width: int) -> None:
    assert width == picture(Look(width=width)).width


def test_scale_counts_pixels() -> None:
    assert 3 * picture(Look(scale=1)).width == picture(Look(scale=3)).width


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda each: each.name)
def test_the_paper_has_its_colour(theme: object) -> None:
    image = picture(Look(theme=theme))  # type: ignore[arg-type]
    colour = "#{:02x}{:02x}{:02x}".format(*image.getpixel((2, 2)))  # type: ignore[misc]
    assert theme.surface == colour  # type: ignore[attr-defined]


def test_steps_differ_where_something_happens_only() -> None:
    before, after = (picture(Look(scale=1), k) for k in (10, 11))
    assert before.size == after.size
    right = (before.width // 2, 0, before.width, before.height // 2)
    assert before.crop(right) == after.crop(right)
    assert before != after


def test_progress_is_told_in_bunches() -> None:
    view = lesson()
    told: list[tuple[int, int]] = []
    look = Look(scale=0.2, told=lambda *each: told.append(each))
    list(stills(view, [*range(13), *range(13)], look))
    assert [(16, 26), (26, 26)] == told


def test_what_is_too_large_to_be_meant_is_one_sentence() -> None:
    with pytest.raises(SaveError, match=r"^a picture of 50000 × \d+ pixels is too la"):
        picture(Look(width=50_000))


def test_without_typst_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    expected = (
        "this format takes the package typst, which is not installed: "
        "pip install 'autoviz-grad[export]'"
    )
    with pytest.raises(SaveError) as caught:
        picture(Look())
    assert expected == str(caught.value)


def test_equal_input_gives_equal_bytes() -> None:
    first, second = (list(stills(seen("matrices"), [3], Look())) for _ in range(2))
    assert first == second


def test_hostile_names_are_drawn() -> None:
    assert picture(Look(), k=5, view=seen("hostile")).getcolors(10**6) is not None
