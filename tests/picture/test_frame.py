"""One step, painted."""

from __future__ import annotations

import re

import pytest

import autoviz as av
from autoviz.picture.frame import Frame, frame, frames
from autoviz.picture.style import picture_css
from autoviz.picture.svg import draw
from autoviz.picture.view import view
from tests.picture import stories
from tests.picture.programs import EVERY, FIVE, pictures, seen
from tests.picture.traces import matrix, single, tutorial, twice, untracked


def classes(painted: Frame, id: str) -> set[str]:
    return set(painted.classes[id].split())


def at(k: int) -> Frame:
    return frame(view(tutorial()), k)


@pytest.mark.parametrize("name", EVERY)
def test_frames_and_drawing_speak_of_the_same_elements(name: str) -> None:
    found = seen(name)
    drawn = pictures(name)[0].ids
    assert len(set(drawn)) == len(drawn)
    for k in range(len(found.snapshots)):
        painted = frame(found, k)
        assert painted.classes.keys() | painted.texts.keys() == set(drawn)


@pytest.mark.parametrize("name", EVERY)
def test_what_a_step_changes_is_painted_anew(name: str) -> None:
    found, now = seen(name), Frame()
    for k, painted in enumerate(frames(found)):
        now.classes |= painted.classes
        now.texts |= painted.texts
        assert frame(found, k) == now


def test_what_a_step_leaves_alone_is_not_painted() -> None:
    painted = list(frames(view(tutorial())))
    assert {"c4", "c4h"} <= painted[4].classes.keys() & painted[5].classes.keys()
    assert "c0" in painted[0].classes
    assert not {"c0", "c1"} & painted[4].classes.keys()


@pytest.mark.parametrize("name", EVERY)
def test_every_class_has_a_rule(name: str) -> None:
    """But for those that only name a thing, so that it can be found."""
    ruled = set(re.findall(r"\.([a-z]\w*)", picture_css()))
    found = seen(name)
    used = {
        each
        for k in range(len(found.snapshots))
        for css in frame(found, k).classes.values()
        for each in css.split()
    }
    assert used - ruled <= {"card", "held", "op"}


def test_what_has_not_run_is_still_to_come() -> None:
    assert classes(at(0), "c1") == {"card", "op", "future"}
    assert classes(at(2), "c1") == {"card", "op"}
    assert "future" in classes(at(0), "e0f")
    assert "future" not in classes(at(1), "e0f")


def test_the_focus_runs_forward_then_backward() -> None:
    assert classes(at(1), "c1") == {"card", "op", "focus", "forward"}
    assert classes(at(1), "e0f") == {"fwd", "now"}
    assert classes(at(11), "c1") == {"card", "op", "focus"}
    assert classes(at(11), "c1h") == {"halo"}
    assert classes(at(11), "e0g") == {"grad", "now"}


def test_there_is_one_focus_at_each_step_and_none_before() -> None:
    found = view(tutorial())
    counts = [
        sum("focus" in classes(frame(found, k), f"c{each}") for each in range(6))
        for k in range(13)
    ]
    assert counts == [0] + [1] * 12


def test_a_gradient_that_has_flowed_stays() -> None:
    assert classes(at(6), "e0g") == {"grad", "off"}
    assert classes(at(12), "e0g") == {"grad", "past"}
    assert at(12).texts["e0m"] == "192"


def test_a_gradient_waits_and_then_is_of_the_past() -> None:
    assert classes(at(10), "c1n") == {"number", "now"}
    assert classes(at(12), "c1n") == {"number", "past"}
    assert (at(10).texts["c1l"], at(12).texts["c1l"]) == ("gradient", "gradient")


def test_the_part_under_way_differs_from_the_part_that_has_arrived() -> None:
    painted = at(11)
    assert (painted.texts["c0p"], painted.texts["c0n"]) == ("64 + ", "192")
    assert classes(painted, "c0n") - classes(painted, "c0p") == {"coming"}
    assert (at(10).texts["c0n"], at(10).texts["c0m"]) == ("64", " + …")


def test_the_sum_is_written_once_it_is_complete() -> None:
    assert [at(k).texts["c0t"] for k in (9, 10, 11, 12)] == ["", "", "= 256", ""]


def test_what_is_saved_is_held_and_then_freed() -> None:
    assert classes(at(0), "t1") == {"tab", "off"}
    assert classes(at(1), "t1") == {"tab", "held"}
    assert classes(at(11), "t1") == {"tab", "freed"}
    assert at(11).texts["t1x0"] == "saved x: freed"


def test_the_slot_of_a_leaf_is_empty_then_full() -> None:
    assert (at(11).texts["s0v"], at(12).texts["s0v"]) == ("None", "256.0")
    assert "empty" in classes(at(11), "s0v")
    assert classes(at(12), "s0") == {"slot", "focus"}
    assert classes(at(12), "a0") == {"acc", "now"}
    assert classes(at(11), "a0") == {"acc"}


def test_the_seed_is_seen_from_its_step_on() -> None:
    states = [classes(at(k), "r5") - {"grad"} for k in (5, 6, 7)]
    assert states == [{"off"}, {"now"}, {"past"}]
    assert at(6).texts["r5m"] == "1"


def test_a_failure_is_no_focus() -> None:
    painted = frame(view(twice()), 14)
    assert classes(painted, "c5") == {"card", "op", "fail"}
    assert classes(painted, "c5x") == {"stop"}
    assert classes(frame(view(twice()), 13), "c5x") == {"stop", "off"}


def test_the_second_backward_wipes_the_arrows_of_the_first() -> None:
    painted = frame(view(twice()), 13)
    assert classes(painted, "e0g") == {"grad", "off"}
    assert painted.texts["s0v"] == "256.0"


def test_one_matrix_of_several_is_shown() -> None:
    found = view(matrix())
    for k in range(len(found.snapshots)):
        painted = frame(found, k)
        shown = [
            id
            for id, css in painted.classes.items()
            if re.fullmatch(r"c2G\d", id) and css == "grid"
        ]
        assert len(shown) == (1 if painted.texts["c2l"] else 0)


def test_where_a_number_leaves_autograd_the_card_says_by_what() -> None:
    found = view(stories.cut())
    painted = [frame(found, k) for k in range(5)]
    assert [classes(each, "q1") for each in painted] == [
        {"tab", "off"},
        {"tab", "off"},
        {"tab", "mark", "now"},
        {"tab", "mark", "now"},
        {"tab", "mark", "now"},
    ]
    assert "focus" in classes(painted[2], "c1")
    lines = [(each.texts["q1x0"], each.texts["q1x1"]) for each in painted[1:]]
    both = ("item() leaves autograd", "numpy() leaves autograd")
    assert lines == [("", ""), (both[0], ""), both, both]


def test_a_mode_focuses_nothing_and_is_told_above_the_picture() -> None:
    found = view(stories.modes())
    painted = [frame(found, k) for k in range(7)]
    focused = ["focus" in " ".join(each.classes.values()) for each in painted]
    assert focused == [False, False, True, False, False, False, True]
    assert painted[2].texts["mode"] == "inside no_grad(): nothing is recorded"
    assert "mode" not in at(1).texts


def test_a_hook_that_changed_what_arrived_is_seen_on_its_card() -> None:
    painted = frame(view(stories.hooked()), 7)
    assert classes(painted, "c0") >= {"focus"}
    row = [painted.texts[f"c0{each}"] for each in "lpnm"]
    assert row == ["gradient", "13 → ", "5.0", ""]


def test_a_hook_that_changed_what_is_sent_is_seen_on_its_arrows() -> None:
    painted = frame(view(stories.hooked()), 6)
    now = [id for id, css in painted.classes.items() if css == "grad now"]
    assert now == ["e0g", "e1g"]
    assert (painted.texts["e0m"], painted.texts["e0d"]) == ("6", "was 3")


def test_a_grad_that_is_set_focuses_the_slot_alone() -> None:
    painted = frame(view(stories.grads_set()), 7)
    assert classes(painted, "s0") == {"slot", "focus"}
    assert "focus" not in classes(painted, "c0")
    assert classes(painted, "a0") == {"acc"}
    assert classes(painted, "s0v") == {"number", "empty"}


def test_what_went_stale_is_marked_and_versions_are_told() -> None:
    before, after = (frame(view(stories.written()), k) for k in (2, 3))
    assert [classes(each, "t2") for each in (before, after)] == [
        {"tab", "held"},
        {"tab", "stale"},
    ]
    assert after.texts["t2x0"] == "saved e₁, version 0: stale"
    assert [before.texts["c3w"], after.texts["c3w"]] == ["", "version 1"]


def test_places_to_look_at_are_outlined_in_a_failure() -> None:
    painted = frame(view(stories.written()), 5)
    assert "fail" in classes(painted, "c2")
    assert "place" in classes(painted, "c3")


def test_an_unrecorded_tensor_is_marked() -> None:
    assert "untracked" in classes(frame(view(untracked()), 1), "c1")


@pytest.mark.parametrize("number", [0.0, float("nan"), float("inf"), 1e-30])
def test_a_grad_of_any_number_is_not_none(number: float) -> None:
    trace = single("1", 1.0, 1.0, number, number)
    painted = frame(view(trace), 3)
    assert painted.texts["c0n"] not in ("", "None")
    assert painted.texts["s0v"] == "None"


@pytest.mark.parametrize("name", FIVE)
def test_a_drawing_says_what_its_frame_says(name: str) -> None:
    """So the player, which only sets what changes, can never drift away."""
    found = seen(name)
    for k, drawn in enumerate(pictures(name)):
        painted = frame(found, k)
        for text in drawn.texts:
            if text.id:
                assert text.content == painted.texts[text.id]
        svg = draw(found, painted, name)
        for id, css in painted.classes.items():
            assert re.search(
                rf'(data-id="{id}" class="{css}"|"{css}"[^>]* data-id="{id}")', svg
            )


def test_the_exact_number_on_an_arrow_is_its_hint_where_it_is_shortened() -> None:
    third = 1 / 3
    texts = frame(view(single("x", 1.0, 1.0, third, third)), 3).texts
    assert texts["e0h"] == "0.3333333333333333"
    assert "e0h" not in at(12).texts


def test_an_arrow_to_a_view_is_joined_to_its_base() -> None:
    painted = frame(view(stories.looked_at()), 3)
    joined = [id for id, css in painted.classes.items() if "joined" in css]
    nodes = stories.looked_at().graph.nodes
    assert len(joined) == sum(node.view_of is not None for node in nodes)


def test_constants_are_on_the_card_that_took_them() -> None:
    found = [id for id in at(0).classes if id.startswith("k")]
    assert found == ["k1", "k2", "k4", "k5"]


def test_deposits_stand_in_the_slot_from_the_second_on() -> None:
    with av.record() as rec:
        x = av.tensor(1.0, requires_grad=True)
        for _ in range(2):
            (x * 64).backward()
    found = view(rec.trace)
    texts = [frame(found, k).texts["s0d"] for k in range(len(found.snapshots))]
    assert list(dict.fromkeys(texts)) == ["", "64 + 64"]
    assert "s0d" not in at(12).texts


def test_a_hook_is_marked_on_its_card_from_its_step_on() -> None:
    found = view(stories.hooked())
    marks = [classes(frame(found, k), "q0") for k in (6, 7, 8)]
    assert marks == [{"tab", "off"}, {"tab", "mark", "now"}, {"tab", "mark"}]
    assert frame(found, 8).texts["q0x0"] == "a hook on the gradient"


def test_a_card_says_its_numbers_with_every_digit() -> None:
    found = view(single("x", 1 / 3, 1.0, 1 / 7, 1 / 7))
    assert frame(found, 3).texts["c0e"].endswith("gradient 0.14285714285714285")
    assert "c0e" not in at(12).texts
