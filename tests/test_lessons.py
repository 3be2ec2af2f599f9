"""Lessons: questions whose answers are the run's, errors that name the step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import autoviz as av
from autoviz.errors import LessonError, RecordingError, SaveError, StepError
from autoviz.recording import Recording
from tests.picture.programs import five
from tests.picture.traces import tutorial


@pytest.fixture(scope="module")
def rec() -> Recording:
    return Recording(tutorial(), "tutorial")


def questions(lesson: av.Lesson) -> dict[int, Any]:
    """By step, as the player gets them."""
    steps = lesson._document["steps"]
    return {k: each["question"] for k, each in enumerate(steps) if each["question"]}


def only(lesson: av.Lesson) -> Any:
    (found,) = questions(lesson).values()
    return found


def test_a_question_at_a_number_is_answered_by_the_run(rec: Recording) -> None:
    found = questions(av.lesson(rec, questions=[av.Question(9, "number")]))
    assert {9: 32.0} == {k: each["answer"] for k, each in found.items()}


@pytest.mark.parametrize(
    ("at", "kind", "step", "answer"),
    [
        ("x**2", "number", 11, 192.0),
        ("x.grad", "number", 11, 256.0),
        ("y", "grad", 8, "None"),
        ("2*x", "next", 10, "2*x"),
    ],
)
def test_a_question_by_name_is_asked_where_it_runs_backward(
    rec: Recording, at: str, kind: Any, step: int, answer: object
) -> None:
    found = questions(av.lesson(rec, questions=[av.Question(at, kind)]))
    assert {step: answer} == {k: each["answer"] for k, each in found.items()}


def test_a_leaf_without_a_step_is_asked_about_at_the_end() -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        unused = av.tensor(3.0, requires_grad=True)
        (unused * 2).detach()
        (x * x).backward()
    lesson = av.lesson(rec, questions=[av.Question("unused", "grad")])
    assert {len(rec) - 1: "None"} == {
        k: each["answer"] for k, each in questions(lesson).items()
    }


def test_a_question_at_a_line_of_code() -> None:
    rec = five("backward_twice")
    lesson = av.lesson(rec, questions=[av.Question("loss.backward()", "fine")])
    first = rec.find("loss.backward()")
    assert {first: "fine"} == {k: e["answer"] for k, e in questions(lesson).items()}


def test_automatic_questions_are_those_of_the_recording(rec: Recording) -> None:
    lesson = av.lesson(rec, questions="auto")
    assert [7, 8, 10, 11] == list(questions(lesson))
    plain = [k for k, e in enumerate(rec._document["steps"]) if e["question"]]
    assert plain == list(questions(lesson))


def test_stops_and_notes_are_steps(rec: Recording) -> None:
    notes = {"x**2": "squared", 0: "look"}
    lesson = av.lesson(rec, stops=["x**2", 11, -1, 11], notes=notes)
    assert ((1, 11, 12), {1: "squared", 0: "look"}) == (lesson.stops, lesson.notes)
    document = lesson._document
    assert [1, 11, 12] == list(document["stops"])
    assert ["look", "squared"] == [e["note"] for e in document["steps"][:2]]


def test_without_stops_there_are_sensible_ones(rec: Recording) -> None:
    assert rec._document["stops"] == av.lesson(rec)._document["stops"]


def test_a_lesson_asks_from_the_start_and_a_recording_does_not(rec: Recording) -> None:
    lesson = av.lesson(rec, questions="auto")
    documents = (lesson._document, rec._document, av.lesson(rec)._document)
    assert [True, False, False] == [each["asks"] for each in documents]


def test_the_slider_does_not_tell_of_an_error_that_is_asked_for() -> None:
    rec = five("backward_twice")
    lesson = av.lesson(rec, questions="auto")
    named = [
        [each["name"] for each in document["phases"]]
        for document in (rec._document, lesson._document)
    ]
    assert [["forward", "backward", "failure"], ["forward", "backward"]] == named


def test_the_engine_asks_for_each_node(rec: Recording) -> None:
    lesson = av.lesson(rec, engine=True, questions=[av.Question(9, "number")])
    assert lesson._document["engine"]
    kinds = {k: each["kind"] for k, each in questions(lesson).items()}
    assert {7: "next", 8: "next", 9: "number", 10: "next", 11: "next"} == kinds


def test_a_teachers_answer_and_reason(rec: Recording) -> None:
    asked = av.Question(9, "number", answer=31, why="not quite")
    found = only(av.lesson(rec, questions=[asked]))
    assert (31.0, "31") == (found["answer"], found["shown"])
    assert (("", "not quite"),) == found["note"]


def test_a_teachers_choices_keep_the_names_of_what_is_wrong(rec: Recording) -> None:
    asked = av.Question("x**2", "number", choices=[192, 6, 7])
    found = only(av.lesson(rec, questions=[asked]))
    assert ("192", []) == (found["answer"], found["wrong"])
    told = [(e["text"], e["right"], e.get("misconception")) for e in found["choices"]]
    expected = [("192", True, None), ("6", False, "forgot what arrived")]
    assert [*expected, ("7", False, None)] == told


def test_a_teachers_choice_may_be_the_answer(rec: Recording) -> None:
    asked = av.Question("y", "grad", answer="0")
    found = only(av.lesson(rec, questions=[asked]))
    right = [each["text"] for each in found["choices"] if each["right"]]
    assert ("0", ["0"]) == (found["answer"], right)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (av.Question(0, "number"), "'number' cannot be asked at step 0: that step"),
        (av.Question(1, "next"), "'next' cannot be asked at step 1: no node runs"),
        (av.Question(12, "shape"), "at step 12: the only answer there is ()"),
        (av.Question("x", "next"), "at step 12: it is the only node left to run"),
        (av.Question(9, "how"), "there is no kind 'how'"),  # type: ignore[arg-type]
        (av.Question(9, "number", answer="x"), "the answer at step 9 is a number"),
        (
            av.Question(9, "number", choices=[1, 2]),
            "at step 9 leave out the answer, 32",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_step(
    rec: Recording, question: av.Question, words: str
) -> None:
    with pytest.raises(LessonError) as caught:
        av.lesson(rec, questions=[question])
    assert words in str(caught.value)


def test_two_questions_before_one_step_are_refused(rec: Recording) -> None:
    both = [av.Question("x**2", "number"), av.Question("x.grad", "grad")]
    with pytest.raises(LessonError) as caught:
        av.lesson(rec, questions=both)
    told = "'x**2' and 'x.grad' are both asked before step 11: leave out one"
    assert told == str(caught.value)


def test_what_is_not_there_is_told(rec: Recording) -> None:
    with pytest.raises(RecordingError, match="there is no 'z' here"):
        av.lesson(rec, questions=[av.Question("z", "number")])
    with pytest.raises(StepError, match="there is no step 99"):
        av.lesson(rec, stops=[99])


def test_it_shows_and_saves_itself_as_the_player(
    rec: Recording, tmp_path: Path
) -> None:
    lesson = av.lesson(rec, questions=[av.Question(9, "number")])
    assert "<Lesson: tutorial, 1 question>" == repr(lesson)
    assert "<script" in lesson._repr_html_()
    path = lesson.save(tmp_path / "lesson.html")
    assert lesson.page() == path.read_text(encoding="utf-8")
    with pytest.raises(SaveError, match=r"as \.png: it is an \.html page"):
        lesson.save(tmp_path / "lesson.png")


def test_its_widget_asks(rec: Recording) -> None:
    lesson = av.lesson(rec, questions=[av.Question(9, "number")])
    assert (True, []) == (lesson.widget().predict, lesson.widget().answers)
    assert not lesson.widget(predict=False).predict
