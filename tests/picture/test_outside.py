"""Numbers that leave autograd, and modes: in words."""

from __future__ import annotations

import pytest

from autoviz.picture.caption import caption
from autoviz.picture.outside import inside
from autoviz.picture.why import why
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.graph import Graph
from autoviz.records.steps import Cut, Mode, Trace
from tests.picture import stories
from tests.picture.traces import Builder, matrix, untracked


def said(trace: Trace, k: int) -> str:
    return plain(caption(trace, fold(trace, k)))


def test_a_number_that_is_taken_out_is_named_and_so_is_the_way() -> None:
    assert [said(stories.cut(), k) for k in (2, 3)] == [
        "y leaves autograd: item() gives a plain number, 9; no gradient comes back "
        "from there",
        "y leaves autograd: numpy() gives a numpy array, 9; no gradient comes back "
        "from there",
    ]


def test_of_a_matrix_the_shape_is_told() -> None:
    trace = matrix()
    cut = Trace(trace.graph, (*trace.steps[:1], Cut(3, "tolist()")))
    assert said(cut, 2).startswith(
        "x @ W leaves autograd: tolist() gives a list of plain numbers of shape (3, 3);"
    )


def test_what_was_not_recorded_does_not_leave() -> None:
    trace = untracked()
    assert (
        said(Trace(trace.graph, (*trace.steps, Cut(1, "float()"))), 2)
        == "z: float() gives a plain number, 6"
    )


def test_a_way_out_that_is_not_known_is_told_as_it_is() -> None:
    build = Builder("x")
    build.tensor("x", 3.0)
    build.steps.append(Cut(0, "\u202e" * 500))
    assert said(build.trace(), 1).endswith("; no gradient comes back from there")
    assert said(build.trace(), 1).isprintable()


def test_the_panel_says_that_looking_is_fine() -> None:
    trace = stories.cut()
    panel = why(trace, fold(trace, 2))
    assert plain(panel.title) == "what does item() do?"
    assert [row.label for row in panel.rows] == ["item()", "because", "still"]


def test_a_mode_says_what_it_means_for_what_runs_now() -> None:
    assert [said(stories.modes(), k) for k in (1, 3, 4, 5)] == [
        "no_grad() begins: what runs now is not recorded",
        "enable_grad() begins: what runs now is recorded again",
        "enable_grad() ends: no_grad() goes on, and what runs now is not recorded",
        "no_grad() ends: what runs now is recorded again",
    ]


def mode(*names: str) -> Trace:
    return Trace(Graph(()), tuple(Mode(each, True) for each in names))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("inference_mode",), "not recorded"),
        (("inference_mode", "enable_grad"), "not recorded"),
        (("no_grad", "set_grad_enabled(True)"), "recorded again"),
        (("set_grad_enabled(False)",), "not recorded"),
        (("enable_grad",), "recorded"),
    ],
)
def test_the_innermost_mode_decides_but_for_inference(
    names: tuple[str, ...], expected: str
) -> None:
    assert said(mode(*names), len(names)).endswith(f"what runs now is {expected}")


def test_a_mode_whose_name_has_its_argument_is_called_by_it() -> None:
    assert said(mode("set_grad_enabled(False)"), 1).startswith(
        "set_grad_enabled(False) begins: "
    )


def test_the_picture_says_which_mode_it_is_in() -> None:
    trace = stories.modes()
    assert [inside(fold(trace, k)) for k in (0, 1, 2, 3, 4, 5)] == [
        "",
        "inside no_grad(): nothing is recorded",
        "inside no_grad(): nothing is recorded",
        "inside enable_grad(): autograd records",
        "inside no_grad(): nothing is recorded",
        "",
    ]
