"""The document of a comparison: moments, words, marks, and pictures that rest."""

from __future__ import annotations

from autoviz.picture.frame import frame
from autoviz.picture.view import view
from autoviz.picture.words import plain
from autoviz.player.compare.document import Json, compared
from autoviz.recording import Recording
from tests.player.compare.runs import cube, detached, squares


def document(*recordings: Recording, labels: str = "ab") -> Json:
    return compared([view(each.trace) for each in recordings], labels, "both")


def test_all_parts_count_in_the_same_moments() -> None:
    made = document(squares(emptied=True), squares(emptied=False))
    count = len(made["steps"])
    for part in made["parts"]:
        assert [count] * 3 == [len(part[key]) for key in ("frames", "steps", "marks")]


def test_a_recording_that_waits_says_so_and_has_nothing_in_focus() -> None:
    part = document(squares(emptied=True), squares(emptied=False))["parts"][1]
    waits = [m for m, step in enumerate(part["steps"]) if step["waits"]]
    assert 2 == len(waits)
    assert "nothing here" == plain(part["steps"][waits[0]]["caption"])
    classes: dict[str, str] = {}
    for m, change in enumerate(part["frames"]):
        classes |= change["class"]
        active = {word for each in classes.values() for word in each.split()}
        assert m not in waits or not active & {"focus", "now", "forward"}


def test_played_to_the_end_a_picture_is_the_last_step_of_its_recording() -> None:
    recording = detached()
    part = document(cube(), recording)["parts"][1]
    last = view(recording.trace)
    expected = frame(last, len(recording) - 1)
    now = frame(last, 0)
    for change in part["frames"]:
        now.classes |= change["class"]
        now.texts |= change["text"]
    assert (expected.classes, expected.texts) == (now.classes, now.texts)


def test_what_comes_to_differ_is_said_and_is_a_stop() -> None:
    made = document(cube(), detached())
    last = made["steps"][-1]
    assert plain(last["said"]).startswith("Differs now: x.grad: 27 (a), 9 (b)")
    assert len(made["steps"]) - 1 == made["stops"][-1]
    quiet = [m for m, step in enumerate(made["steps"]) if not step["said"]]
    assert not set(quiet) & set(made["stops"])


def test_the_text_of_a_moment_has_every_recording_and_the_difference() -> None:
    last = document(cube(), detached())["steps"][-1]
    told = plain(last["caption"])
    assert told.startswith("a: 9 + 9 + 9 = 27 is complete")
    assert " b: 9 is complete" in told
    assert "x.grad: 27 (a), 9 (b)" in told


def test_what_differs_is_listed_new_first() -> None:
    last = document(cube(), detached())["steps"][-1]
    names = [plain(called) for called, *_ in last["rows"]]
    assert ["x.grad", "gradient at x"] == names[: last["fresh"]]
    assert ["27", "9"] == last["rows"][0][1:]


def test_marks_stand_on_the_slots_that_differ() -> None:
    made = document(cube(), detached())
    for part in made["parts"]:
        assert {"s0", "s0v", "c0"} <= set(part["marks"][-1])
        assert [] == part["marks"][0]


def test_what_is_not_in_all_is_told_once() -> None:
    made = document(cube(), detached())
    assert "Not in all: x * x (only in b)" == plain(made["alone"])


def test_phases_cover_every_moment() -> None:
    made = document(squares(emptied=True), squares(emptied=False))
    ends = [(each["first"], each["last"]) for each in made["phases"]]
    covered = [m for first, last in ends for m in range(first, last + 1)]
    assert list(range(1, len(made["steps"]))) == covered
