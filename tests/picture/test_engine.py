"""Graphviz, run in our own process: its answers, its limits, its traces."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import wasmtime

from autoviz.errors import LayoutError
from autoviz.picture import engine

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files, scripts")

SMALL = "digraph { a -> b; a -> c; b -> d; c -> d }"
ENDLESS = (
    "digraph {"
    + "; ".join(f"n{i} -> n{j}" for i in range(120) for j in range(i + 1, 120, 3))
    + "}"
)
DEEP = "digraph {" + "; ".join(f"n{i} -> n{i + 1}" for i in range(40_000)) + "}"


def names(layout: dict[str, Any]) -> list[str]:
    return [box["name"] for box in layout["objects"]]


def in_fresh_process(code: str) -> subprocess.CompletedProcess[str]:
    preamble = "from autoviz.picture.engine import run\n"
    return subprocess.run(
        [sys.executable, "-c", preamble + code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


# What comes back


def test_boxes_and_arrows_have_positions() -> None:
    layout = engine.run("digraph { node [shape=box width=1 height=.5] a -> b }")
    assert layout["bb"] == "0,0,72,108"
    assert [box["pos"] for box in layout["objects"]] == ["36,90", "36,18"]
    assert [(e["tail"], e["head"]) for e in layout["edges"]] == [(0, 1)]
    assert layout["edges"][0]["pos"].startswith("e,36,36")


def test_how_it_would_be_drawn_is_left_out() -> None:
    """Graphviz takes four times as long to write that down."""
    layout = engine.run(SMALL)
    drawn = [layout, *layout["objects"], *layout["edges"]]
    assert [] == [each for each in drawn if "_draw_" in each]


def test_any_text_survives() -> None:
    name = "∂loss/∂ŷ 漢字 ' \t \x1b </b> 🙂"
    assert names(engine.run(f'digraph {{ "{name}" }}')) == [name]


def test_an_empty_graph_has_no_objects() -> None:
    assert "objects" not in engine.run("digraph {}")


def test_equal_graphs_get_equal_layouts() -> None:
    first = engine.run(SMALL)
    assert [engine.run(SMALL) for _ in range(30)] == [first] * 30


def test_a_fresh_process_gives_the_same_layout() -> None:
    process = in_fresh_process(f"import json; print(json.dumps(run({SMALL!r})))")
    assert json.loads(process.stdout) == engine.run(SMALL)


def test_eight_threads_at_once_get_their_own_layouts() -> None:
    graphs = [f"digraph {{ a{i} -> b{i} -> c{i % 5} }}" for i in range(80)]
    expected = [engine.run(graph) for graph in graphs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(engine.run, graphs)) == expected


# What goes wrong


@pytest.mark.parametrize(
    ("dot", "deadline", "sentence"),
    [
        (
            "digraph { a -> ",
            10.0,
            "Graphviz could not lay the graph out: "
            "it says 'Failed to parse DOT source'.",
        ),
        (
            ENDLESS,
            0.25,
            "Graphviz could not lay the graph out: it was not done after 0.25 "
            "seconds; many long arrows take it long, so record fewer steps.",
        ),
        (
            DEEP,
            30.0,
            "Graphviz could not lay the graph out: "
            "it is too large for one piece; record fewer steps.",
        ),
    ],
    ids=["unreadable", "endless", "deep"],
)
def test_a_failure_is_one_sentence_and_the_next_layout_works(
    dot: str, deadline: float, sentence: str
) -> None:
    expected = engine.run(SMALL)
    with pytest.raises(LayoutError) as caught:
        engine.run(dot, deadline=deadline)
    assert str(caught.value) == sentence
    assert caught.value.__context__ is None
    assert engine.run(SMALL) == expected


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match='"wasm" or "native", not \'neato\''):
        engine.run(SMALL, engine="neato")  # type: ignore[arg-type]


# Coming and going


def test_importing_loads_no_wasmtime() -> None:
    process = in_fresh_process("import sys; print('wasmtime' in sys.modules)")
    assert process.stdout == "False\n"


@pytest.mark.parametrize(
    "code",
    [
        f"run({SMALL!r})",
        f"import threading; threading.Thread(target=run, args=({SMALL!r},)).start()",
        "import threading, time\n"
        f"run({SMALL!r})\n"
        f"threading.Thread(target=run, args=({ENDLESS!r},), daemon=True).start()\n"
        "time.sleep(0.1)",
        "import sys\n"
        f"try: run({ENDLESS!r}, deadline=0.1)\n"
        "except Exception as error: sys.kept = error",
    ],
    ids=["main", "thread", "daemon thread in a layout", "kept error"],
)
def test_the_interpreter_exits_without_a_sound(code: str) -> None:
    process = in_fresh_process(code)
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")


# The cache


EMPTY_PROGRAM = b"\0asm\1\0\0\0"


def load(folder: Path) -> Path:
    """Load the smallest program there is, with ``folder`` as the cache."""
    machine = wasmtime.Engine()
    with engine._module(machine, EMPTY_PROGRAM, folder) as module:
        assert module.exports == []
    (path,) = folder.iterdir()
    return path


def identity(path: Path) -> tuple[int, int]:
    return path.stat().st_ino, path.stat().st_mtime_ns


def test_a_compiled_program_is_kept_and_used_again(tmp_path: Path) -> None:
    path = load(tmp_path / "cache")
    before = identity(path)
    assert load(tmp_path / "cache") == path
    assert identity(path) == before


@posix
def test_the_cache_is_private(tmp_path: Path) -> None:
    path = load(tmp_path / "cache")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", ["cut off", "one bit"])
def test_a_damaged_file_is_replaced(tmp_path: Path, damage: str) -> None:
    path = load(tmp_path)
    whole = path.read_bytes()
    flipped = whole[:-1] + bytes([whole[-1] ^ 1])
    path.write_bytes(whole[:40] if damage == "cut off" else flipped)
    assert load(tmp_path) == path
    assert path.read_bytes() == whole


def test_code_that_wasmtime_refuses_is_replaced(tmp_path: Path) -> None:
    path = load(tmp_path)
    other = b"from another wasmtime"
    path.write_bytes(hashlib.sha256(other).digest() + other)
    assert load(tmp_path) == path
    assert other not in path.read_bytes()


@posix
@pytest.mark.parametrize("open_to_others", ["folder", "file"])
def test_nothing_is_loaded_that_others_can_write(
    tmp_path: Path, open_to_others: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = load(tmp_path / "cache")
    (path.parent if open_to_others == "folder" else path).chmod(0o777)
    loaded: list[bytes] = []
    monkeypatch.setattr(
        wasmtime.Module, "deserialize", lambda machine, code: loaded.append(code)
    )
    load(tmp_path / "cache")
    assert loaded == []


@posix
def test_nothing_is_written_where_others_can_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with engine._module(wasmtime.Engine(), EMPTY_PROGRAM, tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    folder = tmp_path / "file" / "cache"
    with engine._module(wasmtime.Engine(), EMPTY_PROGRAM, folder) as module:
        assert module.exports == []


@pytest.mark.skipif(sys.platform != "linux", reason="the variable is Linux's")
def test_the_cache_is_in_the_users_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert in_fresh_process(f"run({SMALL!r})").stderr == ""
    assert len(list((tmp_path / "autoviz").glob("graphviz-*.bin"))) == 1


# A Graphviz of the computer's own


@pytest.fixture
def dot_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a ``dot`` of ours is found, and no other."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "dot"


def write_command(path: Path, body: str) -> None:
    path.write_text(f"#!{sys.executable}\nimport json, sys\n{body}\n")
    path.chmod(0o700)


def test_without_a_dot_command_we_say_what_to_do(dot_command: Path) -> None:
    assert not dot_command.exists()
    with pytest.raises(LayoutError) as caught:
        engine.run(SMALL, engine="native")
    assert str(caught.value) == (
        "There is no dot command on this computer: install Graphviz from "
        'graphviz.org, or use engine="wasm", which needs none.'
    )


@posix
def test_native_asks_the_dot_command_for_json(dot_command: Path) -> None:
    answer = "dict(asked=sys.argv[1:], read=sys.stdin.buffer.read().decode())"
    write_command(dot_command, f"print(json.dumps({answer}))")
    layout = engine.run("digraph { ∂ }", engine="native")
    assert layout == {"asked": ["-Kdot", "-Tjson0"], "read": "digraph { ∂ }"}


@posix
def test_native_passes_on_what_dot_complains_about(
    dot_command: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_command(dot_command, "sys.exit('Error: syntax error in line 1')")
    with pytest.raises(LayoutError) as caught:
        engine.run("digraph {", engine="native")
    assert str(caught.value) == (
        "Graphviz could not lay the graph out: it says 'Error: syntax error in line 1'."
    )
    assert capfd.readouterr() == ("", "")
