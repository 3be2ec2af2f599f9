"""What differs at a moment: which numbers, in which recordings, shown where."""

from __future__ import annotations

import autoviz as av
from autoviz.picture.view import view
from autoviz.picture.words import plain
from autoviz.player.compare.differences import Difference, Differences
from autoviz.player.compare.linked import linked
from autoviz.recording import Recording
from tests.player.compare.runs import cube, detached, squares, unrecorded

Found = dict[str, tuple[str | None, ...]]


def walked(*recordings: Recording) -> tuple[Differences, list[tuple[Found, Found]]]:
    """At each moment what differs newly, and what still does."""
    traces = [each.trace for each in recordings]
    differences = Differences([view(each) for each in traces], linked(traces))
    return differences, [
        (by_name(fresh), by_name(still)) for fresh, still in differences.walk()
    ]


def by_name(differing: list[Difference]) -> Found:
    return {plain(each.called): each.texts for each in differing}


def test_nothing_differs_between_equal_recordings() -> None:
    _, moments = walked(cube(), cube())
    assert [({}, {})] * 7 == moments


def test_a_cut_changes_the_gradient() -> None:
    _, moments = walked(cube(), detached(), unrecorded())
    fresh, still = moments[-1]
    assert ("27", "9", "9") == fresh["x.grad"]
    assert ("MulBackward0", "None", "None") == still["grad_fn of h"]


def test_forgotten_emptying_adds_up() -> None:
    _, moments = walked(squares(emptied=True), squares(emptied=False))
    told = [fresh["w.grad"] for fresh, _ in moments if "w.grad" in fresh]
    assert [("None", "6"), ("6", "12")] == told


def test_what_has_not_run_yet_in_one_is_said_so() -> None:
    _, moments = walked(cube(), detached())
    assert ("9", "not made yet") in [fresh.get("h") for fresh, _ in moments]


def test_a_difference_is_new_once() -> None:
    _, moments = walked(cube(), detached())
    before: Found = {}
    for fresh, still in moments:
        assert still.items() <= before.items()
        assert not fresh.items() & before.items()
        before = fresh | still


def test_what_only_some_have_is_alone_and_never_differs() -> None:
    differences, moments = walked(cube(), detached())
    product = next(each for each in differences.things.all if each[0] is None)
    assert "x * x" == differences.things.name(product)
    assert f"c{product[1]}" in differences.alone(1)
    assert "x * x" not in {name for fresh, _ in moments for name in fresh}


def test_the_elements_of_a_difference_are_those_of_each_picture() -> None:
    traces = [cube().trace, detached().trace]
    views = [view(each) for each in traces]
    *_, (fresh, _) = Differences(views, linked(traces)).walk()
    grad = next(each for each in fresh if plain(each.called) == "x.grad")
    slots = [next(card.id for card in each.cards if card.slot) for each in views]
    assert tuple((f"s{slot}", f"s{slot}v") for slot in slots) == grad.ids


def test_arrows_with_other_gradients_are_told_apart() -> None:
    def scaled(by: float) -> Recording:
        with av.record() as rec:
            x = av.tensor(2.0, requires_grad=True)
            y = x.exp()
            loss = y * by
            loss.backward()
        return rec

    traces = [scaled(3.0).trace, scaled(4.0).trace]
    views = [view(each) for each in traces]
    differences = Differences(views, linked(traces))
    last = [len(each.steps) for each in traces]
    assert [[], []] == differences.arrows([2, 2])
    assert {"e0g", "e0m", "e1g", "e1m"} == set(differences.arrows(last)[0])


def test_long_tensors_that_differ_far_behind_are_said_to_differ() -> None:
    def many(last: float) -> Recording:
        with av.record() as rec:
            x = av.tensor([1.0] * 19 + [last], requires_grad=True)
            x.sum().backward()
        return rec

    _, moments = walked(many(1.0), many(2.0))
    assert ("other numbers", "other numbers") == moments[0][0]["x"]


def test_a_rebound_name_is_the_same_thing_as_the_step_it_was_made_in() -> None:
    with av.record() as rebound:
        x = av.tensor(3.0, requires_grad=True)
        h = x * x
        h = h.detach()
        y = h * x
        y.backward()
    differences, _ = walked(cube(), rebound)
    assert ["h₂"] == [
        differences.things.name(each) for each in differences.things.all if None in each
    ]
