"""Every notebook runs from a clean kernel, and ends with its players in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
CHECKLIST = Path(__file__).parents[1] / "docs" / "checklist.ipynb"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def code_cells(notebook: Any) -> list[Any]:
    return [each for each in notebook.cells if each.cell_type == "code"]


def texts(cell: Any) -> str:
    return "".join(each.get("text", "") for each in cell.outputs)


def players(cell: Any) -> list[str]:
    pages = [each.get("data", {}).get("text/html", "") for each in cell.outputs]
    return [each for each in pages if "\nmount(place, " in each]


@cache
def executed(path: Path) -> list[Any]:
    """The code cells after a run in a kernel of their own, in an empty folder."""
    notebook = read(path)
    with TemporaryDirectory() as folder:
        resources = {"metadata": {"path": folder}}
        NotebookClient(notebook, timeout=120, resources=resources).execute()
    return code_cells(notebook)


@every_notebook
def test_it_is_stored_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in code_cells(notebook):
        assert ([], None) == (cell.outputs, cell.execution_count)


@every_notebook
def test_it_runs_and_every_recording_is_a_player(path: Path) -> None:
    recorded = [each for each in executed(path) if "record" in each.source]
    assert recorded
    assert [1] * len(recorded) == [len(players(each)) for each in recorded]


def test_the_recorder_shows_the_numbers_it_tells() -> None:
    expected = {
        "x-grad": "tensor(256.)\n",
        "record-twice": "tensor(6.)\ntensor(12.)\n",
        "empty-grad": "None\n",
        "record-no-grad": "tensor(6.) False None\n",
    }
    cells = executed(FOLDER / "02_recorder.ipynb")
    assert expected == {each.id: texts(each) for each in cells if each.id in expected}
    (leaf,) = [texts(each) for each in cells if each.id == "walk"]
    assert leaf.endswith("tensor(3., requires_grad=True)\n")


def test_the_checklist_shows_what_is_to_be_looked_at() -> None:
    assert all([] == each.outputs for each in code_cells(read(CHECKLIST)))
    cells = executed(CHECKLIST)
    widget = "application/vnd.jupyter.widget-view+json"
    shown = {
        each.id: {kind for output in each.outputs for kind in output.get("data", {})}
        for each in cells
    }
    assert {"widget", "live"} == {name for name in shown if widget in shown[name]}
    expected = {"player", "picture", "lesson", "compare", "live"}
    assert expected == {name for name in shown if "text/html" in shown[name]}
