"""Scopes that are drawn open: their boxes, and what is closed by hand."""

from __future__ import annotations

import functools
from itertools import pairwise

import pytest

import autoviz as av
from autoviz.picture.frame import frame
from autoviz.picture.opened import HANDLE, boxes, later
from autoviz.picture.routes import Rectangle, obstacles
from autoviz.picture.still import still
from autoviz.picture.svg import draw
from autoviz.picture.view import View, view
from tests.picture.drawn import inside, overlap, read


@functools.cache
def wide() -> View:
    """Left to right; the outer scope has one operation of its own."""
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        with av.scope("outer"):
            with av.scope("inner"):
                w = av.tensor(3.0, requires_grad=True)
                y = x * w
            z = y * x
        z.backward()
    return view(rec.trace)


@functools.cache
def tall() -> View:
    """Top to bottom; each layer makes its own weight, and the last has one card."""
    with av.record() as rec:
        h = av.tensor(2.0)
        for _ in av.loop(range(5), "layer"):
            w = av.tensor(0.5, requires_grad=True)
            h = (w * h).tanh()
        with av.scope("last"):
            loss = h**2
        loss.backward()
    return view(rec.trace)


SEEN = {"wide": wide, "tall": tall}


def placed(seen: View) -> dict[int, Rectangle]:
    return boxes(seen.layout, seen.cards, seen.scopes)


@pytest.mark.parametrize("name", SEEN)
def test_a_box_holds_its_cards_and_no_other(name: str) -> None:
    seen = SEEN[name]()
    solid = obstacles(seen.layout, seen.cards)
    found = placed(seen)
    for scope in seen.scopes:
        for id, room in solid.items():
            held = int(id[1:]) in scope.cards
            assert held == inside(room, found[scope.id]), (scope.name, id)
            assert held == overlap(room, found[scope.id]), (scope.name, id)


def test_a_box_is_in_that_of_the_scope_around_it_with_room_for_its_name() -> None:
    outer, inner = placed(wide()).values()
    left, top, right, bottom = sorted([outer, inner])[1]
    assert inside((left, top - HANDLE, right, bottom), sorted([outer, inner])[0])


def test_rounds_are_below_each_other() -> None:
    found = [placed(tall())[each.id] for each in tall().scopes]
    assert [] == [(one, other) for one, other in pairwise(found) if one[3] > other[1]]


def test_a_scope_of_one_card_has_no_box() -> None:
    assert [f"layer {n}" for n in range(1, 6)] == [each.name for each in tall().scopes]


def test_what_leaves_a_scope_stays_when_it_is_closed() -> None:
    called = [tall().cards[each.leaving].bold for each in tall().scopes]
    assert [f"h{n}" for n in "₂₃₄₅₆"] == called


def test_counts() -> None:
    assert [("2 operations", "1 parameter"), ("1 operation", "1 parameter")] == [
        each.counts for each in wide().scopes
    ]


def test_parameters_come_after_what_comes_into_their_scope() -> None:
    seen = tall()
    pairs = later(seen.scopes, seen.cards, [each.edge for each in seen.edges])
    names = [(seen.cards[a].bold, seen.cards[b].bold) for a, b in pairs]
    expected = [("h₂", "w₂"), ("h₃", "w₃"), ("h₄", "w₄"), ("h₅", "w₅")]
    assert expected == names


def test_a_weight_of_another_scope_is_no_reason_to_come_later() -> None:
    """It would turn the arrow from that weight round."""
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        with av.scope("first"):
            w = av.tensor(3.0, requires_grad=True)
            y = x * w
        with av.scope("second"):
            z = (y * w).tanh()
        z.backward()
    seen = view(rec.trace)
    assert [] == later(seen.scopes, seen.cards, [each.edge for each in seen.edges])


@pytest.mark.parametrize("name", SEEN)
def test_no_number_is_on_the_outline_or_the_name_of_a_box(name: str) -> None:
    seen = SEEN[name]()
    drawn = read(draw(seen, frame(seen, len(seen.snapshots) - 1), name))
    lines = [
        (left, top - 1, right, top + 1)
        for each in drawn.shapes
        if each.css == "box"
        for left, top, right, _ in [each.box]
    ]
    handles = [each.box for each in drawn.shapes if each.inside[-1].endswith("n")]
    assert handles
    assert [] == [
        each.content
        for each in drawn.texts
        if each.css.startswith(("main", "detail")) and each.content
        if any(overlap(each.box, other) for other in lines + handles)
    ]


def test_a_still_names_scopes_and_says_nothing_of_closing() -> None:
    text = still(wide(), 3)
    assert ">outer</text>" in text
    assert ">scope</text>" in text
    assert "this step is inside" not in text
