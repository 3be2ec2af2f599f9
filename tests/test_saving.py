"""Files: whole or not at all, and what a learner wrote stays text in them."""

from __future__ import annotations

import os
import stat
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from xml.etree import ElementTree

import pytest

import autoviz as av
from autoviz import saving
from autoviz.errors import AutovizError, RecordingError, SaveError, StepError
from autoviz.recording import Recording
from tests.test_recording import EMPTY, HOSTILE, STILL_RECORDING, Elements, squared

BEFORE = "what stood here before"
WRITTEN = ".html, .svg, .txt, .json, .json.gz"


@pytest.fixture(scope="module")
def rec() -> Recording:
    return squared()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of every ending in it."""
    for ending in (".html", ".svg", ".txt", ".xyz"):
        (tmp_path / f"old{ending}").write_text(BEFORE)
    return tmp_path


def untouched(folder: Path) -> None:
    """Only the old files are there, as they were."""
    expected = {f"old{ending}": BEFORE for ending in (".html", ".svg", ".txt", ".xyz")}
    files = [each for each in folder.iterdir() if each.is_file()]
    assert expected == {each.name: each.read_text() for each in files}


# the formats


def test_html_is_the_page(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "a.html")
    assert rec.page() == (tmp_path / "a.html").read_text(encoding="utf-8")


def test_svg_is_the_last_picture(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "a.svg")
    assert rec[-1].svg == (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_txt_is_what_print_says(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "a.txt")
    assert f"{rec}\n" == (tmp_path / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("step", [0, 2, -1])
def test_one_step_can_be_saved(rec: Recording, tmp_path: Path, step: int) -> None:
    rec.save(tmp_path / "a.svg", step=step)
    rec.save(tmp_path / "a.txt", step=step)
    assert rec[step].svg == (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert f"{rec[step]}\n" == (tmp_path / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["A.HTML", "A.Svg", "a.b.TXT"])
def test_an_ending_may_be_in_capitals(
    rec: Recording, tmp_path: Path, name: str
) -> None:
    rec.save(tmp_path / name)
    assert [name] == [each.name for each in tmp_path.iterdir()]


def test_it_says_where_the_file_is(
    rec: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tmp_path.resolve() / "a.txt" == rec.save("a.txt")
    assert tmp_path.resolve() / "b.txt" == rec.save(Path("b.txt"))


def test_an_old_file_is_replaced(rec: Recording, folder: Path) -> None:
    rec.save(folder / "old.txt")
    assert f"{rec}\n" == (folder / "old.txt").read_text(encoding="utf-8")
    assert 4 == len(list(folder.iterdir()))


def test_a_link_stays_a_link(rec: Recording, folder: Path) -> None:
    (folder / "link.txt").symlink_to("old.txt")
    rec.save(folder / "link.txt")
    assert (folder / "link.txt").is_symlink()
    assert f"{rec}\n" == (folder / "old.txt").read_text(encoding="utf-8")


def test_a_file_has_the_rights_any_new_file_has(rec: Recording, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("")
    rec.save(tmp_path / "a.txt")
    modes = [
        stat.S_IMODE((tmp_path / name).stat().st_mode)
        for name in ("plain.txt", "a.txt")
    ]
    assert modes[0] == modes[1]


def test_lines_end_alike_everywhere(rec: Recording, tmp_path: Path) -> None:
    for name in ("a.html", "a.svg", "a.txt"):
        rec.save(tmp_path / name)
        assert b"\r" not in (tmp_path / name).read_bytes()


# what goes wrong


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("old.xyz", ".xyz"),
        ("old", "a file without an ending"),
        (".html", "a file without an ending"),
    ],
)
def test_an_unknown_ending_is_one_sentence(
    rec: Recording, folder: Path, name: str, told: str
) -> None:
    with pytest.raises(SaveError) as caught:
        rec.save(folder / name)
    expected = f"cannot save as {told}: autoviz writes {WRITTEN}"
    assert expected == str(caught.value)
    untouched(folder)


@pytest.mark.parametrize("ending", [".html", ".svg", ".txt"])
def test_a_folder_that_is_missing_is_one_sentence(
    rec: Recording, folder: Path, ending: str
) -> None:
    path = folder / "missing" / f"a{ending}"
    with pytest.raises(SaveError) as caught:
        rec.save(path)
    assert f"cannot write {path}: No such file or directory" == str(caught.value)
    assert isinstance(caught.value, AutovizError)
    assert not (folder / "missing").exists()


def test_a_path_that_is_a_folder_is_one_sentence(rec: Recording, folder: Path) -> None:
    path = folder / "new.html"
    path.mkdir()
    with pytest.raises(SaveError) as caught:
        rec.save(path)
    assert f"cannot write {path}: Is a directory" == str(caught.value)
    untouched(folder)
    assert [] == list(path.iterdir())


def test_a_path_below_a_file_is_one_sentence(rec: Recording, folder: Path) -> None:
    path = folder / "old.txt" / "a.html"
    with pytest.raises(SaveError) as caught:
        rec.save(path)
    assert f"cannot write {path}: Not a directory" == str(caught.value)
    untouched(folder)


def test_a_place_nobody_may_write_to_is_one_sentence(rec: Recording) -> None:
    with pytest.raises(SaveError, match=r"^cannot write /proc/a\.html: "):
        rec.save("/proc/a.html")


@pytest.mark.parametrize("name", ["x" * 300 + ".html", "a\0b.html"])
def test_an_impossible_name_is_one_sentence(
    rec: Recording, folder: Path, name: str
) -> None:
    with pytest.raises(SaveError, match=r"^cannot write "):
        rec.save(folder / name)
    untouched(folder)


def test_a_full_disk_leaves_the_old_file_and_no_other(
    rec: Recording, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SaveError, match="No space left on device"):
        rec.save(folder / "old.html")
    untouched(folder)


def test_an_interruption_leaves_the_old_file_and_no_other(
    rec: Recording, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        rec.save(folder / "old.html")
    untouched(folder)


@pytest.mark.parametrize("ending", [".html", ".svg", ".txt"])
def test_a_step_out_of_range_writes_nothing(
    rec: Recording, folder: Path, ending: str
) -> None:
    with pytest.raises(StepError, match="there is no step 99"):
        rec.save(folder / f"old{ending}", step=99)
    untouched(folder)


@pytest.mark.parametrize("ending", [".html", ".svg", ".txt"])
def test_an_empty_recording_writes_nothing(folder: Path, ending: str) -> None:
    with av.record() as empty:
        pass
    with pytest.raises(RecordingError) as caught:
        empty.save(folder / f"old{ending}")
    assert EMPTY == str(caught.value)
    untouched(folder)


@pytest.mark.parametrize("ending", [".html", ".svg", ".txt"])
def test_inside_its_own_block_nothing_is_written(folder: Path, ending: str) -> None:
    with av.record() as rec:
        av.tensor(1.0)
        with pytest.raises(RecordingError) as caught:
            rec.save(folder / f"old{ending}")
    assert STILL_RECORDING == str(caught.value)
    untouched(folder)


# a learner's text

NAMES = (
    HOSTILE,
    "</svg>",
    "]]>",
    "<!--",
    "&lt;",
    "'",
    "a\0b",
    "∂🎈",
    "\ud800",
    "x" * 99,
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_makes_well_formed_files(tmp_path: Path, name: str) -> None:
    rec = squared(name=name)
    for ending in (".html", ".svg", ".txt"):
        rec.save(tmp_path / f"a{ending}")
    ElementTree.fromstring((tmp_path / "a.svg").read_bytes())
    page = Elements((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert Elements(squared(name="x").page()).tags == page.tags
    (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_a_hostile_name_is_text_in_every_file(tmp_path: Path) -> None:
    rec = squared(name=HOSTILE)
    rec.save(tmp_path / "a.svg")
    root = ElementTree.fromstring((tmp_path / "a.svg").read_bytes())
    assert HOSTILE in "".join(root.itertext())
    assert {"script"} & {each.tag.rpartition("}")[2] for each in root.iter()} == set()
    rec.save(tmp_path / "a.txt")
    assert HOSTILE in (tmp_path / "a.txt").read_text(encoding="utf-8")


# opening


def test_open_shows_a_page_of_its_own(
    rec: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", asked.append)
    path = rec.open()
    (address,) = asked
    assert ("file", str(path)) == (urlparse(address).scheme, urlparse(address).path)
    assert rec.page() == path.read_text(encoding="utf-8")
    path.unlink()
    path.parent.rmdir()


def test_endings_are_those_that_are_told() -> None:
    assert WRITTEN.split(", ") == list(saving.ENDINGS)


def test_what_is_too_large_to_draw_is_saved_as_text(tmp_path: Path) -> None:
    with av.record() as rec:
        y = av.tensor(1.0, requires_grad=True)
        for _ in range(200):
            y = y * 1.5
    with pytest.raises(AutovizError, match="201 cards"):
        rec.save(tmp_path / "long.svg")
    text = rec.save(tmp_path / "long.txt").read_text("utf-8")
    assert len(rec) == len(text.splitlines())
