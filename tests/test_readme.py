"""README's programs run, and its pictures are what they make today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autoviz.watch.script import run

CHECKOUT = Path(__file__).parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which README's programs have run, one after the other."""
    monkeypatch.chdir(tmp_path)
    programs = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    script = tmp_path / "readme.py"
    script.write_text("".join([*programs, "print(x.grad)"]), encoding="utf-8")
    assert run(script).error is None
    return tmp_path


def test_its_programs_write_what_it_says(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert "tensor(256.)\n" == capsys.readouterr().out
    written = {each.name for each in folder.iterdir()} - {"readme.py"}
    assert {"tutorial.html", "tutorial.svg", "tutorial.txt"} == written


def test_its_picture_is_what_is_saved(folder: Path) -> None:
    """When the look has changed, ``python -m assets.make`` makes it anew."""
    shown = (CHECKOUT / "assets" / "tutorial.svg").read_text("utf-8")
    assert (folder / "tutorial.svg").read_text("utf-8") == shown


def test_its_links_and_pictures_are_there() -> None:
    targets = re.findall(r"(?:\]\(|src=\"|srcset=\")([\w./-]+)", README)
    assert len(targets) >= 7
    assert [] == [each for each in targets if not (CHECKOUT / each).is_file()]
