"""SVG files: stills, and steps that play."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from xml.etree import ElementTree

import pytest

from autoviz.picture.export.look import Look, size
from autoviz.picture.export.svg import LAST, SECONDS, moving, stills
from autoviz.picture.theme import DARK
from autoviz.picture.view import View
from tests.picture.export import lesson
from tests.picture.programs import EVERY, seen

SVG = "{http://www.w3.org/2000/svg}"
Element = ElementTree.Element


def all_steps(view: View) -> range:
    return range(len(view.snapshots))


def shown(element: Element, time: float | None) -> Counter[str]:
    """The texts that can be seen after so many seconds; None where nothing plays."""
    found: Counter[str] = Counter()
    attributes = dict(element.attrib)
    for each in element.findall(f"{SVG}animate") if time is not None else ():
        assert each.get("calcMode") == "discrete"
        seconds = float(each.attrib["dur"].removesuffix("s"))
        starts = [float(part) * seconds for part in each.attrib["keyTimes"].split(";")]
        values = each.attrib["values"].split(";")
        assert len(starts) == len(values)
        at = len(list(takewhile(lambda start: start <= time, starts)))
        attributes[each.attrib["attributeName"]] = values[at - 1]
    if attributes.get("display") == "none" or "off" in attributes.get("class", ""):
        return found
    if element.tag == f"{SVG}text":
        text = "".join(element.itertext())
        return Counter([text] if text else [])
    for child in element:
        found += shown(child, time)
    return found


def without_legend(root: Element) -> Element:
    (legend,) = (each for each in root if each.get("class") == "legend")
    root.remove(legend)
    return root


@pytest.mark.parametrize("name", EVERY)
def test_at_each_time_the_texts_of_that_step_are_there(name: str) -> None:
    view = seen(name)
    root = without_legend(ElementTree.fromstring(moving(view, all_steps(view), Look())))
    for k in all_steps(view):
        whole = moving(view, [k], Look())
        expected = shown(without_legend(ElementTree.fromstring(whole)), None)
        assert expected == shown(root, (k + 0.5) * SECONDS), k


def test_where_nothing_plays_the_last_step_shows() -> None:
    view = lesson()
    root = ElementTree.fromstring(moving(view, [3, 7, 11], Look()))
    assert "step 11 of 12" in shown(root, None)
    assert "step 7 of 12" not in shown(root, None)


def test_the_last_step_is_there_for_longer() -> None:
    svg = moving(lesson(), [1, 2, 3], Look())
    assert f'dur="{2 * SECONDS + LAST:g}s"' in svg
    assert svg.count("<animate") == svg.count('repeatCount="indefinite"')


def test_there_is_no_script_and_nothing_from_elsewhere() -> None:
    svg = moving(seen("hostile"), range(3), Look())
    names = {each.tag.removeprefix(SVG) for each in ElementTree.fromstring(svg).iter()}
    assert not {"script", "foreignObject", "use", "a"} & names
    assert 1 == svg.count("http")


def test_a_moving_picture_says_all_its_steps_to_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(moving(lesson(), range(13), Look(title="<b>")))
    assert "<b>" == root.findtext(f"{SVG}title")
    told = (root.findtext(f"{SVG}desc") or "").splitlines()
    assert [f"Step {k} of 12." for k in range(13)] == [
        each[: len(f"Step {k} of 12.")] for k, each in enumerate(told)
    ]


def test_stills_of_several_steps_have_one_size() -> None:
    view = seen("backward_twice")
    sizes = {size(each) for each in stills(view, all_steps(view), Look())}
    assert 1 == len(sizes)


def test_the_size_can_be_asked_for() -> None:
    view = lesson()
    (usual,), (wide,), (large,) = (
        stills(view, [11], each) for each in (Look(), Look(width=500), Look(scale=3))
    )
    width, height = size(usual)
    assert pytest.approx((500, height * 500 / width), rel=1e-4) == size(wide)
    assert (3 * width, 3 * height) == size(large)
    boxes = {ElementTree.fromstring(e).get("viewBox") for e in (usual, wide, large)}
    assert {f"0 0 {width:g} {height:g}"} == boxes


def test_the_colours_are_the_themes() -> None:
    (dark,) = stills(lesson(), [11], Look(theme=DARK))
    assert DARK.surface in dark
    assert DARK.surface in moving(lesson(), [11, 12], Look(theme=DARK))


def test_equal_input_gives_equal_bytes() -> None:
    view = seen("perceptron")
    assert moving(view, range(5), Look()) == moving(view, range(5), Look())
