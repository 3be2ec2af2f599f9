"""The one document that every face of the player gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

import autoviz as av
from autoviz.picture.frame import Frame, frame
from autoviz.picture.view import view
from autoviz.player.document import VERSION, document
from autoviz.records import Trace
from tests.picture import stories
from tests.picture.drawn import read
from tests.picture.programs import EVERY, FIVE, recorded, seen
from tests.picture.traces import matrix, tutorial, twice, untracked

KEYS = [
    *("autoviz", "title", "svg", "tall", "frames", "steps", "stops", "asks", "engine"),
    *("paths", "formulas", "phases", "cards", "scopes", "legend", "findings", "code"),
    "twin",
]
STEP_KEYS = [
    *("phase", "caption", "running", "made", "why", "card", "small", "signs"),
    *("question", "note"),
]


def made(trace: Trace) -> dict[str, Any]:
    return document(view(trace), "it")


def steps(name: str) -> int:
    return len(seen(name).snapshots)


def test_its_keys() -> None:
    found = made(tutorial())
    assert list(found) == KEYS
    assert (found["autoviz"], found["title"], found["tall"]) == (VERSION, "it", False)
    assert list(found["steps"][0]) == STEP_KEYS


@pytest.mark.parametrize("name", EVERY)
def test_it_is_json_that_every_parser_reads(name: str) -> None:
    found = document(seen(name), name)
    text = json.dumps(found, allow_nan=False)
    assert len(json.loads(text)["steps"]) == len(found["frames"]) == steps(name)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_it_is_json_even_when_a_gradient_is_no_finite_number(number: float) -> None:
    with av.record() as rec:
        x = av.tensor(2.0, requires_grad=True)
        (x * number).backward()
    assert json.dumps(document(view(rec.trace), "x"), allow_nan=False)


@pytest.mark.parametrize("name", EVERY)
def test_going_over_the_changes_step_by_step_gives_each_frame(name: str) -> None:
    found = seen(name)
    changes = document(found, name)["frames"]
    first = frame(found, 0)
    now = Frame(dict(first.classes), dict(first.texts))
    for k, change in enumerate(changes):
        now.classes.update(change["class"])
        now.texts.update(change["text"])
        wanted = frame(found, k)
        assert now.classes == wanted.classes
        shown = {id: now.texts[id] for id in wanted.texts}
        assert shown == wanted.texts


@pytest.mark.parametrize("name", FIVE)
def test_a_change_says_nothing_that_was_so_before(name: str) -> None:
    found = document(seen(name), name)
    first = frame(seen(name), 0)
    classes, texts = dict(first.classes), dict(first.texts)
    for row in found["twin"]["rows"]:
        texts.update({id: text for id, text in row if id})
    assert found["frames"][0] == {"class": {}, "text": {}}
    for change in found["frames"]:
        for now, said in ((classes, change["class"]), (texts, change["text"])):
            assert [id for id, each in said.items() if now.get(id) == each] == []
            now.update(said)


@pytest.mark.parametrize("name", FIVE)
def test_every_change_has_an_element(name: str) -> None:
    found = document(seen(name), name)
    drawn = set(read(found["svg"]).ids)
    cells = {id for row in found["twin"]["rows"] for id, _ in row if id}
    assert drawn & cells == set()
    for change in found["frames"]:
        assert set(change["class"]) <= drawn
        assert set(change["text"]) <= drawn | cells


def test_phases_cover_all_steps_in_stretches() -> None:
    phases = document(seen("tutorial"), "x")["phases"]
    assert [(each["name"], each["first"], each["last"]) for each in phases] == [
        ("forward", 1, 5),
        ("backward", 6, 12),
        ("not recorded", 13, 15),
    ]
    assert [each["kind"] for each in made(twice())["phases"]] == [
        "forward",
        "backward",
        "failure",
    ]
    assert made(untracked())["phases"][0]["kind"] == "untracked"


def test_the_running_line_and_where_the_focus_was_made() -> None:
    step = document(seen("tutorial"), "x")["steps"][11]
    lines = dict(document(seen("tutorial"), "x")["code"][0]["lines"])
    file, line = step["running"]
    assert (file, lines[line]) == ("tutorial.py", "loss.backward()")
    file, line, column, last, end = step["made"]
    assert (line, lines[line][column:end]) == (last, "x**2")


def test_nothing_runs_before_the_first_step() -> None:
    step = made(tutorial())["steps"][0]
    assert (step["phase"], step["running"], step["made"]) == ("start", None, None)


def test_code_is_moved_left_together() -> None:
    found = document(seen("perceptron"), "x")["code"]
    lines = [text for _, text in found[0]["lines"]]
    assert lines[0].startswith("X = av.tensor(")
    code = dict(document(seen("tutorial"), "x")["code"][0]["lines"])
    assert "    z = 2*x" in code.values()


def test_a_file_is_named_and_never_a_path() -> None:
    for name in FIVE:
        text = json.dumps(document(seen(name), "x"))
        assert "/autoviz" not in text
        assert [each["file"] for each in document(seen(name), "x")["code"]] == [
            f"{name}.py"
        ]


def test_the_twin_has_a_row_per_tensor_and_its_texts_are_the_table() -> None:
    found = made(tutorial())
    rows = found["twin"]["rows"]
    assert found["twin"]["columns"] == [
        "tensor",
        "grad_fn",
        "value",
        "gradient",
        ".grad",
        "saved",
        "flags",
    ]
    assert [row[6] for row in rows[:2]] == [
        [None, "is_leaf, requires_grad"],
        [None, "requires_grad"],
    ]
    assert [row[0][1] for row in rows] == [
        "x",
        "x**2",
        "2*x",
        "x**2 + 2*x",
        "y",
        "loss",
    ]
    assert [row[0][0] for row in rows] == [None] * 6
    cell = rows[0][4]
    assert cell[1] == "None"
    assert found["frames"][12]["text"][cell[0]] == "256"


def test_a_mode_has_a_running_line_and_nothing_was_made() -> None:
    step = made(stories.modes())["steps"][1]
    assert (step["running"], step["made"]) == (["cell [1]", 1], None)
    assert step["phase"] == "untracked"


def test_where_a_number_leaves_the_line_runs_and_the_tensor_is_marked() -> None:
    step = made(stories.cut())["steps"][2]
    assert step["running"] == ["cell [1]", 2]
    assert step["made"] == ["cell [1]", 1, 4, 1, 7]


def test_a_matrix_in_the_panel_has_rows_tones_and_a_caption() -> None:
    why = made(matrix())["steps"][9]["why"]
    grids = [
        item["grid"]
        for row in why["rows"]
        for item in row["items"]
        if isinstance(item, dict) and "grid" in item
    ]
    assert grids
    for grid in grids:
        assert len(grid["tones"]) == len(grid["rows"])
        assert grid["caption"]
        assert grid["picture"] == ""
        assert {"tp4", "tp5"} == {look for row in grid["tones"] for look in row}


def test_each_formula_is_in_the_document_once() -> None:
    found = made(tutorial())
    texts = [each["text"] for each in found["formulas"]]
    assert len(texts) == len(set(texts))
    used = [
        texts[item["math"]]
        for row in found["steps"][11]["why"]["rows"]
        for item in row["items"]
        if isinstance(item, dict)
    ]
    assert ["d loss / d(x**2)", "d(x**2)/dx", "2·x", "2·3", "6"] == used


def test_a_large_matrix_in_the_panel_is_a_thumbnail() -> None:
    found = document(seen("big_matrices"), "x")
    grids = [
        item["grid"]
        for step in found["steps"]
        for row in step["why"]["rows"]
        for item in row["items"]
        if isinstance(item, dict) and "grid" in item
    ]
    large = [each for each in grids if each["picture"]]
    assert large
    for grid in large:
        assert grid["picture"].startswith("data:image/png;base64,")
        assert not grid["tones"]
        assert max(grid["size"].values()) <= 4 * 32


def test_a_hostile_name_is_text_in_the_document_too() -> None:
    found = document(seen("hostile"), '<script>"')
    assert "<script" not in found["svg"]
    assert found["title"] == '<script>"'


def test_equal_recordings_have_equal_documents() -> None:
    assert made(tutorial()) == made(tutorial())
    first = document(recorded("perceptron")._view, "x")
    assert first == document(view(recorded("perceptron").trace), "x")
