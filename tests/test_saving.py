"""Files: whole or not at all, and what a learner wrote stays text in them."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image

import autoviz as av
from autoviz import saving
from autoviz.errors import AutovizError, RecordingError, SaveError, StepError
from autoviz.picture.theme import DARK, LIGHT
from autoviz.recording import Recording
from tests.picture.traces import tutorial
from tests.test_recording import EMPTY, HOSTILE, STILL_RECORDING, Elements, squared

BEFORE = "what stood here before"
WRITTEN = ".html, .svg, .png, .gif, .webp, .pdf, .dot, .txt, .md, .json, .json.gz"
PICTURES = (".svg", ".png", ".gif", ".webp", ".pdf")


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


def width(path: Path) -> int:
    with Image.open(path) as image:
        return image.width


def frames(path: Path) -> int:
    with Image.open(path) as image:
        return int(image.n_frames)


# the formats


def test_html_is_the_page(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "a.html")
    assert rec.page() == (tmp_path / "a.html").read_text(encoding="utf-8")


def test_svg_is_the_last_picture(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "a.svg")
    assert rec[-1].svg == (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        (".svg", b"<svg"),
        (".png", b"\x89PNG"),
        (".gif", b"GIF89a"),
        (".webp", b"RIFF"),
        (".pdf", b"%PDF"),
        (".dot", b"digraph"),
        (".md", b"# recording"),
        (".json.gz", b"\x1f\x8b"),
    ],
)
def test_the_ending_says_what_it_is(
    rec: Recording, tmp_path: Path, ending: str, begins: bytes
) -> None:
    assert rec.save(tmp_path / f"a{ending}").read_bytes().startswith(begins)


def test_txt_is_what_print_says(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "a.txt")
    assert f"{rec}\n" == (tmp_path / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("step", [0, 2, -1])
def test_one_step_can_be_saved(rec: Recording, tmp_path: Path, step: int) -> None:
    rec.save(tmp_path / "a.svg", step=step)
    rec.save(tmp_path / "a.txt", step=step)
    assert rec[step].svg == (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert f"{rec[step]}\n" == (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_a_page_opens_at_the_step(rec: Recording, tmp_path: Path) -> None:
    text = rec.save(tmp_path / "a.html", step=-1).read_text("utf-8")
    assert "index: 4}" in text
    assert rec.page(4) == text


def test_with_steps_an_svg_plays(rec: Recording, tmp_path: Path) -> None:
    every, some = (
        rec.save(tmp_path / "a.svg", steps=steps).read_text("utf-8")
        for steps in ("all", iter([-1, 0]))
    )
    assert [f"step {k} of 4" in every for k in range(5)] == [True] * 5
    assert ("step 4 of 4" in some, "step 2 of 4" in some) == (True, False)
    assert "<animate" in some


def test_with_steps_a_pdf_is_a_handout(rec: Recording, tmp_path: Path) -> None:
    alone, all_of_them = (
        pypdfium2.PdfDocument(rec.save(tmp_path / "a.pdf", steps=steps))[0].get_size()
        for steps in (None, "all")
    )
    assert (595, 842) == pytest.approx(all_of_them, abs=1)
    assert alone != all_of_them


def test_what_moves_has_all_steps_or_those_asked_for(
    rec: Recording, tmp_path: Path
) -> None:
    counts = [
        frames(rec.save(tmp_path / "a.gif", scale=0.5, **asked))
        for asked in ({}, {"steps": [1, 2]}, {"step": 1})
    ]
    assert [5, 2, 1] == counts


def test_words_have_all_steps_or_those_asked_for(
    rec: Recording, tmp_path: Path
) -> None:
    text = rec.save(tmp_path / "a.txt", steps=[1, 3]).read_text("utf-8")
    assert f"{rec[1]}\n{rec[3]}\n" == text
    counts = [
        rec.save(tmp_path / "a.md", **asked).read_text("utf-8").count("## Step")
        for asked in ({}, {"steps": [1, 3]}, {"step": 2})
    ]
    assert [5, 2, 1] == counts


# numbered files


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf", ".dot", ".txt", ".md"])
def test_a_number_in_the_name_makes_a_file_for_each_step(
    rec: Recording, tmp_path: Path, ending: str
) -> None:
    told = rec.save(tmp_path / f"step-%03d{ending}")
    assert tmp_path.resolve() / f"step-%03d{ending}" == told
    expected = [f"step-{k:03}{ending}" for k in range(5)]
    assert expected == sorted(each.name for each in tmp_path.iterdir())


def test_a_number_is_that_of_its_step(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "%d.txt", steps=[-1, 2])
    texts = {each.name: each.read_text("utf-8") for each in tmp_path.iterdir()}
    assert {"4.txt": f"{rec[4]}\n", "2.txt": f"{rec[2]}\n"} == texts


def test_numbered_pictures_have_one_size(rec: Recording, tmp_path: Path) -> None:
    rec.save(tmp_path / "%d.png", width=300)
    sizes = {each.read_bytes()[16:24] for each in tmp_path.iterdir()}
    assert 1 == len(sizes)
    assert {300} == {width(each) for each in tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["100%done.svg", "5%.svg", "%s.svg", "%-3d.svg"])
def test_another_percent_sign_is_only_a_sign(
    rec: Recording, tmp_path: Path, name: str
) -> None:
    rec.save(tmp_path / name)
    assert [name] == [each.name for each in tmp_path.iterdir()]


def test_no_numbered_file_is_replaced_before_all_are_written(
    rec: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for k in range(5):
        (tmp_path / f"{k}.svg").write_text(BEFORE)
    real, calls = os.fdopen, iter([False, False, True])

    def fills_up(*arguments: Any) -> Any:
        if next(calls):
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(os, "fdopen", fills_up)
    with pytest.raises(SaveError, match=r"2\.svg: No space left on device$"):
        rec.save(tmp_path / "%d.svg")
    found = {each.name: each.read_text() for each in tmp_path.iterdir()}
    assert {f"{k}.svg": BEFORE for k in range(5)} == found


# how it is to look


def test_a_theme_has_a_name_or_is_one(rec: Recording, tmp_path: Path) -> None:
    named, given, usual = (
        rec.save(tmp_path / "a.svg", theme=theme).read_text("utf-8")
        for theme in ("dark", DARK, None)
    )
    assert DARK.surface in named
    assert named == given
    assert LIGHT.surface in usual


@pytest.mark.parametrize("ending", [".png", ".gif", ".webp", ".pdf"])
def test_every_format_can_be_printed_without_colours(
    rec: Recording, tmp_path: Path, ending: str
) -> None:
    grey = [
        is_grey(rec.save(tmp_path / f"a{ending}", step=1, theme=theme))
        for theme in ("print", "light")
    ]
    assert grey == [True, False]


def is_grey(path: Path) -> bool:
    if path.suffix == ".pdf":
        shown = pypdfium2.PdfDocument(path)[0].render().to_pil()
    else:
        shown = Image.open(io.BytesIO(path.read_bytes()))
    colours = shown.convert("RGB").getcolors(1 << 24) or []
    return all(max(rgb) - min(rgb) < 3 for _, rgb in colours)


def test_a_step_may_be_asked_for_by_what_it_is_about(tmp_path: Path) -> None:
    with av.record() as rec:
        x = av.tensor(3.0, requires_grad=True)
        (x**2).backward()
    named = rec.save(tmp_path / "a.svg", step="x**2").read_text("utf-8")
    assert rec[1].svg == named
    rec.save(tmp_path / "b.txt", steps=["x**2", "x.grad"])
    lines = (tmp_path / "b.txt").read_text("utf-8").splitlines()
    assert ["Step 1 of 4", "Step 4 of 4"] == [each.split(".")[0] for each in lines]
    with pytest.raises(RecordingError, match=r"there is no 'w' here; there are 'x'"):
        rec.save(tmp_path / "c.svg", step="w")
    assert not (tmp_path / "c.svg").exists()


def test_large_type_makes_a_larger_picture(rec: Recording, tmp_path: Path) -> None:
    usual, large = (
        width(rec.save(tmp_path / "a.png", theme=theme, scale=1))
        for theme in ("light", "light-large")
    )
    assert large > 1.4 * usual


def test_width_and_scale_are_the_pictures(rec: Recording, tmp_path: Path) -> None:
    sizes = [
        width(rec.save(tmp_path / "a.png", **asked))
        for asked in ({"width": 321}, {"scale": 1}, {"scale": 0.5}, {})
    ]
    assert [321, sizes[1], sizes[1] // 2, sizes[1] * 2] == sizes


@pytest.mark.parametrize(
    ("name", "asked", "told"),
    [
        ("a.svg", {"theme": "blue"}, "there is no theme 'blue': there are light, dark"),
        ("a.svg", {"step": 1, "steps": [1]}, "step and steps exclude each other"),
        ("a.png", {"width": 9, "scale": 1}, "width and scale exclude each other"),
        ("a.png", {"width": 0}, "width is a number above 0, not 0"),
        ("a.gif", {"scale": float("nan")}, "scale is a number above 0, not nan"),
        ("a.png", {"width": "wide"}, "width is a number above 0, not 'wide'"),
        ("a.gif", {"steps": "5"}, "steps is \"all\", or several steps, not '5'"),
        ("a.gif", {"steps": []}, "steps is empty: there is nothing to save"),
        ("a.png", {"steps": "all"}, "a .png file has one step: number the files, as"),
        ("a.dot", {"steps": [1, 2]}, "as in a-%03d.dot"),
        ("a.html", {"steps": [1]}, "a .html file has all steps of a recording"),
        ("a.html", {"theme": "dark"}, "a .html file is no picture: leave out theme"),
        ("a.txt", {"width": 100}, "a .txt file is no picture: leave out width"),
        ("a.json", {"steps": "all"}, "has all steps of a recording: leave out steps"),
    ],
)
def test_what_has_no_meaning_is_one_sentence_and_writes_nothing(
    rec: Recording, tmp_path: Path, name: str, asked: dict[str, Any], told: str
) -> None:
    with pytest.raises(SaveError, match=re.escape(told)):
        rec.save(tmp_path / name, **asked)
    assert [] == list(tmp_path.iterdir())


def test_what_takes_more_than_a_second_says_how_far_it_is(
    rec: Recording,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rec.save(tmp_path / "a.gif", width=100)
    assert "" == capsys.readouterr().err
    hours = iter(range(0, 3600 * 99, 3600))
    monkeypatch.setattr("time.monotonic", lambda: next(hours))
    rec.save(tmp_path / "a.gif", width=100)
    told = capsys.readouterr().err.split("\r")
    assert ["", "a.gif: 5 of 5 steps drawn", " " * 25, ""] == told


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

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SaveError, match="No space left on device"):
        rec.save(folder / "old.html")
    untouched(folder)


@pytest.mark.parametrize("ending", PICTURES)
def test_a_disk_that_fills_up_while_writing_leaves_the_old_picture(
    rec: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    old = tmp_path / f"old{ending}"
    old.write_text(BEFORE)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(SaveError, match="No space left on device"):
        rec.save(old)
    assert {old: BEFORE} == {each: each.read_text() for each in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("package", "ending"),
    [("typst", ".png"), ("typst", ".pdf"), ("typst", ".gif"), ("PIL", ".webp")],
)
def test_a_missing_extra_is_named_and_the_old_file_stays(
    rec: Recording,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    package: str,
    ending: str,
) -> None:
    old = tmp_path / f"old{ending}"
    old.write_text(BEFORE)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SaveError, match=r"pip install 'autoviz-grad\[export\]'$"):
        rec.save(old)
    assert {old: BEFORE} == {each: each.read_text() for each in tmp_path.iterdir()}


def test_an_interruption_leaves_the_old_file_and_no_other(
    rec: Recording, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
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
    "x" * 10_000,
    "a\u202eb\u2066c",
    '"]; evil [label="',
    "\\N\\G",
    '#image("/etc/passwd")',
    "| a | `b`\n# c",
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_name_makes_well_formed_files(tmp_path: Path, name: str) -> None:
    rec = squared(name=name)
    rec.title = name
    for ending in WRITTEN.split(", "):
        rec.save(tmp_path / f"a{ending}")
    ElementTree.fromstring((tmp_path / "a.svg").read_bytes())
    rec.save(tmp_path / "a.svg", steps="all")
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
    assert WRITTEN.split(", ") == list(saving.FORMATS)


def test_what_is_too_large_to_draw_is_saved_as_text(tmp_path: Path) -> None:
    with av.record() as rec:
        y = av.tensor(1.0, requires_grad=True)
        for _ in range(200):
            y = y * 1.5
    with pytest.raises(AutovizError, match="201 cards"):
        rec.save(tmp_path / "long.svg")
    text = rec.save(tmp_path / "long.txt").read_text("utf-8")
    assert f"{rec}\n" == text
    assert "200  " in text


def test_what_the_documentation_saves_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[1] / "docs" / "exports.md").read_text("utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    rec = Recording(tutorial())
    exec(program, {"rec": rec})
    expected = {f"tutorial.{each}" for each in ("svg", "png", "gif")}
    expected |= {"square.svg", "handout.pdf"}
    expected |= {f"step-{k:03}.png" for k in range(len(rec))}
    assert expected == {each.name for each in tmp_path.iterdir()}
    told = re.findall(r"`(\.[a-z.]+)`", page.split("| ending |")[1].split("\n\n")[0])
    assert sorted(saving.FORMATS) == sorted(told)
