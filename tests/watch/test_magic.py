"""``%%record`` in an IPython of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

import autoviz as av
from autoviz.core.modes import state
from autoviz.recording import Recording
from autoviz.records import Failure

LESSON = "x = av.tensor(3.0, requires_grad=True)\nz = x*x\nz.backward()"
TWICE = f"{LESSON}\nz.backward()"


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InteractiveShell]:
    """A shell with ``av`` and the magic; what it displays goes to its publisher."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    shell.display_pub = CapturingDisplayPublisher()
    shell.run_cell("import autoviz as av", store_history=True)
    shell.run_cell("%load_ext autoviz", store_history=True)
    yield shell
    assert None is state.observer
    InteractiveShell.clear_instance()


def run(shell: InteractiveShell, cell: str) -> Any:
    return shell.run_cell(cell, store_history=True)


def shown(shell: InteractiveShell) -> list[dict[str, str]]:
    return [each["data"] for each in shell.display_pub.outputs]


def test_the_cell_is_recorded_and_the_player_shown(shell: InteractiveShell) -> None:
    assert run(shell, f"%%record\n{LESSON}").success
    (player,) = shown(shell)
    assert "<Recording: 4 steps, 2 tensors>" == player["text/plain"]
    assert "mount(" in player["text/html"]
    assert 9.0 == shell.user_ns["z"].item()


def test_a_name_is_bound_to_the_recording(shell: InteractiveShell) -> None:
    run(shell, f"%%record lesson\n{LESSON}")
    lesson = shell.user_ns["lesson"]
    assert isinstance(lesson, Recording)
    assert [("x",), ("z",)] == [node.names for node in lesson.trace.graph.nodes]


def test_the_source_is_the_cell_with_its_number(shell: InteractiveShell) -> None:
    run(shell, f"%%record lesson\n{LESSON}")
    trace = shell.user_ns["lesson"].trace
    number = len(shell.user_ns["In"]) - 1
    lines = dict(enumerate(LESSON.splitlines(), start=1))
    assert {f"cell [{number}]": lines} == trace.source
    source = trace.graph.nodes[1].source
    assert ("x*x", 2) == (source.expression, source.line)


def test_the_last_value_is_shown_after_the_player(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(shell, f"%%record\n{LESSON}\nz")
    assert 1 == len(shown(shell))
    assert "tensor(9., grad_fn=<MulBackward0>)" in capsys.readouterr().out
    assert 9.0 == result.result.item()


@pytest.mark.parametrize("ending", ["z;", "None", "w = z"])
def test_what_a_cell_would_not_show_is_not_shown(
    shell: InteractiveShell, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shell, f"%%record\n{LESSON}\n{ending}")
    assert 1 == len(shown(shell))
    assert "" == capsys.readouterr().out


def test_a_cell_that_raises_shows_its_recording_and_raises(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(shell, f"%%record lesson\n{TWICE}")
    assert isinstance(result.error_in_exec, RuntimeError)
    (player,) = shown(shell)
    assert "<Recording: 6 steps, 2 tensors>" == player["text/plain"]
    failure = shell.user_ns["lesson"].trace.steps[-1]
    assert isinstance(failure, Failure)
    assert str(result.error_in_exec) == failure.message
    assert 4 == failure.source.line
    assert "magic.py" not in capsys.readouterr().out


def test_magics_and_shell_syntax_work_inside(shell: InteractiveShell) -> None:
    assert run(shell, f"%%record lesson\n%pwd\n{LESSON}").success
    assert 4 == len(shell.user_ns["lesson"].trace.steps)


def test_an_empty_cell_is_an_empty_recording(shell: InteractiveShell) -> None:
    assert run(shell, "%%record lesson\n\n").success
    assert [{"text/plain": "<Recording: 0 steps, 0 tensors>"}] == shown(shell)


def test_a_syntax_error_is_the_learners(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(shell, "%%record lesson\nx = (")
    assert isinstance(result.error_in_exec, SyntaxError)
    assert "lesson" not in shell.user_ns
    assert [] == shown(shell)
    capsys.readouterr()


@pytest.mark.parametrize("name", ["2x", "a b", "x.y"])
def test_what_is_no_name_is_refused(
    shell: InteractiveShell, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(shell, f"%%record {name}\n{LESSON}")
    expected = f"%%record takes one variable name, not {name!r}"
    assert expected == str(result.error_in_exec)
    capsys.readouterr()


def test_a_cell_inside_of_another_recording_is_in_both(
    shell: InteractiveShell,
) -> None:
    with av.record() as outer:
        run(shell, f"%%record name\n{LESSON}")
    inner = shell.user_ns["name"]
    assert 1 == len(shown(shell))
    assert 4 == len(inner.trace.steps)
    assert inner.trace.steps == outer.trace.steps


def test_a_with_block_in_a_cell_is_shown_with_the_cell_s_number(
    shell: InteractiveShell,
) -> None:
    run(shell, "with av.record() as rec:\n    x = av.tensor(1.0)\n    y = x * 2")
    number = len(shell.user_ns["In"]) - 1
    assert [f"cell [{number}]"] == list(shell.user_ns["rec"].trace.source)
