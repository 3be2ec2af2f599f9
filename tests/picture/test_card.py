"""What a card says, and how large it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

import autoviz as av
from autoviz.picture.card import BAR, Card, card, tabs_height
from autoviz.picture.face import Face, face
from autoviz.picture.type import mono
from autoviz.records import Saved, Trace, Value, fold
from tests.picture import stories
from tests.picture.programs import five
from tests.picture.traces import matrix, single, square_plus, tutorial, twice, untracked

INF, NAN = float("inf"), float("nan")


def face_of(trace: Trace, node: int, k: int) -> Face:
    return face(trace, fold(trace, k), trace.graph.nodes[node])


def card_of(trace: Trace, node: int) -> Card:
    faces = [face_of(trace, node, k) for k in range(len(trace.steps) + 1)]
    return card(trace, trace.graph.nodes[node], faces)


def row(trace: Trace, node: int, k: int) -> tuple[str, str]:
    """The label of the gradient's row, and all that follows it."""
    found = face_of(trace, node, k)
    return found.label, f"{found.past}{found.now}{found.more} {found.total}".strip()


def test_a_sum_while_it_arrives_and_when_it_is_complete() -> None:
    rows = [row(tutorial(), 0, k) for k in (9, 10, 11, 12)]
    assert rows == [
        ("", ""),
        ("arriving", "64 + …"),
        ("arriving", "64 + 192 = 256"),
        ("gradient", "256.0"),
    ]


def test_the_part_that_comes_at_this_step_is_told_from_what_has_arrived() -> None:
    before, now = (face_of(tutorial(), 0, k) for k in (10, 11))
    assert (before.past, before.now, before.fresh) == ("", "64", True)
    assert (now.past, now.now, now.fresh) == ("64 + ", "192", True)


def test_a_part_is_no_longer_new_when_another_node_runs() -> None:
    """Pow sends to y, then Add runs: what y had got came a step earlier."""
    assert face_of(tutorial(), 4, 7).fresh
    assert not face_of(tutorial(), 4, 8).fresh


def test_one_gradient_needs_no_sum() -> None:
    assert row(tutorial(), 3, 8) == ("gradient", "32.0")


def test_of_many_parts_the_last_three_are_shown() -> None:
    with av.record() as rec:
        x = av.tensor(1.0, requires_grad=True)
        (x + x + x + x).backward()
    trace = rec.trace
    rows = [row(trace, 0, k) for k in range(len(trace.steps) + 1)]
    assert ("arriving", "1 + 1 + …") in rows or ("arriving", "1 + …") in rows
    assert ("arriving", "… + 1 + 1 + 1 = 4") in rows


def test_two_edges_from_one_node_arrive_together() -> None:
    assert row(square_plus(), 0, 5) == ("arriving", "1 + 3 + 3 = 7")


def test_parts_of_a_matrix_are_counted() -> None:
    with av.record() as rec:
        W = av.tensor([[1.0, 2.0]], requires_grad=True)
        (W * 2 + W).sum().backward()
    trace = rec.trace
    found = [face_of(trace, 0, k) for k in range(len(trace.steps) + 1)]
    labels = [each.label for each in found if each.label.startswith("arriving")]
    assert labels == ["arriving 1 of 2", "arriving 2 of 2"]


def test_what_was_saved_and_when_it_is_freed() -> None:
    trace = tutorial()
    tabs = [face_of(trace, 1, k).tabs for k in (0, 1, 11)]
    assert tabs == [("",), ("saved x = 3.0",), ("saved x: freed",)]
    assert face_of(trace, 2, 10).tabs == ("saved 2: freed",)


def test_a_version_is_stamped_where_it_is_above_0() -> None:
    trace = stories.written(fails=False)
    assert [face_of(trace, 2, k).tabs[0] for k in (2, 3)] == [
        "saved e₁ = 1.0",
        "saved e₁, version 0: stale",
    ]
    assert [face_of(trace, node, 3).version for node in (1, 3)] == ["", "version 1"]
    kept = replace(trace.graph.nodes[2], saved=(Saved("self", 3, None, 1),))
    assert face(trace, fold(trace, 3), kept).tabs == ("saved e₂ = 2.0, version 1",)


def test_only_a_card_whose_memory_is_written_has_room_for_a_version() -> None:
    trace = stories.written()
    assert [card_of(trace, node).versions for node in (1, 3)] == [False, True]


def test_each_way_out_of_autograd_is_said_once() -> None:
    found = card_of(stories.cut(), 1)
    assert found.marks == (
        (2, "item() leaves autograd"),
        (3, "numpy() leaves autograd"),
    )
    assert found.below == 2 * tabs_height(2)


def test_a_saved_matrix_is_named_by_its_shape() -> None:
    assert face_of(matrix(), 3, 1).tabs == ("saved x (3, 2)",)
    assert face_of(matrix(), 5, 3).tabs == ("saved result (3, 3)",)


def test_an_empty_grad_is_none_and_not_zero() -> None:
    before, after = (face_of(tutorial(), 0, k).grad for k in (11, 12))
    assert before is None
    assert after is not None
    assert after.numbers == (256.0,)


def test_kinds_have_subtitles() -> None:
    assert [card_of(tutorial(), node).subtitle for node in (0, 1)] == [
        "leaf · grad_fn None",
        "PowBackward0",
    ]
    assert card_of(matrix(), 0).subtitle == "input · no gradient"
    assert card_of(untracked(), 1).subtitle == "not recorded: no_grad"


def test_only_a_matrix_says_its_shape() -> None:
    assert [card_of(matrix(), node).corner for node in (1, 2, 6)] == [
        "(2, 3)",
        "(3,)",
        "",
    ]


def test_a_leaf_has_a_slot_and_an_operation_has_none() -> None:
    leaf, op = (card_of(tutorial(), node) for node in (0, 1))
    assert (leaf.slot_name, op.slot_name, op.slot) == ("x.grad", "", None)


def test_a_tensor_that_retains_its_grad_has_a_slot() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        y = x * 3
        y.retain_grad()
        (y * y).backward()
    assert card_of(rec.trace, 1).slot_name == "y.grad"


def test_only_the_node_at_fault_has_a_stop_sign() -> None:
    nodes = twice().graph.nodes
    assert [card_of(twice(), node.id).fails for node in nodes] == [False] * 5 + [True]


def test_a_card_is_the_middle_of_its_box() -> None:
    """So that arrows, which Graphviz draws to the middle, meet the card's."""
    found = card_of(tutorial(), 1)
    assert found.box[1] - found.size[1] == 2 * tabs_height(1)
    assert tabs_height(0) == 0.0


def test_a_card_is_wide_enough_for_the_longest_sum() -> None:
    found = card_of(square_plus(), 0)
    assert found.size[0] > BAR + mono("1 + 3 + 3", 12)


@pytest.mark.parametrize("name", ["tutorial", "perceptron"])
def test_a_card_holds_every_matrix_it_will_show_once(name: str) -> None:
    trace = five(name).trace
    for node in trace.graph.nodes:
        found = card_of(trace, node.id)
        assert len(set(found.values)) == len(found.values)
        assert len(set(found.gradients)) == len(found.gradients)


DIFFERENT = (0.0, -1.0, NAN, INF, -INF, 1e30, 1e-30, 1.0)


def test_special_numbers_all_read_differently() -> None:
    traces = [single("1", each, each, each, each) for each in DIFFERENT]
    texts = [row(trace, 1, 2)[1] for trace in traces]
    assert texts == ["0.0", "-1.0", "nan", "inf", "-inf", "1e+30", "1e-30", "1.0"]
    assert len({*texts, "", "None"}) == len(DIFFERENT) + 2


def test_a_whole_number_and_a_float_read_differently() -> None:
    texts = []
    for dtype, number in (("int64", 3), ("float32", 3.0), ("bool", True)):
        given = Value((), dtype, (number,))
        trace = single("1", given, 1.0, 1.0, 1.0)
        width = card_of(trace, 0).size[0]
        texts.append((face_of(trace, 0, 0).value, width > 0))
    assert len(set(texts)) == 3


def test_numbers_with_more_digits_than_there_is_room_for_have_a_hint() -> None:
    with av.record() as rec:
        x = av.tensor(0.1, requires_grad=True, dtype=av.float64)
        y = x / 3
        y.backward()
    third = "0.3333333333333333"
    assert face_of(rec.trace, 1, 1).hints == ("0.03333333333333333", "", "")
    assert face_of(rec.trace, 0, 3).hints == ("", third, "")
    assert face_of(rec.trace, 0, 4).hints == ("", third, third)
    assert card_of(rec.trace, 0).hints
    assert not card_of(tutorial(), 0).hints


def test_the_hint_of_a_sum_has_all_its_parts() -> None:
    with av.record() as rec:
        x = av.tensor(0.1, requires_grad=True, dtype=av.float64)
        (x / 3 + x / 7).backward()
    hints = [face_of(rec.trace, 0, k).hints[1] for k in range(len(rec.trace.steps))]
    assert "0.14285714285714285 + 0.3333333333333333" in hints


def test_several_deposits_are_told_in_the_slot() -> None:
    trace = five("backward_twice").trace
    with av.record() as rec:
        w = av.tensor(1.0, requires_grad=True)
        for _ in range(2):
            (w * 64).backward()
    assert not card_of(trace, 0).deposits
    more, one = card_of(rec.trace, 0), card_of(tutorial(), 0)
    assert face_of(rec.trace, 0, len(rec.trace.steps)).deposits == "64 + 64"
    assert more.slot is not None
    assert one.slot is not None
    assert more.slot[1] > one.slot[1]


def test_constants_are_those_that_the_operation_took() -> None:
    assert [card_of(tutorial(), node).constants for node in range(6)] == [
        (),
        ("2",),
        ("2",),
        (),
        ("1",),
        ("2",),
    ]


def test_a_view_says_whose_memory_it_looks_at() -> None:
    assert card_of(stories.looked_at(), 2).subtitle.endswith(" · view of b")


def test_a_hook_stays_on_its_card() -> None:
    trace = stories.hooked()
    assert card_of(trace, 0).marks == ((7, "a hook on the gradient"),)
    assert card_of(trace, 1).marks == ((6, "hook double on what is sent"),)
