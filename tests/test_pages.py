"""Ready pages: true of PyTorch, self-contained, and written by a command."""

from __future__ import annotations

import re
import warnings
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

import autoviz
from autoviz import cli
from autoviz.pages import READY, Page, pages
from tests.unpacked import documents

NAMES = [each.name for each in READY]
PROGRAMS = Path(autoviz.__file__).parent / "programs" / "mistakes"


@pytest.fixture(scope="module")
def made() -> dict[str, Page]:
    return {each.name: each for each in pages()}


def lines(name: str) -> str:
    """A program without the line that imports autoviz."""
    text = (PROGRAMS / f"{name}.py").read_text("utf-8")
    return text.replace("import autoviz as av\n", "")


def ran(text: str) -> tuple[SimpleNamespace, str]:
    """What a program leaves behind in PyTorch, and its error."""
    library = {name: getattr(torch, name) for name in ("tensor", "no_grad")}
    space: dict[str, Any] = {"av": SimpleNamespace(record=nullcontext, **library)}
    error = ""
    try:
        exec(text, space)
    except RuntimeError as raised:
        error = str(raised)
    return SimpleNamespace(**{k: v for k, v in space.items() if k != "av"}), error


def test_there_are_five() -> None:
    assert 5 == len(READY)
    found = {each.stem for each in PROGRAMS.glob("*.py")} - {"__init__"}
    assert found == set(NAMES)


# what they say, in PyTorch


def test_a_gradient_is_none_until_it_is_retained() -> None:
    text = lines("gradient_is_none")
    left, error = ran(text)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert left.y.grad is None
    assert "not a leaf Tensor" in str(warned[0].message)
    assert ("", 12.0) == (error, left.x.grad.item())
    retained, _ = ran(text.replace("y = x**2", "y = x**2; y.retain_grad()"))
    assert 2.0 == retained.y.grad.item()
    assert not (torch.randn(3, requires_grad=True) * 0.1).is_leaf


def test_backward_twice_stops_and_keeping_the_graph_adds() -> None:
    text = lines("backward_twice")
    left, error = ran(text)
    assert error.startswith("Trying to backward through the graph a second time")
    assert 12.0 == left.w.grad.item()
    kept, error = ran(text.replace("backward()", "backward(retain_graph=True)"))
    assert ("", 24.0) == (error, kept.w.grad.item())


@pytest.mark.parametrize("expression", ["x + 1", "x.sum()"])
def test_what_saves_nothing_can_be_used_twice(expression: str) -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = eval(expression)
    y.backward()
    y.backward()
    assert x.grad is not None
    assert 2.0 == x.grad.item()


@pytest.mark.parametrize(
    ("emptied", "weights"),
    [
        (True, [3.2, 2.56, 2.05, 1.64, 1.31]),
        (False, [3.2, 1.76, -0.032, -1.82, -3.24]),
    ],
)
def test_training_goes_where_the_page_says(emptied: bool, weights: list[float]) -> None:
    w = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    found = []
    for _ in range(5):
        if emptied:
            optimizer.zero_grad()
        (w**2).backward()
        optimizer.step()
        found.append(w.item())
    assert weights == pytest.approx(found, abs=0.006)
    listed = ", ".join(f"{each:g}" for each in weights)
    assert listed in " ".join(lines("forgotten_zero_grad").split())


def test_forgetting_to_empty_doubles() -> None:
    left, error = ran(lines("forgotten_zero_grad"))
    assert ("", 12.0) == (error, left.w.grad.item())


def test_a_write_breaks_what_saved_its_result_and_nothing_else() -> None:
    text = lines("in_place_write")
    _, error = ran(text)
    said = (
        "one of the variables needed for gradient computation has been modified by an"
    )
    assert error.startswith(f"{said} inplace operation")
    assert "is at version 1; expected version 0" in error
    for repaired in ("y = y + 1", "y = 1 + y"):
        left, error = ran(text.replace("y += 1\n    y.b", f"{repaired}\n    y.b"))
        assert ("", 1.0) == (error, left.x.grad.item())
    fine, error = ran(text.replace("x.exp()", "x * 2"))
    assert ("", 2.0) == (error, fine.x.grad.item())


def test_both_cuts_leave_one_way_of_three() -> None:
    text = lines("detach_or_no_grad")
    *_, plain, detached, unrecorded = text.split("with av.record() as ")
    found = []
    for block in (plain, detached, unrecorded):
        left, error = ran("with av.record() as " + block)
        assert "" == error
        found.append(left.x.grad.item())
        looks_at_x = left.h.grad_fn
        assert (looks_at_x is None) == (block is not plain)
    assert [27.0, 9.0, 9.0] == found


def test_detach_shares_memory_and_changes_nothing_by_itself() -> None:
    x = torch.tensor(3.0, requires_grad=True)
    h = x * x
    other = h.detach()
    assert h.data_ptr() == other.data_ptr()
    assert h.requires_grad
    model = torch.nn.Linear(1, 1).eval()
    assert model(torch.ones(1)).requires_grad


# the pages


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_no_host_and_shows_its_program(
    made: dict[str, Page], name: str
) -> None:
    html = made[name].html
    hosts = set(re.findall(r"https?://[^\"'<> )\\]*", html))
    assert hosts <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    assert f"{name}.py" in str(documents(html))
    for heading in ("What happens", "Why"):
        assert f"<h2>{heading}</h2>" in html


# the command


def test_the_command_writes_the_pages_and_an_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "course"
    assert 0 == cli.main(["pages", str(folder), "--no-open"])
    expected = sorted([*(f"{name}.html" for name in NAMES), "index.html"])
    assert expected == sorted(each.name for each in folder.iterdir())
    assert f"5 pages: {folder / 'index.html'}\n" == capsys.readouterr().out
    index = (folder / "index.html").read_text("utf-8")
    assert all(f'<a href="{name}.html">' in index for name in NAMES)


def test_where_nothing_can_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    assert 2 == cli.main(["pages", str(file)])
    assert capsys.readouterr().err.startswith("autoviz: cannot ")
    assert "mine" == file.read_text("utf-8")
