"""A trace, ready to be painted."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.errors import LayoutError
from autoviz.picture.scopes import MOST
from autoviz.picture.view import View, run, view
from tests.picture.drawn import inside, overlap
from tests.picture.programs import EVERY, FIVE, pictures, recorded, seen
from tests.picture.traces import affine, matrix


def said(view: View, edge: int) -> list[tuple[str, str]]:
    """What an edge says, each time that it says something else."""
    found = [("", "")]
    for label in view.edges[edge].labels:
        if (label.main, label.detail) != found[-1]:
            found.append((label.main, label.detail))
    return found[1:]


@pytest.mark.parametrize("name", EVERY)
def test_only_what_a_step_can_have_changed_is_worked_out_anew(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = recorded(name).trace
    quick = run(trace)
    monkeypatch.setattr("autoviz.picture.view.touched", lambda *_: None)
    assert (quick.faces, quick.edges) == (run(trace).faces, run(trace).edges)


def test_the_running_edge_says_the_product() -> None:
    found = view(affine())
    assert said(found, 0) == [("42", "= 14 × 3"), ("42", "")]
    assert said(found, 1) == [("28", "= 14 × 2"), ("28", "")]


def test_a_negative_factor_is_in_parentheses() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        (x * -3).backward()
    assert said(view(rec.trace), 0)[0] == ("-3", "= 1 × (-3)")


def test_a_matrix_on_an_edge_is_its_shape() -> None:
    found = view(matrix())
    edge = next(each for each in found.edges if each.edge.tail == 1)
    assert {(label.main, label.detail) for label in edge.labels} == {
        ("", ""),
        ("(2, 3)", ""),
    }


def test_an_edge_without_a_gradient_has_no_room_for_a_label() -> None:
    found = view(matrix())
    without = [each.id for each in found.edges if not each.edge.needs_grad]
    assert without == ["e0"]
    assert "e0" not in found.labels


def test_the_roots_are_where_backward_was_called() -> None:
    assert seen("tutorial").roots == {5: (5,)}
    assert len(seen("two_losses").roots) == 2
    assert len(seen("twice_kept").roots) == 1


def test_too_many_cards_for_one_picture() -> None:
    with av.record() as rec:
        x = av.tensor(1.0, requires_grad=True)
        for _ in range(MOST):
            x = x + 1
    with pytest.raises(LayoutError, match="has 151 cards, and a picture holds 150"):
        view(rec.trace)


def test_the_tutorial_fits_a_notebook_cell() -> None:
    left, _, right, _ = pictures("tutorial")[0].box
    assert right - left <= 860


def test_a_program_without_a_backward_has_a_picture() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        x * 3
    found = view(rec.trace)
    assert (found.roots, len(found.snapshots)) == ({}, 2)


@pytest.mark.parametrize("name", EVERY)
def test_cards_slots_and_tabs_do_not_overlap(name: str) -> None:
    drawn = pictures(name)[-1]
    boxes = {each.inside[-1]: each.box for each in drawn.shapes if each.css == "body"}
    for shape in drawn.shapes:
        if shape.inside[-1].startswith("t"):
            left, top, right, bottom = shape.box
            boxes[shape.inside[-1]] = (left, top + 6, right, bottom)
    names = sorted(boxes)
    assert [
        (a, b)
        for at, a in enumerate(names)
        for b in names[at + 1 :]
        if overlap(boxes[a], boxes[b])
    ] == []


@pytest.mark.parametrize("name", EVERY)
def test_everything_lies_inside_the_picture(name: str) -> None:
    for drawn in pictures(name):
        for shape in drawn.shapes:
            assert inside(shape.box, drawn.box), shape
        for text in drawn.texts:
            assert inside(text.box, drawn.box), text
        for line in drawn.lines:
            for x, y in line.points:
                assert inside((x, y, x, y), drawn.box), line.inside


@pytest.mark.parametrize("name", EVERY)
def test_every_text_of_a_card_fits_in_it(name: str) -> None:
    for drawn in pictures(name):
        homes = {
            each.inside[-1]: each.box
            for each in drawn.shapes
            if each.css == "body" or each.inside[-1][0] in "tqk"
        }
        for text in drawn.texts:
            home = next((each for each in reversed(text.inside) if each in homes), None)
            if home is not None:
                assert inside(text.box, homes[home]), (home, text)


@pytest.mark.parametrize("name", EVERY)
def test_texts_of_a_card_do_not_run_into_each_other(name: str) -> None:
    for drawn in pictures(name):
        lines = [
            each for each in drawn.texts if each.content and "cell" not in each.css
        ]
        assert [
            (a.content, b.content)
            for at, a in enumerate(lines)
            for b in lines[at + 1 :]
            if a.inside[-1] == b.inside[-1] and overlap(a.box, b.box)
        ] == []


@pytest.mark.parametrize("name", FIVE)
def test_a_step_moves_nothing(name: str) -> None:
    places = {
        tuple((each.inside, each.box) for each in drawn.shapes)
        for drawn in pictures(name)
    }
    assert len(places) == 1
