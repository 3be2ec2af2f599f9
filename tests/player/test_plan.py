"""What a teacher adds, as the player gets it."""

from __future__ import annotations

from autoviz.player.plan import planned, question_json
from autoviz.player.questions.automatic import ask
from autoviz.player.stops import stops
from autoviz.records import History, fold
from tests.picture.traces import tutorial


def test_without_a_teacher_there_are_telling_questions_and_stops() -> None:
    trace = tutorial()
    plan = planned(trace, tuple(History(trace)))
    assert [7, 8, 10, 11] == list(plan.questions)
    assert tuple(stops(trace)) == plan.stops
    assert ({}, False, False) == (plan.notes, plan.asks, plan.engine)


def test_a_number_has_its_wrong_ones_by_name() -> None:
    trace = tutorial()
    found = question_json(ask(trace, fold(trace, 12), "number"), {})
    assert ("number", 256.0, "256") == (found["kind"], found["answer"], found["shown"])
    assert [] == found["choices"]
    first = found["wrong"][0]
    assert (64.0, "missed a path", (11,)) == (
        first["number"],
        first["misconception"],
        first["replay"],
    )


def test_a_choice_of_a_node_names_its_card() -> None:
    trace = tutorial()
    asked = ask(trace, fold(trace, 10), "next")
    found = question_json(asked, {0: 5, 2: 7})["choices"]
    assert [5, None, 7] == [each.get("card") for each in found]
    assert [False, False, True] == [each["right"] for each in found]
    assert "misconception" not in found[2]
