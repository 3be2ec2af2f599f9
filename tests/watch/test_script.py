"""A script run by autoviz finds what it would find if Python ran it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from autoviz.watch.recorder import listeners
from autoviz.watch.script import Run, run


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "train.py"


def write_and_run(script: Path, source: str, *arguments: str) -> Run:
    script.write_text(dedent(source), encoding="utf-8")
    return run(script, arguments)


def variables(ended: Run) -> list[str | None]:
    assert ended.error is None
    return [each.variable for each in ended.made]


def test_it_is_the_main_module_with_its_own_arguments_and_folder(
    script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = """\
        import os, sys
        import __main__
        print(__name__, __file__ == os.path.abspath(sys.argv[0]))
        print(sys.argv[1:], sys.path[0] == os.path.dirname(__file__))
        print(__main__.__dict__ is globals())
        """
    ended = write_and_run(script, source, "--lr", "0.1")
    assert ended.error is None
    expected = "__main__ True\n['--lr', '0.1'] True\nTrue\n"
    assert expected == capsys.readouterr().out


def test_modules_beside_it_are_imported(script: Path) -> None:
    script.with_name("beside_the_script.py").write_text("answer = 42")
    ended = write_and_run(script, "import beside_the_script")
    assert ended.error is None
    assert 42 == sys.modules.pop("beside_the_script").answer


def test_our_own_future_imports_are_not_its(script: Path) -> None:
    ended = write_and_run(script, "x: 1/0 = 3")
    assert isinstance(ended.error, ZeroDivisionError)


def test_everything_is_put_back_afterwards(script: Path) -> None:
    before = sys.argv, list(sys.path), sys.modules["__main__"], list(listeners)
    write_and_run(script, "import sys; sys.path.append('x'); sys.argv.append('y')")
    assert before == (sys.argv, sys.path, sys.modules["__main__"], listeners)


def test_recordings_come_in_the_order_in_which_they_ended(script: Path) -> None:
    source = """\
        import autoviz as av
        for _ in range(2):
            with av.record() as rec:
                av.tensor(1.0)
        with av.record() as other:
            av.tensor(2.0)
        """
    assert ["rec", "rec", "other"] == variables(write_and_run(script, source))


def test_a_variable_of_a_function_names_its_recording(script: Path) -> None:
    source = """\
        import autoviz as av
        def train():
            with av.record() as inside:
                av.tensor(1.0)
        train()
        """
    assert ["inside"] == variables(write_and_run(script, source))


def test_a_recording_in_no_variable_has_no_name(script: Path) -> None:
    source = """\
        import autoviz as av
        with av.record():
            av.tensor(1.0)
        @av.record()
        def step():
            av.tensor(1.0)
        step()
        """
    assert [None, None] == variables(write_and_run(script, source))


def test_a_script_that_raises_keeps_its_recordings(script: Path) -> None:
    source = """\
        import autoviz as av
        with av.record() as rec:
            x = av.tensor([1.0, 2.0], requires_grad=True)
            x.backward()
        """
    ended = write_and_run(script, source)
    assert isinstance(ended.error, RuntimeError)
    assert ["rec"] == [each.variable for each in ended.made]
    assert "RuntimeError" == ended.made[0].recording.trace.steps[-1].type


def test_the_traceback_begins_in_the_script(script: Path) -> None:
    ended = write_and_run(script, "\n1/0\n")
    assert ended.error is not None
    traceback = ended.error.__traceback__
    assert traceback is not None
    assert str(script) == traceback.tb_frame.f_code.co_filename
    assert 2 == traceback.tb_lineno


def test_an_error_of_syntax_has_no_traceback(script: Path) -> None:
    ended = write_and_run(script, "x = ")
    assert isinstance(ended.error, SyntaxError)
    assert ended.error.__traceback__ is None


def test_an_encoding_declared_in_the_script_holds(script: Path) -> None:
    script.write_bytes("# coding: latin-1\nassert 'é' == chr(233)".encode("latin-1"))
    assert run(script).error is None


def test_a_missing_script_is_not_an_error_of_the_script(script: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run(script)


def test_a_link_to_a_script_imports_from_beside_the_script(script: Path) -> None:
    link = script.parent / "links" / "link.py"
    link.parent.mkdir()
    link.symlink_to(script)
    script.write_text("import os, sys; assert sys.path[0] == os.path.dirname(FILE)")
    real = os.path.realpath(script)
    script.write_text(script.read_text().replace("FILE", repr(real)))
    assert run(link).error is None
