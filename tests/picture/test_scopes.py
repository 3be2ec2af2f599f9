"""Scopes that are drawn closed: which, what their cards say, and their arrows."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

import pytest

import autoviz as av
from autoviz.errors import LayoutError, RecordingError
from autoviz.picture.frame import frame
from autoviz.picture.scopes import FAN, FEW, MOST, arrows, asked, note, parts
from autoviz.picture.still import still
from autoviz.picture.svg import draw
from autoviz.picture.theme import DARK
from autoviz.picture.view import View, view
from autoviz.player.document import document
from autoviz.records import Backward, Graph, Scope, Trace
from tests.picture.drawn import Drawn, inside, overlap, read

BLOCKS, OPERATIONS = 12, 12


def scoped(trace: Trace, scopes: Sequence[Scope], of: dict[int, int | None]) -> Trace:
    """The trace, as if some of its nodes had been made in calls of modules."""
    nodes = tuple(
        replace(each, scope=of.get(each.id, each.scope)) for each in trace.graph.nodes
    )
    return replace(trace, graph=Graph(nodes, tuple(scopes)))


@functools.cache
def model() -> Trace:
    """Twelve blocks of twelve operations and a weight, in a model; then a loss.

    The last two operations of each are a part of it.
    """
    scopes = [Scope(0, "model", "Model", 1, None)]
    of: dict[int, int | None] = {}
    with av.record() as rec:
        x = av.tensor(1.0)
        weights = []
        for _ in range(BLOCKS):
            w = av.tensor(1.01, requires_grad=True)
            weights.append(w)
            for _ in range(OPERATIONS):
                x = x * w
        loss = x - 1
        loss.backward()
    block, done = 0, 0
    for node in rec.trace.graph.nodes:
        if node.kind == "leaf":
            block, name, done = len(scopes), f"model.{len(scopes) // 2}", 0
            scopes.append(Scope(block, name, "Block", 1, 0))
            scopes.append(Scope(block + 1, f"{name}.end", "End", 1, block))
        done += node.op == "mul"
        if block and node.op != "sub":
            of[node.id] = block if done <= OPERATIONS - 2 else block + 1
    return scoped(rec.trace, scopes, of)


@functools.cache
def unrolled(steps: int = 50) -> Trace:
    """One cell, called again and again, that reads a sequence."""
    with av.record() as rec:
        xs = av.ones(steps)
        w = av.tensor(0.5, requires_grad=True)
        h = av.tensor(0.0)
        for t in range(steps):
            x = xs[t]
            h = (x + h * w).tanh() * w
        h.backward()
    scopes: list[Scope] = []
    of: dict[int, int | None] = {}
    for node in rec.trace.graph.nodes:
        if node.op == "select":
            scopes.append(Scope(len(scopes), "cell", "Cell", len(scopes) + 1, None))
        elif node.op is not None:
            of[node.id] = len(scopes) - 1
        elif node.kind == "leaf":
            of[node.id] = 0
    return scoped(rec.trace, scopes, of)


@functools.cache
def seen(name: str) -> View:
    return view({"model": model, "unrolled": unrolled}[name]())


@functools.cache
def drawings(name: str) -> tuple[Drawn, ...]:
    found = seen(name)
    ks = range(0, len(found.snapshots), 40)
    return tuple(read(draw(found, frame(found, k), "")) for k in ks)


# what is closed


def test_picture_with_room_for_everything_shows_everything() -> None:
    trace = unrolled(20)
    assert len(trace.graph.nodes) <= MOST
    found = view(trace)
    assert [False] * len(trace.graph.nodes) == [each.closed for each in found.cards]
    assert "" == found.note


def test_model_is_opened_and_the_first_of_equal_blocks() -> None:
    found = seen("model")
    assert len(found.cards) <= FEW
    others = [f"model.{each}" for each in range(1, BLOCKS)]
    assert ["model.0.end", *others] == [e.bold for e in found.cards if e.closed]


def test_every_tensor_is_on_one_card() -> None:
    for name in ("model", "unrolled"):
        found = seen(name)
        on = sorted(node for each in found.cards for node in each.nodes)
        assert list(range(len(found.trace.graph.nodes))) == on


def test_module_without_parts_stays_closed_inside_of_another() -> None:
    shut = next(each for each in seen("model").cards if each.bold == "model.0.end")
    assert (2, "End") == (len(shut.nodes), shut.subtitle)


def test_outermost_calls_are_opened_as_far_as_there_is_room() -> None:
    found = seen("unrolled")
    closed = [each for each in found.cards if each.closed]
    assert list(range(2, 51)) == [int(each.rest.split()[-1]) for each in closed]
    assert {"cell"} == {each.bold for each in closed}


def test_too_many_cards_and_nothing_to_close() -> None:
    graph = model().graph
    bare = Graph(tuple(replace(each, scope=None) for each in graph.nodes))
    with pytest.raises(LayoutError) as told:
        parts(bare)
    assert (
        f"this recording has {len(graph.nodes)} cards, and a picture holds 150: record "
        "fewer steps, or give them parts that can be drawn closed: with "
        'av.scope("name"), for i in av.loop(range(n)), or the call of a '
        "torch.nn.Module; print(recording) tells all steps, and av.make_dot(x) draws "
        "the whole graph behind a tensor x"
    ) == str(told.value)


def test_too_many_cards_with_everything_closed() -> None:
    with pytest.raises(LayoutError, match="cards even with its scopes closed"):
        view(unrolled(160))


# what a closed card says


def test_card_says_type_and_what_is_in_it() -> None:
    found = next(each for each in seen("model").cards if each.bold == "model.1")
    assert ("model.1", "", "Block", "12 operations · 1 parameter") == (
        found.bold,
        found.rest,
        found.subtitle,
        found.counts,
    )


def test_parameter_that_calls_share_is_in_each_of_them() -> None:
    found = seen("unrolled")
    assert {"4 operations · 1 parameter"} == {
        each.counts for each in found.cards if each.closed
    }
    weight = next(each for each in found.cards if each.kind == "leaf")
    heads = [each.edge.head for each in found.edges if each.edge.tail == weight.id]
    assert [] == [each for each in heads if found.cards[each].closed]


def test_card_shows_what_leaves_the_scope_and_the_gradient_of_that() -> None:
    found = seen("model")
    at, card = next((n, each) for n, each in enumerate(found.cards) if each.closed)
    assert max(each for each in card.nodes if each in found.snapshots[-1].values) == (
        card.node
    )
    last = found.snapshots[-1]
    assert last.values[card.node] == found.faces[-1][at].value
    assert last.gradients[card.node] == found.faces[-1][at].gradient


def test_note_says_what_is_closed_and_what_is_left_out() -> None:
    assert (
        f"12 scopes are drawn closed, as one card each: "
        f"{len(seen('model').cards)} cards for {len(model().graph.nodes)} tensors. "
        'recording.opened("model.0.end") opens one.'
    ) == seen("model").note
    assert seen("unrolled").note.endswith(
        " 50 arrows from xs, which carry no gradient, are left out."
    )


def test_note_is_on_the_still_and_in_the_player() -> None:
    found = seen("model")
    words = "12 scopes are drawn closed"
    assert words in still(found, 3)
    assert words in document(found, "recording")["svg"]


# arrows


def test_arrows_of_a_closed_scope_are_drawn_once() -> None:
    found = seen("model")
    pairs = [
        (each.edge.tail, each.edge.head)
        for each in found.edges
        if found.cards[each.edge.tail].closed or found.cards[each.edge.head].closed
    ]
    assert len(set(pairs)) == len(pairs) > BLOCKS


def test_arrow_that_stands_for_several_counts_their_gradients() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        y = x * 3
        for _ in range(MOST):
            y = y + x
        y.backward()
    of = {each.id: 0 for each in rec.trace.graph.nodes if each.op == "add"}
    scope = Scope(0, "model", "Adds", 1, None)
    found = view(scoped(rec.trace, [scope], dict(of)))
    (arrow,) = (each for each in found.edges if len(each.edges) > 1)
    said = list(dict.fromkeys(each.main for each in arrow.labels))
    assert ["", "1", "2 gradients", "3 gradients"] == said[:4]
    assert f"{MOST} gradients" == said[-1]


def test_input_of_a_few_keeps_its_arrows() -> None:
    graph = unrolled(FAN).graph
    shown = tuple(parts(graph))
    assert FAN == sum(each.tail == 0 for each in arrows(graph, shown))
    assert "" == note(graph, shown)


# the steps


@pytest.mark.parametrize("name", ["model", "unrolled"])
def test_focus_is_on_the_one_card_that_has_the_node(name: str) -> None:
    found = seen(name)
    for k, snapshot in enumerate(found.snapshots[1:], start=1):
        assert snapshot.step is not None
        classes = frame(found, k).classes
        cards = [each.id for each in found.cards]
        lit = [each for each in cards if "focus" in classes[f"c{each}"].split()]
        has = [each.id for each in found.cards if snapshot.step.node in each.nodes]
        assert has == lit


def test_arrow_of_the_running_node_is_lit() -> None:
    found = seen("model")
    closed = {each.id for each in found.cards if each.closed}
    arrow = next(
        each
        for each in found.edges
        if each.edge.tail in closed and each.edge.head in closed
    )
    k = next(
        k
        for k, each in enumerate(found.snapshots)
        if isinstance(each.step, Backward) and each.step.node == arrow.edges[0].head
    )
    before, now, after = (
        frame(found, each).classes[f"{arrow.id}g"] for each in (k - 1, k, k + 1)
    )
    assert ("grad off", "grad now", "grad past") == (before, now, after)


def test_scope_is_in_the_future_until_its_first_operation() -> None:
    found = seen("model")
    card = next(each for each in found.cards if each.bold == "model.1")
    states = [
        "future" in frame(found, k).classes[f"c{card.id}"].split()
        for k in (0, OPERATIONS, OPERATIONS + 1, len(found.snapshots) - 1)
    ]
    assert [True, True, False, False] == states


def test_texts_of_the_twin_follow_every_tensor() -> None:
    told = document(seen("model"), "recording")
    shown = {id: text for row in told["twin"]["rows"] for id, text in row if id}
    for change in told["frames"]:
        shown |= {id: text for id, text in change["text"].items() if id in shown}
    last = [shown[f"w{row}_3"] for row in range(1, len(told["twin"]["rows"]))]
    assert "–" not in last


# the drawing


@pytest.mark.parametrize("name", ["model", "unrolled"])
def test_cards_do_not_overlap_and_hold_their_texts(name: str) -> None:
    for drawn in drawings(name):
        boxes = {e.inside[-1]: e.box for e in drawn.shapes if e.css in ("body", "rect")}
        names = sorted(boxes)
        assert [
            (a, b)
            for at, a in enumerate(names)
            for b in names[at + 1 :]
            if overlap(boxes[a], boxes[b])
        ] == []
        for text in drawn.texts:
            assert inside(text.box, drawn.box), text
            if text.inside and text.inside[-1] in boxes:
                assert inside(text.box, boxes[text.inside[-1]]), text


@pytest.mark.parametrize("name", ["model", "unrolled"])
def test_closed_card_looks_like_several_sheets(name: str) -> None:
    found = seen(name)
    sheets = [e.inside[-1] for e in drawings(name)[0].shapes if e.css == "sheet"]
    closed = [f"c{each.id}" for each in found.cards if each.closed]
    assert sorted(2 * closed) == sorted(sheets)


def test_legend_explains_a_closed_card() -> None:
    assert "scope, closed" in still(seen("model"), 1, DARK)
    assert "scope, closed" not in still(view(unrolled(10)), 1)


# what a learner asks for


def test_a_scope_is_open_that_is_asked_for() -> None:
    graph = model().graph
    found = parts(graph, asked(graph, ["model.3.end"]))
    closed = {each.scope.name for each in found if each.scope}
    assert closed.isdisjoint({"model", "model.3", "model.3.end"})
    assert {"model.2", "model.4"} < closed


def test_scopes_around_it_are_open_too() -> None:
    graph = model().graph
    assert ["model", "model.3", "model.3.end"] == [
        graph.scopes[each].name for each in sorted(asked(graph, ["model.3.end"]))
    ]


def test_a_call_is_asked_for_by_its_number() -> None:
    graph = unrolled().graph
    (cell,) = asked(graph, ["cell 7"])
    assert 7 == graph.scopes[cell].call
    assert 50 == len(asked(graph, ["cell"]))


def test_no_scope_of_that_name() -> None:
    expected = r"there is no scope 'model\.99' here: model, model\.0, model\.0\.end"
    with pytest.raises(RecordingError, match=expected):
        asked(model().graph, ["model.99"])


def test_too_many_are_asked_for() -> None:
    graph = unrolled().graph
    with pytest.raises(LayoutError, match=r"cards with these scopes open.*open fewer"):
        parts(graph, asked(graph, ["cell"]))
