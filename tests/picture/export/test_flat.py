"""A stylesheet, put into single classes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from autoviz.picture.export.flat import flat
from autoviz.picture.export.typesetting import typeset
from autoviz.picture.still import still
from autoviz.picture.theme import DARK, LIGHT
from tests.picture.programs import EVERY, FIVE, seen

SOURCE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(given), format: "svg")
"""


def flattened(css: str, body: str) -> str:
    return flat(f"<svg><style>{css}</style>{body}</svg>")


def looks(svg: str) -> list[str]:
    """What each element looks like, in the order of the file."""
    style = dict(re.findall(r"\.(\w+){([^}]*)}", svg))
    return [style[each] for each in re.findall(r'<\w+ class="(\w+)"', svg)]


def test_a_rule_counts_only_inside_of_what_it_names() -> None:
    css = ".a .b{fill:red}.b{stroke:blue}"
    body = '<g class="a"><rect class="b" x="1"/></g><rect class="b" x="2"/>'
    assert ["fill:red;stroke:blue", "stroke:blue"] == looks(flattened(css, body))


def test_what_is_inside_may_be_deeper() -> None:
    body = '<g class="a"><g class="c"><rect class="b" x="1"/></g></g>'
    assert ["fill:red"] == looks(flattened(".a .b{fill:red}", body))


def test_the_more_particular_rule_wins_wherever_it_stands() -> None:
    css = ".a.b{fill:red}.a{fill:blue}"
    assert ["fill:red"] == looks(flattened(css, '<rect class="a b" x="1"/>'))


def test_of_equals_the_later_wins() -> None:
    css = ".a{fill:red}.b{fill:blue}"
    assert ["fill:blue"] == looks(flattened(css, '<rect class="a b" x="1"/>'))


def test_a_tag_can_be_meant() -> None:
    body = '<g class="a"><rect class="" x="1"/><text x="1">t</text></g>'
    svg = flattened(".a text{fill:red}.a rect{fill:blue}", body)
    assert ["fill:blue", "fill:red"] == looks(svg)


def test_what_looks_alike_has_one_class() -> None:
    css = ".a{fill:red}.b{fill:red}"
    svg = flattened(css, '<rect class="a" x="1"/><rect class="b" x="2"/>')
    first, second = re.findall(r'<rect class="(\w+)"', svg)
    assert first == second
    assert 1 == svg.count("{")


def test_a_font_is_named_once_for_all_that_have_it() -> None:
    css = ".a{fill:red;font-family:Serif}.b{fill:blue;font-family:Serif}"
    svg = flattened(css, '<text class="a">1</text><text class="b">2</text>')
    assert 1 == svg.count("Serif")
    names = re.findall(r'<text class="(\w+)"', svg)
    (group,) = re.findall(r"([.\w,]+){font-family:Serif}", svg)
    assert {f".{each}" for each in names} == set(group.split(","))


def test_groups_without_attributes_and_paths_without_paint_are_left_out() -> None:
    css = ".a path{fill:none;stroke:none}"
    body = '<g class="a"><path class="" d="M0 0"/></g><g transform="x"></g>'
    assert '<svg><style></style><g transform="x"></g></svg>' == flattened(css, body)


def test_a_row_of_numbers_is_split_where_its_looks_change() -> None:
    css = ".cell{fill:black}.cell .on{fill:white}"
    row = '12<tspan class="on">3&lt;5</tspan>6'
    body = f'<text class="cell" x="10" y="7" textLength="60">{row}</text>'
    root = ElementTree.fromstring(flattened(css, body))
    texts = [
        ("".join(each.itertext()), each.get("x"), each.get("y"), each.get("textLength"))
        for each in root.iter("text")
    ]
    expected = [
        ("12", "10", "7", "20"),
        ("3<5", "30", "7", "30"),
        ("6", "60", "7", "10"),
    ]
    assert expected == texts


def test_a_learners_text_stays_as_it_is() -> None:
    text = '&lt;g class="a"/&gt; class="b" text-anchor="end"'
    svg = flattened(".b{fill:red}", f'<text class="b" x="1">{text}</text>')
    assert f">{text}</text>" in svg


@pytest.mark.parametrize("name", EVERY)
def test_every_selector_is_a_single_class(name: str) -> None:
    view = seen(name)
    for k in (0, len(view.snapshots) - 1):
        svg = flat(still(view, k))
        ElementTree.fromstring(svg)
        (style,) = re.findall("<style>(.*?)</style>", svg)
        selectors = re.findall(r"([^{}]+){", style)
        assert selectors
        for each in ",".join(selectors).split(","):
            assert re.fullmatch(r"\.\w+", each)
        used = set(re.findall(r'<\w+ class="([^"]*)"', svg))
        assert used == {each[1:] for each in ",".join(selectors).split(",")}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda each: each.name)
@pytest.mark.parametrize("name", [each for each in FIVE if each != "perceptron"])
def test_it_looks_as_before_to_the_last_pixel(name: str, theme: object) -> None:
    view = seen(name)
    before = still(view, len(view.snapshots) - 2, theme)  # type: ignore[arg-type]
    pictures = [typeset(SOURCE, each, format="png") for each in (before, flat(before))]
    assert pictures[0] == pictures[1]
