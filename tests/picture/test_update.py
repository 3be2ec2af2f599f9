"""An optimizer's step in words: only what ran is claimed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autoviz.picture.answer import answer
from autoviz.picture.caption import caption
from autoviz.picture.frame import frame
from autoviz.picture.notation.grids import Grid
from autoviz.picture.text import phase, readable, table
from autoviz.picture.update import descends, from_to
from autoviz.picture.view import view
from autoviz.picture.why import why
from autoviz.picture.words import plain
from autoviz.player.document import document
from autoviz.records import Seed, Trace, Update, fold
from tests.picture.traces import Builder, edge, large, value

LR = (("lr", "0.1"),)
MORE = (*LR, ("momentum", "0.9"))


def step(before: Any, grad: Any, after: Any, by: str = "SGD", told: Any = LR) -> Update:
    held = None if grad is None else value(grad)
    return Update(0, value(before), value(after), by, told, held)


def trained(update: Update) -> Trace:
    """``w`` was squared, ran backward, and was updated in step 5."""
    build = Builder("w = tensor(3.0)", "loss = w**2", "opt.step()")
    w = build.tensor("w", update.before)
    loss = build.op("f", "FBackward", [edge("self", w, None)], 9.0, name="loss")
    build.steps.append(Seed(loss, value(1.0)))
    came = update.grad or update.after
    build.backward(loss, 1.0, came)
    build.accumulate(w, came)
    build.steps.append(update)
    return build.trace()


def said(update: Update) -> str:
    trace = trained(update)
    return plain(caption(trace, fold(trace, 5)))


PLAIN = step(3.0, 6.0, 2.4)
MATRIX = step([[1.0, 2.0]], [[2.0, 4.0]], [[0.8, 1.6]])


# its caption


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (PLAIN, "SGD updates w: 3 → 2.4 (lr 0.1); w − lr · w.grad = 3 − 0.1 · 6 = 2.4"),
        (
            step(3.0, -6.0, 3.6),
            "SGD updates w: 3 → 3.6 (lr 0.1); w − lr · w.grad = 3 − 0.1 · (-6) = 3.6",
        ),
        (step(3.0, 6.0, 2.9, "Adam"), "Adam updates w: 3 → 2.9 (lr 0.1)"),
        (step(3.0, 6.0, 2.4, told=MORE), "SGD updates w: 3 → 2.4 (lr 0.1)"),
        (step(3.0, 6.0, 2.5), "SGD updates w: 3 → 2.5 (lr 0.1)"),
        (step(3.0, None, 2.5, "Mine", ()), "Mine updates w: 3 → 2.5"),
        (
            MATRIX,
            "SGD updates w, shape (1, 2) (lr 0.1); each number becomes w − lr · w.grad",
        ),
        (
            replace(MATRIX, by="Adam"),
            "Adam updates w, shape (1, 2) (lr 0.1)",
        ),
        (replace(PLAIN, by="Ada\u202em"), "Ada\\u202em updates w: 3 → 2.4 (lr 0.1)"),
    ],
)
def test_the_sentence(update: Update, expected: str) -> None:
    assert expected == said(update)


def test_what_was_there_before_may_not_be_known() -> None:
    trace = trained(PLAIN)
    steps = (*trace.steps[:-1], replace(PLAIN, before=None))
    trace = replace(trace, steps=steps)
    assert "SGD updates w: now 2.4 (lr 0.1)" == plain(caption(trace, fold(trace, 5)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (3.0, 2.4, ("3", "2.4")),
        (1.23461, 1.23459, ("1.23461", "1.23459")),
        (1.0000001, 1.0000002, ("1.0000001", "1.0000002")),
    ],
)
def test_one_sees_that_it_has_changed(
    before: float, after: float, expected: Any
) -> None:
    assert expected == from_to(step(before, 1.0, after))


# what is claimed


def test_plain_sgd_is_told_by_its_numbers() -> None:
    nan = float("nan")
    assert descends(PLAIN)
    assert descends(MATRIX)
    assert descends(step(3.0, nan, nan))
    assert not descends(step(3.0, 6.0, 2.4001))
    assert not descends(step([1.0, 2.0], [2.0, 4.0], [0.8, 1.7]))
    assert not descends(step(3.0, 6.0, 2.4, told=MORE))
    assert not descends(step(3.0, 6.0, 2.4, told=(("lr", "a tenth"),)))
    assert not descends(step(3.0, 6.0, 2.4, told=()))
    assert not descends(step(3.0, 6.0, 2.4, "RMSprop"))
    assert not descends(step(3.0, None, 2.4))
    wide = large((100, 100), -1.0, 1.0)
    assert not descends(Update(0, wide, wide, "SGD", LR, wide))


def test_half_precision_rounds_more() -> None:
    coarse = [replace(value(each), dtype="bfloat16") for each in (3.0, 6.0, 2.40625)]
    before, held, after = coarse
    assert descends(Update(0, before, after, "SGD", LR, held))


# its panel


def rows(update: Update) -> list[tuple[str, str]]:
    trace = trained(update)
    panel = why(trace, fold(trace, 5))
    return [
        (row.label, plain(e for e in row.items if not isinstance(e, Grid)))
        for row in panel.rows
    ]


def test_the_panel_of_plain_sgd() -> None:
    trace = trained(PLAIN)
    assert "why is w 2.4 now?" == plain(why(trace, fold(trace, 5)).title)
    assert [
        ("SGD", "lr 0.1"),
        ("w.grad", "6; step() leaves it as it is"),
        ("w now", "w − lr · w.grad = 3 − 0.1 · 6 = 2.4"),
    ] == rows(PLAIN)


def test_the_panel_of_another_optimizer_claims_no_formula() -> None:
    assert [
        ("Adam", "lr 0.1, momentum 0.9"),
        ("w.grad", "6; step() leaves it as it is"),
        ("how", "Adam's own rule; what it works out inside is not recorded"),
        ("w now", "3 → 2.9"),
    ] == rows(step(3.0, 6.0, 2.9, "Adam", MORE))


def test_matrices_stand_beside_each_other() -> None:
    trace = trained(MATRIX)
    panel = why(trace, fold(trace, 5))
    assert "why these numbers in w?" == plain(panel.title)
    grids = [plain(e.caption) for e in panel.rows[-1].items if isinstance(e, Grid)]
    assert ["w before (1, 2)", "w.grad (1, 2)", "w now (1, 2)"] == grids
    assert ("w now", "− 0.1 ·=") == rows(MATRIX)[-1]
    assert ("w now", "→") == rows(replace(MATRIX, by="Adam"))[-1]


# the picture and the document


def test_the_value_changes_and_the_leaf_is_in_focus() -> None:
    found = view(trained(PLAIN))
    before, after = (frame(found, k) for k in (4, 5))
    assert ("3.0", "2.4") == (before.texts["c0v"], after.texts["c0v"])
    assert {"card", "leaf", "focus", "forward"} == set(after.classes["c0"].split())
    assert before.texts["s0v"] == after.texts["s0v"] == "6.0"


def test_it_is_a_phase_of_its_own() -> None:
    trace = trained(PLAIN)
    made = document(view(trace), "w")
    assert ["forward", "backward", "update"] == [e["name"] for e in made["phases"]]
    assert "update" == made["steps"][5]["phase"] == phase(trace.steps[-1])
    assert "5  update      SGD updates w: 3 → 2.4" in readable(trace)
    assert ("w", "None", "2.4", "6", "6", "–") == table(trace, fold(trace, 5))[1][0]


# rec.why


def test_a_gradient_is_of_before_the_update() -> None:
    tail = (
        " Since then w itself was changed by SGD from 3 to 2.4, in step 5; step() "
        "leaves .grad as it is."
    )
    assert str(answer(trained(PLAIN), 0)).endswith(tail)


def test_of_several_updates_all_are_told() -> None:
    trace = trained(MATRIX)
    again = replace(MATRIX, by="Adam", before=MATRIX.after, after=value([[0.5, 1.0]]))
    trace = replace(trace, steps=(*trace.steps, again))
    tail = (
        " Since then w itself was changed by SGD and Adam from [[1, 2]] to [[0.5, 1]], "
        "in steps 5 and 6; step() leaves .grad as it is."
    )
    assert str(answer(trace, 0)).endswith(tail)


def test_an_update_before_the_last_backward_is_not_told() -> None:
    trace = trained(PLAIN)
    steps = (*trace.steps[:1], PLAIN, *trace.steps[1:-1])
    assert "SGD" not in str(answer(replace(trace, steps=steps), 0))


def test_an_update_that_made_the_first_nan_is_blamed() -> None:
    nan = float("nan")
    build = Builder("loss = w * 2")
    w = build.tensor("w", 3.0)
    build.steps.append(Update(w, value(3.0), value(nan), "SGD", LR, value(nan)))
    loss = build.op("f", "FBackward", [edge("self", w, None)], nan, name="loss")
    build.steps.append(Seed(loss, value(1.0)))
    build.backward(loss, 1.0, nan)
    build.accumulate(w, nan)
    found = answer(build.trace(), w)
    told = "It began with a value, in step 1: SGD made w nan from w.grad = nan."
    assert told in str(found)
    assert 1 == found.steps[0]
