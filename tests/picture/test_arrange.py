"""Where everything goes: left to right or down, and what is on a leaf's head."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.picture import arrange
from autoviz.picture.svg import bounds
from autoviz.picture.view import View, view
from tests.picture.programs import EVERY, seen
from tests.picture.traces import tutorial


def kept() -> View:
    """Top to bottom: what is computed has a ``.grad`` of its own."""
    with av.record() as rec:
        x = av.tensor([[1.0, 2.0]] * 3, requires_grad=True)
        h = (x * 2 + 1).tanh()
        h.retain_grad()
        ((h * h).exp() + 1).sum().backward()
    return view(rec.trace)


def edges(view: View, name: str, card: int) -> tuple[float, float]:
    """Top and bottom of a card or of its ``.grad``."""
    found = view.cards[card]
    size = found.slot if name == "s" else found.size
    assert size is not None
    _, y = view.layout.boxes[f"{name}{card}"]
    return y - size[1] / 2, y + size[1] / 2


def test_left_to_right_unless_that_is_too_wide() -> None:
    assert view(tutorial()).layout.direction == "LR"
    assert {seen(name).layout.direction for name in ("chain", "perceptron")} == {"TB"}


@pytest.mark.parametrize("name", EVERY)
def test_what_runs_left_to_right_fits_a_cell_of_a_notebook(name: str) -> None:
    if seen(name).layout.direction == "LR":
        assert bounds(seen(name))[0] <= arrange.WIDEST


def test_left_to_right_a_grad_is_below_its_leaf() -> None:
    found = view(tutorial())
    assert edges(found, "c", 0)[1] < edges(found, "s", 0)[0]


def test_top_to_bottom_a_grad_is_on_the_head_of_its_leaf() -> None:
    found = seen("chain")
    x, slot = found.layout.boxes["c0"], found.layout.boxes["s0"]
    assert slot[0] == x[0]
    assert edges(found, "s", 0)[1] < edges(found, "c", 0)[0]
    assert found.layout.ranks["s0"] == found.layout.ranks["c0"]


def test_where_an_arrow_comes_in_from_above_a_grad_is_beside() -> None:
    found = kept()
    (h,) = (each.id for each in found.cards if each.kind == "op" and each.slot)
    (left, y), (right, slot_y) = (
        found.layout.boxes[f"c{h}"],
        found.layout.boxes[f"s{h}"],
    )
    assert found.layout.direction == "TB"
    assert (slot_y, right > left) == (y, True)


def test_where_numbers_have_no_room_cards_move_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five arrows fan out of one card."""
    apart = seen("wide_diamond")
    monkeypatch.setattr(arrange, "ROUNDS", 0)
    near = view(apart.trace)
    assert any(each.covers for each in near.labels.values())
    assert not any(each.covers for each in apart.labels.values())
    assert near.layout.direction == apart.layout.direction == "TB"
    assert near.layout.height < apart.layout.height
    assert near.layout.width == apart.layout.width


def test_top_to_bottom_nothing_is_left_free_above_a_card_with_tabs() -> None:
    """Its tabs hang out below it; left to right there is as much room above."""
    found = seen("chain")
    gaps = {
        edges(found, "c", each.edge.head)[0] - found.routes[each.id][0][1]
        for each in found.edges
        if found.cards[each.edge.tail].below
    }
    assert max(gaps) < 50


def test_what_has_come_the_longest_way_goes_straight_on() -> None:
    """Five layers, each with a leaf of its own that comes from the side."""
    with av.record() as rec:
        h = av.tensor(0.5)
        for _ in range(5):
            h = (h * av.tensor(2.0, requires_grad=True)).tanh()
        h.backward()
    found = view(rec.trace)
    assert found.layout.direction == "TB"
    trunk = [each.id for each in found.cards if each.kind == "op"][1:]
    across = [found.layout.boxes[f"c{card}"][0] for card in trunk]
    assert max(across) - min(across) < 2


@pytest.mark.parametrize("name", EVERY)
def test_equal_programs_are_arranged_equally(name: str) -> None:
    trace = seen(name).trace
    assert view(trace) == seen(name)
