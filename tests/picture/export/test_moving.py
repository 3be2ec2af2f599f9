"""GIF and WebP files."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from autoviz.errors import SaveError
from autoviz.picture.export.look import Look
from autoviz.picture.export.moving import gif, webp
from autoviz.picture.export.png import stills
from autoviz.picture.theme import DARK
from autoviz.picture.view import View
from tests.picture.export import lesson

Write = Callable[[View, Sequence[int], Look], bytes]
both = pytest.mark.parametrize("write", [gif, webp])


def frames(data: bytes) -> list[Image.Image]:
    image = Image.open(io.BytesIO(data))
    found = []
    for k in range(image.n_frames):
        image.seek(k)
        found.append(image.convert("RGB"))
    return found


@both
def test_a_frame_for_each_step(write: Write) -> None:
    found = frames(write(lesson(), range(13), Look(width=400)))
    assert 13 == len(found)
    assert {400} == {each.width for each in found}
    assert all(one != other for one, other in pairwise(found))


@both
def test_a_frame_is_the_picture_of_its_step(write: Write) -> None:
    view, look = lesson(), Look(scale=1)
    drawn = stills(view, range(13), look)
    for frame, png in zip(frames(write(view, range(13), look)), drawn, strict=True):
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        apart = ImageChops.difference(frame, picture).convert("L").histogram()
        assert sum(apart[48:]) == 0
        assert apart[0] > 0.9 * sum(apart)


@both
def test_the_paper_keeps_its_colour_and_nothing_flickers(write: Write) -> None:
    found = frames(write(lesson(), range(13), Look(scale=1, theme=DARK)))
    colours = {"#{:02x}{:02x}{:02x}".format(*each.getpixel((2, 2))) for each in found}
    assert {DARK.surface} == colours
    corner = (found[0].width - 60, 0, found[0].width, 60)
    assert 1 == len({each.crop(corner).tobytes() for each in found})


def test_the_last_step_is_there_for_longer_and_it_begins_again() -> None:
    image = Image.open(io.BytesIO(gif(lesson(), [0, 1, 2], Look(scale=0.5))))
    times = []
    for k in range(3):
        image.seek(k)
        times.append(image.info["duration"])
    assert [1500, 1500, 4000] == times
    assert 0 == image.info["loop"]


@both
def test_one_step_is_one_frame(write: Write) -> None:
    assert 1 == len(frames(write(lesson(), [4], Look(scale=0.5))))


@both
def test_without_pillow_it_says_what_to_install(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(SaveError, match=r"takes the package pillow, .*\[export\]'$"):
        write(lesson(), range(13), Look())


def test_more_frames_than_memory_are_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autoviz.picture.export.moving.MOST", 1e5)
    with pytest.raises(SaveError, match=r"^13 frames of 400 × \d+ pixels are too larg"):
        gif(lesson(), range(13), Look(width=400))
