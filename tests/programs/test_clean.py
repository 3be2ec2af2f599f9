"""In what we ship and in ordinary networks nothing is found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

import autoviz as av
from autoviz.recording import Recording
from autoviz.watch.script import run
from tests.watch.learner_programs import PROGRAMS

CHECKOUT = Path(__file__).parents[2]
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))

FOUND = {
    "hooks": ["hook"],
    "several_passes": ["added up"],
    "02_recorder": ["added up"],
}
"""Where something is done on purpose that is worth a word."""


def kinds(recordings: list[Recording]) -> list[str]:
    return [each.kind for rec in recordings for each in rec.findings]


def test_nothing_is_found_in_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (CHECKOUT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    (tmp_path / "readme.py").write_text("".join(blocks), "utf-8")
    made = run(tmp_path / "readme.py").made
    assert made
    assert [] == kinds([each.recording for each in made])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_else_is_found_in_a_notebook(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    made: list[Recording] = []
    space: dict[str, Any] = {"print": lambda *_, **__: None}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            _run(cell.source, f"cell [{number}]", space, made)
    assert made
    assert FOUND.get(path.stem, []) == kinds(made)


def _run(
    source: str, filename: str, space: dict[str, Any], made: list[Recording]
) -> None:
    """Run a cell; ``%%record`` is a block around it, other magics are left out."""
    text = re.sub(r"^%.*\n?|^.*\.save\(.*\n", "", source, flags=re.MULTILINE)
    code = compile(text, filename, "exec")
    if source.startswith("%%record"):
        with av.record().cell(filename, text.count("\n") + 1, space) as rec:
            exec(code, space)
        made.append(rec)
        return
    exec(code, space)
    recordings = (each for each in space.values() if isinstance(each, Recording))
    made += [each for each in recordings if each not in made]


@pytest.mark.filterwarnings("ignore:Using backward:UserWarning")
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.__name__)
def test_nothing_else_is_found_in_a_learners_program(program: Any) -> None:
    torch.manual_seed(0)
    with av.record() as rec:
        program()
    assert FOUND.get(program.__name__, []) == kinds([rec])
