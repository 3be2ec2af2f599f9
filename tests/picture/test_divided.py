"""A training loop that is too large for a picture, divided at its passes."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

import autoviz as av
from autoviz.errors import LayoutError
from autoviz.picture.divided import divided
from autoviz.picture.scopes import FEW, MOST, PASS
from autoviz.picture.view import View, view
from autoviz.recording import Recording
from autoviz.records import Forward, Trace

ROUNDS = 20


def by_hand(rounds: int) -> Trace:
    """A line through two points; eight cards a round, and four that all use."""
    x, y = av.tensor([1.0, 2.0]), av.tensor([3.0, 5.0])
    w = av.tensor(0.0, requires_grad=True)
    b = av.tensor(0.0, requires_grad=True)
    with av.record() as rec:
        for _ in range(rounds):
            loss = ((w * x + b - y) ** 2).sum()
            loss.backward()
            with av.no_grad():
                w -= 0.1 * w.grad
                b -= 0.1 * b.grad
                w.grad.zero_()
                b.grad.zero_()
    return rec.trace


def of_batches(rounds: int) -> Trace:
    """A model, an optimizer, and a part of the data for each round."""
    model = av.nn.Sequential(
        av.nn.Flatten(),
        av.nn.Linear(2, 3),
        av.nn.Tanh(),
        av.nn.Linear(3, 1),
        av.nn.Sigmoid(),
    )
    optimizer = av.optim.SGD(model.parameters(), lr=0.1)
    data = av.arange(4.0 * rounds).view(-1, 2, 1)
    with av.record() as rec:
        for start in range(0, 2 * rounds, 2):
            optimizer.zero_grad()
            batch = data[start : start + 2] / 10
            out = model(batch).squeeze(1)
            loss = (out * out).sum() - out.log().sum() * 2
            loss = loss / 2 + 1 - loss * 0.25
            loss.backward()
            optimizer.step()
        score = model(data).mean()
        assert score.item()
    return rec.trace


def carried(rounds: int) -> Trace:
    """Every round goes on with what the last one came to."""
    w = av.tensor(0.9, requires_grad=True)
    state = av.tensor(1.0)
    with av.record() as rec:
        for _ in range(rounds):
            for _ in range(10):
                state = state * w
            state.backward()
            state = state.detach()
    return rec.trace


@functools.cache
def a_long_loop() -> View:
    return view(by_hand(ROUNDS))


def passes(view: View) -> list[str]:
    """The closed ones as they are read: row by row, from left to right."""
    closed = [card for card in view.cards if card.subtitle == PASS]
    places = {card.bold: view.layout.boxes[f"c{card.id}"] for card in closed}
    return sorted(places, key=lambda name: places[name][::-1])


@pytest.mark.parametrize("run", [by_hand, of_batches, carried])
def test_a_long_loop_is_drawn_pass_by_pass(run: Callable[[int], Trace]) -> None:
    trace = run(ROUNDS)
    assert len(trace.graph.nodes) > MOST
    seen = view(trace)
    assert len(seen.cards) <= MOST
    assert [f"pass {k}" for k in range(2, ROUNDS + 1)] == passes(seen)
    opened = [each.name for each in seen.scopes if each.outer is None]
    assert ["pass 1"] == [name for name in opened if name.startswith("pass")]
    assert "scopes are drawn closed" in seen.note


def test_passes_that_do_not_depend_on_each_other_stand_in_a_row() -> None:
    seen = a_long_loop()
    closed = [card for card in seen.cards if card.subtitle == PASS]
    assert 1 == len({seen.layout.boxes[f"c{card.id}"][1] for card in closed})


def test_passes_to_which_nothing_leads_stand_in_several_rows() -> None:
    seen = view(of_batches(ROUNDS))
    closed = [card for card in seen.cards if card.subtitle == PASS]
    assert 1 < len({seen.layout.boxes[f"c{card.id}"][1] for card in closed}) < ROUNDS


def test_a_pass_shows_what_was_derived_and_counts_what_led_to_it() -> None:
    seen = a_long_loop()
    last = next(card for card in seen.cards if card.bold == f"pass {ROUNDS}")
    assert "loss" in seen.trace.graph.nodes[last.node].names
    assert "9 operations" == last.counts


def test_what_all_passes_use_is_in_none() -> None:
    seen = a_long_loop()
    alone = {card.bold for card in seen.cards if len(card.nodes) == 1}
    assert {"w", "b", "x", "y"} <= alone
    inside = set().union(*(each.cards for each in seen.scopes))
    assert not {"w", "b", "x", "y"} & {seen.cards[at].bold for at in inside}


def test_a_batch_belongs_to_the_pass_that_uses_it() -> None:
    trace = of_batches(ROUNDS)
    graph = divided(trace).graph
    batches = [each for each in graph.nodes if "batch" in each.names]
    expected = [f"pass {k}" for k in range(1, ROUNDS + 1)]
    assert expected == [graph.scopes[each.scope or 0].name for each in batches]


def test_a_change_in_place_belongs_to_the_pass_before_it() -> None:
    trace = divided(by_hand(ROUNDS))
    changes = [
        trace.graph.nodes[each.node].scope
        for each in trace.steps
        if isinstance(each, Forward) and each.writes is not None
    ]
    assert [part for part in range(ROUNDS) for _ in "wb"] == changes


def test_modules_stay_whole_inside_of_passes() -> None:
    graph = divided(of_batches(ROUNDS)).graph
    models = [each for each in graph.scopes if each.type == "Sequential"]
    assert [*range(ROUNDS), None] == [each.outer for each in models]
    assert list(range(len(graph.scopes))) == [each.id for each in graph.scopes]
    assert all(each.outer < each.id for each in graph.scopes if each.outer is not None)


def test_a_pass_can_be_opened() -> None:
    recording = Recording(by_hand(ROUNDS)).opened("pass 7")
    assert "pass 7" in [each.name for each in recording._view.scopes]


def test_of_many_passes_all_but_the_first_are_closed_whatever_room_there_is() -> None:
    trace = of_batches(ROUNDS)
    assert len(view(trace).cards) <= FEW


def test_what_a_pass_has_made_with_create_graph_is_in_it() -> None:
    x = av.tensor([1.0, 2.0], requires_grad=True)
    with av.record() as rec:
        for _ in range(ROUNDS):
            (slope,) = av.autograd.grad((x.exp() * x.sin()).sum(), x, create_graph=True)
            (slope**2).sum().backward()
    graph = divided(rec.trace).graph
    slopes = [each for each in graph.nodes if "slope" in each.names]
    expected = [f"pass {k}" for k in range(1, 2 * ROUNDS, 2)]
    assert expected == [graph.scopes[each.scope or 0].name for each in slopes]


def test_the_recording_itself_has_no_such_scopes() -> None:
    assert () == Recording(by_hand(ROUNDS)).trace.graph.scopes


def test_what_fits_is_not_divided() -> None:
    trace = by_hand(3)
    assert trace is divided(trace)


def test_one_pass_alone_is_not_divided() -> None:
    with av.record() as rec:
        h = w = av.tensor(1.01, requires_grad=True)
        for _ in range(MOST):
            h = h * w
        h.backward()
    assert rec.trace is divided(rec.trace)
    with pytest.raises(LayoutError, match="151 cards, and a picture holds 150"):
        view(rec.trace)


def test_more_passes_than_a_picture_holds_are_not_drawn() -> None:
    with pytest.raises(LayoutError, match="even with its scopes closed"):
        view(by_hand(MOST + 1))


def test_a_run_whose_parts_lead_back_in_time_is_not_divided() -> None:
    w = av.tensor(1.0, requires_grad=True)
    with av.record() as rec:
        early = w * 2
        late = early.detach() * 1  # used before the first pass, and after
        for _ in range(ROUNDS):
            for _ in range(10):
                late = late + w * 0
            (early * late).backward(retain_graph=True)
            late = late.detach()
    seen = divided(rec.trace)
    part = {each.id: each.scope for each in seen.graph.nodes}
    for edge in seen.graph.edges:
        tail, head = part[edge.tail], part[edge.head]
        assert tail is None or (head is not None and tail <= head)
