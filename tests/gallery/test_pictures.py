"""What holds of every picture of the gallery, looked at as drawn."""

from __future__ import annotations

from functools import cache

import pytest

from autoviz.picture.frame import frame
from autoviz.picture.svg import draw
from autoviz.picture.view import View, view
from tests.gallery.chapters import PICTURES, recorded
from tests.picture.covering import boxes, covered
from tests.picture.drawn import Drawn, inside, overlap, read

CELL = 860
"""Pixels: how wide a cell of a notebook is."""

WIDER = {"eight_across"}
"""A leaf is 119 wide, so that one reads ``leaf · grad_fn None``: eight are too many."""

FEW = 4


@cache
def seen(name: str) -> View:
    return view(recorded(name).trace)


@cache
def pictures(name: str) -> list[Drawn]:
    """Some steps, and always the last; what stands on the arrows comes bit by bit."""
    last = len(seen(name).snapshots) - 1
    steps = sorted({last, *range(0, last, last // FEW + 1), *PICTURES[name]} - {-1})
    return [read(draw(seen(name), frame(seen(name), k), name)) for k in steps]


@pytest.mark.parametrize("name", PICTURES)
def test_no_number_covers_a_card_another_number_or_an_arrow(name: str) -> None:
    assert {each for drawn in pictures(name) for each in covered(drawn)} == set()


@pytest.mark.parametrize("name", PICTURES)
def test_there_is_room_for_the_widest_text_that_any_step_shows(name: str) -> None:
    assert [id for id, each in seen(name).labels.items() if each.covers] == []


@pytest.mark.parametrize("name", PICTURES)
def test_cards_do_not_overlap(name: str) -> None:
    found = boxes(pictures(name)[-1])
    assert [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if overlap(one, other)
    ] == []


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut_off(name: str) -> None:
    for drawn in pictures(name):
        for each in (*drawn.shapes, *drawn.texts):
            assert inside(each.box, drawn.box), each


@pytest.mark.parametrize("name", PICTURES)
def test_it_fits_a_cell_of_a_notebook(name: str) -> None:
    left, _, right, _ = pictures(name)[-1].box
    assert (right - left > CELL) == (name in WIDER)


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_computed_comes_after_what_it_is_computed_from(name: str) -> None:
    """Left to right or top to bottom: so the loss is at the end."""
    found = seen(name)
    along = 0 if found.layout.direction == "LR" else 1
    at = {id: place[along] for id, place in found.layout.boxes.items()}
    arrows = [(f"c{each.edge.tail}", f"c{each.edge.head}") for each in found.edges]
    assert [pair for pair in arrows if at[pair[0]] >= at[pair[1]]] == []
