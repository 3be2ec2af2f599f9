"""Memory in words: versions, views, what is stale."""

from __future__ import annotations

from autoviz.picture.caption import caption
from autoviz.picture.panel import Row
from autoviz.picture.text import changed, table
from autoviz.picture.why import Grid, why
from autoviz.picture.words import plain
from autoviz.records.fold import fold
from autoviz.records.steps import Trace
from tests.picture import stories
from tests.picture.programs import STORIES


def said(trace: Trace, k: int) -> str:
    return plain(caption(trace, fold(trace, k)))


def row(trace: Trace, k: int, label: str) -> str:
    rows: list[Row] = [
        each for each in why(trace, fold(trace, k)).rows if each.label == label
    ]
    assert len(rows) == 1
    return plain(each for each in rows[0].items if not isinstance(each, Grid))


def test_a_write_says_the_version_and_who_holds_something_stale() -> None:
    assert said(stories.written(), 3).endswith(
        "; writes into e₁ in place, now at version 1; stale now: the result that e₁ "
        "saved at version 0 and the e₁ that y saved at version 0"
    )


def test_the_panel_of_a_write() -> None:
    trace = stories.written()
    assert row(trace, 3, "version") == "0 → 1: the memory was written to"
    assert row(trace, 3, "seen by") == "e₁, in the same memory"
    assert row(trace, 3, "stale now").endswith(": backward will refuse to use it")


def test_a_view_says_whose_memory_it_looks_at() -> None:
    trace = stories.looked_at()
    assert said(trace, 2).endswith("; looks at the memory of b")
    assert row(trace, 2, "memory").startswith("that of b: no number was copied")
    assert row(trace, 3, "seen by") == "b and v₁, in the same memory"


def test_an_optimizer_that_writes_says_what_is_stale() -> None:
    assert said(stories.updated(), 2).endswith(
        "; stale now: the w that y saved at version 0"
    )
    assert row(stories.updated(), 2, "version") == "0 → 1: the memory was written to"


def test_the_table_has_versions_above_0_and_what_is_stale() -> None:
    trace = stories.written()
    assert table(trace, fold(trace, 2))[1][1:3] == (
        ("e₁", "ExpBackward0", "1", "–", "–", "result"),
        ("y", "MulBackward0", "1", "–", "–", "e₁"),
    )
    assert table(trace, fold(trace, 3))[1][1:] == (
        ("e₁", "ExpBackward0", "1", "–", "–", "result, version 0: stale"),
        ("y", "MulBackward0", "1", "–", "–", "e₁, version 0: stale"),
        ("e₂", "AddBackward0", "2, version 1", "–", "–", "–"),
    )


def test_what_changes_in_the_table_is_found() -> None:
    """The document holds changes only: none may be missed."""
    for make in STORIES.values():
        trace = make()
        for k in range(1, len(trace.steps) + 1):
            before, after = fold(trace, k - 1), fold(trace, k)
            found = changed(trace, before, after)
            rows = zip(table(trace, before)[1], table(trace, after)[1], strict=True)
            for id, (old, new) in enumerate(rows):
                assert old == new or found[id] == new[1:]
