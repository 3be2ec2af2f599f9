"""A tensor, drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from autoviz.picture.canvas import Canvas
from autoviz.picture.frame import Frame
from autoviz.picture.matrix import GAP, draw_matrix
from autoviz.records import Value
from tests.picture.traces import large, value


def drawn(given: Value) -> ElementTree.Element:
    canvas = Canvas(Frame({"m": "grid"}))
    draw_matrix(canvas, "m", given, 10, 20)
    return ElementTree.fromstring(str(canvas))


def texts(given: Value) -> list[str]:
    return ["".join(each.itertext()) for each in drawn(given).iter("text")]


def test_a_row_of_numbers_is_one_text() -> None:
    rows = texts(value([[1.0, -20.0], [0.5, 3.0]]))
    assert [each.replace(GAP, " ") for each in rows] == [
        " 1.00 -20.0",
        " 0.50   3.0",
    ]


def test_spaces_are_such_as_no_program_leaves_out() -> None:
    assert not any(" " in each for each in texts(value([[1.0, -20.0]])))


def test_numbers_on_dark_colours_are_light() -> None:
    spans = [each.text for each in drawn(value([[1.0, 5.0, 5.0, -1.0]])).iter("tspan")]
    assert spans == [f"{GAP}5.00{GAP}{GAP}5.00{GAP}"]


def test_cells_of_one_colour_are_one_path() -> None:
    paths = {
        each.attrib["class"]: each.attrib["d"]
        for each in drawn(value([[1.0, 5.0], [5.0, 1.0]])).iter("path")
    }
    assert set(paths) == {"tp1", "tp5"}
    assert [len(re.findall("[Mm]", each)) for each in paths.values()] == [2, 2]


def test_a_heatmap_is_one_image_however_large() -> None:
    found = drawn(large((40, 30), -2.0, 3.0))
    assert len(list(found.iter("image"))) == 1
    assert not list(found.iter("path"))


def test_what_is_shortened_can_be_hovered_over() -> None:
    hints = [each.text for each in drawn(value([[1234.5678, 2.0]])).iter("title")]
    assert hints == ["float32 [[1234.5678, 2]]"]
    assert not list(drawn(value([[1.0, 2.0]])).iter("title"))


@pytest.mark.parametrize("numbers", [(), None])
def test_what_has_no_numbers_says_why(numbers: tuple[float, ...] | None) -> None:
    told = "empty" if numbers == () else "not seen"
    assert texts(Value((0, 3), "float32", numbers)) == [told]
