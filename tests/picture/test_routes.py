"""The ways of the edges."""

from __future__ import annotations

import pytest

from autoviz.picture.curve import between, chords
from autoviz.picture.layout import Point
from autoviz.picture.routes import Rectangle, corner, crosses, foot, obstacles
from autoviz.picture.view import View
from tests.picture.programs import EVERY, seen

BOX = (10.0, 10.0, 30.0, 20.0)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((0.0, 15.0), (40.0, 15.0), True),
        ((0.0, 0.0), (40.0, 30.0), True),
        ((20.0, 0.0), (20.0, 40.0), True),
        ((0.0, 5.0), (40.0, 5.0), False),
        ((5.0, 0.0), (5.0, 40.0), False),
        ((0.0, 15.0), (5.0, 15.0), False),
        ((0.0, 20.0), (40.0, 60.0), False),
    ],
)
def test_a_line_runs_through_a_box_or_not(
    start: Point, end: Point, expected: bool
) -> None:
    assert crosses(start, end, BOX) == expected


def bare(box: Rectangle) -> Rectangle:
    return box[0] + 4, box[1] + 4, box[2] - 4, box[3] - 4


def hits(view: View) -> list[tuple[str, str]]:
    """Edges that run through a card or slot that is not their own."""
    boxes = {id: bare(box) for id, box in obstacles(view.layout, view.cards).items()}
    return [
        (each.id, name)
        for each in view.edges
        for name, box in boxes.items()
        if name not in (f"c{each.edge.tail}", f"c{each.edge.head}")
        and any(crosses(*line, box) for line in chords(view.routes[each.id]))
    ]


@pytest.mark.parametrize("name", EVERY)
def test_no_edge_runs_through_a_card(name: str) -> None:
    assert hits(seen(name)) == []


@pytest.mark.parametrize("name", EVERY)
def test_edges_end_on_the_sides_of_their_cards(name: str) -> None:
    view = seen(name)
    for each in view.edges:
        start, end = view.routes[each.id][0], view.routes[each.id][-1]
        tail, head = view.cards[each.edge.tail], view.cards[each.edge.head]
        left, top = corner(view.layout, f"c{head.id}", head.size)
        x, y = corner(view.layout, f"c{tail.id}", tail.size)
        if view.layout.direction == "LR":
            assert (start[0], end[0]) == (x + tail.size[0], left)
            assert y < start[1] < y + tail.size[1]
            assert top < end[1] < top + head.size[1]
        else:
            assert (start, end[1]) == (foot(view.layout, tail, start[0]), top)
            assert x < start[0] < x + tail.size[0]
            assert left < end[0] < left + head.size[0]


@pytest.mark.parametrize("name", EVERY)
def test_no_two_arrows_share_a_tip(name: str) -> None:
    view = seen(name)
    tips = [place for way in view.routes.values() for place in (way[0], way[-1])]
    assert len(set(tips)) == len(tips)


def test_where_nothing_is_between_the_way_is_straight() -> None:
    view = seen("tutorial")
    for way in view.routes.values():
        assert list(way) == between(way[0], way[-1])


def test_both_edges_of_a_pair_are_straight_and_apart() -> None:
    view = seen("fan_out")
    first, second = (view.routes[f"e{number}"] for number in (0, 1))
    assert list(first) == between(first[0], first[-1])
    assert second[0][1] - first[0][1] == pytest.approx(second[-1][1] - first[-1][1])
    assert second[0][1] - first[0][1] >= 16


def test_a_way_around_runs_level_past_what_is_in_between() -> None:
    """The residual of ``skip``: one height for all four cards that it passes."""
    view = seen("skip")
    around = next(each for each in view.edges if len(view.routes[each.id]) > 4)
    way = view.routes[around.id]
    passed = {
        round(x)
        for x, y in way
        if any(abs(y - view.layout.boxes[f"c{card}"][1]) < 40 for card in (1, 2, 3, 4))
    }
    assert len(passed) == 1


def test_a_way_past_several_ranks_does_not_swerve() -> None:
    """From the leaf of ``wide_diamond`` to its square, past three ranks."""
    view = seen("wide_diamond")
    square = next(each.id for each in view.cards if each.bold == "x**2")
    (edge,) = (each.id for each in view.edges if each.edge.head == square)
    way = view.routes[edge]
    assert len(way) > 4
    assert len({x for x, _ in way} - {way[0][0], way[-1][0]}) == 1


def test_a_seed_comes_from_outside() -> None:
    view = seen("tutorial")
    (loss,) = view.roots
    (x, y), *_, (end_x, end_y) = view.routes[f"r{loss}"]
    left, _ = corner(view.layout, f"c{loss}", view.cards[loss].size)
    assert x == left + view.cards[loss].size[0]
    assert (end_x > x, end_y) == (True, y)


def test_a_seed_in_the_middle_of_a_graph_has_a_tip_of_its_own() -> None:
    import autoviz as av
    from autoviz.picture.view import view

    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        y = x * 3
        y.backward(retain_graph=True)
        (y * 2).backward()
    found = view(rec.trace)
    seed, onwards = found.routes["r1"], found.routes["e1"]
    assert abs(seed[0][1] - onwards[0][1]) > 15
