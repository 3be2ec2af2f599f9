"""What was not recorded, in words and in the picture: only what is true is said."""

from __future__ import annotations

from typing import Any

import pytest

from autoviz.picture.answer import answer
from autoviz.picture.caption import caption
from autoviz.picture.frame import frame
from autoviz.picture.notation.grids import Grid
from autoviz.picture.text import phase, readable
from autoviz.picture.view import view
from autoviz.picture.why import why
from autoviz.picture.words import plain
from autoviz.player.document import document
from autoviz.records import Seed, Skipped, Trace, fold
from tests.picture.traces import Builder, edge, value


def after(*steps: Any) -> Trace:
    """``w`` was squared and ran backward; in step 5 something else is told."""
    build = Builder("w = tensor(3.0)", "loss = w**2")
    w = build.tensor("w", value(3.0))
    loss = build.op("f", "FBackward", [edge("self", w, None)], 9.0, name="loss")
    build.steps.append(Seed(loss, value(1.0)))
    build.backward(loss, 1.0, value(6.0))
    build.accumulate(w, value(6.0))
    build.steps += steps
    return build.trace()


def said(step: Any, k: int = 5) -> str:
    trace = after(step)
    return plain(caption(trace, fold(trace, k)))


BOTH = Skipped(99, ((0, value(0.31)),), ((0, value(0.5)),), ((0, 99),), (1,))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (BOTH, "99 rounds ran without being recorded; now w is 0.31 and w.grad is 0.5"),
        (
            Skipped(1, (), ((0, None),)),
            "1 round ran without being recorded; now w.grad is None",
        ),
        (
            Skipped(0, ((0, value(0.31)),)),
            "A part of the program ran without being recorded; now w is 0.31",
        ),
        (
            Skipped(1200),
            "1,200 rounds ran without being recorded; the numbers shown here are as "
            "they were",
        ),
        (
            Skipped(2, ((0, value([1.0, 2.0])),), ((0, None),)),
            "2 rounds ran without being recorded; changed since: w and w.grad",
        ),
    ],
)
def test_the_caption_says_what_is_true_now(step: Skipped, expected: str) -> None:
    assert expected == said(step)


def rows(trace: Trace, k: int) -> dict[str, str]:
    return {
        row.label: "".join(each[1] for each in row.items if not isinstance(each, Grid))
        for row in why(trace, fold(trace, k)).rows
    }


def test_the_panel_says_what_was_and_what_is() -> None:
    told = rows(after(BOTH), 5)
    assert "3 → 0.31" == told["w"]
    assert "6 → 0.5" == told["w.grad"]
    assert "0 → 99: it was written to" == told["version of w"]
    assert "what was saved by loss" == told["freed"]
    assert "every= left this out: how this came about is not known" == told["because"]
    assert rows(after(Skipped(0)), 5)["because"].startswith("this is outside of only=")


def test_numbers_that_look_the_same_are_written_out() -> None:
    told = rows(after(Skipped(3, ((0, value(3.0000002)),))), 5)
    assert "3 → 3.0000002" == told["w"]


def test_many_changes_are_cut_short() -> None:
    many = tuple((0, value(float(number))) for number in range(12))
    told = rows(after(Skipped(3, many)), 5)
    assert "and 4 more" == told[""]


def test_the_cards_that_changed_are_marked() -> None:
    trace = after(BOTH)
    painted = frame(view(trace), 5)
    assert "focus" in painted.classes["c0"]
    assert "slot focus" == painted.classes["s0"]
    assert "focus" not in painted.classes["c1"]
    none = frame(view(after(Skipped(3))), 5)
    assert not any("focus" in each.split() for each in none.classes.values())


def test_it_is_a_line_of_the_text_twin_and_a_step_of_the_document() -> None:
    trace = after(BOTH)
    assert "skipped" == phase(BOTH)
    assert "5  skipped     99 rounds ran without being recorded" in readable(trace)
    assert "99 rounds" in str(document(view(trace), "w")["steps"][5])


def test_why_says_that_the_gradient_is_of_what_was_not_recorded() -> None:
    told = answer(after(BOTH), 0)
    assert "skipped" == told.kind
    assert (
        "w.grad is 0.5: it was left so by what ran without being recorded (step 5), "
        "and no recorded backward() has added to it since. The last one put 6 there, "
        "in step 4." == told.text
    )
    emptied = answer(after(Skipped(9, (), ((0, None),))), 0)
    assert emptied.text.startswith("w.grad is None: it was left so by what ran")


# what comes in from outside


def part() -> Trace:
    """``h`` was taken in from elsewhere; ``y = 2 * h`` is used elsewhere."""
    build = Builder("y = 2 * h")
    h = build.op("mul", "MulBackward0", [], 3.0, name="h")
    y = build.op("mul", "MulBackward0", [edge("self", h, "2")], 6.0, name="y")
    build.steps.append(Seed(y, value(5.0), outside=True))
    build.backward(y, 5.0, value(10.0))
    build.backward(h, 10.0)
    return build.trace()


def test_a_gradient_from_outside_is_not_called_a_start() -> None:
    trace = part()
    seed = next(k for k, e in enumerate(trace.steps, 1) if isinstance(e, Seed))
    assert "From what is not recorded 5 arrives at y" == plain(
        caption(trace, fold(trace, seed))
    )
    told = rows(trace, seed)
    assert (
        "y was used in a part of the program that is outside of only="
        == (told["because"])
    )


def test_what_was_taken_in_sends_nothing_that_is_known() -> None:
    trace = part()
    last = len(trace.steps)
    assert "what it was made from is not recorded" in plain(
        caption(trace, fold(trace, last))
    )
