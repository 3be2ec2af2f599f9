"""Whatever is wrong in a file is one sentence that names the place."""

from __future__ import annotations

import gzip
import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from autoviz.errors import AutovizError, FileError, SaveError
from autoviz.records.file import json_text, read, write
from autoviz.records.file.tables import ROWS
from tests.records.file.everything import EVERYTHING

MATRIX = "summaries[0].rows: no matrix of at most 32 × 32"

Json = dict[str, Any]


def document() -> Json:
    found: Json = json.loads(write(EVERYTHING, "x"))
    return found


def refused(data: bytes | Json) -> str:
    """What is said of it."""
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    with pytest.raises(FileError) as caught:
        read(data)
    assert isinstance(caught.value, AutovizError)
    return str(caught.value)


def with_change(path: str, new: Any) -> Json:
    """The file with one thing in it changed, as ``steps.seed.node.0``."""
    changed = document()
    *inner, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = changed
    for part in inner:
        place = place[part]
    place[last] = new
    return changed


def without(path: str) -> Json:
    changed = document()
    *inner, last = path.split(".")
    place: Any = changed
    for part in inner:
        place = place[part]
    del place[last]
    return changed


# columns and their entries


@pytest.mark.parametrize(
    ("path", "new", "expected"),
    [
        ("steps.seed.node.0", 403, "steps[9].node: no node 403"),
        ("steps.seed.node.0", -1, "steps[9].node: no node -1"),
        ("steps.seed.node.1", None, "steps[10].node: null is no whole number"),
        ("steps.seed.node.0", 1.0, "steps[9].node: 1.0 is no whole number"),
        ("steps.seed.node.0", True, "steps[9].node: true is no whole number"),
        ("steps.seed.node.0", "7", 'steps[9].node: "7" is no whole number'),
        ("steps.seed.node.0", [7], "steps[9].node: [7] is no whole number"),
        ("steps.seed.node", [7], "steps.seed.node: 1 entries instead of 2"),
        ("steps.seed.node", 99, "steps[9].node: no node 99"),
        ("steps.seed.value.1", 999, "steps[10].value: no value 999"),
        ("steps.seed.continues", 0, "steps[9].continues: 0 is neither true nor false"),
        ("steps.seed", [], "steps.seed: is no object"),
        ("steps.seed.nodes", [0, 0], 'steps.seed: there is no column "nodes"'),
        ("steps.jump", {}, 'steps: there is no kind "jump"'),
        ("steps.order", "q", "steps.order: is no text of the letters fcmsbhagukx"),
        ("steps.order", 3, "steps.order: is no text of the letters fcmsbhagukx"),
        ("steps.order", "", "steps.forward.node: 6 entries instead of 0"),
        ("steps", 3, "steps: is no object"),
        (
            "steps.backward.sent.count.0",
            3,
            "steps.backward.sent.value: 6 entries instead of 7",
        ),
        ("steps.backward.sent.count.0", -3, "steps[11].sent.count: -3 is out of range"),
        ("steps.backward.sent.value.1", 999, "steps[11].sent[1].value: no value 999"),
        (
            "steps.backward.sent.value.5",
            True,
            "steps[15].sent[1].value: true is no whole number",
        ),
        ("steps.backward.sent.sum", 3, 'steps.backward.sent: there is no column "sum"'),
        (
            "steps.failure.versions.count",
            3,
            "steps[22].versions: 3 entries instead of 2",
        ),
        ("steps.failure.message", 999, "steps[22].message: no string 999"),
        (
            "steps.hook.where",
            0,
            'steps[12].where: "3 steps more are left out" is none of arrived, sent',
        ),
        ("nodes.operation.2", 77, "nodes[2].operation: no operation 77"),
        ("nodes.operation", 0, "nodes.operation: is no list"),
        ("nodes.inputs.3", 99, "nodes[5].inputs[0]: no node 99"),
        ("nodes.inputs.1", 3, "nodes[3].inputs[0]: node 3 is not older than node 3"),
        ("nodes.inputs", [0], "nodes.inputs: 1 entries instead of 7"),
        ("nodes.inputs", 0, "nodes.inputs: is no list"),
        ("nodes.names.name.1", 999, "nodes[0].names[1].name: no string 999"),
        ("nodes.type.3", 99, "nodes[3].type: no type 99"),
        ("nodes.scope.0", 2, "nodes[0].scope: no scope 2"),
        ("nodes.view_of.3", 3, "nodes[3].view_of: node 3 is not older than node 3"),
        ("nodes.memory.3", 6, "nodes[3].memory: node 6 is not older than node 3"),
        (
            "nodes.results.node.0",
            6,
            "nodes[4].results: node 6 is not made from node 4 alone",
        ),
        ("start.node.1", 0, "start[1].node: node 0 is there twice"),
        ("scopes.outer.1", 1, "scopes[1].outer: scope 1 is not older than scope 1"),
        ("scopes.call.1", 0, "scopes[1].call: 0 is out of range"),
        (
            "operations.kind.0",
            0,
            'operations[0].kind: "3 steps more are left out" is none of leaf, '
            "input, op, untracked",
        ),
        (
            "operations.inputs.count",
            2**40,
            f"operations.inputs: {8 * 2**40} rows, and no table has more than {ROWS}",
        ),
        ("values.type.2", 9, "values[2].type: no type 9"),
        ("values.form", "float32", 'values[0].form: "float32" is no whole number'),
        ("values.numbers", [], "values.numbers: 0 entries instead of 112"),
        ("types.shape.size.0", -2, "types[0].shape[0].size: -2 is out of range"),
        (
            "types.shape.size.0",
            2**63,
            "types[0].shape[0].size: 9223372036854775808 is out of range",
        ),
        ("summaries.mean", "0", 'summaries[0].mean: "0" is no float64'),
        ("summaries.rows.count", 33, "summaries.rows.length: 2 entries instead of 33"),
        ("summaries.rows.length", [33, 33], MATRIX),
        ("summaries.rows.length", [3, 1], MATRIX),
        ("summaries.rows.length", [0, 0], MATRIX),
        ("summaries.rows", {"count": 0}, MATRIX),
        ("sources.line.0", 0, "sources[0].line: 0 is out of range"),
        ("sources.file", 0, "sources.file: is no list"),
        ("strings.3", 3, "strings[3]: 3 is no string"),
        ("strings", "abc", "strings: is no list"),
        ("code.file.1", 2, 'code[1].file: "cell [1]" is there twice'),
        ("code.lines.line.1", 1, "code[0].lines: a line is there twice"),
        ("notes.0", 999, "notes[0]: no string 999"),
        ("notes", {}, "notes: is no list"),
        ("title", 3, "title: is no string"),
        ("extra", 3, '"extra": there is no such table'),
    ],
)
def test_a_wrong_entry_is_named(path: str, new: Any, expected: str) -> None:
    assert expected == refused(with_change(path, new))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("steps.seed.node", "steps.seed.node: is missing"),
        ("steps.backward.sent", "steps.backward.sent: is missing"),
        ("steps.backward.sent.count", "steps.backward.sent.count: is missing"),
        ("steps.order", "steps.forward.node: 6 entries instead of 0"),
        ("nodes.operation", "nodes.operation: is no list"),
        ("operations", "nodes[0].operation: no operation 0"),
        ("nodes", "start[0].node: no node 0"),
        ("values", "start[0].value: no value 16"),
        ("strings", "sources[0].file: no string 2"),
        ("format", 'format: is not "autoviz recording": this is no recording'),
        ("version", "version: null is none"),
    ],
)
def test_what_is_missing_is_named(path: str, expected: str) -> None:
    assert expected == refused(without(path))


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (2, "version: 2 is newer than this autoviz, which reads 1: update it"),
        (0, "version: 0 is none"),
        ("1", 'version: "1" is none'),
        (True, "version: true is none"),
    ],
)
def test_another_version_is_refused(version: Any, expected: str) -> None:
    assert expected == refused(with_change("version", version))


def test_another_format_is_no_recording() -> None:
    expected = 'format: is not "autoviz recording": this is no recording'
    for other in ({}, {"format": "x"}, [], 3, None, "autoviz recording"):
        assert expected == refused(json.dumps(other).encode())


def test_the_least_file_is_an_empty_recording() -> None:
    trace, title = read(b'{"format": "autoviz recording", "version": 1}')
    assert ((), (), "recording") == (trace.graph.nodes, trace.steps, title)


def test_gradients_have_to_be_as_many_as_outputs() -> None:
    changed = with_change("steps.backward.arrived.count", [2, 1, 1, 1])
    expected = "steps[11].arrived: 2 gradients instead of 1"
    assert expected == refused(changed)


# text


def text() -> bytes:
    return write(EVERYTHING, "x").encode()


def test_a_file_that_ends_too_early_is_refused_wherever_it_ends() -> None:
    whole = text().rstrip()
    for end in range(0, len(whole), 97):
        assert refused(whole[:end]).startswith("this is no JSON text: ")


def test_what_comes_after_the_end_is_refused() -> None:
    assert "this is no JSON text: Extra data" in refused(text() + b"1")
    told = "something comes after the end of this gzip file"
    assert told == refused(gzip.compress(text()) + b"1")
    assert told == refused(2 * gzip.compress(text()))


def test_a_name_twice_in_an_object_is_refused() -> None:
    twice = text().replace(b'"title": "x"', b'"title": "x", "title": "y"')
    assert '"title" stands twice in one object' == refused(twice)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_has_not_are_refused(name: str) -> None:
    changed = text().replace(b'"version": 1', f'"version": {name}'.encode())
    assert f"{name} is no number of JSON" == refused(changed)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"\x80", text().decode().encode("utf-16"), b"{", b'"', b"\0"],
)
def test_what_is_no_json_text_is_refused(data: bytes) -> None:
    assert refused(data).startswith("this is no JSON text: ")


def test_a_lone_surrogate_is_a_character_like_others() -> None:
    trace, title = read(text().replace(b'"title": "x"', b'"title": "\\udfff"'))
    assert (EVERYTHING, "\udfff") == (trace, title)


def test_a_broken_gzip_file_is_refused() -> None:
    packed = gzip.compress(text())
    assert "this gzip file is not whole" == refused(packed[:-1])
    assert "this gzip file is not whole" == refused(packed[:100])
    assert refused(packed[:50] + b"\0" + packed[51:]).startswith("this is no gzip file")
    assert "this gzip file is not whole" == refused(b"\x1f\x8b")


# bombs


@contextmanager
def at_most(megabytes: float) -> Iterator[None]:
    """No more memory is used meanwhile."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1e6
    finally:
        tracemalloc.stop()


def test_no_more_is_unpacked_than_may_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "LARGEST", 2**20)
    bomb = gzip.compress(b" " * 2**26)
    assert len(bomb) < 2**17
    with at_most(4):
        assert "more than 1 MB of text" == refused(bomb)
        assert "more than 1 MB of text" == refused(b" " * 2**21)


def test_a_file_that_could_not_be_read_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_text, "LARGEST", 2**10)
    with pytest.raises(SaveError, match="takes more than 0 MB as a file"):
        write(EVERYTHING, "x")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[" * 1_000_000, "this is no recording: it has too many parts"),
        (b'{"a":' * 1_000_000, "this is no recording: it has too many parts"),
        (b"[" + b"[]," * 500_000, "this is no recording: it has too many parts"),
        (b'{"a":' * 900 + b"1", "this is no JSON text: "),
        (b"[" * 1900, "this is no JSON text: "),
        (b'"' + b'\\"' * 1_000_000, "this is no JSON text: "),
        (b"9" * 1_000_000, "this is no JSON text: "),
    ],
)
def test_text_is_measured_before_it_is_parsed(data: bytes, expected: str) -> None:
    with at_most(20):
        assert refused(data).startswith(expected)


def test_depth_does_not_depend_on_the_limit_of_recursion() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10**9)
    try:
        expected = "this is no recording: it has too many parts"
        assert expected == refused(b"[" * 10_000_000)
    finally:
        sys.setrecursionlimit(before)


def many_constants() -> Json:
    """A hundred thousand nodes, each with a hundred thousand constants."""
    changed = document()
    table = {"count": 100_000, "name": 0, "constant": 0, "needs_grad": False}
    changed["operations"] = {"kind": [4], "inputs": table | {"rule": None}}
    changed["strings"][4] = "op"
    changed["nodes"] = {"operation": [0] * 100_000, "type": 0}
    return changed


def many_steps() -> Json:
    changed = document()
    changed["steps"] = {"order": "m" * (ROWS + 1), "mode": {"name": 0, "entered": True}}
    return changed


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            many_constants,
            "nodes.operation: 10000000000 inputs and saved tensors are too many",
        ),
        (
            many_steps,
            f"steps.order: {ROWS + 1} steps, and no file has more than {ROWS}",
        ),
        (
            lambda: with_change("nodes.names.count", ROWS),
            f"nodes.names: {8 * ROWS} rows, and no table has more than {ROWS}",
        ),
        (
            lambda: with_change("nodes.operation", [0] * (ROWS + 1)),
            f"nodes: {ROWS + 1} rows, and no table has more than {ROWS}",
        ),
        (
            lambda: with_change(
                "types.shape", {"count": [1001, 0, 0, 0], "size": 2**62}
            ),
            "types[0].shape: more than 1000 dimensions",
        ),
        (
            lambda: with_change(
                "types.shape", {"count": [900, 0, 0, 0], "size": 2**62}
            ),
            "types[0].shape: more elements than a tensor can have",
        ),
    ],
    ids=str,
)
def test_a_few_bytes_cannot_stand_for_much(
    make: Callable[[], Json], expected: str
) -> None:
    data = json.dumps(make()).encode()
    with at_most(60):
        assert refused(data).startswith(expected)
