"""The command line: pages where it says, the script's own ending, one sentence."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from textwrap import dedent

import pytest

import autoviz
from autoviz import cli
from autoviz._version import __version__
from tests.unpacked import documents

CHECKOUT = Path(autoviz.__file__).parents[1]
MISTAKE = """\
    import autoviz as av
    def train():
        x = av.tensor([1.0, 2.0], requires_grad=True)
        x.backward()
    with av.record() as rec:
        train()
    """
Command = Callable[..., int]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, on a machine without a screen."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the machine a screen; lists the addresses that were opened on it."""
    addresses: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", addresses.append)
    return addresses


def write(name: str, source: str) -> Path:
    path = Path(name)
    path.write_text(dedent(source), encoding="utf-8")
    return path


def recordings(*names: str) -> str:
    blocks = [f"with av.record() as {name}:\n    av.tensor(1.0)\n" for name in names]
    return "import autoviz as av\n" + "".join(blocks)


def files(folder: str) -> list[str]:
    return sorted(each.name for each in Path(folder).iterdir())


def document(page: Path) -> dict[str, object]:
    """Read out the document that a page carries."""
    (found,) = documents(page.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def shell(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True
    )


# autoviz


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert f"autoviz {__version__}\n" == capsys.readouterr().out


def test_no_command_at_all_is_answered_with_the_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: autoviz ")


def test_python_m_autoviz_is_the_same_command() -> None:
    assert (
        f"autoviz {__version__}\n".encode()
        == shell("-m", "autoviz", "--version").stdout
    )


# autoviz demo


@pytest.fixture
def demo(folder: Path) -> Path:
    assert cli.main(["demo", "--no-open"]) == 0
    return folder / "autoviz-demo"


def test_the_demo_writes_a_page_for_each_program_and_an_index(demo: Path) -> None:
    expected = sorted([*(f"{name}.html" for name in cli.PROGRAMS), "index.html"])
    assert expected == files("autoviz-demo")


def test_each_page_of_the_demo_contains_its_program(demo: Path) -> None:
    for name in cli.PROGRAMS:
        path = CHECKOUT / "autoviz" / "programs" / f"{name}.py"
        lines = path.read_text("utf-8").splitlines()
        block = [
            line[4:] for line in lines[lines.index("with av.record() as rec:") + 1 :]
        ]
        (code,) = document(demo / f"{name}.html")["code"]  # type: ignore[misc]
        assert [f"{name}.py", block] == [
            code["file"],
            [text for _, text in code["lines"]],
        ]


def test_the_demo_gives_each_page_a_title_and_a_line_on_the_index(demo: Path) -> None:
    index = (demo / "index.html").read_text("utf-8")
    for name in cli.PROGRAMS:
        title = str(document(demo / f"{name}.html")["title"])
        assert name.replace("_", " ") == title.lower()
        assert f'<a href="{name}.html">{title}</a>' in index
    assert "A mistake everybody makes once: backward() a second time." in index


def test_the_index_asks_no_host_and_shows_every_picture(demo: Path) -> None:
    index = (demo / "index.html").read_text("utf-8")
    assert "://" not in index.replace("http://www.w3.org/2000/svg", "")
    assert len(cli.PROGRAMS) == index.count("<svg ")


def test_the_demo_says_where_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["demo"]) == 0
    said = capsys.readouterr()
    index = folder / "autoviz-demo" / "index.html"
    assert f"5 programs to step through: {index}\n" == said.out
    assert "" == said.err


def test_the_demo_writes_where_it_is_told(folder: Path) -> None:
    assert cli.main(["demo", "--no-open", "--output", "a/new folder"]) == 0
    assert 6 == len(files("a/new folder"))


def test_the_demo_opens_its_index(folder: Path, opened: list[str]) -> None:
    assert cli.main(["demo"]) == 0
    assert [(folder / "autoviz-demo" / "index.html").as_uri()] == opened


def test_nothing_is_opened_where_it_is_not_wanted(opened: list[str]) -> None:
    write("train.py", recordings("rec"))
    assert cli.main(["run", "--no-open", "train.py"]) == 0
    assert [] == opened


def test_nothing_is_opened_without_a_screen(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY")
    write("train.py", recordings("rec"))
    assert cli.main(["run", "train.py"]) == 0
    assert [] == opened


# autoviz run


def test_one_recording_is_one_page_which_is_opened(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("train.py", recordings("rec"))
    assert cli.main(["run", "train.py"]) == 0
    assert ["1-rec.html"] == files("autoviz-train")
    page = folder / "autoviz-train" / "1-rec.html"
    assert f"1 recording of train.py: {page}\n" == capsys.readouterr().out
    assert [page.as_uri()] == opened
    assert "train.py: rec" == document(page)["title"]


def test_several_recordings_get_an_index_which_is_opened(
    folder: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("train.py", recordings("one", "other"))
    assert cli.main(["run", "train.py"]) == 0
    assert ["1-one.html", "2-other.html", "index.html"] == files("autoviz-train")
    index = folder / "autoviz-train" / "index.html"
    assert f"2 recordings of train.py: {index}\n" == capsys.readouterr().out
    assert [index.as_uri()] == opened
    assert '<a href="2-other.html">train.py: other</a>' in index.read_text("utf-8")


def test_a_recording_without_a_variable_has_the_name_of_the_script() -> None:
    write("train.py", "import autoviz as av\nwith av.record():\n    av.tensor(1.0)")
    assert cli.main(["run", "train.py"]) == 0
    assert ["1-train.html"] == files("autoviz-train")


def test_a_script_without_a_recording_is_told_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("train.py", "print('done')")
    assert cli.main(["run", "train.py"]) == 0
    said = capsys.readouterr()
    expected = (
        "autoviz: train.py made no recording; put the lines to watch into a block "
        "`with av.record() as rec:`\n"
    )
    assert ("done\n", expected) == (said.out, said.err)
    assert ["train.py"] == files(".")


def test_an_empty_recording_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    write("train.py", recordings("rec") + "with av.record() as empty: pass")
    assert cli.main(["run", "train.py"]) == 2
    expected = (
        "autoviz: recording 2 of train.py is left out: this recording is empty: no "
        "tensor was made or used in its block\n"
    )
    assert expected == capsys.readouterr().err
    assert ["1-rec.html"] == files("autoviz-train")


def test_a_script_that_raises_is_recorded_and_ends_as_in_python(folder: Path) -> None:
    write("mistake.py", MISTAKE)
    ended = shell("-m", "autoviz", "run", "mistake.py")
    python = shell(folder / "mistake.py")
    assert (1, python.stderr) == (ended.returncode, ended.stderr)
    assert b"grad can be implicitly created only for scalar" in ended.stderr
    page = folder / "autoviz-mistake" / "1-rec.html"
    assert f"1 recording of mistake.py: {page}\n".encode() == ended.stdout
    assert "failure" == document(page)["steps"][-1]["phase"]  # type: ignore[index]


@pytest.mark.parametrize("source", ["x = (\n", "raise KeyboardInterrupt", "1/0"])
def test_what_ends_a_script_is_shown_as_python_shows_it(
    folder: Path, source: str
) -> None:
    write("mistake.py", source)
    ended, python = (
        shell("-m", "autoviz", "run", "mistake.py"),
        shell(folder / "mistake.py"),
    )
    ours, theirs = ended.stderr.splitlines(), python.stderr.splitlines()
    assert theirs == ours[-len(theirs) :]
    assert all(line.startswith(b"autoviz: ") for line in ours[: -len(theirs)])


@pytest.mark.parametrize("code", ["3", "'the end'", "0", ""])
def test_an_exit_code_is_kept(code: str) -> None:
    write("train.py", recordings("rec") + f"import sys; sys.exit({code})")
    ended, python = shell("-m", "autoviz", "run", "train.py"), shell("train.py")
    expected = python.returncode, python.stderr
    assert expected == (ended.returncode, ended.stderr)
    assert ["1-rec.html"] == files("autoviz-train")


ARGUMENTS = "import sys; print(sys.argv)\n"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("train.py --lr 0.1 -n -5 x", ["--lr", "0.1", "-n", "-5", "x"]),
        ("train.py -h --version --out=3", ["-h", "--version", "--out=3"]),
        ("--output o train.py a --no-open b", ["a", "b"]),
        ("train.py a --output o b --c", ["a", "b", "--c"]),
        ("train.py a --output=o b", ["a", "b"]),
        ("train.py -- --output o -- x", ["--output", "o", "--", "x"]),
    ],
)
def test_what_is_not_ours_is_the_scripts(
    given: str, expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("train.py", ARGUMENTS + recordings("rec"))
    assert cli.main(["run", *given.split()]) == 0
    first, _ = capsys.readouterr().out.splitlines()
    assert str(["train.py", *expected]) == first
    asked_for_o = "--output" in given.split(" -- ")[0]
    assert ["1-rec.html"] == files("o" if asked_for_o else "autoviz-train")


def test_a_script_elsewhere_imports_what_lies_beside_it(folder: Path) -> None:
    Path("course").mkdir()
    write("course/beside.py", "start = 3.0")
    source = recordings("rec") + "import beside, os; print(beside.start, os.getcwd())"
    write("course/train.py", source)
    ended = shell("-m", "autoviz", "run", "course/train.py")
    first = ended.stdout.splitlines()[0]
    assert f"3.0 {os.path.realpath(folder)}".encode() == first
    assert ["1-rec.html"] == files("autoviz-train")


def test_a_script_that_changes_its_folder_does_not_move_the_pages() -> None:
    Path("elsewhere").mkdir()
    source = recordings("rec") + "import os; os.chdir('elsewhere')"
    write("train.py", source)
    assert shell("-m", "autoviz", "run", "train.py").returncode == 0
    assert ["1-rec.html"] == files("autoviz-train")


def test_a_missing_script_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "missing.py"]) == 2
    expected = "autoviz: cannot run missing.py: No such file or directory\n"
    assert expected == capsys.readouterr().err


@pytest.mark.parametrize("command", [["demo"], ["run", "train.py"]])
@pytest.mark.parametrize("output", ["train.py", "train.py/below"])
def test_an_output_that_cannot_be_written_is_one_sentence_before_the_work(
    command: list[str],
    output: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = write("train.py", "print('was run')\n")
    assert cli.main([*command, "--output", output]) == 2
    said = capsys.readouterr()
    expected = f"autoviz: cannot write into {folder / output}: Not a directory\n"
    assert ("", expected) == (said.out, said.err)
    assert "print('was run')\n" == script.read_text("utf-8")


def test_an_output_that_the_script_spoils_is_one_sentence_and_then_its_own_error(
    folder: Path,
) -> None:
    write("train.py", recordings("rec") + "open('o', 'w').close()\n1/0")
    ended = shell("-m", "autoviz", "run", "train.py", "--output", "o")
    sentence, *rest = ended.stderr.decode().splitlines()
    assert f"autoviz: cannot make {folder / 'o'}: File exists" == sentence
    assert "ZeroDivisionError: division by zero" == rest[-1]
    assert 1 == ended.returncode


HOSTILE = "<img src=x onerror=alert(1)>\"&'.py"


@pytest.mark.skipif(os.name != "posix", reason="no such file names there")
def test_hostile_names_of_scripts_stay_text() -> None:
    write(HOSTILE, recordings("one", "two"))
    assert cli.main(["run", HOSTILE, "--output", "o"]) == 0
    for name in ("1-one.html", "index.html"):
        page = (Path("o") / name).read_text("utf-8")
        assert "<img src=x" not in page
        assert escape(HOSTILE) in page
    assert f"{HOSTILE}: one" == document(Path("o/1-one.html"))["title"]


@pytest.mark.skipif(sys.platform != "linux", reason="no such file names there")
def test_a_name_that_is_no_text_is_shown_as_well_as_can_be() -> None:
    name = os.fsdecode(b"\xff.py")
    write(name, "import autoviz as av\nwith av.record():\n    av.tensor(1.0)\n1/0")
    ended = shell("-m", "autoviz", "run", name)
    assert ended.stdout.startswith("1 recording of \ufffd.py: ".encode())
    assert ended.stderr.endswith(b"ZeroDivisionError: division by zero\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_progress_and_is_left_clean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert cli.main(["demo"]) == 0
    *lines, last = terminal.getvalue().rstrip("\r").split("\r\r")
    expected = [
        f"recording {name}, {k} of 5 ..." for k, name in enumerate(cli.PROGRAMS, 1)
    ]
    assert expected == [line.strip() for line in lines]
    assert "" == last.strip()


# export


def test_export_writes_a_recording_in_the_format_of_the_ending(folder: Path) -> None:
    write("script.py", recordings("rec") + "rec.save('r.json')\n")
    for source in ("script.py", "r.json"):
        assert 0 == cli.main(["export", source, "a.svg", "--step", "0"])
        assert (folder / "a.svg").read_text("utf-8").startswith("<svg")
        (folder / "a.svg").unlink()


def test_export_finds_a_step_by_what_it_is_about(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        "script.py",
        """\
        import autoviz as av
        with av.record() as rec:
            x = av.tensor(1.0, requires_grad=True)
            x.exp().backward()
        """,
    )
    for step in ("x.exp()", "1"):
        command = ["export", "script.py", f"{len(step)}.svg", "--step", step]
        assert 0 == cli.main(command)
    assert (folder / "7.svg").read_text("utf-8") == (folder / "1.svg").read_text(
        "utf-8"
    )
    assert 2 == cli.main(["export", "script.py", "a.svg", "--step", "y"])
    assert "there is no 'y' here" in capsys.readouterr().err


def test_export_says_where(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("script.py", recordings("rec"))
    cli.main(["export", "script.py", "a.md"])
    assert f"{folder.resolve() / 'a.md'}\n" == capsys.readouterr().out


def test_export_takes_the_last_recording_of_a_script(folder: Path) -> None:
    write("script.py", recordings("one") + recordings("two").replace("1.0", "7.0"))
    cli.main(["export", "script.py", "a.md"])
    assert "| 7 |" in (folder / "a.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [("all", ["0", "1", "2", "3", "4"]), ("1-2", ["1", "2"]), ("0,3", ["0", "3"])],
)
def test_export_understands_ranges_of_steps(
    folder: Path, steps: str, expected: list[str]
) -> None:
    write(
        "script.py",
        """\
        import autoviz as av
        with av.record() as rec:
            x = av.tensor(1.0, requires_grad=True)
            x.exp().backward()
        """,
    )
    command = ["export", "script.py", "%d.svg", "--steps", steps, "--width", "300"]
    assert 0 == cli.main([*command, "--theme", "dark"])
    assert expected == sorted(each.stem for each in folder.glob("*.svg"))
    assert 'width="300"' in (folder / f"{expected[0]}.svg").read_text("utf-8")


def test_export_of_steps_that_are_no_numbers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", "r.json", "a.svg", "--steps", "few"])
    assert 2 == ended.value.code
    assert "argument --steps: invalid steps value: 'few'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "output", "told"),
    [
        ("nowhere.json", "a.svg", "autoviz: cannot read nowhere.json: "),
        ("nowhere.py", "a.svg", "autoviz: cannot run nowhere.py: "),
        ("empty.py", "a.svg", "autoviz: empty.py made no recording"),
        ("script.py", "a.xyz", "autoviz: cannot save as .xyz: "),
        ("script.py", "no/a.svg", "autoviz: cannot write no/a.svg: "),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(
    source: str, output: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("empty.py", "")
    write("script.py", recordings("rec"))
    assert 2 == cli.main(["export", source, output])
    assert capsys.readouterr().err.startswith(told)


def test_a_script_that_fails_is_exported_up_to_there(folder: Path) -> None:
    write("script.py", MISTAKE)
    assert 1 == cli.main(["export", "script.py", "a.txt"])
    assert "RuntimeError" in (folder / "a.txt").read_text("utf-8")
