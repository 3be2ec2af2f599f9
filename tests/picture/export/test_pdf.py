"""PDF files: text stays text."""

from __future__ import annotations

import pypdfium2
import pytest

from autoviz.errors import SaveError
from autoviz.picture.export.look import Look, size
from autoviz.picture.export.pdf import handout, stills
from autoviz.picture.export.svg import stills as svgs
from autoviz.picture.theme import DARK
from tests.picture.export import lesson
from tests.picture.programs import seen


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def still(look: Look | None = None) -> bytes:
    (pdf,) = stills(lesson(), [11], look or Look())
    return pdf


def test_what_the_picture_says_can_be_copied() -> None:
    (text,) = pages(still())
    for each in ("x**2", "PowBackward0", "arriving 64 + 192", "step 11 of 12"):
        assert each in text


@pytest.mark.parametrize(("look", "factor"), [(Look(), 1.0), (Look(scale=2), 2.0)])
def test_the_page_is_as_large_as_the_picture(look: Look, factor: float) -> None:
    (svg,) = svgs(lesson(), [11], Look())
    points = tuple(0.75 * factor * each for each in size(svg))
    page = pypdfium2.PdfDocument(still(look))[0]
    assert points == pytest.approx(page.get_size())


def test_width_is_in_pixels_of_which_an_inch_has_96() -> None:
    page = pypdfium2.PdfDocument(still(Look(width=960)))[0]
    assert 720 == pytest.approx(page.get_width())


def test_it_knows_its_title_and_describes_the_picture() -> None:
    pdf = still(Look(title='a "]#b'))
    assert 'a "]#b' == pypdfium2.PdfDocument(pdf).get_metadata_dict()["Title"]
    assert b"/Alt" in pdf


def test_a_handout_has_the_program_and_every_step() -> None:
    first, *others = pages(handout(lesson(), range(13), Look(title="Lesson")))
    assert first.startswith("Lesson")
    assert first.index("loss = y**2") < first.index("step 0 of 12")
    text = "".join([first, *others])
    assert [1] * 13 == [text.count(f"step {k} of 12\r") for k in range(13)]
    assert f"1 / {len(others) + 1}" in first


def test_a_handout_is_on_a4_and_nothing_is_wider() -> None:
    for name in ("wide_diamond", "chain"):
        view = seen(name)
        steps = range(len(view.snapshots))
        for page in pypdfium2.PdfDocument(handout(view, steps, Look())):
            assert (595, 842) == pytest.approx(page.get_size(), abs=1)
            left, bottom, right, top = page.get_bbox()
            assert left >= 0
            assert bottom >= 0
            assert right <= 596
            assert top <= 842


def test_a_handout_takes_no_size() -> None:
    for look in (Look(width=500), Look(scale=2)):
        with pytest.raises(SaveError, match="a handout fits its paper"):
            handout(lesson(), range(13), look)


def test_a_handout_can_be_dark() -> None:
    pdf = handout(lesson(), [11, 12], Look(theme=DARK))
    bitmap = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil()
    colour = "#{:02x}{:02x}{:02x}".format(*bitmap.getpixel((3, 3)))
    assert DARK.surface == colour


def test_equal_input_gives_equal_bytes() -> None:
    first, second = (handout(seen("neuron"), range(4), Look()) for _ in range(2))
    assert first == second


def test_hostile_names_stay_text() -> None:
    (pdf,) = stills(seen("hostile"), [5], Look())
    assert "<script>" in "".join(pages(pdf))
    for data in (pdf, handout(seen("hostile"), [5], Look())):
        assert b"/JavaScript" not in data
        assert b"/URI" not in data
