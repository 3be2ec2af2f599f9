"""A still picture explains itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

import autoviz as av
from autoviz.picture.still import still, stills
from autoviz.picture.style import CAPTION, LEGEND
from autoviz.picture.theme import DARK, LIGHT, LIGHT_LARGE, PRINT
from autoviz.picture.type import sans
from autoviz.picture.view import view
from tests.picture import stories
from tests.picture.drawn import inside, overlap, read
from tests.picture.programs import EVERY, FIVE, seen
from tests.picture.traces import matrix, tutorial, twice, untracked

SVG = "{http://www.w3.org/2000/svg}"


def legend(svg: str) -> list[str]:
    return [each.content for each in read(svg).texts if "legend" in each.inside]


def notes(svg: str) -> str:
    return " ".join(each.content for each in read(svg).texts if each.css == "note")


def test_it_has_a_title_and_a_description() -> None:
    root = ElementTree.fromstring(still(view(tutorial()), 11))
    said = (
        "x**2 (PowBackward0): 32 arrived, × 6, its local derivative, = 192, sent to x"
    )
    assert root.findtext(f"{SVG}title") == said
    described = root.findtext(f"{SVG}desc") or ""
    assert described.startswith(f"Step 11 of 12. {said}. After it: x: value 3, ")
    assert root.attrib["role"] == "img"


def test_it_has_the_caption_and_says_which_step_it_is() -> None:
    svg = still(view(tutorial()), 11)
    assert notes(svg).endswith("its local derivative, = 192, sent to x")
    steps = [each.content for each in read(svg).texts if each.css == "step"]
    assert steps == ["step 11 of 12"]


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_colours_are_literal_and_there_are_no_ids(name: str, theme: object) -> None:
    found = seen(name)
    for k in range(len(found.snapshots)):
        svg = still(found, k, theme)  # type: ignore[arg-type]
        assert "data-id" not in svg
        assert " id=" not in svg
        assert "var(" not in svg


@pytest.mark.parametrize("name", EVERY)
def test_every_still_is_well_formed_and_everything_fits(name: str) -> None:
    found = seen(name)
    for k in range(len(found.snapshots)):
        drawn = read(still(found, k))
        for text in drawn.texts:
            assert inside(text.box, drawn.box), text
        around = [each for each in drawn.texts if each.css in ("note", "step", "")]
        for at, one in enumerate(around):
            for other in around[at + 1 :]:
                assert not overlap(one.box, other.box)


def test_a_legend_of_exactly_what_is_on_screen() -> None:
    found = view(tutorial())
    always = ["leaf", "operation", "constant", "value", "gradient"]
    assert legend(still(found, 0)) == [*always, "not run yet", ".grad"]
    assert legend(still(found, 5)) == [*always, "this step", "saved", ".grad"]
    assert legend(still(found, 12)) == [*always, "this step", "freed", ".grad"]
    assert "view: same memory" in legend(still(view(stories.looked_at()), 3))
    assert "stopped here" in legend(still(view(twice()), 14))
    assert "stopped here" not in legend(still(view(twice()), 13))
    assert "not recorded" in legend(still(view(untracked()), 1))
    assert legend(still(view(matrix()), 0))[-1] == "negative, 0, positive"


def test_a_leaf_alone_has_no_value_arrow_to_explain() -> None:
    with av.record() as rec:
        av.tensor(1.0, requires_grad=True)
    assert legend(still(view(rec.trace), 0)) == ["leaf", "gradient", ".grad"]


@pytest.mark.parametrize("name", FIVE)
def test_every_word_of_the_legend_has_a_sign_that_is_styled_as_on_the_picture(
    name: str,
) -> None:
    found = seen(name)
    for k in range(len(found.snapshots)):
        root = ElementTree.fromstring(still(found, k))
        picture, signs = root.findall(f"{SVG}g")
        kinds = [each.get("class", "").split()[0] for each in signs.findall(f"{SVG}g")]
        assert len(kinds) == len(signs.findall(f"{SVG}text"))
        drawn = {each.get("class", "").split(" ")[0] for each in picture.iter()}
        assert set(kinds) <= drawn | {"grad"}


def test_a_freed_tab_says_so_and_is_no_colour_alone() -> None:
    texts = [each.content for each in read(still(view(tutorial()), 12)).texts]
    assert [each for each in texts if each.startswith("saved")] == [
        "saved x: freed",
        "saved 2: freed",
        "saved y: freed",
    ]


def test_hidden_things_are_left_out() -> None:
    svg = still(view(tutorial()), 0)
    root = ElementTree.fromstring(svg)
    assert [e for e in root.iter() if "off" in e.get("class", "").split()] == []


def test_on_paper_nothing_has_a_colour() -> None:
    for name in FIVE:
        svg = still(seen(name), -1 % len(seen(name).snapshots), PRINT)
        colours = set(re.findall(r"#([0-9a-f]{6})\b", svg))
        assert [each for each in colours if len({*re.findall("..", each)}) > 1] == []


@pytest.mark.parametrize("name", FIVE)
def test_large_type_is_not_cut_off(name: str) -> None:
    found = seen(name)
    for k in range(len(found.snapshots)):
        root = ElementTree.fromstring(still(found, k, LIGHT_LARGE))
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        assert float(root.attrib["width"]) == LIGHT_LARGE.scale * width
        signs = root.findall(f"{SVG}g")[-1].findall(f"{SVG}text")
        notes = [each for each in root.iter() if each.get("class") == "note"]
        for texts, size in ((notes, CAPTION), (signs, LEGEND)):
            for each in texts:
                right = sans(each.text or "", size * LIGHT_LARGE.words)
                assert float(each.attrib["x"]) + right < width
                assert float(each.attrib["y"]) + 4 < height


def test_a_failure_tells_the_exceptions_own_words() -> None:
    assert notes(still(view(twice()), 14)).startswith(
        "RuntimeError: Trying to backward through the graph a second time"
    )


def test_a_message_without_spaces_stays_inside() -> None:
    try:
        with av.record() as rec:
            av.tensor(1.0, requires_grad=True) * 2
            raise ValueError("x" * 500)
    except ValueError:
        pass
    drawn = read(still(view(rec.trace), len(rec) - 1))
    assert [t for t in drawn.texts if not inside(t.box, drawn.box)] == []


def test_a_narrow_picture_has_room_for_its_caption() -> None:
    left, _, right, _ = read(still(seen("two_losses"), 0)).box
    assert right - left >= 460


def test_pictures_that_are_shown_in_turn_explain_every_sign_of_each() -> None:
    found = view(tutorial())
    first, last = stills(found, [0, 11])
    assert legend(first) == legend(last)
    assert {"not run yet", "this step", "freed"} <= set(legend(first))
    forward, backward = stills(found, [3, 11])
    assert {"runs forward", "runs backward"} <= set(legend(forward))
    assert legend(forward) == legend(backward)


def test_pictures_that_are_shown_in_turn_are_of_one_size_and_their_words_fit() -> None:
    found = seen("backward_twice")
    every = [read(each) for each in stills(found, range(len(found.snapshots)))]
    assert 1 == len({each.box for each in every})
    assert 1 < len({len([t for t in e.texts if t.css == "note"]) for e in every})
    for drawn in every:
        around = [each for each in drawn.texts if each.css in ("note", "step", "")]
        for at, one in enumerate(around):
            assert inside(one.box, drawn.box)
            assert not any(overlap(one.box, each.box) for each in around[at + 1 :])
