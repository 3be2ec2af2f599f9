"""The test command finds a browser where one is, and passes its arguments on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import __main__ as command
from tests import browser

posix = pytest.mark.skipif(os.name != "posix", reason="makes executables by chmod")
pytestmark = posix


def executable(folder: Path, name: str, script: str = "exit 1") -> str:
    """Write a small program and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the only folder on the PATH; no browser is known elsewhere."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloaded"))
    monkeypatch.delenv("AUTOVIZ_CHROMIUM", raising=False)
    return folder


@pytest.fixture
def nothing_installs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let installing run only stand-ins: a python and an apt-get that refuse."""
    refusing = executable(folder, "python")
    executable(folder, "apt-get", 'echo "$@" >> "$0.log"; exit 1')
    monkeypatch.setattr(browser, "_PLAYWRIGHT", ((refusing, "install"),))
    return folder


@pytest.mark.parametrize("name", browser.COMMANDS)
def test_each_usual_command_on_the_path_is_found(folder: Path, name: str) -> None:
    assert executable(folder, name) == browser.find()


def test_chromium_comes_before_chrome(folder: Path) -> None:
    executable(folder, "google-chrome")
    assert executable(folder, "chromium") == browser.find()


def test_the_environment_comes_before_the_path(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(folder, "chromium")
    own = executable(tmp_path / "elsewhere", "my-browser")
    monkeypatch.setenv("AUTOVIZ_CHROMIUM", own)
    assert own == browser.find()


@pytest.mark.parametrize("value", ["", "no-such-command", "/no/such/file", "."])
def test_an_environment_that_names_no_executable_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    chromium = executable(folder, "chromium")
    monkeypatch.setenv("AUTOVIZ_CHROMIUM", value)
    assert chromium == browser.find()


def test_a_file_that_cannot_be_executed_is_no_browser(folder: Path) -> None:
    Path(executable(folder, "chromium")).chmod(0o644)
    chrome = executable(folder, "chrome")
    assert chrome == browser.find()


def test_a_relative_path_is_made_absolute(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium = executable(folder, "mine")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUTOVIZ_CHROMIUM", "./mine")
    assert chromium == browser.find()


def test_where_there_is_no_browser_none_is_found(folder: Path) -> None:
    assert browser.find() is None


def test_the_browser_playwright_downloaded_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium = executable(folder, "headless")
    monkeypatch.setattr(browser, "_ASK_PLAYWRIGHT", f"print({chromium!r})")
    assert chromium == browser.find()


def test_root_with_apt_get_updates_and_then_installs_the_package(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = folder / "log"
    chromium = folder / "chromium"
    executable(
        folder,
        "apt-get",
        f'echo "$@" >> {log}; [ "$1" = update ] && exit 0\n'
        f"echo '#!/bin/sh' > {chromium}; /bin/chmod +x {chromium}",
    )
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert str(chromium) == browser.install()
    asked = "update\ninstall -y chromium\n"
    assert asked == log.read_text()
    said = "No browser found: installing the package chromium (apt-get).\n"
    assert said == capsys.readouterr().out


def test_who_is_not_root_never_runs_apt_get(
    nothing_installs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(browser.NoBrowserError):
        browser.install()
    assert not (nothing_installs / "apt-get.log").exists()


def test_after_a_failed_update_the_package_is_not_asked_for(
    nothing_installs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(browser.NoBrowserError):
        browser.install()
    asked = "update\n"
    assert asked == (nothing_installs / "apt-get.log").read_text()


def test_without_any_browser_the_command_says_so_in_a_sentence_and_fails(
    nothing_installs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([]) == 1
    expected = (
        "No browser found and none could be installed: install Chromium, or let "
        "AUTOVIZ_CHROMIUM name a Chromium, Chrome or Edge executable.\n"
    )
    assert expected == capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "full"), [([], "unset"), (["--full", "-x"], "1")]
)
def test_pytest_is_told_the_browser_and_whether_to_run_in_full(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    full: str,
) -> None:
    log = folder / "log"
    chromium = executable(folder, "chromium")
    python = executable(
        folder,
        "python",
        f'echo "$AUTOVIZ_CHROMIUM ${{AUTOVIZ_FULL-unset}}" > {log}; exit 5',
    )
    monkeypatch.delenv("AUTOVIZ_FULL", raising=False)
    monkeypatch.setattr("sys.executable", python)
    assert command.main(arguments) == 5
    assert f"{chromium} {full}\n" == log.read_text()


def test_other_arguments_go_to_pytest_unchanged_and_in_order() -> None:
    given = ["-k", "printing", "--full", "tests/core", "-x"]
    passed_on = ["-k", "printing", "tests/core", "-x"]
    assert passed_on == command.pytest_command(given)[-4:]
