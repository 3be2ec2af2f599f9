"""A failure in words: why, which versions, what to try."""

from __future__ import annotations

from dataclasses import replace

from autoviz.picture.answer import answer
from autoviz.picture.caption import caption
from autoviz.picture.text import readable
from autoviz.picture.why import Grid, why
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.steps import Failure, Trace
from tests.picture import stories
from tests.picture.traces import twice


def rows(trace: Trace) -> dict[str, str]:
    panel = why(trace, fold(trace, len(trace.steps)))
    return {
        row.label: plain(each for each in row.items if not isinstance(each, Grid))
        for row in panel.rows
    }


def test_both_versions_of_a_stale_tensor_are_told() -> None:
    trace = stories.written()
    assert plain(caption(trace, fold(trace, 5))).endswith(
        "Why: y needs the e it saved, and e was written to since. The saved e₁ was at "
        "version 0 when it was saved, and is at version 1 now"
    )
    assert rows(trace)["versions"].startswith("The saved e₁ was at version 0")


def test_what_to_try_is_in_the_panel_and_in_the_text() -> None:
    trace = stories.written()
    found = rows(trace)
    assert found["try"] == "write e = e + 1, which makes a new tensor"
    assert found["or"] == "use e before it"
    assert (
        "\n   try         write e = e + 1, which makes a new tensor"
        "\n   try         use e before it\n"
    ) in readable(trace)


def test_places_to_look_at_are_named() -> None:
    found = rows(stories.written())
    assert (found["at"], found["look at"]) == ("y", "e₂")


def test_the_answer_tells_what_to_try_too() -> None:
    trace = stories.written()
    assert answer(trace, 0).text.endswith(
        "To try: write e = e + 1, which makes a new tensor; or use e before it."
    )


def test_where_there_is_nothing_to_try_nothing_is_said() -> None:
    assert {"try", "or", "versions", "look at"}.isdisjoint(rows(twice()))


def test_a_saved_tensor_that_is_not_found_goes_by_its_name() -> None:
    trace = twice()
    end = trace.steps[-1]
    assert isinstance(end, Failure)
    steps = (*trace.steps[:-1], replace(end, saved="other", versions=(2, 3), node=None))
    told = plain(
        caption(replace(trace, steps=steps), fold(replace(trace, steps=steps), 14))
    )
    assert told.endswith(
        "The saved other was at version 2 when it was saved, and is at version 3 now"
    )


def test_notes_stand_after_the_steps_in_the_text_and_in_the_first_panel() -> None:
    trace = replace(twice(), notes=("steps after step 14 are not kept",))
    note = "\n    note        steps after step 14 are not kept\n\nafter step 14:"
    assert note in readable(trace)
    panel = why(trace, fold(trace, 0))
    assert panel.rows[-1].items == (("", "steps after step 14 are not kept"),)


def test_a_message_without_a_full_stop_gets_one_before_the_reason() -> None:
    trace = twice()
    end = trace.steps[-1]
    assert isinstance(end, Failure)
    failure = replace(end, message="no grad_fn", why="x is a leaf", saved=None)
    ended = replace(trace, steps=(*trace.steps[:-1], failure))
    told = plain(caption(ended, fold(ended, 14)))
    assert told.startswith("RuntimeError: no grad_fn. Why: x is a leaf")
