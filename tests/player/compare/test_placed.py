"""Equal graphs have equal places, with room for what each of them says."""

from __future__ import annotations

import pytest

import autoviz as av
from autoviz.picture.svg import bounds
from autoviz.picture.view import View, view
from autoviz.player.compare.placed import placed
from autoviz.recording import Recording
from tests.player.compare.runs import cube, detached, squares, unrecorded


def views(*recordings: Recording) -> tuple[View, ...]:
    return placed([view(each.trace) for each in recordings])


def large(number: float) -> Recording:
    with av.record() as rec:
        x = av.tensor(number, requires_grad=True)
        h = x * x
        y = h * x
        y.backward()
    return rec


@pytest.mark.parametrize(
    "pair",
    [(cube(), unrecorded()), (cube(), large(-12345.678))],
    ids=["with and without recording", "short and long numbers"],
)
def test_equal_graphs_share_one_layout(pair: tuple[Recording, Recording]) -> None:
    one, other = views(*pair)
    assert one.layout == other.layout
    assert [each.size for each in one.cards] == [each.size for each in other.cards]


def test_a_card_is_as_large_as_the_largest() -> None:
    alone = view(large(-12345.678).trace)
    small, _ = views(cube(), large(-12345.678))
    for card, needed in zip(small.cards, alone.cards, strict=True):
        assert card.size[0] >= needed.size[0]


def test_other_graphs_keep_their_own_layout() -> None:
    own = view(detached().trace)
    _, its, _ = views(cube(), detached(), unrecorded())
    assert own == its


def test_pictures_are_of_one_size() -> None:
    one, other = views(cube(), unrecorded())
    assert bounds(one) == bounds(other)


def test_one_recording_keeps_its_picture() -> None:
    own = view(squares(emptied=True).trace)
    assert (own,) == placed([own])
