"""Recordings saved as files and loaded again, wherever the file comes from."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import autoviz as av
from autoviz.errors import AutovizError, FileError, RecordingError, SaveError
from autoviz.recording import Recording
from tests.records.file.everything import EVERYTHING
from tests.test_recording import STILL_RECORDING, squared

FULL = bool(os.environ.get("AUTOVIZ_FULL"))
ENDINGS = (".json", ".json.gz")


@pytest.fixture(scope="module")
def rec() -> Recording:
    return squared()


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "A.JSON", "a.b.Json.GZ"])
def test_what_is_loaded_is_equal_to_what_was_saved(
    rec: Recording, tmp_path: Path, name: str
) -> None:
    path = rec.save(tmp_path / name)
    for given in (path, str(path)):
        loaded = av.load_recording(given)
        assert rec == loaded
        assert rec.title == loaded.title


def test_a_loaded_recording_does_what_a_recording_does(
    rec: Recording, tmp_path: Path
) -> None:
    loaded = av.load_recording(rec.save(tmp_path / "a.json"))
    assert (str(rec), rec.page()) == (str(loaded), loaded.page())
    assert [each.svg for each in rec] == [each.svg for each in loaded]
    assert str(rec.why("x")) == str(loaded.why("x"))
    with pytest.raises(RecordingError, match="not known here"):
        loaded.why(av.tensor(1.0))


def test_a_packed_file_is_known_by_what_is_in_it(
    rec: Recording, tmp_path: Path
) -> None:
    for name, saved in (
        ("b.json", "a.json.gz"),
        ("b.json.gz", "a.json"),
        ("c", "a.json"),
    ):
        rec.save(tmp_path / saved).rename(tmp_path / name)
        assert rec == av.load_recording(tmp_path / name)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_program_makes_the_same_bytes(tmp_path: Path, ending: str) -> None:
    code = """
import sys
import autoviz as av
with av.record() as rec:
    x = av.tensor([3.0, -1.0], requires_grad=True)
    {x.exp(), x * 2}
    (x * x).sum().backward()
rec.save(sys.argv[1])
"""
    script = tmp_path / "program.py"
    script.write_text(code)
    made = []
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}{ending}"
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, script, path], check=True, env=environment)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_packed_file_holds_no_time(rec: Recording, tmp_path: Path) -> None:
    assert bytes(4) == rec.save(tmp_path / "a.json.gz").read_bytes()[4:8]


def test_a_packed_file_holds_the_plain_one(rec: Recording, tmp_path: Path) -> None:
    plain, packed = (rec.save(tmp_path / f"a{each}") for each in ENDINGS)
    assert plain.read_bytes() == gzip.decompress(packed.read_bytes())


def test_a_file_is_ascii_text_of_one_line_a_column(
    rec: Recording, tmp_path: Path
) -> None:
    text = rec.save(tmp_path / "a.json").read_text("ascii")
    assert max(map(len, text.splitlines())) < 1000
    assert text.endswith("}\n")


def test_an_empty_recording_is_saved_and_loaded(tmp_path: Path) -> None:
    with av.record() as empty:
        pass
    assert empty == av.load_recording(empty.save(tmp_path / "a.json"))


def test_everything_is_saved_and_loaded(tmp_path: Path) -> None:
    everything = Recording(EVERYTHING, "<script>")
    loaded = av.load_recording(everything.save(tmp_path / "a.json.gz"))
    assert (everything, "<script>") == (loaded, loaded.title)


def test_what_is_too_large_to_draw_is_saved(tmp_path: Path) -> None:
    """A chain of PyTorch's, as deep as no recursion goes."""
    operations = 100_000 if FULL else 5_000
    with av.record() as rec:
        y = torch.tensor(1.0, requires_grad=True)
        for _ in range(operations):
            y = y * 1.0001
        y.backward()
    loaded = av.load_recording(rec.save(tmp_path / "deep.json"))
    assert rec == loaded
    assert operations + 1 == len(loaded.trace.graph.nodes)


# saving


@pytest.mark.parametrize("ending", ENDINGS)
def test_one_step_cannot_be_saved(rec: Recording, tmp_path: Path, ending: str) -> None:
    with pytest.raises(SaveError) as caught:
        rec.save(tmp_path / f"a{ending}", step=3)
    expected = f"a {ending} file has all steps of a recording: leave out step"
    assert expected == str(caught.value)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ENDINGS)
def test_inside_its_own_block_nothing_is_saved(tmp_path: Path, ending: str) -> None:
    with av.record() as rec:
        av.tensor(1.0)
        with pytest.raises(RecordingError) as caught:
            rec.save(tmp_path / f"a{ending}")
    assert STILL_RECORDING == str(caught.value)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.gz", "a.json.bz2", ".json", "json.gz"])
def test_other_endings_are_refused(rec: Recording, tmp_path: Path, name: str) -> None:
    with pytest.raises(SaveError, match=r"^cannot save as "):
        rec.save(tmp_path / name)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_old_file_is_untouched_where_saving_fails(
    rec: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    old = tmp_path / f"old{ending}"
    old.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SaveError, match="No space left on device"):
        rec.save(old)
    assert ([old], b"old") == (list(tmp_path.iterdir()), old.read_bytes())


# loading


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing.json", "No such file or directory"),
        ("folder", "it is no file"),
        ("file/a.json", "Not a directory"),
        ("a\0b", "embedded null byte"),
    ],
)
def test_what_is_no_file_is_one_sentence(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(FileError) as caught:
        av.load_recording(tmp_path / name)
    assert f"cannot read {tmp_path / name}: {told}" == str(caught.value)
    assert isinstance(caught.value, AutovizError)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_nobody_waits_for_a_pipe_or_reads_a_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(FileError, match="it is no file"):
            av.load_recording(path)


def test_a_wrong_file_is_named_with_the_place_in_it(
    rec: Recording, tmp_path: Path
) -> None:
    path = rec.save(tmp_path / "a.json")
    document = json.loads(path.read_text())
    document["steps"]["backward"]["node"] = [403]
    path.write_text(json.dumps(document))
    with pytest.raises(FileError) as caught:
        av.load_recording(path)
    assert f"cannot read {path}: steps[2].node: no node 403" == str(caught.value)
    assert caught.value.__suppress_context__


def test_a_pickle_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    with pytest.raises(FileError, match="this is no JSON text"):
        av.load_recording(path)
